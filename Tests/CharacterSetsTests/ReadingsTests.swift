// SPDX-License-Identifier: Apache-2.0

import CharacterSets
import DICOMModel
import Testing

@Suite struct ReadingsTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        var terms: [String] = []
        var vr = ValueRepresentation.PN
        let hexadecimal: String
        let text: String
        var testDescription: String { name }
    }

    @Test(
        "A value with a wrong or missing set reads as a person would read it",
        arguments: [
            Row(name: "UTF-8, undeclared", hexadecimal: "4ac3a972c3b46d65", text: "Jérôme"),
            Row(name: "Latin-1, undeclared", hexadecimal: "4275635e4ae972f46d65", text: "Buc^Jérôme"),
            Row(
                name: "Latin-1 with two accents in a row",
                hexadecimal: "4772f6df655e4dfc6c6c6572", text: "Größe^Müller"),
            Row(
                name: "Latin-1 where UTF-8 is declared", terms: ["ISO_IR 192"],
                hexadecimal: "4dfc6c6c6572", text: "Müller"),
            Row(
                name: "Windows-1252 where ISO IR 100 is declared", terms: ["ISO_IR 100"],
                hexadecimal: "4f92427269656e", text: "O’Brien"),
            Row(
                name: "Windows-1251 where ISO IR 144 is declared", terms: ["ISO_IR 144"],
                hexadecimal: "80cbfea8b8", text: "ЂЛюЁё"),
            Row(name: "GB18030, undeclared", hexadecimal: "cdf55ed0a1b6ab", text: "王^小东"),
            Row(name: "GB18030 where ISO IR 6 is declared", terms: ["ISO_IR 6"], hexadecimal: "c0eeab68", text: "李玥"),
            Row(name: "Shift-JIS, undeclared", hexadecimal: "8e5293635e91be9859", text: "山田^太郎"),
            Row(
                name: "Shift-JIS where ISO IR 13 is declared", terms: ["ISO_IR 13"],
                hexadecimal: "8e52936391be9859", text: "山田太郎"),
            Row(name: "EUC-KR, undeclared", hexadecimal: "c8ab5eb1e6b5bf", text: "홍^길동"),
            Row(
                name: "EUC-KR where ISO IR 149 is declared and not designated", terms: ["", "ISO 2022 IR 149"],
                hexadecimal: "c8ab", text: "홍"),
            Row(
                name: "Korean designated once for a whole name", terms: ["", "ISO 2022 IR 149"],
                hexadecimal: "1b242943c8ab5eb1e6b5bf", text: "홍^길동"),
            Row(
                name: "Escape sequences, undeclared",
                hexadecimal: "1b24423b3345441b28425e1b244242404f3a1b2842", text: "山田^太郎"),
            Row(
                name: "UTF-8 cut in a character", terms: ["ISO_IR 192"], vr: .LO,
                hexadecimal: "e5b08fe69d", text: "小\u{FFFD}"),
            Row(
                name: "GB18030 cut in a character", terms: ["GB18030"], vr: .LO,
                hexadecimal: "d0a1b6", text: "小\u{FFFD}"),
            Row(name: "no East Asian reading at all", vr: .LO, hexadecimal: "ff20ff", text: "ÿ ÿ"),
        ])
    func readsLeniently(_ row: Row) {
        let set = SpecificCharacterSet(terms: row.terms)
        let bytes = [UInt8](hexadecimal: row.hexadecimal)
        #expect(set.decode(bytes, as: row.vr) == nil)
        #expect(set.decodeLeniently(bytes, as: row.vr) == row.text)
        #expect(set.readings(bytes, as: row.vr).first == row.text)
    }

    @Test(
        "Whatever is declared, one of the readings shows the name",
        arguments: [
            Row(name: "Greek", hexadecimal: "c4e9efedf5f3e9eff2", text: "Διονυσιος"),
            Row(name: "Greek of two bytes a word", hexadecimal: "c4e9efed", text: "Διον"),
            Row(name: "Cyrillic", hexadecimal: "bbeeda6365dcd17970d3", text: "Люкceмбypг"),
            Row(name: "KOI8-R", hexadecimal: "e9d7c1cec5cecb", text: "Иваненк"),
            Row(name: "Hebrew", hexadecimal: "f9f8e5ef", text: "שרון"),
            Row(name: "Thai", hexadecimal: "cac1aad2c2", text: "สมชาย"),
            Row(
                name: "UTF-8 where ISO IR 100 is declared", terms: ["ISO_IR 100"],
                hexadecimal: "4ac3a972c3b46d65", text: "Jérôme"),
            Row(
                name: "UTF-8 encoded twice", terms: ["ISO_IR 192"],
                hexadecimal: "4ac383c2a972c383c2b46d65", text: "Jérôme"),
            Row(name: "Chinese where Korean is likelier", hexadecimal: "c0eebaa3c0f2", text: "李海莉"),
            Row(name: "Half-width katakana, undeclared", hexadecimal: "d4cfc0de", text: "ﾔﾏﾀﾞ"),
            Row(name: "Big5, undeclared", hexadecimal: "a4fda470aa46", text: "王小東"),
            Row(name: "EUC-JP, undeclared", hexadecimal: "bbb3c5c4", text: "山田"),
            Row(
                name: "UTF-16 in a private element", vr: .UN,
                hexadecimal: "4d00fc006c006c0065007200", text: "Müller"),
            Row(name: "UTF-16 that is ASCII", vr: .UN, hexadecimal: "004d0061007900650072", text: "Mayer"),
        ])
    func oneReadingShowsTheName(_ row: Row) {
        let readings = SpecificCharacterSet(terms: row.terms).readings([UInt8](hexadecimal: row.hexadecimal), as: row.vr)
        #expect(readings.contains(row.text))
        #expect(readings.count == Set(readings.map { Array($0.utf8) }).count)
    }

    @Test("Any bytes at all have a reading, and a split that loses none of them")
    func survivesAnyBytes() {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        func random() -> UInt8 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 40)
        }
        let likely: [UInt8] = [0x1B, 0x24, 0x28, 0x29, 0x42, 0x44, 0x49, 0x4A, 0x5C, 0x5E, 0x3D, 0x0D]
        let declarations = [
            [], ["ISO_IR 100"], ["GB18030"], ["ISO_IR 192"], ["", "ISO 2022 IR 149"],
            ["ISO 2022 IR 13", "ISO 2022 IR 87", "ISO 2022 IR 159"],
        ]
        for round in 0..<600 {
            let set = SpecificCharacterSet(terms: declarations[round % declarations.count])
            let bytes = (0..<Int(random() % 24)).map { _ in
                random() < 110 ? likely[Int(random()) % likely.count] : random()
            }
            let vr: ValueRepresentation = [.PN, .LO, .LT, .UN][round % 4]
            #expect(!set.readings(bytes, as: vr).isEmpty)
            #expect(Array(set.splitValues(bytes[...], as: vr).joined(separator: [0x5C])) == bytes)
            if let text = set.decode(bytes, as: vr), let again = set.encode(text, as: vr) {
                #expect(set.decode(again, as: vr) == text)
            }
        }
    }
}
