// SPDX-License-Identifier: Apache-2.0

import FreeTextPHI
import Testing

/// Forms that point at a header value without spelling it out.
@Suite struct LooseFormTests {
    static let known = KnownIdentifiers(header: [
        "PatientName": "Nkemdirim^Obiageli^Ruth", "PatientID": "0912", "PatientBirthDate": "19290602", "StudyDate": "20211108",
        "InstitutionName": "University of Nigeria Teaching Hospital",
        "PatientAddress": "14 Egnatia, Phatthalung",
    ])

    @Test(
        "A form that means nothing without the header is found with it",
        arguments: [
            "«O.N.» LT OV", "chart of «ORN», see CD", "last scan at «UNTH»", "Pt «912» is late", "«92», dementia",
            "lives «14 egnatia»", "home «Phatthalung»", "«obiageli n» in bay 2",
            "«R. Nkemdirim»",
        ])
    func finds(_ text: String) { #expect(marked(unmarked(text), known: Self.known) == text) }

    @Test(
        "The gate does not count such forms",
        arguments: ["O.N. LT OV", "last scan at UNTH", "study 912", "92, dementia", "11.08", "8/11"])
    func gate(_ text: String) { #expect(!Self.known.contains(in: text)) }

    @Test("A line of the address counts in the gate by itself") func town() { #expect(Self.known.contains(in: "home Phatthalung")) }

    @Test("A matrix and a short number without a cue are no identifiers", arguments: ["matrix 912 x 912", "912x912", "thickness 912 um"])
    func keeps(_ text: String) { #expect(detector.spans(in: text, known: Self.known).isEmpty) }

    @Test(
        "Chinese short forms",
        arguments: [
            ("哈尔滨医科大学附属第四医院", "外院片：哈医大四院", "哈医大四院"), ("苏州大学附属第一医院", "苏大附一院会诊", "苏大附一院"), ("丽水市中心医院", "丽水中心医院旧片", "丽水中心医院"),
        ])
    func institutions(_ name: String, _ text: String, _ form: String) {
        let known = KnownIdentifiers(header: ["InstitutionName": name])
        #expect(covered(text, detector.spans(in: text, known: known)).contains { $0.contains(form) })
    }

    @Test("Initials of pinyin with a surname", arguments: ["RLTang 冠脉", "tangrl 冠脉", "Tang RL 冠脉"])
    func pinyinInitials(_ text: String) {
        let known = KnownIdentifiers(header: ["PatientName": "Tang^Ruiling=汤^瑞玲"])
        #expect(detector.spans(in: text, known: known).contains { $0.type == .person })
    }

    @Test("A day without its year", arguments: ["12.25前出报告", "，5-14复查", "7月22日片对比"])
    func days(_ text: String) {
        let known = KnownIdentifiers(header: ["StudyDate": "20181225", "ContentDate": "20180514", "AcquisitionDate": "20180722"])
        #expect(detector.spans(in: text, known: known).contains { $0.type == .date })
    }
}
