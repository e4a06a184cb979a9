// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import Standard
import Testing

@testable import ProfileImport
@testable import Profiles

@Suite struct DeidImportTests {
    typealias Row = ImportedLine

    @Test(
        "A line becomes an action, or one that protects more and a note",
        arguments: [
            Row("REMOVE PatientName", .tag(.patientName), .table(.remove)),
            Row("BLANK PatientBirthDate", .tag(.patientBirthDate), .table(.empty)),
            Row("KEEP Modality", .tag(.modality), .table(.keep)),
            Row("KEEP (0008,0060)", .tag(.modality), .table(.keep)),
            Row("KEEP 00080060  # why", .tag(.modality), .table(.keep)),
            Row("REMOVE Patient's Name", nil, nil, "no attribute of PS3.6"),
            Row("REPLACE PatientID var:id", .tag(.patientID), .pseudonym, "the patient's pseudonym"),
            Row("REPLACE SOPInstanceUID func:generate_uid", .tag(.sopInstanceUID), .table(.mapUID), "project's map"),
            Row("REPLACE StudyDate var:date", .tag(.studyDate), .shiftDate, "computed for each patient"),
            Row("ADD AccessionNumber var:item_id", .tag(.accessionNumber), .hash(length: nil), "absent is not added"),
            Row("REPLACE InstitutionName var:x", .tag(.institutionName), .table(.removeEmptyOrDummy), "variable or function"),
            Row("REPLACE InstitutionName Some Place", .tag(.institutionName), .replace("Some Place")),
            Row("REPLACE StationName A name that is too long", .tag(AttributeTag(0x0008, 0x1010)), .table(.removeEmptyOrDummy), "cannot hold"),
            Row("JITTER StudyDate -31", .tag(.studyDate), .shiftDate, "computed for each patient"),
            Row("JITTER PatientName 31", .tag(.patientName), .table(.empty), "no date"),
            Row("REMOVE StudyDate func:is_old", .tag(.studyDate), .table(.remove), "always removed"),
            Row(
                "REMOVE RequestAttributesSequence__StudyInstanceUID", .path([.tag(AttributeTag(0x0040, 0x0275)), .tag(.studyInstanceUID)]),
                .table(.remove)),
            Row(
                "KEEP (0033,\"MITRA OBJECT UTF8 ATTRIBUTES 1.0\",1E)",
                .privateElement(group: 0x33, creator: "MITRA OBJECT UTF8 ATTRIBUTES 1.0", offset: 0x1E), .table(.keep)),
            Row("KEEP (0019,1021)", nil, nil, "without its creator"),
            Row("BLANK select:VR:TM", .vr(.TM), .table(.empty)),
            Row("KEEP select:VR:LO", nil, nil, "cannot be kept at once"),
            Row("REMOVE select:group:0032", .pattern(value: 0x0032_0000, mask: 0xFFFF_0000), .table(.remove)),
            Row("REMOVE select:group:0033", nil, nil, "is private"),
            Row("KEEP select:group:0018", .pattern(value: 0x0018_0000, mask: 0xFFFF_0000), .table(.keep), "stay protected"),
            Row("REMOVE contains:OverlayComments", .pattern(value: 0x6000_4000, mask: 0xFF01_FFFF), .table(.remove)),
            Row("KEEP ALL", nil, nil, "not all attributes can be kept"),
            Row("KEEP except:PatientName", nil, nil, "cannot be carried over"),
            Row("REMOVE contains:(", nil, nil, "cannot be read"),
            Row("REMOVE like:x", nil, nil, "no way to choose"),
            Row("ADD PatientIdentityRemoved YES", nil, nil, "writes such an attribute itself"),
            Row("REMOVE values:patient_info", nil, nil, "gate already searches"),
            Row("REMOVE fields:none", nil, nil, "has no fields"),
            Row("DESTROY PatientName", nil, nil, "no action of deid"),
            Row("REMOVE", nil, nil, "no action of deid"),
        ])
    func lines(_ row: Row) throws {
        try row.expect(in: { "FORMAT dicom\n\n%header\n\($0)\n" }, file: "deid.dicom", number: 4)
    }

    @Test("Expanders name the attributes of the dictionary") func expanders() throws {
        let result = try ImportedProfile(from: "FORMAT dicom\n%header\nREMOVE endswith:Name|Names\nBLANK startswith:patientbirth\n", file: "r")
        let rules = try loaded(result.yaml).rules
        #expect(rules.contains { $0.target == .element(.tag(.patientName), .table(.remove)) })
        #expect(rules.contains { $0.target == .element(.tag(.patientBirthDate), .table(.empty)) })
        #expect(!rules.contains { $0.target == .element(.tag(.patientID), .table(.remove)) })
    }

    @Test(
        "REMOVE ALL and its like make an allow-list that keeps pixels",
        arguments: ["REMOVE ALL", "BLANK ALL", "REPLACE all func:f", "REMOVE except:Rows"])
    func allowList(_ line: String) throws {
        let result = try ImportedProfile(from: "FORMAT dicom\n%header\n\(line)\nKEEP Columns\n", file: "r")
        let profile = try loaded(result.yaml)
        #expect(profile.removesUnnamed)
        #expect(profile.rules.contains { $0.target == .element(.tag(.pixelData), .table(.keep)) })
        #expect(line == "REMOVE ALL" || !result.notes.isEmpty)
    }

    @Test("KEEP stands last, and two actions for one attribute are named") func order() throws {
        let result = try ImportedProfile(
            from: "FORMAT dicom\n%header\nKEEP Modality\nREMOVE Modality\n%fields a\nFIELD Rows\n%header\nREMOVE fields:a", file: "r")
        let rules = try loaded(result.yaml).rules
        #expect(rules.last?.target == .element(.tag(.modality), .table(.keep)) && rules.count == 3)
        #expect(result.notes.contains { $0.message.contains("also named in line 4") })
    }

    @Test("Filters without coordinates become quarantine, wider where they cannot be said") func filters() throws {
        let recipe = """
            FORMAT dicom
            %filter whitelist
            LABEL Clean
              contains BurnedInAnnotation No
            %filter blacklist
            LABEL One # (someone)
              contains ManufacturerModelName SOMATOM Definition AS+
              + contains Modality CT|MR
              + equals Rows 512
              + contains ImageType OTHER || contains SeriesDescription Enhancement
            LABEL Two
              equals Rows 512
            """
        let result = try ImportedProfile(from: recipe, file: "r")
        let profile = try loaded(result.yaml)
        #expect(profile.burnedIn == .quarantine)
        let rule = try #require(profile.rules.first)
        #expect(profile.rules.count == 1 && rule.target == .file(.quarantine))
        #expect(
            Set(rule.conditions) == [
                Condition(attribute: .manufacturerModelName, test: .anyOf(["*SOMATOM Definition AS*"])),
                Condition(attribute: .modality, test: .anyOf(["*CT*", "*MR*"])),
            ])
        #expect(Set(result.notes.flatMap(\.lines)) == [3, 9, 10, 11, 12], "\(result.notes)")
    }

    struct Filter: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let lines: String
        var conditions: [Condition] = []
        var boxes: [[Int]] = []
        var isOutside = false
        /// Of the lines, counted from 1.
        var notes: [Int] = []
    }

    @Test(
        "Filters with coordinates become regions, wider where they cannot be said",
        arguments: [
            Filter(
                testDescription: "corners, and numbers", lines: "contains Modality CT\n+ equals Rows 512\ncoordinates 0,1,512,121",
                conditions: [
                    Condition(attribute: .modality, test: .anyOf(["*CT*"])), Condition(attribute: .rows, test: .anyOf(["512"])),
                ], boxes: [[0, 1, 512, 121]]),
            Filter(
                testDescription: "sizes", lines: "notequals Columns 512|1024\nctpcoordinates 350,0,162,30;390,80,122,15",
                conditions: [Condition(attribute: .columns, test: .noneOf(["512", "1024"]))],
                boxes: [[350, 0, 512, 30], [390, 80, 512, 95]]),
            Filter(
                testDescription: "two tests of one attribute",
                lines: "contains ImageType A\n+ contains ImageType B\ncoordinates 0,0,1,1",
                conditions: [
                    Condition(attribute: .imageType, test: .anyOf(["*A*"])), Condition(attribute: .imageType, test: .anyOf(["*B*"])),
                ], boxes: [[0, 0, 1, 1]]),
            Filter(
                testDescription: "all but a box", lines: "present Rows\ncoordinates all\nkeepcoordinates 10,20,30,40",
                conditions: [Condition(attribute: .rows, test: .isPresent(true))],
                boxes: [[0, 0, 65535, 20], [0, 20, 10, 40], [30, 20, 65535, 40], [0, 40, 65535, 65535]]),
            Filter(
                testDescription: "all but the ultrasound regions",
                lines: "present SequenceOfUltrasoundRegions\ncoordinates all\nkeepcoordinates from:SequenceOfUltrasoundRegions", isOutside: true),
            Filter(testDescription: "every image", lines: "coordinates all", notes: [0]),
            Filter(
                testDescription: "a criterion that cannot be said", lines: "equals Modality US || equals Modality CT\ncoordinates 0,0,9,9",
                notes: [0, 1]),
            Filter(
                testDescription: "half of them", lines: "equals Modality US\n+ contains Rows [5]12\ncoordinates 0,0,9,9",
                conditions: [Condition(attribute: .modality, test: .anyOf(["US"]))], boxes: [[0, 0, 9, 9]], notes: [2]),
            Filter(testDescription: "kept of nothing", lines: "equals Modality US\nkeepcoordinates 0,0,9,9", notes: [2]),
            Filter(testDescription: "no box", lines: "equals Modality US\ncoordinates 9,9,0,0", notes: [2]),
            Filter(testDescription: "of a field", lines: "equals Modality US\ncoordinates from:PatientName", notes: [2]),
            Filter(testDescription: "three numbers", lines: "equals Modality US\nctpcoordinates 0,0,9", notes: [2]),
        ])
    func coordinates(_ filter: Filter) throws {
        let result = try ImportedProfile(from: "FORMAT dicom\n%filter graylist\nLABEL One\n\(filter.lines)\n", file: "r")
        let profile = try loaded(result.yaml)
        #expect(profile.burnedIn == .clean && profile.rules.isEmpty, "\(result.yaml)")
        #expect(profile.pixelText.regions.flatMap(\.conditions) == filter.conditions, "\(result.yaml)")
        #expect(
            profile.pixelText.regions.flatMap(\.boxes)
                == filter.boxes.map { PixelBox(left: $0[0], top: $0[1], right: $0[2], bottom: $0[3]) })
        #expect(profile.pixelText.blanksOutsideUltrasoundRegions == filter.isOutside)
        #expect(Set(result.notes.flatMap(\.lines)) == Set(filter.notes.map { $0 + 3 }), "\(result.notes)")
    }
}
