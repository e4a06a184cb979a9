// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import ScrubTestSupport
import Testing

/// Copies of identifiers that are short, common, or written in a way of their own.
@Suite struct GateCopyCases {
    private static func patient(_ name: String = "Thornbury^Rosalind^Maevelyn", id: String = "KZ-0048213", _ more: RawElement...) -> [RawElement] {
        [RawElement(0x0010_0010, .PN, name), RawElement(0x0010_0020, .LO, id)] + more
    }

    /// In free text of no table, in private elements that stay, in text sent as UN and in bytes.
    private static func copied(
        _ title: String, _ text: String, _ patient: [RawElement], gone: [String] = [], words: [String] = [], kept: [String] = []
    ) -> Planting {
        let free = NameCases.carriers(text).filter { $0.vr != .CS && $0.vr != .OB && $0.tag.number != 0x7E01_1002 }
        return .everywhere(
            "gate: \(title) '\(text)'", free, gone: gone, goneWords: words, kept: kept, profiles: [.basic, .minimal, .research, .core18],
            patient: patient)
    }

    static let shortNames: [Planting] = [
        copied("alone", "Ng", patient("Ng^Siewling"), words: ["Ng"]), copied("alone", "WU", patient("Wu^Daiyu"), words: ["Wu"]),
        copied("titled", "Mr Ng, supine", patient("Ng^Siewling"), words: ["Ng"]),
        copied("titled", "seen by Dr. Li", patient("Li^Meixiang"), words: ["Li"]),
        copied("beside", "NG SIEWLING v2", patient("Ng^Siewling"), words: ["Ng", "Siewling"]),
        copied("beside", "Siewling_Ng", patient("Ng^Siewling"), words: ["Ng"]),
        copied("beside", "Siewling/Ng", patient("Ng^Siewling"), words: ["Ng"]),
        copied("beside", "Wu, Daiyu", patient("Wu^Daiyu"), words: ["Wu", "Daiyu"]),
        copied("in parentheses", "(Ng)", patient("Ng^Siewling"), words: ["Ng"]),
        copied("titled", "慕先生 复查", patient("Mu^Qing=慕^青"), gone: ["慕先生"], kept: ["复查"]),
        copied("titled", "白医生", patient("Bai^Su=白^素"), gone: ["白医生"]), copied("titled", "山田様", patient("Yamada^T=山田^太"), gone: ["山田"]),
    ]

    static let wordNames: [Planting] = [
        copied("beside", "HAND ROSE", patient("Hand^Rose"), words: ["Hand", "Rose"]),
        copied("beside", "Rose Hand build 3", patient("Hand^Rose"), words: ["Hand", "Rose"]),
        copied("alone", "HAND", patient("Hand^Rose"), words: ["Hand"]),
        copied("titled", "for Dr. Wall", patient("Wall^Priscilla"), words: ["Wall"]),
        copied("titled", "Mrs Head", patient("Head^Jocasta"), words: ["Head"]),
        copied("one value of many", "V1\\HEAD\\V3", patient("Head^Jocasta"), kept: ["V1", "V3"]),
        copied("one of several names is a placeholder", "Featherstone 3", patient("Test^Patient\\Featherstone^Odile"), words: ["Featherstone"]),
        copied("a placeholder given name", "Featherstone", patient("Featherstone^Test"), words: ["Featherstone"]),
    ]

    static let kana: [Planting] = [
        copied("half width", "ﾔﾏﾀﾞ ﾀﾛｳ", patient("Yamada^Tarou=山田^太郎=ヤマダ^タロウ"), gone: ["ﾔﾏﾀﾞ", "ﾀﾛｳ"]),
        copied("full width", "ヤマダ", patient("ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう"), gone: ["ヤマダ"]),
        copied("katakana for hiragana", "ヤマダタロウ", patient("=山田^太郎=やまだ^たろう"), gone: ["ヤマダ"]),
        copied("hiragana for katakana", "やまだ", patient("=山田^太郎=ヤマダ^タロウ"), gone: ["やまだ"]),
    ]

    static let dates: [Planting] = [
        "3.2.31", "310203", "1931/02", "19310203123000", "03-FEB-31", "2/1931", "02.03.31", "31-02-03", "Feb 1931", "03/FEB/31", "1931年2月", "020331",
    ].map {
        copied("birth date", "born \($0) ok", patient(), gone: [$0])
    }

    static let shortIDs: [Planting] = [
        copied("whole", "X7", patient(id: "X7"), words: ["X7"]), copied("behind a cue", "scan ID: X7 b", patient(id: "X7"), words: ["X7"]),
        copied("behind a cue", "MRN 412", patient(id: "412"), words: ["412"]),
        copied("whole", "QWERT", patient(id: "QWERT"), words: ["QWERT"]),
        copied("behind a cue", "PID=QWERT;", patient(id: "QWERT"), words: ["QWERT"]), copied("whole", "412", patient(id: "412"), words: ["412"]),
    ]

    static let circumstances: [Planting] = [
        copied(
            "country", "from Ruritania", patient("Thornbury^Rosalind^Maevelyn", id: "KZ-0048213", RawElement(0x0010_2150, .LO, "Ruritania")),
            gone: ["Ruritania"]),
        copied(
            "region", "Upper Zenda", patient("Thornbury^Rosalind^Maevelyn", id: "KZ-0048213", RawElement(0x0010_2152, .LO, "Upper Zenda")),
            gone: ["Upper Zenda"]),
        copied(
            "rank", "Wing Commander", patient("Thornbury^Rosalind^Maevelyn", id: "KZ-0048213", RawElement(0x0010_1080, .LO, "Wing Commander")),
            gone: ["Wing Commander"]),
        copied(
            "occupation", "lion tamer", patient("Thornbury^Rosalind^Maevelyn", id: "KZ-0048213", RawElement(0x0010_2180, .SH, "lion tamer")),
            gone: ["lion tamer"]),
        copied(
            "responsible organization", "Zenda Borstal",
            patient("Thornbury^Rosalind^Maevelyn", id: "KZ-0048213", RawElement(0x0010_2299, .LO, "Zenda Borstal")), gone: ["Zenda Borstal"]),
        copied(
            "AE title", "via ZENDAPACS1", patient("Thornbury^Rosalind^Maevelyn", id: "KZ-0048213", RawElement(0x0008_0054, .AE, "ZENDAPACS1")),
            gone: ["ZENDAPACS1"]),
        copied(
            "institution code", "Strelsau Infirmary",
            patient(
                "Thornbury^Rosalind^Maevelyn", id: "KZ-0048213",
                .sequence(0x0008_0082, [RawElement(0x0008_0100, .SH, "SI1"), RawElement(0x0008_0104, .LO, "Strelsau Infirmary")])), gone: ["Strelsau"]
        ),
        copied(
            "person code", "Hentzau",
            patient(
                "Thornbury^Rosalind^Maevelyn", id: "KZ-0048213",
                .sequence(
                    0x0008_0096, [.sequence(0x0040_1101, [RawElement(0x0008_0100, .SH, "H1"), RawElement(0x0008_0104, .LO, "Hentzau Rupert")])])),
            gone: ["Hentzau"]),
        copied(
            "alternative calendar", "昭和六年二月", patient("Thornbury^Rosalind^Maevelyn", id: "KZ-0048213", RawElement(0x0010_0033, .LO, "昭和六年二月")),
            gone: ["昭和六年二月"]),
    ]

    /// 山田太郎 in ISO 2022 IR 87, its escape far before a piece of 64 KiB ends.
    static let longText: [Planting] = {
        let name: [UInt8] = [0x3B, 0x33, 0x45, 0x44, 0x42, 0x40, 0x4F, 0x3A], filler: [UInt8] = [0x24, 0x22]
        let header =
            Array("Yamada^Tarou=".utf8) + [0x1B, 0x24, 0x42] + name.prefix(4) + [0x1B, 0x28, 0x42, 0x5E, 0x1B, 0x24, 0x42] + name.suffix(4) + [
                0x1B, 0x28, 0x42,
            ]
        return [32_000, 32_766, 32_767, 33_500].flatMap { fillers in
            [ValueRepresentation.UT, .UC].map { vr in
                let text: [UInt8] =
                    [0x1B, 0x24, 0x42] + Array(repeating: filler, count: fillers).flatMap { $0 } + name
                    + Array(repeating: filler, count: 3000).flatMap { $0 } + [0x1B, 0x28, 0x42]
                return Planting.root(
                    "gate: ISO 2022 text in \(vr), the name behind \(fillers * 2) bytes",
                    [
                        RawElement(0x0008_0005, .CS, "\\ISO 2022 IR 87"), RawElement(0x0010_0010, .PN, header),
                        RawElement(vr == .UT ? 0x0014_3099 : 0x0014_4054, vr, text),
                    ], profiles: [.basic, .research])
            }
        }
    }()

    static let all = shortNames + wordNames + kana + dates + shortIDs + circumstances + longText

    @Test("A copy of what is short, common or written otherwise is gone", arguments: all) func copies(_ planting: Planting) throws {
        try planting.expectGone()
        guard planting.title.contains("ISO 2022 text") else { return }
        for profile in planting.profiles {
            let output = try #require(LeakRelease.of(profile).output(planting)).bytes
            #expect(!Needles.contains([0x3B, 0x33, 0x45, 0x44, 0x42, 0x40, 0x4F, 0x3A], in: output, exactly: true), "\(profile.rawValue)")
        }
    }

    private static let notMinimal = ReleaseProfile.allCases.filter { $0 != .minimal }

    /// Words and units that are also somebody's name.
    static let harmless: [Planting] = [
        .root(
            "gate: Ms Li and the units",
            [
                RawElement(0x0010_0010, .PN, "Li^Meixiang"), RawElement(0x0054_1001, .CS, "LI"), RawElement(0x0018_1020, .LO, "LI-X 5.1"),
                .sequence(
                    0x0040_08EA, [RawElement(0x0008_0100, .SH, "LI"), RawElement(0x0008_0102, .SH, "UCUM"), RawElement(0x0008_0104, .LO, "LI")]),
            ], kept: ["LI-X 5.1", "UCUM"], profiles: notMinimal),
        .root(
            "gate: Ms Hand and the hand",
            [RawElement(0x0010_0010, .PN, "Hand^Rose"), RawElement(0x0018_0015, .CS, "HAND"), RawElement(0x0018_1020, .LO, "hand protocol 3")],
            kept: ["HAND", "hand protocol 3"], profiles: notMinimal),
        .root(
            "gate: the day of birth in numbers",
            [RawElement(0x0018_0050, .DS, "31.0203"), RawElement(0x0018_1020, .LO, "VB20A_310203999"), RawElement(0x0028_1054, .LO, "HU")],
            kept: ["31.0203", "310203999", "HU"], profiles: notMinimal),
        .root(
            "gate: a white lady",
            [
                RawElement(0x0010_2160, .SH, "White"), RawElement(0x0018_1020, .LO, "white matter 2"), RawElement(0x0010_2180, .SH, "driver"),
                RawElement(0x0018_1250, .SH, "driver coil 8"),
            ], kept: ["white matter 2", "driver coil 8"], profiles: notMinimal),
        .root(
            "gate: ID 12 and the stack",
            [RawElement(0x0010_0020, .LO, "12"), RawElement(0x0020_9056, .SH, "12"), RawElement(0x0018_1250, .SH, "12CH HEAD")], kept: ["12CH HEAD"],
            profiles: notMinimal),
    ]

    @Test("Words, units and numbers that happen to be somebody's name stay", arguments: harmless) func stays(_ planting: Planting) throws {
        try planting.expectGone()
    }
}
