// SPDX-License-Identifier: Apache-2.0

/// Hands out the cells of a CSV (RFC 4180), whatever parts them.
struct TableScanner {
    struct Cell {
        /// With the quotes.
        let range: Range<Int>
        /// Without them; a quote inside is still written twice.
        let content: Range<Int>
        let isQuoted: Bool
    }

    private let bytes: [UInt8]
    private let separator: UInt8
    private var index = 0

    private static let quote = UInt8(ascii: "\"")

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
        separator = Self.separator(of: bytes)
    }

    /// What stands most often in the first line outside of quotes; of equals, the usual one.
    private static func separator(of bytes: [UInt8]) -> UInt8 {
        let candidates = Array(",\t;|".utf8)
        var counts = Array(repeating: 0, count: candidates.count)
        var isInside = false
        for byte in bytes {
            if byte == quote { isInside.toggle() }
            if isInside { continue }
            if byte == 0x0A || byte == 0x0D { break }
            if let place = candidates.firstIndex(of: byte) { counts[place] += 1 }
        }
        let most = counts.max() ?? 0
        return candidates[counts.firstIndex(of: most) ?? 0]
    }

    /// - Throws: ``RelinkProblem/notUnderstood`` for quotes that do not end where a cell does.
    mutating func nextCell() throws(RelinkProblem) -> Cell? {
        // What parts two cells, or two lines.
        if index < bytes.count, bytes[index] == separator || bytes[index] == 0x0A || bytes[index] == 0x0D { index += 1 }
        guard index < bytes.count else { return nil }
        let start = index
        guard bytes[start] == Self.quote else {
            while index < bytes.count, !isEnd(bytes[index]) { index += 1 }
            return Cell(range: start..<index, content: start..<index, isQuoted: false)
        }
        index += 1
        while index < bytes.count {
            if bytes[index] == Self.quote {
                guard index + 1 < bytes.count, bytes[index + 1] == Self.quote else { break }
                index += 1
            }
            index += 1
        }
        guard index < bytes.count, index + 1 == bytes.count || isEnd(bytes[index + 1]) else { throw .notUnderstood }
        index += 1
        return Cell(range: start..<index, content: start + 1..<index - 1, isQuoted: true)
    }

    private func isEnd(_ byte: UInt8) -> Bool { byte == separator || byte == 0x0A || byte == 0x0D }

    /// What a cell means.
    static func content(_ raw: ArraySlice<UInt8>, isQuoted: Bool) -> [UInt8] {
        guard isQuoted, raw.contains(quote) else { return Array(raw) }
        var result: [UInt8] = []
        var index = raw.startIndex
        while index < raw.endIndex {
            result.append(raw[index])
            index += raw[index] == quote ? 2 : 1
        }
        return result
    }

    /// A cell as it is written: in quotes where it was, and where it has to be.
    func written(_ value: [UInt8], wasQuoted: Bool) -> [UInt8] {
        guard wasQuoted || value.contains(where: { isEnd($0) || $0 == Self.quote }) else { return value }
        return [Self.quote] + value.flatMap { $0 == Self.quote ? [$0, $0] : [$0] } + [Self.quote]
    }
}
