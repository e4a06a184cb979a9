// SPDX-License-Identifier: Apache-2.0

/// Words that a test file or a careless clerk puts where a name or number belongs, and that mean nobody.
enum CommonTerms {
    static func contains(_ folded: [UInt8]) -> Bool { all.contains(folded) }

    private static let all: Set<[UInt8]> = Set(
        """
        anonymous anonymized anonymised anon unknown unnamed none null test testing patient phantom demo sample example name
        subject volunteer research deidentified removed hospital clinic institution university department radiology medical
        doctor physician nurse admin user operator technologist self staff not available the and for
        original derived primary secondary other axial localizer head brain chest abdomen pelvis spine neck knee hand foot hip
        shoulder breast heart liver lung left right bilateral male female mrn dob
        """.split { $0 == " " || $0 == "\n" }.map { Array($0.utf8) })
}
