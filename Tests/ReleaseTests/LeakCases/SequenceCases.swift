// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import ScrubTestSupport
import Testing

@Suite struct SequenceCases {
    private static let stranger = RawElement(0x0010_0010, .PN, "Crabtree^Zebulon")

    static let l19: [Planting] = [
        .everywhere(
            "L19 in sequences that are kept",
            [0x0008_2229, 0x0008_1115, 0x0054_0220, 0x5200_9229, 0x0018_9346, 0x0028_9110].map {
                .sequence($0, [stranger, RawElement(0x0010_0020, .LO, "QX-7781234"), RawElement(0x0010_0030, .DA, "19310203")])
            }, gone: ["Crabtree", "Zebulon", "7781234"]),
        .everywhere(
            "L19 the patient's own name again",
            [
                .sequence(
                    0x5200_9230,
                    [RawElement(0x0010_0010, .PN, "Thornbury^Rosalind"), .sequence(0x0020_9111, [RawElement(0x0018_1020, .LO, "Thornbury")])])
            ]),
    ]

    @Test("L19: a name in an item of a sequence that stays is gone", arguments: l19) func names(_ planting: Planting) throws {
        try planting.expectGone()
    }

    private static let items: [RawElement] = [
        RawElement(0x0008_0021, .DA, "19870611"), RawElement(0x0008_002A, .DT, "19870611120000.000000"),
        RawElement(0x0008_1030, .LO, "Crabtree, knee"),
        RawElement(0x0020_000D, .UI, "1.2.840.77.55.1"), RawElement(0x0020_4000, .LT, "Crabtree"), RawElement(0x0009_0010, .LO, "CRABTREE 1.0"),
        RawElement(0x0009_1001, .LO, "Crabtree"),
    ]

    static let l20: [Planting] = [
        .everywhere(
            "L20 dates, descriptions, UIDs and private elements", items, gone: ["19870611", "Crabtree", "1.2.840.77.55"],
            profiles: ReleaseProfile.standard),
        .everywhere(
            "L20 in items of functional groups",
            [
                .sequence(
                    0x5200_9230, [.sequence(0x0020_9111, items, isUndefinedLength: true), .sequence(0x0018_9114)], [],
                    [.sequence(0x0020_9111, items)], isUndefinedLength: true)
            ], gone: ["19870611", "Crabtree", "1.2.840.77.55"], profiles: ReleaseProfile.standard),
        .root(
            "L20 in implicit VR", [.nested(items, depth: 30, isUndefinedLength: true)], gone: ["19870611", "Crabtree", "1.2.840.77.55"],
            profiles: ReleaseProfile.standard
        ) {
            $0.transferSyntax = FileBytes.implicitLittleEndian
        },
        .root(
            "L20 a private sequence in implicit VR",
            [RawElement(0x0009_0010, .LO, "CRABTREE 1.0"), .sequence(0x0009_1010, items, isUndefinedLength: true)], gone: ["19870611", "Crabtree"],
            profiles: ReleaseProfile.standard
        ) {
            $0.transferSyntax = FileBytes.implicitLittleEndian
        },
    ]

    @Test("L20: what identifies at depth 2, 3 and 30 is gone", arguments: l20) func depths(_ planting: Planting) throws { try planting.expectGone() }

    static let l21: [Planting] = [
        .everywhere(
            "L21 original and modified attributes",
            [
                .sequence(
                    0x0400_0561,
                    [
                        RawElement(0x0400_0562, .DT, "19870611120000"), RawElement(0x0400_0563, .LO, "Crabtree Systems"),
                        RawElement(0x0400_0564, .LO, "Crabtree PACS"),
                        .sequence(0x0400_0550, [stranger, RawElement(0x0010_0020, .LO, "QX-7781234")]), RawElement(0x0400_0565, .CS, "COERCE"),
                    ]),
                .sequence(0x0400_0550, [stranger]), .sequence(0x0400_0551, [stranger]), .sequence(0x0400_0552, [stranger]),
            ], gone: ["Crabtree", "7781234"], profiles: ReleaseProfile.standard),
        .everywhere(
            "L21 nonconforming values",
            [
                .sequence(0x0400_0561, [.sequence(0x0400_0551, [RawElement(0x0400_0552, .UC, "Crabtree")])]),
                .sequence(0x0400_0500, [RawElement(0x0400_0520, .OB, Array("Crabtree".utf8))]),
            ], gone: ["Crabtree"], profiles: ReleaseProfile.standard),
        .everywhere(
            "L21 the patient's own former name",
            [
                .sequence(
                    0x0400_0561,
                    [.sequence(0x0400_0550, [RawElement(0x0010_0010, .PN, "Thornbury^Rosalind"), RawElement(0x0018_1020, .LO, "Thornbury")])])
            ]),
    ]

    @Test("L21: former values of attributes are gone", arguments: l21) func originalAttributes(_ planting: Planting) throws {
        try planting.expectGone()
    }

    static let l22: [Planting] = [
        .everywhere(
            "L22 a standard sequence sent as UN",
            [
                .unknownSequence(0x0040_0275, [RawElement(0x0040_0007, .LO, "Crabtree"), stranger]),
                .unknownSequence(0x0008_2229, [stranger, RawElement(0x0008_0104, .LO, "Knee")]),
                .unknownSequence(0x0018_9346, [.sequence(0x0008_2229, [stranger])]),
            ], gone: ["Crabtree", "Zebulon"], profiles: ReleaseProfile.standard),
        .everywhere(
            "L22 standard elements sent as UN",
            [
                RawElement(0x0010_1001, .UN, "Crabtree^Zebulon"), RawElement(0x0008_0021, .UN, "19870611"),
                RawElement(0x0008_1030, .UN, "Crabtree knee"), RawElement(0x0010_2180, .UN, "lion tamer"),
                RawElement(0x0018_1030, .UN, "Crabtree protocol"), RawElement(0x0040_A123, .UN, "Crabtree^Z"),
            ], gone: ["Crabtree", "19870611"], profiles: ReleaseProfile.standard),
        .everywhere(
            "L22 unlisted elements sent as UN",
            [RawElement(0x0018_1020, .UN, "Thornbury"), RawElement(0x0018_0015, .UN, "ROSALIND"), RawElement(0x0018_5100, .UN, "KZ-0048213")]),
        .root(
            "L22 UN of the patient's own elements",
            [
                RawElement(0x0010_0010, .UN, "Thornbury^Rosalind^Maevelyn=欧阳^晓燕"), RawElement(0x0010_0020, .UN, "KZ-0048213"),
                RawElement(0x0010_0030, .UN, "19310203"), RawElement(0x0018_1020, .LO, "Thornbury 48213 born 1931-02-03"),
            ], gone: ["48213", "1931-02-03"]),
        .root(
            "L22 UN that does not parse as a sequence",
            [RawElement(0x0040_0275, .UN, [0xFE, 0xFF, 0x00, 0xE0, 0xFF, 0x00, 0x00, 0x00] + Array("Crabtree".utf8))], gone: ["Crabtree"],
            profiles: ReleaseProfile.standard),
    ]

    @Test("L22: what is sent as UN is seen", arguments: l22) func unknown(_ planting: Planting) throws { try planting.expectGone() }

    static let l23: [Planting] = [
        .everywhere(
            "L23 a sequence in a private element",
            [
                RawElement(0x0009_0010, .LO, "SOME MAKER"), .sequence(0x0009_1010, [stranger, RawElement(0x0008_1030, .LO, "Crabtree")]),
                .unknownSequence(0x0009_1011, [stranger, .sequence(0x0008_2229, [stranger])]),
            ], gone: ["Crabtree", "Zebulon"], profiles: ReleaseProfile.standard),
        .everywhere(
            "L23 a block reserved in the item only",
            [
                .sequence(
                    0x0040_0260,
                    [RawElement(0x0019_0010, .LO, "SOME MAKER"), RawElement(0x0019_100C, .LO, "Crabtree"), RawElement(0x0018_1020, .LO, "V2")]),
                RawElement(0x0021_0010, .LO, "SIEMENS MR HEADER"),
                .sequence(0x0008_2229, [RawElement(0x0019_100C, .IS, "1000"), RawElement(0x0019_100D, .LO, "Crabtree")]),
            ], gone: ["Crabtree"], profiles: ReleaseProfile.standard),
        .everywhere(
            "L23 a safe private sequence with names inside",
            [
                RawElement(0x7E01_0010, .LO, "HOLOGIC, Inc."),
                .sequence(
                    0x7E01_1010,
                    [
                        stranger, RawElement(0x7E01_0010, .LO, "HOLOGIC, Inc."), RawElement(0x7E01_1001, .LO, "Thornbury"),
                        RawElement(0x0008_0021, .DA, "19870611"),
                    ]),
                .unknownSequence(0x7E01_1011, [stranger, RawElement(0x0020_000D, .UI, "1.2.840.77.55.2")]),
            ], gone: ["Crabtree", "19870611", "1.2.840.77.55"], profiles: ReleaseProfile.standard),
    ]

    @Test("L23: private sequences and blocks of items are seen", arguments: l23) func privateSequences(_ planting: Planting) throws {
        try planting.expectGone()
    }

    static let l24: [Planting] = [
        .everywhere(
            "L24 request attributes",
            [
                .sequence(
                    0x0040_0275,
                    [
                        RawElement(0x0040_1001, .SH, "RQ-9912312"), RawElement(0x0040_0009, .SH, "SP-9912313"),
                        RawElement(0x0032_1060, .LO, "Knee, Mrs Crabtree"), RawElement(0x0040_1400, .LT, "ward 9, Crabtree"),
                        .sequence(0x0040_0008, [RawElement(0x0008_0104, .LO, "Thornbury knee")]),
                    ])
            ], gone: ["9912312", "9912313", "Crabtree"], profiles: ReleaseProfile.standard),
        .everywhere(
            "L24 referenced patient and study",
            [
                .sequence(0x0008_1120, [RawElement(0x0008_1155, .UI, "1.2.840.77.55.3"), RawElement(0x0010_0020, .LO, "QX-7781234"), stranger]),
                .sequence(0x0008_1110, [RawElement(0x0008_1155, .UI, "1.2.840.77.55.4")]),
                .sequence(0x0008_1125, [RawElement(0x0008_1155, .UI, "1.2.840.77.55.5")]),
            ], gone: ["7781234", "Crabtree", "1.2.840.77.55"], profiles: ReleaseProfile.standard),
        .everywhere(
            "L24 contributing equipment",
            [
                .sequence(
                    0x0018_A001,
                    [
                        RawElement(0x0008_0080, .LO, "Featherstone Clinic"), RawElement(0x0008_1010, .SH, "FEATHER9"),
                        RawElement(0x0018_1000, .LO, "SN-5566123"), RawElement(0x0018_A002, .DT, "19870611120000"),
                        RawElement(0x0018_A003, .ST, "by Crabtree"), RawElement(0x0008_1070, .PN, "Crabtree^Zebulon"),
                    ])
            ], gone: ["Featherstone", "FEATHER9", "5566123", "Crabtree"], profiles: ReleaseProfile.standard),
        .everywhere(
            "L24 performed protocol and codes",
            [
                .sequence(
                    0x0040_0260,
                    [
                        RawElement(0x0008_0104, .LO, "Thornbury protocol"), RawElement(0x0008_0100, .SH, "KZ-0048213"),
                        .sequence(0x0040_0440, [RawElement(0x0040_A160, .UT, "Crabtree")]),
                    ]),
                .sequence(0x0008_1111, [RawElement(0x0008_1155, .UI, "1.2.840.77.55.6")]),
                .sequence(0x0040_0220, [RawElement(0x0040_A160, .UT, "for Thornbury")]),
            ], gone: ["1.2.840.77.55", "Crabtree"], profiles: [.basic, .minimal]),
    ]

    @Test("L24: requests, references and equipment say nothing", arguments: l24) func requests(_ planting: Planting) throws {
        try planting.expectGone()
    }
}
