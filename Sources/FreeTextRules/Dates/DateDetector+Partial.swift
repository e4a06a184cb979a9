// SPDX-License-Identifier: Apache-2.0

internal import FreeTextCore

/// Dates of two parts: `4/2014`, `9/17`.
extension DateDetector {
    /// `C3/4`, `L4-5`: a letter before, glued or with a space.
    static func isBodyLevel(_ a: Analysis, _ i: Int) -> Bool {
        guard i > 0, a.tokens[i - 1].isWord else { return false }
        return a.tokens[i - 1].length <= 3 && a.isGlued(i) && a.tokens[i].gap != .underscore
    }

    /// A day and a month without year counts only in the right company.
    static func partial(_ a: Analysis, _ i: Int, _ sep: UInt32) -> (Int, Double, Rule)? {
        let end = i + 3
        // 较4-11片
        if sep == 45, i > 0, a.tokens[i - 1].isHan, a.hanCue(before: i).contains(.date), end < a.tokens.count, a.tokens[end].isHan,
            a.scalar(end) == 0x7247
        {
            return (end, 0.5, Rule.dateDayMonthCue)
        }
        if isBodyLevel(a, i) || a.isGlued(end) && end < a.tokens.count && (a.tokens[end].isWord || a.text.mark(end) == 37) { return nil }
        if end < a.tokens.count {
            let next = a.tokens[end]
            if next.isWord && next.cue.contains(.unit) && !next.cue.contains(.date) { return nil }
            if next.isHan && a.hanCue(at: end).contains(.unit) { return nil }
            if next.kind == .mark, [43, 37, 0x2103].contains(a.text.mark(end)) { return nil }
        }
        let (c, k) = a.cue(before: i, marks: 1)
        if k >= 0 && c.contains(.counter) { return nil }
        if i > 0 && a.tokens[i - 1].isHan && a.hanCue(before: i).contains(.counter) { return nil }
        if k >= 0 && (c.contains(.date) || c.contains(.born)) && sep == 47 { return (end, 0.6, Rule.dateDayMonthCue) }
        if k >= 0 && (c.contains(.born)) { return (end, 0.6, Rule.dateDayMonthCue) }
        if k >= 0, c.contains(.weekday), k == i - 1 || a.text.mark(i - 1) == 44 { return (end, 0.6, Rule.dateWeekday) }
        // compared to 12/3
        if sep == 47, k > 0, k == i - 1, ["to", "with", "from", "w"].contains(a.text.text(a.tokens[k])), a.tokens[k - 1].isWord,
            a.tokens[k - 1].cue.contains(.date)
        {
            return (end, 0.5, Rule.dateDayMonthCue)
        }
        if sep == 47, isLone(a, i, end) { return (end, 0.45, Rule.dateDayMonth) }
        // from 10/4 to 10/11
        if i >= 4, a.tokens[i - 1].isWord, ["to", "thru", "through", "until", "till", "or", "then"].contains(a.text.text(a.tokens[i - 1])),
            a.tokens[i - 2].isNumber, a.text.mark(i - 3) == sep, a.taken[i - 2]
        {
            return (end, 0.5, Rule.dateDayMonth)
        }
        // 03/02: no fraction begins with a zero
        let padded = a.tokens[i].length == 2 && a.tokens[i + 2].length == 2 && (a.scalar(i) == 48 || a.scalar(i + 2) == 48)
        if sep == 47, padded, a.tokens[i].gap != .glued || i == 0,
            end >= a.tokens.count || a.tokens[end].gap != .glued || [44, 46, 58, 59, 41].contains(a.text.mark(end)),
            k < 0 || c.isDisjoint(with: [.version, .counter]), a.field.fieldClass != .descriptor || a.isAllCaps
        {
            return (end, 0.45, Rule.dateDayMonth)
        }
        // compared to 12/3 and 12/9
        if sep == 47, i >= 4, a.tokens[i - 1].isWord && a.text.text(a.tokens[i - 1]) == "and" || a.text.mark(i - 1) == 44, a.tokens[i - 2].isNumber,
            a.text.mark(i - 3) == 47, a.taken[i - 2]
        {
            return (end, 0.5, Rule.dateDayMonth)
        }
        if a.hasHan || a.hasKana, let m = hanPartial(a, i, sep, end) { return m }
        let h = a.hanCue(before: i)
        let (n, d) = (a.text.number(i), a.text.number(i + 2))
        // 约1/3, 颈4/5、5/6
        if sep == 47, d > n, d < 7, a.tokens[i].length == 1, i > 0,
            a.tokens[i - 1].isHan && a.hanCueWidth(before: i) == 1 || a.text.mark(i - 1) == 0x3001
        {
            return nil
        }
        if h.contains(.date) || h.contains(.born) { return (end, 0.6, Rule.dateDayMonthCue) }
        // ，5/23胸痛: no fraction is written so.
        let (x, y) = (a.text.number(i), a.text.number(i + 2))
        if sep == 47, a.hasHan || a.hasKana, isMonth(x), isDay(y), y > 5 || x > y, end < a.tokens.count,
            a.tokens[end].isHan || a.tokens[end].kind == .kana, !a.hanCue(at: end).contains(.unit),
            i == 0 || a.tokens[i].gap != .glued || a.tokens[i - 1].kind == .mark && ![47, 45, 46, 40, 58].contains(a.text.mark(i - 1))
                || a.tokens[i - 1].kind == .kana
        {
            return (end, 0.5, Rule.dateDayMonthFirst)
        }
        // Chinese notes open with the day: `4/9跌伤`, `12-25手术`.
        if sep == 47 || sep == 45 && a.tokens[i].length == 2 && a.tokens[i + 2].length == 2 && a.hasHan && !a.hanCue(at: end).isEmpty, i == 0,
            end < a.tokens.count, a.tokens[end].isHan, !a.hanCue(at: end).contains(.unit)
        {
            return (end, 0.5, Rule.dateDayMonthFirst)
        }
        return nil
    }

    /// `，7/12` at the end of a note, `R 惠 07/16`, `8/30 10:20`, `6-19夜间`: a day and a month in Chinese or Japanese text.
    private static func hanPartial(_ a: Analysis, _ i: Int, _ sep: UInt32, _ end: Int) -> (Int, Double, Rule)? {
        let (x, y) = (a.text.number(i), a.text.number(i + 2))
        let fits = isMonth(x) && isDay(y) || sep == 47 && isDay(x) && isMonth(y)
        guard fits, i > 0,
            a.tokens[i].gap != .glued || [44, 0x3001, 59, 40, 58].contains(a.text.mark(i - 1))
                || a.tokens[i - 1].isHan && a.hanCue(before: i).contains(.date)
        else { return nil }
        // 8/30 10:20
        if end + 2 < a.tokens.count, a.tokens[end].isNumber, a.tokens[end].gap == .space, a.text.mark(end + 1) == 58, a.tokens[end + 2].isNumber {
            return (end, 0.6, Rule.dateDayMonth)
        }
        let closes = end >= a.tokens.count || a.tokens[end].gap == .line || [41, 44, 0x3002, 59].contains(a.text.mark(end))
        // A fraction is smaller than one, and reduced: 07/16 is none.
        let padded = a.tokens[i].length == 2 && a.tokens[i + 2].length == 2
        if sep == 47, closes, padded && (a.scalar(i) == 48 || a.scalar(i + 2) == 48 || x > 12 || y > 12) || y > 12 && y != 16 || x > 12 {
            return (end, 0.45, Rule.dateDayMonth)
        }
        if sep == 47, closes, a.text.mark(i - 1) == 44, end >= a.tokens.count || a.text.mark(end) == 44 || a.text.mark(end) == 0x3002, x > 1 || y > 5
        {
            return (end, 0.45, Rule.dateDayMonth)
        }
        // T1-L2退变，狄梅，10-27
        if sep == 45, isMonth(x), y > 12, a.text.mark(i - 1) == 44, end >= a.tokens.count { return (end, 0.45, Rule.dateDayMonth) }
        // 6-19夜间, 较4-11片
        if sep == 45, y > 5, end < a.tokens.count, a.tokens[end].isHan, a.isGlued(end), !a.hanCue(at: end).contains(.unit), isMonth(x) {
            return (end, 0.42, Rule.dateDayMonth)
        }
        return nil
    }

    /// `fell off ladder 28/11`, `admitted 2/17`: in a sentence, and too large for a fraction or a score.
    private static func isLone(_ a: Analysis, _ i: Int, _ end: Int) -> Bool {
        let (x, y) = (a.text.number(i), a.text.number(i + 2))
        guard x > 12 && y <= 12 || y > 12 && x <= 12 && y != 16 && y != 32, a.tokens[i].gap != .glued || i == 0 || a.text.mark(i - 1) == 40,
            i == 0 || a.tokens[i - 1].isWord || [40, 44, 46, 59].contains(a.text.mark(i - 1))
        else { return false }
        if end < a.tokens.count, a.tokens[end].isNumber, a.tokens[end].length == 4, a.tokens[end].gap == .space, a.text.number(end) < 2400 {
            return true
        }
        if i > 0, a.tokens[i - 1].isWord, a.tokens[i - 1].word.has(WordClass.technical), a.isAllCaps || a.tokens[i - 1].length < 4 { return false }
        guard end >= a.tokens.count || a.tokens[end].gap != .glued || [44, 46, 41, 59, 58].contains(a.text.mark(end)) else { return false }
        return a.hasStopWord || a.tokens.count > 6
    }

    static func dateContext(_ a: Analysis, _ i: Int, _ end: Int) -> Bool {
        let (c, k) = a.cue(before: i)
        return k >= 0 && (c.contains(.date) || c.contains(.born))
    }
}
