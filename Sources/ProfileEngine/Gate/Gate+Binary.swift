// SPDX-License-Identifier: Apache-2.0

internal import CharacterSets
internal import DICOMModel

extension Gate {
    /// Bytes that hold an identifier are blanked where they stand, so that what is around them stays readable.
    /// - Returns: `nil` where nothing is found.
    func searchedBlob(_ index: Int) -> Decision? {
        let node = subject.dataSet.nodes[index]
        if node.flags.contains(.encapsulated) { return .remove(.structure) }
        if node.flags.contains(.large) { return searchedLarge(index, node) }
        var bytes = Array(subject.dataSet.value(of: index))
        if CompressedText.isHeld(by: bytes, node) { return .remove(node.tag.isPrivate ? .privateElement : .structure) }
        let hits = binary.ranges(in: bytes)
        for hit in hits { for position in hit.range { bytes[position] = UInt8(ascii: "X") } }
        // Other spellings than those that can be blanked byte by byte.
        if let kind = textKind(inBinary: bytes, at: index) { return .remove(.gate(kind)) }
        guard let first = hits.first else { return nil }
        guard [.OB, .OW, .UN].contains(node.vr) else { return .remove(.gate(first.kind)) }
        return Decision(.clean, .value(bytes, node.vr), .gate(first.kind))
    }

    private func searchedLarge(_ index: Int, _ node: DataSet.Node) -> Decision? {
        var found: KnownIdentifierKind?
        var isCompressed = false
        var escape: [UInt8] = []
        let isRead = large.forEachChunk(of: index, length: node.length) { chunk in
            isCompressed = isCompressed || CompressedText.isHeld(by: chunk, node)
            if found == nil { found = binary.ranges(in: chunk).first?.kind ?? textKind(in: escape + chunk, node) }
            // The next piece begins in the set that is designated where it overlaps this one.
            escape = lastEscape(in: chunk.dropLast(LargeValueReader.overlap)) ?? escape
            return found == nil && !isCompressed
        }
        if let found { return .remove(.gate(found)) }
        if isCompressed { return .remove(node.tag.isPrivate ? .privateElement : .structure) }
        return isRead ? nil : .remove(.structure)
    }

    private func textKind(in chunk: [UInt8], _ node: DataSet.Node) -> KnownIdentifierKind? {
        guard node.vr.isText else { return nil }
        // A piece may begin inside a character.
        let isPlain = chunk.allSatisfy { $0 < 0x80 && $0 != 0x1B }
        for dropped in isPlain ? [0] : [0, 1] {
            let head = chunk.first == 0x1B ? chunk.prefix(escapeLength(chunk)) : []
            let text = folded(subject.characterSet.decodeLeniently(head + chunk.dropFirst(head.count + dropped), as: node.vr))
            if let needle = known.needles.first(where: { find($0, in: text) != nil }) { return needle.kind }
        }
        return nil
    }

    private func lastEscape(in bytes: ArraySlice<UInt8>) -> [UInt8]? {
        bytes.lastIndex(of: 0x1B).map { start in Array(bytes[start...].prefix(escapeLength(Array(bytes[start...].prefix(4))))) }
    }

    /// ESC, intermediate bytes, final byte.
    private func escapeLength(_ bytes: [UInt8]) -> Int {
        1 + bytes.dropFirst().prefix { (0x20...0x2F).contains($0) }.count + 1
    }

    /// Text among bytes in the spellings that the search of texts knows.
    private func textKind(inBinary bytes: [UInt8], at index: Int) -> KnownIdentifierKind? {
        let isBlob = [.OB, .OW, .UN].contains(subject.dataSet.nodes[index].vr)
        guard isBlob || BinaryText.isMostlyLetters(bytes) else { return nil }
        let text = BinaryText(bytes)
        guard !text.bytes.isEmpty else { return nil }
        var readings = [folded(String(decoding: text.bytes, as: UTF8.self))]
        if text.isMostly, text.bytes.count <= BinaryText.shortText, text.bytes.contains(where: { $0 >= 0x80 || $0 == 0x1B }) {
            readings += subject.characterSet(at: index).readings(text.bytes, as: .UT).map { folded($0) }
        }
        // In tables of numbers short letters stand by chance.
        let needles = text.isMostly ? known.needles : known.needles.filter { $0.bytes.count >= 6 }
        for reading in readings {
            if let needle = needles.first(where: { find($0, in: reading) != nil }) { return needle.kind }
        }
        guard text.isMostly, text.bytes.count <= BinaryText.shortText else { return nil }
        if let kind = known.wholeValues[trimmedBlanks(readings[0])] { return kind }
        return source.holdsVariant(String(decoding: text.bytes, as: UTF8.self)) ? .patientName : nil
    }

    private func trimmedBlanks(_ bytes: [UInt8]) -> [UInt8] {
        Array(bytes.drop { $0 <= 0x20 }.reversed().drop { $0 <= 0x20 }.reversed())
    }
}

/// The runs of characters among bytes, one a line, like `strings` shows them.
struct BinaryText {
    static let shortText = 2048
    private static let shortestRun = 4

    private(set) var bytes: [UInt8] = []
    /// Next to nothing else is in the value.
    let isMostly: Bool

    init(_ value: [UInt8]) {
        var start = 0
        for position in 0...value.count {
            if position < value.count, value[position] >= 0x20 && value[position] != 0x7F || position < value.count && [0x09, 0x0A, 0x0D, 0x1B].contains(value[position]) { continue }
            if position - start >= Self.shortestRun { bytes += value[start..<position] + [0x0A] }
            start = position + 1
        }
        let isShort = value.count <= Self.shortText
        isMostly = Self.isMostlyLetters(value) || isShort && bytes.count * 4 >= value.count * 3
    }
}

extension BinaryText {
    static func isMostlyLetters(_ value: [UInt8]) -> Bool {
        value.count { (0x20...0x7E).contains($0) || $0 == 0x0A || $0 == 0x0D } * 4 >= value.count * 3
    }
}

/// Text that is compressed again, as in protocol blocks: what it says cannot be searched.
enum CompressedText {
    /// A private blob may begin with a zlib stream too (RFC 1950); among numbers its two bytes are chance.
    static func isHeld(by bytes: [UInt8], _ node: DataSet.Node) -> Bool {
        guard bytes.count > 10, [.OB, .OW, .UN].contains(node.vr) else { return false }
        if node.tag.isPrivate, node.vr != .OW, bytes.count >= 24, [0, 4].contains(where: { isZlibStream(bytes[$0...]) }) { return true }
        return (0..<bytes.count - 9).contains { isGzipMember(bytes, $0, node.tag.isPrivate) }
    }

    private static func isZlibStream(_ bytes: ArraySlice<UInt8>) -> Bool {
        let head = Array(bytes.prefix(3))
        return head[0] == 0x78 && [0x01, 0x5E, 0x9C, 0xDA].contains(head[1]) && head[2] & 6 != 6
    }

    /// Magic number, deflate, no reserved flag; elsewhere than in private elements also a known level and system (RFC 1952).
    private static func isGzipMember(_ bytes: [UInt8], _ start: Int, _ isPrivate: Bool) -> Bool {
        guard bytes[start] == 0x1F, bytes[start + 1] == 0x8B, bytes[start + 2] == 8, bytes[start + 3] & 0xE0 == 0 else { return false }
        // One block, stored as it is: the other searches read it.
        if bytes[start + 3] == 0, start + 10 < bytes.count, bytes[start + 10] == 1 { return false }
        return isPrivate || [0, 2, 4].contains(bytes[start + 8]) && (bytes[start + 9] <= 13 || bytes[start + 9] == 0xFF)
    }
}
