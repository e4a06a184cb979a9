// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import ScrubTestSupport
import Testing

@Suite struct PixelCases {
    private static let trailing = Array("Zebulon Crabtree ".utf8)

    static let l34: [Planting] = [
        .root("L34 bytes behind the last pixel", [RawElement(0x7FE0_0010, .OW, Patient.pixels + trailing + trailing)], gone: ["Crabtree"]),
        .root(
            "L34 behind the last of two frames",
            [RawElement(0x0028_0008, .IS, "2"), RawElement(0x7FE0_0010, .OW, Patient.pixels + Patient.pixels + trailing)], gone: ["Crabtree"]),
        .root(
            "L34 eight bits",
            [
                RawElement(0x0028_0100, .US, [8, 0]), RawElement(0x0028_0101, .US, [8, 0]), RawElement(0x0028_0102, .US, [7, 0]),
                RawElement(0x7FE0_0010, .OB, Patient.pixels.prefix(64) + trailing),
            ], gone: ["Crabtree"]),
        .root("L34 float pixels", [RawElement(0x7FE0_0008, .OF, Patient.pixels + Patient.pixels + trailing + [0, 0])], gone: ["Crabtree"]) {
            $0.elements.removeAll { $0.tag == .pixelData }
        },
        .root("L34 in implicit VR", [RawElement(0x7FE0_0010, .OW, Patient.pixels + trailing)], gone: ["Crabtree"]) {
            $0.transferSyntax = FileBytes.implicitLittleEndian
        },
    ]

    @Test("L34: bytes behind the last pixel are gone, the pixels are not", arguments: l34) func behindPixels(_ planting: Planting) throws {
        try planting.expectGone()
        for profile in planting.profiles {
            #expect(
                Needles.contains(Array(Patient.pixels.prefix(64)), in: try #require(LeakRelease.of(profile).output(planting)).bytes, exactly: true))
        }
    }

    static let l35: [Planting] = [
        .everywhere(
            "L35 icons",
            [
                .sequence(
                    0x0088_0200,
                    [
                        RawElement(0x0028_0010, .US, [4, 0]), RawElement(0x0028_0011, .US, [4, 0]),
                        RawElement(0x7FE0_0010, .OB, Array("CrabtreeCrabtree".utf8)),
                    ])
            ], gone: ["Crabtree"], profiles: ReleaseProfile.standard),
        .everywhere(
            "L35 pixels in a sequence that stays",
            [
                .sequence(
                    0x0008_2229,
                    [
                        RawElement(0x0028_0010, .US, [4, 0]), RawElement(0x0028_0011, .US, [4, 0]), RawElement(0x0028_0100, .US, [8, 0]),
                        RawElement(0x7FE0_0010, .OB, Array("ThornburyRosalind".utf8)),
                    ])
            ]),
        .everywhere(
            "L35 compressed icons", [.sequence(0x0088_0200, [RawElement(AttributeTag(0x7FE0, 0x0010), .OB, .fragments([Array("Crabtree".utf8)]))])],
            gone: ["Crabtree"], profiles: ReleaseProfile.standard),
        .everywhere(
            "L35 a private icon",
            [RawElement(0x0009_0010, .LO, "SOME MAKER"), .sequence(0x0009_1010, [RawElement(0x7FE0_0010, .OB, Array("CrabtreeCrabtree".utf8))])],
            gone: ["Crabtree"], profiles: ReleaseProfile.standard),
    ]

    @Test("L35: icons and pixels inside sequences are gone", arguments: l35) func icons(_ planting: Planting) throws { try planting.expectGone() }

    private static func plane(_ group: UInt32) -> [RawElement] {
        let group = group << 16
        return [
            RawElement(group | 0x0010, .US, [8, 0]), RawElement(group | 0x0011, .US, [8, 0]), RawElement(group | 0x0022, .LO, "of Zebulon Crabtree"),
            RawElement(group | 0x0040, .CS, "G"),
            RawElement(group | 0x0050, .SS, [1, 0, 1, 0]), RawElement(group | 0x0100, .US, [1, 0]), RawElement(group | 0x0102, .US, [0, 0]),
            RawElement(group | 0x1500, .LO, "Crabtree"),
            RawElement(group | 0x3000, .OW, Array("Crabtree".utf8)), RawElement(group | 0x4000, .LT, "Crabtree"),
        ]
    }

    private static func curve(_ group: UInt32) -> [RawElement] {
        let group = group << 16
        return [
            RawElement(group | 0x0005, .US, [1, 0]), RawElement(group | 0x0020, .CS, "TAC"), RawElement(group | 0x0022, .LO, "Crabtree"),
            RawElement(group | 0x2500, .LO, "Crabtree"), RawElement(group | 0x3000, .OW, Array("Crabtree".utf8)),
            RawElement(group | 0x200C, .OW, Array("Crabtree".utf8)),
        ]
    }

    static let l36: [Planting] = [
        .everywhere("L36 every overlay group", (0..<16).flatMap { plane(0x6000 + $0 * 2) }, gone: ["Crabtree"], profiles: ReleaseProfile.standard),
        .everywhere("L36 every curve group", (0..<16).flatMap { curve(0x5000 + $0 * 2) }, gone: ["Crabtree"], profiles: ReleaseProfile.standard),
        .everywhere(
            "L36 groups that are no overlays", [0x6020, 0x60FE, 0x6001, 0x5020].map { RawElement($0 << 16 | 0x1500, .LO, "Crabtree") },
            gone: ["Crabtree"], profiles: ReleaseProfile.standard),
        .everywhere(
            "L36 the patient in overlay labels",
            [RawElement(0x6000_1500, .LO, "Thornbury"), RawElement(0x6002_0022, .LO, "Rosalind"), RawElement(0x601E_4000, .LT, "KZ-0048213")]),
        .root("L36 in implicit VR", plane(0x6004) + curve(0x5002), gone: ["Crabtree"], profiles: ReleaseProfile.standard) {
            $0.transferSyntax = FileBytes.implicitLittleEndian
        },
    ]

    @Test("L36: overlays and curves are gone", arguments: l36) func overlays(_ planting: Planting) throws { try planting.expectGone() }

    private static func document(_ title: String, _ sopClass: String, _ mimeType: String, _ text: String) -> Planting {
        Planting(
            "L37 \(title)",
            Patient.file([
                RawElement(0x0008_0016, .UI, sopClass), RawElement(0x0008_0060, .CS, "DOC"),
                RawElement(0x0042_0010, .ST, "Report of Zebulon Crabtree"), RawElement(0x0042_0012, .LO, mimeType),
                RawElement(0x0042_0011, .OB, Array(text.utf8)), RawElement(0x0042_0013, .SQ, []),
                RawElement(0x0042_0015, .UL, [UInt8(text.utf8.count & 0xFF), UInt8(text.utf8.count >> 8), 0, 0]),
            ]).filter { $0.tag.group != 0x0028 && $0.tag.group != 0x7FE0 }, gone: ["Crabtree"], profiles: ReleaseProfile.standard)
    }

    static let l37: [Planting] = [
        document("PDF", "1.2.840.10008.5.1.4.1.1.104.1", "application/pdf", "%PDF-1.4 /Author (Zebulon Crabtree)"),
        document(
            "CDA", "1.2.840.10008.5.1.4.1.1.104.2", "text/XML",
            "<ClinicalDocument><patient><name>Zebulon Crabtree</name></patient></ClinicalDocument>"),
        document("STL", "1.2.840.10008.5.1.4.1.1.104.3", "model/stl", "solid jaw of Zebulon Crabtree"),
        document("OBJ", "1.2.840.10008.5.1.4.1.1.104.4", "model/obj", "# scanned for Zebulon Crabtree"),
        document("MTL", "1.2.840.10008.5.1.4.1.1.104.5", "model/mtl", "newmtl Crabtree"),
        document("a type nobody knows", "1.2.840.10008.5.1.4.1.1.104.1", "application/x-unknown", "Zebulon Crabtree"),
        .everywhere(
            "L37 a document inside an image",
            [RawElement(0x0042_0011, .OB, Array("%PDF Zebulon Crabtree".utf8)), RawElement(0x0042_0010, .ST, "Crabtree")], gone: ["Crabtree"],
            profiles: ReleaseProfile.standard.filter { $0 == .basic || $0 == .minimal }),
    ]

    @Test("L37: encapsulated documents are gone", arguments: l37) func documents(_ planting: Planting) throws { try planting.expectGone() }

    private static func segment(_ marker: UInt8, _ payload: [UInt8]) -> [UInt8] {
        [0xFF, marker, UInt8((payload.count + 2) >> 8), UInt8((payload.count + 2) & 0xFF)] + payload
    }

    private static func jpeg(_ segments: [UInt8]...) -> [UInt8] {
        [0xFF, 0xD8] + segment(0xE0, Array("JFIF\0".utf8) + [1, 1, 0, 0, 1, 0, 1, 0, 0]) + segments.flatMap { $0 }
            + segment(0xC0, [8, 0, 8, 0, 8, 1, 1, 0x11, 0])
            + segment(0xDA, [1, 1, 0, 0, 0x3F, 0]) + (0..<200).map { UInt8($0 % 199) } + [0xFF, 0xD9]
    }

    private static func compressed(
        _ title: String, _ syntax: String, gone: [String] = [], profiles: [ReleaseProfile] = ReleaseProfile.allCases, _ frames: [[UInt8]]
    ) -> Planting {
        // Frames that only look like code streams to a walker: of a class of sections, which no profile has decoded.
        .root(
            "L38 \(title)",
            [
                RawElement(0x0008_0016, .UI, frames.count > 1 ? Sample.enhancedCTImageStorage : Sample.ctImageStorage),
                RawElement(AttributeTag(0x7FE0, 0x0010), .OB, .fragments(frames)), RawElement(0x0028_0008, .IS, String(frames.count)),
            ],
            gone: gone, profiles: profiles
        ) { $0.transferSyntax = syntax }
    }

    private static let baseline = "1.2.840.10008.1.2.4.50", jpeg2000 = "1.2.840.10008.1.2.4.90"

    static let l38: [Planting] = [
        compressed(
            "COM and APP segments", baseline,
            [jpeg(segment(0xFE, Array("Thornbury Rosalind".utf8)), segment(0xED, Array("Photoshop 3.0 KZ-0048213".utf8)))]),
        compressed(
            "an Exif segment in UTF-16", baseline, [jpeg(segment(0xE1, Array("Exif\0\0".utf8) + "Thornbury".utf16.flatMap { [0, UInt8($0)] }))]),
        compressed("a comment in the second frame only", baseline, [jpeg(), jpeg(segment(0xFE, Array("Thornbury".utf8)))]),
        compressed(
            "a comment of a stranger", baseline, gone: ["Crabtree"], profiles: [.minimal, .labeling, .safeHarbor, .research],
            [jpeg(segment(0xFE, Array("Zebulon Crabtree".utf8)))]),
        compressed(
            "a JPEG 2000 comment", jpeg2000,
            [
                [0xFF, 0x4F] + segment(0x51, Array(repeating: 0, count: 39)) + segment(0x64, [0, 1] + Array("Thornbury 19310203".utf8))
                    + segment(0x90, [0, 0, 0, 0, 0, 24, 0, 1]) + [0xFF, 0x93] + Array(repeating: 5, count: 10) + [0xFF, 0xD9]
            ]),
    ]

    @Test("L38: comments inside compressed frames are gone", arguments: l38) func segments(_ planting: Planting) throws { try planting.expectGone() }

    static let l38Behind: [Planting] = [
        compressed("bytes behind the end of the image", baseline, [jpeg() + Array("Thornbury".utf8)]),
        compressed("bytes behind the end of the first frame", baseline, [jpeg() + Array("Thornbury".utf8), jpeg()]),
    ]

    @Test("L38: text behind the end of a compressed image is gone", arguments: l38Behind) func behindImage(_ planting: Planting) throws {
        try planting.expectGone()
    }

    private static func screen(_ title: String, _ elements: RawElement...) -> Planting { .root("L39 \(title)", elements) }

    static let l39: [Planting] = [
        screen("a secondary capture", RawElement(0x0008_0016, .UI, "1.2.840.10008.5.1.4.1.1.7"), RawElement(0x0028_0301, .CS, "NO")),
        screen("a multi-frame capture", RawElement(0x0008_0016, .UI, "1.2.840.10008.5.1.4.1.1.7.2")),
        screen(
            "ultrasound that says NO", RawElement(0x0008_0016, .UI, "1.2.840.10008.5.1.4.1.1.6.1"), RawElement(0x0008_0060, .CS, "US"),
            RawElement(0x0028_0301, .CS, "NO")),
        screen(
            "ultrasound of many frames", RawElement(0x0008_0016, .UI, "1.2.840.10008.5.1.4.1.1.3.1"), RawElement(0x0008_0060, .CS, "US"),
            RawElement(0x0028_0008, .IS, "2"), RawElement(0x7FE0_0010, .OW, Patient.pixels + Patient.pixels)),
        screen("a dose screen", RawElement(0x0008_103E, .LO, "Dose Report")),
        screen("a screen save", RawElement(0x0008_0008, .CS, "DERIVED\\SECONDARY\\SCREEN SAVE")),
        screen("an image that says YES", RawElement(0x0028_0301, .CS, "YES")),
        screen("ultrasound sent as another class", RawElement(0x0008_0060, .CS, "US")),
    ]

    @Test("L39: likely burned-in text is quarantined, flagged or looked for, and never called clean unseen", arguments: l39) func burnedIn(
        _ planting: Planting
    ) throws {
        for profile in planting.profiles {
            let release = try LeakRelease.of(profile)
            guard !ReleaseProfile.holdingBack.contains(profile) else {
                #expect(
                    release.output(planting) == nil && release.quarantineReason(planting)?.hasPrefix("burned-in-text") == true, "\(profile.rawValue)")
                continue
            }
            let dataSet = try release.dataSet(planting)
            guard !ReleaseProfile.looking.contains(profile) else {
                // Their pixels hold no text, and every frame was seen.
                #expect(dataSet.text(.burnedInAnnotation) == "NO", "\(profile.rawValue)")
                #expect(try release.manifestFlags(planting).isEmpty)
                continue
            }
            let original = planting.file.elements.first { $0.tag == .burnedInAnnotation } != nil
            #expect((dataSet.text(.burnedInAnnotation) != nil) == original)
            #expect(try release.manifestFlags(planting).contains { $0.hasPrefix("burned-in-text-likely") }, "\(profile.rawValue)")
        }
    }

    static let l40: [Planting] = [
        screen(
            "a slide label", RawElement(0x0008_0016, .UI, "1.2.840.10008.5.1.4.1.1.77.1.6"), RawElement(0x0008_0060, .CS, "SM"),
            RawElement(0x0008_0008, .CS, "ORIGINAL\\PRIMARY\\LABEL\\NONE")),
        screen(
            "a slide overview", RawElement(0x0008_0016, .UI, "1.2.840.10008.5.1.4.1.1.77.1.6"), RawElement(0x0008_0060, .CS, "SM"),
            RawElement(0x0008_0008, .CS, "ORIGINAL\\PRIMARY\\OVERVIEW\\NONE")),
        screen(
            "an overview in lower case", RawElement(0x0008_0016, .UI, "1.2.840.10008.5.1.4.1.1.77.1.6"), RawElement(0x0008_0060, .CS, "SM"),
            RawElement(0x0008_0008, .CS, "DERIVED\\PRIMARY\\overview ")),
    ]

    @Test("L40: labels and overviews of slides are quarantined under every profile", arguments: l40) func slides(_ planting: Planting) throws {
        for profile in ReleaseProfile.allCases {
            let release = try LeakRelease.of(profile)
            #expect(release.output(planting) == nil && release.quarantineReason(planting)?.hasPrefix("burned-in-text") == true, "\(profile.rawValue)")
        }
    }

    @Test("L40: no release claims that faces were removed", arguments: ReleaseProfile.allCases) func faces(_ profile: ReleaseProfile) throws {
        let release = try LeakRelease.of(profile)
        let dataSet = try release.dataSet(UnchangedCases.all[0])
        #expect(dataSet.text(AttributeTag(0x0028, 0x0302)) != "NO")
        #expect(
            !release.documents.contains {
                Needles.contains(Array("113101".utf8), in: $0.bytes) || Needles.contains(Array("113102".utf8), in: $0.bytes)
            })
    }
}
