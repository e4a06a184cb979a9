// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Profiles
internal import Pseudonyms
internal import Standard

/// Values for action D: valid in their VR and obviously fake.
enum DummyValues {
    static let text = "REMOVED"

    /// - Returns: `nil` for SQ, whose dummy is an item; see ``items(for:)``.
    static func value(for tag: AttributeTag, _ vr: ValueRepresentation) -> [UInt8]? {
        switch vr {
        case .SQ: nil
        case .AS: Array("000D".utf8)
        case .CS where tag == .patientSex: Array("O".utf8)
        case .AE, .CS, .LO, .LT, .SH, .ST, .UC, .UT: Array(text.utf8)
        case .PN: Array("Removed^".utf8)
        case .DA: Array("19000101".utf8)
        case .DT: Array("19000101000000".utf8)
        case .TM: Array("000000".utf8)
        case .DS, .IS: Array("0".utf8)
        case .UR: Array("urn:removed".utf8)
        case .UI: Array("2.25.0".utf8)
        case .US, .SS, .OB, .OW, .UN: [0, 0]
        case .AT, .UL, .SL, .FL, .OF, .OL: [0, 0, 0, 0]
        case .FD, .OD, .OV, .SV, .UV: [0, 0, 0, 0, 0, 0, 0, 0]
        }
    }

    /// One valid item for a sequence that must stay (PS3.15 section E.1.1: D on a sequence keeps at least one item).
    static func items(for tag: AttributeTag) -> [[Template]] {
        let code = Template(.personIdentificationCodeSequence, items: [codeItem])
        switch tag.number {
        case 0x0008_1111:  // Referenced Performed Procedure Step Sequence
            return [[Template(.referencedSOPClassUID, .UI, "1.2.840.10008.3.1.2.3.3"), Template(.referencedSOPInstanceUID, .UI, "2.25.0")]]
        case 0x0008_1072:  // Operator Identification Sequence
            return [[Template(.institutionName, .LO, text), code]]
        case 0x0034_0001:  // Flow Identifier Sequence
            return [[Template(.flowIdentifier, .OB, [0, 0])]]
        case 0x0040_A073:  // Verifying Observer Sequence
            return [
                [
                    Template(.verifyingOrganization, .LO, text), Template(.verificationDateTime, .DT, "19000101000000"),
                    Template(.verifyingObserverName, .PN, "Removed^"), Template(.verifyingObserverIdentificationCodeSequence, items: []),
                ]
            ]
        case AttributeTag.contentSequence.number:
            return [
                [
                    Template(.relationshipType, .CS, "CONTAINS"), Template(.valueType, .CS, "TEXT"),
                    Template(.conceptNameCodeSequence, items: [codeItem]), Template(.textValue, .UT, text),
                ]
            ]
        case 0x0040_B020:  // Waveform Annotation Sequence
            return [
                [
                    Template(.unformattedTextValue, .ST, text),
                    Template(.referencedWaveformChannels, .US, [1, 0, 0, 0]),
                ]
            ]
        case 0x0070_0001:  // Graphic Annotation Sequence
            return [
                [
                    Template(.graphicLayer, .CS, text),
                    Template(
                        AttributeTag.textObjectSequence,
                        items: [
                            [
                                Template(.anchorPointAnnotationUnits, .CS, "DISPLAY"), Template(.unformattedTextValue, .ST, text),
                                Template(.anchorPoint, .FL, [0, 0, 0, 0, 0, 0, 0, 0]),
                                Template(.anchorPointVisibility, .CS, "N"),
                            ]
                        ]),
                ]
            ]
        default:
            return [codeItem]
        }
    }

    /// A code of a private scheme, which says plainly that nothing is said.
    private static let codeItem = [
        Template(.codeValue, .SH, text), Template(.codingSchemeDesignator, .SH, "99DCMSCRUB"), Template(.codeMeaning, .LO, text),
    ]
}
