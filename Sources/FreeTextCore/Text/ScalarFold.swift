// SPDX-License-Identifier: Apache-2.0

/// Folding of single scalars: lower case, base letters, half width, simplified Chinese, look-alike letters.
public struct ScalarFold: Sendable {
    /// Base letters of U+00C0...U+024F and U+1E00...U+1EFF: two ASCII letters packed, 0 if none.
    private let base: [UInt16]
    /// Simplified form of U+4E00...U+9FFF, 0 if the same.
    private let simplified: [UInt16]

    public static let shared = ScalarFold(latinBase: FoldTables.latinBase, simplified: FoldTables.simplified)

    public init(latinBase: StaticString, simplified pairs: StaticString) {
        var base: [UInt16] = []
        latinBase.withUTF8Buffer { bytes in
            var word: UInt16 = 0
            for b in bytes {
                if b == 32 {
                    base.append(word)
                    word = 0
                } else if b != 45 {
                    word = word << 8 | UInt16(b)
                }
            }
            base.append(word)
        }
        self.base = base
        var table = [UInt16](repeating: 0, count: 0x5200)
        var left: UInt32 = 0
        for s in pairs.description.unicodeScalars {
            if left == 0 {
                left = s.value
            } else {
                if left >= 0x4e00 && left < 0xa000 { table[Int(left - 0x4e00)] = UInt16(s.value) }
                left = 0
            }
        }
        simplified = table
    }

    private static let halfWidth: [UInt32] = "ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン".unicodeScalars.map(\.value)

    public static func isDropped(_ s: UInt32) -> Bool {
        switch s {
        case 0xff9e, 0xff9f, 0x3099, 0x309a, 0xad, 0x34f, 0x180e, 0x200b...0x200f, 0x202a...0x202e, 0x2060...0x2064, 0x2066...0x206f, 0xfeff,
            0xfe00...0xfe0f,
            0x300...0x36f, 0x1ab0...0x1aff, 0x1dc0...0x1dff, 0x20d0...0x20ff, 0xfe20...0xfe2f, 0xe0000...0xe01ef:
            true
        default: false
        }
    }

    /// The folded scalar, a second one if the fold makes two (ß, æ), and whether the original was upper case.
    @inline(__always)
    public func fold(_ s: UInt32) -> (UInt32, UInt32, Bool) {
        if s < 0x80 {
            if s >= 65 && s <= 90 { return (s + 32, 0, true) }
            return (s, 0, false)
        }
        return foldWide(s)
    }

    private func foldWide(_ s: UInt32) -> (UInt32, UInt32, Bool) {
        switch s {
        case 0xa0, 0x2000...0x200a, 0x202f, 0x205f, 0x3000: return (32, 0, false)
        case 0x2028, 0x2029, 0x85: return (10, 0, false)
        case 0xd7, 0xf7: return (s, 0, false)
        case 0xc0...0x24f, 0x1e00...0x1eff:
            let i = s < 0x250 ? Int(s - 0xc0) : Int(s - 0x1e00) + 0x190
            guard i < base.count, base[i] != 0 else { return (s, 0, false) }
            let upper = ScalarFold.isUpper(s)
            let two = base[i] >> 8
            return two == 0 ? (UInt32(base[i]), 0, upper) : (UInt32(two), UInt32(base[i] & 255), upper)
        case 0x2010...0x2015, 0x2212, 0xfe63, 0xff0d: return (45, 0, false)
        case 0x2018, 0x2019, 0x201b, 0x2b9, 0x2bb, 0x2bc, 0x2c8, 0xb4, 0x60, 0xff07: return (39, 0, false)
        case 0x201c, 0x201d, 0xff02: return (34, 0, false)
        case 0xff01...0xff5e: return fold(s - 0xfee0)
        case 0xff66...0xff9d: return (ScalarFold.halfWidth[Int(s - 0xff66)], 0, false)
        // ガ as カ, パ as ハ: half width writes the mark apart.
        case 0x30ac...0x30c2 where s % 2 == 0: return (s - 1, 0, false)
        case 0x30c5, 0x30c7, 0x30c9: return (s - 1, 0, false)
        case 0x30d0...0x30dd: return (0x30cf + (s - 0x30cf) / 3 * 3, 0, false)
        case 0x30f4: return (0x30a6, 0, false)
        case 0x370...0x3ff, 0x400...0x52f: return ScalarFold.lookAlike(s)
        case 0x4e00...0x9fff:
            let t = simplified[Int(s - 0x4e00)]
            return (t == 0 ? s : UInt32(t), 0, false)
        case 0xf900...0xfaff, 0x3400...0x4dbf, 0x3040...0x30ff, 0xac00...0xd7a3: return (s, 0, false)
        case 0x2160...0x217f, 0x24b6...0x24e9: return (s, 0, false)
        case 0x660...0x669: return (s - 0x660 + 48, 0, false)
        case 0x6f0...0x6f9: return (s - 0x6f0 + 48, 0, false)
        case 0x1d400...0x1d6a3:  // mathematical letters, 26 + 26 a style
            let k = (s - 0x1d400) % 52
            return (97 + k % 26, 0, k < 26)
        case 0x1d7ce...0x1d7ff: return (48 + (s - 0x1d7ce) % 10, 0, false)
        default: return (s, 0, false)
        }
    }

    private static func isUpper(_ s: UInt32) -> Bool { Unicode.Scalar(s)?.properties.isUppercase ?? false }

    /// Greek and Cyrillic letters that look like Latin ones become those.
    private static func lookAlike(_ s: UInt32) -> (UInt32, UInt32, Bool) {
        let upper: [UInt32: UInt8] = [
            0x391: 97, 0x392: 98, 0x395: 101, 0x396: 122, 0x397: 104, 0x399: 105, 0x39a: 107, 0x39c: 109, 0x39d: 110, 0x39f: 111,
            0x3a1: 112, 0x3a4: 116, 0x3a5: 121, 0x3a7: 120, 0x410: 97, 0x412: 98, 0x415: 101, 0x41a: 107, 0x41c: 109, 0x41d: 104,
            0x41e: 111, 0x420: 112, 0x421: 99, 0x422: 116, 0x423: 121, 0x425: 120, 0x405: 115, 0x406: 105, 0x408: 106,
        ]
        let lower: [UInt32: UInt8] = [
            0x3bf: 111, 0x3bd: 118, 0x430: 97, 0x435: 101, 0x43e: 111, 0x440: 112, 0x441: 99, 0x443: 121, 0x445: 120, 0x455: 115,
            0x456: 105, 0x458: 106, 0x501: 100, 0x51b: 113, 0x51d: 119,
        ]
        if let a = upper[s] { return (UInt32(a), 0, true) }
        if let a = lower[s] { return (UInt32(a), 0, false) }
        guard let scalar = Unicode.Scalar(s) else { return (s, 0, false) }
        let low = scalar.properties.lowercaseMapping.unicodeScalars
        if scalar.properties.isUppercase, let first = low.first { return (first.value, 0, true) }
        return (s, 0, false)
    }
}
