// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Standard

/// An allow-list (`default: remove`): what no rule names goes, but not what the IOD cannot be without.
///
/// A Type demands a value, never an identifier: what Table E.1-1 or the supplementary table names meets the action it has there, numbers, defined
/// terms and codes of standard schemes stay, UIDs are mapped, and what somebody typed becomes a dummy.
extension ElementContext {
    func allowListDecision() -> Decision {
        // What makes a file readable at all stays, under the same rules as everywhere.
        if tag == .sopClassUID { return .keep(.notListed) }
        if [.sopInstanceUID, .studyInstanceUID, .seriesInstanceUID].contains(tag) { return mapUIDs(.instanceUID) }
        guard !tag.isPrivate, let type = attributeType ?? typeInUnknownClass, type != .type3 else { return .remove(.notAllowed) }
        if type == .type2 { return isPlain ? .keep(.required) : .remove(.notAllowed) }
        let decision = requiredDecision()
        // ``conforming(_:isAsked:)`` mends what goes for this reason.
        return decision.change == .remove ? .remove(.notAllowed) : decision
    }

    /// An image of a maker's own class is read by what a slice has: its matrix, its place and its scale.
    private var typeInUnknownClass: AttributeType? {
        guard !AttributeTypeTable.isKnown(sopClass: subject.sopClassUID) else { return nil }
        return AttributeTypeTable.type(of: tag, inside: path, sopClass: "1.2.840.10008.5.1.4.1.1.2")
    }

    /// Of Type 2 a number or a term stays; all else is as well empty.
    private var isPlain: Bool {
        guard facts.row == nil, ![.remove, .removeUnlessRetainPatientCharacteristics].contains(facts.supplement?.action), node.kind == .element else {
            return false
        }
        return isNumeric || DefinedTerms.terms(of: tag) != nil && !strayValues.contains(true)
    }

    private func requiredDecision() -> Decision {
        if node.kind == .pixels { return .keep(.required) }
        if Self.codeParts.contains(tag) {
            guard PublishedCodes.isRegistered(subject.dataSet.text(.codingSchemeDesignator, in: item) ?? "") else { return .remove(.notAllowed) }
            return tag == .codeMeaning ? cleanText(.required) ?? .remove(.notAllowed) : .keep(.required)
        }
        if let row = facts.row { return listedDecision(row) }
        if let supplement = facts.supplement, !vr.isFreeText && vr != .CS || supplement.role == .maker || supplement.action == .remove {
            return supplementDecision(supplement)
        }
        if node.kind == .sequence || isNumeric { return .keep(.required) }
        switch vr {
        case .UI: return mapUIDs(.required)
        case .DA, .DT: return dateDecision()
        case .TM: return keepValidDates(.required)
        case .CS: return keptTerms(.required)
        case _ where DefinedTerms.terms(of: tag) != nil: return keptTerms(.required)
        default: return !vr.isText || isNumberedLabel ? .keep(.required) : .remove(.notAllowed)
        }
    }

    /// A sequence that the table removes stays for the sake of its items, which are decided one by one.
    private func listedDecision(_ row: ConfidentialityRow) -> Decision {
        let decision = tableDecision(row)
        return decision.change == .remove && node.kind == .sequence ? .keep(.required) : decision
    }

    private static let codeParts: Set<AttributeTag> = [
        .codeValue, .codingSchemeDesignator, .codeMeaning, AttributeTag(0x0008, 0x0103), AttributeTag(0x0008, 0x0119), AttributeTag(0x0008, 0x0120),
    ]

    /// `1` or `A2`, by which other items refer to this one.
    private var isNumberedLabel: Bool {
        node.vr.isText
            && trimmedValues().allSatisfy { value in
                let digits = value.drop { $0.isLetter }
                return value.count - digits.count <= 2 && (1...4).contains(digits.utf8.count) && digits.utf8.allSatisfy { (0x30...0x39).contains($0) }
            }
    }

    /// A number in fact, whatever its VR says.
    private var isNumeric: Bool {
        switch vr {
        case .DS, .IS: node.vr.isText && trimmedValues().allSatisfy { $0.isEmpty || Double($0) != nil }
        case .US, .SS, .UL, .SL, .UV, .SV, .FL, .FD, .OF, .OD, .OL, .OV, .OW, .AT:
            !node.vr.isText && node.vr != .UN || node.vr == .UN && node.length % 2 == 0
        default: false
        }
    }
}
