// SPDX-License-Identifier: Apache-2.0

import DICOMModel

/// Goes through the bytes of a value field, one character at a time.
struct CharacterWalker {
    enum Step {
        case character(Unicode.Scalar)
        /// The byte at this offset is a backslash between two values.
        case valueDelimiter(at: Int)
        /// A byte that means nothing in the declared set.
        case illegal(UInt8)
    }

    /// How closely the standard is followed.
    enum Mode {
        case strict
        /// Takes every escape sequence, declared or not, and where value 1 has no upper half, keeps the designated one
        /// across delimiters, since some writers designate once for a whole value.
        case relaxed
    }

    private let bytes: [UInt8]
    private let scheme: Scheme
    private let mode: Mode
    private let separatesValues: Bool
    private let isPersonName: Bool
    private var position = 0

    private var initialG1: ConversionTable?
    private var initialG1IsDouble = false
    private var g0: ConversionTable?
    private var g1: ConversionTable?
    private var g1IsDouble = false

    init(_ bytes: [UInt8], _ scheme: Scheme, as vr: ValueRepresentation, mode: Mode) {
        self.bytes = bytes
        self.scheme = scheme
        self.mode = mode
        separatesValues = vr.separatesValues
        isPersonName = vr == .PN
        switch scheme {
        case .codeExtension(let declared):
            initialG1 = declared.initialG1.map(ConversionTable.of)
            initialG1IsDouble = declared.initialG1?.isDoubleByteSet ?? false
        case .multiByte(let charset), .singleByte(let charset):
            initialG1 = ConversionTable.of(charset)
        case .utf8:
            break
        }
        g1 = initialG1
        g1IsDouble = initialG1IsDouble
    }

    mutating func next() -> Step? {
        while position < bytes.count {
            let byte = bytes[position]
            if byte == 0x1B {
                guard designate() else {
                    position += 1
                    return .illegal(byte)
                }
                continue
            }
            switch scheme {
            case .codeExtension: return byte < 0x80 ? lowCharacter(byte) : highCharacter(byte)
            case .multiByte(let charset): return byte < 0x80 ? plain(byte) : multiByteCharacter(byte, charset)
            case .singleByte: return byte < 0x80 ? plain(byte) : single(byte, in: g1)
            case .utf8: return plain(byte)
            }
        }
        return nil
    }

    // MARK: - Code extension

    /// Back to the sets of value 1 (PS3.5 section 6.1.2.5.3).
    private mutating func reset() {
        g0 = nil
        if mode == .strict || initialG1 != nil {
            g1 = initialG1
            g1IsDouble = initialG1IsDouble
        }
    }

    private mutating func designate() -> Bool {
        guard case .codeExtension(let declared) = scheme, declared.isExtensible || mode == .relaxed,
            let (sequence, target) = EscapeSequence.at(position, of: bytes)
        else { return false }
        switch target {
        case .ascii:
            g0 = nil
        case .romaji:
            guard mode == .relaxed || declared.hasRomaji else { return false }
            g0 = nil
        case .charset(let charset):
            guard mode == .relaxed || declared.charsets.contains(charset) else { return false }
            if charset.isDesignatedAsG0 {
                g0 = ConversionTable.of(charset)
            } else {
                g1 = ConversionTable.of(charset)
                g1IsDouble = charset.isDoubleByteSet
            }
        }
        position += sequence
        return true
    }

    private mutating func lowCharacter(_ byte: UInt8) -> Step {
        guard let g0, (0x21...0x7E).contains(byte) else { return plain(byte) }
        if position + 1 < bytes.count, (0x21...0x7E).contains(bytes[position + 1]),
            let scalar = g0.scalar(lead: byte | 0x80, trail: bytes[position + 1] | 0x80)
        {
            position += 2
            return step(scalar, byte)
        }
        // A writer that forgot to return to G0 before a delimiter.
        if mode == .relaxed, isDelimiter(byte) { return plain(byte) }
        position += 1
        return .illegal(byte)
    }

    private mutating func highCharacter(_ byte: UInt8) -> Step {
        guard g1IsDouble else { return single(byte, in: g1) }
        guard let g1, position + 1 < bytes.count, let scalar = g1.scalar(lead: byte, trail: bytes[position + 1]) else {
            position += 1
            return .illegal(byte)
        }
        position += 2
        return step(scalar, byte)
    }

    // MARK: - Without code extension

    private func isDelimiter(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x5C: separatesValues
        case 0x5E, 0x3D: isPersonName
        case 0x09, 0x0A, 0x0C, 0x0D: true
        default: false
        }
    }

    private mutating func plain(_ byte: UInt8) -> Step {
        position += 1
        if isDelimiter(byte) {
            reset()
            if byte == 0x5C { return .valueDelimiter(at: position - 1) }
        }
        return .character(Unicode.Scalar(byte))
    }

    private mutating func single(_ byte: UInt8, in table: ConversionTable?) -> Step {
        position += 1
        guard let scalar = table?.scalar(single: byte) else { return .illegal(byte) }
        return step(scalar, byte)
    }

    private mutating func multiByteCharacter(_ byte: UInt8, _ charset: Charset) -> Step {
        guard let table = g1 else { return single(byte, in: nil) }
        if let scalar = table.scalar(single: byte) {
            position += 1
            return step(scalar, byte)
        }
        if position + 1 < bytes.count, let scalar = table.scalar(lead: byte, trail: bytes[position + 1]) {
            position += 2
            return step(scalar, byte)
        }
        if charset == .gb18030, position + 3 < bytes.count,
            let scalar = FourByteTable.gb18030.scalar(of: bytes[position..<position + 4])
        {
            position += 4
            return step(scalar, byte)
        }
        if charset == .eucJP, byte == 0x8F, position + 2 < bytes.count,
            let scalar = ConversionTable.of(.jisX0212).scalar(lead: bytes[position + 1], trail: bytes[position + 2])
        {
            position += 3
            return step(scalar, byte)
        }
        position += 1
        return .illegal(byte)
    }

    private func step(_ scalar: UInt32, _ byte: UInt8) -> Step {
        Unicode.Scalar(scalar).map(Step.character) ?? .illegal(byte)
    }
}

/// The escape sequences of PS3.3 Tables C.12-3 and C.12-4.
enum EscapeSequence {
    enum Target {
        case ascii, romaji
        case charset(Charset)
    }

    static let toASCII: [UInt8] = [0x1B, 0x28, 0x42]
    static let toRomaji: [UInt8] = [0x1B, 0x28, 0x4A]

    private static let all: [(bytes: [UInt8], target: Target)] =
        [
            (toASCII, .ascii), (toRomaji, .romaji),
            // JIS C 6226-1978, the elder of JIS X 0208. Not in the standard, but its codes are nearly the same.
            ([0x1B, 0x24, 0x40], .charset(.jisX0208)),
        ]
        + Charset.allCases.filter { !$0.escapeSequence.isEmpty }.map { ($0.escapeSequence, .charset($0)) }

    /// The sequence at an offset: how many bytes it has and what it designates.
    static func at(_ offset: Int, of bytes: [UInt8]) -> (length: Int, target: Target)? {
        for entry in all where bytes[offset...].starts(with: entry.bytes) {
            return (entry.bytes.count, entry.target)
        }
        return nil
    }
}
