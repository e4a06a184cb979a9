// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel

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
