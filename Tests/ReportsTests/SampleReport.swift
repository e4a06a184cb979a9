// SPDX-License-Identifier: Apache-2.0

@testable import Reports

/// Invented reports: what a mixed export of a middle-sized hospital could look like.
enum SampleReport {
    typealias Count = ReportDocument.Count

    private static var pixelText: [ReportDocument.PixelText] {
        var ultrasound = ReportDocument.PixelText(modality: "US", manufacturer: "Philips")
        (ultrasound.lookedAt, ultrasound.changed, ultrasound.reviewed, ultrasound.waiting, ultrasound.refused) = (288, 241, 12, 9, 2)
        (ultrasound.notBlanked, ultrasound.unreadable, ultrasound.pixels, ultrasound.blankedPixels) = (1, 4, 221_184_000, 8_847_360)
        return [ultrasound, .init(modality: "other", manufacturer: "")]
    }

    static func document(kind: ReportDocument.Kind = .dryRun, rows: Int = 60, examples: Bool = false) -> ReportDocument {
        ReportDocument(
            kind: kind, toolVersion: "0.2.0", project: "vendor-a",
            profile: .init(
                name: "ai-labeling", sha256: "3f1c9be27ad05c1f7c1f5b1b0e94c0d27a6f1b1d9e1f0a6cbb2f8a7d4c3e2b10",
                options: ["clean-descriptors", "retain-long-modified-dates", "retain-patient-characteristics", "retain-safe-private"],
                methodCodes: [
                    "113100 Basic Application Confidentiality Profile", "113105 Clean Descriptors Option",
                    "113107 Retain Longitudinal Temporal Information Modified Dates Option", "113108 Retain Patient Characteristics Option",
                    "113111 Retain Safe Private Option",
                ]),
            verdict: .init(
                files: 48_213, patients: 612, studies: 1_094, series: 5_871, studiesOfSeveralPatients: 3, released: 47_640, quarantined: 402,
                skipped: 12, notDICOM: 131, duplicates: 28,
                bytes: 25_418_330_112,
                quarantineReasons: [
                    Count(name: "burned-in-text", count: 311), Count(name: "truncated", count: 48), Count(name: "identifier-survives", count: 23),
                    Count(name: "uid-conflict", count: 14), Count(name: "unsupported", count: 5), Count(name: "timed-out", count: 1),
                ]),
            mostIdentifying: core, tags: tags(rows, examples: examples), privateBlocks: privateBlocks,
            unknown: [
                .init(path: "(0008,9993)", vr: "UN", files: 31, bytes: 4_216, action: "remove"),
                .init(path: "(0040,A730)[*]/(0042,4455)", vr: "LO", files: 2, bytes: 48, action: "remove"),
            ],
            freeText: freeText, uids: .init(mapped: 1_482_220, registered: 143_920, kept: 0),
            dates: .init(shifted: 386_104, removed: 48_213, kept: 0, firstYear: 2014, lastYear: 2025),
            pixels: [
                .init(
                    risk: "captured-screen", files: 304, outcome: "quarantined",
                    modalities: [Count(name: "US", count: 288), Count(name: "ES", count: 16)]),
                .init(
                    risk: "secondary-capture", files: 121, outcome: "flagged",
                    modalities: [Count(name: "OT", count: 97), Count(name: "CT", count: 24)]),
                .init(risk: "burned-in-annotation", files: 7, outcome: "quarantined", modalities: [Count(name: "CR", count: 7)]),
                .init(
                    risk: "none-found", files: 47_781, outcome: "released",
                    modalities: [Count(name: "CT", count: 31_204), Count(name: "MR", count: 14_902), Count(name: "DX", count: 1_675)]),
            ],
            pixelText: pixelText,
            equipment: [
                .init(manufacturer: "SIEMENS", model: "SO***", files: 21_806, patients: 288),
                .init(manufacturer: "GE MEDICAL SYSTEMS", model: "Re***", files: 14_771, patients: 201),
                .init(manufacturer: "Philips", model: "In***", files: 10_940, patients: 164),
                .init(manufacturer: "Ma***", model: "Aq***", files: 696, patients: 3),
            ],
            studiesByModality: [
                Count(name: "CT", count: 512), Count(name: "MR", count: 297), Count(name: "DX", count: 171), Count(name: "US", count: 81),
                Count(name: "MG", count: 22),
                Count(name: "OT", count: 11),
            ],
            actions: [
                Count(name: "keep", count: 4_210_664), Count(name: "hash-uid", count: 1_482_220), Count(name: "remove", count: 911_408),
                Count(name: "shift-date", count: 386_104),
                Count(name: "empty", count: 240_915), Count(name: "clean", count: 189_102), Count(name: "add", count: 142_920),
                Count(name: "pseudonym", count: 95_280),
                Count(name: "generalize", count: 41_227), Count(name: "hash", count: 47_640), Count(name: "dummy", count: 1_204),
            ],
            broken: [
                Count(name: "trailing-bytes", count: 1_204), Count(name: "private-without-creator", count: 96),
                Count(name: "unknown-character-set", count: 41), Count(name: "repeated-elements", count: 12),
            ],
            risk: risk,
            classes: [
                .init(
                    name: "direct-identifiers", rule: "names and numbers", attributesBefore: 61, attributesAfter: 0, levelBefore: 4, levelAfter: 0),
                .init(name: "technical", rule: "everything else", attributesBefore: 210, attributesAfter: 198, levelBefore: 2, levelAfter: 2),
            ],
            notes: [
                .init(id: "dry-run-limits", count: nil), .init(id: "held-back-not-counted", count: 402), .init(id: "distinct-approximate", count: 5),
            ])
    }

    private static let core: [ReportDocument.CoreTag] = [
        ("(0010,0010)", "PatientName", 47_640, "pseudonym", "names the person"),
        ("(0010,0020)", "PatientID", 47_640, "pseudonym", "hospital number, joins to every other system of the site"),
        ("(0010,0030)", "PatientBirthDate", 47_404, "empty", "with sex and place singles out most people"),
        ("(0010,0040)", "PatientSex", 47_578, "keep", "halves the candidates; cleaned by the Basic Profile unless Retain Patient Characteristics"),
        ("(0010,1010)", "PatientAge", 41_227, "generalize", "with Study Date gives the birth year"),
        ("(0010,1000)", "OtherPatientIDs", 2_871, "remove", "national or insurance numbers; retired tag that modalities still write"),
        ("(0010,1040)", "PatientAddress", 0, "", "place; not in the CT, MR and CR IODs but copied in from the order system"),
        ("(0008,0050)", "AccessionNumber", 46_310, "hash", "one order in the RIS; anyone with RIS access resolves it at once"),
        ("(0008,0020)", "StudyDate", 47_640, "shift-date", "exam date joins to the shift schedule"),
        ("(0008,0030)", "StudyTime", 47_638, "keep", "narrows the date to one slot on the scanner"),
        ("(0008,0080)", "InstitutionName", 47_121, "remove", "names the site, without which date and device say little"),
        ("(0008,0081)", "InstitutionAddress", 12_004, "remove", "place"),
        ("(0008,0090)", "ReferringPhysicianName", 39_887, "empty", "links to the practice and its patients"),
        ("(0008,1050)", "PerformingPhysicianName", 22_430, "remove", "links to the roster"),
        ("(0008,1070)", "OperatorsName", 30_118, "remove", "technologist on shift: the direct key into the shift schedule"),
        ("(0008,1010)", "StationName", 46_902, "remove", "site-given name of the scanner, often a host name with the ward in it"),
        (
            "(0018,1000)", "DeviceSerialNumber", 44_310, "remove",
            "device code; the maker and any service contract resolve it to one room"
        ),
        ("(0020,000D)", "StudyInstanceUID", 47_640, "hash-uid", "globally unique, usually holds a time stamp and device root; joins to the PACS"),
    ].enumerated().map { index, tag in
        var actions = tag.2 == 0 ? [] : [Count(name: tag.3, count: tag.2)]
        if tag.1 == "OperatorsName" { actions = [Count(name: "remove", count: 30_102), Count(name: "empty", count: 16)] }
        return .init(rank: index + 1, tag: tag.0, keyword: tag.1, files: tag.2, actions: actions, why: tag.4)
    }

    private static let kinds: [(keyword: String, vr: String, action: String, reason: String, options: [String])] = [
        ("StudyDate", "DA", "shift-date", "Table E.1-1, option retain-long-modified-dates", ["retain-long-full-dates"]),
        ("AccessionNumber", "SH", "hash", "Table E.1-1, Basic Profile", []),
        ("InstitutionName", "LO", "remove", "Table E.1-1, Basic Profile", ["retain-institution-identity"]),
        ("StudyDescription", "LO", "clean", "Table E.1-1, option clean-descriptors", []),
        ("ReferencedSOPInstanceUID", "UI", "hash-uid", "Table E.1-1, Basic Profile", ["retain-uids"]),
        ("PatientName", "PN", "pseudonym", "Table E.1-1, Basic Profile", []), ("PatientAge", "AS", "generalize", "profile ai-labeling, line 14", []),
        ("SliceThickness", "DS", "keep", "identifies nobody by itself", []),
        ("RequestedProcedureDescription", "LO", "clean", "gate: holds the patient's name", []),
        ("DeviceSerialNumber", "LO", "remove", "Table E.1-1, Basic Profile", ["retain-device-identity"]),
        ("ScheduledProcedureStepStartDate", "DA", "shift-date", "Table E.1-1, option retain-long-modified-dates", ["retain-long-full-dates"]),
        ("OperatorsName", "PN", "empty", "Table E.1-1, Basic Profile", []), ("KVP", "DS", "keep", "identifies nobody by itself", []),
        ("", "UN", "remove", "private", ["retain-safe-private"]), ("PatientIdentityRemoved", "CS", "add", "says what was done", []),
    ]

    /// As many rows as asked, each with another path.
    private static func tags(_ count: Int, examples: Bool) -> [ReportDocument.TagRow] {
        (0..<count).map { index in
            let kind = kinds[index * 7 % kinds.count]
            let group = kind.vr == "UN" ? "0019,xx" : hex(8 + index / 256 * 2, 4) + ","
            var path = "(\(group)\(hex(index % 256, kind.vr == "UN" ? 2 : 4)))"
            if index % 11 == 5 { path = "(0040,A730)[*]/" + path }
            let files = (index * 7_919 + 13) % 48_042 + 1
            return .init(
                path: path, keyword: kind.keyword, vr: kind.vr, files: files, occurrences: files + index % 3 * files,
                distinctValues: kind.vr == "UN" ? nil : files / (index % 9 + 1) + 1,
                isApproximate: index % 13 == 0, action: kind.action, reason: kind.reason, optionsThatChangeIt: kind.options,
                examples: examples ? ["Sm***", "20***"] : nil)
        }
    }

    private static func hex(_ value: Int, _ width: Int) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    private static let privateBlocks: [ReportDocument.PrivateBlock] = [
        .init(group: "0019", creator: "SIEMENS MR HEADER", files: 9_804, elements: 88_236, safeElements: 58_824, bytes: 2_117_664),
        .init(group: "0029", creator: "SIEMENS CSA HEADER", files: 9_804, elements: 39_216, safeElements: 0, bytes: 1_164_338_212),
        .init(group: "0043", creator: "GEMS_PARM_01", files: 14_771, elements: 413_588, safeElements: 29_542, bytes: 18_442_103),
        .init(group: "0009", creator: nil, files: 77, elements: 154, safeElements: 0, bytes: 9_240),
    ]

    private static let freeText: [ReportDocument.FreeTextField] = [
        .init(
            path: "(0008,1030)", keyword: "StudyDescription", values: 48_010, valuesWithHits: 212,
            hits: [
                .init(kind: "DATE", detector: "date", count: 140), .init(kind: "PERSON", detector: "known", count: 61),
                .init(kind: "ID", detector: "format", count: 11),
            ]),
        .init(
            path: "(0008,103E)", keyword: "SeriesDescription", values: 47_870, valuesWithHits: 38,
            hits: [.init(kind: "PERSON", detector: "cue", count: 38)]),
        .init(
            path: "(0010,4000)", keyword: "PatientComments", values: 1_202, valuesWithHits: 417,
            hits: [
                .init(kind: "PERSON", detector: "names", count: 260), .init(kind: "PHONE", detector: "format", count: 102),
                .init(kind: "ADDRESS", detector: "place", count: 55),
                .init(kind: "HOSPITAL", detector: "place", count: 20),
            ]),
        .init(path: "(0018,1030)", keyword: "ProtocolName", values: 46_115, valuesWithHits: 0, hits: []),
    ]

    private static let risk = ReportDocument.Risk(
        patients: 598, smallestClass: 1, alone: 87, classes: 201, highestRisk: 1, averageRisk: 0.336,
        quasiIdentifiers: [
            .init(name: "PatientAge", distinctValues: 19, patientsFreed: 61, remedy: "PatientAge: generalize, bin 10Y"),
            .init(name: "ManufacturerModelName", distinctValues: 11, patientsFreed: 34, remedy: "without retain-device-identity"),
            .init(name: "BodyPartExamined", distinctValues: 14, patientsFreed: 22, remedy: nil),
            .init(name: "PatientSex", distinctValues: 3, patientsFreed: 9, remedy: nil),
            .init(name: "StudyDate", distinctValues: 1, patientsFreed: 0, remedy: nil),
        ],
        patientsByClassSize: [
            Count(name: "1", count: 87), Count(name: "2", count: 74), Count(name: "3-4", count: 121), Count(name: "5-9", count: 168),
            Count(name: "10-19", count: 102),
            Count(name: "20+", count: 46),
        ], isApproximate: false)
}
