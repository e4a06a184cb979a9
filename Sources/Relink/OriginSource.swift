// SPDX-License-Identifier: Apache-2.0

package import DICOMModel
package import Pseudonyms

/// A UID that a release wrote, or kept.
package struct OriginalUID: Hashable, Sendable {
    package let original: String
    /// The UID that the release gave to the study of an instance or series, or to the study itself; empty for other UIDs.
    package let study: String
    package let project: String
    package let level: Level

    /// What the UID is of.
    package enum Level: Sendable { case study, series, instance, other }

    package init(original: String, study: String, project: String, level: Level) {
        self.original = original
        self.study = study
        self.project = project
        self.level = level
    }
}

/// A patient of a release. Each project has its own.
package struct ReleasedPatient: Hashable, Comparable, Sendable {
    package let project: String
    package let pseudonym: String

    package init(project: String, pseudonym: String) {
        self.project = project
        self.pseudonym = pseudonym
    }

    package static func < (left: Self, right: Self) -> Bool { (left.project, left.pseudonym) < (right.project, right.pseudonym) }
}

/// Knows what is behind the pseudonyms of one site's releases: a crosswalk, or the key with the originals.
package protocol OriginSource: AnyObject {
    /// What may stand before the 16 characters of a patient's pseudonym.
    var prefixes: [String] { get }
    /// - Returns: `nil` for a UID that is none of the releases'.
    func uid(_ new: String) throws -> OriginalUID?
    /// What the files of a patient say of the patient; empty for a pseudonym that is none of the releases'.
    func patients(_ pseudonym: String) throws -> [ReleasedPatient: [OriginalFacts]]
    /// What the files of a study say of it and its patient.
    func studies(_ new: String, project: String) throws -> [OriginalFacts]
    /// Days of the originals of a patient or a study that a release moved.
    func days(patient: String, study: String, project: String) throws -> Set<CalendarDay>
    /// The value behind a keyed hash, such as that of an accession number.
    func value(behind hash: String) throws -> String?
}

/// An ``OriginSource`` that remembers what it was asked last: files of one return ask the same over and over.
package final class Origins {
    private let source: any OriginSource
    private var uids: [String: OriginalUID?] = [:]
    private var patients: [String: [ReleasedPatient: [OriginalFacts]]] = [:]
    private var values: [String: String?] = [:]
    private var studies: [ReleasedPatient: [OriginalFacts]] = [:]
    private var days: [[String]: Set<CalendarDay>] = [:]
    let prefixes: [[UInt8]]

    private static let most = 50_000

    package init(_ source: any OriginSource) {
        self.source = source
        prefixes = source.prefixes.map { Array($0.utf8) }
    }

    func uid(_ new: String) throws -> OriginalUID? { try remembered(new, \.uids) { try source.uid($0) } }

    func patients(_ pseudonym: String) throws -> [ReleasedPatient: [OriginalFacts]] {
        try remembered(pseudonym, \.patients) { try source.patients($0) }
    }

    func studies(_ new: String, project: String) throws -> [OriginalFacts] {
        try remembered(ReleasedPatient(project: project, pseudonym: new), \.studies) { _ in try source.studies(new, project: project) }
    }

    func days(patient: String, study: String, project: String) throws -> Set<CalendarDay> {
        try remembered([patient, study, project], \.days) { _ in try source.days(patient: patient, study: study, project: project) }
    }

    /// - Parameter text: A whole value.
    func value(behind text: String) throws -> String? {
        guard (8...26).contains(text.utf8.count), text.utf8.allSatisfy(isCrockford) else { return nil }
        return try remembered(text, \.values) { try source.value(behind: $0) }
    }

    /// The patient's own ID, or what stands in for one.
    func identifier(ofPatient pseudonym: String) throws -> String? {
        let known = try patients(pseudonym)
        guard !known.isEmpty else { return nil }
        let facts = OriginalFacts.merged(known.values.flatMap { $0 })
        return [facts[.patientID], facts[.name]].first { !$0.isEmpty }
    }

    private func remembered<Key: Hashable, Value>(
        _ key: Key, _ memory: ReferenceWritableKeyPath<Origins, [Key: Value]>, _ make: (Key) throws -> Value
    ) rethrows -> Value {
        if let known = self[keyPath: memory][key] { return known }
        let value = try make(key)
        if self[keyPath: memory].count >= Self.most { self[keyPath: memory] = [:] }
        self[keyPath: memory][key] = value
        return value
    }
}

/// A digit or capital of Crockford's base 32.
func isCrockford(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x48, 0x4A, 0x4B, 0x4D, 0x4E, 0x50...0x54, 0x56...0x5A: true
    default: false
    }
}
