// SPDX-License-Identifier: Apache-2.0

/// A day of the Gregorian calendar.
struct CalendarDay: Hashable, Comparable {
    /// Days since 1 March 0000.
    let number: Int

    /// - Returns: `nil` for a day that does not exist.
    init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), (1...Self.length(of: month, in: year)).contains(day) else { return nil }
        let shiftedYear = month <= 2 ? year - 1 : year
        let shiftedMonth = (month + 9) % 12
        number = 365 * shiftedYear + shiftedYear / 4 - shiftedYear / 100 + shiftedYear / 400 + (153 * shiftedMonth + 2) / 5 + day - 1
    }

    private init(number: Int) { self.number = number }

    static func + (day: CalendarDay, days: Int) -> CalendarDay { CalendarDay(number: day.number + days) }
    static func < (left: CalendarDay, right: CalendarDay) -> Bool { left.number < right.number }

    var components: (year: Int, month: Int, day: Int) {
        let era = number / 146_097
        let dayOfEra = number % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    private static func length(of month: Int, in year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension CalendarDay {
    /// Reads `YYYYMMDD`, or `YYYY.MM.DD` of before 1993 (PS3.5 section 6.2).
    init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        let digits =
            bytes.count == 10 && bytes[4] == UInt8(ascii: ".") && bytes[7] == UInt8(ascii: ".")
            ? bytes[0..<4] + bytes[5..<7] + bytes[8..<10] : bytes[...]
        guard digits.count == 8, let number = decimal(digits) else { return nil }
        self.init(year: number / 10000, month: number / 100 % 100, day: number % 100)
    }

    /// `YYYYMMDD`.
    var text: String {
        let (year, month, day) = components
        return padded(year, 4) + padded(month, 2) + padded(day, 2)
    }
}

extension CalendarDay {
    /// Days that machines and clerks write where there is no date: the first days of clocks and data bases, their last ones, and days before X-rays.
    var isPlaceholder: Bool {
        let (year, month, day) = components
        return year < 1895 || Self.placeholders.contains(year * 10000 + month * 100 + day)
    }

    private static let placeholders: Set<Int> = [
        1899_12_30, 1899_12_31, 1900_01_01, 1900_01_02, 1901_01_01, 1904_01_01, 1960_01_01, 1970_01_01, 1980_01_01, 1980_01_06, 1999_12_31,
        2000_01_01, 2036_02_07, 2038_01_19, 2049_12_31, 2050_12_31, 2079_06_06, 2099_01_01, 2099_12_31, 2100_01_01, 2222_02_22,
        2199_12_31, 2999_12_31, 3000_01_01, 9999_01_01, 9999_09_09, 9999_12_31,
    ]
}

/// The number that ASCII digits write; `nil` for anything else, and for none.
func decimal(_ digits: some Collection<UInt8>) -> Int? {
    guard !digits.isEmpty, digits.count <= 18 else { return nil }
    var result = 0
    for digit in digits {
        guard (0x30...0x39).contains(digit) else { return nil }
        result = result * 10 + Int(digit - 0x30)
    }
    return result
}

func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
