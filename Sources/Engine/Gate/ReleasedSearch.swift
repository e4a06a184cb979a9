// SPDX-License-Identifier: Apache-2.0

internal import CharacterSets
public import DICOMModel
internal import Identifiers
internal import Profiles
internal import Pseudonyms
internal import Standard

/// The search of the gate over what was released, with what a crosswalk knows of one patient, long after the run.
public final class ReleasedSearch {
    private let engine: ConfidentialityEngine
    private let known: IdentifierSet
    private let method: String

    /// - Parameters:
    ///   - originals: The originals of ``CrosswalkPair/Kind/known`` pairs.
    ///   - profile: The name of the profile that the run had. A patient can be called like it.
    public init(_ originals: [String], profile: String, engine: ConfidentialityEngine) {
        self.engine = engine
        method = Markers.method(profile)
        var identity = Identity(header: [:])
        for original in originals { if let fact = CrosswalkPair.fact(original) { identity.add(fact) } }
        known = IdentifierSet(identity, declared: [])
    }

    /// - Parameters:
    ///   - ownUIDs: Original UIDs of this file.
    ///   - isPseudonym: Whether a value is one that the crosswalk wrote in place of another.
    /// - Returns: The first attribute in which something known is left.
    public func firstSurvivor(
        in released: DataSet, ownUIDs: [String], large: LargeValueReader, isPseudonym: @escaping (String) -> Bool
    ) -> AttributeTag? {
        let isExempt = { [method] (index: Int) -> Bool in
            let node = released.nodes[index]
            let values = trimmedASCII(released.value(of: index)).split(separator: "\\").map { trimmed(String($0)) }
            // A date that was moved can happen to be another one of the patient's.
            if node.vr == .DA || node.vr == .DT { return values.allSatisfy { Quantity.holds($0, node.vr) } }
            if node.tag == .deidentificationMethod, node.parent == 0, values == [method] { return true }
            return !values.isEmpty && values.allSatisfy(isPseudonym)
        }
        return originalDay(in: released)
            ?? engine.firstSurvivor(
                in: released, InstanceSearch(known: known, ownUIDs: ownUIDs), large: large, isExempt: isExempt, isRebuilt: { _ in true })
    }

    /// The same search for bytes that are no element.
    /// - Parameter ownUIDs: Original UIDs of this file.
    public func bytes(ownUIDs: [String]) -> IdentifierSearch { IdentifierSearch(known.index.adding(uids: ownUIDs)) }

    // MARK: - Days

    /// A day of the patient's or the study's that is written as it was.
    ///
    /// A moved day can fall on another one: where that is up to the longest shift later, nothing is said. Nor is it of the first of a year and of
    /// the day of dummies, which are written in place of others.
    private func originalDay(in released: DataSet) -> AttributeTag? {
        let marker = released.firstText(.longitudinalTemporalInformationModified)
        guard marker == "REMOVED" || marker == "MODIFIED", !days.isEmpty else { return nil }
        let isMoved = marker == "MODIFIED"
        return released.nodes.indices.first { index in
            let node = released.nodes[index]
            guard node.kind == .element, node.vr == .DA || node.vr == .DT, node.length >= 8 else { return false }
            return trimmedASCII(released.value(of: index)).split(separator: "\\").contains { value in
                guard let day = CalendarDay(value.prefix(8)), days.contains(day), !value.prefix(8).hasSuffix("0101") else { return false }
                return !isMoved || !days.contains { day < $0 && $0 < day + (ProjectIdentity.longestDateShift + 1) }
            }
        }.map { released.nodes[$0].tag }
    }

    private lazy var days = Set(
        known.identity.facts.filter { $0.kind == .birthDate || $0.kind == .examDate }.compactMap { CalendarDay($0.text.prefix(8)) })
}

extension IdentifierKind {
    /// All studies of a patient share it. The rest is one study's: a short number of one can be the number of a stack in another.
    var isOfPatient: Bool {
        switch self {
        case .patientName, .patientID, .birthDate, .phone, .address: true
        case .otherPerson, .accession, .device, .examDate, .institution, .characteristic, .uid: false
        }
    }
}

extension IdentifierFact {
    /// Worth looking for in files that do not say it themselves: what is as short as a number of images is found there by chance.
    var isTelling: Bool {
        kind.isOfPatient || text.unicodeScalars.count { $0.properties.isAlphabetic || $0.properties.numericType != nil } >= 4
            || text.unicodeScalars.contains { $0.value >= 0x2E80 }
    }
}

extension CrosswalkPair {
    /// - Parameters:
    ///   - owner: The pseudonym of the patient, or the new UID of the study, whose files all say so.
    ///   - mark: Tells one value from another, and says nothing.
    static func known(_ fact: IdentifierFact, owner: String, mark: String) -> CrosswalkPair {
        CrosswalkPair(kind: .known, pseudonym: "\(owner)/\(mark)", original: "\(fact.kind.rawValue)\u{1F}\(fact.text)")
    }

    /// A day of an examination, as a ``Kind/known`` pair.
    package static func known(day: String, study: String, mark: String) -> CrosswalkPair {
        known(IdentifierFact(.examDate, day), owner: study, mark: mark)
    }

    /// The day that a ``Kind/known`` pair is about, where it is one of the patient's life or of an examination.
    public static func day(of original: String) -> String? {
        guard let fact = fact(original), fact.kind == .birthDate || fact.kind == .examDate else { return nil }
        return fact.text
    }

    static func fact(_ original: String) -> IdentifierFact? {
        let parts = original.split(separator: "\u{1F}", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let kind = IdentifierKind(rawValue: parts[0]) else { return nil }
        return IdentifierFact(kind, parts[1])
    }
}
