// SPDX-License-Identifier: Apache-2.0

import FreeTextPHI
import Testing

@Suite struct ClinicalWordsTests {
    @Test(
        "Clinical labels stay as they are",
        arguments: [
            "AX T2 FLAIR", "SAG T1 TSE 3mm", "HEAD NECK W CONTRAST", "Head and neck", "CT, HEAD/BRAIN WO CONTRAST", "L5-S1", "1.5T",
            "Series 4 image 12", "5 Liver", "3 mm slices",
            "Chest 2 views", "Lesion 3", "Baker cyst", "Swan-Ganz catheter", "Hand Foot", "Low dose", "CT Kopf nativ", "IRM cérébrale", "头颅平扫+增强",
            "右肺上叶结节", "左膝关节", "胸部CT",
        ])
    func keeps(_ text: String) {
        #expect(detector.clinicalWords(of: text) == text)
    }

    @Test(
        "Of other texts only the words of the clinic stay",
        arguments: [
            ("Zybrowski chest", "chest"), ("CT CHEST ZYBROWSKI", "CT CHEST"), ("Chest xyqua left", "Chest left"), ("JD45 CHEST", "CHEST"),
            ("MRN 12345 brain", "MRN brain"),
            ("brain 4711", "brain"), ("liver 12.03.1957", "liver"), ("beekeeper in Cornwall", ""), ("beekeeper 4", ""), ("liver 12/03/1957", "liver"),
            ("Smith T2", "T2"), ("abdomen^liver", "abdomen liver"),
            ("CT 胸部 平扫 张伟", "CT 胸部 平扫"), ("王小明 胸部平扫", "胸部平扫"), ("高 平扫", "平扫"), ("", ""), (" ", ""),
        ])
    func cuts(_ text: String, _ expected: String) {
        #expect(detector.clinicalWords(of: text) == expected)
    }

    @Test(
        "A term that is also a name goes where it stands beside something that looks like a name",
        arguments: [
            ("HAND, ROSE", ""), ("Rose Hand", ""), ("Young, Grace", ""), ("Long^Art", ""), ("Chest Hand Smith", "Chest"), ("J. Hand", ""),
            ("Anne Head", ""),
        ])
    func dropsNames(_ text: String, _ expected: String) {
        #expect(detector.clinicalWords(of: text) == expected)
    }

    @Test("The site's own terms stay, and long texts take no more than their length")
    func ownTerms() {
        #expect(PHIDetector(allow: ["Oakfield Two"]).clinicalWords(of: "CT CHEST Oakfield Two") == "CT CHEST Oakfield Two")
        let long = String(repeating: "CT CHEST Quorlby ", count: 2000)
        let left = detector.clinicalWords(of: long)
        #expect(!left.contains("Quorlby") && left.split(separator: " ").count(where: { $0 == "CHEST" }) == 2000)
    }
}
