// SPDX-License-Identifier: Apache-2.0

public import DICOMModel

/// Encodes Data Sets as files, so that tests have inputs that no toolkit of ours has touched.
public enum FileBytes {
    public static let explicitLittleEndian = "1.2.840.10008.1.2.1"
    public static let implicitLittleEndian = "1.2.840.10008.1.2"

    /// - Parameters:
    ///   - pixels: The value of native Pixel Data in OW.
    ///   - fragments: Encapsulated Pixel Data in OB, behind an empty offset table. Odd ones are padded.
    ///   - preamble: 128 bytes at most.
    public static func file(
        _ dataSet: DataSet, transferSyntax: String = explicitLittleEndian, pixels: [UInt8]? = nil, fragments: [[UInt8]]? = nil,
        trailer: [UInt8] = [], preamble: String = ""
    ) -> [UInt8] {
        let isImplicit = transferSyntax == implicitLittleEndian
        var meta = element(AttributeTag(2, 1), .OB, [0, 1], isImplicit: false)
        for (tag, text) in [
            (AttributeTag(2, 2), dataSet.text(.sopClassUID) ?? ""), (AttributeTag(2, 3), dataSet.text(.sopInstanceUID) ?? ""),
            (AttributeTag(2, 0x10), transferSyntax), (AttributeTag(2, 0x12), "1.2.826.0.1.3680043.10.1337.9"),
        ] { meta += element(tag, .UI, padded(text, 0), isImplicit: false) }
        meta += element(AttributeTag(2, 0x16), .AE, padded("SENDING_SITE", 0x20), isImplicit: false)
        let length = element(AttributeTag(2, 0), .UL, littleEndian(UInt32(meta.count)), isImplicit: false)
        var bytes = Array(preamble.utf8.prefix(128))
        bytes += Array(repeating: 0, count: 128 - bytes.count) + Array("DICM".utf8) + length + meta
        bytes += encode(dataSet, item: 0, isImplicit)
        if let pixels { bytes += element(.pixelData, .OW, pixels, isImplicit: isImplicit) }
        if let fragments {
            bytes += [0xE0, 0x7F, 0x10, 0x00, 0x4F, 0x42, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF] + encapsulated(fragments)
        }
        return bytes + trailer
    }

    /// The value of encapsulated Pixel Data: an empty offset table, the fragments, the delimiter.
    public static func encapsulated(_ fragments: [[UInt8]]) -> [UInt8] {
        let items = ([[]] + fragments).flatMap { fragment -> [UInt8] in
            let content = fragment + (fragment.count % 2 == 1 ? [0] : [])
            return [0xFE, 0xFF, 0x00, 0xE0] + littleEndian(UInt32(content.count)) + content
        }
        return items + [0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0]
    }

    public static func element(_ tag: AttributeTag, _ vr: ValueRepresentation, _ value: [UInt8], isImplicit: Bool) -> [UInt8] {
        var bytes = littleEndian(tag.group) + littleEndian(tag.element)
        if isImplicit { return bytes + littleEndian(UInt32(value.count)) + value }
        bytes += [vr.letters.0, vr.letters.1]
        let isLong = [.OB, .OD, .OF, .OL, .OV, .OW, .SQ, .SV, .UC, .UN, .UR, .UT, .UV].contains(vr)
        return bytes + (isLong ? [0, 0] + littleEndian(UInt32(value.count)) : littleEndian(UInt16(value.count))) + value
    }

    private static func encode(_ dataSet: DataSet, item: Int, _ isImplicit: Bool) -> [UInt8] {
        dataSet.children(of: item).flatMap { index -> [UInt8] in
            let node = dataSet.nodes[index]
            guard node.kind == .sequence else { return element(node.tag, node.vr, Array(dataSet.value(of: index)), isImplicit: isImplicit) }
            let items = dataSet.children(of: index).flatMap { child -> [UInt8] in
                let content = encode(dataSet, item: child, isImplicit)
                return [0xFE, 0xFF, 0x00, 0xE0] + littleEndian(UInt32(content.count)) + content
            }
            return element(node.tag, .SQ, items, isImplicit: isImplicit)
        }
    }

    private static func padded(_ text: String, _ padding: UInt8) -> [UInt8] {
        Array(text.utf8) + (text.utf8.count % 2 == 1 ? [padding] : [])
    }

    private static func littleEndian<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
        withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }
}
