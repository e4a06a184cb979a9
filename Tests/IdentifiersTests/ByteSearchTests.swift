// SPDX-License-Identifier: Apache-2.0

import CharacterSets
import DICOMModel
import Testing

@testable import Identifiers

@Suite struct ByteSearchTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let planted: String
        var testDescription: String { "\(name): \(planted)" }
    }

    static let rows = [
        Row(name: "Zybrowski^Anna", planted: "zybrowski"), Row(name: "Müller^Jürgen", planted: "MÜLLER"),
        Row(name: "Müller^Jürgen", planted: "Jürgen"), Row(name: "Sørensen^Åse", planted: "Sørensen"),
        Row(name: "Иванов^Пётр", planted: "ИВАНОВ"), Row(name: "Папандопуло^Анна", planted: "папандопуло"),
        Row(name: "Παπαδόπουλος^Γιώργος", planted: "Παπαδόπουλος"),
        Row(name: "Παπαδόπουλος^Γιώργος", planted: "ΠΑΠΑΔΟΠΟΥΛΟΣ"), Row(name: "שלום^כהן", planted: "שלום"), Row(name: "احمد^محمد", planted: "احمد"),
        Row(name: "张^三丰", planted: "张三丰"),
        Row(name: "张^三丰", planted: "張三豐"), Row(name: "山田^太郎", planted: "山田太郎"), Row(name: "ヤマダ^タロウ", planted: "ﾔﾏﾀﾞ"),
        Row(name: "홍^길동", planted: "홍길동"), Row(name: "สมชาย^ใจดี", planted: "สมชาย"),
        Row(name: "Yıldız^Işıl", planted: "YILDIZ"), Row(name: "Łukasiewicz^Jan", planted: "łukasiewicz"),
    ]

    @Test("A name is found in bytes in every encoding that has its letters", arguments: rows)
    func findsEveryEncoding(_ row: Row) {
        let known = index(["PatientName": row.name])
        for spelling in EveryEncoding.spellings(of: row.planted.unicodeScalars.map(\.value)) {
            let bytes: [UInt8] = [0x01, 0x7F] + spelling + [0x00, 0x00, 0x02]
            let covered = known.matches(inBytes: bytes).reduce(0) { $0 + $1.range.count }
            #expect(covered >= spelling.count - 2, "\(spelling)")
        }
    }

    @Test(
        "Where the name is in a set that nobody declares, so is the rest, in every spelling",
        arguments: [
            (
                "Каραγιάννης^Νίκος", [0xCA, 0xE1, 0xF1, 0xE1, 0xE3, 0xE9, 0xDC, 0xED, 0xED, 0xE7, 0xF2, 0x5E, 0xCD, 0xDF, 0xEA, 0xEF, 0xF2],
                [0x43, 0x54, 0x20, 0xCA, 0xE1, 0xF1, 0xE1, 0xE3, 0xE9, 0xE1, 0xED, 0xED, 0xE7, 0xF2]
            ),
            (
                "Терещенко", [0xD2, 0xE5, 0xF0, 0xE5, 0xF9, 0xE5, 0xED, 0xEA, 0xEE],
                [0x54, 0x65, 0x72, 0x65, 0x73, 0x68, 0x63, 0x68, 0x65, 0x6E, 0x6B, 0x6F, 0x20, 0xD2]
            ),
        ] as [(String, [UInt8], [UInt8])])
    func lyingSets(_ name: String, _ bytes: [UInt8], _ text: [UInt8]) {
        var identity = Identity(header: [:])
        identity.add(IdentifierFact(.patientName, String(decoding: bytes, as: UTF8.self), bytes: bytes))
        #expect(!IdentifierIndex(identity).matches(inBytes: text).isEmpty)
    }

    @Test(
        "Text among bytes is read in every spelling",
        arguments: [
            ("Müller^Jürgen", "thorax MÜLLER x"), ("Müller^Jürgen", "Mueller"), ("Thornbury^Rosalind", "ｔｈｏｒｎｂｕｒｙ"),
            ("Thornbury^Rosalind", "Thorn\u{200B}bu\u{AD}ry"), ("Щербаков^Дмитрий", "Scherbakov, ct"),
            ("Thornbury^Rosalind=欧阳^晓燕=オウヤン^シャオイェン", "OUYANG XIAOYAN"), ("渡辺^太郎", "渡邊太郎"),
        ])
    func readsText(_ name: String, _ text: String) { #expect(!index(["PatientName": name]).matches(inBytes: Array(text.utf8)).isEmpty) }

    @Test("ISO 2022 in bytes is read")
    func findsISO2022() {
        let known = index(["PatientName": "山田^太郎"])
        let set = SpecificCharacterSet(terms: ["", "ISO 2022 IR 87"])
        let bytes = set.encode("患者 山田太郎 様", as: .LO) ?? []
        #expect(bytes.contains(0x1B))
        #expect(!known.matches(inBytes: bytes).isEmpty)
        #expect(known.matches(inBytes: Array("HOST;3ED".utf8)).isEmpty)
    }

    @Test("Zero bytes between the letters hide nothing, and end fields")
    func findsWide() {
        let known = index(["PatientName": "Zybrowski^Anna", "PatientID": "00123456"])
        #expect(known.matches(inBytes: Array("xxA\0n\0n\0a\0 \0Z\0y\0b\0r\0o\0w\0s\0k\0i\0".utf8)).map(\.range) == [2..<29])
        #expect(known.matches(inBytes: Array("ANNA\0BAUM".utf8)).map(\.range) == [0..<4])
        #expect(known.matches(inBytes: Array("\0\0\0\0123456\0\0".utf8)).map(\.range) == [4..<10])
        #expect(known.matches(inBytes: Array("X\0A\0n\0n\0a\0b\0e\0l\0".utf8)).isEmpty)
    }

    @Test("The bytes of a name are found whatever set is declared for them")
    func findsRawBytes() {
        let raw: [UInt8] = [0xD5, 0xC5, 0x5E, 0xC8, 0xFD, 0xB7, 0xE1]  // 张^三丰 in GBK under ISO_IR 100
        var identity = Identity(header: [:])
        let text = SpecificCharacterSet(terms: ["ISO_IR 100"]).decodeLeniently(raw, as: .PN)
        identity.add(IdentifierFact(.patientName, text, bytes: raw))
        let known = IdentifierIndex(identity, encodings: [SpecificCharacterSet(terms: ["ISO_IR 100"])])
        #expect(!known.matches(inBytes: [0xD5, 0xC5, 0xC8, 0xFD, 0xB7, 0xE1]).isEmpty)
        #expect(!known.matches(inBytes: Array("张三丰".utf8)).isEmpty)
        #expect(masked("Zhang Sanfeng, 张三丰", known) == "#, #")
        #expect(masked("ÕÅÈý·á", known) == "#")
    }

    @Test("Random bytes hold nobody")
    func findsNothingInNoise() {
        let known = index(["PatientName": "Müller^Jürgen=山田^太郎", "PatientID": "00123456", "PatientBirthDate": "19620514"])
        var state: UInt64 = 42
        var bytes = [UInt8](repeating: 0, count: 1 << 18)
        for place in bytes.indices {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            bytes[place] = UInt8(truncatingIfNeeded: state >> 56)
        }
        #expect(known.matches(inBytes: bytes).isEmpty)
    }
}
