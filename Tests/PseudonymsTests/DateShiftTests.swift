// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import Testing

@testable import Pseudonyms

@Suite struct DateShiftTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let vr: ValueRepresentation
        let value: String
        let days: Int
        let expected: String?
        var testDescription: String { "\(vr) \(value) by \(days)" }
    }

    @Test(
        "A date moves by whole days, and one that does not parse goes",
        arguments: [
            Row(vr: .DA, value: "20240301", days: -1, expected: "20240229"),
            Row(vr: .DA, value: "20230301", days: -1, expected: "20230228"),
            Row(vr: .DA, value: "20000102", days: -3650, expected: "19900104"),
            Row(vr: .DA, value: "1993.08.22", days: -22, expected: "19930731"),
            Row(vr: .DA, value: "20210230", days: -1, expected: nil),
            Row(vr: .DA, value: "UNK20210317", days: -1, expected: nil),
            Row(vr: .DA, value: "202103", days: -1, expected: nil),
            Row(vr: .DA, value: "2021-03-17", days: -1, expected: nil),
            Row(vr: .DA, value: "20200101-20200201", days: -1, expected: nil),
            Row(vr: .DA, value: "２０２４０３０１", days: -1, expected: nil),
            Row(vr: .DT, value: "20240301123045.123456+0200", days: -1, expected: "20240229123045.123456+0200"),
            Row(vr: .DT, value: "20240301", days: -1, expected: "20240229"),
            Row(vr: .DT, value: "2024030112-0500", days: -1, expected: "2024022912-0500"),
            Row(vr: .DT, value: "2024", days: -1, expected: nil),
            Row(vr: .DT, value: "20240301129999", days: -1, expected: nil),
            Row(vr: .DT, value: "20240301120000+9900", days: -1, expected: nil),
            Row(vr: .DT, value: "20240301 Smith", days: -1, expected: nil),
            // Placeholders, which everybody knows: the shift could be read off.
            Row(vr: .DA, value: "19000101", days: -1, expected: nil), Row(vr: .DA, value: "19700101", days: -1, expected: nil),
            Row(vr: .DA, value: "20000101", days: -1, expected: nil), Row(vr: .DA, value: "18580101", days: -1, expected: nil),
            Row(vr: .DA, value: "99991231", days: -1, expected: nil), Row(vr: .DT, value: "19800106000000.000000", days: -1, expected: nil),
            Row(vr: .DA, value: "19000101", days: 0, expected: "19000101"),
            Row(vr: .TM, value: "235959.999", days: -1, expected: "235959.999"),
            Row(vr: .TM, value: "12:30:00", days: -1, expected: "12:30:00"),
            Row(vr: .TM, value: "2561", days: -1, expected: nil),
            Row(vr: .TM, value: "noon", days: -1, expected: nil),
        ])
    func shifts(_ row: Row) {
        #expect(DateShift(shiftInDays: row.days).shifted(row.value, row.vr) == row.expected)
    }

    @Test("Every day of four centuries survives the way to its number and back") func roundTrip() {
        var day = CalendarDay(year: 1700, month: 1, day: 1)!
        for _ in 0..<146_097 {
            let (year, month, date) = day.components
            #expect(CalendarDay(year: year, month: month, day: date) == day)
            day = day + 1
        }
        #expect(day == CalendarDay(year: 2100, month: 1, day: 1))
    }

    @Test("Ages above 89 become 090Y", arguments: [("093Y", "090Y"), ("089Y", "089Y"), ("090Y", "090Y"), ("999M", "999M"), ("006W", "006W")])
    func capsAges(_ value: String, _ expected: String) {
        #expect(Age(value)?.capped.text == expected)
    }
}
