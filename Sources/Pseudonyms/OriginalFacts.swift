// SPDX-License-Identifier: Apache-2.0

/// What a release takes from a patient and a study and a return puts back, as one file says it.
///
/// Several files may say several things; ``merged(_:)`` makes one of them, whatever their order.
package struct OriginalFacts: Hashable, Sendable {
    package enum Field: Int, CaseIterable, Sendable {
        case patient, issuer, patientID, name, birthDate, sex, shift
        case studyUID, studyDate, studyTime, studyID, accession, description
    }

    private var values: [String]

    package init() { values = Array(repeating: "", count: Field.allCases.count) }

    package subscript(field: Field) -> String {
        get { values[field.rawValue] }
        set { values[field.rawValue] = newValue.contains(Self.separator) ? newValue.replacing(Self.separator, with: " ") : newValue }
    }

    /// How the dates of the release were moved: negative days back, 0 where they stayed, `nil` where they went.
    package var shiftInDays: Int? { Int(self[.shift]) }

    // MARK: - As text

    private static let separator = "\u{1F}"

    package var text: String { values.joined(separator: Self.separator) }

    /// - Returns: `nil` for what is no such text. One of a later version may have more fields.
    package init?(text: String) {
        values = text.split(separator: Self.separator, omittingEmptySubsequences: false).map(String.init)
        guard values.count >= Field.allCases.count else { return nil }
        values.removeLast(values.count - Field.allCases.count)
    }

    /// The patient alone, without the study.
    package var ofPatient: OriginalFacts {
        var result = self
        for field in Field.allCases where field.rawValue >= Field.studyUID.rawValue { result[field] = "" }
        return result
    }

    /// Of each field the smallest value that is not empty. Files of one patient and study seldom differ.
    package static func merged(_ all: [OriginalFacts]) -> OriginalFacts {
        var result = OriginalFacts()
        for field in Field.allCases { result[field] = all.map { $0[field] }.filter { !$0.isEmpty }.min() ?? "" }
        return result
    }
}
