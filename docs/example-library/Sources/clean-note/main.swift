// SPDX-License-Identifier: Apache-2.0

// Finds and replaces the identifiers in a line of text.
import FreeTextPHI

let detector = PHIDetector(thresholds: .protective, allow: ["Sunnybank protocol"])  // make one and share it
let known = KnownIdentifiers(header: ["PatientName": "Zhong^Meng=钟^萌", "PatientID": "0048-2911"])
let field = FieldContext(keyword: "PatientComments", vr: "LT")
let note = "钟萌 refused contrast, MRN 00482911, seen by Dr. Hallowell on 06/22/2016"

for span in detector.spans(in: note, field: field, known: known, languages: ["en", "zh"]) {
    print(span.range, span.type.rawValue, span.score, span.evidence.map(\.rule))
}

var policy = ReplacementPolicy(actions: [.date: .shiftDate, .age: .capAge], otherwise: .label, shiftInDays: -11)
print(detector.clean(note, field: field, known: known, policy: policy).text)

policy.actions[.person] = .encrypt
policy.seal = { value, type in "<\(type.rawValue)-\(value.count)>" }  // keep the value in a crosswalk, return its token
print(detector.clean(note, field: field, known: known, policy: policy).text)
