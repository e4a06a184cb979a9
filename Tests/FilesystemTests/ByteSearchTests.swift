// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Filesystem

@Suite struct ByteSearchTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let needle: String
        let bytes: String
        var testDescription: String { "'\(needle)' in '\(bytes)'" }
    }

    @Test(
        "Bytes are found where the standard library finds them",
        arguments: [
            Row(needle: "b", bytes: "abc"), Row(needle: "abc", bytes: "abc"), Row(needle: "abcd", bytes: "abc"), Row(needle: "a", bytes: ""),
            Row(needle: "", bytes: "abc"), Row(needle: "", bytes: ""), Row(needle: "aab", bytes: "aaaab"), Row(needle: "aba", bytes: "ababa"),
            Row(needle: "c", bytes: "abc"), Row(needle: "cd", bytes: "abc"), Row(needle: "\"a\":", bytes: "{\"b\":\"\",\"a\":1}"),
        ])
    func finds(_ row: Row) {
        #expect(
            position(of: Array(row.needle.utf8), in: Array(row.bytes.utf8))
                == Array(row.bytes.utf8).firstRange(of: Array(row.needle.utf8))?.lowerBound)
    }
}
