// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel

/// Reads JSON with the line of every value and with members in their order, twice the same name included: notes name lines, and the last one wins.
struct JSONReader {
    struct Value: Equatable {
        enum Kind: Equatable {
            case object([Member])
            case array([Value])
            case string(String)
            /// As it is written.
            case number(String)
            case boolean(Bool)
            case null
        }

        let kind: Kind
        let line: Int

        var string: String? { if case .string(let text) = kind { text } else { nil } }
        var boolean: Bool? { if case .boolean(let value) = kind { value } else { nil } }
        var array: [Value]? { if case .array(let values) = kind { values } else { nil } }
        var members: [Member]? { if case .object(let members) = kind { members } else { nil } }
    }

    struct Member: Equatable {
        let name: String
        let line: Int
        let value: Value
    }

    /// Where the text is no JSON.
    struct Failure: Error, Equatable {
        let line: Int
        let column: Int
    }

    /// A script has three levels; a text made to exhaust the stack has more.
    private static let deepest = 64

    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var line = 1
    private var lineStart = 0

    /// - Throws: ``Failure`` unless the text is one value.
    static func value(of text: String) throws(Failure) -> Value {
        var reader = JSONReader(scalars: Array(text.unicodeScalars.drop { $0 == "\u{FEFF}" }))
        let value = try reader.readValue(depth: 0)
        reader.skipBlanks()
        guard reader.next == nil else { throw reader.failure }
        return value
    }

    private init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

    private var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }
    private var failure: Failure { Failure(line: line, column: position - lineStart + 1) }

    private mutating func skipBlanks() {
        while let scalar = next, [" ", "\t", "\r", "\n"].contains(scalar) {
            position += 1
            if scalar == "\n" { (line, lineStart) = (line + 1, position) }
        }
    }

    private mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
        skipBlanks()
        guard next == scalar else { return false }
        position += 1
        return true
    }

    private mutating func readValue(depth: Int) throws(Failure) -> Value {
        skipBlanks()
        guard let first = next, depth < Self.deepest else { throw failure }
        let start = line
        let kind: Value.Kind
        switch first {
        case "{": kind = .object(try readMembers(depth))
        case "[": kind = .array(try readArray(depth))
        case "\"": kind = .string(try readString())
        default: kind = try readWord()
        }
        return Value(kind: kind, line: start)
    }

    private mutating func readMembers(_ depth: Int) throws(Failure) -> [Member] {
        position += 1
        var members: [Member] = []
        if skip("}") { return members }
        repeat {
            skipBlanks()
            guard next == "\"" else { throw failure }
            let start = line
            let name = try readString()
            guard skip(":") else { throw failure }
            members.append(Member(name: name, line: start, value: try readValue(depth: depth + 1)))
        } while skip(",")
        guard skip("}") else { throw failure }
        return members
    }

    private mutating func readArray(_ depth: Int) throws(Failure) -> [Value] {
        position += 1
        var values: [Value] = []
        if skip("]") { return values }
        repeat { values.append(try readValue(depth: depth + 1)) } while skip(",")
        guard skip("]") else { throw failure }
        return values
    }

    /// `true`, `false`, `null` or a number.
    private mutating func readWord() throws(Failure) -> Value.Kind {
        let start = position
        while let scalar = next, scalar.isASCII, isLatinAlphanumeric(UInt8(scalar.value)) || "+-.".unicodeScalars.contains(scalar) { position += 1 }
        let word = String(String.UnicodeScalarView(scalars[start..<position]))
        switch word {
        case "true": return .boolean(true)
        case "false": return .boolean(false)
        case "null": return .null
        default:
            guard Double(word)?.isFinite == true, let first = word.utf8.first, first == 0x2D || (0x30...0x39).contains(first) else {
                position = start
                throw failure
            }
            return .number(word)
        }
    }

    private mutating func readString() throws(Failure) -> String {
        position += 1
        var text = String.UnicodeScalarView()
        while let scalar = next, scalar != "\"" {
            guard scalar.value >= 0x20 else { throw failure }
            position += 1
            text.append(scalar == "\\" ? try readEscape() : scalar)
        }
        guard next != nil else { throw failure }
        position += 1
        return String(text)
    }

    private mutating func readEscape() throws(Failure) -> Unicode.Scalar {
        guard let scalar = next else { throw failure }
        position += 1
        switch scalar {
        case "\"", "\\", "/": return scalar
        case "b": return "\u{8}"
        case "f": return "\u{C}"
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "u":
            let unit = try readUnit()
            guard (0xD800...0xDBFF).contains(unit) else {
                guard let scalar = Unicode.Scalar(unit) else { throw failure }
                return scalar
            }
            // A character outside of the first plane is two units.
            guard next == "\\" else { throw failure }
            position += 1
            guard next == "u" else { throw failure }
            position += 1
            let low = try readUnit()
            guard (0xDC00...0xDFFF).contains(low), let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + low - 0xDC00) else { throw failure }
            return scalar
        default:
            position -= 1
            throw failure
        }
    }

    private mutating func readUnit() throws(Failure) -> UInt32 {
        guard position + 4 <= scalars.count, scalars[position..<position + 4].allSatisfy({ $0.properties.isASCIIHexDigit }),
            let unit = UInt32(String(String.UnicodeScalarView(scalars[position..<position + 4])), radix: 16)
        else { throw failure }
        position += 4
        return unit
    }
}
