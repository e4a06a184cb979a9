// SPDX-License-Identifier: Apache-2.0

internal import Audit
internal import DICOMModel
internal import Engine
internal import Filesystem
internal import Foundation
internal import Glibc
internal import Pseudonyms
internal import Records
internal import Relink
internal import Reports
internal import RunState
internal import Workers

/// Looks up who is behind a pseudonym. Needs the key and a reason, and is audited.
public struct CrosswalkSearch {
    /// One thing that was found.
    public struct Found: Sendable, Encodable {
        /// `patient`, `study`, `series`, `instance`, `uid` or `value`.
        public let kind: String
        /// As it stands in the release.
        public let pseudonym: String
        /// What it stands for; it identifies.
        public let original: String
        /// Of which the pseudonym is.
        public let project: String
        /// Patient and study, by the names of their columns in an export.
        public let facts: [String: String]

        /// One line, for programs.
        public func json() throws -> String { String(decoding: try jsonLine(self), as: UTF8.self) }
    }

    private let access: CrosswalkAccess

    /// - Parameters:
    ///   - state: The state folder of the run; `nil` for the standard one.
    ///   - key: The site key, if it is not the one in the state folder.
    ///   - project: Says where the standard state folder is.
    ///   - environment: Says so too: `XDG_STATE_HOME` and `HOME`.
    ///   - reason: Why, for the audit log.
    public init(state: BytePath?, key: BytePath?, project: String, environment: [String: String], reason: String) throws(PipelineError) {
        do {
            access = try CrosswalkAccess(state: state, key: key, project: project, environment: environment, reason: reason)
        } catch {
            throw PipelineError(error, "the look-up", in: "the state folder", advice: PipelineError.again)
        }
    }

    /// - Parameter value: A pseudonym, a new UID, or the path of a file of the release.
    public func find(_ value: String) throws(PipelineError) -> [Found] {
        do {
            if Self.isPath(value) { try WorkerLauncher().refuseUnlessKeptIn() }
            return try access.audited("crosswalk-found") { event in
                let origins = try access.origins()
                let found = try candidates(value).flatMap { try find($0, origins) }
                event.counts = ["found": found.count]
                guard !found.isEmpty else { throw PipelineError.usage("the crosswalk has nothing of that") }
                return found
            }
        } catch {
            throw PipelineError(error, "the look-up", in: "the crosswalk", advice: PipelineError.again)
        }
    }

    /// The value itself; of a path its components, and what the file says of itself.
    private func candidates(_ value: String) -> [String] {
        var result = [value]
        guard Self.isPath(value) else { return result }
        result = value.split(separator: "/").map { $0.hasSuffix(".dcm") ? String($0.dropLast(4)) : String($0) }
        let path = BytePath(value)
        if let own = try? ownNames(path) { result += own }
        var seen: Set<String> = []
        return result.filter { seen.insert($0).inserted }
    }

    /// Others are not looked for on the disk.
    private static func isPath(_ value: String) -> Bool { value.contains("/") || value.hasSuffix(".dcm") }

    private func ownNames(_ path: BytePath) throws -> [String] {
        guard FileStatus(path, followLinks: true)?.kind == .file else { return [] }
        let scratch = try PrivateFolder(in: BytePath(NSTemporaryDirectory()))
        let setting = RelinkSetting(
            crosswalk: access.state.crosswalk, keys: access.keyBytes.map { Data($0).base64EncodedString() }, project: "default",
            scratch: scratch.path.readable, description: "")
        let conversation = WorkerConversation(WorkerLauncher(), .relink(setting), keeping: scratch)
        let file = canonicalPath(path) ?? path
        guard
            case .reply(.surveyed(.object(let survey))) = try conversation.ask(
                .survey(name: BytePath(file.lastComponent)), about: [file], bytes: 0)
        else { return [] }
        return [survey.study, survey.series, survey.instance].filter { !$0.isEmpty }
    }

    private func find(_ value: String, _ origins: CrosswalkOrigins) throws -> [Found] {
        var result: [Found] = []
        for (patient, facts) in try origins.patients(value).sorted(by: { $0.key < $1.key }) {
            let merged = OriginalFacts.merged(facts)
            result.append(
                Found(kind: "patient", pseudonym: value, original: merged[.patientID], project: patient.project, facts: merged.ofPatient.columns))
        }
        if let known = try origins.uid(value) {
            let facts = known.study.isEmpty ? [] : try origins.studies(known.study, project: known.project)
            let kind = known.level == .other ? "uid" : "\(known.level)"
            result.append(
                Found(
                    kind: kind, pseudonym: value, original: known.original, project: known.project,
                    facts: facts.isEmpty ? [:] : OriginalFacts.merged(facts).columns))
        }
        if result.isEmpty, let original = try origins.value(behind: value) {
            result.append(Found(kind: "value", pseudonym: value, original: original, project: "", facts: [:]))
        }
        return result
    }

    // MARK: - Export

    /// Writes all of it as CSV that only its owner can read.
    /// - Returns: How many rows there are.
    public func export(to path: BytePath) throws(PipelineError) -> Int {
        do {
            return try access.audited("crosswalk-exported") { event in
                let count = try write(path)
                event.counts = ["rows": count]
                return count
            }
        } catch {
            throw PipelineError(error, "the export", in: "the crosswalk", advice: "Name another --output.")
        }
    }

    private func write(_ path: BytePath) throws -> Int {
        guard FileStatus(path) == nil else { throw PipelineError.usage("--output is there already and is not overwritten") }
        let origins = try access.origins()
        let file = try AtomicFile(path, mode: 0o600)
        let columns = OriginalFacts.columnNames
        try file.write(Array((["project", "kind", "pseudonym", "original"] + columns).joined(separator: ",").utf8) + [0x0A])
        var count = 0
        try origins.crosswalk.forEachRow { project, row in
            guard let kind = CrosswalkPair.Kind(rawValue: row.kind), kind != .known, let text = origins.opened(row, project) else { return }
            var cells: [String]
            if kind == .patientFacts || kind == .studyFacts {
                guard let facts = OriginalFacts(text: text) else { return }
                let owner = String(row.pseudonym.split(separator: "/")[0])
                cells = [project, kind == .patientFacts ? "patient" : "study", owner, facts[kind == .patientFacts ? .patientID : .studyUID]]
                cells += columns.map { facts.columns[$0] ?? "" }
            } else {
                // Patients and studies have a row with all that is known of them.
                guard kind != .patient, kind != .study, kind != .kept else { return }
                let (original, study) = CrosswalkSealer.parts(text)
                cells = [project, kind.rawValue, row.pseudonym, original] + columns.map { $0 == "study" ? study : "" }
            }
            try file.write(Array(cells.map(Self.cell).joined(separator: ",").utf8) + [0x0A])
            count += 1
        }
        try file.commit()
        return count
    }

    /// Whole numbers, such as a shift of days back, are no formulas.
    static func cell(_ text: String) -> String { Int(text) == nil ? csvField(text) : text }
}

extension OriginalFacts {
    static let columnNames = [
        "patient", "patient_id", "issuer", "patient_name", "birth_date", "sex", "shift_days", "study", "study_date", "study_time", "study_id",
        "accession", "study_description",
    ]

    /// By the names of ``columnNames``; empty ones are left out. `study` is the new UID, which the facts do not have.
    var columns: [String: String] {
        let fields: [(String, Field)] = [
            ("patient", .patient), ("patient_id", .patientID), ("issuer", .issuer), ("patient_name", .name), ("birth_date", .birthDate),
            ("sex", .sex),
            ("shift_days", .shift), ("study_date", .studyDate), ("study_time", .studyTime), ("study_id", .studyID), ("accession", .accession),
            ("study_description", .description),
        ]
        var result: [String: String] = [:]
        for (name, field) in fields where !self[field].isEmpty { result[name] = self[field] }
        return result
    }
}
