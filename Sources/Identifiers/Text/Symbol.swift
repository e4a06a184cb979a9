// SPDX-License-Identifier: Apache-2.0

/// Folded text is a row of symbols: letters, digits and characters. What stands between them is kept as a gap.
typealias Symbol = UInt32

/// Letters that do not belong together do not make one word.
enum SymbolClass: UInt8 {
    case digit, latin, cyrillic, greek, hebrew, arabic, han, kana, hangul, other

    @inline(__always)
    init(_ symbol: Symbol) {
        if symbol < 0x80 {
            self = symbol >= 97 && symbol <= 122 ? .latin : symbol >= 48 && symbol <= 57 ? .digit : .other
            return
        }
        switch symbol {
        case 0x80..<0x370: self = .latin
        case 0x370..<0x400: self = .greek
        case 0x400..<0x530: self = .cyrillic
        case 0x590..<0x600: self = .hebrew
        case 0x600..<0x780: self = .arabic
        case 0x30A0..<0x3100: self = .kana
        case 0x3400..<0xA000, 0x20000..<0x40000, 0x3005, 0x3007: self = .han
        case 0xAC00..<0xD7A4: self = .hangul
        default: self = .other
        }
    }

    /// Scripts in which words follow each other without spaces.
    var hasNoSpaces: Bool { self == .han || self == .kana || self == .hangul }
}

/// What stands before a symbol, and how the symbol was written.
struct Gap: OptionSet {
    let rawValue: UInt8
    init(rawValue: UInt8) { self.rawValue = rawValue }

    static let space = Gap(rawValue: 1)
    static let dot = Gap(rawValue: 2)
    static let hyphen = Gap(rawValue: 4)
    /// `/` and `:`, which stand in dates and times.
    static let slash = Gap(rawValue: 8)
    static let line = Gap(rawValue: 16)
    /// Any other mark.
    static let mark = Gap(rawValue: 32)
    /// A zero byte, as in UTF-16 and at the end of fields.
    static let zero = Gap(rawValue: 64)
    /// The symbol was written as a capital letter.
    static let capital = Gap(rawValue: 128)

    /// Something visible is between the symbols.
    @inline(__always) var isOpen: Bool { rawValue & 0x3F != 0 }
    @inline(__always) var marks: Gap { Gap(rawValue: rawValue & 0x3F) }

    @inline(__always)
    static func of(ascii byte: UInt8) -> Gap {
        switch byte {
        case 0x20, 0x09: .space
        case 0x0A...0x0D: .line
        case 0x2E: .dot
        case 0x2D, 0x5F: .hyphen
        case 0x2F, 0x3A: .slash
        default: .mark
        }
    }
}
