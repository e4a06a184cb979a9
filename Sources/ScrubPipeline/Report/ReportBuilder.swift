// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Engine
internal import Records
internal import Reports
internal import RunState
internal import Standard

/// Makes the report of a run, dry or done, from its journal. What it says depends on the files alone, not on their order.
struct ReportBuilder {
    let kind: ReportDocument.Kind
    let journal: Journal
    let run: RunRecord
    let profile: LoadedProfile
    /// `nil` for a release.
    var values: ValueTally?
    var shown = ShownValues.none

    static let mostRows = 20_000

    func document() throws -> ReportDocument {
        let tally = try PlanTally(journal, run.id)
        let verdict = try verdict()
        let (tags, approximate, cut) = tagRows(tally)
        let risk = try risk(tally)
        let pixelText = try pixelText()
        return ReportDocument(
            kind: kind, toolVersion: ToolVersion.current, project: run.settings.project,
            profile: .init(name: profile.publicName, sha256: profile.digest, options: profile.options, methodCodes: profile.methods),
            verdict: verdict, mostIdentifying: coreTags(tally), tags: tags, privateBlocks: try privateBlocks(tally),
            unknown: try unknown(tally), freeText: freeText(tally), uids: uids(tally), dates: try dates(tally), pixels: try pixels(tally),
            pixelText: pixelText, equipment: try equipment(),
            studiesByModality: Self.counts(
                try journal.studiesByModality(of: run.id).map { ($0.modality.isEmpty ? "other" : $0.modality, $0.studies) }),
            actions: actions(tally), broken: Self.counts(tally.defects.map { ($0.key, $0.value) }), risk: risk,
            classes: classes(tally), notes: notes(verdict, tally, approximate: approximate, cut: cut, risk))
    }

    /// In the order of falling counts, then of names.
    static func counts(_ counts: some Sequence<(String, Int)>) -> [ReportDocument.Count] {
        var sums: [String: Int] = [:]
        for (name, count) in counts { sums[name, default: 0] += count }
        return sums.map { ReportDocument.Count(name: $0.key, count: $0.value) }.sorted { ($1.count, $0.name) < ($0.count, $1.name) }
    }

    // MARK: - Verdict

    private func verdict() throws -> ReportDocument.Verdict {
        let counts = try journal.counts(of: run.id)
        let subjects = try journal.subjects(of: run.id)
        let passedOver = try journal.reasons(of: run.id, .notDICOM).filter { $0.reason != NotDICOMKind.notDICOM.rawValue }.reduce(0) { $0 + $1.files }
        return .init(
            files: counts.values.reduce(0) { $0 + $1.files }, patients: subjects.patients, studies: subjects.studies, series: subjects.series,
            studiesOfSeveralPatients: try journal.studiesOfSeveralPatients(of: run.id), released: counts[.released]?.files ?? 0,
            quarantined: counts[.quarantined]?.files ?? 0, skipped: passedOver,
            notDICOM: (counts[.notDICOM]?.files ?? 0) - passedOver, duplicates: counts[.duplicate]?.files ?? 0,
            bytes: counts.values.reduce(0) { $0 + $1.bytes },
            quarantineReasons: Self.counts(try journal.reasons(of: run.id, .quarantined).map { ($0.reason, $0.files) }))
    }

    private func notes(
        _ verdict: ReportDocument.Verdict, _ tally: PlanTally, approximate: Int, cut: Int, _ risk: ReportDocument.Risk
    ) -> [ReportDocument.Note] {
        var notes: [ReportDocument.Note] = []
        if kind == .dryRun { notes.append(.init(id: profile.looksAtPixels ? "dry-run-limits-pixels" : "dry-run-limits")) }
        if verdict.quarantined > 0 { notes.append(.init(id: "held-back-not-counted", count: verdict.quarantined)) }
        if verdict.studiesOfSeveralPatients > 0 { notes.append(.init(id: "studies-of-several-patients", count: verdict.studiesOfSeveralPatients)) }
        let unseen = tally.pixels.values.reduce(0) { $0 + $1.values.reduce(0, +) }
        if !profile.looksAtPixels {
            notes.append(.init(id: "pixels-not-looked-at"))
        } else if unseen > 0 {
            notes.append(.init(id: "some-pixels-not-looked-at", count: unseen))
        }
        if approximate > 0 { notes.append(.init(id: "distinct-approximate", count: approximate)) }
        if risk.isApproximate { notes.append(.init(id: "risk-approximate", count: RiskEstimate.patientLimit)) }
        if shown != .none { notes.append(.init(id: shown == .full ? "values-whole" : "values-masked")) }
        if cut > 0 { notes.append(.init(id: "rows-cut", count: cut)) }
        return notes
    }

    // MARK: - Tags

    private func tagRows(_ tally: PlanTally) -> ([ReportDocument.TagRow], approximate: Int, cut: Int) {
        var rows: [ReportDocument.TagRow] = []
        var approximate = 0
        for (id, count) in tally.counts.sorted(by: { $0.key < $1.key }) {
            guard let row = tally.rows[id] else { continue }
            let distinct = row.vr == "SQ" || row.action == "add" ? nil : values.map { $0.counts[id] ?? DistinctCount() }
            if distinct?.isApproximate == true { approximate += 1 }
            rows.append(
                .init(
                    path: row.path, keyword: row.keyword, vr: row.vr, files: count.files, occurrences: count.occurrences,
                    distinctValues: distinct?.count, isApproximate: distinct?.isApproximate ?? false, action: row.action, reason: row.reason,
                    optionsThatChangeIt: row.options, examples: shown == .none ? nil : values?.examples[id] ?? []))
        }
        let all = rows.count
        if all > Self.mostRows {
            rows.sort { ($1.occurrences, $0.path) < ($0.occurrences, $1.path) }
            rows.removeLast(all - Self.mostRows)
        }
        // `sort` is stable, and they come in the order of their digests.
        rows.sort { ($0.path, $1.files, $0.vr, $0.action, $0.reason) < ($1.path, $0.files, $1.vr, $1.action, $1.reason) }
        return (rows, approximate, all - rows.count)
    }

    private func actions(_ tally: PlanTally) -> [ReportDocument.Count] {
        Self.counts(
            tally.counts.compactMap { id, count in
                guard let row = tally.rows[id], row.isCounted else { return nil }
                return (row.action, count.occurrences)
            })
    }

    private func coreTags(_ tally: PlanTally) -> [ReportDocument.CoreTag] {
        CoreAttribute.all.enumerated().map { index, core in
            let actions = tally.counts.compactMap { id, count -> (String, Int)? in
                guard let row = tally.rows[id], row.tag == core.tag.number, row.action != "add" else { return nil }
                return (row.action, count.occurrences)
            }
            return .init(
                rank: index + 1, tag: core.tag.description, keyword: core.keyword, files: tally.filledFilesByTag[core.tag.number] ?? 0,
                actions: Self.counts(actions), why: core.reason)
        }
    }

    // MARK: - Private, unknown, free text

    private func privateBlocks(_ tally: PlanTally) throws -> [ReportDocument.PrivateBlock] {
        let bytes = try bytes(tally)
        var blocks: [PlanRow.PrivateBlockName: ReportDocument.PrivateBlock] = [:]
        for (id, count) in tally.counts {
            guard let row = tally.rows[id], let name = row.block else { continue }
            var block =
                blocks[name]
                ?? .init(
                    group: group(name.group), creator: name.creator, files: tally.filesByBlock[name] ?? 0, elements: 0, safeElements: 0,
                    bytes: row.bytesKey.flatMap { bytes[digest64(Array($0.utf8))] } ?? 0)
            if !AttributeTag(number: row.tag).isPrivateCreatorOfReport {
                block.elements += count.occurrences
                if row.isSafe { block.safeElements += count.occurrences }
            }
            blocks[name] = block
        }
        return blocks.values.sorted { ($0.group, $0.creator ?? "\u{10FFFF}") < ($1.group, $1.creator ?? "\u{10FFFF}") }
    }

    private func unknown(_ tally: PlanTally) throws -> [ReportDocument.UnknownElement] {
        let bytes = try bytes(tally)
        var result: [ReportDocument.UnknownElement] = []
        for (id, count) in tally.counts.sorted(by: { $0.key < $1.key }) {
            guard let row = tally.rows[id], row.isUnknown else { continue }
            let length = row.bytesKey.flatMap { bytes[digest64(Array($0.utf8))] } ?? 0
            result.append(.init(path: row.path, vr: row.vr, files: count.files, bytes: length, action: row.action))
        }
        return Array(result.sorted { ($0.path, $0.vr, $0.action, $0.files) < ($1.path, $1.vr, $1.action, $1.files) }.prefix(Self.mostRows))
    }

    private func bytes(_ tally: PlanTally) throws -> [Int64: Int64] {
        var result: [Int64: Int64] = [:]
        try journal.forEachFacts(of: run.id) { facts in
            for (key, count) in facts.bytes { result[key, default: 0] += Int64(count) }
        }
        return result
    }

    private func freeText(_ tally: PlanTally) -> [ReportDocument.FreeTextField] {
        var fields: [String: (keyword: String, texts: PlanTally.Texts)] = [:]
        for (id, texts) in tally.texts {
            guard let row = tally.rows[id] else { continue }
            var field = fields[row.path] ?? (row.keyword, PlanTally.Texts())
            field.texts.values += texts.values
            field.texts.withHits += texts.withHits
            field.texts.hits.merge(texts.hits) { $0 + $1 }
            fields[row.path] = field
        }
        return fields.sorted { $0.key < $1.key }.map { path, field in
            let hits = field.texts.hits.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            return .init(
                path: path, keyword: field.keyword, values: field.texts.values, valuesWithHits: field.texts.withHits,
                hits: hits.map { .init(kind: $0.key.kind, detector: $0.key.detector, count: $0.value) })
        }
    }

    private func group(_ number: UInt16) -> String { String(AttributeTag(number, 0).description.dropFirst().prefix(4)) }
}

extension AttributeTag {
    /// In rows, creators of all blocks stand at (gggg,FFFF).
    fileprivate var isPrivateCreatorOfReport: Bool { isPrivate && element == 0xFFFF }
}

extension LoadedProfile {
    /// Files of the site's own without their folders.
    var publicName: String { name.split(separator: "/").last.map(String.init) ?? name }
}
