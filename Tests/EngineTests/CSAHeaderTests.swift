// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Engine

@Suite struct CSAHeaderTests {
    static func header(_ items: [(name: String, vr: String, value: String)]) -> [UInt8] {
        let number = { (value: Int) in (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
        let fixed = { (text: String, count: Int) in Array((Array(text.utf8) + Array(repeating: UInt8(0), count: count)).prefix(count)) }
        var bytes = Array("SV10".utf8) + [4, 3, 2, 1] + number(items.count) + number(77)
        for item in items {
            bytes += fixed(item.name, 64) + number(1) + fixed(item.vr, 4) + number(0) + number(1) + number(77)
            let value = Array(item.value.utf8)
            bytes += number(value.count) + number(value.count) + number(77) + number(value.count) + value
            bytes += Array(repeating: 0, count: (4 - value.count % 4) % 4)
        }
        return bytes
    }

    @Test("Numbers stay and texts are blanked where they stand") func blanks() throws {
        let original = Self.header([
            ("B_value", "IS", "1000"), ("PatientName", "PN", "Whitcombe^Eleanor"), ("InstitutionName", "LO", "St. Elsewhere"),
        ])
        let cleaned = try #require(CSAHeader.cleaned(original))
        #expect(cleaned.count == original.count)
        let text = String(decoding: cleaned, as: UTF8.self)
        #expect(text.contains("1000") && !text.contains("Whitcombe") && !text.contains("Elsewhere"))
    }

    @Test("What does not read as a header to its end is not kept") func refuses() {
        let original = Self.header([("PatientName", "PN", "Whitcombe^Eleanor")])
        #expect(CSAHeader.cleaned(Array(original.dropLast(4))) == nil)
        #expect(CSAHeader.cleaned(Array("Whitcombe^Eleanor was here, of all places".utf8)) == nil)
    }
}
