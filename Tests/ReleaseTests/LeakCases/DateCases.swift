// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import ScrubTestSupport
import Testing

@Suite struct DateCases {
    static let l41: [Planting] =
        [
            "20210230", "UNK20210317", "202103", "2021-03-17", "17/03/2021", "2021.03.17", "20211301", "00000000", "about March 2021",
            "20210317-20210318",
        ].map {
            .everywhere(
                "L41 '\($0)'",
                [
                    RawElement(0x0008_0021, .DA, $0), RawElement(0x0008_0022, .DA, $0), RawElement(0x0008_002A, .DT, $0),
                    RawElement(0x0018_1012, .DA, $0), RawElement(0x0018_9074, .DT, $0), RawElement(0x0010_21D0, .DA, $0),
                    RawElement(0x0008_0012, .DA, $0),
                ], gone: [$0], profiles: ReleaseProfile.standard)
        } + [
            .root("L41 the study date itself", [RawElement(0x0008_0020, .DA, "2021-03-17")], gone: ["2021-03-17"]),
            .root(
                "L41 the birth date itself", [RawElement(0x0010_0030, .DA, "1931-02-03"), RawElement(0x0018_1020, .LO, "born 03.02.1931")],
                gone: ["1931-02-03", "03.02.1931"]),
            .everywhere(
                "L41 a time that is none",
                [RawElement(0x0008_0031, .TM, "Crabtree"), RawElement(0x0008_0032, .TM, "10h Crabtree"), RawElement(0x0018_1014, .TM, "Crabtree")],
                gone: ["Crabtree"], profiles: ReleaseProfile.standard),
            .everywhere(
                "L41 a date sent as text or as UN",
                [
                    RawElement(0x0008_0021, .LO, "17 March 2021"), RawElement(0x0008_0022, .UN, "20210317"),
                    RawElement(0x0018_1012, .SH, "17 March 2021"),
                ], gone: ["17 March"], profiles: ReleaseProfile.standard),
        ]

    @Test("L41: a date that cannot be read goes", arguments: l41) func unreadable(_ planting: Planting) throws { try planting.expectGone() }

    static let l42: [Planting] = [
        .everywhere(
            "L42 dates",
            [
                RawElement(0x0018_1200, .DA, "19870611\\19870612\\19870613"), RawElement(0x0018_1012, .DA, "19870614\\\\19870615"),
                RawElement(0x0018_1201, .TM, "101112\\Crabtree"),
            ], gone: ["1987061", "Crabtree"], profiles: ReleaseProfile.standard),
        .everywhere(
            "L42 UIDs",
            [
                RawElement(0x0088_0140, .UI, "1.2.840.77.55.30\\1.2.840.77.55.31\\1.2.840.77.55.32"),
                RawElement(0x0008_0058, .UI, "1.2.840.77.55.33\\1.2.840.77.55.34"),
            ], gone: ["1.2.840.77.55"], profiles: ReleaseProfile.standard),
        .everywhere(
            "L42 names and IDs",
            [
                RawElement(0x0008_1050, .PN, "Pemberton^A\\Crabtree^Z"), RawElement(0x0010_1000, .LO, "KZ-0048213\\QX-7781234"),
                RawElement(0x0010_2154, .SH, "555-0148-7733\\555-0190-6655"),
            ], gone: ["Crabtree", "7781234", "555-0190"]),
        .everywhere(
            "L42 text",
            [RawElement(0x0018_1020, .LO, "VA1\\Thornbury\\VA3\\Rosalind"), RawElement(0x0008_0008, .CS, "ORIGINAL\\PRIMARY\\THORNBURY\\ROSALIND")],
            kept: ["VA3"], profiles: [.basic, .research]),
    ]

    @Test("L42: every one of several values is dealt with", arguments: l42) func severalValues(_ planting: Planting) throws {
        try planting.expectGone()
    }

    static let l43: [Planting] = [
        .everywhere(
            "L43 times and zones",
            [
                RawElement(0x0008_002A, .DT, "20210317235959.999999+0200"), RawElement(0x0018_9074, .DT, "20210317000000.1-0330"),
                RawElement(0x0040_A13A, .DT, "20210317"), RawElement(0x0018_9151, .DT, "2021031710"),
            ], gone: ["20210317"], profiles: ReleaseProfile.standard),
        .everywhere(
            "L43 a zone that is none", [RawElement(0x0008_0201, .SH, "Crabtree"), RawElement(0x0008_002A, .DT, "20210317101010+Crab")],
            gone: ["Crab"], profiles: ReleaseProfile.standard),
    ]

    @Test("L43: times keep their fraction and zone where dates move", arguments: l43) func times(_ planting: Planting) throws {
        try planting.expectGone()
        guard planting.title == "L43 times and zones" else { return }
        for profile in ReleaseProfile.shiftingDates {
            let text = try #require(try LeakRelease.of(profile).dataSet(planting).text(AttributeTag(0x0008, 0x002A)))
            #expect(text.hasSuffix("235959.999999+0200") && text.count == 26, "\(profile.rawValue)")
        }
    }

    static let l44: [Planting] = [
        .everywhere(
            "L44 text where numbers belong",
            [
                RawElement(0x0020_0013, .IS, "Crabtree"), RawElement(0x0010_1030, .DS, "Thornbury"), RawElement(0x0010_1010, .AS, "Thornbury"),
                RawElement(0x0028_0106, .LO, "Thornbury"),
            ], gone: []),
        .everywhere(
            "L44 identifying elements of other VRs",
            [
                RawElement(0x0010_1001, .LO, "Crabtree^Zebulon"), RawElement(0x0010_1000, .OB, Array("QX-7781234".utf8)),
                RawElement(0x0008_1050, .UN, "Crabtree^Zebulon"), RawElement(0x0010_0032, .LO, "Crabtree"),
                .sequence(0x0010_2154, [RawElement(0x0008_0104, .LO, "Crabtree")]), RawElement(0x0010_1040, .UT, "Crabtree Lane"),
            ], gone: ["Crabtree", "7781234"]),
        .root(
            "L44 the main identifiers in other VRs",
            [
                RawElement(0x0010_0010, .LO, "Thornbury^Rosalind"), RawElement(0x0010_0020, .UN, "KZ-0048213"),
                RawElement(0x0008_0050, .OB, Array("ACC7731942".utf8)), RawElement(0x0010_0030, .LO, "19310203"),
                RawElement(0x0018_1020, .LO, "Thornbury KZ-0048213 ACC7731942"), RawElement(0x0020_0010, .UT, "ST-66120"),
            ]),
        .everywhere(
            "L44 an ID longer than its VR",
            [
                RawElement(0x0010_0020, .LO, String(repeating: "KZ0048213-", count: 12)),
                RawElement(0x0008_0050, .SH, "ACC7731942-ACC7731942-ACC7731942"), RawElement(0x0018_1250, .SH, "ACC7731942-ACC7731942-ACC7731942"),
            ], gone: ["KZ0048213"]),
        .root(
            "L44 UIDs that are none",
            [
                RawElement(0x0020_0052, .UI, "Thornbury"), RawElement(0x0008_1155, .UI, "KZ-0048213"),
                RawElement(0x0020_000E, .UI, "series of Thornbury"),
            ]),
    ]

    @Test("L44: what does not fit its VR does not stay", arguments: l44) func misfits(_ planting: Planting) throws { try planting.expectGone() }

    static let l45: [Planting] = [
        .root("L45 an empty ID", [RawElement(0x0010_0020, .LO, ""), RawElement(0x0008_0021, .DA, "19870611")], gone: ["19870611"]),
        .root(
            "L45 an empty ID of another patient",
            [RawElement(0x0010_0020, .LO, ""), RawElement(0x0010_0010, .PN, "Crabtree^Zebulon"), RawElement(0x0008_0050, .SH, "")], gone: ["Crabtree"]
        ),
        .root(
            "L45 blanks for an ID",
            [
                RawElement(0x0010_0020, .LO, "    "), RawElement(0x0010_0010, .PN, "^^"),
                RawElement(0x0020_000D, .UI, "1.2.826.0.1.3680043.10.1337.61"),
            ]),
        .root("L45 neither ID nor name", [RawElement(0x0020_000D, .UI, "1.2.826.0.1.3680043.10.1337.62")]) {
            $0.elements.removeAll { $0.tag.group == 0x0010 }
        },
        .root("L45 neither ID nor name, another study", [RawElement(0x0020_000D, .UI, "1.2.826.0.1.3680043.10.1337.63")]) {
            $0.elements.removeAll { $0.tag.group == 0x0010 }
        },
    ]

    @Test("L45: patients without an ID are scrubbed", arguments: l45) func withoutID(_ planting: Planting) throws { try planting.expectGone() }

    @Test("L45: patients without an ID do not share a pseudonym, and empty values no hash", arguments: ReleaseProfile.allCases)
    func pseudonyms(_ profile: ReleaseProfile) throws {
        let release = try LeakRelease.of(profile)
        let patients = try l45.map { try #require(release.output($0)).path.split(separator: "/").reversed()[3] }
        #expect(Set(patients).count == l45.count)
        #expect(try release.dataSet(l45[1]).text(.accessionNumber)?.isEmpty != false)
    }

    private var l45: [Planting] { Self.l45 }

    static let l47: [Planting] = [
        .root(
            "L47 a private SOP Class",
            [
                RawElement(0x0008_0016, .UI, "1.3.12.2.1107.5.9.1"), RawElement(0x0018_1020, .LO, "Thornbury"),
                RawElement(0x0008_1030, .LO, "Thornbury knee"),
            ]),
        .root(
            "L47 a retired SOP Class",
            [
                RawElement(0x0008_0016, .UI, "1.2.840.10008.5.1.4.1.1.5"), RawElement(0x0018_1020, .LO, "Thornbury"),
                RawElement(0x0008_1050, .PN, "Crabtree^Z"),
            ], gone: ["Crabtree"]),
        .root(
            "L47 a class of tomorrow", [RawElement(0x0008_0016, .UI, "1.2.840.10008.5.1.4.1.1.999.1"), RawElement(0x0010_1000, .LO, "QX-7781234")],
            gone: ["7781234"]),
        .root(
            "L47 a class that is no storage", [RawElement(0x0008_0016, .UI, "1.2.840.10008.3.1.2.3.3"), RawElement(0x0040_0253, .SH, "PPS-990123")],
            gone: ["990123"]),
    ]

    @Test("L47: an unknown or retired SOP Class changes no rule", arguments: l47) func sopClasses(_ planting: Planting) throws {
        try planting.expectGone()
    }

    static let l48: [Planting] = [
        .root(
            "L48 an old YES",
            [
                RawElement(0x0012_0062, .CS, "YES"), RawElement(0x0012_0063, .LO, "Crabtree method"), RawElement(0x0018_1020, .LO, "Thornbury"),
                RawElement(0x0028_0303, .CS, "REMOVED"),
                .sequence(
                    0x0012_0064,
                    [
                        RawElement(0x0008_0100, .SH, "113101"), RawElement(0x0008_0102, .SH, "DCM"),
                        RawElement(0x0008_0104, .LO, "Clean Pixel Data Option"),
                    ]),
            ], gone: ["Crabtree", "113101"]),
        .everywhere(
            "L48 an old YES in an item", [RawElement(0x0012_0062, .CS, "YES"), RawElement(0x0012_0063, .LO, "Crabtree method")], gone: ["Crabtree"]),
    ]

    @Test("L48: an old claim of de-identification proves nothing and does not stay", arguments: l48) func oldClaims(_ planting: Planting) throws {
        try planting.expectGone()
        for profile in planting.profiles {
            let dataSet = try LeakRelease.of(profile).dataSet(planting)
            #expect(dataSet.text(.patientIdentityRemoved) == (profile == .core18 ? nil : "YES"))
            let codes =
                dataSet.find(.deidentificationMethodCodeSequence).map { dataSet.children(of: $0).map { dataSet.text(.codeValue, in: $0) ?? "" } }
                ?? []
            #expect(Set(codes) == profile.methodCodes)
        }
    }
}

extension ReleaseProfile {
    /// CID 7050: the Basic Profile and the options that each profile has.
    var methodCodes: Set<String> {
        let cleaning: Set = ["113100", "113103", "113104", "113105"]
        return switch self {
        case .core18: []
        case .basic: ["113100"]
        case .minimal: ["113100", "113105"]
        case .safeHarbor: cleaning.union(["113108"])
        case .labeling, .research, .options: cleaning.union(["113107", "113108", "113111"])
        }
    }
}
