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

    static func isDay(_ v: Int) -> Bool { v >= 1 && v <= 31 }
    static func isMonth(_ v: Int) -> Bool { v >= 1 && v <= 12 }

    // MARK: - 3/7/2014, 2015-06-18, 12.08.19, 4/2014, 9/17

    static func separator(_ a: Analysis, _ i: Int) -> UInt32 {
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
