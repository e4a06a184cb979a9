// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel

/// What a record of a DICOMDIR says of its entity (PS3.3 Annex F). All of it comes from a released file.
struct DirectoryRecord {
    enum Need {
        /// Type 1: where the file has none, the value.
        case required(String)
        /// Type 2.
        case maybeEmpty
        case ifPresent
        /// Type 1C, where another attribute has this value; it may also stand deeper in the file.
        case requiredIf(AttributeTag, String, String)
    }

    struct Key {
        let tag: AttributeTag
        let vr: ValueRepresentation
        let need: Need

        init(_ group: UInt16, _ element: UInt16, _ vr: ValueRepresentation, _ need: Need = .maybeEmpty) {
            tag = AttributeTag(group, element)
            self.vr = vr
            self.need = need
        }
    }

    let type: String
    let keys: [Key]

    /// - Parameter number: Stands in for a missing Patient, Study, Series or Instance Number.
    static func upper(_ level: Int, number: Int) -> DirectoryRecord {
        switch level {
        case 0: DirectoryRecord(type: "PATIENT", keys: [Key(0x0010, 0x0010, .PN), Key(0x0010, 0x0020, .LO, .required("\(number)"))])
        case 1:
            DirectoryRecord(
                type: "STUDY",
                keys: [
                    Key(0x0008, 0x0020, .DA, noDate), Key(0x0008, 0x0030, .TM, noTime), Key(0x0008, 0x0050, .SH), Key(0x0008, 0x1030, .LO),
                    Key(0x0020, 0x000D, .UI), Key(0x0020, 0x0010, .SH, .required("\(number)")),
                ])
        default:
            DirectoryRecord(
                type: "SERIES",
                keys: [Key(0x0008, 0x0060, .CS, .required("OT")), Key(0x0020, 0x000E, .UI), Key(0x0020, 0x0011, .IS, .required("\(number)"))])
        }
    }

    /// The record of an instance, by its SOP Class.
    static func instance(sopClass: String, hasPixels: Bool, number: Int) -> DirectoryRecord {
        let type = instanceType(sopClass) ?? (hasPixels ? "IMAGE" : "PRIVATE")
        let instanceNumber = Key(0x0020, 0x0013, .IS, .required("\(number)"))
        let date = Key(0x0008, 0x0023, .DA, noDate), time = Key(0x0008, 0x0033, .TM, noTime)
        let conceptName = Key(0x0040, 0xA043, .SQ, .ifPresent)
        let label = [Key(0x0070, 0x0080, .CS, .required("UNNAMED")), Key(0x0070, 0x0081, .LO), Key(0x0070, 0x0084, .PN)]
        let keys: [Key] =
            switch type {
            case "SR DOCUMENT":
                [
                    date, time, instanceNumber,
                    Key(0x0040, 0xA030, .DT, .requiredIf(.verificationFlag, "VERIFIED", "19000101000000")), conceptName,
                    Key(0x0040, 0xA491, .CS, .required("PARTIAL")), Key(0x0040, 0xA493, .CS, .required("UNVERIFIED")),
                ]
            case "KEY OBJECT DOC": [date, time, instanceNumber, conceptName]
            case "PRESENTATION":
                [Key(0x0008, 0x1115, .SQ, .ifPresent), instanceNumber] + label.prefix(2)
                    + [Key(0x0070, 0x0082, .DA, noDate), Key(0x0070, 0x0083, .TM, noTime)] + label.suffix(1)
            case "RT DOSE": [instanceNumber, Key(0x3004, 0x000A, .CS, .required("PLAN"))]
            case "RT STRUCTURE SET":
                [instanceNumber, Key(0x3006, 0x0002, .SH, .required("UNNAMED")), Key(0x3006, 0x0008, .DA), Key(0x3006, 0x0009, .TM)]
            case "RT PLAN": [instanceNumber, Key(0x300A, 0x0002, .SH, .required("UNNAMED")), Key(0x300A, 0x0006, .DA), Key(0x300A, 0x0007, .TM)]
            case "RT TREAT RECORD": [instanceNumber, Key(0x3008, 0x0250, .DA), Key(0x3008, 0x0251, .TM)]
            case "ENCAP DOC":
                [
                    Key(0x0008, 0x0023, .DA), Key(0x0008, 0x0033, .TM), instanceNumber, conceptName, Key(0x0042, 0x0010, .ST),
                    Key(0x0040, 0xE001, .ST, .requiredIf(.mimeTypeOfEncapsulatedDocument, "text/XML", "2.25.0")),
                    Key(0x0042, 0x0012, .LO, .required("application/octet-stream")),
                ]
            case "REGISTRATION", "FIDUCIAL", "VALUE MAP": [date, time, instanceNumber] + label
            case "SPECTROSCOPY":
                [
                    Key(0x0008, 0x0008, .CS, .required("DERIVED\\PRIMARY")), date, time, instanceNumber, Key(0x0028, 0x0008, .IS, .required("1")),
                    Key(0x0028, 0x0010, .US), Key(0x0028, 0x0011, .US), Key(0x0028, 0x9001, .UL), Key(0x0028, 0x9002, .UL),
                ]
            case "IMAGE": [instanceNumber]
            default: [date, time, instanceNumber]
            }
        return DirectoryRecord(type: type, keys: keys)
    }

    private static let noDate = Need.required("19000101")
    private static let noTime = Need.required("000000")

    /// `nil` for images, and for what the standard has no record for.
    private static func instanceType(_ sopClass: String) -> String? {
        let root = "1.2.840.10008.5.1.4.1.1."
        guard sopClass.hasPrefix(root) else { return nil }
        let own = String(sopClass.dropFirst(root.count))
        if let type = types[own] { return type }
        return families.first { own.hasPrefix($0.prefix) }?.type
    }

    private static let types = [
        "4.2": "SPECTROSCOPY", "66": "RAW DATA", "66.1": "REGISTRATION", "66.2": "FIDUCIAL", "66.3": "REGISTRATION", "66.5": "SURFACE",
        "66.6": "TRACT", "67": "VALUE MAP", "68.1": "SURFACE SCAN", "77.1.5.3": "STEREOMETRIC", "79.1": "SR DOCUMENT", "88.59": "KEY OBJECT DOC",
        "90.1": "ASSESSMENT", "481.2": "RT DOSE", "481.3": "RT STRUCTURE SET", "481.4": "RT TREAT RECORD", "481.5": "RT PLAN",
        "481.6": "RT TREAT RECORD", "481.7": "RT TREAT RECORD", "481.8": "RT PLAN", "481.9": "RT TREAT RECORD",
    ]
    private static let families: [(prefix: String, type: String)] = [
        ("88.", "SR DOCUMENT"), ("11.", "PRESENTATION"), ("9.", "WAVEFORM"), ("104.", "ENCAP DOC"), ("78.", "MEASUREMENT"),
    ]
}

/// Explicit VR Little Endian.
enum ExplicitEncoding {
    static func element(_ tag: AttributeTag, _ vr: ValueRepresentation, _ value: some Collection<UInt8>) -> [UInt8] {
        let padding: [UInt8] = value.count % 2 == 0 ? [] : [vr.isText && vr != .UI ? 0x20 : 0]
        let length = value.count + padding.count
        var bytes = little(tag.group) + little(tag.element) + [vr.letters.0, vr.letters.1]
        let isLong = [.OB, .OD, .OF, .OL, .OV, .OW, .SQ, .SV, .UC, .UN, .UR, .UT, .UV].contains(vr)
        bytes += isLong ? [0, 0] + little(UInt32(length)) : little(UInt16(length))
        return bytes + value + padding
    }

    static func element(_ tag: AttributeTag, _ vr: ValueRepresentation, _ text: String) -> [UInt8] { element(tag, vr, Array(text.utf8)) }

    static func item(_ content: [UInt8]) -> [UInt8] { [0xFE, 0xFF, 0x00, 0xE0] + little(UInt32(content.count)) + content }

    /// An element of a Data Set with all below it.
    static func copy(of index: Int, in dataSet: DataSet) -> [UInt8] {
        let node = dataSet.nodes[index]
        guard node.kind == .sequence else { return element(node.tag, node.vr, Array(dataSet.value(of: index))) }
        let items = dataSet.children(of: index).map { child in item(dataSet.children(of: child).flatMap { copy(of: $0, in: dataSet) }) }
        return element(node.tag, .SQ, items.flatMap { $0 })
    }

    static func little<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] { withUnsafeBytes(of: number.littleEndian) { Array($0) } }
}
