// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import ScrubTestSupport
import Testing

@Suite struct HeaderCases {
    static let l01: [Planting] = [
        .root("L01 AE titles", [], gone: ["THORNBURY_AE", "LARKSPUR_CT1", "SITE_PACS_9"]) {
            $0.meta = [
                RawElement(0x0002_0016, .AE, "THORNBURY_AE"), RawElement(0x0002_0017, .AE, "LARKSPUR_CT1"),
                RawElement(0x0002_0018, .AE, "SITE_PACS_9"),
            ]
        },
        .root("L01 presentation addresses", [], gone: ["ct1.larkspur", "pacs.millbrook", "10.20.30.40"]) {
            $0.meta = [
                RawElement(0x0002_0026, .UR, "https://ct1.larkspur.example/"), RawElement(0x0002_0027, .UR, "dicom://pacs.millbrook.example:104"),
                RawElement(0x0002_0028, .UR, "10.20.30.40:11112"),
            ]
        },
        .root("L01 implementation version named after the site", [], gone: ["MILLBROOK_GW", "1.2.826.0.1.999.48213"]) {
            $0.meta = [RawElement(0x0002_0013, .SH, "MILLBROOK_GW_3")]
        },
        .root(
            "L01 AE titles in the Data Set",
            [
                RawElement(0x0008_0054, .AE, "MILLBROOK_PACS"), RawElement(0x0008_0055, .AE, "MILLBROOK_CT"),
                RawElement(0x0040_0241, .AE, "MILLBROOK_MPPS"),
                RawElement(0x0032_1021, .AE, "MILLBROOK_LOC"),
            ], gone: ["MILLBROOK_"], profiles: ReleaseProfile.standard),
        .root("L01 RTV elements", [], gone: ["MILLBROOKOR"]) {
            $0.meta = [RawElement(0x0002_0035, .OB, Array("MILLBROOKOR1".utf8)), RawElement(0x0002_0037, .UL, [1, 0, 0, 0])]
        },
    ]

    @Test("L01: addresses of File Meta Information are gone", arguments: l01) func addresses(_ planting: Planting) throws {
        try planting.expectGone()
    }

    static let l02: [Planting] = [
        .root("L02 private information as text", []) { $0.meta = privateInformation(Array("Thornbury^Rosalind KZ-0048213".utf8)) },
        .root("L02 private information in UTF-16", []) { $0.meta = privateInformation("Thornbury".utf16.flatMap { [UInt8($0 & 0xFF), 0] }) },
        .root("L02 private information of a stranger", [], gone: ["Zebulon Crabtree", "1.2.826.0.1.77.19310203"]) {
            $0.meta = privateInformation(Array("Zebulon Crabtree".utf8))
        },
        .root("L02 an element that group 0002 does not have", [], gone: ["Crabtree"]) {
            $0.meta = [RawElement(0x0002_0104, .LO, "Zebulon Crabtree")]
        },
    ]

    private static func privateInformation(_ bytes: [UInt8]) -> [RawElement] {
        [RawElement(0x0002_0100, .UI, "1.2.826.0.1.77.19310203"), RawElement(0x0002_0102, .OB, bytes)]
    }

    @Test("L02: private information of File Meta is gone", arguments: l02) func privateInformation(_ planting: Planting) throws {
        try planting.expectGone()
    }

    static let l03: [Planting] = [
        .root("L03 text", []) { $0.preamble = Array("Thornbury Rosalind, 12 Oak Street".utf8) },
        .root("L03 TIFF header", [], gone: ["scanned at Millbrook"]) {
            $0.preamble = [0x49, 0x49, 0x2A, 0, 8, 0, 0, 0] + Array("scanned at Millbrook".utf8)
        },
        .root("L03 executable header", [], gone: ["This program"]) {
            $0.preamble = Array("MZ".utf8) + Array(repeating: 0x90, count: 50) + Array("This program".utf8)
        },
        .root("L03 full to the last byte", []) { $0.preamble = Array(repeating: 0x20, count: 119) + Array("Thornbury".utf8) },
    ]

    @Test("L03: the preamble is zeros", arguments: l03) func preamble(_ planting: Planting) throws {
        try planting.expectGone()
        for profile in planting.profiles {
            #expect(try #require(LeakRelease.of(profile).output(planting)).bytes.prefix(128).allSatisfy { $0 == 0 })
        }
    }

    static let l04: [Planting] = [
        .root("L04 another Media Storage SOP Instance UID", [], gone: ["1.2.840.99.48213.19310203"]) {
            $0.mediaStorageSOPInstanceUID = "1.2.840.99.48213.19310203"
        },
        .root("L04 no UID at all", [], gone: ["0048213"]) { $0.mediaStorageSOPInstanceUID = "KZ0048213" },
        .root("L04 an empty UID", []) { $0.mediaStorageSOPInstanceUID = "" },
    ]

    @Test("L04: Media Storage SOP Instance UID is the new SOP Instance UID", arguments: l04) func mediaStorageUID(_ planting: Planting) throws {
        try planting.expectGone()
        for profile in planting.profiles {
            let new = try #require(try LeakRelease.of(profile).dataSet(planting).text(.sopInstanceUID))
            let bytes = try #require(LeakRelease.of(profile).output(planting)).bytes
            let meta = [2, 0, 3, 0] + Array("UI".utf8) + [UInt8(new.utf8.count + new.utf8.count % 2), 0] + Array(new.utf8)
            #expect(Needles.contains(meta, in: Array(bytes.prefix(600)), exactly: true))
        }
    }

    static let l07: [Planting] = [
        .everywhere("L07 Data Set Trailing Padding", [RawElement(0xFFFC_FFFC, .OB, Array("Zebulon Crabtree".utf8))], gone: ["Crabtree"]),
        .root("L07 zeros behind the last element", []) { $0.trailer = Array(repeating: 0, count: 64) },
        .root(
            "L07 padding of a whole block", [RawElement(0xFFFC_FFFC, .OB, Array(repeating: 0x5A, count: 70_000) + Array("Crabtree".utf8))],
            gone: ["Crabtree"]),
    ]

    @Test("L07: padding behind the Data Set is gone", arguments: l07) func padding(_ planting: Planting) throws { try planting.expectGone() }

    static let l08: [Planting] = [
        .everywhere(
            "L08 group lengths",
            [
                RawElement(0x0008_0000, .UL, [4, 3, 2, 1]), RawElement(0x0010_0000, .UL, [4, 3, 2, 1]),
                RawElement(0x0018_0000, .OB, Array("Crabtree".utf8)),
            ], gone: ["Crabtree"]),
        .everywhere(
            "L08 retired text",
            [
                RawElement(0x4000_0010, .LT, "for Zebulon Crabtree"), RawElement(0x4000_4000, .LT, "Crabtree was here"),
                RawElement(0x0008_4000, .LT, "about Crabtree"),
                RawElement(0x0020_3401, .CS, "CRABTREE_X"), RawElement(0x0020_4000, .LT, "see Crabtree"),
            ], gone: ["Crabtree"], profiles: [.basic, .minimal]),
        .everywhere(
            "L08 retired results",
            [
                RawElement(0x4008_0102, .PN, "Crabtree^Zebulon"), RawElement(0x4008_010A, .PN, "Crabtree^Zebulon"),
                .sequence(0x4008_0111, [RawElement(0x4008_0114, .PN, "Crabtree^Zebulon")]),
                .sequence(0x4008_0118, [RawElement(0x4008_0119, .PN, "Crabtree^Zebulon")]),
            ], gone: ["Crabtree"]),
        .root("L08 elements out of order", [RawElement(0x0008_4000, .LT, "Thornbury"), RawElement(0x0018_1020, .LO, "for Thornbury")]) {
            $0.elements = Array($0.elements.filter { $0.tag != .pixelData }.reversed()) + $0.elements.filter { $0.tag == .pixelData }
            $0.isUnordered = true
        },
        .root("L08 the same tag twice", []) { file in
            let second = RawElement(0x0018_1020, .LO, "Thornbury Rosalind")
            file.elements += [RawElement(0x0018_1020, .LO, "VA41"), second, RawElement(0x0010_0010, .PN, "Thornbury^Rosalind^Second")]
        },
        .root("L08 the patient's name twice", [], gone: ["Zebulon", "Crabtree"]) {
            $0.elements.append(RawElement(0x0010_0010, .PN, "Crabtree^Zebulon"))
        },
        .root(
            "L08 what only the second of two says, elsewhere",
            [
                RawElement(0x0018_1020, .LO, "seen by Crabtree"), RawElement(0x0018_1030, .LO, "KX-991204"),
                RawElement(0x0028_0009, .AT, "KX-991204 AB"),
            ],
            gone: ["Zebulon", "Crabtree", "KX-991204"]
        ) {
            $0.elements += [RawElement(0x0010_0010, .PN, "Crabtree^Zebulon"), RawElement(0x0010_0020, .LO, "KX-991204")]
            $0.isUnordered = true
        },
        .root(
            "L08 a length that takes in what stands behind", [RawElement(0x0018_1030, .LO, "KX-991204"), RawElement(0x0018_1020, .LO, "Crabtree")],
            gone: ["KX-991204", "Crabtree"]
        ) {
            $0.elements.removeAll { $0.tag == .patientID }
            let swallowed: [UInt8] =
                [0x10, 0, 0x20, 0, 10, 0, 0, 0] + Array("KX-991204 ".utf8) + [0x10, 0, 1, 0x10, 8, 0, 0, 0] + Array("CRABTREE".utf8)
            $0.elements.append(RawElement(0x0010_0020, .LO, Array("TX-100200 ".utf8) + swallowed))
        },
        .root("L08 the third, in a character set of its own", [RawElement(0x0018_1030, .LO, "Łabędź X")], gone: ["Łabędź", "Crabtree"]) {
            $0.elements += [
                RawElement(0x0008_0005, .CS, "ISO_IR 192"), RawElement(0x0010_0010, .PN, "Crabtree^Zebulon"),
                RawElement(0x0010_0010, .PN, "Łabędź^Zoe"),
            ]
            $0.isUnordered = true
        },
        .root(
            "L08 in implicit VR",
            [RawElement(0x0010_0000, .UL, [9, 9, 0, 0]), RawElement(0x4000_0010, .LT, "Thornbury"), RawElement(0x0018_1020, .LO, "Thornbury")]
        ) {
            $0.transferSyntax = FileBytes.implicitLittleEndian
        },
    ]

    @Test("L08: what old devices left in group lengths, retired groups, wrong order and repeated tags is gone", arguments: l08)
    func oldDevices(_ planting: Planting) throws { try planting.expectGone() }

    static let l09: [Planting] = [
        .root("L09 no preamble and no File Meta", [RawElement(0x0018_1020, .LO, "Thornbury")]) {
            $0.isBare = true
            $0.transferSyntax = FileBytes.implicitLittleEndian
        },
        .root("L09 no preamble, explicit VR", [RawElement(0x0018_1020, .LO, "Thornbury")]) { $0.isBare = true },
    ]

    @Test("L09: a file without preamble is released like any other", arguments: l09) func bare(_ planting: Planting) throws {
        try planting.expectGone()
    }
}
