// SPDX-License-Identifier: Apache-2.0

extension CalendarDay {
    /// Reads `YYYYMMDD`, or `YYYY.MM.DD` of before 1993 (PS3.5 section 6.2).
    @inlinable
    package init?(_ text: some StringProtocol) { self.init(ascii: Array(text.utf8)) }

    @usableFromInline
    package init?(ascii bytes: [UInt8]) {
        let digits =
            bytes.count == 10 && bytes[4] == UInt8(ascii: ".") && bytes[7] == UInt8(ascii: ".")
            ? bytes[0..<4] + bytes[5..<7] + bytes[8..<10] : bytes[...]
        guard digits.count == 8, let number = decimal(digits) else { return nil }
        self.init(year: number / 10000, month: number / 100 % 100, day: number % 100)
    }

    /// `YYYYMMDD`.
    package var text: String {
        let (year, month, day) = components
        return padded(year, 4) + padded(month, 2) + padded(day, 2)
    }
}

extension CalendarDay {
    /// Days that machines and clerks write where there is no date: the first days of clocks and data bases, their last ones, and days before X-rays.
    package var isPlaceholder: Bool {
        let (year, month, day) = components
        return year < 1895 || Self.placeholders.contains(year * 10000 + month * 100 + day)
    }

    private static let placeholders: Set<Int> = [
        1899_12_30, 1899_12_31, 1900_01_01, 1900_01_02, 1901_01_01, 1904_01_01, 1960_01_01, 1970_01_01, 1980_01_01, 1980_01_06, 1999_12_31,
        2000_01_01, 2036_02_07, 2038_01_19, 2049_12_31, 2050_12_31, 2079_06_06, 2099_01_01, 2099_12_31, 2100_01_01, 2222_02_22,
        2199_12_31, 2999_12_31, 3000_01_01, 9999_01_01, 9999_09_09, 9999_12_31,
    ]
}
