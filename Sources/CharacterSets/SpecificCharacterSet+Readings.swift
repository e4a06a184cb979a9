// SPDX-License-Identifier: Apache-2.0

public import DICOMModel

extension SpecificCharacterSet {
    /// Decodes in any case, as a person with a good viewer would read the value.
    ///
    /// The declared set if the bytes fit it; else, in this order: UTF-8, what writers of the declared set commonly use
    /// in its place, an East Asian encoding that the bytes look like, Windows-1252 (ISO 8859-1 where that has no
    /// character). A character cut off at the end becomes U+FFFD. For searches and reports, not for writing back. The
    /// bytes of AE, CS, DA and the like are read in the declared set too if they are not plain ASCII.
    @inlinable
    public func decodeLeniently(_ bytes: some Collection<UInt8>, as vr: ValueRepresentation) -> String {
        if let text = Self.plainText(bytes) { return text }
        return likelyText(of: Array(bytes), as: vr)
    }

    @usableFromInline
    func likelyText(of bytes: [UInt8], as vr: ValueRepresentation) -> String {
        Self.text(of: bytes, likelyReading(of: bytes, as: vr), as: vr)
    }

    /// All plausible readings of a value whose declared set may be wrong, each once, the likely one first.
    ///
    /// For the privacy search: a name is found if any reading shows it. Plain ASCII has one reading, unless it looks
    /// like UTF-16. Holds readings in every set of the standard and the usual Windows and East Asian encodings in which
    /// all bytes are legal, and the text behind UTF-8 that was taken for Latin-1 and encoded again.
    @inlinable
    public func readings(_ bytes: some Collection<UInt8>, as vr: ValueRepresentation) -> [String] {
        if !Self.contains(0, in: bytes), let text = Self.plainText(bytes) { return [text] }
        return allReadings(of: Array(bytes), as: vr)
    }

    @usableFromInline
    func allReadings(of bytes: [UInt8], as vr: ValueRepresentation) -> [String] {
        var readings: [String] = []
        func add(_ text: String?) {
            guard let text, !readings.contains(where: { $0.utf8.elementsEqual(text.utf8) }) else { return }
            readings.append(text)
        }
        if let text = Self.plainText(bytes) {
            add(text)
            wideReadings(of: bytes).forEach { add($0) }
            return readings
        }
        add(likelyText(of: bytes, as: vr))
        add(Self.text(of: bytes, scheme, as: vr, mode: .relaxed))
        add(Self.text(of: bytes, .codeExtension(CodeExtension([])), as: vr, mode: .relaxed))
        add(Self.text(of: bytes, .utf8, as: vr, mode: .strict))
        for charset in Charset.allCases where !charset.isDoubleByteSet && !charset.isSearchedOnly {
            let scheme: Scheme = charset.isSingleByte ? .singleByte(charset) : .multiByte(charset)
            add(Self.text(of: bytes, scheme, as: vr, mode: .strict))
        }
        for reading in readings { add(Self.undoingDoubleEncoding(reading)) }
        if bytes.contains(0) || bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            wideReadings(of: bytes).forEach { add($0) }
        }
        return readings
    }

    /// A guess at what the bytes are, with how to treat those that do not fit.
    struct Reading {
        var scheme: Scheme
        var mode: CharacterWalker.Mode
        /// Bytes that are no character become the scalar of the same number, not U+FFFD.
        var passesBytes = false
    }

    func likelyReading(of bytes: [UInt8], as vr: ValueRepresentation) -> Reading {
        func fits(_ scheme: Scheme, _ mode: CharacterWalker.Mode, dropping count: Int = 0) -> Bool {
            Self.text(of: bytes.dropLast(count), scheme, as: vr, mode: mode) != nil
        }
        for mode in [CharacterWalker.Mode.strict, .relaxed] where fits(scheme, mode) {
            return Reading(scheme: scheme, mode: mode)
        }
        let supersets = scheme.commonSupersets
        let longSuperset = supersets.first { !$0.isSingleByte && fits(.multiByte($0), .strict) }
        if let text = Self.text(of: bytes, .utf8, as: vr, mode: .strict),
            longSuperset == nil || text.unicodeScalars.contains(where: { $0.value >= 0x2E80 })
        {
            // Two East Asian bytes may happen to be valid UTF-8, but then they are hardly ever an East Asian character.
            return Reading(scheme: .utf8, mode: .strict)
        }
        let anyEscapes = Scheme.codeExtension(CodeExtension([]))
        if bytes.contains(0x1B), fits(anyEscapes, .relaxed) { return Reading(scheme: anyEscapes, mode: .relaxed) }
        let tail = min(3, bytes.count - 1)
        for dropped in stride(from: 1, through: tail, by: 1) where bytes.dropLast(dropped).contains(where: { $0 >= 0x80 || $0 == 0x1B }) {
            if scheme.hasLongCharacters, fits(scheme, .relaxed, dropping: dropped) {
                return Reading(scheme: scheme, mode: .relaxed)
            }
            if bytes[bytes.count - dropped] >= 0xC2, fits(.utf8, .strict, dropping: dropped) {
                return Reading(scheme: .utf8, mode: .strict)
            }
        }
        if let longSuperset { return Reading(scheme: .multiByte(longSuperset), mode: .strict) }
        if let charset = EastAsianGuess.charset(of: bytes, as: vr) {
            return Reading(scheme: .multiByte(charset), mode: .strict)
        }
        for superset in supersets where superset.isSingleByte && fits(.singleByte(superset), .strict) {
            return Reading(scheme: .singleByte(superset), mode: .strict)
        }
        return Reading(scheme: .singleByte(.windows1252), mode: .relaxed, passesBytes: true)
    }

    private static func text(of bytes: [UInt8], _ reading: Reading, as vr: ValueRepresentation) -> String {
        if reading.scheme == .utf8 { return String(decoding: bytes, as: UTF8.self) }
        var walker = CharacterWalker(bytes, reading.scheme, as: vr, mode: reading.mode)
        var text = String.UnicodeScalarView()
        while let step = walker.next() {
            switch step {
            case .character(let scalar): text.append(scalar)
            case .valueDelimiter: text.append("\\")
            case .illegal(let byte): text.append(reading.passesBytes || byte < 0x80 ? Unicode.Scalar(byte) : "\u{FFFD}")
            }
        }
        return String(text)
    }

    private static func undoingDoubleEncoding(_ text: String) -> String? {
        let windows1252 = ConversionTable.of(.windows1252)
        var bytes: [UInt8] = []
        for scalar in text.unicodeScalars {
            if scalar.value < 0x100 {
                bytes.append(UInt8(scalar.value))
            } else if let code = windows1252.code(of: scalar.value) {
                bytes.append(UInt8(truncatingIfNeeded: code))
            } else {
                return nil
            }
        }
        return bytes.contains { $0 >= 0x80 } ? String(validating: bytes, as: UTF8.self) : nil
    }

    /// UTF-16, which no DICOM text is in and the private elements of some makers are.
    private func wideReadings(of bytes: [UInt8]) -> [String] {
        guard bytes.count >= 4 else { return [] }
        let units = bytes.count / 2
        var found: [String] = []
        for (high, mark) in [(1, [0xFF, 0xFE] as [UInt8]), (0, [0xFE, 0xFF])] {
            let zeros = (0..<units).count { bytes[$0 * 2 + high] == 0 && bytes[$0 * 2 + 1 - high] != 0 }
            guard bytes.starts(with: mark) || zeros * 2 >= units else { continue }
            let words = (0..<units).map { UInt16(bytes[$0 * 2 + high]) << 8 | UInt16(bytes[$0 * 2 + 1 - high]) }
            let text = String(decoding: words.drop { $0 == 0xFEFF }, as: UTF16.self)
            found.append(text)
        }
        return found
    }
}

extension Scheme {
    fileprivate var hasLongCharacters: Bool {
        switch self {
        case .utf8, .multiByte: true
        case .singleByte: false
        case .codeExtension(let declared): declared.charsets.contains(where: \.isDoubleByteSet)
        }
    }

    fileprivate var commonSupersets: [Charset] {
        switch self {
        case .utf8: []
        case .multiByte(let charset), .singleByte(let charset): charset.commonSuperset.map { [$0] } ?? []
        case .codeExtension(let declared): declared.charsets.compactMap(\.commonSuperset)
        }
    }
}
