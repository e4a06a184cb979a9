// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import ScrubTestSupport
import Testing

@Suite struct PrivateCases {
    static func creator(_ number: UInt32, _ text: String) -> RawElement { RawElement(number, .LO, text) }

    static let l29: [Planting] = [
        .everywhere(
            "L29 a private element",
            [creator(0x0009_0010, "SOME MAKER"), RawElement(0x0009_1001, .LO, "Zebulon Crabtree"), RawElement(0x0009_1002, .UN, "Crabtree")],
            gone: ["Crabtree"], profiles: ReleaseProfile.standard),
        .everywhere(
            "L29 the same creator in two blocks",
            [
                creator(0x0019_0010, "SIEMENS MR HEADER"), creator(0x0019_0011, "SIEMENS MR HEADER"), RawElement(0x0019_100C, .IS, "1000"),
                RawElement(0x0019_110C, .LO, "Thornbury"), RawElement(0x0019_1108, .LO, "Crabtree"),
            ], gone: ["Crabtree"], profiles: ReleaseProfile.standard),
        .everywhere(
            "L29 no creator at all",
            [RawElement(0x0011_1001, .LO, "Crabtree"), RawElement(0x0013_0001, .LO, "Crabtree"), RawElement(0x0019_10FF, .PN, "Crabtree^Z")],
            gone: ["Crabtree"], profiles: ReleaseProfile.standard),
        .everywhere(
            "L29 an empty creator and a creator of another VR",
            [
                creator(0x0011_0010, ""), RawElement(0x0011_1001, .LO, "Crabtree"), RawElement(0x0013_0010, .UN, "NQHeader"),
                RawElement(0x0013_1005, .LT, "Crabtree"),
            ], gone: ["Crabtree"], profiles: ReleaseProfile.standard),
        .everywhere(
            "L29 the patient's name in every kind",
            [creator(0x0009_0010, "SOME MAKER")]
                + [ValueRepresentation.LO, .LT, .UT, .OB, .UN, .CS, .AE, .ST].enumerated().map {
                    RawElement(0x0009_1001 + UInt32($0), $1, "Thornbury^Rosalind")
                }),
    ]

    @Test("L29: private elements are gone", arguments: l29) func elements(_ planting: Planting) throws { try planting.expectGone() }

    static let l30: [Planting] = [
        .everywhere("L30 the creator is the patient", [creator(0x0009_0010, "Thornbury^Rosalind"), RawElement(0x0009_1001, .US, [1, 0])]),
        .everywhere(
            "L30 the creator is another person", [creator(0x0009_0010, "Crabtree, Zebulon"), RawElement(0x0009_1001, .LO, "x")], gone: ["Crabtree"],
            profiles: ReleaseProfile.standard),
        .everywhere("L30 a creator that owns nothing", [creator(0x0009_0010, "KZ-0048213"), creator(0x0009_00FF, "ROSALIND")]),
    ]

    @Test("L30: a private creator that is a name is gone", arguments: l30) func creators(_ planting: Planting) throws { try planting.expectGone() }

    static let l31: [Planting] = [
        .root(
            "L31 private groups behind Pixel Data",
            [
                creator(0x7FE1_0010, "SOME MAKER"), RawElement(0x7FE1_1010, .LO, "Zebulon Crabtree"),
                RawElement(0x7FE1_1011, .OB, Array(repeating: 1, count: 70_000) + Array("Crabtree".utf8)), creator(0x7FE3_0010, "SOME MAKER"),
                .sequence(0x7FE3_1001, [RawElement(0x0010_0010, .PN, "Crabtree^Zebulon")]),
            ], gone: ["Crabtree"], profiles: ReleaseProfile.standard),
        .root(
            "L31 with the patient's name",
            [
                creator(0x7FE1_0010, "SOME MAKER"), RawElement(0x7FE1_1010, .OB, Array(repeating: 1, count: 70_000) + Array("Thornbury".utf8)),
                RawElement(0x7FE1_1012, .LO, "KZ-0048213"),
            ]),
    ]

    @Test("L31: private groups behind the pixels are gone", arguments: l31) func behindPixels(_ planting: Planting) throws {
        try planting.expectGone()
    }

    /// The start of a CSA header with one text element.
    static func csa(_ name: String, _ text: String) -> [UInt8] {
        func number(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(value >> (8 * $0) & 0xFF) } }
        func field(_ text: String, _ count: Int) -> [UInt8] { Array(text.utf8) + Array(repeating: 0, count: count - text.utf8.count) }
        let value = Array(text.utf8) + [0]
        let padded = value + Array(repeating: UInt8(0), count: (4 - value.count % 4) % 4)
        return Array("SV10".utf8) + [4, 3, 2, 1] + number(1) + number(77)
            + field(name, 64) + number(1) + field("LO", 4) + number(6) + number(1) + number(77)
            + number(value.count) + number(value.count) + number(77) + number(value.count) + padded
    }

    /// A protocol that names the patient, as a gzip member.
    static let zipped: [UInt8] = [
        0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x2B, 0x4E, 0x2D, 0x51, 0x08, 0x70, 0x0C, 0xF1, 0x74, 0xF5, 0x0B, 0xF1, 0x73,
        0xF4,
        0x75, 0x55, 0x50, 0x0A, 0xC9, 0xC8, 0x2F, 0xCA, 0x4B, 0x2A, 0x2D, 0xAA, 0x8C, 0x0B, 0xCA, 0x2F, 0x4E, 0xCC, 0xC9, 0xCC, 0x4B, 0x51, 0xE2,
        0x2A,
        0x06, 0x29, 0xF2, 0x74, 0x51, 0x50, 0xF2, 0x8E, 0xD2, 0x35, 0x30, 0x30, 0xB1, 0x30, 0x32, 0x34, 0x86, 0x0A, 0x12, 0xD2, 0x09, 0x00, 0x09,
        0xBD,
        0xA4, 0xAB, 0x5F, 0x00, 0x00, 0x00,
    ]

    /// The same in the zlib format.
    static let deflated: [UInt8] = [
        0x78, 0x9C, 0x2B, 0x4E, 0x2D, 0x51, 0x08, 0x70, 0x0C, 0xF1, 0x74, 0xF5, 0x0B, 0xF1, 0x73, 0xF4, 0x75, 0x55, 0x50, 0x0A, 0xC9, 0xC8, 0x2F,
        0xCA,
        0x4B, 0x2A, 0x2D, 0xAA, 0x8C, 0x0B, 0xCA, 0x2F, 0x4E, 0xCC, 0xC9, 0xCC, 0x4B, 0x51, 0xE2, 0x2A, 0x06, 0x29, 0xF2, 0x74, 0x51, 0x50, 0xF2,
        0x8E,
        0xD2, 0x35, 0x30, 0x30, 0xB1, 0x30, 0x32, 0x34, 0x56, 0xE2, 0x02, 0x00, 0x2D, 0x2A, 0x11, 0x63,
    ]

    static let l32: [Planting] = [
        .everywhere(
            "L32 Siemens CSA text",
            [
                creator(0x0029_0010, "SIEMENS CSA HEADER"), RawElement(0x0029_1010, .OB, csa("PatientName", "Zebulon Crabtree")),
                RawElement(0x0029_1020, .OB, csa("PatientName", "Crabtree")), RawElement(0x0029_1008, .CS, "IMAGE NUM 4"),
            ], gone: ["Crabtree"], profiles: ReleaseProfile.standard),
        .everywhere(
            "L32 Siemens CSA sent as UN",
            [creator(0x0029_0010, "SIEMENS CSA HEADER"), RawElement(0x0029_1010, .UN, csa("tPatientName", "Thornbury^Rosalind"))]),
        .everywhere(
            "L32 a CSA blob that does not parse",
            [
                creator(0x0029_0010, "SIEMENS CSA HEADER"),
                RawElement(0x0029_1010, .OB, csa("PatientName", "Zebulon Crabtree").dropLast(9) + [1, 2, 3]),
            ], gone: ["Crabtree"], profiles: ReleaseProfile.standard),
        .everywhere(
            "L32 GE protocol block, zipped",
            [
                creator(0x0025_0010, "GEMS_SERS_01"), RawElement(0x0025_101B, .OB, [0x1E, 0, 0, 0] + zipped),
                RawElement(0x0025_1007, .SL, [7, 0, 0, 0]),
            ], goneBytes: [zipped]),
        .everywhere(
            "L32 a zipped block in a private element that is kept", [creator(0x7E01_0010, "HOLOGIC, Inc."), RawElement(0x7E01_1012, .OB, zipped)],
            goneBytes: [zipped]),
        .everywhere(
            "L32 a deflated block in a private element that is kept",
            [creator(0x7E01_0010, "HOLOGIC, Inc."), RawElement(0x7E01_1012, .OB, deflated)], goneBytes: [deflated]),
        .everywhere("L32 a zipped block in a public element", [RawElement(0x0028_2000, .OB, zipped)], goneBytes: [zipped]),
        .everywhere(
            "L32 Philips sequences",
            [
                creator(0x2001_0010, "Philips Imaging DD 001"),
                .sequence(
                    0x2001_105F,
                    [
                        RawElement(0x0010_0010, .PN, "Crabtree^Z"), creator(0x2001_0010, "Philips Imaging DD 001"),
                        RawElement(0x2001_105A, .ST, "Thornbury"), RawElement(0x2001_1063, .CS, "ROSALIND"),
                    ]),
            ], gone: ["Crabtree"], profiles: ReleaseProfile.standard),
        .everywhere(
            "L32 Philips PET factors stay, their dates go",
            [
                creator(0x7053_0010, "Philips PET Private Group"), RawElement(0x7053_1000, .DS, "0.000587"), RawElement(0x7053_1009, .DS, "1.25"),
                RawElement(0x7053_1002, .DA, "19870611"),
            ], gone: ["19870611"], kept: ["0.000587", "Philips PET Private Group"], profiles: ReleaseProfile.keepingPrivate),
    ]

    @Test("L32: texts in blobs of makers are gone", arguments: l32) func blobs(_ planting: Planting) throws { try planting.expectGone() }

    static let l33: [Planting] = [
        .everywhere(
            "L33 the block numbers of two creators swapped",
            [
                creator(0x0019_0010, "SOME MAKER"), creator(0x0019_0011, "SIEMENS MR HEADER"), RawElement(0x0019_100C, .LO, "Zebulon Crabtree"),
                RawElement(0x0019_110C, .IS, "1000"),
            ], gone: ["Crabtree"], profiles: ReleaseProfile.standard),
        .everywhere(
            "L33 a creator almost like a safe one",
            [
                creator(0x0019_0010, "Siemens MR Header"), RawElement(0x0019_100C, .LO, "Crabtree"), creator(0x0043_0010, "GEMS_PARM_01X"),
                RawElement(0x0043_1039, .IS, "19870611"),
            ], gone: ["Crabtree", "19870611"], profiles: ReleaseProfile.standard),
        .everywhere(
            "L33 a safe element that holds a date",
            [
                creator(0x0099_0010, "NQHeader"), RawElement(0x0099_1010, .DA, "19870611"), RawElement(0x0099_1005, .DT, "19870611101010"),
                creator(0x2001_0010, "Philips Imaging DD 001"), RawElement(0x2001_1003, .DA, "19870611"),
            ], gone: ["19870611"], profiles: ReleaseProfile.standard),
        .everywhere(
            "L33 a safe element that holds a UID",
            [creator(0x0099_0010, "NQHeader"), RawElement(0x0099_1001, .UI, "1.2.840.77.55.20"), RawElement(0x0099_1002, .UN, "1.2.840.77.55.21")],
            gone: ["1.2.840.77.55"], profiles: ReleaseProfile.standard),
        .everywhere(
            "L33 a safe element that holds a sequence or a name",
            [
                creator(0x0043_0010, "GEMS_PARM_01"),
                .sequence(0x0043_1027, [RawElement(0x0010_0010, .PN, "Crabtree^Z"), RawElement(0x0008_0021, .DA, "19870611")]),
                RawElement(0x0043_1039, .PN, "Crabtree^Zebulon"),
            ], gone: ["Crabtree", "19870611"], profiles: ReleaseProfile.standard),
        .everywhere(
            "L33 safe elements with the patient in them",
            [
                creator(0x0043_0010, "GEMS_PARM_01"), RawElement(0x0043_1027, .SH, "/Thornbury:1"), RawElement(0x0043_1039, .LO, "KZ-0048213"),
                creator(0x0099_0010, "NQHeader"), RawElement(0x0099_1005, .LT, "for Rosalind"),
                creator(0x0119_0010, "SIEMENS Ultrasound SC2000"), RawElement(0x0119_1001, .OB, Array("Thornbury ".utf8)),
                RawElement(0x0119_1000, .LO, "born 1931-02-03"),
            ], gone: ["1931-02-03"]),
    ]

    @Test("L33: a safe element is safe only under its own creator and with what it should hold", arguments: l33) func safeElements(
        _ planting: Planting
    ) throws { try planting.expectGone() }
}
