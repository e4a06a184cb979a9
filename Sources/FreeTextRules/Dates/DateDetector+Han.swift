// SPDX-License-Identifier: Apache-2.0

internal import FreeTextCore

extension DateDetector {
    private static let year: UInt32 = 0x5e74  // 年
    private static let month: UInt32 = 0x6708  // 月
    private static let day: UInt32 = 0x65e5  // 日
    private static let dayNumber: UInt32 = 0x53f7  // 号

    private static func han(_ a: Analysis, _ i: Int) -> UInt32 {
        i < a.tokens.count && a.tokens[i].isHan ? a.text.scalars[Int(a.tokens[i].from)] : 0
    }

    /// A Chinese digit: 〇零一…九, 元 as one.
    package static func hanDigit(_ s: UInt32) -> Int? {
        switch s {
        case 0x3007, 0x96f6, 0x25cb: 0
        case 0x4e00, 0x5143: 1
        case 0x4e8c: 2
        case 0x4e09: 3
        case 0x56db: 4
        case 0x4e94: 5
        case 0x516d: 6
        case 0x4e03: 7
        case 0x516b: 8
        case 0x4e5d: 9
        default: nil
        }
    }

    /// A number in digits or Chinese numerals at a token: its value, digits and end.
    static func hanNumber(_ a: Analysis, _ i: Int) -> (Int, Int, Int)? {
        guard i < a.tokens.count else { return nil }
        if a.tokens[i].isNumber {
            let v = a.text.number(i)
            return v < 0 ? nil : (v, a.tokens[i].length, i + 1)
        }
        var k = i
        var digits: [Int] = []
        var total = 0
        var tens = false
        while k < a.tokens.count, k - i < 5 {
            let s = han(a, k)
            if s == 0x5341 {  // 十
                tens = true
                total = (digits.last ?? 1) * 10
                digits = []
            } else if s == 0x5eff {  // 廿
                tens = true
                total = 20
                digits = []
            } else if let d = hanDigit(s) {
                digits.append(d)
            } else {
                break
            }
            k += 1
        }
        guard k > i else { return nil }
        if tens { return (total + (digits.last ?? 0), 2, k) }
        return (digits.reduce(0) { $0 * 10 + $1 }, digits.count, k)
    }

    /// 腊月, 正月, 冬月, with the day where there is one: 腊月十七, 正月初五.
    private static func lunar(_ a: Analysis, _ i: Int) -> Int? {
        guard [0x814a, 0x6b63, 0x51ac].contains(han(a, i)), han(a, i + 1) == month else { return nil }
        if let end = early(a, i + 2) { return end }
        guard i + 2 < a.tokens.count, a.tokens[i + 2].isHan, let (d, _, end) = hanNumber(a, i + 2), d >= 1, d <= 30 else { return i + 2 }
        return end
    }

    /// 初六
    private static func early(_ a: Analysis, _ i: Int) -> Int? {
        guard han(a, i) == 0x521d, i + 1 < a.tokens.count, a.tokens[i + 1].isHan, let (d, _, end) = hanNumber(a, i + 1), d >= 1, d <= 10 else {
            return nil
        }
        return end
    }

    private static let eras: Set<UInt64> = Set(
        ["民国", "公元", "令和", "平成", "昭和", "大正", "明治", "西元"].map { TextHash.of($0.unicodeScalars.map(\.value)) })

    /// 2017年5月20日, 18年3月, 5月12号, 二〇一五年四月, 民國108年, 令和元年.
    static func hanDate(_ a: Analysis, _ start: Int) -> (Int, Double, Rule)? {
        var i = start
        var era = false
        if a.tokens[i].isHan, i + 1 < a.tokens.count, a.tokens[i + 1].isHan {
            let pair = TextHash.of([han(a, i), han(a, i + 1)])
            if eras.contains(pair) {
                era = true
                i += 2
            }
        }
        // 令和3.10.2
        if era, i + 4 < a.tokens.count, a.text.mark(i + 1) == 46, a.text.mark(i + 3) == 46,
            (0..<3).allSatisfy({ a.tokens[i + 2 * $0].isNumber && a.tokens[i + 2 * $0].length <= 3 })
        {
            return (i + 5, 0.95, Rule.dateEra)
        }
        if !era, let end = lunar(a, i), end > i + 2 { return (end, 0.8, Rule.dateHanDay) }
        guard let (x, digits, afterX) = hanNumber(a, i) else { return nil }
        var k = afterX
        if han(a, k) == year, digits <= 4, digits >= (era ? 1 : 2),
            era || digits == 2 || digits == 3 && x >= 60 && x <= 130 || (digits == 4 && x >= 1880 && x < 2100)
        {
            k += 1
            // 腊月, 正月, 冬月
            if let end = lunar(a, k) { return (end, 0.85, Rule.dateHanMonth) }
            guard let (m, _, afterM) = hanNumber(a, k), m >= 1, m <= 12, han(a, afterM) == month else {
                // 2019年底: a year alone is no date; an era year is.
                return era ? (k, 0.6, Rule.dateEraYear) : nil
            }
            k = afterM + 1
            if han(a, k) == 0x4efd { k += 1 }  // 份
            if let end = early(a, k) { return (end, 0.95, Rule.dateHan) }
            if let (d, _, afterD) = hanNumber(a, k), d >= 1, d <= 31 {
                if han(a, afterD) == day || han(a, afterD) == dayNumber { return (afterD + 1, 0.97, Rule.dateHan) }
                // 三五年二月二十八
                if !a.tokens[afterM + 1].isNumber, d > 10 { return (afterD, 0.9, Rule.dateHan) }
                // A number that is part of something else stays.
            }
            return (k, digits == 2 && !era ? 0.75 : 0.9, Rule.dateHanMonth)
        }
        if han(a, k) == month, x >= 1, x <= 12, digits <= 2 {
            if let end = early(a, k + 1) { return (end, 0.85, Rule.dateHanDay) }
            // 3月份21号
            if han(a, k + 1) == 0x4efd { k += 1 }
            // 九月廿三
            if !a.tokens[i].isNumber, han(a, k + 1) != 0, [0x5eff, 0x5341].contains(han(a, k + 1)) || [0x5eff, 0x5341].contains(han(a, k + 2)),
                let (d, _, afterD) = hanNumber(a, k + 1), d >= 11, d <= 30, ![0x5929, 0x4e2a, 0x4f59, 0x591a].contains(han(a, afterD))
            {
                return ([day, dayNumber].contains(han(a, afterD)) ? afterD + 1 : afterD, 0.7, Rule.dateHanDay)
            }
            if let (d, _, afterD) = hanNumber(a, k + 1), d >= 1, d <= 31, han(a, afterD) == day || han(a, afterD) == dayNumber {
                return (afterD + 1, 0.9, Rule.dateHanDay)
            }
            // 改约至9月17，
            if let (d, digits, afterD) = hanNumber(a, k + 1), d >= 1, d <= 31, digits == 2, a.tokens[k + 1].isNumber,
                afterD >= a.tokens.count || a.tokens[afterD].gap == .line || [44, 0x3002, 41, 59].contains(a.text.mark(afterD))
            {
                return (afterD, 0.6, Rule.dateHanDay)
            }
            // 3月15复查
            if let (d, _, afterD) = hanNumber(a, k + 1), d >= 1, d <= 31, a.tokens[k + 1].isNumber, afterD < a.tokens.count, a.tokens[afterD].isHan,
                !a.hanCue(at: afterD).contains(.unit)
            {
                return (afterD, 0.6, Rule.dateHanDay)
            }
        }
        return nil
    }
}
