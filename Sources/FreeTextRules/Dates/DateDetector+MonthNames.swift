// SPDX-License-Identifier: Apache-2.0

internal import FreeTextCore

/// `30 May 2017`, `02FEB1960`, `May 30, 2017`, `May 2018`, `Oct 30`.
extension DateDetector {
    private static func skip(_ a: Analysis, _ i: Int) -> Int {
        var k = i
        while k < a.tokens.count {
            let m = a.text.mark(k)
            if m == 45 || m == 46 || m == 44 || m == 47 || m == 39 {
                k += 1
            } else if a.tokens[k].isWord, a.tokens[k].length <= 3,
                ["de", "of", "del", "the", "st", "nd", "rd", "th", "er"].contains(a.text.text(a.tokens[k]))
            {
                k += 1
            } else {
                break
            }
            if k - i > 2 { break }
        }
        return k
    }

    private static func yearAt(_ a: Analysis, _ k: Int, twoDigits: Bool) -> Bool {
        guard k < a.tokens.count, a.tokens[k].isNumber else { return false }
        let l = a.tokens[k].length
        if l == 4 { return isYear(a.text.number(k), 4) }
        guard l == 2 && twoDigits else { return false }
        // 30 May 12:15 is a time.
        return a.text.mark(k + 1) != 58 && !(k + 1 < a.tokens.count && a.tokens[k + 1].cue.contains(.unit))
    }

    static func dayMonthName(_ a: Analysis, _ i: Int) -> (Int, Double, Rule)? {
        guard a.tokens[i].length <= 2, isDay(a.text.number(i)) else { return nil }
        let k = skip(a, i + 1)
        guard k < a.tokens.count, k - i <= 3, a.tokens[k].isWord, a.tokens[k].cue.contains(.month) else { return nil }
        if a.text.text(a.tokens[k]) == "may" && a.tokens[k].shape == .lower && k == i + 1 && !yearAt(a, k + 1, twoDigits: false) { return nil }
        if a.isGlued(i) && i > 0 && a.tokens[i - 1].isWord { return nil }
        let y = skip(a, k + 1)
        if yearAt(a, y, twoDigits: true) { return (y + 1, 0.97, Rule.dateMonthName) }
        if a.tokens[k].word.word == 3 && a.tokens[k].shape == .lower { return nil }
        // `3 mar`, `12 dec` stay dates; a unit-like number before a word that is a month does not.
        return (k + 1, 0.7, Rule.dateDayMonthName)
    }

    /// 2019-Nov-08, 2019 Nov 8
    static func yearMonthName(_ a: Analysis, _ i: Int) -> (Int, Double, Rule)? {
        guard a.tokens[i].length == 4, isYear(a.text.number(i), 4) else { return nil }
        let k = skip(a, i + 1)
        guard k < a.tokens.count, a.tokens[k].isWord, a.tokens[k].cue.contains(.month), a.tokens[k].gap != .line else { return nil }
        let d = skip(a, k + 1)
        guard d < a.tokens.count, a.tokens[d].isNumber, a.tokens[d].length <= 2, isDay(a.text.number(d)), a.tokens[d].gap != .line,
            a.text.mark(d + 1) != 58
        else { return nil }
        return (d + 1, 0.95, Rule.dateMonthName)
    }

    static func monthName(_ a: Analysis, _ i: Int) -> (Int, Double, Rule)? {
        let t = a.tokens[i]
        let plain = t.shape == .lower && (t.word.word >= 2) && ["may", "march", "mar"].contains(a.text.text(t))
        let k = skip(a, i + 1)
        guard k < a.tokens.count, a.tokens[k].isNumber else { return nil }
        let l = a.tokens[k].length
        if l <= 2 && isDay(a.text.number(k)) {
            let y = skip(a, k + 1)
            if yearAt(a, y, twoDigits: y > k + 1 || false) { return (y + 1, 0.97, Rule.dateMonthName) }
            let born =
                a.cue(before: i).0.contains(.born)
                || plain && l <= 2 && i > 0 && a.tokens[i - 1].isWord && !a.tokens[i - 1].cue.contains(.stop)
                    && (k + 1 >= a.tokens.count || a.text.mark(k + 1) == 44
                        || a.text.mark(k + 1) == 46 && !(k + 2 < a.tokens.count && a.isGlued(k + 2)))
            // aug 17 82
            if born, y == k + 1, yearAt(a, y, twoDigits: true), y < a.tokens.count, a.tokens[y].gap == .space {
                return (y + 1, 0.9, Rule.dateMonthName)
            }
            if a.text.mark(k + 1) == 58 && (a.text.mark(i + 1) != 45 || k + 2 < a.tokens.count && a.isGlued(k + 2)) || plain && !born { return nil }
            if k + 1 < a.tokens.count, a.tokens[k + 1].cue.contains(.unit), !a.tokens[k + 1].cue.contains(.date), a.tokens[k + 1].isWord {
                return nil
            }
            if a.isGlued(k) && l == 1 && k == i + 1 { return nil }
            if a.isGlued(k) && k == i + 1 && a.tokens[i].shape != .title { return nil }
            // skip past an ordinal ending
            if a.isGlued(k + 1), a.tokens[k + 1].isWord, a.tokens[k + 1].length == 2, ["st", "nd", "rd", "th"].contains(a.text.text(a.tokens[k + 1]))
            {
                return (k + 2, 0.75, Rule.dateMonthDay)
            }
            // Mayo 2A
            if a.isGlued(k + 1), a.tokens[k + 1].isWord, a.tokens[k + 1].length == 1 { return nil }
            return (k + 1, 0.7, Rule.dateMonthDay)
        }
        // Tao Jun, 2021-10-7: the number begins a date of its own.
        if l == 4, separator(a, k + 1) != 0, k + 2 < a.tokens.count, a.tokens[k + 2].isNumber, a.isGlued(k + 1), a.isGlued(k + 2) { return nil }
        if yearAt(a, k, twoDigits: false) { return (k + 1, 0.85, Rule.dateMonthYear) }
        if l == 2 && k > i + 1 && a.text.mark(i + 1) != 46 && !plain { return (k + 1, 0.6, Rule.dateMonthYear) }
        return nil
    }
}
