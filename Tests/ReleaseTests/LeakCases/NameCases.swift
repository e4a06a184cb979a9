// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import ScrubTestSupport
import Testing

@Suite struct NameCases {
    /// The text in attributes that no table lists, one of each VR, and in private and unknown elements that stay.
    static func carriers(_ text: String) -> [RawElement] { carriers(Array(text.utf8)) }

    static func carriers(_ bytes: [UInt8]) -> [RawElement] {
        let value = { (number: UInt32, vr: ValueRepresentation) in RawElement(number, vr, bytes) }
        return [
            value(0x0018_1020, .LO), value(0x0018_1250, .SH), value(0x0018_1160, .SH), value(0x0018_9005, .SH), value(0x0028_1054, .LO),
            value(0x0018_5020, .LO), value(0x0014_3099, .LT), value(0x0014_4054, .ST), value(0x0008_0108, .LT), value(0x0018_0022, .CS),
            value(0x0018_0015, .CS), value(0x0018_1261, .UN), value(0x0028_2000, .OB),
            RawElement(0x0099_0010, .LO, "NQHeader"), value(0x0099_1005, .LT), RawElement(0x7E01_0010, .LO, "HOLOGIC, Inc."), value(0x7E01_1001, .LO),
            value(0x7E01_1002, .UN), value(0x7E01_1012, .OB),
            .sequence(0x0008_2220, [RawElement(0x0008_0100, .SH, "T-D0050"), RawElement(0x0008_0102, .SH, "99LOC"), value(0x0008_0104, .LO)]),
        ]
    }

    static func carried(_ title: String, _ text: String, gone: [String]? = nil, goneWords: [String] = [], patient: [RawElement] = []) -> Planting {
        .everywhere("\(title) '\(text)'", carriers(text), gone: gone ?? [text], goneWords: goneWords, patient: patient)
    }

    static let l10: [Planting] = [
        .everywhere(
            "L10 three groups", [RawElement(0x0010_0010, .PN, "Crabtree^Zebulon=蟹木^是文=かにき^ぜぶろん")], gone: ["Crabtree", "Zebulon", "蟹木", "かにき"]),
        .everywhere(
            "L10 trailing carets", [RawElement(0x0010_0010, .PN, "Crabtree^Zebulon^^^"), RawElement(0x0018_1020, .LO, "Crabtree")],
            gone: ["Crabtree", "Zebulon"]),
        .everywhere(
            "L10 several other names",
            [
                RawElement(0x0010_1001, .PN, "Crabtree^Z\\Wolverhampton^Ludmilla\\=蟹木^是文"), RawElement(0x0018_1020, .LO, "for Wolverhampton"),
                RawElement(0x0018_1250, .SH, "蟹木是文"),
            ], gone: ["Crabtree", "Wolverhampton", "Ludmilla", "蟹木"]),
        .everywhere(
            "L10 birth name and mother's birth name",
            [
                RawElement(0x0010_1005, .PN, "Wolverhampton^Ludmilla"), RawElement(0x0010_1060, .PN, "Featherstone^Odile"),
                RawElement(0x0018_1020, .LO, "Wolverhampton\\Featherstone"),
            ], gone: ["Wolverhampton", "Ludmilla", "Featherstone", "Odile"]),
        .everywhere(
            "L10 name to use and responsible person",
            [
                RawElement(0x0010_0012, .LT, "Crabtree, Zebulon"), RawElement(0x0010_2297, .PN, "Wolverhampton^Ludmilla"),
                RawElement(0x0018_1250, .SH, "Wolverhampton"),
            ], gone: ["Crabtree", "Wolverhampton"], profiles: [.basic, .minimal]),
    ]

    @Test("L10: every group, component and value of a name is gone", arguments: l10) func allGroups(_ planting: Planting) throws {
        try planting.expectGone()
    }

    static let l11: [Planting] = [
        carried("L11", "Rosalind Thornbury"), carried("L11", "THORNBURY ROSALIND"), carried("L11", "Thornbury, R."), carried("L11", "r.thornbury"),
        carried("L11", "thornbury_rosalind"), carried("L11", "ThornburyRosalind"), carried("L11", "RTHORNBURY"),
        carried("L11", "Thornbury^Rosalind^Maevelyn"),
        carried("L11", "MAEVELYN"), carried("L11", "ｔｈｏｒｎｂｕｒｙ", gone: ["ｔｈｏｒｎｂｕｒｙ"]), carried("L11", "欧阳晓燕"), carried("L11", "欧阳 晓燕"),
        carried("L11", "歐陽曉燕"),
        carried("L11", "晓燕", gone: ["晓燕"]), carried("L11", "オウヤン", gone: ["オウヤン"]), carried("L11", "ｵｳﾔﾝ", gone: ["ｵｳﾔﾝ"]),
        carried("L11", "scan for Thornbury's knee", gone: ["Thornbury"]),
        carried("L11 pinyin", "OUYANG XIAOYAN", gone: ["OUYANG", "XIAOYAN"]), carried("L11 pinyin", "Xiaoyan Ouyang"),
        carried("L11 pinyin", "ouyangxiaoyan"),
        carried("L11 diacritics", "Muller", patient: name("Müller^Zoë")), carried("L11 diacritics", "Mueller Zoe", patient: name("Müller^Zoë")),
        carried("L11 diacritics", "MÜLLER", patient: name("Muller^Zoe")),
        carried("L11 double name", "Kowalska", patient: name("Nowak-Kowalska^Jadwiga")),
        carried("L11 apostrophe", "OBRANNIGAN", patient: name("O'Brannigan^Fionnuala")),
        carried("L11 particle", "Vandermeulen", patient: name("van der Meulen^Joost")),
        carried("L11 initials", "J van der Meulen", gone: ["Meulen"], patient: name("van der Meulen^Joost")),
    ]

    private static func name(_ text: String) -> [RawElement] { [RawElement(0x0010_0010, .PN, text)] }

    @Test("L11: the name in another form is gone", arguments: l11) func otherForms(_ planting: Planting) throws { try planting.expectGone() }

    /// Files in other character sets than UTF-8. The name in the header and what the carriers hold, as bytes.
    private static func encoded(_ title: String, set: String, header: [UInt8], carrier: [UInt8], gone: [String]) -> Planting {
        let plain: Set<UInt32> = [0x0010_0010, 0x0008_0005]
        return .everywhere(
            title, carriers(carrier).filter { !plain.contains($0.tag.number) }, gone: gone,
            patient: [RawElement(0x0008_0005, .CS, set), RawElement(0x0010_0010, .PN, header)])
    }

    private static let japaneseHeader: [UInt8] =
        Array("Yamada^Tarou=".utf8) + [
            0x1B, 0x24, 0x42, 0x3B, 0x33, 0x45, 0x44, 0x1B, 0x28, 0x42, 0x5E, 0x1B, 0x24, 0x42, 0x42, 0x40, 0x4F, 0x3A, 0x1B, 0x28, 0x42,
        ]
    private static let japaneseCarrier: [UInt8] = [0x1B, 0x24, 0x42, 0x3B, 0x33, 0x45, 0x44, 0x42, 0x40, 0x4F, 0x3A, 0x1B, 0x28, 0x42]
    private static let koreanHeader: [UInt8] =
        Array("Hong^Gildong=".utf8) + [0x1B, 0x24, 0x29, 0x43, 0xFB, 0xF3, 0x5E, 0x1B, 0x24, 0x29, 0x43, 0xD1, 0xCE, 0xD4, 0xD7]
        + [0x3D, 0x1B, 0x24, 0x29, 0x43, 0xC8, 0xAB, 0x5E, 0x1B, 0x24, 0x29, 0x43, 0xB1, 0xE6, 0xB5, 0xBF]
    /// 诸葛^明哲 in GB 2312.
    private static let chinese: (family: [UInt8], given: [UInt8]) = ([0xD6, 0xEE, 0xB8, 0xF0], [0xC3, 0xF7, 0xD5, 0xDC])
    private static func wide(_ text: String, bigEndian: Bool = false) -> [UInt8] {
        text.utf16.flatMap { bigEndian ? [UInt8($0 >> 8), UInt8($0 & 0xFF)] : [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    }

    static let l12: [Planting] = [
        encoded("L12 ISO 2022 IR 87", set: "\\ISO 2022 IR 87", header: japaneseHeader, carrier: japaneseCarrier, gone: ["山田", "Yamada"]),
        encoded(
            "L12 Shift-JIS under ISO_IR 13", set: "ISO_IR 13",
            header: Array("ﾔﾏﾀﾞ^ﾀﾛｳ".unicodeScalars.map { $0.value >= 0xFF61 ? UInt8($0.value - 0xFEC0) : UInt8($0.value) }),
            carrier: [0xD4, 0xCF, 0xC0, 0xDE], gone: ["ﾔﾏﾀﾞ"]),
        encoded(
            "L12 Shift-JIS beside ISO 2022", set: "\\ISO 2022 IR 87", header: japaneseHeader,
            carrier: [0x8E, 0x52, 0x93, 0x63, 0x91, 0xBE, 0x98, 0x59], gone: ["山田", "太郎"]),
        encoded(
            "L12 ISO 2022 IR 149", set: "\\ISO 2022 IR 149", header: koreanHeader, carrier: [0xC8, 0xAB, 0xB1, 0xE6, 0xB5, 0xBF],
            gone: ["홍길동", "길동"]),
        encoded(
            "L12 GB18030", set: "GB18030", header: chinese.family + [0x5E] + chinese.given, carrier: chinese.family + chinese.given, gone: ["诸葛明哲"]),
        encoded(
            "L12 ISO 2022 IR 58", set: "\\ISO 2022 IR 58",
            header: Array("Zhuge^Mingzhe=".utf8) + [0x1B, 0x24, 0x29, 0x41] + chinese.family + [0x5E, 0x1B, 0x24, 0x29, 0x41] + chinese.given,
            carrier: [0x1B, 0x24, 0x29, 0x41] + chinese.family + chinese.given, gone: ["诸葛明哲", "Mingzhe"]),
        encoded(
            "L12 UTF-8 in a file that declares GB18030", set: "GB18030", header: chinese.family + [0x5E] + chinese.given, carrier: Array("诸葛明哲".utf8),
            gone: ["诸葛明哲"]),
        encoded(
            "L12 GB18030 in a file that declares nothing", set: "", header: chinese.family + [0x5E] + chinese.given,
            carrier: chinese.family + chinese.given, gone: ["诸葛明哲"]),
        .everywhere("L12 UTF-16LE", carriers(wide("Thornbury"))), .everywhere("L12 UTF-16BE", carriers(wide("Rosalind Thornbury", bigEndian: true))),
        .everywhere("L12 UTF-16LE ideographs", carriers(wide("欧阳晓燕"))),
        .everywhere("L12 UTF-16LE with a mark", carriers([0xFF, 0xFE] + wide("Thornbury"))),
        .everywhere("L12 GB18030 beside UTF-8", carriers([0xC5, 0xB7, 0xD1, 0xF4, 0xCF, 0xFE, 0xD1, 0xE0])),
        .everywhere(
            "L12 among other bytes",
            [
                RawElement(0x0028_2000, .OB, [0, 1, 2, 3] + Array("Thornbury".utf8) + [0, 9, 8]),
                RawElement(0x0018_1261, .UN, [1, 0, 0, 0] + wide("KZ-0048213") + [0, 0]),
            ]),
    ]

    @Test("L12: the name in another encoding is gone", arguments: l12) func otherEncodings(_ planting: Planting) throws { try planting.expectGone() }

    static let l16: [Planting] = [
        .everywhere("L16 body part", [RawElement(0x0018_0015, .CS, "THORNBURY"), RawElement(0x0020_0060, .CS, "ROSALIND")]),
        .everywhere("L16 image type", [RawElement(0x0008_0008, .CS, "ORIGINAL\\PRIMARY\\AXIAL\\THORNBURY")], kept: ["PRIMARY"]),
        .everywhere(
            "L16 frame type and contrast",
            [RawElement(0x0008_9007, .CS, "ORIGINAL\\PRIMARY\\VOLUME\\ROSALIND"), RawElement(0x0018_0010, .LO, "Omni Thornbury")]),
        .everywhere(
            "L16 coil and software",
            [
                RawElement(0x0018_1250, .SH, "THORNBURY COIL"), RawElement(0x0018_1251, .SH, "Rosalind"),
                RawElement(0x0018_1020, .LO, "V1\\Thornbury\\V3"),
            ]),
        .everywhere(
            "L16 code meaning and local code value",
            [
                .sequence(
                    0x0008_2229,
                    [
                        RawElement(0x0008_0100, .SH, "THORNBURY"), RawElement(0x0008_0102, .SH, "99THORNBURY"),
                        RawElement(0x0008_0104, .LO, "Knee of Thornbury"),
                    ]),
                .sequence(
                    0x0054_0220,
                    [
                        RawElement(0x0008_0119, .UC, "Rosalind Thornbury"), RawElement(0x0008_0102, .SH, "L"),
                        RawElement(0x0008_0104, .LO, "Maevelyn"),
                    ]),
            ]),
        .everywhere(
            "L16 units and filters",
            [
                RawElement(0x0054_1001, .CS, "THORNBURY"), RawElement(0x0018_1160, .SH, "KZ-0048213"), RawElement(0x0018_1210, .SH, "B30f Thornbury"),
                RawElement(0x0028_1055, .LO, "Thornbury window"),
            ]),
        .everywhere(
            "L16 numbers that are text",
            [RawElement(0x0020_0013, .IS, "Thornbury"), RawElement(0x0018_0050, .DS, "Rosalind"), RawElement(0x0020_0011, .IS, "KZ0048213")]),
        .everywhere(
            "L16 addresses and AE", [RawElement(0x0008_0120, .UR, "https://x.example/Thornbury"), RawElement(0x0074_1234, .AE, "THORNBURY")]),
        .everywhere(
            "L16 long text",
            [RawElement(0x0014_3099, .UT, String(repeating: "lorem ipsum ", count: 6000) + "Thornbury" + String(repeating: " dolor", count: 3000))]),
    ]

    @Test("L16: a name in an attribute that no table lists is gone", arguments: l16) func unlisted(_ planting: Planting) throws {
        try planting.expectGone()
    }

    static let l17: [Planting] = [
        .everywhere(
            "L17 physicians",
            [0x0008_0090, 0x0008_009C, 0x0008_1048, 0x0008_1050, 0x0008_1060, 0x0008_1070, 0x0032_1032, 0x0040_0006, 0x0040_A075, 0x0070_0084].map {
                RawElement($0, .PN, "Wolverhampton^Ludmilla")
            }, gone: ["Wolverhampton", "Ludmilla"]),
        .everywhere(
            "L17 radiotherapy and reviews",
            [0x300E_0008, 0x3006_00A6, 0x0014_2006, 0x0040_2008, 0x0040_4037, 0x0072_006A].map { RawElement($0, .PN, "Wolverhampton^Ludmilla") },
            gone: ["Wolverhampton"]),
        .everywhere(
            "L17 a staff name copied elsewhere",
            [
                RawElement(0x0008_1050, .PN, "Wolverhampton^Ludmilla\\Featherstone^Odile"), RawElement(0x0018_1020, .LO, "set by Featherstone"),
                RawElement(0x0018_1250, .SH, "LWOLVERHAMPTON"),
            ], gone: ["Wolverhampton", "Featherstone"]),
        .everywhere(
            "L17 a plan's operators at depth 3",
            [
                .sequence(
                    0x300A_0070,
                    [
                        .sequence(
                            0x300C_0004,
                            [
                                .sequence(
                                    0x0008_1052,
                                    [RawElement(0x0008_1070, .PN, "Wolverhampton^L"), RawElement(0x0008_0080, .LO, "Featherstone Clinic")])
                            ])
                    ]),
                .sequence(
                    0x0008_0096,
                    [RawElement(0x0008_0080, .LO, "Featherstone Clinic"), .sequence(0x0040_1101, [RawElement(0x0008_0104, .LO, "Wolverhampton")])]),
            ], gone: ["Wolverhampton", "Featherstone"], profiles: ReleaseProfile.standard),
        .everywhere(
            "L17 staff identification and phones",
            [
                RawElement(0x0008_0094, .SH, "555-0199-2211"), RawElement(0x0018_1020, .LO, "call 555-0199-2211"),
                .sequence(0x0008_1072, [RawElement(0x0040_1103, .LO, "555-0133-9876"), RawElement(0x0040_1102, .ST, "7 Crooked Lane Millbrook")]),
            ], gone: ["555-0199", "555-0133", "Crooked Lane"]),
    ]

    @Test("L17: staff are gone at any depth", arguments: l17) func staff(_ planting: Planting) throws { try planting.expectGone() }
}
