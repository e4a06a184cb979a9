// SPDX-License-Identifier: Apache-2.0

import FreeTextPHI
import Testing

@Suite struct KnownIdentifierTests {
    static let known = KnownIdentifiers(header: [
        "PatientName": "Trevithick^Mbali", "PatientID": "0048-2911", "PatientBirthDate": "19520209", "InstitutionName": "Bramble Hill Clinic",
        "ReferringPhysicianName": "Oduya^Cedric",
    ])
    static let contexts = ["%", "CT HEAD %", "% T1 SAG", "seen: %.", "(%)", "t1_%", "%_scout", "report for % today", "检查%完成", "\n%\n"]

    @Test(
        "Variants of known values are found",
        arguments: [
            "Trevithick", "TREVITHICK MBALI", "Trevithick, M.", "mbali trevithick", "Trevithick^Mbali", "mtrevithick", "Trevithcik", "482911",
            "0048 2911", "00482911", "1952-02-09", "9 Feb 1952", "02/09/1952", "19520209",
            "Bramble Hill Clinic", "BRAMBLE HILL", "Oduya",
        ])
    func findsVariants(_ value: String) {
        for context in Self.contexts {
            let text = context.split(separator: "%", omittingEmptySubsequences: false).joined(separator: value)
            #expect(!detector.spans(in: text, known: Self.known).isEmpty, "context \(context)")
        }
    }

    @Test(
        "Chinese and pinyin stand for each other",
        arguments: [
            ("Zhong^Meng=钟^萌", ["钟萌", "鍾萌", "ZHONGMENG", "Meng Zhong", "zhong meng"]),
            ("Lv^Shihao=吕^世豪", ["吕世豪", "呂世豪", "Lu Shihao", "LVSHIHAO", "吕诗豪"]), ("Tan^Jie", ["谭杰", "TANJIE"]), ("=潘^思琪", ["Pan Siqi", "PANSIQI"]),
        ])
    func pinyin(_ name: String, _ forms: [String]) {
        let known = KnownIdentifiers(header: ["PatientName": name])
        for form in forms { #expect(!detector.spans(in: "胸片 \(form) 复查", known: known).isEmpty, "\(form.unicodeScalars.count)") }
    }

    @Test("A surname that is a word needs more than itself")
    func wordSurnames() {
        let baker = KnownIdentifiers(header: ["PatientName": "Baker^Ruth"])
        #expect(detector.spans(in: "Baker cyst in the left knee", known: baker).isEmpty)
        #expect(covered("Mrs Baker has a Baker cyst", detector.spans(in: "Mrs Baker has a Baker cyst", known: baker)) == ["Baker"])
        let head = KnownIdentifiers(header: ["PatientName": "Head^Jon"])
        #expect(detector.spans(in: "CT HEAD WO CONTRAST", known: head).isEmpty)
    }

    @Test("The gate finds exact values and leaves vocabulary alone")
    func gate() {
        #expect(Self.known.contains(in: "x TREVITHICK y"))
        #expect(Self.known.contains(in: "id=482911;"))
        #expect(Self.known.contains(in: "born 1952.02.09"))
        #expect(!Self.known.contains(in: "CT CHEST 5.0 B31f"))
        #expect(Self.known.contains(inBytes: "aTrevithick".utf16.dropFirst().flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }))
        #expect(Self.known.contains(inBytes: [0, 1, 2] + Array(" Trevithick ".utf8) + [0xff]))
        #expect(!Self.known.contains(inBytes: [UInt8](repeating: 7, count: 64)))
    }

    @Test("What is sure in one element is known in the others")
    func consistency() {
        let more = Self.known.adding([(value: "Quillfeather", type: .person), (value: "ZX-118822", type: .id)])
        #expect(more.contains(in: "quillfeather") && more.contains(in: "ZX118822"))
    }
}
