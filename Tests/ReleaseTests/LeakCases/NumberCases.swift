// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import ScrubTestSupport
import Testing

@Suite struct NumberCases {
    static func carried(_ title: String, _ text: String, gone: [String]? = nil, patient: [RawElement] = []) -> Planting {
        NameCases.carried(title, text, gone: gone, patient: patient)
    }

    static let l13: [Planting] = [
        .everywhere(
            "L13 order numbers",
            [
                RawElement(0x0040_1001, .SH, "ACC7731942"), RawElement(0x0020_0010, .SH, "ACC7731942"), RawElement(0x0040_2016, .LO, "ACC7731942"),
                RawElement(0x0040_2017, .LO, "ACC7731942"), RawElement(0x0040_0009, .SH, "ACC7731942"), RawElement(0x0040_0253, .SH, "ACC7731942"),
                RawElement(0x0009_0010, .LO, "ACC7731942"), RawElement(0x0009_1001, .LO, "ACC7731942"),
            ]),
        carried("L13", "ACC7731942"), carried("L13", "acc 7731942", gone: ["7731942"]), carried("L13", "order 7731942/2", gone: ["7731942"]),
        carried("L13 an order number of its own", "RQ-55501234", patient: [RawElement(0x0040_1001, .SH, "RQ-55501234")]),
        carried("L13 a filler number", "FILL889911", patient: [RawElement(0x0040_2017, .LO, "FILL889911")]),
    ]

    @Test("L13: copies of the accession number are gone", arguments: l13) func accession(_ planting: Planting) throws { try planting.expectGone() }

    static let l14: [Planting] = [
        Planting(
            "L14 in SOP Instance UID",
            Patient.file([
                RawElement(0x0008_0018, .UI, "1.2.840.77.0048213.20210317.88213"), RawElement(0x0020_000D, .UI, "1.2.840.77.48213.20210317"),
                RawElement(0x0020_000E, .UI, "1.2.840.77.48213.20210317.1"), RawElement(0x0020_0052, .UI, "1.2.840.77.48213.20210317.2"),
            ]), gone: [".48213.", "20210317", "1.2.840.77"], ownsUID: false),
        .everywhere(
            "L14 in references",
            [
                .sequence(
                    0x0008_1140, [RawElement(0x0008_1150, .UI, Sample.ctImageStorage), RawElement(0x0008_1155, .UI, "1.2.840.77.48213.20210317.3")]),
                .sequence(0x0008_1115, [RawElement(0x0020_000E, .UI, "1.2.840.77.48213.20210317.4")]),
                RawElement(0x0018_1002, .UI, "1.2.840.77.48213.5"),
                RawElement(0x0020_0200, .UI, "1.2.840.77.48213.6"), RawElement(0x0088_0140, .UI, "1.2.840.77.48213.7\\1.2.840.77.48213.8"),
                RawElement(0x3006_0024, .UI, "1.2.840.77.48213.9"),
            ], gone: ["1.2.840.77.48213"]),
        .everywhere(
            "L14 in class and registry UIDs",
            [
                RawElement(0x0008_001A, .UI, "1.2.840.77.48213.20210317"), RawElement(0x0008_001B, .UI, "1.2.840.77.0048213"),
                RawElement(0x0008_010C, .UI, "1.2.840.77.0048213.1"),
                RawElement(0x0008_0117, .UI, "1.2.840.77.0048213.2"),
            ], gone: ["0048213"]),
        .everywhere(
            "L14 a UID as text", [RawElement(0x0018_1020, .LO, "1.2.840.77.0048213.20210317"), RawElement(0x0018_1250, .SH, "1.2.3.0048213")],
            gone: ["0048213"]),
    ]

    @Test("L14: IDs, dates and serials inside UIDs are gone", arguments: l14) func inUIDs(_ planting: Planting) throws { try planting.expectGone() }

    static let l15: [Planting] = [
        carried("L15", "KZ-0048213"), carried("L15", "KZ0048213"), carried("L15", "kz 48213", gone: ["48213"]),
        carried("L15", "KZ 004 8213", gone: ["8213"]),
        carried("L15", "MRN:48213.", gone: ["48213"]), carried("L15", "0048213_scout", gone: ["48213"]), carried("L15", "000048213", gone: ["48213"]),
        carried("L15", "KZ/0048213", gone: ["48213"]), carried("L15 full-width", "ＫＺ－００４８２１３", gone: ["００４８２１３"]),
        .everywhere(
            "L15 other IDs",
            [
                RawElement(0x0010_1000, .LO, "QX-7781234\\ZZ-1112223"),
                .sequence(0x0010_1002, [RawElement(0x0010_0020, .LO, "QX-7781235"), RawElement(0x0010_0021, .LO, "LARKSPUR_MPI")]),
                RawElement(0x0038_0010, .LO, "ADM-9912345"), RawElement(0x0018_1020, .LO, "QX7781234, ZZ1112223, ADM 9912345, QX-7781235"),
            ], gone: ["7781234", "1112223", "9912345", "7781235", "LARKSPUR_MPI"]),
        .everywhere(
            "L15 insurance, trial and service episode",
            [
                RawElement(0x0010_1050, .LO, "INS-4455667"), RawElement(0x0012_0040, .LO, "SUBJ-990017"), RawElement(0x0038_0060, .LO, "EP-5566778"),
                RawElement(0x0010_1090, .LO, "REC-31415926"),
                RawElement(0x0018_1250, .SH, "4455667"), RawElement(0x0018_1160, .SH, "SUBJ990017"),
                RawElement(0x0018_1020, .LO, "5566778\\31415926"),
            ], gone: ["4455667", "990017", "5566778", "31415926"], profiles: ReleaseProfile.standard),
        .everywhere(
            "L15 comments",
            [
                RawElement(0x0010_4000, .LT, "MRN KZ-0048213 and 0048213"), RawElement(0x0020_4000, .LT, "pt 48213"),
                RawElement(0x0038_0500, .LO, "0048213"),
            ], gone: ["48213"]),
    ]

    @Test("L15: the patient's IDs are gone, however written", arguments: l15) func patientIDs(_ planting: Planting) throws {
        try planting.expectGone()
    }

    static let l18: [Planting] =
        [
            .everywhere(
                "L18 ages over 89", [RawElement(0x0010_1010, .AS, "093Y"), RawElement(0x0018_1020, .LO, "093Y")], gone: ["093Y"],
                profiles: ReleaseProfile.standard),
            .everywhere("L18 age in months and days", [RawElement(0x0010_1010, .AS, "999M"), RawElement(0x0012_0010, .LO, "x")], gone: []),
            .everywhere(
                "L18 in described text",
                [
                    RawElement(0x0008_1030, .LO, "93 yo female, chest"), RawElement(0x0008_103E, .LO, "pt aged 93 years"),
                    RawElement(0x0010_4000, .LT, "93-year-old woman"), RawElement(0x0020_4000, .LT, "患者93岁"),
                ], gone: ["93 y", "aged 93", "93-year", "93岁"], profiles: ReleaseProfile.standard),
            .everywhere(
                "L18 another calendar",
                [RawElement(0x0010_0033, .LO, "昭和6年2月3日"), RawElement(0x0010_0035, .CS, "JAPANESE"), RawElement(0x0010_0034, .LO, "H31.04.01")],
                gone: ["昭和6年2月3日", "H31.04.01"]),
            .everywhere(
                "L18 another calendar, copied", [RawElement(0x0010_0033, .LO, "S06.02.03"), RawElement(0x0018_1020, .LO, "born S06.02.03")],
                gone: ["S06.02.03"]),
        ]
        + [
            "19310203", "1931-02-03", "03/02/1931", "3.2.1931", "February 3, 1931", "3 Feb 1931", "03FEB1931", "1931年2月3日", "昭和6年2月3日",
            "DOB:02/03/31",
        ].map {
            carried("L18 birth date", $0, gone: [$0.replacing("DOB:", with: "")])
        }

    @Test("L18: high ages and the birth date are gone", arguments: l18) func ages(_ planting: Planting) throws { try planting.expectGone() }
}
