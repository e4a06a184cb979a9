// SPDX-License-Identifier: Apache-2.0

/// What a line that was read means.
package enum LineReading: Sendable, Hashable {
    /// It holds something known of the patient, as far as a reader of pixels can tell.
    case known
    /// The whole line is a term of the profile's list, and holds nothing known.
    case listed
    case unknown
}

/// Tells lines that a profile lets stay from those that name the patient and from all others.
package struct LineJudge {
    private let terms: Set<String>
    private let isKnown: (String) -> Bool

    /// - Parameters:
    ///   - keep: Terms of the profile that may stay, each a whole line.
    ///   - isKnown: Asks the one search whether a text holds something known of the patient.
    package init(keep: [String], isKnown: @escaping (String) -> Bool) {
        terms = Set(keep.map(Self.folded)).subtracting([""])
        self.isKnown = isKnown
    }

    package func judge(_ text: String) -> LineReading {
        if text.isEmpty { return .unknown }
        // A listed line is asked for as well: a term may be somebody's name.
        if ConfusedLetters.readings(of: text).contains(where: isKnown) { return .known }
        return terms.contains(Self.folded(text)) ? .listed : .unknown
    }

    /// Case, width and blanks do not count, but for a blank between two digits.
    static func folded(_ text: String) -> String {
        var result = ""
        var isApart = false
        for character in String(String.UnicodeScalarView(text.unicodeScalars.map(Self.narrow))).lowercased() {
            if character.isWhitespace {
                isApart = true
                continue
            }
            if isApart, character.isNumber, result.last?.isNumber == true { result.append(" ") }
            isApart = false
            result.append(character)
        }
        return result
    }

    /// The usual form of a letter that is as wide as a Chinese one.
    private static func narrow(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.value {
        case 0xFF01...0xFF5E: Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
        case 0x3000: " "
        default: scalar
        }
    }
}
