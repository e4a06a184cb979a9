// SPDX-License-Identifier: Apache-2.0

/// How one scalar is compared: lower case and without diacritics; letters and characters that are written for one another are one.
///
/// Full case folding, compatibility forms, the Arabic and Hebrew forms of letters, hiragana and half-width kana as katakana, small
/// kana as large ones, kanji variants, traditional and simplified characters. Invisible characters are gone.
struct ScalarFolding {
    static let shared = ScalarFolding()

    enum Result {
        case symbol(Symbol)
        case two(Symbol, Symbol)
        case three(Symbol, Symbol, Symbol)
        /// Invisible, or a sign on the letter before it.
        case nothing
        case gap(Gap)
        /// A sound mark of kana, a letter of a Korean syllable, or 々: changes or repeats what is before it.
        case joins(Symbol)
    }

    /// Base letters of U+00C0...U+024F and U+1E00...U+1EFF.
    private let latin: [UInt16]
    /// For U+3400...U+9FFF and U+F900...U+FAFF.
    private let han: [UInt32]
    private let rareHan: [UInt32: UInt32]

    private init() {
        latin = Self.latinBase.split(separator: " ", omittingEmptySubsequences: false).map { letters in
            letters == "-" ? 0 : letters.utf8.reduce(0) { $0 << 8 | UInt16($1) }
        }
        var han = [UInt32](repeating: 0, count: 0xFB00 - 0x3400)
        var rare: [UInt32: UInt32] = [:]
        var variant: UInt32 = 0
        for scalar in HanVariantsTable.pairs.description.unicodeScalars {
            if variant == 0 {
                variant = scalar.value
            } else {
                if (0x3400..<0xFB00).contains(variant) { han[Int(variant - 0x3400)] = scalar.value } else { rare[variant] = scalar.value }
                variant = 0
            }
        }
        self.han = han
        rareHan = rare
    }

    func fold(_ scalar: UInt32) -> Result {
        if scalar < 0x80 { return Self.ascii(UInt8(scalar)) }
        switch scalar {
        case 0x80...0xBF: return latin1(scalar)
        case 0xC0...0x24F: return base(scalar, Int(scalar - 0xC0))
        case 0x1E00...0x1EFF: return base(scalar, Int(scalar - 0x1E00) + 0x190)
        case 0x250...0x2AF: return .symbol(scalar == 0x259 ? 97 : scalar == 0x251 ? 97 : scalar == 0x261 ? 103 : scalar == 0x269 ? 105 : scalar)
        case 0x2B0...0x2FF: return .gap(.mark)
        case 0x300...0x36F, 0x483...0x489, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF, 0xFE20...0xFE2F: return .nothing
        case 0x370...0x3FF, 0x1F00...0x1FFF: return Self.greek(scalar)
        case 0x400...0x52F: return .symbol(Self.cyrillic(scalar))
        case 0x591...0x5F4, 0xFB1D...0xFB4F: return Self.hebrew(scalar)
        case 0x600...0x6FF, 0xFB50...0xFDFF, 0xFE70...0xFEFC: return Self.arabic(scalar)
        // Fillers of Korean syllables, the empty Braille cell, blanks of hieroglyphs and the note without a head show nothing.
        case 0x115F, 0x1160, 0x2800, 0x13441, 0x13442, 0x1D159: return .nothing
        case 0x1100...0x11FF: return .joins(scalar)
        case 0x2000...0x200A, 0x202F, 0x205F, 0x3000: return .gap(.space)
        case 0x2028, 0x2029: return .gap(.line)
        case 0x2010...0x2015, 0x2212, 0xFE63, 0xFF0D: return .gap(.hyphen)
        case 0x2024, 0xB7, 0x2027, 0x30FB, 0xFF65, 0x3002, 0xFF61: return .gap(.dot)
        case 0x3005: return .joins(scalar)
        case 0x3041...0x3096: return .symbol(Self.largeKana(scalar + 0x60))
        case 0x30A1...0x30FA: return .symbol(Self.largeKana(scalar))
        case 0x30FC: return .symbol(scalar)
        case 0x3099, 0x309A, 0xFF9E, 0xFF9F: return .joins(scalar == 0xFF9E ? 0x3099 : scalar == 0xFF9F ? 0x309A : scalar)
        case 0x3007: return .symbol(scalar)
        case 0x2F00...0x2FD5, 0x20000...0x3FFFF: return .symbol(rareHan[scalar] ?? scalar)
        case 0x3400...0x9FFF, 0xF900...0xFAFF:
            let other = han[Int(scalar - 0x3400)]
            return .symbol(other == 0 ? scalar : other)
        case 0xAC00...0xD7A3: return .symbol(scalar)
        case 0xFB00...0xFB06: return Self.ligature(scalar)
        case 0xFF01...0xFF5E: return fold(scalar - 0xFEE0)
        case 0xFF66...0xFF9D: return .symbol(Self.largeKana(Self.fullWidth[Int(scalar - 0xFF66)]))
        case 0x1D400...0x1D6A3: return .symbol(97 + (scalar - 0x1D400) % 52 % 26)
        case 0x1D7CE...0x1D7FF: return .symbol(48 + (scalar - 0x1D7CE) % 10)
        case 0x24B6...0x24E9: return .symbol(97 + (scalar - 0x24B6) % 26)
        case 0x1F130...0x1F149: return .symbol(97 + scalar - 0x1F130)
        default: return other(scalar)
        }
    }

    /// Control characters are gone, but for a zero byte, which parts fields.
    @inline(__always)
    static func ascii(_ byte: UInt8) -> Result {
        if byte >= 97 && byte <= 122 || byte >= 48 && byte <= 57 { return .symbol(Symbol(byte)) }
        if byte >= 65 && byte <= 90 { return .symbol(Symbol(byte | 0x20)) }
        if byte == 0 { return .gap(.zero) }
        if byte < 0x20 && !(0x09...0x0D).contains(byte) || byte == 0x7F { return .nothing }
        return .gap(Gap.of(ascii: byte))
    }

    private func latin1(_ scalar: UInt32) -> Result {
        switch scalar {
        case 0x85: .gap(.line)
        case 0xA0: .gap(.space)
        case 0xAD, 0x80...0x9F: .nothing
        case 0xB7: .gap(.dot)
        case 0xAA: .symbol(97)
        case 0xBA: .symbol(111)
        case 0xB5: .symbol(0x3BC)
        default: .gap(.mark)
        }
    }

    private func base(_ scalar: UInt32, _ index: Int) -> Result {
        if scalar == 0xD7 || scalar == 0xF7 { return .gap(.mark) }
        guard index < latin.count, latin[index] != 0 else { return other(scalar) }
        let first = latin[index] >> 8
        return first == 0 ? .symbol(UInt32(latin[index])) : .two(UInt32(first), UInt32(latin[index] & 0xFF))
    }

    private func other(_ scalar: UInt32) -> Result {
        guard let unicode = Unicode.Scalar(scalar) else { return .gap(.mark) }
        let properties = unicode.properties
        if properties.isDefaultIgnorableCodePoint { return .nothing }
        if properties.numericType == .decimal, let value = properties.numericValue { return .symbol(48 + UInt32(value)) }
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return properties.isAlphabetic ? .symbol(scalar) : .nothing
        case .spaceSeparator: return .gap(.space)
        case .control, .format: return .nothing
        default: break
        }
        guard properties.isAlphabetic || properties.generalCategory == .privateUse else { return .gap(.mark) }
        let lower = properties.lowercaseMapping.unicodeScalars
        return .symbol(lower.first?.value ?? scalar)
    }

    static func isCapital(_ scalar: UInt32) -> Bool {
        if scalar < 0x80 { return scalar >= 65 && scalar <= 90 }
        if scalar < 0xC0 || (0x2E80..<0xFB00).contains(scalar) { return false }
        return Unicode.Scalar(scalar)?.properties.isUppercase ?? false
    }

    private static let latinBase =
        "a a a a a a ae c e e e e i i i i d n o o o o o - o u u u u y th ss a a a a a a ae c e e e e i i i i d n o o o o o - o u u u u y th y "
        + "a a a a a a c c c c c c c c d d d d e e e e e e e e e e g g g g g g g g h h h h i i i i i i i i i i ij ij j j k k k l l l l l l l l l "
        + "l n n n n n n n n n o o o o o o oe oe r r r r r r s s s s s s s s t t t t t t u u u u u u u u u u u u w w y y y z z z z z z s b b - - "
        + "- - - c c d d d d - - a - f f g - - - i k k l - - n n o o o - - p p - - - - - t t t t u u - v y y z z - - - - - - - - - - - - - dz dz "
        + "dz lj lj lj nj nj nj a a i i o o u u u u u u u u u u a a a a a - - g g g g k k o o o o - - j dz dz dz g g - - n n a a - - - - a a a a "
        + "e e e e i i i i o o o o r r r r u u u u s s t t y y h h n d - - z z a a e e o o o o o o o o y y l n t j - - a c c l t s z - - b u v e "
        + "e j j q q r r y y a a b b b b b b c c d d d d d d d d d d e e e e e e e e e e f f g g h h h h h h h h h h i i i i k k k k k k l l l l "
        + "l l l l m m m m m m n n n n n n n n o o o o o o o o p p p p r r r r r r r r s s s s s s s s s s t t t t t t t t u u u u u u u u u u v "
        + "v v v w w w w w w w w w w x x x x y y z z z z z z h t w y a s s s ss - a a a a a a a a a a a a a a a a a a a a a a a a e e e e e e e "
        + "e e e e e e e e e i i i i o o o o o o o o o o o o o o o o o o o o o o o o u u u u u u u u u u u u u u y y y y y y y y ll ll - - y y"
}
