// SPDX-License-Identifier: Apache-2.0

public import DICOMModel

/// One row of PS3.15 Table E.1-1.
public struct ConfidentialityRow: Sendable, Hashable {
    /// As published: `(0010,0010)`, `(60xx,3000)`, `(gggg,eeee)`.
    public let publishedTag: String

    /// `nil` for the rows of repeating groups and of private attributes.
    public let tag: AttributeTag?

    public let keyword: String
    public let name: String

    /// `nil` for curves and private attributes, which have no single one.
    public let vr: ValueRepresentation?
    public let alternativeVRs: [ValueRepresentation]
    public let vm: String
    public let isRetired: Bool
    public let isInStandardCompositeIOD: Bool
    public let basic: ActionCode
    public let options: OptionActions
}

/// PS3.15 Table E.1-1, Application Level Confidentiality Profile Attributes, edition 2026d.
public enum ConfidentialityTable {
    package static let edition = "2026d"

    /// The row that covers the tag: its own, that of its repeating group (even groups, 00 to 1E), or for odd groups that of private attributes.
    public static func row(for tag: AttributeTag) -> ConfidentialityRow? {
        guard !tag.isPrivate else { return rows[index.privateAttributes] }
        if let row = index.single[tag] { return rows[row] }
        let isPlane = tag.group & 0x00FF <= 0x1E
        switch (tag.group & 0xFF00, tag.element) {
        case (0x5000, _) where isPlane: return rows[index.curves]
        case (0x6000, 0x3000) where isPlane: return rows[index.overlayData]
        case (0x6000, 0x4000) where isPlane: return rows[index.overlayComments]
        default: return nil
        }
    }

    /// The whole table, in its published order.
    public static let rows: [ConfidentialityRow] = {
        var result: [ConfidentialityRow] = []
        result.reserveCapacity(700)
        EmbeddedTable(text).forEachRow { row in
            let tag = row.bytes()
            let keyword = row.string()
            let name = row.string()
            let (vr, others) = row.valueRepresentations()
            let vm = row.string()
            let flags = row.bytes()
            result.append(
                ConfidentialityRow(
                    publishedTag: "(" + String(decoding: tag, as: UTF8.self) + ")", tag: singleTag(tag), keyword: keyword, name: name, vr: vr,
                    alternativeVRs: others, vm: vm, isRetired: flags.contains(UInt8(ascii: "R")),
                    isInStandardCompositeIOD: flags.contains(UInt8(ascii: "S")),
                    basic: ActionCode(rawValue: row.string())!, options: OptionActions(row.bytes())))
        }
        return result
    }()

    /// `gggg,eeee` with digits only; `nil` for a pattern.
    private static func singleTag(_ field: EmbeddedRow.Bytes) -> AttributeTag? {
        guard !field.contains(where: { $0 > UInt8(ascii: "F") }) else { return nil }
        return AttributeTag(UInt16(field.prefix(4).hexadecimal), UInt16(field.suffix(4).hexadecimal))
    }

    private struct Index {
        var single: [AttributeTag: Int] = [:]
        var curves = 0
        var overlayData = 0
        var overlayComments = 0
        var privateAttributes = 0
    }

    private static let index: Index = {
        var result = Index()
        result.single.reserveCapacity(rows.count)
        for (number, row) in rows.enumerated() {
            if let tag = row.tag {
                result.single[tag] = number
                continue
            }
            switch row.publishedTag {
            case "(50xx,xxxx)": result.curves = number
            case "(60xx,3000)": result.overlayData = number
            case "(60xx,4000)": result.overlayComments = number
            case "(gggg,eeee)": result.privateAttributes = number
            default: preconditionFailure("no rule covers \(row.publishedTag)")
            }
        }
        return result
    }()
}
