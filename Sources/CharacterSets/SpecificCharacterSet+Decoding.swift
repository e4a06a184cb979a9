// SPDX-License-Identifier: Apache-2.0

public import DICOMModel

extension SpecificCharacterSet {
    /// Decodes a whole value field, which may hold several values; delimiters stay in the text.
    ///
    /// Strict about every byte above 7F and every escape sequence. Control characters other than ESC pass as they are,
    /// because padding and line ends are not for this layer to judge. In ISO IR 13, 5C and 7E read as `\` and `~`, not
    /// as yen sign and overline. AE, AS, CS, DA, DS, DT, IS, TM, UI and UR are in the default repertoire whatever
    /// (0008,0005) says (PS3.5 section 6.1.2.2).
    /// - Returns: `nil` if any byte is not legal in the declared set, or the declaration itself is not known and the
    ///   bytes are not plain ASCII.
    @inlinable
    public func decode(_ bytes: some Collection<UInt8>, as vr: ValueRepresentation) -> String? {
        if let text = Self.plainText(bytes) { return text }
        return decodeExtended(Array(bytes), as: vr)
    }

    /// Splits a value field at the backslashes that are delimiters, which 5C inside a character of two bytes is not.
    ///
    /// In GBK, GB18030 and Shift-JIS the second byte of a character may be 5C, in ISO 2022 IR 87 and 159 either byte
    /// (PS3.5 section 6.1.2.3). Where the bytes do not fit the declared set, the split follows the reading that
    /// ``decodeLeniently(_:as:)`` takes. VRs that do not separate values give one slice. Empty values are kept.
    public func splitValues(_ bytes: ArraySlice<UInt8>, as vr: ValueRepresentation) -> [ArraySlice<UInt8>] {
        guard vr.separatesValues, Self.contains(0x5C, in: bytes) else { return [bytes] }
        if !Self.needsTables(bytes) {
            return bytes.split(separator: 0x5C, omittingEmptySubsequences: false)
        }
        let content = Array(bytes)
        let reading = likelyReading(of: content, as: vr)
        var walker = CharacterWalker(content, reading.scheme, as: vr, mode: reading.mode)
        var values: [ArraySlice<UInt8>] = []
        var start = bytes.startIndex
        while let step = walker.next() {
            guard case .valueDelimiter(let offset) = step else { continue }
            values.append(bytes[start..<bytes.startIndex + offset])
            start = bytes.startIndex + offset + 1
        }
        values.append(bytes[start...])
        return values
    }

    /// The text itself where all bytes are ASCII and none is ESC, in which every set agrees.
    @inlinable
    static func plainText(_ bytes: some Collection<UInt8>) -> String? {
        let fast = bytes.withContiguousStorageIfAvailable { buffer -> String? in
            hasOnlyPlainBytes(buffer) ? String(decoding: buffer, as: UTF8.self) : nil
        }
        if let fast { return fast }
        return needsTables(bytes) ? nil : String(decoding: bytes, as: UTF8.self)
    }

    @inlinable
    static func needsTables(_ bytes: some Collection<UInt8>) -> Bool {
        bytes.withContiguousStorageIfAvailable { !hasOnlyPlainBytes($0) }
            ?? bytes.contains { $0 >= 0x80 || $0 == 0x1B }
    }

    /// Without an early exit, so that the compiler can use vector instructions.
    @inlinable
    static func hasOnlyPlainBytes(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var found: UInt8 = 0
        for byte in bytes { found |= (byte & 0x80) | (byte == 0x1B ? 1 : 0) }
        return found == 0
    }

    /// Faster than `contains(_:)` of the library, which compares byte by byte.
    @inlinable
    static func contains(_ wanted: UInt8, in bytes: some Collection<UInt8>) -> Bool {
        let fast = bytes.withContiguousStorageIfAvailable { buffer in
            var found: UInt8 = 0
            for byte in buffer { found |= byte == wanted ? 1 : 0 }
            return found != 0
        }
        return fast ?? bytes.contains(wanted)
    }

    @usableFromInline
    func decodeExtended(_ bytes: [UInt8], as vr: ValueRepresentation) -> String? {
        guard isKnown, !vr.isInDefaultRepertoire else { return nil }
        return Self.text(of: bytes, scheme, as: vr, mode: .strict)
    }

    /// - Returns: `nil` at the first byte that is not legal.
    static func text(
        of bytes: [UInt8], _ scheme: Scheme, as vr: ValueRepresentation, mode: CharacterWalker.Mode
    ) -> String? {
        if scheme == .utf8 {
            return bytes.contains(0x1B) ? nil : String(validating: bytes, as: UTF8.self)
        }
        var walker = CharacterWalker(bytes, scheme, as: vr, mode: mode)
        var text = String.UnicodeScalarView()
        while let step = walker.next() {
            switch step {
            case .character(let scalar): text.append(scalar)
            case .valueDelimiter: text.append("\\")
            case .illegal: return nil
            }
        }
        return String(text)
    }
}

extension ValueRepresentation {
    /// Text that Specific Character Set (0008,0005) does not govern. Bytes of unknown kind, as in UN, may be anything.
    var isInDefaultRepertoire: Bool { isText && !usesSpecificCharacterSet }
}
