// SPDX-License-Identifier: Apache-2.0

import FreeTextPHI
import Testing

@Suite struct ThresholdTests {
    @Test("Each kind of field has its own threshold, and the balanced ones are higher")
    func values() {
        let field = FieldContext(keyword: "StudyDescription")
        #expect(PHIDetector().threshold(for: field) == Thresholds.protective.descriptor)
        #expect(PHIDetector(thresholds: .balanced).thresholds == .balanced)
        for kind in [FieldContext.Class.descriptor, .comment, .report, .identifier, .unknown] {
            #expect(Thresholds.protective.value(for: kind) < Thresholds.balanced.value(for: kind))
        }
    }

    @Test("A threshold of one leaves only what is certain")
    func own() {
        let strict = PHIDetector(thresholds: Thresholds(descriptor: 1, comment: 1, report: 1, identifier: 1, unknown: 1), deny: ["Zebedee"])
        #expect(strict.spans(in: "CT HEAD Hallowell").isEmpty)
        #expect(strict.spans(in: "CT HEAD Zebedee").count == 1)
    }

    @Test("A language hint decides what could be read two ways", arguments: [("担当 松本", "ja"), ("XU LI FOV 24", "zh")])
    func hint(_ text: String, _ language: String) {
        let found = detector.spans(in: text, field: FieldContext(keyword: "PatientComments"), languages: [language])
        #expect(found.map(\.type) == [.person])
        #expect(found == detector.spans(in: text, field: FieldContext(keyword: "PatientComments"), languages: ["\(language)-XX"]))
    }
}
