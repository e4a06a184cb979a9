// SPDX-License-Identifier: Apache-2.0

internal import FreeTextCore

/// Finds Japanese names in Latin letters, in a text that is Japanese, by their syllables: `Nagahori Emi`, `IGARASHI_K`.
enum RomajiNameDetector {
    private static let syllables: Set<UInt64> = {
        var list = [
            "a", "i", "u", "e", "o", "n", "ya", "yu", "yo", "wa", "fu", "ji", "ja", "ju", "jo", "shi", "sha", "shu", "sho", "chi", "cha", "chu",
            "cho", "tsu",
        ]
        for c in ["k", "s", "t", "n", "h", "m", "r", "g", "z", "d", "b", "p"] {
            list += ["a", "i", "u", "e", "o"].map { c + $0 }
            if !["s", "t", "z", "d"].contains(c) { list += ["ya", "yu", "yo"].map { c + $0 } }
        }
        return Set(list.map { TextHash.of($0) })
    }()

    /// The number of syllables of a word; `nil` if it cannot be Japanese.
    private static func count(_ a: Analysis, _ i: Int) -> Int? {
        let t = a.tokens[i]
        guard t.length >= 2, t.length <= 14 else { return nil }
        let s = Array(a.text.scalars[Int(t.from)..<Int(t.to)])
        var best = [Int?](repeating: nil, count: s.count + 1)
        best[0] = 0
        for k in s.indices {
            guard let here = best[k] else { continue }
            // Doubled consonants: Hattori, and Ohno's h.
            if k + 1 < s.count, s[k] == s[k + 1], [107, 112, 115, 116].contains(s[k]) || s[k] == 104 { best[k + 1] = here }
            if k > 0, s[k] == 104, s[k - 1] == 111 { best[k + 1] = here }
            for n in 1...min(3, s.count - k) where syllables.contains(TextHash.of(s[k..<k + n])) {
                best[k + n] = max(best[k + n] ?? 0, here + 1)
            }
        }
        return best[s.count]
    }

    private static func isFree(_ a: Analysis, _ i: Int) -> Bool {
        let t = a.tokens[i]
        return t.isWord && !a.taken[i] && !a.inTermPhrase[i] && t.isCapital && t.cue.isEmpty && t.word.word == 0 && !t.word.isTerm
            && !t.word.has(WordClass.foreign | WordClass.eponym)
    }

    static func scan(_ a: inout Analysis) {
        var i = 0
        while i < a.tokens.count {
            guard isFree(a, i), let first = count(a, i), first >= 2 else {
                i += 1
                continue
            }
            var k = i + 1
            if [94, 44].contains(a.text.mark(k)) { k += 1 }
            if k < a.tokens.count, isFree(a, k), a.tokens[k].gap != .line, let second = count(a, k), second >= 2, first + second >= 5 {
                a.hit(i, k + 1, .personRomaji)
                i = k + 1
            } else if first >= 3, a.tokens[i].length >= 5 {
                let initial = k < a.tokens.count && a.tokens[k].isWord && a.tokens[k].length == 1 && a.tokens[k].isCapital
                a.hit(i, initial ? k + 1 : i + 1, .personRomaji, weight: 0.45)
                i = k
            } else {
                i += 1
            }
        }
    }
}
