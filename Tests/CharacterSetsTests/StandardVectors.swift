// SPDX-License-Identifier: Apache-2.0

import CharacterSets
import DICOMModel
import Testing

/// Bytes, the set that they declare, and the text that they are.
struct Vector: Sendable, CustomTestStringConvertible {
    let name: String
    let terms: [String]
    let vr: ValueRepresentation
    let bytes: [UInt8]
    let text: String
    /// The bytes are what the encoder would write.
    let roundTrips: Bool

    init(
        _ name: String, _ terms: [String], _ vr: ValueRepresentation, _ hexadecimal: String, _ text: String,
        roundTrips: Bool = true
    ) {
        self.name = name
        self.terms = terms
        self.vr = vr
        self.bytes = [UInt8](hexadecimal: hexadecimal)
        self.text = text
        self.roundTrips = roundTrips
    }

    var testDescription: String { name }
}

extension [UInt8] {
    init(hexadecimal: String) {
        let digits = [Character](hexadecimal)
        self = stride(from: 0, to: digits.count, by: 2).map { UInt8(String(digits[$0...$0 + 1]), radix: 16)! }
    }
}

/// Names in the manner of PS3.5 Annexes H to K, among them those of the files known as chrArab to chrX2, and one in every
/// other set. The texts are what pydicom 3.0.2 reads, but for ISO IR 203, which it does not know, ISO IR 58, where it
/// leaves the escape sequences in, and the `=` of an empty last group, which it drops.
let standardVectors: [Vector] = [
    Vector(
        "Arabic, chrArab", ["ISO_IR 127"], .PN,
        "e2c8c7e6ea5ee4e6d2c7d1",
        "قباني^لنزار"),
    Vector(
        "French, chrFren", ["ISO_IR 100"], .PN,
        "4275635e4ae972f46d65",
        "Buc^Jérôme"),
    Vector(
        "French, several values, chrFrenMulti", ["ISO_IR 100"], .PN,
        "4275635e4ae972f46d655c4275635e4ae972f46d65",
        "Buc^Jérôme\\Buc^Jérôme"),
    Vector(
        "German, chrGerm", ["ISO_IR 100"], .PN,
        "c46e6561735e52fc6469676572",
        "Äneas^Rüdiger"),
    Vector(
        "Greek, chrGreek", ["ISO_IR 126"], .PN,
        "c4e9efedf5f3e9eff2",
        "Διονυσιος"),
    Vector(
        "Japanese, Annex H.3.1, chrH31", ["", "ISO 2022 IR 87"], .PN,
        "59616d6164615e5461726f753d1b24423b3345441b28425e1b244242404f3a1b28423d1b24422464245e24401b28425e1b2442243f246d24261b2842",
        "Yamada^Tarou=山田^太郎=やまだ^たろう"),
    Vector(
        "Japanese, Annex H.3.2, chrH32", ["ISO 2022 IR 13", "ISO 2022 IR 87"], .PN,
        "d4cfc0de5ec0dbb33d1b24423b3345441b284a5e1b244242404f3a1b284a3d1b24422464245e24401b284a5e1b2442243f246d24261b284a",
        "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう"),
    Vector(
        "Hebrew, chrHbrw", ["ISO_IR 138"], .PN,
        "f9f8e5ef5ee3e1e5f8e4",
        "שרון^דבורה"),
    Vector(
        "Korean, Annex I.2, chrI2", ["", "ISO 2022 IR 149"], .PN,
        "486f6e675e47696c646f6e673d1b242943fbf35e1b242943d1ced4d73d1b242943c8ab5e1b242943b1e6b5bf",
        "Hong^Gildong=洪^吉洞=홍^길동"),
    Vector(
        "Japanese, several values, chrJapMulti", ["", "ISO 2022 IR 87"], .PN,
        "1b24422464245e24401b28425e1b2442243f246d24261b28425c1b24422464245e24401b28425e1b2442243f246d24261b2842",
        "やまだ^たろう\\やまだ^たろう"),
    Vector(
        "Japanese text, chrJapMultiExplicitIR6", ["ISO 2022 IR 6", "ISO 2022 IR 87"], .LT,
        "1b2442243f246d24261b2842",
        "たろう"),
    Vector(
        "Cyrillic, chrRuss", ["ISO_IR 144"], .PN,
        "bbeeda6365dcd17970d3",
        "Люкceмбypг"),
    Vector(
        "Chinese in Unicode, Annex J, chrX1", ["ISO_IR 192"], .PN,
        "57616e675e5869616f446f6e673de78e8b5ee5b08fe69db13d",
        "Wang^XiaoDong=王^小東="),
    Vector(
        "Chinese in GB18030, Annex J, chrX2", ["GB18030"], .PN,
        "57616e675e5869616f446f6e673dcdf55ed0a1b6ab3d",
        "Wang^XiaoDong=王^小东="),
    Vector(
        "Chinese in GBK", ["GBK"], .PN,
        "57616e675e5869616f446f6e673dcdf55ed0a1b6ab3d",
        "Wang^XiaoDong=王^小东="),
    Vector(
        "Chinese with code extension, Annex K", ["", "ISO 2022 IR 58"], .PN,
        "5a68616e675e5869616f446f6e673d1b242941d5c55e1b242941d0a1b6ab3d",
        "Zhang^XiaoDong=张^小东="),
    Vector(
        "Thai", ["ISO_IR 166"], .PN,
        "cac1aad2c25ee3a8b4d5",
        "สมชาย^ใจดี"),
    Vector(
        "Polish", ["ISO_IR 101"], .PN,
        "5761b3ea73615ea375636a61",
        "Wałęsa^Łucja"),
    Vector(
        "Maltese", ["ISO_IR 109"], .PN,
        "a1616c5ed56f72f5",
        "Ħal^Ġorġ"),
    Vector(
        "Latvian", ["ISO_IR 110"], .PN,
        "42ba727a69f1b95e4ae06e6973",
        "Bērziņš^Jānis"),
    Vector(
        "Turkish", ["ISO_IR 148"], .PN,
        "59fd6c64fd7a5e49fefd6c",
        "Yıldız^Işıl"),
    Vector(
        "Latin alphabet 9", ["ISO_IR 203"], .PN,
        "a6bd75725eb4616ea4",
        "Šœur^Žan€"),
    Vector(
        "Half-width katakana", ["ISO_IR 13"], .PN,
        "d4cfc0de5ec0dbb3",
        "ﾔﾏﾀﾞ^ﾀﾛｳ"),
    Vector(
        "Supplementary kanji, JIS X 0212", ["", "ISO 2022 IR 87", "ISO 2022 IR 159"], .LO,
        "1b2428443021312f1b2842",
        "丂侲"),
    Vector(
        "Four-byte GB18030", ["GB18030"], .LO,
        "8135fe3295328236",
        "ẞ𠀀"),
    Vector(
        "French, Greek and Russian with code extension", ["ISO 2022 IR 100", "ISO 2022 IR 126", "ISO 2022 IR 144"], .LO,
        "436166e9201b2d46c4e9efed201b2d4cbbeeda1b2d41",
        "Café Διον Люк"),
    Vector(
        "Japanese that returns to ASCII in ISO IR 13, chrSQEncoding", ["ISO 2022 IR 13", "ISO 2022 IR 87"], .PN,
        "d4cfc0de5ec0dbb33d1b24423b3345441b28425e1b244242404f3a1b28423d1b24422464245e24401b28425e1b2442243f246d24261b2842",
        "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう", roundTrips: false),
    Vector(
        "Korean that returns to ASCII though it need not, chrKoreanMulti", ["", "ISO 2022 IR 149"], .PN,
        "1b242943b1e8c8f1c1df1b28425c1b242943b1e8c8f1c1df1b2842",
        "김희중\\김희중", roundTrips: false),
    Vector(
        "Chinese lines, each with its own designation, Annex K", ["", "ISO 2022 IR 58"], .LT,
        "1b242941d5c52e0d0a1b242941d0a1b6ab2e0d0a",
        "张.\r\n小东.\r\n"),
]
