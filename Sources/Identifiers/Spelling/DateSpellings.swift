// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Synchronization

/// A day that people may write about a patient, as the calendars of the world have it.
struct CalendarDate: Equatable {
    let year: Int
    let month: Int
    let day: Int
    private let calendarDay: CalendarDay

    init?(year: Int, month: Int, day: Int) {
        guard (1800...2199).contains(year), let calendarDay = CalendarDay(year: year, month: month, day: day) else { return nil }
        (self.year, self.month, self.day, self.calendarDay) = (year, month, day, calendarDay)
    }

    /// DA, the beginning of a DT, and what ACR-NEMA wrote: `1962.05.14`.
    init?(_ text: String) {
        let digits = text.utf8.prefix { (48...57).contains($0) || [0x2E, 0x2D, 0x2F].contains($0) }.filter { (48...57).contains($0) }.map {
            Int($0) - 48
        }
        guard digits.count >= 8 else { return nil }
        self.init(year: digits[..<4].reduce(0) { $0 * 10 + $1 }, month: digits[4] * 10 + digits[5], day: digits[6] * 10 + digits[7])
    }

    var dayOfYear: Int { calendarDay.number - (CalendarDay(year: year, month: 1, day: 1) ?? calendarDay).number + 1 }

    /// ISO 8601: Monday is 1.
    var weekday: Int { (calendarDay.number + 2) % 7 + 1 }

    var isoWeek: (year: Int, week: Int) {
        let week = (dayOfYear - weekday + 10) / 7
        if week < 1 { return CalendarDate(year: year - 1, month: 12, day: 31)?.isoWeek ?? (year, 1) }
        if week == 53, let next = CalendarDate(year: year + 1, month: 1, day: 1), next.weekday <= 4 { return (year + 1, 1) }
        return (year, week)
    }

    /// The Islamic calendar by its table, which may be a day off.
    var hijri: (year: Int, month: Int, day: Int) {
        let since = calendarDay.number - 227_015 + 1
        let cycle = since / 10_631
        var rest = since % 10_631
        var year = 1
        while true {
            let length = [2, 5, 7, 10, 13, 16, 18, 21, 24, 26, 29].contains(year) ? 355 : 354
            if rest < length { break }
            rest -= length
            year += 1
        }
        let month = min(rest * 2 / 59 + 1, 12)
        return (cycle * 30 + year, month, rest - (month * 59 - 58) / 2 + 1)
    }
}

/// The ways in which people write a day.
enum DateSpellings {
    struct Form {
        let spelling: Spelling
        let isStrong: Bool
    }

    /// - Parameters:
    ///   - isBirth: The month alone counts as well, and years of two digits without marks.
    ///   - hasHan: Names are Chinese: a year of three digits may be one of Taiwan.
    static func all(of date: CalendarDate, isBirth: Bool, hasHan: Bool) -> [Form] {
        parts.withLock { parts in
            var forms = Forms(parts: parts)
            // Until it comes back, so that it is not copied.
            parts = [:]
            numeric(date, isBirth, &forms)
            words(date, isBirth, &forms)
            eras(date, isBirth, hasHan, &forms)
            parts = forms.parts
            return forms.all
        }
    }

    /// Numbers, names of months and eras, folded: a few thousand, which all days share.
    private static let parts = Mutex<[String: Spelling]>([:])

    struct Forms {
        fileprivate(set) var all: [Form] = []
        fileprivate var parts: [String: Spelling]

        fileprivate init(parts: [String: Spelling]) {
            self.parts = parts
            all.reserveCapacity(512)
        }

        private mutating func part(_ text: String) -> Spelling {
            if let known = parts[text] { return known }
            let spelling = Spelling(text)
            parts[text] = spelling
            return spelling
        }

        /// - Parameter gaps: Before each part but the first.
        mutating func add(_ parts: [String], _ gaps: [UInt8], isStrong: Bool = false) {
            var spelling = Spelling(symbols: [], gaps: [])
            spelling.symbols.reserveCapacity(24)
            spelling.gaps.reserveCapacity(24)
            for (number, part) in parts.enumerated() {
                let part = self.part(part)
                let start = spelling.gaps.count
                spelling.symbols += part.symbols
                spelling.gaps += part.gaps
                if start > 0, spelling.gaps.count > start { spelling.gaps[start] = gaps[min(number - 1, gaps.count - 1)] }
            }
            all.append(Form(spelling: spelling, isStrong: isStrong))
        }
    }

    static func padded(_ number: Int, _ width: Int = 2) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }

    private static func numeric(_ date: CalendarDate, _ isBirth: Bool, _ forms: inout Forms) {
        let (may, must, mark, slash) = (GapPolicy.mayOpen, GapPolicy.mustOpen, GapPolicy.mustOpenByMark, GapPolicy.mustOpenBySlash)
        let y = String(date.year), short = padded(date.year % 100), d = padded(date.day), m = padded(date.month)
        for order in [[y, m, d], [d, m, y], [m, d, y], [y, d, m]] { forms.add(order, [may], isStrong: true) }
        for order in [[short, m, d], [d, m, short], [m, d, short]] { forms.add(order, isBirth ? [GapPolicy.mayOpenByMark] : [mark]) }
        // What is not padded needs its marks.
        let days = Set([d, String(date.day)]), months = Set([m, String(date.month)])
        for day in days {
            for month in months where day != d || month != m {
                for order in [[y, month, day], [day, month, y], [month, day, y]] { forms.add(order, [must]) }
                for order in [[short, month, day], [day, month, short], [month, day, short]] { forms.add(order, [mark]) }
            }
        }
        forms.add([y, padded(date.dayOfYear, 3)], isBirth ? [may] : [mark])
        let week = date.isoWeek
        forms.add([String(week.year), "w" + padded(week.week), String(date.weekday)], [may], isStrong: true)
        // 14.V.1962
        forms.add([d, roman[date.month - 1], y], [must])
        forms.add([String(date.day), roman[date.month - 1], y], [must])
        if isBirth {
            for month in months { for order in [[y, month], [month, y]] { forms.add(order, [slash]) } }
            if date.month < 10 { forms.add([m, y], [mark]) }
        }
        for month in months {
            for day in days {
                for marks in [["年", "月", "日"], ["년", "월", "일"], ["年", "月", "号"]] { forms.add([y, marks[0], month, marks[1], day, marks[2]], [may]) }
            }
            if isBirth { for marks in [["年", "月"], ["년", "월"]] { forms.add([y, marks[0], month, marks[1]], [may]) } }
        }
        let chinese = y.map { digits[$0.wholeNumberValue ?? 0] }.joined()
        forms.add([chinese, "年", count(date.month), "月", count(date.day), "日"], [may])
        forms.add([chinese.replacing("零", with: "〇"), "年", count(date.month), "月", count(date.day), "日"], [may])
    }

    private static let digits = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"]
    private static let roman = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"]

    private static func count(_ number: Int) -> String {
        number < 10 ? digits[number] : (number < 20 ? "" : digits[number / 10]) + "十" + (number % 10 == 0 ? "" : digits[number % 10])
    }

    private static func words(_ date: CalendarDate, _ isBirth: Bool, _ forms: inout Forms) {
        let (may, must) = (GapPolicy.mayOpen, GapPolicy.mustOpen)
        let y = String(date.year), short = padded(date.year % 100)
        let ordinal = String(date.day) + (11...13 ~= date.day ? "th" : [1: "st", 2: "nd", 3: "rd"][date.day % 10] ?? "th")
        let days = Set([String(date.day), padded(date.day)])
        for (language, table) in Months.names {
            for name in table[date.month - 1] {
                for day in days {
                    forms.add([day, name, y], [may], isStrong: true)
                    forms.add([name, day, y], [may], isStrong: true)
                    forms.add([y, name, day], [may], isStrong: true)
                    forms.add([day, name, short], [may])
                    if language == .english { forms.add([name, day, short], [must]) }
                    if language == .romance { forms.add([day, "de", name, "de", y], [may]); forms.add([day, "de", name, "del", y], [may]) }
                    if language == .slavic { for sign in ["r", "г", "года", "roku", "р", "року"] { forms.add([day, name, y, sign], [may]) } }
                }
                if language == .english {
                    for parts in [
                        [ordinal, name, y], [ordinal, "of", name, y], [name, ordinal, y], [name, "the", ordinal, y],
                        [String(date.day), "of", name, y],
                    ] { forms.add(parts, [may]) }
                }
                if language == .romance {
                    if date.day == 1 {
                        for first in ["1er", "1o", "1º", "1°"] {
                            forms.add([first, name, y], [may]); forms.add([first, "de", name, "de", y], [may])
                        }
                    }
                    if isBirth { forms.add([name, "de", y], [may]); forms.add([name, "del", y], [may]) }
                }
                if isBirth {
                    forms.add([name, y], [may])
                    forms.add([y, name], [may])
                }
            }
        }
    }

    private static func eras(_ date: CalendarDate, _ isBirth: Bool, _ hasHan: Bool, _ forms: inout Forms) {
        let (may, must, mark) = (GapPolicy.mayOpen, GapPolicy.mustOpen, GapPolicy.mustOpenByMark)
        let days = Set([String(date.day), padded(date.day)]), months = Set([String(date.month), padded(date.month)])
        for era in Era.japanese where era.holds(date) {
            let year = date.year - era.firstYear + 1
            for number in Set([String(year), padded(year)] + (year == 1 ? ["元"] : [])) {
                for month in months {
                    for day in days {
                        forms.add([era.name, number, "年", month, "月", day, "日"], [may])
                        for name in [era.name, String(era.name.prefix(1)), era.letter] { forms.add([name, number, month, day], [may, must, must]) }
                    }
                }
                if isBirth { forms.add([era.name, number, "年"], [may]) }
            }
            for name in [era.letter, era.name] { forms.add([name, padded(year), padded(date.month), padded(date.day)], [may]) }
        }
        if date.year > 1911 {
            let year = String(date.year - 1911)
            for month in months {
                for day in days {
                    for name in ["民國", "民国"] {
                        forms.add([name, year, "年", month, "月", day, "日"], [may])
                        forms.add([name, year, month, day], [may, must, must])
                    }
                    if hasHan, isBirth { forms.add([year, month, day], [mark]) }
                }
            }
            if isBirth, hasHan { forms.add(["0" + padded(date.year - 1911), padded(date.month), padded(date.day)], [may]) }
        }
        // The Buddhist year of Thailand.
        let buddhist = String(date.year + 543)
        for order in [[padded(date.day), padded(date.month), buddhist], [buddhist, padded(date.month), padded(date.day)]] {
            forms.add(order, [may], isStrong: true)
        }
        for day in days { for month in months { forms.add([day, month, buddhist], [must]) } }
        for day in days {
            for name in Months.thai[date.month - 1] {
                for year in [buddhist, String(date.year)] { forms.add([day, name, year], [may]); forms.add([day, name, "พ.ศ.", year], [may]) }
            }
        }
        guard isBirth else { return }
        let hijri = date.hijri
        for day in [hijri.day - 1, hijri.day, hijri.day + 1] where (1...30).contains(day) {
            let (d, m, y) = (padded(day), padded(hijri.month), String(hijri.year))
            for order in [[y, m, d], [d, m, y]] { forms.add(order, [must]) }
            for order in [[y, String(hijri.month), String(day)], [String(day), String(hijri.month), y]] { forms.add(order, [must]) }
        }
    }

    /// What a search of bytes needs in the encodings of its letters.
    static func unicodeForms(of date: CalendarDate) -> [String] {
        [
            "\(date.year)年\(date.month)月\(date.day)日", "\(date.year)年\(padded(date.month))月\(padded(date.day))日",
            "\(date.year)년 \(date.month)월 \(date.day)일",
        ]
            + Months.names.filter { $0.0 == .slavic }.flatMap { $0.1[date.month - 1] }.filter { $0.utf8.contains { $0 >= 0x80 } }.map {
                "\(date.day) \($0) \(date.year)"
            }
    }
}

/// An era of the Japanese calendar.
struct Era {
    let name: String
    let letter: String
    let firstYear: Int
    private let first: Int
    private let last: Int

    private init(_ name: String, _ letter: String, from first: Int, to last: Int) {
        (self.name, self.letter, self.first, self.last) = (name, letter, first, last)
        firstYear = first / 10_000
    }

    func holds(_ date: CalendarDate) -> Bool { (first...last).contains(date.year * 10_000 + date.month * 100 + date.day) }

    static let japanese = [
        Era("令和", "r", from: 20_190_501, to: 99_991_231), Era("平成", "h", from: 19_890_108, to: 20_190_430),
        Era("昭和", "s", from: 19_261_225, to: 19_890_107),
        Era("大正", "t", from: 19_120_730, to: 19_261_224), Era("明治", "m", from: 18_680_125, to: 19_120_729),
    ]
}
