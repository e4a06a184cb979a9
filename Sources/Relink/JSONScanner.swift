// SPDX-License-Identifier: Apache-2.0

/// Checks JSON (RFC 8259) from the first byte to the last and hands out its strings, names of members included, in their order.
struct JSONScanner {
    private enum Expected { case value, valueOrEnd, nameOrEnd, name, colon, commaOrEnd, nothing }

    private let bytes: [UInt8]
    private let isLines: Bool
    private var index = 0
    /// `true` for an object, `false` for an array.
    private var open: [Bool] = []
    private var expected = Expected.value

    private static let deepest = 1000

    /// - Parameter isLines: Several values, each on a line of its own.
    init(_ bytes: [UInt8], isLines: Bool) {
        self.bytes = bytes
        self.isLines = isLines
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
    }

    /// - Returns: The range between the quotes of the next string; `nil` at the end.
    /// - Throws: ``RelinkProblem/notUnderstood`` for what is no JSON.
    mutating func nextString() throws(RelinkProblem) -> Range<Int>? {
        while index < bytes.count {
            let byte = bytes[index]
            if isSpace(byte) {
                index += 1
                continue
            }
            if expected == .nothing {
                guard isLines else { throw .notUnderstood }
                expected = .value
            }
            switch byte {
            case UInt8(ascii: "\""): return try string()
            case UInt8(ascii: "{"): try begin(isObject: true)
            case UInt8(ascii: "["): try begin(isObject: false)
            case UInt8(ascii: "}"): try end(isObject: true)
            case UInt8(ascii: "]"): try end(isObject: false)
            case UInt8(ascii: ":"):
                guard expected == .colon else { throw .notUnderstood }
                expected = .value
                index += 1
            case UInt8(ascii: ","):
                guard expected == .commaOrEnd, let isObject = open.last else { throw .notUnderstood }
                expected = isObject ? .name : .value
                index += 1
            default: try word()
            }
        }
        guard open.isEmpty, expected == .nothing || isLines && expected == .value else { throw .notUnderstood }
        return nil
    }

    private mutating func begin(isObject: Bool) throws(RelinkProblem) {
        guard expected == .value || expected == .valueOrEnd, open.count < Self.deepest else { throw .notUnderstood }
        open.append(isObject)
        expected = isObject ? .nameOrEnd : .valueOrEnd
        index += 1
    }

    private mutating func end(isObject: Bool) throws(RelinkProblem) {
        guard open.last == isObject, expected == .commaOrEnd || expected == (isObject ? .nameOrEnd : .valueOrEnd) else { throw .notUnderstood }
        open.removeLast()
        expected = open.isEmpty ? .nothing : .commaOrEnd
        index += 1
    }

    private mutating func string() throws(RelinkProblem) -> Range<Int> {
        let start = index + 1
        index = start
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
            guard bytes[index] >= 0x20 else { throw .notUnderstood }
            index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        guard index < bytes.count else { throw .notUnderstood }
        let range = start..<index
        index += 1
        switch expected {
        case .name, .nameOrEnd: expected = .colon
        case .value, .valueOrEnd: expected = open.isEmpty ? .nothing : .commaOrEnd
        default: throw .notUnderstood
        }
        return range
    }

    /// A number, or one of the three words. `NaN` and `Infinity`, which Python writes, pass: they hold nobody's name.
    private mutating func word() throws(RelinkProblem) {
        guard expected == .value || expected == .valueOrEnd else { throw .notUnderstood }
        let start = index
        while index < bytes.count, !isSpace(bytes[index]), !",]}:[{\"".utf8.contains(bytes[index]) { index += 1 }
        let word = String(decoding: bytes[start..<index], as: UTF8.self)
        let isNumber = word.utf8.allSatisfy { (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) } && Double(word) != nil
        guard isNumber || ["true", "false", "null", "NaN", "Infinity", "-Infinity"].contains(word) else { throw .notUnderstood }
        expected = open.isEmpty ? .nothing : .commaOrEnd
    }

    // MARK: - Strings

    /// What a string means, in UTF-8.
    /// - Throws: ``RelinkProblem/notUnderstood`` for an escape that is none.
    static func content(_ raw: ArraySlice<UInt8>) throws(RelinkProblem) -> [UInt8] {
        guard raw.contains(UInt8(ascii: "\\")) else { return Array(raw) }
        var result: [UInt8] = []
        var index = raw.startIndex
        var high: UInt32?
        while index < raw.endIndex {
            guard raw[index] == UInt8(ascii: "\\") else {
                result.append(raw[index])
                index += 1
                continue
            }
            guard index + 1 < raw.endIndex else { throw .notUnderstood }
            index += 2
            switch raw[index - 1] {
            case UInt8(ascii: "n"): result.append(0x0A)
            case UInt8(ascii: "t"): result.append(0x09)
            case UInt8(ascii: "r"): result.append(0x0D)
            case UInt8(ascii: "b"): result.append(0x08)
            case UInt8(ascii: "f"): result.append(0x0C)
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): result.append(raw[index - 1])
            case UInt8(ascii: "u"):
                guard index + 4 <= raw.endIndex, let unit = UInt32(String(decoding: raw[index..<index + 4], as: UTF8.self), radix: 16) else {
                    throw .notUnderstood
                }
                index += 4
                if (0xD800..<0xDC00).contains(unit) {
                    high = unit
                    continue
                }
                var code = unit
                if let first = high, (0xDC00..<0xE000).contains(unit) { code = 0x10000 + (first - 0xD800) << 10 + (unit - 0xDC00) }
                result += String(Unicode.Scalar(code) ?? "\u{FFFD}").utf8
                high = nil
            default: throw .notUnderstood
            }
        }
        return result
    }

    static func escaped(_ value: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        for byte in value {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): result += [UInt8(ascii: "\\"), byte]
            case 0x0A: result += "\\n".utf8
            case 0x0D: result += "\\r".utf8
            case 0x09: result += "\\t".utf8
            case 0..<0x20:
                let digits = String(byte, radix: 16)
                result += "\\u00".utf8
                if digits.utf8.count == 1 { result.append(0x30) }
                result += digits.utf8
            default: result.append(byte)
            }
        }
        return result
    }
}
