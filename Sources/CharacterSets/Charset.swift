// SPDX-License-Identifier: Apache-2.0

/// A coded character set or encoding with a table of its own. ASCII and UTF-8 need none.
enum Charset: UInt8, CaseIterable, Sendable {
    // Upper halves of PS3.3 Tables C.12-2 and C.12-3, one byte a character.
    case latin1, latin2, latin3, latin4, latin5, latin9
    case cyrillic, arabic, greek, hebrew, thai, katakana

    // Sets of 94 x 94 characters of PS3.3 Table C.12-4, two bytes a character.
    case jisX0208, jisX0212, ksX1001, gb2312

    // Whole encodings of PS3.3 Table C.12-5.
    case gbk, gb18030

    // Encodings that the standard does not have and files do.
    case shiftJIS, eucJP, unifiedHangul, big5
    case windows1250, windows1251, windows1252, windows1253, windows1254, windows1255, windows1256, windows1257
    case windows874, koi8R
    // Met in the bytes of old systems only: searched for, never read.
    case koi8U, cyrillicDOS, windows1258, latinDOS, westernDOS, centralDOS, macintosh, johab

    /// The name under which iconv knows the bytes 80 to FF.
    var iconvName: String {
        switch self {
        case .latin1: "ISO-8859-1"
        case .latin2: "ISO-8859-2"
        case .latin3: "ISO-8859-3"
        case .latin4: "ISO-8859-4"
        case .latin5: "ISO-8859-9"
        case .latin9: "ISO-8859-15"
        case .cyrillic: "ISO-8859-5"
        case .arabic: "ISO-8859-6"
        case .greek: "ISO-8859-7"
        case .hebrew: "ISO-8859-8"
        case .thai: "ISO-8859-11"
        case .katakana, .shiftJIS: "CP932"
        case .jisX0208, .jisX0212, .eucJP: "EUC-JP"
        case .ksX1001: "EUC-KR"
        case .gb2312: "EUC-CN"
        case .gbk: "GBK"
        case .gb18030: "GB18030"
        case .unifiedHangul: "UHC"
        case .big5: "BIG5-HKSCS"
        case .windows1250: "WINDOWS-1250"
        case .windows1251: "WINDOWS-1251"
        case .windows1252: "WINDOWS-1252"
        case .windows1253: "WINDOWS-1253"
        case .windows1254: "WINDOWS-1254"
        case .windows1255: "WINDOWS-1255"
        case .windows1256: "WINDOWS-1256"
        case .windows1257: "WINDOWS-1257"
        case .windows874: "CP874"
        case .koi8R: "KOI8-R"
        case .koi8U: "KOI8-U"
        case .cyrillicDOS: "CP866"
        case .windows1258: "CP1258"
        case .latinDOS: "CP437"
        case .westernDOS: "CP850"
        case .centralDOS: "CP852"
        case .macintosh: "MACINTOSH"
        case .johab: "CP1361"
        }
    }

    /// Two bytes make a character, and the set is one of ISO 2022.
    var isDoubleByteSet: Bool {
        switch self {
        case .jisX0208, .jisX0212, .ksX1001, .gb2312: true
        default: false
        }
    }

    /// Designated as G0, so its bytes look like ASCII (PS3.5 section 6.1.2.5.1).
    var isDesignatedAsG0: Bool { self == .jisX0208 || self == .jisX0212 }

    /// One byte a character, of whatever origin.
    var isSingleByte: Bool {
        switch self {
        case .jisX0208, .jisX0212, .ksX1001, .gb2312, .gbk, .gb18030, .shiftJIS, .eucJP, .unifiedHangul, .big5, .johab: false
        default: true
        }
    }

    /// Text is never taken to be in it.
    var isSearchedOnly: Bool {
        switch self {
        case .koi8U, .cyrillicDOS, .windows1258, .latinDOS, .westernDOS, .centralDOS, .macintosh, .johab: true
        default: false
        }
    }

    /// The sequence that designates the set, ESC first (PS3.3 Tables C.12-3 and C.12-4).
    var escapeSequence: [UInt8] {
        switch self {
        case .latin1: [0x1B, 0x2D, 0x41]
        case .latin2: [0x1B, 0x2D, 0x42]
        case .latin3: [0x1B, 0x2D, 0x43]
        case .latin4: [0x1B, 0x2D, 0x44]
        case .cyrillic: [0x1B, 0x2D, 0x4C]
        case .arabic: [0x1B, 0x2D, 0x47]
        case .greek: [0x1B, 0x2D, 0x46]
        case .hebrew: [0x1B, 0x2D, 0x48]
        case .latin5: [0x1B, 0x2D, 0x4D]
        case .latin9: [0x1B, 0x2D, 0x62]
        case .thai: [0x1B, 0x2D, 0x54]
        case .katakana: [0x1B, 0x29, 0x49]
        case .jisX0208: [0x1B, 0x24, 0x42]
        case .jisX0212: [0x1B, 0x24, 0x28, 0x44]
        case .ksX1001: [0x1B, 0x24, 0x29, 0x43]
        case .gb2312: [0x1B, 0x24, 0x29, 0x41]
        default: []
        }
    }

    /// What writers who declare the set use in its place when they write bytes that it lacks.
    var commonSuperset: Charset? {
        switch self {
        case .latin1, .latin9: .windows1252
        case .latin2: .windows1250
        case .latin4: .windows1257
        case .latin5: .windows1254
        case .cyrillic: .windows1251
        case .arabic: .windows1256
        case .greek: .windows1253
        case .hebrew: .windows1255
        case .thai: .windows874
        case .katakana, .jisX0208, .jisX0212: .shiftJIS
        case .ksX1001: .unifiedHangul
        case .gb2312, .gbk: .gb18030
        default: nil
        }
    }
}
