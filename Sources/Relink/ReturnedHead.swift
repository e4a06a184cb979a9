// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel

/// Preamble, prefix and File Meta Information of a returned file: as they came, but for UIDs of the releases.
struct ReturnedHead {
    private var elements: [(tag: AttributeTag, letters: [UInt8], value: [UInt8])] = []
    private let preamble: [UInt8]

    /// - Parameter bytes: The beginning of the file.
    /// - Returns: `nil` for a file without File Meta Information, and for one in which it does not end where it says.
    init?(_ bytes: [UInt8]) {
        guard bytes.count > 144, bytes[128..<132].elementsEqual("DICM".utf8) else { return nil }
        preamble = Array(bytes[..<128])
        var index = 132
        while index + 8 <= bytes.count, bytes[index] == 2, bytes[index + 1] == 0 {
            let tag = AttributeTag(2, UInt16(bytes[index + 2]) | UInt16(bytes[index + 3]) << 8)
            let letters = Array(bytes[index + 4..<index + 6])
            guard let vr = ValueRepresentation(letters: UInt16(letters[0]) << 8 | UInt16(letters[1])) else { return nil }
            let header = vr.hasLongLength ? 12 : 8
            guard index + header <= bytes.count else { return nil }
            let digits = vr.hasLongLength ? bytes[index + 8..<index + 12] : bytes[index + 6..<index + 8]
            let length = digits.reversed().reduce(0) { $0 << 8 | Int($1) }
            guard index + header + length <= bytes.count else { return nil }
            if tag.element != 0 { elements.append((tag, letters, Array(bytes[index + header..<index + header + length]))) }
            index += header + length
        }
        guard !elements.isEmpty else { return nil }
    }

    /// - Parameter transferSyntaxUID: That of the Data Set, whatever the file declared.
    func encoded(transferSyntaxUID: String, _ origins: Origins) throws -> [UInt8] {
        var body: [UInt8] = []
        for (tag, letters, value) in elements {
            var value = value
            if tag == AttributeTag(2, 0x10) {
                value = Array(transferSyntaxUID.utf8)
            } else if letters == Array("UI".utf8), let original = try origins.uid(trimmedASCII(value))?.original {
                value = Array(original.utf8)
            }
            if value.count % 2 == 1 { value.append(letters == Array("UI".utf8) ? 0 : 0x20) }
            append(tag, letters, value, to: &body)
        }
        var head = Self.isImageOfItsOwn(preamble) ? [UInt8](repeating: 0, count: 128) : preamble
        head += "DICM".utf8
        append(AttributeTag(2, 0), Array("UL".utf8), (0..<4).map { UInt8(truncatingIfNeeded: body.count >> (8 * $0)) }, to: &head)
        return head + body
    }

    /// A TIFF in the preamble points at places of the file, which move.
    private static func isImageOfItsOwn(_ preamble: [UInt8]) -> Bool {
        preamble.starts(with: [0x49, 0x49, 0x2A, 0]) || preamble.starts(with: [0x4D, 0x4D, 0, 0x2A])
    }

    private func append(_ tag: AttributeTag, _ letters: [UInt8], _ value: [UInt8], to bytes: inout [UInt8]) {
        bytes += [2, 0, UInt8(truncatingIfNeeded: tag.element), UInt8(truncatingIfNeeded: tag.element >> 8)] + letters
        let isLong = ValueRepresentation(letters: UInt16(letters[0]) << 8 | UInt16(letters[1]))?.hasLongLength == true
        if isLong { bytes += [0, 0] }
        for byte in 0..<(isLong ? 4 : 2) { bytes.append(UInt8(truncatingIfNeeded: value.count >> (8 * byte))) }
        bytes += value
    }
}
