// SPDX-License-Identifier: Apache-2.0

internal import FreeTextCore

/// Finds ages above 89.
struct AgeDetector {
    static func scan(_ a: inout Analysis) {
        for i in a.tokens.indices {
            let t = a.tokens[i]
            if t.isNumber, !a.taken[i], t.length == 2 || t.length == 3 {
                let v = a.text.number(i)
                guard v >= 90, v <= 125, a.text.mark(i + 1) != 43 else { continue }
                if let end = age(a, i) { a.hit(i, end, .ageOver89, take: true) }
            } else if t.isWord, let last = written(a, i), isAge(a, i, last + 1) {
                a.hit(i, last + 1, .ageOver89)
            } else if t.isHan, !a.taken[i], a.hasHan, let (v, digits, end) = DateDetector.hanNumber(a, i), v >= 90, v <= 125, digits >= 2,
                end < a.tokens.count, a.hanCue(at: end).contains(.ageUnit)
            {
                a.hit(i, end, .ageOver89, take: true)
            }
        }
    }

    private static let digits: Set<UInt64> = Set(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"].map { TextHash.of($0) })
    private static let ninety = TextHash.of("ninety")
    private static let hundred = TextHash.of("hundred")

    /// `ninety-four`, `a hundred and two`: the last token of the number.
    private static func written(_ a: Analysis, _ i: Int) -> Int? {
        var k = i
        if a.tokens[i].hash == hundred {
            if i + 1 < a.tokens.count, a.text.text(a.tokens[i + 1]) == "and" { k = i + 1 }
        } else if a.tokens[i].hash != ninety {
            return nil
        }
        var next = k + 1
        if a.text.mark(next) == 45 { next += 1 }
        if next < a.tokens.count, digits.contains(a.tokens[next].hash) { return next }
        return i
    }

    private static func isAge(_ a: Analysis, _ i: Int, _ end: Int) -> Bool {
        let (c, k) = a.cue(before: i)
        if k >= 0, c.contains(.ageBefore) { return true }
        var e = end
        if a.text.mark(e) == 45 { e += 1 }
        return e < a.tokens.count && a.tokens[e].isWord && a.tokens[e].cue.contains(.ageUnit)
    }

    private static func age(_ a: Analysis, _ i: Int) -> Int? {
        let n = a.tokens.count
        if i + 1 < n, a.hanCue(at: i + 1).contains(.ageUnit) { return i + 1 }
        if a.hanCue(before: i).contains(.ageBefore), !(i + 1 < n && a.tokens[i + 1].isHan && a.hanCue(at: i + 1).contains(.unit)) { return i + 1 }
        let (c, k) = a.cue(before: i)
        if k >= 0 && c.contains(.ageBefore) && !(i + 1 < n && a.tokens[i + 1].cue.contains(.unit) && !a.tokens[i + 1].cue.contains(.ageUnit)) {
            return i + 1
        }
        // Mrs Kwiatkowska is 98 and
        let verb = k > 1 && k == i - 1 && a.text.text(a.tokens[k]) == "now" ? k - 1 : k
        if k == i - 1, verb > 0, a.text.text(a.tokens[verb]) == "is", a.tokens[verb - 1].isWord,
            a.tokens[verb - 1].isCapital || a.tokens[verb - 1].cue.contains(.kin)
                || ["he", "she", "pt", "patient"].contains(a.text.text(a.tokens[verb - 1])),
            i + 1 >= n || a.text.mark(i + 1) == 44 || a.text.mark(i + 1) == 46 && !a.isGlued(min(i + 2, n - 1))
                || a.tokens[i + 1].isWord && ["and", "so", "but", "now"].contains(a.text.text(a.tokens[i + 1]))
        {
            return i + 1
        }
        // 93 yo, 93-year-old, 93yoF, 93F, 093Y
        var e = i + 1
        if a.text.mark(e) == 45, a.isGlued(e) { e += 1 }
        guard e < n, a.tokens[e].isWord else { return nil }
        let s = a.text.text(a.tokens[e])
        if a.tokens[e].cue.contains(.ageUnit) {
            if s == "years" || s == "year" || s == "yr" || s == "yrs" {
                // Bodhan Kowalczuk 91 yrs,
                if a.tokens[i].gap == .space, i > 0, a.tokens[i - 1].isWord, a.tokens[i - 1].isCapital,
                    a.tokens[i - 1].word.isName || a.tokens[i - 1].word.isUnknown, a.text.mark(e + 1) == 44
                {
                    return i + 1
                }
                // `for 95 years` needs `old`, `of age` or a sex.
                if i == 0 || a.tokens[i].gap == .line { return i + 1 }
                var f = e + 1
                if a.text.mark(f) == 45 { f += 1 }
                guard f < n, a.tokens[f].isWord else { return nil }
                let next = a.text.text(a.tokens[f])
                return ["old", "of", "m", "f", "male", "female"].contains(next) ? i + 1 : nil
            }
            return i + 1
        }
        if ["yo", "yof", "yom", "yom", "yoa", "jahre", "jahriger", "jahrige", "jahriges", "jahrigen", "ans", "anos", "ano", "jr", "j"].contains(s) {
            return i + 1
        }
        if (s == "f" || s == "m" || s == "y") && a.isGlued(e) && e == i + 1 && (i == 0 || !a.isGlued(i)) {
            return s == "y" && a.tokens[i].length == 3 ? e + 1 : i + 1
        }
        if (s == "m" || s == "f") && a.text.mark(i + 1) == 0 && i == 0 { return i + 1 }
        return nil
    }
}
