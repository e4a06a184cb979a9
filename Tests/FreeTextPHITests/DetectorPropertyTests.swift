// SPDX-License-Identifier: Apache-2.0

import Foundation
import FreeTextPHI
import Testing

let detector = PHIDetector()

/// What a span covers.
func covered(_ text: String, _ spans: [PHISpan]) -> [String] {
    let s = Array(text.unicodeScalars)
    return spans.map { String(String.UnicodeScalarView(s[$0.range])) }
}

/// The text with «» around each span that is found.
func marked(_ text: String, known: KnownIdentifiers? = nil) -> String {
    var result = Array(text.unicodeScalars)
    for span in detector.spans(in: text, known: known).reversed() {
        result.insert("»", at: span.range.upperBound)
        result.insert("«", at: span.range.lowerBound)
    }
    return String(String.UnicodeScalarView(result))
}

func unmarked(_ text: String) -> String { text.filter { $0 != "«" && $0 != "»" } }

@Suite struct DetectorPropertyTests {
    static let lines = [
        "CT ABDOMEN - TREVITHICK", "Discussed with Dr. Tendai Moyo on May 30, 2017 at 9:20.", "患者万里，万古霉素过敏", "US NECK Marchetti/11/6/2015",
        "call 312-555-0177",
        "地址 山东省潍坊市奎文区东风街208号", "José García–Núñez MRN00123456", "t1_mprage_sag_p2_iso_1.0", "https://a.example/b?c=1", "user@host.example, 10.0.44.9",
        "", " ", "^^^===", "廖XX", "\u{202E}nhoJ\u{202C}",
    ]

    @Test("Spans lie inside the text, in order, without overlap", arguments: lines)
    func spansAreOrdered(_ text: String) {
        var last = 0
        for s in detector.spans(in: text) {
            #expect(s.range.lowerBound >= last && !s.range.isEmpty && s.range.upperBound <= text.unicodeScalars.count)
            #expect(s.score > 0 && s.score <= 1)
            #expect(!s.evidence.isEmpty)
            last = s.range.upperBound
        }
    }

    @Test("A second pass over cleaned text finds nothing", arguments: lines)
    func cleanIsIdempotent(_ text: String) {
        for policy in [ReplacementPolicy.labels, .removal, .masks] {
            let once = detector.clean(text, policy: policy).text
            #expect(detector.clean(once, policy: policy).text == once)
        }
    }

    @Test("Composed and decomposed text give the same words")
    func normalizationDoesNotMatter() {
        for text in ["Dr. José Núñez saw her", "Mme Lefèbvre 12/03/2017", "Überweiser: Dr. Müller"] {
            let composed = text.precomposedStringWithCanonicalMapping
            let decomposed = text.decomposedStringWithCanonicalMapping
            let a = covered(composed, detector.spans(in: composed)).map(\.precomposedStringWithCanonicalMapping)
            let b = covered(decomposed, detector.spans(in: decomposed)).map(\.precomposedStringWithCanonicalMapping)
            #expect(a == b && !a.isEmpty)
        }
    }

    @Test("Zero-width marks and look-alike letters do not hide a known name")
    func disguisesFail() {
        let known = KnownIdentifiers(header: ["PatientName": "Rosales^Lorcan"])
        for text in [
            "Ro\u{200B}sales", "R\u{043E}sales", "ROSALES", "Ｒｏｓａｌｅｓ", "Ros\u{AD}ales", "\u{202A}Rosales\u{202C}", "Lorcan_Rosales", "rosaleslorcan",
        ] {
            #expect(!detector.spans(in: "scan of \(text) today", known: known).isEmpty, "\(text.unicodeScalars.count)")
        }
    }

    @Test("Every kind of scalar passes")
    func everyScalar() {
        var buffer = ""
        for v in stride(from: UInt32(1), through: 0x10FFFF, by: 97) {
            guard let u = Unicode.Scalar(v) else { continue }
            buffer.unicodeScalars.append(u)
            if buffer.unicodeScalars.count == 300 {
                for s in detector.spans(in: buffer) { #expect(s.range.upperBound <= 300) }
                buffer = ""
            }
        }
    }

    @Test("Long runs come back", arguments: ["a", "7", "张", "A ", "1-", "^", "é", "Dr ", "1.", "@", "市"])
    func longRuns(_ unit: String) {
        let text = String(repeating: unit, count: 12_000 / unit.unicodeScalars.count)
        for s in detector.spans(in: text) { #expect(s.range.upperBound <= text.unicodeScalars.count) }
    }

    @Test("A name in a long text keeps its offsets")
    func longText() {
        let text = String(repeating: "No acute abnormality. ", count: 500) + "Dr. Tendai Moyo"
        #expect(covered(text, detector.spans(in: text)).contains { $0.contains("Moyo") })
    }
}
