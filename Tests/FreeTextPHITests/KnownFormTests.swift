// SPDX-License-Identifier: Apache-2.0

import FreeTextPHI
import Testing

/// More ways in which people write what the header holds.
@Suite struct KnownFormTests {
    static let known = KnownIdentifiers(header: [
        "PatientName": "Carmichael^Theodore^R^^Jr", "PatientID": "MH0031775", "InstitutionName": "Hartsmoor District General Hospital",
        "ReferringPhysicianName": "White^Maureen", "OperatorsName": "Pu^Yilin",
    ])

    @Test(
        "Short forms, nicknames and cut words are found",
        arguments: [
            "CT A/P «CARMICHAEL TED ADDON»", "«Theodore Carmichael Jr» also here",
            "id typed as «MH31775»", "images to «Hartsmoor DGH» pacs",
            "seen at «Hartsmoor Dist Gen»", "«Pu YL» reported", "Mrs «W» on alendronate",
        ])
    func finds(_ text: String) { #expect(marked(unmarked(text), known: Self.known) == text) }

    @Test(
        "A sentence that begins with a word that is also a name stays",
        arguments: ["White matter appears normal.", "No bleed. White matter appears normal."])
    func keeps(_ text: String) { #expect(detector.spans(in: text, known: Self.known).isEmpty) }

    @Test(
        "A surname that is an eponym too is no grade for a number alone",
        arguments: [("Smith 2", true), ("CT thorax Smith 3mm", true), ("Smith type 2 fracture", false), ("Smith fracture left", false)])
    func numbered(_ text: String, _ found: Bool) {
        let known = KnownIdentifiers(header: ["PatientName": "Smith^Xaver"])
        #expect(detector.spans(in: text, known: known).contains { $0.type == .person } == found, "\(text)")
    }

    static let han = KnownIdentifiers(header: [
        "PatientName": "Gao^Feng=高^峰", "ReferringPhysicianName": "Bai^Xue=白^雪", "PatientID": "0041", "OperatorsName": "QI^BAOSHAN",
    ])

    @Test(
        "A Chinese name that is a word needs to stand apart",
        arguments: [("收缩期流速高峰提前", false), ("高峰胸部CT", true), ("患者高峰，憋气不佳", true), ("高峰 膝关节", true)])
    func words(_ text: String, _ found: Bool) {
        #expect(detector.spans(in: text, known: Self.han).contains { $0.type == .person } == found)
    }

    @Test(
        "The gate finds it where cleaning does, and in cleaned text no more",
        arguments: [
            ("收缩期流速高峰提前", false), ("高峰胸部CT", true), ("患者高峰，憋气不佳", true), ("姓名高峰性别男", true), ("高峰 膝关节", true), ("置管成功，高峰", true),
        ])
    func gate(_ text: String, _ found: Bool) {
        #expect(Self.han.contains(in: text) == found)
        #expect(detector.spans(in: text, known: Self.han).contains { $0.type == .person } == found)
        #expect(!Self.han.contains(in: detector.clean(text, known: Self.han).text))
    }

    @Test(
        "Surnames beside a title, numbers beside a name, characters known by their sound",
        arguments: ["15:40电告«白医生»", "«高先生» «0041» 已做", "退休，«齊寶山»，复查", "审核«白»"])
    func chinese(_ text: String) { #expect(marked(unmarked(text), known: Self.han) == text) }

    @Test("Initials before a surname of two letters")
    func shortSurname() {
        let known = KnownIdentifiers(header: ["ReferringPhysicianName": "Ng^Wai Keung"])
        #expect(covered("menopause at 44, ref WK Ng", detector.spans(in: "menopause at 44, ref WK Ng", known: known)) == ["WK Ng"])
    }

    @Test("An address for mail is taken whole where it holds a known name")
    func mail() {
        #expect(
            covered(
                "result to t.carmichael@fiordaliso.example please",
                detector.spans(in: "result to t.carmichael@fiordaliso.example please", known: Self.known)) == ["t.carmichael@fiordaliso.example"])
    }
}
