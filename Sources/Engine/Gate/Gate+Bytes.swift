// SPDX-License-Identifier: Apache-2.0

internal import CharacterSets
internal import DICOMModel
internal import Identifiers
internal import Profiles
internal import Pseudonyms
internal import Standard

extension Gate {
    /// Bytes that hold an identifier are blanked where they stand, so that what is around them stays readable.
    func searchedBytes(_ value: WrittenValue) -> Decision? {
        let element = dataSet.nodes[value.node]
        let bytes = Array(value.bytes)
        if !value.isPlanned, CompressedText.isHeld(by: bytes, element) { return .remove(element.tag.isPrivate ? .privateElement : .structure) }
        return blanked(bytes, index.matches(inBytes: bytes), value)
    }

    /// A maker's value that was rebuilt from numbers and terms: those spell nothing. A name in it is none of them, and the value goes.
    func searchedForm(_ value: WrittenValue) -> Decision? {
        let bytes = Array(value.bytes)
        let isLetter = { (byte: UInt8) in byte >= 0x80 || (0x41...0x5A).contains(byte & 0xDF) }
        return index.matches(inBytes: bytes).first { !$0.isWord && bytes[$0.range].contains(where: isLetter) }.map { .remove(.gate($0.kind)) }
    }

    /// Numbers stay whatever their bytes spell. Text sent under their VR does not.
    func searchedNumbers(_ value: WrittenValue) -> Decision? {
        let bytes = Array(value.bytes)
        guard bytes.count >= Self.shortestText else { return nil }
        let size = value.vr.bytesOfNumber ?? 1
        if let stored = asInFile(bytes, value.vr), let match = Self.spelled(index.matches(inBytes: stored), in: stored, size: size).first {
            return .remove(.gate(match.kind))
        }
        return blanked(bytes, Self.spelled(index.matches(inBytes: bytes), in: bytes, size: size), value)
    }

    /// The bytes of numbers in the order of a big-endian file, in which text reads as it was typed; `nil` where they are in that order.
    func asInFile(_ bytes: some Collection<UInt8>, _ vr: ValueRepresentation) -> [UInt8]? {
        guard large.isBigEndian, let size = vr.bytesOfNumber else { return nil }
        var stored = Array(bytes)
        for number in stride(from: 0, through: stored.count - size, by: size) { stored[number..<number + size].reverse() }
        return stored
    }

    static let shortestText = 6
    private static let noChance = 10

    /// The matches that no numbers spell by chance: the value is no whole count of numbers, or is several of them without a byte that is no
    /// character,
    /// or next to nothing but the match. Others have to be ten bytes. Zeros do not count, which numbers are full of.
    private static func spelled(_ matches: [IdentifierMatch], in bytes: [UInt8], size: Int) -> [IdentifierMatch] {
        let letters = { (match: IdentifierMatch) in bytes[match.range].count { $0 != 0 } }
        let matched = matches.reduce(0) { $0 + letters($1) }
        let marks = bytes.count { $0 != 0 && $0 != 0x20 }
        let isCharacters = bytes.count >= max(8, 2 * size) && bytes.allSatisfy { (0x20...0x7E).contains($0) || $0 >= 0x80 } && matched >= 4
        if bytes.count % size != 0 || isCharacters || matched >= 5 && matched * 4 >= marks * 3 { return matches }
        return matches.filter { letters($0) >= noChance }
    }

    private func blanked(_ bytes: [UInt8], _ matches: [IdentifierMatch], _ value: WrittenValue) -> Decision? {
        guard let first = matches.first else { return nil }
        guard [.OB, .OW, .UN].contains(value.vr) else { return .remove(.gate(first.kind)) }
        var blanked = bytes
        for match in matches { for position in match.range { blanked[position] = UInt8(ascii: "X") } }
        // Blanks can join what stood apart.
        guard index.matches(inBytes: blanked).isEmpty else { return .remove(.gate(first.kind)) }
        return Decision(.clean, .value(blanked, value.vr), .gate(first.kind))
    }

    // MARK: - Values that are left in the file

    func searchedLarge(_ value: WrittenValue) -> Decision? {
        let element = dataSet.nodes[value.node]
        var pieces = LargeValueSearch(gate: self, element, instance.characterSet(at: value.node))
        let isRead = large.forEachChunk(of: value.node, length: element.length, overlap: IdentifierIndex.overlap) { pieces.search($0) }
        if let found = pieces.found { return .remove(.gate(found)) }
        if pieces.isCompressed { return .remove(element.tag.isPrivate ? .privateElement : .structure) }
        return isRead ? nil : .remove(.structure)
    }

    /// The search of one long value, piece by piece.
    private struct LargeValueSearch {
        let gate: Gate
        let element: DataSet.Node
        let characterSet: SpecificCharacterSet
        let meaning: ValueMeaning
        var found: IdentifierKind?
        var isCompressed = false
        private var escape: [UInt8] = []

        init(gate: Gate, _ element: DataSet.Node, _ characterSet: SpecificCharacterSet) {
            self.gate = gate
            self.element = element
            self.characterSet = characterSet
            meaning = ValueMeaning(element.tag, element.vr)
        }

        /// - Returns: Whether to go on.
        mutating func search(_ piece: [UInt8]) -> Bool {
            switch meaning {
            case .text where Quantity.isListOfNumbers(piece, element.vr): return true
            case .text, .uids, .owner: if !holdsNoText(piece) { found = textKind(piece) }
            // Pieces begin with whole numbers.
            case .numbers: found = numbersKind(piece) ?? gate.asInFile(piece, element.vr).flatMap { numbersKind($0) }
            case .bytes:
                isCompressed = CompressedText.isHeld(by: piece, element)
                if !holdsNoBytes(piece) { found = gate.index.matches(inBytes: piece).first?.kind }
            }
            return found == nil && !isCompressed
        }

        private func holdsNoText(_ piece: [UInt8]) -> Bool {
            escape.isEmpty && piece.withUnsafeBufferPointer { gate.index.holdsNothing(inPlain: $0, separator: nil) }
        }

        private func holdsNoBytes(_ piece: [UInt8]) -> Bool { piece.withUnsafeBytes { gate.index.holdsNothing(inBytes: $0) } }

        private func numbersKind(_ piece: [UInt8]) -> IdentifierKind? {
            if holdsNoBytes(piece) { return nil }
            let matches = gate.index.matches(inBytes: piece)
            return matches.isEmpty ? nil : Gate.spelled(matches, in: piece, size: 1).first?.kind
        }

        /// A piece may begin inside a character, and in the set that is designated where it overlaps the one before.
        private mutating func textKind(_ piece: [UInt8]) -> IdentifierKind? {
            let bytes = escape + piece
            escape = Self.lastEscape(in: piece.dropLast(IdentifierIndex.overlap)) ?? escape
            let isPlain = bytes.allSatisfy { $0 < 0x80 && $0 != 0x1B }
            for dropped in isPlain ? [0] : [0, 1] {
                let head = bytes.first == 0x1B ? bytes.prefix(Self.escapeLength(bytes)) : []
                let text = characterSet.decodeLeniently(head + bytes.dropFirst(head.count + dropped), as: element.vr)
                if let match = gate.index.matches(in: text, as: .prose).first(where: { !$0.isWord }) { return match.kind }
            }
            return isPlain ? nil : gate.index.matches(inBytes: bytes).first?.kind
        }

        private static func lastEscape(in bytes: ArraySlice<UInt8>) -> [UInt8]? {
            bytes.lastIndex(of: 0x1B).map { start in Array(bytes[start...].prefix(escapeLength(Array(bytes[start...].prefix(4))))) }
        }

        /// ESC, intermediate bytes, final byte.
        private static func escapeLength(_ bytes: [UInt8]) -> Int {
            1 + bytes.dropFirst().prefix { (0x20...0x2F).contains($0) }.count + 1
        }
    }
}
