// SPDX-License-Identifier: Apache-2.0

extension ScalarFolding {
    // MARK: - Greek and Cyrillic

    static func greek(_ scalar: UInt32) -> Result {
        switch scalar {
        case 0x391...0x3A9: return .symbol(scalar + 32)
        case 0x3C2: return .symbol(0x3C3)
        case 0x3B1...0x3C9: return .symbol(scalar)
        case 0x386, 0x3AC: return .symbol(0x3B1)
        case 0x388, 0x3AD: return .symbol(0x3B5)
        case 0x389, 0x3AE: return .symbol(0x3B7)
        case 0x38A, 0x390, 0x3AA, 0x3AF, 0x3CA: return .symbol(0x3B9)
        case 0x38C, 0x3CC: return .symbol(0x3BF)
        case 0x38E, 0x3AB, 0x3B0, 0x3CB, 0x3CD: return .symbol(0x3C5)
        case 0x38F, 0x3CE: return .symbol(0x3C9)
        case 0x3D0: return .symbol(0x3B2)
        case 0x3D1, 0x3F4: return .symbol(0x3B8)
        case 0x3D5: return .symbol(0x3C6)
        case 0x3D6: return .symbol(0x3C0)
        case 0x3F0: return .symbol(0x3BA)
        case 0x3F1: return .symbol(0x3C1)
        case 0x3F2, 0x3F9: return .symbol(0x3C3)
        case 0x3F5: return .symbol(0x3B5)
        case 0x37A, 0x384, 0x385, 0x37E, 0x387, 0x375: return .gap(.mark)
        case 0x1F00...0x1F6F: return .symbol(([0x3B1, 0x3B5, 0x3B7, 0x3B9, 0x3BF, 0x3C5, 0x3C9] as [UInt32])[Int(scalar - 0x1F00) / 16])
        case 0x1F70...0x1F7D: return .symbol(([0x3B1, 0x3B5, 0x3B7, 0x3B9, 0x3BF, 0x3C5, 0x3C9] as [UInt32])[Int(scalar - 0x1F70) / 2])
        case 0x1F80...0x1F8F, 0x1FB0...0x1FBC: return .symbol(0x3B1)
        case 0x1FC8, 0x1FC9: return .symbol(0x3B5)
        case 0x1F90...0x1F9F, 0x1FC2...0x1FCC: return .symbol(0x3B7)
        case 0x1FD0...0x1FDB: return .symbol(0x3B9)
        case 0x1FE4, 0x1FE5, 0x1FEC: return .symbol(0x3C1)
        case 0x1FE0...0x1FEB: return .symbol(0x3C5)
        case 0x1FF8, 0x1FF9: return .symbol(0x3BF)
        case 0x1FA0...0x1FAF, 0x1FF2...0x1FFC: return .symbol(0x3C9)
        case 0x1FBD...0x1FFF: return .gap(.mark)
        default: return .symbol(Unicode.Scalar(scalar)?.properties.lowercaseMapping.unicodeScalars.first?.value ?? scalar)
        }
    }

    /// й is и, ё is е, and the letters of Ukrainian, Belarusian and the Turkic languages are those of Russian.
    static func cyrillic(_ scalar: UInt32) -> Symbol {
        let lower: UInt32 =
            switch scalar {
            case 0x400...0x40F: scalar + 0x50
            case 0x410...0x42F: scalar + 0x20
            case 0x430...0x45F: scalar
            case 0x4C0: 0x4CF
            case 0x4C1...0x4CE: scalar + (scalar & 1)
            default: scalar | 1
            }
        return switch lower {
        case 0x439, 0x45D, 0x456, 0x457, 0x4E3, 0x4E5: 0x438
        case 0x450, 0x451, 0x454, 0x4D7: 0x435
        case 0x453, 0x491, 0x493: 0x433
        case 0x45C, 0x49B, 0x49D: 0x43A
        case 0x45E, 0x4AF, 0x4B1, 0x4EF, 0x4F1, 0x4F3: 0x443
        case 0x4A3: 0x43D
        case 0x4E9, 0x4E7: 0x43E
        case 0x4D1, 0x4D3, 0x4D9: 0x430
        case 0x4B3: 0x445
        case 0x4B7, 0x4F5: 0x447
        case 0x4C2, 0x4DD, 0x497: 0x436
        case 0x4DF, 0x499: 0x437
        case 0x4F9: 0x44B
        case 0x4ED: 0x44D
        case 0x463: 0x435
        default: lower
        }
    }

    // MARK: - Hebrew and Arabic

    static func hebrew(_ scalar: UInt32) -> Result {
        switch scalar {
        case 0x5BE: return .gap(.hyphen)
        case 0x5C0, 0x5C3, 0x5C6, 0x5F3, 0x5F4: return .gap(.mark)
        case 0x591...0x5C7, 0xFB1E: return .nothing
        case 0x5DA, 0x5DD, 0x5DF, 0x5E3, 0x5E5: return .symbol(scalar + 1)
        case 0x5D0...0x5EA: return .symbol(scalar)
        case 0x5EF, 0x5F2, 0xFB1F: return .two(0x5D9, 0x5D9)
        case 0x5F0: return .two(0x5D5, 0x5D5)
        case 0x5F1: return .two(0x5D5, 0x5D9)
        case 0xFB1D: return .symbol(0x5D9)
        case 0xFB20: return .symbol(0x5E2)
        case 0xFB21...0xFB28: return .symbol(([0x5D0, 0x5D3, 0x5D4, 0x5DB, 0x5DC, 0x5DE, 0x5E8, 0x5EA] as [UInt32])[Int(scalar - 0xFB21)])
        case 0xFB29: return .gap(.mark)
        case 0xFB2A...0xFB2D: return .symbol(0x5E9)
        case 0xFB2E, 0xFB2F: return .symbol(0x5D0)
        case 0xFB30...0xFB4A: return hebrew(scalar - 0xFB30 + 0x5D0)
        case 0xFB4B: return .symbol(0x5D5)
        case 0xFB4C: return .symbol(0x5D1)
        case 0xFB4D: return .symbol(0x5DB)
        case 0xFB4E: return .symbol(0x5E4)
        case 0xFB4F: return .two(0x5D0, 0x5DC)
        default: return .nothing
        }
    }

    static func arabic(_ scalar: UInt32) -> Result {
        switch scalar {
        case 0x60C, 0x61B, 0x61F, 0x66A...0x66D, 0x6D4: return .gap(.mark)
        case 0x610...0x61A, 0x61C, 0x640, 0x64B...0x65F, 0x670, 0x6D6...0x6DC, 0x6DF...0x6E8, 0x6EA...0x6ED, 0x600...0x605: return .nothing
        case 0x660...0x669: return .symbol(scalar - 0x660 + 48)
        case 0x6F0...0x6F9: return .symbol(scalar - 0x6F0 + 48)
        case 0x621, 0x674: return .nothing
        case 0x622, 0x623, 0x625, 0x671...0x673, 0x675: return .symbol(0x627)
        case 0x624, 0x676, 0x677, 0x6C4...0x6CB, 0x6CF: return .symbol(0x648)
        case 0x626, 0x649, 0x678, 0x6CC...0x6CE, 0x6D0...0x6D3: return .symbol(0x64A)
        case 0x629, 0x6BE, 0x6C0...0x6C3, 0x6D5, 0x6FF: return .symbol(0x647)
        case 0x6A9, 0x6AA, 0x6AC: return .symbol(0x643)
        case 0xFE80: return .nothing
        case 0xFEF5...0xFEFC: return .two(0x644, 0x627)
        case 0xFE81...0xFEF4: return presentation(scalar)
        case 0xFB56...0xFB59: return .symbol(0x67E)
        case 0xFB7A...0xFB7D: return .symbol(0x686)
        case 0xFB8A, 0xFB8B: return .symbol(0x698)
        case 0xFB8E...0xFB91: return .symbol(0x643)
        case 0xFB92...0xFB95: return .symbol(0x6AF)
        case 0xFBA4...0xFBAD: return .symbol(0x647)
        case 0xFBAE...0xFBB1, 0xFBFC...0xFBFF, 0xFBE8, 0xFBE9: return .symbol(0x64A)
        case 0xFDF2: return .three(0x644, 0x644, 0x647)
        case 0xFE70...0xFE7F: return .nothing
        default:
            return Unicode.Scalar(scalar)?.properties.isAlphabetic == true ? .symbol(scalar) : .gap(.mark)
        }
    }

    /// Each letter with its isolated, final, initial and medial forms, in the order of U+FE81.
    private static func presentation(_ scalar: UInt32) -> Result {
        var start: UInt32 = 0xFE81
        for (letter, count) in forms {
            if scalar < start + count { return .symbol(letter) }
            start += count
        }
        return .nothing
    }

    private static let forms: [(UInt32, UInt32)] = [
        (0x627, 2), (0x627, 2), (0x648, 2), (0x627, 2), (0x64A, 4), (0x627, 2), (0x628, 4), (0x647, 2), (0x62A, 4), (0x62B, 4), (0x62C, 4),
        (0x62D, 4),
        (0x62E, 4), (0x62F, 2), (0x630, 2), (0x631, 2), (0x632, 2), (0x633, 4), (0x634, 4), (0x635, 4), (0x636, 4), (0x637, 4), (0x638, 4),
        (0x639, 4),
        (0x63A, 4), (0x641, 4), (0x642, 4), (0x643, 4), (0x644, 4), (0x645, 4), (0x646, 4), (0x647, 4), (0x648, 2), (0x64A, 2), (0x64A, 4),
    ]

    // MARK: - Kana, Korean, ligatures

    static let fullWidth: [UInt32] = "ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン".unicodeScalars.map(\.value)

    /// Half-width kana of old systems have no small ones of some letters, and names are written in either.
    static func largeKana(_ scalar: UInt32) -> Symbol {
        switch scalar {
        case 0x30A1, 0x30A3, 0x30A5, 0x30A7, 0x30A9, 0x30E3, 0x30E5, 0x30E7, 0x30EE: scalar + 1
        case 0x30F5: 0x30AB
        case 0x30F6: 0x30B1
        case 0x30F0: 0x30A4
        case 0x30F1: 0x30A8
        case 0x30C2: 0x30B8
        case 0x30C5: 0x30BA
        default: scalar
        }
    }

    /// What a sound mark makes of kana; what a letter makes of a Korean syllable; `nil` where the two do not join.
    static func joined(_ before: Symbol, _ mark: Symbol) -> Symbol? {
        switch mark {
        case 0x3099:
            switch before {
            case 0x30AB...0x30C1 where before & 1 == 1: largeKana(before + 1)
            case 0x30C4, 0x30C6, 0x30C8: largeKana(before + 1)
            case 0x30CF, 0x30D2, 0x30D5, 0x30D8, 0x30DB: before + 1
            case 0x30A6: 0x30F4
            default: nil
            }
        case 0x309A:
            switch before {
            case 0x30CF, 0x30D2, 0x30D5, 0x30D8, 0x30DB: before + 2
            default: nil
            }
        case 0x1161...0x1175:
            (0x1100...0x1112).contains(before) ? 0xAC00 + ((before - 0x1100) * 21 + mark - 0x1161) * 28 : nil
        case 0x11A8...0x11C2:
            (0xAC00...0xD7A3).contains(before) && (before - 0xAC00) % 28 == 0 ? before + mark - 0x11A7 : nil
        default: nil
        }
    }

    static func ligature(_ scalar: UInt32) -> Result {
        switch scalar {
        case 0xFB00: .two(102, 102)
        case 0xFB01: .two(102, 105)
        case 0xFB02: .two(102, 108)
        case 0xFB03: .three(102, 102, 105)
        case 0xFB04: .three(102, 102, 108)
        default: .two(115, 116)
        }
    }

    // MARK: - Letters that look alike

    /// Greek and Cyrillic letters that look like Latin ones: among Latin letters they are those.
    static let lookAlikes: [Symbol: Symbol] = [
        0x3B1: 97, 0x3B2: 98, 0x3B5: 101, 0x3B6: 122, 0x3B7: 104, 0x3B9: 105, 0x3BA: 107, 0x3BC: 109, 0x3BD: 110, 0x3BF: 111, 0x3C1: 112, 0x3C4: 116,
        0x3C5: 121, 0x3C7: 120, 0x430: 97, 0x432: 98, 0x435: 101, 0x437: 51, 0x43A: 107, 0x43C: 109, 0x43D: 104, 0x43E: 111, 0x440: 112, 0x441: 99,
        0x442: 116,
        0x443: 121, 0x445: 120, 0x455: 115, 0x438: 105, 0x458: 106, 0x501: 100, 0x51B: 113, 0x51D: 119,
    ]
}
