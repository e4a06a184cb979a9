// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import ScrubTestSupport
import Testing

@Suite struct TextCases {
    private static let cleaning: [ReleaseProfile] = [.labeling, .safeHarbor, .research, .options]

    private static func named(_ name: String, _ title: String, _ text: String, goneWords: [String] = [], gone: [String] = [], kept: [String] = [])
        -> Planting
    {
        .root(
            "L51 \(title)", [RawElement(0x0010_0010, .PN, name), RawElement(0x0008_1030, .LO, text), RawElement(0x0020_4000, .LT, text)], gone: gone,
            goneWords: goneWords, kept: kept, profiles: cleaning)
    }

    static let l51: [Planting] = [
        named("Wall^Priscilla", "Mrs Wall and the chest wall", "Mrs Wall, mass in the chest wall", kept: ["chest wall"]),
        named("Baker^Philippa", "Baker's cyst", "Baker cyst left knee", kept: ["Baker cyst"]),
        named("Baker^Philippa", "Mrs Baker", "Seen with Mrs Philippa Baker", goneWords: ["Baker", "Philippa"]),
        named("Long^Cordelia", "Long and the long axis", "LONG CORDELIA long axis view", goneWords: ["Cordelia"], kept: ["long axis"]),
        named("Hand^Rosemarie", "HAND^ROSEMARIE", "HAND^ROSEMARIE left hand", goneWords: ["Rosemarie"], kept: ["left hand"]),
        named("Rose^Archibald", "Dr Rose", "Dr. Rose reviewed", goneWords: ["Rose"]),
        named("Young^Thaddeus", "young", "young patient, T. Young", kept: ["young patient"]),
        named("Head^Jocasta", "CT head", "CT HEAD W/O CONTRAST", kept: ["CT HEAD"]),
        named("Zhang^Lili=张^丽丽", "张力性气胸", "张力性气胸", kept: ["张力性气胸"]), named("Zhang^Lili=张^丽丽", "张丽丽", "张丽丽 胸片", gone: ["张丽丽"], kept: ["胸片"]),
        named("Huang^Zhenmei=黄^珍梅", "黄疸", "黄疸待查", kept: ["黄疸"]), named("Gao^Xiuying=高^秀英", "高密度影", "右肺高密度影", kept: ["高密度影"]),
        named("Zuo^Xiangdong=左^向东", "左肺", "左肺结节", kept: ["左肺"]),
        named("Bai^Suzhen=白^素贞", "白素贞", "患者白素贞，白细胞升高", gone: ["白素贞"], kept: ["白细胞"]),
    ]

    @Test("L51: a surname that is a word is gone where it names a person, and kept where it does not", arguments: l51) func wordSurnames(
        _ planting: Planting
    ) throws { try planting.expectGone() }

    private static func described(_ title: String, _ text: String, gone: [String], kept: [String] = []) -> Planting {
        .root(
            "L52 \(title)", [RawElement(0x0020_4000, .LT, text), RawElement(0x0008_1030, .LO, String(text.prefix(64)))], gone: gone, kept: kept,
            profiles: cleaning)
    }

    static let l52: [Planting] = [
        described("an address", "Patient lives at 12 Oak Street Springfield", gone: ["12 Oak", "Street"]),
        described("another address", "lives at 88 Crooked Lane, Millbrook 40213", gone: ["88 Crooked", "Crooked Lane", "Millbrook"]),
        described("DOB and head", "DOB 3/2/1931 head", gone: ["3/2/1931"], kept: ["head"]),
        described("another DOB", "DOB: 11 June 1987, CT abdomen", gone: ["11 June", "1987"], kept: ["abdomen"]),
        described("a phone", "call 555-0190-6655 re chest CT", gone: ["555-0190"], kept: ["chest CT"]),
        described("an e-mail", "send to z.crabtree@example.org brain MR", gone: ["crabtree"], kept: ["brain MR"]),
        described("Chinese address", "患者住北京市海淀区中关村大街27号 胸部CT", gone: ["中关村", "海淀区"], kept: ["胸部CT"]),
        described("a name and an ID", "Mr. Zebulon Crabtree, MRN 99123456, chest", gone: ["Crabtree", "99123456"], kept: ["chest"]),
        described("a stranger's title", "Dr. Ludmilla Wolverhampton, ward 7: T2 axial", gone: ["Wolverhampton"], kept: ["T2 axial"]),
    ]

    @Test("L52: what identifies goes whole, and takes nothing else along", arguments: l52) func wholeSpans(_ planting: Planting) throws {
        try planting.expectGone()
    }
}
