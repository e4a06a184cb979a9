// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// The ways in which people write a day.
enum DateSpellings {
    /// All of one day, one behind the other.
    struct Forms {
        private(set) var symbols: [Symbol] = []
        private(set) var gaps: [UInt8] = []
        private(set) var ends: [(end: Int, isStrong: Bool)] = []
        fileprivate var parts: [String: Spelling]

        fileprivate init(parts: [String: Spelling]) {
            self.parts = parts
            symbols.reserveCapacity(6000)
            gaps.reserveCapacity(6000)
            ends.reserveCapacity(512)
        }

        fileprivate mutating func part(_ text: String) -> Spelling {
            if let known = parts[text] { return known }
            let spelling = Spelling(text)
            parts[text] = spelling
            return spelling
        }

        /// - Parameter policies: Before each part but the first.
        mutating func add(_ parts: [String], _ policies: [UInt8], isStrong: Bool = false) {
            add(parts.map { part($0) }, policies, isStrong: isStrong)
        }

        mutating func add(_ parts: [Spelling], _ policies: [UInt8], isStrong: Bool = false) {
            let beginning = gaps.count
            for (number, part) in parts.enumerated() {
                let start = gaps.count
                symbols += part.symbols
                gaps += part.gaps
                if start > beginning, gaps.count > start { gaps[start] = policies[min(number - 1, policies.count - 1)] }
            }
            ends.append((symbols.count, isStrong))
        }

        /// - Parameter open: Spellings with the digits of the day and the year left open.
        fileprivate mutating func add(_ open: Forms, of date: CalendarDate) {
            let digits = [date.year / 1000, date.year / 100 % 10, date.year / 10 % 10, date.year % 10, date.day / 10, date.day % 10]
                .map { Symbol($0 + 48) }
            let start = symbols.count
            symbols.append(contentsOf: open.symbols.lazy.map { $0 < Pattern.firstDigit ? $0 : digits[Int($0 - Pattern.firstDigit)] })
            gaps += open.gaps
            ends.append(contentsOf: open.ends.lazy.map { ($0.end + start, $0.isStrong) })
        }

        func forEach(_ body: (UnsafeBufferPointer<Symbol>, UnsafeBufferPointer<UInt8>, _ isStrong: Bool) -> Void) {
            symbols.withUnsafeBufferPointer { symbols in
                gaps.withUnsafeBufferPointer { gaps in
                    var start = 0
                    for (end, isStrong) in ends {
                        body(UnsafeBufferPointer(rebasing: symbols[start..<end]), UnsafeBufferPointer(rebasing: gaps[start..<end]), isStrong)
                        start = end
                    }
                }
            }
        }
    }

    /// Which spellings a day has.
    private struct Question: Hashable {
        let year: Int
        let month: Int
        let day: Int
        let isBirth: Bool
        let hasHan: Bool
    }

    /// All that decides how a day is written with the name of its month, but for the digits.
    private struct Pattern: Hashable {
        let month: Int
        let hasOneDigit: Bool
        let isFirst: Bool
        let ordinal: String
        let isBirth: Bool

        init(_ date: CalendarDate, isBirth: Bool) {
            month = date.month
            hasOneDigit = date.day < 10
            isFirst = date.day == 1
            ordinal = 11...13 ~= date.day ? "th" : [1: "st", 2: "nd", 3: "rd"][date.day % 10] ?? "th"
            self.isBirth = isBirth
        }

        /// Above every symbol: the four digits of a year, then the two of a day.
        static let firstDigit: Symbol = 0xFFFF_0000
        static let year = digits(0...3), shortYear = digits(2...3), day = digits(4...5), dayOfOneDigit = digits(5...5)

        private static func digits(_ places: ClosedRange<Symbol>) -> Spelling {
            Spelling(symbols: places.map { firstDigit + $0 }, gaps: places.map { _ in GapPolicy.closed })
        }
    }

    private struct Memory {
        /// Numbers, names of months and eras, folded: a few thousand, which all days share.
        var parts: [String: Spelling] = [:]
        var patterns: [Pattern: Forms] = [:]
        /// The days asked for last. Patients of one export were examined on the same days.
        var days: [Question: Forms] = [:]
    }

    private static let memory = Mutex(Memory())
    private static let mostDays = 32
    private static let mostPatterns = 64

    /// - Parameters:
    ///   - isBirth: The month alone counts as well, and years of two digits without marks.
    ///   - hasHan: Names are Chinese: a year of three digits may be one of Taiwan.
    static func all(of date: CalendarDate, isBirth: Bool, hasHan: Bool) -> Forms {
        let question = Question(year: date.year, month: date.month, day: date.day, isBirth: isBirth, hasHan: hasHan)
        return memory.withLock { memory in
            if let known = memory.days[question] { return known }
            var forms = Forms(parts: memory.parts)
            // Until it comes back, so that it is not copied.
            memory.parts = [:]
            numeric(date, isBirth, &forms)
            let pattern = Pattern(date, isBirth: isBirth)
            if memory.patterns[pattern] == nil {
                var open = Forms(parts: forms.parts)
                words(pattern, &open)
                forms.parts = open.parts
                open.parts = [:]
                if memory.patterns.count >= mostPatterns { memory.patterns = [:] }
                memory.patterns[pattern] = open
            }
            if let open = memory.patterns[pattern] { forms.add(open, of: date) }
            eras(date, isBirth, hasHan, &forms)
            memory.parts = forms.parts
            forms.parts = [:]
            if memory.days.count >= mostDays { memory.days = [:] }
            memory.days[question] = forms
            return forms
        }
    }

    static func padded(_ number: Int, _ width: Int = 2) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }

    private static func numeric(_ date: CalendarDate, _ isBirth: Bool, _ forms: inout Forms) {
        let (may, must, mark, slash) = (GapPolicy.mayOpen, GapPolicy.mustOpen, GapPolicy.mustOpenByMark, GapPolicy.mustOpenBySlash)
        let year = String(date.year)
        let y = forms.part(year), short = forms.part(padded(date.year % 100)), d = forms.part(padded(date.day)), m = forms.part(padded(date.month))
        for order in [[y, m, d], [d, m, y], [m, d, y], [y, d, m]] { forms.add(order, [may], isStrong: true) }
        for order in [[short, m, d], [d, m, short], [m, d, short]] { forms.add(order, isBirth ? [GapPolicy.mayOpenByMark] : [mark]) }
        // What is not padded needs its marks.
        let plainDay = forms.part(String(date.day)), plainMonth = forms.part(String(date.month))
        let days = plainDay == d ? [d] : [d, plainDay], months = plainMonth == m ? [m] : [m, plainMonth]
        for day in days {
            for month in months where day != d || month != m {
                for order in [[y, month, day], [day, month, y], [month, day, y]] { forms.add(order, [must]) }
                for order in [[short, month, day], [day, month, short], [month, day, short]] { forms.add(order, [mark]) }
            }
        }
        forms.add([year, padded(date.dayOfYear, 3)], isBirth ? [may] : [mark])
        let week = date.isoWeek
        forms.add([String(week.year), "w" + padded(week.week), String(date.weekday)], [may], isStrong: true)
        // 14.V.1962
        let roman = forms.part(roman[date.month - 1])
        for day in days { forms.add([day, roman, y], [must]) }
        if isBirth {
            for month in months { for order in [[y, month], [month, y]] { forms.add(order, [slash]) } }
            if date.month < 10 { forms.add([m, y], [mark]) }
        }
        for marks in [["年", "月", "日"], ["년", "월", "일"], ["年", "月", "号"]] {
            let marks = marks.map { forms.part($0) }
            for month in months { for day in days { forms.add([y, marks[0], month, marks[1], day, marks[2]], [may]) } }
        }
        if isBirth {
            for marks in [["年", "月"], ["년", "월"]] {
                let marks = marks.map { forms.part($0) }
                for month in months { forms.add([y, marks[0], month, marks[1]], [may]) }
            }
        }
        let chinese = year.map { digits[$0.wholeNumberValue ?? 0] }.joined()
        forms.add([chinese, "年", count(date.month), "月", count(date.day), "日"], [may])
        forms.add([chinese.replacing("零", with: "〇"), "年", count(date.month), "月", count(date.day), "日"], [may])
    }

    private static let digits = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"]
    private static let roman = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"]

    private static func count(_ number: Int) -> String {
        number < 10 ? digits[number] : (number < 20 ? "" : digits[number / 10]) + "十" + (number % 10 == 0 ? "" : digits[number % 10])
    }

    /// With names of months, of any day and year: their digits are still open.
    private static func words(_ pattern: Pattern, _ forms: inout Forms) {
        let (may, must) = (GapPolicy.mayOpen, GapPolicy.mustOpen)
        let y = Pattern.year, short = Pattern.shortYear, isBirth = pattern.isBirth
        let plainDay = pattern.hasOneDigit ? Pattern.dayOfOneDigit : Pattern.day
        let ordinal = plainDay.joined(forms.part(pattern.ordinal), by: GapPolicy.closed)
        let days = pattern.hasOneDigit ? [Pattern.dayOfOneDigit, Pattern.day] : [Pattern.day]
        let de = forms.part("de"), del = forms.part("del"), of = forms.part("of"), the = forms.part("the")
        let signs = ["r", "г", "года", "roku", "р", "року"].map { forms.part($0) }
        for (language, table) in Months.names {
            for name in table[pattern.month - 1] {
                let name = forms.part(name)
                for day in days {
                    forms.add([day, name, y], [may], isStrong: true)
                    forms.add([name, day, y], [may], isStrong: true)
                    forms.add([y, name, day], [may], isStrong: true)
                    forms.add([day, name, short], [may])
                    if language == .english { forms.add([name, day, short], [must]) }
                    if language == .romance { forms.add([day, de, name, de, y], [may]); forms.add([day, de, name, del, y], [may]) }
                    if language == .slavic { for sign in signs { forms.add([day, name, y, sign], [may]) } }
                }
                if language == .english {
                    for parts in [
                        [ordinal, name, y], [ordinal, of, name, y], [name, ordinal, y], [name, the, ordinal, y], [plainDay, of, name, y],
                    ] { forms.add(parts, [may]) }
                }
                if language == .romance {
                    if pattern.isFirst {
                        for first in ["1er", "1o", "1º", "1°"].map({ forms.part($0) }) {
                            forms.add([first, name, y], [may]); forms.add([first, de, name, de, y], [may])
                        }
                    }
                    if isBirth { forms.add([name, de, y], [may]); forms.add([name, del, y], [may]) }
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
