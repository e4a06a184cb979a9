// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import Standard
import Testing

@testable import ProfileImport
@testable import Profiles

@Suite struct DicomAnonymizerImportTests {
    typealias Row = ImportedLine

    private static let images: Selector = .tag(AttributeTag(0x0008, 0x1140))

    @Test(
        "A line becomes an action, or one that protects more and a note",
        arguments: [
            Row(#""(0x0010, 0x0010)": "replace""#, .tag(.patientName), .table(.dummy)),
            Row(#""(16, 16)": "empty""#, .tag(.patientName), .table(.empty)),
            Row(#""0X10,0x10": "delete""#, .tag(.patientName), .table(.remove)),
            Row(#""(0x0008, 0x0060)": "keep""#, .tag(.modality), .table(.keep)),
            Row(#""(0x0020, 0x000D)": "replace_UID""#, .tag(.studyInstanceUID), .table(.mapUID)),
            Row(#""(0x0020, 0x000D)": "replaceUID""#, .tag(.studyInstanceUID), .table(.mapUID)),
            Row(#""(0x0020, 0x000D)": "keep""#, nil, nil, "retain-uids"),
            Row(#""(0x0010, 0x0010)": "replace_UID""#, .tag(.patientName), .table(.empty), "holds no UID"),
            Row(#""(0x0008, 0x0090)": "empty_or_replace""#, .tag(AttributeTag(0x0008, 0x0090)), .table(.emptyOrDummy)),
            Row(#""(0x0008, 0x0090)": "emptyOrReplace""#, .tag(AttributeTag(0x0008, 0x0090)), .table(.emptyOrDummy)),
            Row(#""(0x0008, 0x0080)": "delete_or_empty""#, .tag(.institutionName), .table(.removeOrEmpty)),
            Row(#""(0x0008, 0x0080)": "delete_or_replace""#, .tag(.institutionName), .table(.removeOrDummy)),
            Row(#""(0x0008, 0x0080)": "deleteOrEmptyOrReplace""#, .tag(.institutionName), .table(.removeEmptyOrDummy)),
            Row(#""(0x0008, 0x1140)": "delete_or_empty_or_replace_UID""#, images, .table(.removeEmptyOrMapUIDs)),
            Row(#""(0x0008, 0x1140)": "keep""#, images, .table(.keep), "inside a kept sequence"),
            Row(#""(0x0008, 0x1030)": {"action": "replace_with_value", "value": "Knee"}"#, .tag(AttributeTag(0x0008, 0x1030)), .replace("Knee")),
            Row(#""(0x0008, 0x1030)": {"action": "replace_with_value", "value": ""}"#, .tag(AttributeTag(0x0008, 0x1030)), .table(.empty)),
            Row(
                #""(0x0008, 0x1030)": {"action": "replace_with_value", "value": 1}"#, .tag(AttributeTag(0x0008, 0x1030)), .table(.remove),
                "is no text"),
            Row(#""(0x0010, 0x0010)": {"action": "replace_with_value", "value": "Anonymous"}"#, .tag(.patientName), .replace("Anonymous")),
            Row(#""(0x0010, 0x0020)": {"action": "replace_with_value", "value": "1"}"#, .tag(.patientID), .pseudonym, "make all patients one"),
            Row(#""(0x0020, 0x000E)": {"action": "replace_with_value", "value": "1"}"#, .tag(.seriesInstanceUID), .table(.mapUID), "project's map"),
            Row(
                #""(0x0010, 0x0030)": {"action": "regexp", "find": "\\d{4}$", "replace": "0101"}"#, .tag(.patientBirthDate),
                .generalize(Generalization(bin: nil, capInYears: nil, date: .year, prefix: nil))),
            Row(
                #""(0x0010, 0x0030)": {"action": "regexp", "find": ".{2}$", "replace": "01"}"#, .tag(.patientBirthDate),
                .generalize(Generalization(bin: nil, capInYears: nil, date: .month, prefix: nil))),
            Row(#""(0x0008, 0x1030)": {"action": "regexp", "find": ".*", "replace": "Knee"}"#, .tag(AttributeTag(0x0008, 0x1030)), .replace("Knee")),
            Row(
                #""(0x0008, 0x0020)": {"action": "regexp", "find": "0701$", "replace": "0000"}"#, .tag(.studyDate), .table(.empty),
                "inside a value"),
            Row(
                #""(0x0008, 0x0020)": {"action": "regexp", "find": "0701$"}"#, .tag(.studyDate), .table(.empty), "without 'find' and 'replace'"
            ),
            Row(#""(0x0008, 0x0020)": "ActionName""#, .tag(.studyDate), .table(.empty), "no action of dicom-anonymizer"),
            Row(#""(0x0008, 0x0020)": {"value": "x"}"#, .tag(.studyDate), .table(.empty), "no action of dicom-anonymizer"),
            Row(#""(0x6000, 0x3000, 0xFF00, 0xFFFF)": "delete""#, .pattern(value: 0x6000_3000, mask: 0xFF01_FFFF), .table(.remove)),
            Row(
                #""(0x5000, 0x0000, 0xFF00, 0x0000)": "empty""#, .pattern(value: 0x5000_0000, mask: 0xFF01_0000), .table(.remove),
                "removed, not changed"),
            Row(
                #""(0x6000, 0x3000, 0xFFE0, 0xFFFF)": "delete""#, .pattern(value: 0x6000_3000, mask: 0xFF01_FFFF), .table(.remove), "whole digits"),
            Row(#""(0x6000, 0x3000, 0xFF00, 0xFFFF)": "keep""#, nil, nil, "is not kept"),
            Row(#""(0x6002, 0x3000)": "keep""#, nil, nil, "with its group"),
            Row(#""(0x0009, 0x0000, 0x0001, 0x0000)": "delete""#, nil, nil, "over all groups"),
            Row(#""(0x0009, 0x0000, 0xFFFF, 0x0000)": "delete""#, nil, nil, "range is private"),
            Row(#""(0x0019, 0x100C)": "keep""#, nil, nil, "without its creator"),
            Row(#""(0x0002, 0x0016)": "delete""#, nil, nil, "writes such an attribute itself"),
            Row(#""(0x0400, 0x0500)": "keep""#, .tag(AttributeTag(0x0400, 0x0500)), .table(.remove), "'remove' is done instead"),
        ])
    func lines(_ row: Row) throws {
        try row.expect(in: { "{\n\($0)\n}" }, file: "dictionary.json", number: 2)
    }

    @Test("A key that Python would not read is named, and the others are carried over") func keys() throws {
        let result = try ImportedProfile(from: "{\"(0x0008, 0x0060)\": \"keep\",\n\"(0010,0010)\": \"delete\",\n\"PatientID\": \"empty\"}", file: "d")
        #expect(try loaded(result.yaml).rules.count == 1)
        #expect(result.notes.map(\.lines) == [[2], [3]] && result.notes.allSatisfy { $0.message.contains("no tag as dicom-anonymizer reads it") })
    }

    @Test("What a range removes is not kept by a line before or after it") func order() throws {
        let lines = ["\"(0x0018, 0x0000, 0xFFFF, 0x0000)\": \"delete\"", "\"(0x0018, 0x0050)\": \"keep\""]
        for lines in [lines, lines.reversed()] {
            let rules = try loaded(try ImportedProfile(from: "{\(lines.joined(separator: ","))}", file: "d").yaml).rules
            #expect(rules.last?.target == .element(.pattern(value: 0x0018_0000, mask: 0xFFFF_0000), .table(.remove)))
        }
    }
}
