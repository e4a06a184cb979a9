// SPDX-License-Identifier: Apache-2.0

package import FreeTextCore

/// Finds dates: numeric, with month names, compact, Chinese and Japanese, with eras.
package struct DateDetector {
    package static func scan(_ a: inout Analysis) {
        var i = 0
        while i < a.tokens.count {
            if let (end, score, rule) = match(a, i) {
                a.hit(i, end, rule, weight: score, take: true)
                i = end
            } else {
                i += 1
            }
        }
    }

    private static func match(_ a: Analysis, _ i: Int) -> (Int, Double, Rule)? {
        let t = a.tokens[i]
        guard !a.taken[i] else { return nil }
        if t.isNumber {
            // Never start inside a longer number such as 1.23.4567 or A12/3.
            if a.isGlued(i), i > 1, [46, 44].contains(a.text.mark(i - 1)), a.tokens[i - 2].isNumber, a.isGlued(i - 1) { return nil }
            if let m = romanMonth(a, i) ?? numeric(a, i) { return m }
            if let m = yearMonthName(a, i) ?? dayMonthName(a, i) { return m }
            if let m = compact(a, i) { return m }
            if let m = hanDate(a, i) { return m }
            return nil
        }
        if t.isWord && t.length == 1, let m = era(a, i) { return m }
        if t.isWord && t.cue.contains(.month) { return monthName(a, i) }
        if t.isHan { return hanDate(a, i) }
        return nil
    }

    /// H30.5.12, S23.4.1, R3/2/14, S.9.12.2, H25.6
    private static func era(_ a: Analysis, _ i: Int) -> (Int, Double, Rule)? {
        guard a.tokens[i].isCapital, !a.isJoined(i) || a.tokens[i - 1].isHan || a.tokens[i - 1].kind == .mark,
            [104, 115, 114, 116].contains(a.text.scalars[Int(a.tokens[i].from)])
        else { return nil }
        let y = a.text.mark(i + 1) == 46 ? i + 2 : i + 1
        guard y + 2 < a.tokens.count, (i + 1...y + 2).allSatisfy({ a.isGlued($0) }), a.text.number(y) >= 1, a.text.number(y) <= 64,
            isMonth(a.text.number(y + 2))
        else { return nil }
        let sep = separator(a, y + 1)
        guard sep == 46 || sep != 0 && (a.hasHan || a.hasKana) else { return nil }
        if y + 4 < a.tokens.count, separator(a, y + 3) == sep, a.isGlued(y + 3), a.isGlued(y + 4), isDay(a.text.number(y + 4)) {
            return (y + 5, 0.8, Rule.dateEraLetter)
        }
        guard sep == 46, a.isJapanese, a.text.number(y) > 9, separator(a, y + 3) == 0 else { return nil }
        return (y + 3, 0.5, Rule.dateEraLetter)
    }

    package static func isYear(_ v: Int, _ length: Int) -> Bool {
        length == 4 ? v >= 1880 && v <= 2099 : length == 2
    }

    private static func isDay(_ v: Int) -> Bool { v >= 1 && v <= 31 }
    private static func isMonth(_ v: Int) -> Bool { v >= 1 && v <= 12 }

    // MARK: - 3/7/2014, 2015-06-18, 12.08.19, 4/2014, 9/17

    private static func separator(_ a: Analysis, _ i: Int) -> UInt32 {
        let m = a.text.mark(i)
        return m == 45 || m == 47 || m == 46 || m == 0x2f ? m : 0
    }

    private static func numeric(_ a: Analysis, _ i: Int) -> (Int, Double, Rule)? {
        let n = a.tokens.count
        // Underscore or space dates: 2019_03_04
        if i + 2 < n, a.tokens[i + 1].gap == .underscore, a.tokens[i + 2].gap == .underscore, a.tokens[i + 1].isNumber,
            a.tokens[i + 2].isNumber, a.tokens[i].length == 4, isYear(a.text.number(i), 4), isMonth(a.text.number(i + 1)),
            isDay(a.text.number(i + 2))
        {
            return (i + 3, 0.9, Rule.dateISO)
        }
        let sep = separator(a, i + 1)
        guard sep != 0, i + 2 < n, a.tokens[i + 2].isNumber else { return nil }
        let loose = !(a.isGlued(i + 1) && a.isGlued(i + 2))
        let x = a.text.number(i)
        let y = a.text.number(i + 2)
        let lx = a.tokens[i].length
        let ly = a.tokens[i + 2].length
        guard x >= 0, y >= 0 else { return nil }
        if i + 4 < n, separator(a, i + 3) == sep, a.tokens[i + 4].isNumber {
            let z = a.text.number(i + 4)
            let lz = a.tokens[i + 4].length
            let loose = loose || !(a.isGlued(i + 3) && a.isGlued(i + 4))
            // A fourth part makes it an address, a version or a UID.
            if i + 6 < n, separator(a, i + 5) == sep, a.tokens[i + 6].isNumber, a.isGlued(i + 5), a.isGlued(i + 6) { return nil }
            if lx == 4 && isYear(x, 4) && isMonth(y) && isDay(z) && lz <= 2 { return (i + 5, 0.97, Rule.dateISO) }
            if lz == 4 && isYear(z, 4) && lx <= 2 && ly <= 2 && ((isDay(x) && isMonth(y)) || (isMonth(x) && isDay(y))) {
                return (i + 5, 0.97, Rule.dateDMY)
            }
            if lz == 2 && lx <= 2 && ly <= 2 && !loose
                && ((isDay(x) && isMonth(y)) || (isMonth(x) && isDay(y)) || (ly == 2 && lx == 2 && isMonth(y) && isDay(z)))
            {
                let (c, _) = a.cue(before: i)
                if c.contains(.version) || isBodyLevel(a, i) { return nil }
                if sep == 46 && lx == 1 && ly == 1 && !c.contains(.date) && !c.contains(.born) {
                    guard z >= 5, z <= 35, a.hasStopWord, i > 0, a.tokens[i].gap == .space, a.tokens[i - 1].isWord,
                        !a.tokens[i - 1].word.has(WordClass.technical), i + 5 >= n || a.tokens[i + 5].gap != .glued || a.text.mark(i + 5) == 44
                    else { return nil }
                    return (i + 5, 0.45, Rule.dateShortYear)
                }
                return (i + 5, sep == 46 ? 0.7 : 0.85, Rule.dateShortYear)
            }
            // 109.07.14: a year of the Repackage of China.
            if lx == 3, x >= 40, x <= 130, ly <= 2, lz <= 2, !loose, isMonth(y), isDay(z), a.hasHan { return (i + 5, 0.7, Rule.dateROC) }
            // 24.3.1片对比: Chinese notes put the year first.
            if lx == 2, ly <= 2, lz <= 2, !loose, isMonth(y), isDay(z),
                i == 0 || a.tokens[i - 1].isHan || a.hasHan && [44, 40].contains(a.text.mark(i - 1)),
                i + 5 < a.tokens.count ? a.tokens[i + 5].isHan || [44, 41].contains(a.text.mark(i + 5)) : i > 0, !isBodyLevel(a, i)
            {
                return (i + 5, 0.6, Rule.dateShortYearFirst)
            }
            return nil
        }
        if loose && sep != 47 { return nil }
        if (lx == 4 && isYear(x, 4) && ly <= 2 && isMonth(y)) || (ly == 4 && isYear(y, 4) && lx <= 2 && isMonth(x)) {
            if sep == 46 && lx <= 2 && ly == 4 && lx == 1 && !dateContext(a, i, i + 3) { return nil }
            if isBodyLevel(a, i) { return nil }
            return (i + 3, 0.75, Rule.dateMonthYear)
        }
        if sep == 46, lx <= 2, ly <= 2, let m = dotted(a, i, x, y) ?? stopped(a, i, x, y) { return m }
        // appy 9/78
        if sep == 47, lx <= 2, ly == 2, isMonth(x), y > 31, y != 52, i > 0, a.tokens[i].gap == .space, a.tokens[i - 1].isWord,
            a.tokens[i - 1].word.isTerm || a.tokens[i - 1].cue.contains(.date), a.hasStopWord || a.hasComma, a.field.fieldClass != .descriptor,
            !(i + 3 < a.tokens.count && (a.isGlued(i + 3) && ![44, 46, 41, 59].contains(a.text.mark(i + 3)) || a.tokens[i + 3].cue.contains(.unit))),
            a.cue(before: i).0.isDisjoint(with: [.counter, .version]), !["bp", "va", "score", "sats"].contains(a.text.text(a.tokens[i - 1]))
        {
            return (i + 3, 0.45, Rule.dateMonthYear)
        }
        guard sep != 46, lx <= 2, ly <= 2, (isMonth(x) && isDay(y)) || (isDay(x) && isMonth(y)) else { return nil }
        if a.isGlued(i) && !(a.tokens[i - 1].isHan) && ![40, 91, 47].contains(a.text.mark(i - 1))
            && !(a.hasHan && [44, 0x3001, 59, 58].contains(a.text.mark(i - 1)))
        {
            return nil
        }
        return partial(a, i, sep)
    }

    private static let romanMonths: Set<UInt64> = Set(
        ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"].map { TextHash.of($0) })

    /// 22.XI.2017, 30-VI-2018
    private static func romanMonth(_ a: Analysis, _ i: Int) -> (Int, Double, Rule)? {
        let sep = separator(a, i + 1)
        guard sep != 0, i + 4 < a.tokens.count, isDay(a.text.number(i)), a.tokens[i + 2].isWord, romanMonths.contains(a.tokens[i + 2].hash),
            separator(a, i + 3) == sep, a.tokens[i + 4].isNumber, a.tokens[i + 4].length == 4, isYear(a.text.number(i + 4), 4)
        else { return nil }
        return (i + 5, 0.95, Rule.dateRomanMonth)
    }

    /// LMP 22.11., Unfall 24.12.: a full stop behind the month as well.
    private static func stopped(_ a: Analysis, _ i: Int, _ x: Int, _ y: Int) -> (Int, Double, Rule)? {
        guard i > 0, a.tokens[i].gap != .line, isDay(x), isMonth(y), a.tokens[i].length + a.tokens[i + 2].length > 2, a.text.mark(i + 3) == 46,
            a.isGlued(i + 3), i + 4 >= a.tokens.count || !(a.isGlued(i + 4) && a.tokens[i + 4].isNumber), !a.isGlued(i) || a.text.mark(i - 1) == 40,
            !a.tokens[i - 1].isNumber
        else { return nil }
        let (c, k) = a.cue(before: i, marks: 1)
        if k >= 0, c.contains(.counter) && !c.contains(.date) || c.contains(.version) || isBodyLevel(a, i) { return nil }
        return (i + 4, 0.5, Rule.dateDayMonthStop)
    }

    /// 车祸伤8.30: month and day with a dot, straight behind a word that asks for a date.
    private static func dotted(_ a: Analysis, _ i: Int, _ x: Int, _ y: Int) -> (Int, Double, Rule)? {
        let end = i + 3
        guard isMonth(x), isDay(y), y > 9 || a.tokens[i + 2].length == 1 else { return nil }
        // 3.21摔倒
        if i == 0, y > 9, end < a.tokens.count, a.tokens[end].isHan, a.isGlued(end), a.hanCue(at: end).contains(.date), a.hanCueWidth(at: end) > 1,
            !a.hanCue(at: end).contains(.unit)
        {
            return (end, 0.45, Rule.dateMonthDayDot)
        }
        guard i > 0 else { return nil }
        // LMP 3.28
        if a.tokens[i - 1].isWord, a.tokens[i].gap == .space, a.tokens[i - 1].cue.contains(.date), y > 9,
            end >= a.tokens.count || a.tokens[end].gap != .glued || a.text.mark(end) == 44
        {
            return (end, 0.5, Rule.dateMonthDayDot)
        }
        // （刁医生，3.17）; ，7.14B超
        if a.hasHan, [44, 40].contains(a.text.mark(i - 1)), y > 12,
            end >= a.tokens.count || a.text.mark(end) == 41
                || a.tokens[end].isHan && a.isGlued(end) && !a.hanCue(at: end).isDisjoint(with: [.date, .personVerb])
                || a.tokens[end].isWord && a.isGlued(end) && a.tokens[end].length <= 2 && end + 1 < a.tokens.count && a.tokens[end + 1].isHan
                    && a.isGlued(end + 1)
        {
            return (end, 0.45, Rule.dateMonthDayDot)
        }
        // 9.3剖宫产
        if a.hasHan, a.text.mark(i - 1) == 44, end < a.tokens.count, a.tokens[end].isHan, a.isGlued(end), a.hanCue(at: end).contains(.date),
            !a.hanCue(at: end).contains(.unit)
        {
            return (end, 0.45, Rule.dateMonthDayDot)
        }
        guard y > 9, a.tokens[i - 1].isHan, a.isGlued(i), a.hanCue(before: i).contains(.date), a.hanCueWidth(before: i) > 1 else { return nil }
        if end < a.tokens.count, a.isGlued(end), a.tokens[end].kind != .mark || a.text.mark(end) == 37,
            !a.tokens[end].isHan || a.hanCue(at: end).contains(.unit)
        {
            return nil
        }
        return (end, 0.55, Rule.dateMonthDayDot)
    }

    /// `C3/4`, `L4-5`: a letter before, glued or with a space.
    private static func isBodyLevel(_ a: Analysis, _ i: Int) -> Bool {
        guard i > 0, a.tokens[i - 1].isWord else { return false }
        return a.tokens[i - 1].length <= 3 && a.isGlued(i) && a.tokens[i].gap != .underscore
    }

    /// A day and a month without year counts only in the right company.
    private static func partial(_ a: Analysis, _ i: Int, _ sep: UInt32) -> (Int, Double, Rule)? {
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

    private static func dateContext(_ a: Analysis, _ i: Int, _ end: Int) -> Bool {
        let (c, k) = a.cue(before: i)
        return k >= 0 && (c.contains(.date) || c.contains(.born))
    }

    // MARK: - 30 May 2017, 02FEB1960, May 30, 2017, May 2018, Oct 30

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

    private static func dayMonthName(_ a: Analysis, _ i: Int) -> (Int, Double, Rule)? {
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
    private static func yearMonthName(_ a: Analysis, _ i: Int) -> (Int, Double, Rule)? {
        guard a.tokens[i].length == 4, isYear(a.text.number(i), 4) else { return nil }
        let k = skip(a, i + 1)
        guard k < a.tokens.count, a.tokens[k].isWord, a.tokens[k].cue.contains(.month), a.tokens[k].gap != .line else { return nil }
        let d = skip(a, k + 1)
        guard d < a.tokens.count, a.tokens[d].isNumber, a.tokens[d].length <= 2, isDay(a.text.number(d)), a.tokens[d].gap != .line,
            a.text.mark(d + 1) != 58
        else { return nil }
        return (d + 1, 0.95, Rule.dateMonthName)
    }

    private static func monthName(_ a: Analysis, _ i: Int) -> (Int, Double, Rule)? {
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

    // MARK: - 20170519

    private static func compact(_ a: Analysis, _ i: Int) -> (Int, Double, Rule)? {
        let t = a.tokens[i]
        let l = t.length
        guard l == 8 || l == 14 || l == 12 || l == 6 || l == 17 else { return nil }
        func digits(_ from: Int, _ count: Int) -> Int {
            var v = 0
            for k in 0..<count { v = v * 10 + Int(a.text.scalars[Int(t.from) + from + k]) - 48 }
            return v
        }
        if a.isGlued(i) && i > 0 && a.tokens[i - 1].isWord { return nil }
        let (c, k) = a.cue(before: i)
        if k >= 0 && c.contains(.id) && !c.contains(.date) { return nil }
        if l >= 8 && isYear(digits(0, 4), 4) && isMonth(digits(4, 2)) && isDay(digits(6, 2)) {
            return (i + 1, 0.8, Rule.dateCompact)
        }
        let cued = k >= 0 && (c.contains(.born) || c.contains(.date)) || !a.hanCue(before: i).intersection([.born]).isEmpty
        if l == 8 && cued && isYear(digits(4, 4), 4)
            && ((isDay(digits(0, 2)) && isMonth(digits(2, 2))) || (isMonth(digits(0, 2)) && isDay(digits(2, 2))))
        {
            return (i + 1, 0.7, Rule.dateCompact)
        }
        if l == 6 && k >= 0 && c.contains(.born) { return (i + 1, 0.6, Rule.dateCompact) }
        return nil
    }
}
