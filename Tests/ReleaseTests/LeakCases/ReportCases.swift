// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import ScrubTestSupport
import Testing

@Suite struct ReportCases {
    static func concept(_ value: String, _ scheme: String, _ meaning: String) -> RawElement {
        .sequence(0x0040_A043, [RawElement(0x0008_0100, .SH, value), RawElement(0x0008_0102, .SH, scheme), RawElement(0x0008_0104, .LO, meaning)])
    }

    private static func item(_ type: String, _ elements: RawElement..., below: [[RawElement]] = []) -> [RawElement] {
        [RawElement(0x0040_A010, .CS, "CONTAINS"), RawElement(0x0040_A040, .CS, type), concept("121071", "DCM", "Finding")] + elements
            + (below.isEmpty ? [] : [RawElement(AttributeTag(0x0040, 0xA730), .SQ, .items(below, isUndefinedLength: true))])
    }

    private static let leaves: [[RawElement]] = [
        item("TEXT", RawElement(0x0040_A160, .UT, "Seen by Dr. Ludmilla Wolverhampton; patient Thornbury")),
        item("PNAME", RawElement(0x0040_A123, .PN, "Wolverhampton^Ludmilla")),
        item("DATE", RawElement(0x0040_A121, .DA, "19870611")), item("DATETIME", RawElement(0x0040_A120, .DT, "19870611120000+0200")),
        item("TIME", RawElement(0x0040_A122, .TM, "120000")),
        item("UIDREF", RawElement(0x0040_A124, .UI, "1.2.840.77.55.9")),
        item(
            "CODE",
            .sequence(
                0x0040_A168,
                [RawElement(0x0008_0100, .SH, "KZ-0048213"), RawElement(0x0008_0102, .SH, "99LOC"), RawElement(0x0008_0104, .LO, "Thornbury")])),
        item(
            "IMAGE", .sequence(0x0008_1199, [RawElement(0x0008_1150, .UI, Sample.ctImageStorage), RawElement(0x0008_1155, .UI, "1.2.840.77.55.10")])),
    ]

    private static func report(_ content: [[RawElement]]) -> [RawElement] {
        let elements = Patient.file([
            RawElement(0x0008_0016, .UI, "1.2.840.10008.5.1.4.1.1.88.22"), RawElement(0x0008_0060, .CS, "SR"),
            RawElement(0x0040_A040, .CS, "CONTAINER"), concept("18748-4", "LN", "Diagnostic Imaging Report"),
            .sequence(
                0x0040_A073,
                [
                    RawElement(0x0040_A027, .LO, "Featherstone Clinic"), RawElement(0x0040_A030, .DT, "19870611120000"),
                    RawElement(0x0040_A075, .PN, "Wolverhampton^Ludmilla"),
                ]),
            RawElement(AttributeTag(0x0040, 0xA730), .SQ, .items(content, isUndefinedLength: false)),
        ])
        return elements.filter { $0.tag.group != 0x0028 && $0.tag.group != 0x7FE0 }
    }

    private static let deep: [[RawElement]] = [item("CONTAINER", below: [item("CONTAINER", below: leaves)] + leaves)] + leaves

    static let l25: [Planting] = [
        Planting(
            "L25 a report three levels deep", report(deep), gone: ["Wolverhampton", "19870611", "1.2.840.77.55", "Featherstone"],
            profiles: ReleaseProfile.standard),
        .everywhere(
            "L25 content items in an image", [RawElement(AttributeTag(0x0040, 0xA730), .SQ, .items(leaves, isUndefinedLength: false))],
            gone: ["Wolverhampton", "19870611", "1.2.840.77.55"], profiles: ReleaseProfile.standard),
        .everywhere(
            "L25 acquisition context", [.sequence(0x0040_0555, leaves[0], leaves[1], leaves[2])], gone: ["Wolverhampton", "19870611"],
            profiles: ReleaseProfile.standard),
    ]

    @Test("L25: a report says no name, date or UID at any level", arguments: l25) func reports(_ planting: Planting) throws {
        try planting.expectGone()
    }

    static let l26: [Planting] = [
        Planting(
            "L26 a presentation state",
            Patient.file([
                RawElement(0x0008_0016, .UI, "1.2.840.10008.5.1.4.1.1.11.1"), RawElement(0x0008_0060, .CS, "PR"),
                RawElement(0x0070_0080, .CS, "THORNBURY"), RawElement(0x0070_0081, .LO, "for Dr Ludmilla Wolverhampton"),
                RawElement(0x0070_0084, .PN, "Wolverhampton^Ludmilla"), RawElement(0x0070_0082, .DA, "19870611"),
                RawElement(0x0070_0083, .TM, "120000"),
                .sequence(
                    0x0070_0001,
                    [
                        RawElement(0x0070_0002, .CS, "THORNBURY"),
                        .sequence(
                            0x0070_0008,
                            [RawElement(0x0070_0006, .ST, "Pt: Thornbury Rosalind, MRN KZ-0048213"), RawElement(0x0070_0012, .CS, "PIXEL")]),
                    ]),
                .sequence(
                    0x0070_0060,
                    [
                        RawElement(0x0070_0002, .CS, "LAYER1"), RawElement(0x0070_0068, .LO, "marks of Dr Ludmilla Wolverhampton"),
                        RawElement(0x0070_0062, .IS, "1"),
                    ]),
            ]).filter { $0.tag.group != 0x7FE0 }, gone: ["Wolverhampton", "19870611"], profiles: ReleaseProfile.standard),
        .everywhere(
            "L26 texts of graphics in an image",
            [
                .sequence(0x0070_0001, [.sequence(0x0070_0008, [RawElement(0x0070_0006, .ST, "Thornbury 1931-02-03")])]),
                RawElement(0x0070_0080, .CS, "ROSALIND"), RawElement(0x0070_0081, .LO, "KZ-0048213"),
            ], gone: ["1931-02-03"]),
    ]

    @Test("L26: texts, layers and labels of presentation states name nobody", arguments: l26) func presentationStates(_ planting: Planting) throws {
        try planting.expectGone()
    }

    static let l27: [Planting] = [
        .everywhere(
            "L27 signatures and certificates",
            [
                .sequence(
                    0xFFFA_FFFA,
                    [
                        RawElement(0x0400_0005, .US, [1, 0]), RawElement(0x0400_0100, .UI, "1.2.840.77.55.11"),
                        RawElement(0x0400_0105, .DT, "19870611120000"), RawElement(0x0400_0115, .OB, Array("CN=Zebulon Crabtree".utf8)),
                        RawElement(0x0400_0120, .OB, Array("signature".utf8)),
                    ]),
                .sequence(
                    0x4FFE_0001,
                    [RawElement(0x0400_0005, .US, [1, 0]), RawElement(0x0400_0015, .CS, "CRABTREE"), RawElement(0x0400_0020, .AT, [8, 0, 0x18, 0])]),
                .sequence(0x0400_0402, [RawElement(0x0400_0404, .OB, Array("Crabtree".utf8))]),
            ], gone: ["Crabtree", "19870611", "1.2.840.77.55"], profiles: ReleaseProfile.standard),
        .everywhere(
            "L27 a certificate in UTF-16 with the patient's name",
            [
                .sequence(0xFFFA_FFFA, [RawElement(0x0400_0115, .OB, "CN=Thornbury".utf16.flatMap { [0, UInt8($0)] })]),
                RawElement(0x0400_0310, .OB, Array("Rosalind Thornbury".utf8)),
            ]),
    ]

    @Test("L27: signatures and certificates are gone", arguments: l27) func signatures(_ planting: Planting) throws { try planting.expectGone() }

    private static func waveform(_ extra: RawElement...) -> [RawElement] {
        Patient.file(
            [
                RawElement(0x0008_0016, .UI, "1.2.840.10008.5.1.4.1.1.9.1.1"), RawElement(0x0008_0060, .CS, "ECG"),
                .sequence(
                    0x5400_0100,
                    [
                        RawElement(0x003A_0005, .US, [1, 0]), RawElement(0x003A_020E, .LO, "lead of Thornbury"),
                        RawElement(0x5400_1010, .OW, Array(repeating: 7, count: 64)),
                    ]),
            ] + extra
        ).filter { $0.tag.group != 0x0028 && $0.tag.group != 0x7FE0 }
    }

    static let l28: [Planting] = [
        Planting(
            "L28 annotations",
            waveform(
                .sequence(
                    0x0040_B020, [RawElement(0x0070_0006, .ST, "Rosalind Thornbury, born 1931-02-03"), RawElement(0x0040_A0B0, .US, [1, 0, 1, 0])],
                    [concept("122727", "DCM", "Thornbury"), RawElement(0x0070_0006, .ST, "Dr. Ludmilla Wolverhampton called")])
            ), gone: ["1931-02-03", "Wolverhampton"], profiles: ReleaseProfile.standard),
        Planting(
            "L28 channel and filter labels",
            waveform(
                .sequence(
                    0x003A_0200, [RawElement(0x003A_0203, .SH, "Thornbury"), .sequence(0x003A_0208, [RawElement(0x0008_0104, .LO, "Rosalind")])])
            )),
        Planting(
            "L28 a recorded voice", waveform().filter { $0.tag != .sopClassUID } + [RawElement(0x0008_0016, .UI, "1.2.840.10008.5.1.4.1.1.9.4.1")]),
        Planting(
            "L28 a general voice recording",
            waveform().filter { $0.tag != .sopClassUID } + [RawElement(0x0008_0016, .UI, "1.2.840.10008.5.1.4.1.1.9.4.2")]),
    ]

    @Test("L28: waveform annotations name nobody", arguments: l28.prefix(2)) func waveforms(_ planting: Planting) throws { try planting.expectGone() }

    @Test("L28: a recorded voice is quarantined", arguments: l28.suffix(2)) func voices(_ planting: Planting) throws {
        for profile in ReleaseProfile.allCases {
            let release = try LeakRelease.of(profile)
            #expect(release.output(planting) == nil)
            #expect(release.quarantineReason(planting)?.hasPrefix("burned-in-text") == true)
        }
    }
}
