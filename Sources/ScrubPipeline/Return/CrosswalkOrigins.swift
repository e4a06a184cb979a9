// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import DICOMModel
internal import Engine
internal import Filesystem
internal import Foundation
internal import Pseudonyms
internal import Records
internal import Relink
internal import RunState

/// What a crosswalk knows, opened with the keys that sealed it.
final class CrosswalkOrigins: OriginSource {
    private struct Seal {
        let fingerprint: String
        let key: SymmetricKey
        let identity: ProjectIdentity
    }

    let crosswalk: Crosswalk
    let projects: [String]
    let prefixes: [String]
    private let seals: [String: [Seal]]
    private let numbers: [Int64: String]
    /// Projects with UIDs that an option kept.
    private let keeping: Set<String>

    /// - Throws: ``PipelineError/usage(_:)`` where none of the keys sealed it, or the one that is named did not.
    init(_ crosswalk: Crosswalk, _ keys: [SiteKey]) throws {
        self.crosswalk = crosswalk
        projects = try crosswalk.projects()
        numbers = try crosswalk.keys()
        var seals: [String: [Seal]] = [:]
        for project in projects {
            seals[project] = keys.map {
                Seal(
                    fingerprint: $0.fingerprint, key: $0.derive(project: project, purpose: .crosswalk),
                    identity: ProjectIdentity(siteKey: $0, project: project))
            }
        }
        self.seals = seals
        prefixes = Array(Set(try projects.flatMap { try crosswalk.prefixes(project: $0) })).sorted()
        keeping = Set(try projects.filter { try !crosswalk.rows(kind: .kept, prefix: "2.25.", project: $0).isEmpty })
        guard try opensSomething(keys) else {
            throw PipelineError.usage("the key is not one that sealed this crosswalk; name the key of the release with --key")
        }
    }

    private func opensSomething(_ keys: [SiteKey]) throws -> Bool {
        let known = Set(numbers.values)
        if keys.contains(where: { known.contains($0.fingerprint) }) { return true }
        // Entries of before keys were told apart.
        for project in projects {
            if let row = try crosswalk.first(project: project), row.key == 0, opened(row, project) != nil { return true }
        }
        return projects.isEmpty
    }

    func opened(_ row: Crosswalk.Row, _ project: String) -> String? {
        for seal in seals[project] ?? [] where row.key == 0 || numbers[row.key] == seal.fingerprint {
            if let text = CrosswalkSealer.opened(row.sealed, seal.key) { return text }
        }
        return nil
    }

    // MARK: - Look-ups

    func uid(_ new: String) throws -> OriginalUID? {
        for project in projects {
            let rows = try crosswalk.rows(kinds: [.instance, .series, .study, .uid], pseudonym: new, project: project)
            // The narrowest counts.
            for kind in [CrosswalkPair.Kind.instance, .series, .study, .uid] {
                guard let row = rows.first(where: { $0.kind == kind.rawValue }), let text = opened(row, project) else { continue }
                let (original, study) = CrosswalkSealer.parts(text)
                return OriginalUID(
                    original: original, study: kind == .study ? new : try studyKey(study, project), project: project, level: .init(kind))
            }
            if keeping.contains(project), let kept = try kept(new, project) { return kept }
        }
        return nil
    }

    /// A UID that an option of the profile kept stands under what it would have become.
    private func kept(_ uid: String, _ project: String) throws -> OriginalUID? {
        for seal in seals[project] ?? [] {
            let pseudonym = seal.identity.uid(for: uid)
            guard let row = try crosswalk.rows(kinds: [.kept], pseudonym: pseudonym, project: project).first, let text = opened(row, project) else {
                continue
            }
            let parts = text.split(separator: "\u{1F}", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 3, parts[1] == uid else { continue }
            let isStudy = parts[0] == CrosswalkPair.Kind.study.rawValue
            return OriginalUID(
                original: uid, study: isStudy ? pseudonym : try studyKey(parts[2], project), project: project,
                level: .init(CrosswalkPair.Kind(rawValue: parts[0]) ?? .uid))
        }
        return nil
    }

    /// Under what the crosswalk has a study; one whose UID was kept is not under that.
    private func studyKey(_ study: String, _ project: String) throws -> String {
        guard keeping.contains(project), !study.isEmpty, try studies(study, project: project).isEmpty else { return study }
        return try (seals[project] ?? []).lazy.map { $0.identity.uid(for: study) }.first { try !studies($0, project: project).isEmpty } ?? study
    }

    func patients(_ pseudonym: String) throws -> [ReleasedPatient: [OriginalFacts]] {
        var result: [ReleasedPatient: [OriginalFacts]] = [:]
        for project in projects {
            let facts = try facts(.patientFacts, pseudonym, project)
            if !facts.isEmpty { result[ReleasedPatient(project: project, pseudonym: pseudonym)] = facts }
        }
        return result
    }

    func studies(_ new: String, project: String) throws -> [OriginalFacts] { try facts(.studyFacts, new, project) }

    private func facts(_ kind: CrosswalkPair.Kind, _ owner: String, _ project: String) throws -> [OriginalFacts] {
        try crosswalk.rows(kind: kind, prefix: owner + "/", project: project).compactMap { row in
            opened(row, project).flatMap { OriginalFacts(text: $0) }
        }
    }

    func days(patient: String, study: String, project: String) throws -> Set<CalendarDay> {
        let rows = try [patient, study].flatMap { try crosswalk.rows(kind: .known, prefix: $0 + "/", project: project) }
        return Set(rows.compactMap { opened($0, project).flatMap(CrosswalkPair.day).flatMap { CalendarDay($0.prefix(8)) } })
    }

    func value(behind hash: String) throws -> String? {
        for project in projects {
            if let row = try crosswalk.rows(kinds: [.accession], pseudonym: hash, project: project).first, let text = opened(row, project) {
                return text
            }
        }
        return nil
    }
}

extension OriginalUID.Level {
    fileprivate init(_ kind: CrosswalkPair.Kind) {
        self =
            switch kind {
            case .study: .study
            case .series: .series
            case .instance: .instance
            default: .other
            }
    }
}
