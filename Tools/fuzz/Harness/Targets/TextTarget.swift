// SPDX-License-Identifier: Apache-2.0

import FreeTextPHI

extension FuzzTarget {
    static let text = FuzzTarget(
        "text", law: "spans lie in the text, in order, apart from one another, the same each time; no known identifier is left"
    ) { input in
        let field = FieldContext(
            keyword: input.choice(of: ["", "StudyDescription", "PatientComments", "TextValue"]), vr: input.choice(of: ["", "LO", "UT"]))
        let languages = input.choice(of: [[], ["ja"], ["zh"], ["de"]])
        let text = String(decoding: input.rest.prefix(1 << 14), as: UTF8.self)
        let count = text.unicodeScalars.count
        let spans = detector.spans(in: text, field: field, known: known, languages: languages)
        var end = 0
        for span in spans {
            require(span.range.lowerBound >= end && !span.range.isEmpty && span.range.upperBound <= count, "spans are in order and in the text")
            end = span.range.upperBound
        }
        require(detector.spans(in: text, field: field, known: known, languages: languages) == spans, "a second search finds the same")
        let cleaned = detector.clean(text, field: field, known: known, languages: languages)
        require(!known.contains(in: cleaned.text), "no known identifier is left")
        require(field.maximumLength.map { cleaned.text.unicodeScalars.count <= max($0, count) } ?? true, "the result fits the field")
    }

    private static let detector = PHIDetector()
    private static let known = KnownIdentifiers(header: [
        "PatientName": "Whitcombe^Eleanor^Ruth=张^伟=ヤマダ^タロウ", "PatientID": "MRN0048213", "PatientBirthDate": "19520317",
        "AccessionNumber": "ACC7719034", "InstitutionName": "Northfield General Hospital", "ReferringPhysicianName": "Kowalczyk^Piotr",
        "PatientTelephoneNumbers": "+1 617 555 0143", "StudyDate": "20210317",
    ])
}
