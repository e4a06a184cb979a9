// SPDX-License-Identifier: Apache-2.0

internal import Pseudonyms

/// Why a returned file is not written. No case holds a value of the patient's.
package enum RelinkProblem: String, Error, Codable, Sendable, CaseIterable {
    case unreadable, link
    case notUnderstood = "not-understood"
    case notOurs = "not-ours"
    case studyNotOurs = "study-not-ours"
    case patientNotOurs = "patient-not-ours"
    case twoPatients = "two-patients"
    case foreignReference = "foreign-reference"
    case quarantinedReference = "quarantined-reference"
    case ownObject = "own-object"
    case unreadableText = "unreadable-text"
    case tooLarge = "too-large"
    case writtenWrong = "written-wrong"
    case crashed = "parser-crashed"

    /// For people.
    package var sentence: String {
        switch self {
        case .unreadable: "cannot be read, or holds bytes that belong to no element"
        case .link: "is a link, which is not followed"
        case .notUnderstood: "is neither DICOM, nor valid CSV or JSON in UTF-8"
        case .notOurs: "names no patient, study or object of a release of this key"
        case .studyNotOurs: "is of a study that is none of a release of this key"
        case .patientNotOurs: "names a patient who is in no release of this key"
        case .twoPatients: "is mixed from two patients, or from two projects"
        case .foreignReference: "refers to an object that is neither of the release nor among the returned files"
        case .quarantinedReference: "refers to a returned file that is quarantined"
        case .ownObject: "has the UID of a released object: the original is with you"
        case .unreadableText: "holds text that cannot be read in its character set"
        case .tooLarge: "has a value or a size beyond what is relinked"
        case .writtenWrong: "does not read back as it was to be written"
        case .crashed: "made the parser crash, hang or run out of memory"
        }
    }
}

/// What was done with a file.
package struct RelinkCounts: Codable, Hashable, Sendable {
    package var references = 0
    package var dates = 0
    package var texts = 0
    package var attributes = 0
    /// Files whose character set was moved to Unicode.
    package var unicode = 0
    /// UIDs with the form of a release's that are not of one: the vendor's own, most likely.
    package var unknown = 0

    package init() {}

    package static func += (left: inout Self, right: Self) {
        left.references += right.references
        left.dates += right.dates
        left.texts += right.texts
        left.attributes += right.attributes
        left.unicode += right.unicode
        left.unknown += right.unknown
    }
}

enum Pseudonym {
    /// The name of a patient whose files say several.
    static func name(_ known: [ReleasedPatient: [OriginalFacts]]) -> String { OriginalFacts.merged(known.values.flatMap { $0 })[.name] }
}
