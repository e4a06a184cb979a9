// SPDX-License-Identifier: Apache-2.0

public import DICOMModel

extension SpecificCharacterSet {
    /// Encodes a whole value field; delimiters in the text stay delimiters.
    ///
    /// With code extension, escape sequences are written as PS3.5 section 6.1.2.5 wants: the sets of value 1 are in
    /// force at the start, before `\`, before `^` and `=` of a PN, before a control character and at the end. Each
    /// character takes the set in force if that has it, else the first declared set that does. The result is not padded.
    /// - Returns: `nil` where a character is in none of the declared sets, or the declaration is not known and the text
    ///   is not plain ASCII.
    public func encode(_ text: String, as vr: ValueRepresentation) -> [UInt8]? {
        if !Self.needsTables(text.utf8) { return Array(text.utf8) }
        guard isKnown, !vr.isInDefaultRepertoire, !text.utf8.contains(0x1B) else { return nil }
        switch scheme {
        case .utf8:
            return Array(text.utf8)
        case .multiByte(let charset), .singleByte(let charset):
            return Self.encode(text, in: charset)
        case .codeExtension(let declared):
            var encoder = CodeExtensionEncoder(declared, as: vr)
            for scalar in text.unicodeScalars {
                guard encoder.append(scalar) else { return nil }
            }
            return encoder.finish()
        }
    }

    private static func encode(_ text: String, in charset: Charset) -> [UInt8]? {
        let table = ConversionTable.of(charset)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            if scalar.isASCII {
                bytes.append(UInt8(scalar.value))
            } else if let code = table.code(of: scalar.value) {
                bytes.append(code: code)
            } else if charset == .gb18030, let code = FourByteTable.gb18030.code(of: scalar.value) {
                bytes += code
            } else {
                return nil
            }
        }
        return bytes
    }
}

/// Writes text with code extension (PS3.5 section 6.1.2.5).
private struct CodeExtensionEncoder {
    private let declared: CodeExtension
    private let separatesValues: Bool
    private let isPersonName: Bool
    private let returnToG0: [UInt8]
    private var bytes: [UInt8] = []
    private var g0: Charset?
    private var g1: Charset?

    init(_ declared: CodeExtension, as vr: ValueRepresentation) {
        self.declared = declared
        separatesValues = vr.separatesValues
        isPersonName = vr == .PN
        returnToG0 = declared.startsInRomaji ? EscapeSequence.toRomaji : EscapeSequence.toASCII
        g1 = declared.initialG1
    }

    mutating func append(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            let byte = UInt8(scalar.value)
            if isDelimiter(byte) {
                returnToInitialState()
            } else {
                leaveG0()
            }
            bytes.append(byte)
            return true
        }
        for spelling in [scalar.value] + Self.otherSpellings(of: scalar.value) {
            if let charset = choose(for: spelling), let code = ConversionTable.of(charset).code(of: spelling) {
                designate(charset)
                bytes.append(code: charset.isDesignatedAsG0 ? code & 0x7F7F : code)
                return true
            }
        }
        return false
    }

    mutating func finish() -> [UInt8] {
        returnToInitialState()
        return bytes
    }

    /// The set in force wins, so that a run of characters takes one escape sequence.
    private func choose(for scalar: UInt32) -> Charset? {
        let inForce = [g0, g1].compactMap { $0 }
        let candidates = declared.isExtensible ? inForce + declared.charsets : inForce
        return candidates.first { ConversionTable.of($0).code(of: scalar) != nil }
    }

    private mutating func designate(_ charset: Charset) {
        if charset.isDesignatedAsG0 {
            if g0 != charset { bytes += charset.escapeSequence }
            g0 = charset
        } else {
            if g1 != charset { bytes += charset.escapeSequence }
            g1 = charset
        }
    }

    private mutating func leaveG0() {
        if g0 != nil { bytes += returnToG0 }
        g0 = nil
    }

    /// G1 needs no sequence where value 1 has no upper half: the next user of one designates it anew (PS3.5 Annex I).
    private mutating func returnToInitialState() {
        leaveG0()
        if let initial = declared.initialG1, g1 != initial { bytes += initial.escapeSequence }
        g1 = declared.initialG1
    }

    private func isDelimiter(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x5C: separatesValues
        case 0x5E, 0x3D: isPersonName
        default: byte < 0x20
        }
    }

    /// Characters that Unicode has twice and JIS X 0208 once, as Windows writes them.
    private static func otherSpellings(of scalar: UInt32) -> [UInt32] {
        switch scalar {
        case 0xFF5E: [0x301C]
        case 0x2225: [0x2016]
        case 0xFF0D: [0x2212]
        case 0xFFE0: [0x00A2]
        case 0xFFE1: [0x00A3]
        case 0xFFE2: [0x00AC]
        default: []
        }
    }
}

extension [UInt8] {
    /// One byte or, above FF, two.
    mutating func append(code: UInt16) {
        if code > 0xFF { append(UInt8(code >> 8)) }
        append(UInt8(truncatingIfNeeded: code))
    }
}
