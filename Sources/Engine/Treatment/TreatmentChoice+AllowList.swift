// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Profiles
internal import Pseudonyms
internal import Standard

/// An allow-list (`default: remove`): what no rule names goes, but not what the IOD cannot be without.
///
/// A Type demands a value, never an identifier: what Table E.1-1 or the supplementary table names meets the action it has there, numbers, defined
/// terms and codes of standard schemes stay, UIDs are mapped, and what somebody typed becomes a dummy.
extension TreatmentChoice {
    func allowListTreatment() -> Treatment {
        // What makes a file readable at all stays, under the same rules as everywhere.
        if tag == .sopClassUID { return .keep(.notListed) }
        if [.sopInstanceUID, .studyInstanceUID, .seriesInstanceUID].contains(tag) { return mapUIDs(.instanceUID) }
        guard let type = shape.type ?? typeInUnknownClass, type != .type3 else { return .remove(.notAllowed) }
        if type == .type2 { return plainTreatment() }
        // What goes is mended for this reason; see `ElementContext.conforming`.
        return Treatment(.unlessRemoved(requiredTreatment()), .required)
    }

    /// An image of a maker's own class is read by what a slice has: its matrix, its place and its scale.
    private var typeInUnknownClass: AttributeType? {
        guard !AttributeTypeTable.isKnown(sopClass: shape.file.sopClassUID) else { return nil }
        return AttributeTypeTable.type(of: tag, inside: shape.path, sopClass: "1.2.840.10008.5.1.4.1.1.2")
    }

    /// Of Type 2 a number or a term stays; all else is as well empty.
    private func plainTreatment() -> Treatment {
        guard facts.row == nil, ![.remove, .removeUnlessRetainPatientCharacteristics].contains(facts.supplement?.action), shape.kind == .element
        else {
            return .remove(.notAllowed)
        }
        let term = DefinedTerms.terms(of: tag) == nil ? Treatment.remove(.notAllowed) : ifStray(.remove(.notAllowed), else: .keep(.required))
        return ifNumber(.keep(.required), else: term)
    }

    private func requiredTreatment() -> Treatment {
        if shape.kind == .pixels { return .keep(.required) }
        if Self.codeParts.contains(tag) {
            let published = tag == .codeMeaning ? cleanText(.required) ?? .remove(.notAllowed) : .keep(.required)
            return Treatment(.byScheme(published: published, own: .remove(.notAllowed)), .required)
        }
        if let row = facts.row { return listedTreatment(row) }
        if let supplement = facts.supplement, !vr.isFreeText && vr != .CS || supplement.role == .maker || supplement.action == .remove {
            return supplementTreatment(supplement)
        }
        if shape.kind == .sequence { return .keep(.required) }
        return ifNumber(.keep(.required), else: requiredValue())
    }

    private func requiredValue() -> Treatment {
        switch vr {
        case .UI: return mapUIDs(.required)
        case .DA, .DT: return dateTreatment()
        case .TM: return Treatment(.keepDates, .required)
        case .CS: return keptTerms(.required)
        case _ where DefinedTerms.terms(of: tag) != nil: return keptTerms(.required)
        case _ where !vr.isText: return .keep(.required)
        default:
            guard shape.writtenVR.isText else { return .remove(.notAllowed) }
            return Treatment(.ifNumberedLabel(.keep(.required), else: .remove(.notAllowed)), .required)
        }
    }

    /// A sequence that the table removes stays for the sake of its items, which are decided one by one.
    private func listedTreatment(_ row: ConfidentialityRow) -> Treatment {
        let treatment = tableTreatment(row)
        return treatment.work == .remove && shape.kind == .sequence ? .keep(.required) : treatment
    }

    private static let codeParts: Set<AttributeTag> = [
        .codeValue, .codingSchemeDesignator, .codeMeaning, AttributeTag.codingSchemeVersion, .longCodeValue, AttributeTag.urnCodeValue,
    ]

    private func ifStray(_ stray: Treatment, else other: Treatment) -> Treatment {
        shape.writtenVR.isText && !shape.isLarge ? Treatment(.ifStray(stray, else: other), other.reason) : other
    }

    /// A number in fact, whatever its VR says.
    private func ifNumber(_ number: Treatment, else other: Treatment) -> Treatment {
        switch vr {
        case .DS, .IS: return shape.writtenVR.isText ? Treatment(.ifNumber(number, else: other), number.reason) : other
        case .US, .SS, .UL, .SL, .UV, .SV, .FL, .FD, .OF, .OD, .OL, .OV, .OW, .AT:
            if shape.writtenVR == .UN { return Treatment(.ifNumber(number, else: other), number.reason) }
            return shape.writtenVR.isText ? other : number
        default: return other
        }
    }
}
