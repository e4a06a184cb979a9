// SPDX-License-Identifier: Apache-2.0

import FreeTextPHI
import Testing

@Suite struct HostileTextTests {
    private static let known = KnownIdentifiers(header: ["PatientName": "Zhong^Meng=钟^萌", "PatientID": "0048-2911", "PatientBirthDate": "19310203"])

    private func isSound(_ text: String) -> Bool {
        let count = text.unicodeScalars.count
        var last = 0
        for s in detector.spans(in: text, known: Self.known) {
            guard s.range.lowerBound >= last, s.range.upperBound <= count, !s.range.isEmpty else { return false }
            last = s.range.upperBound
        }
        return true
    }

    @Test("Every scalar, alone and between words, is survived")
    func scalars() {
        for base in stride(from: 0, to: 0x3_0000, by: 397) {
            guard let u = Unicode.Scalar(base) else { continue }
            #expect(isSound(String(u)) && isSound("Dr\(u)Smith\(u)1931\(u)02\(u)03 王\(u)明"))
        }
    }

    @Test("Random mixtures of what the detectors look for are survived")
    func mixtures() {
        let pieces = [
            "Dr", ".", " ", "Smith", ",", "^", "王", "小", "明", "医生", "患者", "：", "人民医院", "号", "12", "1931", "/", "-", "·", "MRN", "#", "0048", "2911",
            "@", "www", "x", "T", "岁", "在住", "さん", "ガ", "ﾔ", "ﾞ", "年", "月", "\n",
            "_", "Street", "of", "Hospital", "I", "'s", "IBAN", "GB29", "plate", "username", "H30", "5", "阿", "买", "提", "某", "男", "住", "\u{200d}",
            "\u{202e}", "é", "ß", "٣", "(", ")", "90", "yo", "Min", "jun", "Xu", "Li",
        ]
        var state: UInt64 = 9
        for _ in 0..<1000 {
            var text = ""
            for _ in 0..<12 {
                state = state &* 6364136223846793005 &+ 1442695040888963407
                text += pieces[Int(state >> 33) % pieces.count]
            }
            #expect(isSound(text), "\(text.debugDescription)")
            let cleaned = detector.clean(text, known: Self.known, policy: .labels).text
            #expect(detector.clean(cleaned, known: Self.known, policy: .labels).text == cleaned, "\(text.debugDescription)")
        }
    }

    @Test(
        "Marks inside a name do not hide it",
        arguments: ["Dr. Halll\u{200b}owell", "Dr. Hal\u{ad}lowell", "\u{202e}Dr. Hallowell\u{202c}", "Dr. H\u{430}llowell", "Dr. Ｈａｌｌｏｗｅｌｌ"])
    func marks(_ text: String) {
        #expect(detector.spans(in: text).contains { $0.type == .person })
    }

    // Their time is measured by scripts/bench, with a line of 1 MB; work that grows with the square of the length does not end here.
    @Test(
        "Long runs of one thing are survived",
        arguments: ["word", "7", "王", "-", "Aa", "ｱ", "\u{301}", "a.", "1-", "12/3 ", "、李"])
    func runs(_ unit: String) { #expect(isSound(String(repeating: unit, count: 16000))) }
}
