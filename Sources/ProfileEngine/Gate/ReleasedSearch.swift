// SPDX-License-Identifier: Apache-2.0

internal import CharacterSets
public import DICOMModel
internal import Identifiers

/// The search of the gate over what was released, with what a crosswalk knows of one patient, long after the run.
public final class ReleasedSearch {
    private let engine: ConfidentialityEngine
    private let known: IdentifierSet

    /// - Parameter originals: The originals of ``CrosswalkPair/Kind/known`` pairs.
    public init(_ originals: [String], engine: ConfidentialityEngine) {
        self.engine = engine
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
        let isExempt = { (index: Int) -> Bool in
            let node = released.nodes[index]
            let values = trimmedASCII(released.value(of: index)).split(separator: "\\").map { trimmed(String($0)) }
            // A date that was moved can happen to be another one of the patient's.
            if node.vr == .DA || node.vr == .DT { return values.allSatisfy { Quantity.holds($0, node.vr) } }
            return !values.isEmpty && values.allSatisfy(isPseudonym)
        }
        return engine.firstSurvivor(in: released, known: known, ownUIDs: ownUIDs, large: large, isExempt: isExempt, isRebuilt: { _ in true })
    }

    /// The same search for bytes that are no element.
    public var bytes: IdentifierSearch { IdentifierSearch(known.index) }
}

extension CrosswalkPair {
    /// - Parameter mark: Tells one value of a patient from another, and says nothing.
    static func known(_ fact: IdentifierFact, patient: String, mark: String) -> CrosswalkPair {
        CrosswalkPair(kind: .known, pseudonym: "\(patient)/\(mark)", original: "\(fact.kind.rawValue)\u{1F}\(fact.text)")
    }

    static func fact(_ original: String) -> IdentifierFact? {
        let parts = original.split(separator: "\u{1F}", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let kind = IdentifierKind(rawValue: parts[0]) else { return nil }
        return IdentifierFact(kind, parts[1])
    }
}
