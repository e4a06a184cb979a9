// SPDX-License-Identifier: Apache-2.0

import CharacterSets
import Testing

@testable import Identifiers

/// A few everyday words, as the lexicon of the text core would know them.
let everydayWords: Set<String> = [
    "baker", "long", "white", "constellation", "head", "a", "may", "lean", "patella", "stellar", "martini", "hill", "高峰", "健康",
]

func index(_ header: [String: String], encodings: [[String]] = []) -> IdentifierIndex {
    IdentifierIndex(Identity(header: header), encodings: encodings.map { SpecificCharacterSet(terms: $0) }) { word in
        everydayWords.contains(String(String.UnicodeScalarView(word.compactMap { Unicode.Scalar($0) })))
    }
}

/// The text with every match replaced by `#`.
func masked(_ text: String, _ header: [String: String], as reading: IdentifierIndex.Reading = .prose, encodings: [[String]] = []) -> String {
    masked(text, index(header, encodings: encodings), as: reading)
}

func masked(_ text: String, _ index: IdentifierIndex, as reading: IdentifierIndex.Reading = .prose) -> String {
    let scalars = Array(text.unicodeScalars)
    var result = String.UnicodeScalarView()
    var place = 0
    for match in index.matches(in: text, as: reading) {
        result += scalars[place..<match.range.lowerBound]
        result.append(match.isWord ? "?" : "#")
        place = match.range.upperBound
    }
    result += scalars[place...]
    return String(result)
}

struct Planted: Sendable, CustomTestStringConvertible {
    let keyword: String
    let value: String
    let text: String
    let left: String

    init(_ keyword: String, _ value: String, _ text: String, _ left: String) {
        (self.keyword, self.value, self.text, self.left) = (keyword, value, text, left)
    }

    var testDescription: String { "\(value) in \(text)" }
}
