// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import ProfileImport

@Suite struct JSONReaderTests {
    @Test(
        "Text that is no JSON is refused at its place",
        arguments: [
            ("", 1, 1), ("{", 1, 2), ("{\"a\"}", 1, 5), ("{\"a\":1,}", 1, 8), ("{\"a\":1\n\"b\":2}", 2, 1), ("[1,]", 1, 4), ("{a:1}", 1, 2),
            ("\"a\nb\"", 1, 3),
            ("\"a", 1, 3), ("\"\\x\"", 1, 3), ("\"\\ud800\"", 1, 8), ("\"\\ud800\\u0041\"", 1, 14), ("\"\\udc00\"", 1, 8), ("\"\\u00g0\"", 1, 4),
            ("nil", 1, 1),
            ("+1", 1, 1), ("inf", 1, 1), ("1 2", 1, 3), ("'a'", 1, 1), ("{} x", 1, 4), ("\n\n{\"a\": tru}", 3, 7),
            (String(repeating: "[", count: 100_000), 1, 65),
        ])
    func refuses(_ text: String, _ line: Int, _ column: Int) {
        #expect(throws: JSONReader.Failure(line: line, column: column)) { try JSONReader.value(of: text) }
    }

    @Test("Values keep their lines, and a name may stand twice") func reads() throws {
        let text = "\u{FEFF}{\r\n \"a\\/b\" : [ true,\n null, -1.5e3 ],\n \"x\":\"\\u00e9\\ud83d\\ude00\\n\\\"\", \"x\" : { } }\n"
        let value = try JSONReader.value(of: text)
        #expect(value.line == 1)
        #expect(
            value.members == [
                .init(
                    name: "a/b", line: 2,
                    value: .init(
                        kind: .array([.init(kind: .boolean(true), line: 2), .init(kind: .null, line: 3), .init(kind: .number("-1.5e3"), line: 3)]),
                        line: 2)),
                .init(name: "x", line: 4, value: .init(kind: .string("é😀\n\""), line: 4)),
                .init(name: "x", line: 4, value: .init(kind: .object([]), line: 4)),
            ])
    }
}
