// SPDX-License-Identifier: Apache-2.0

package import FreeTextCore

/// The features of the name model. The trainer uses this same code.
package enum NameFeatures {
    @inline(__always)
    private static func slot(_ kind: UInt64, _ a: UInt64, _ b: UInt64 = 0, _ c: UInt64 = 0) -> UInt32 {
        var h = kind &* 0x9e37_79b9_7f4a_7c15 ^ a
        h = (h ^ h >> 29) &* 0xbf58_476d_1ce4_e5b9 ^ b
        h = (h ^ h >> 32) &* 0x94d0_49bb_1331_11eb ^ c
        h = (h ^ h >> 31) &* 0xff51_afd7_ed55_8ccd
        return UInt32(truncatingIfNeeded: h >> 40) & UInt32(NameModel.slots - 1)
    }

    package static func transition(_ previous: Int, _ separator: UInt32) -> UInt32 { slot(99, UInt64(previous), UInt64(separator)) }

    /// What lies between two words, as a small number.
    private static func separator(_ a: Analysis, _ from: Int, _ to: Int) -> UInt32 {
        if to - from == 1 {
            switch a.tokens[to].gap {
            case .glued: return 1
            case .space: return 0
            case .line: return 3
            case .underscore: return 2
            }
        }
        if (from + 1...to).contains(where: { a.tokens[$0].gap == .line }) { return 3 }
        let k = from + 1
        if a.tokens[k].isNumber { return 11 }
        let tight = a.tokens[k].gap == .glued && a.tokens[to].gap == .glued
        if to - from > 2 && a.tokens[k + 1].isNumber { return 11 }
        switch a.text.mark(k) {
        case 44: return 4
        case 46: return tight ? 14 : a.tokens[from].length > 3 && a.tokens[to].gap == .space ? NameModel.sentenceEnd : 5
        case 45: return tight ? 6 : 15
        case 94: return 7
        case 47: return 8
        case 58: return 9
        case 40, 41, 91, 93: return 10
        case 39: return 13
        default: return 12
        }
    }

    /// Word class in fewer bits: how name-like, how common, what else.
    private static func coarse(_ w: WordClass) -> UInt64 {
        let name = UInt64(max(w.first, w.last))
        let term: UInt64 = w.has(WordClass.technical) ? 3 : w.isTerm ? 2 : w.has(WordClass.foreign) ? 1 : 0
        return name | UInt64(w.word) << 2 | term << 4 | (w.has(WordClass.place) ? 64 : 0) | (w.has(WordClass.eponym) ? 128 : 0)
            | (w.has(WordClass.country) ? 256 : 0) | (w.first > 0 ? 512 : 0) | (w.has(WordClass.truncated) ? 1024 : 0)
    }

    private static let cueMask: UInt64 =
        (Cue([
            .title, .degree, .role, .kin, .patient, .weakRole, .site, .place, .employer, .hospitalHead, .organizationHead, .eponymHead,
            .personVerb, .stop, .particle, .month, .unit, .field, .link, .id, .street,
        ]).rawValue)

    /// Features of every Latin word that no number detector took.
    package static func words(_ a: Analysis) -> [NameModel.Word] {
        var index: [Int] = []
        for i in a.tokens.indices where a.tokens[i].isWord && !(a.tokens[i].length == 1 && a.text.mark(i - 1) == 39) { index.append(i) }
        let n = index.count
        guard n > 0 else { return [] }
        var vocabulary = 0
        var prose = 0
        for i in index {
            if a.tokens[i].word.isTerm { vocabulary += 1 } else if a.tokens[i].cue.contains(.stop) { prose += 1 }
        }
        let caps: UInt64 = a.isAllCaps ? 1 : a.isAllLower ? 2 : 0
        let style = UInt64(min(n, 12) / 3) | UInt64(vocabulary * 3 / n) << 3 | UInt64(min(prose * 6 / n, 2)) << 6 | caps << 9
        var result: [NameModel.Word] = []
        result.reserveCapacity(n)
        for k in 0..<n {
            let i = index[k]
            let t = a.tokens[i]
            var f: [UInt32] = []
            f.reserveCapacity(48)
            let w = t.word
            let shape = UInt64(t.shape.rawValue)
            let code = UInt64(w.bits)
            let c0 = coarse(w)
            let length = UInt64(min(t.length, 12))
            let sepBefore = k > 0 ? separator(a, index[k - 1], i) : (i > 0 ? 17 : 16)
            let sepAfter: UInt64 = k + 1 < n ? UInt64(separator(a, i, index[k + 1])) : (i + 1 < a.tokens.count ? 17 : 16)
            let cue0 = t.cue.rawValue & cueMask
            f.append(slot(1, 0))
            f.append(slot(2, code))
            f.append(slot(3, code, shape))
            f.append(slot(4, c0, shape, caps))
            f.append(slot(5, shape, length, c0))
            f.append(slot(6, cue0))
            f.append(slot(7, c0, style))
            f.append(slot(8, c0, UInt64(sepBefore), sepAfter))
            f.append(slot(9, style, shape))
            if w.word > 0 || w.isTerm || w.has(WordClass.eponym | WordClass.foreign) {
                f.append(slot(10, t.hash))
                f.append(slot(11, t.hash, shape))
            }
            let from = Int(t.from)
            let to = Int(t.to)
            if t.length > 3 {
                let s = a.text.scalars
                let s2 = UInt64(s[to - 2]) << 32 | UInt64(s[to - 1])
                let s3 = UInt64(s[to - 3])
                let p2 = UInt64(s[from]) << 32 | UInt64(s[from + 1])
                let known: UInt64 = w.isVocabulary ? 1 : w.isName ? 2 : 0
                f.append(slot(12, s2, s3, known))
                f.append(slot(13, s2, UInt64(s[to - 4]) << 32 | s3, known))
                f.append(slot(14, p2, UInt64(s[from + 2]), known))
                f.append(slot(15, s2, known))
            }
            // Neighbours
            for d in [-2, -1, 1, 2] {
                let j = k + d
                let kind = UInt64(20 + d * 2)
                guard j >= 0 && j < n else {
                    f.append(slot(kind, 7, c0))
                    continue
                }
                let other = a.tokens[index[j]]
                let c = coarse(other.word)
                let cue = other.cue.rawValue & cueMask
                f.append(slot(kind, c, UInt64(other.shape.rawValue)))
                f.append(slot(kind + 20, cue, c0))
                if other.word.word > 0 || other.word.isTerm || !other.cue.isEmpty {
                    f.append(slot(kind + 40, other.hash))
                    if d == 1 || d == -1 { f.append(slot(kind + 60, other.hash, c0, shape)) }
                }
                if d == 1 || d == -1 {
                    f.append(slot(kind + 80, c, c0, UInt64(d == 1 ? sepAfter : UInt64(sepBefore))))
                    f.append(slot(kind + 100, UInt64(other.shape.rawValue), shape, c0))
                    f.append(slot(kind + 120, cue, UInt64(d == 1 ? sepAfter : UInt64(sepBefore)), shape))
                }
            }
            f.append(slot(16, UInt64(sepBefore), sepAfter, shape))
            f.append(slot(17, k == 0 ? 1 : 0, k == n - 1 ? 1 : 0, c0))
            if i + 1 < a.tokens.count, a.tokens[i + 1].isNumber {
                f.append(slot(18, UInt64(min(a.tokens[i + 1].length, 8)), UInt64(a.tokens[i + 1].gap.rawValue), c0))
            }
            if i > 0, a.tokens[i - 1].isNumber { f.append(slot(19, UInt64(min(a.tokens[i - 1].length, 8)), UInt64(t.gap.rawValue), c0)) }
            if a.inTermPhrase[i] { f.append(slot(97, c0, shape)) }
            result.append(NameModel.Word(token: i, features: f, separator: sepBefore))
        }
        return result
    }
}
