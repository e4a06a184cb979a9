// SPDX-License-Identifier: Apache-2.0

import FreeTextPHI
import Testing

@Suite struct ReplacementTests {
    static let digest: ReplacementPolicy.KeyedDigest = { bytes in
        // A stand-in for a keyed hash.
        var h: UInt64 = 1469598103934665603
        for b in bytes { h = (h ^ UInt64(b)) &* 1099511628211 }
        return (0..<16).map { UInt8(truncatingIfNeeded: (h &* UInt64($0 * 2 + 3)) >> 40) }
    }

    @Test("Each action")
    func actions() {
        let text = "US PELVIS for Dr. Hallowell 06/22/2016"
        #expect(detector.clean(text).text == "US PELVIS for Dr. [PERSON] [DATE]")
        #expect(detector.clean(text, policy: .removal).text == "US PELVIS")
        #expect(detector.clean(text, policy: ReplacementPolicy(otherwise: .mask)).text == "US PELVIS for Dr. H******** **/**/****")
        #expect(detector.clean("on 06/22/2016", policy: ReplacementPolicy(otherwise: .yearOnly)).text == "on 2016")
        #expect(detector.clean("on 06/22/2016", policy: ReplacementPolicy(otherwise: .shiftDate, shiftInDays: -10)).text == "on 06/12/2016")
        #expect(detector.clean("2019年3月4日片", policy: ReplacementPolicy(otherwise: .shiftDate, shiftInDays: 30)).text == "2019年4月3日片")
        #expect(detector.clean("02FEB1960", policy: ReplacementPolicy(otherwise: .shiftDate, shiftInDays: 28)).text == "01MAR1960")
        #expect(detector.clean("92 yo, lives alone", policy: ReplacementPolicy(otherwise: .capAge)).text == "90+ yo, lives alone")
        #expect(detector.clean("身份证号 320102198001011234", policy: .masks).text == "身份证号 320***********1234")
        #expect(
            detector.clean("see Dr. Hallowell", policy: ReplacementPolicy(otherwise: .encrypt, seal: { _, type in "<\(type.rawValue)>" })).text
                == "see Dr. <PERSON>")
    }

    @Test(
        "A surrogate is of the same kind and script and does not show the value",
        arguments: [
            ("call (555) 010-4477", "010-4477", PHIType.phone), ("mail nell@post.example", "nell", .email), ("node 172.16.9.31", "172.16.9.31", .ip),
            ("see http://viewer.hollis.example/s/88121", "hollis", .url), ("seen on 06/22/2016", "06/22/2016", .date), ("92 yo", "92", .age),
            ("transferred from Prairie View Hospital", "Prairie", .hospital), ("转自宁波市第二医院", "宁波", .hospital),
            ("resides 39 Tanglewood Drive", "Tanglewood", .address),
            ("家住洛阳", "洛阳", .location),
        ] as [(String, String, PHIType)])
    func kinds(_ text: String, _ value: String, _ type: PHIType) {
        let policy = ReplacementPolicy(otherwise: .surrogate, keyedDigest: Self.digest)
        let result = detector.clean(text, policy: policy)
        #expect(result.spans.map(\.type) == [type])
        #expect(!result.text.contains(value) && !result.text.contains("["))
        #expect(result.text == detector.clean(text, policy: policy).text)
    }

    @Test("Keyed values are the same for the same person and of the same script")
    func surrogates() {
        let policy = ReplacementPolicy(otherwise: .surrogate, keyedDigest: Self.digest)
        let a = detector.clean("Dr. Tendai Moyo called", policy: policy).text
        #expect(a == detector.clean("Dr. Tendai Moyo called", policy: policy).text && !a.contains("Moyo"))
        let b = detector.clean("患者廖春生，头痛", policy: policy).text
        #expect(b.unicodeScalars.count == "患者廖春生，头痛".unicodeScalars.count && !b.contains("廖春生"))
        let hash = ReplacementPolicy(otherwise: .hash, keyedDigest: Self.digest)
        let c = detector.clean("MRN 4410927", policy: hash).text
        #expect(c.hasPrefix("MRN [ID:") && detector.clean(c, policy: hash).text == c)
    }

    @Test("The value representation's length is kept")
    func lengths() {
        let field = FieldContext(keyword: "StationName", vr: "SH")
        #expect(detector.clean("CT Dr. Hallowell", field: field).text.unicodeScalars.count <= 16)
        #expect(detector.clean("TREVITHICK", field: field, policy: .removal).text == "")
    }
}
