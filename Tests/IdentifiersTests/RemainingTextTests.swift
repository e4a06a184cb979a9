// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Identifiers

@Suite struct RemainingTextTests {
    @Test(
        "Matches are cut with the gaps they leave",
        arguments: [
            ("CT Zybrowski Abdomen", [3..<12], "CT Abdomen"),
            ("Zybrowski", [0..<9], ""),
            ("(Zybrowski)", [1..<10], ""),
            ("CT Abdomen", [], "CT Abdomen"),
        ])
    func cuts(_ text: String, _ ranges: [Range<Int>], _ expected: String) {
        #expect(remaining(of: text, without: ranges.map { IdentifierMatch(range: $0, kind: .patientName) }) == expected)
    }
}
