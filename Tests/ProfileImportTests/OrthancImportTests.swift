// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import Standard
import Testing

@testable import ProfileImport
@testable import Profiles

@Suite struct OrthancImportTests {
    typealias Row = ImportedLine

    private static let request: Selector = .tag(AttributeTag(0x0040, 0x0275))
    private static let path = Selector.path([.tag(AttributeTag(0x0040, 0x0275)), .tag(.studyInstanceUID)])

    @Test(
        "A line becomes an action, or one that protects more and a note",
        arguments: [
            Row(#""Remove": ["PatientComments"]"#, .tag(AttributeTag(0x0010, 0x4000)), .table(.remove)),
            Row(#""Remove": ["0008-0080"]"#, .tag(.institutionName), .table(.remove)),
            Row(#""Remove": ["0008,0080"]"#, .tag(.institutionName), .table(.remove)),
            Row(#""Remove": ["00080080"]"#, .tag(.institutionName), .table(.remove)),
            Row(#""Remove": ["(0008,0080)"]"#, .tag(.institutionName), .table(.remove)),
            Row(#""Remove": ["RETIRED_OtherPatientIDs"]"#, .tag(AttributeTag(0x0010, 0x1000)), .table(.remove)),
            Row(#""Remove": ["RequestAttributesSequence[*].StudyInstanceUID"]"#, path, .table(.remove)),
            Row(#""Remove": ["0040-0275 [ * ] . 0020-000d"]"#, path, .table(.remove)),
            Row(#""Remove": ["RequestAttributesSequence[0].StudyInstanceUID"]"#, path, .table(.remove), "all items"),
            Row(#""Remove": ["RequestAttributesSequence.StudyInstanceUID"]"#, nil, nil, "no path of the form"),
            Row(#""Remove": ["RequestAttributesSequence[-1].StudyInstanceUID"]"#, nil, nil, "no number or *"),
            Row(#""Remove": ["RequestAttributesSequence[0]"]"#, nil, nil, "ends with an item"),
            Row(#""Remove": ["PatientName[0].StudyInstanceUID"]"#, nil, nil, "no path of the form"),
            Row(#""Remove": ["Patient's Name"]"#, nil, nil, "no attribute of PS3.6"),
            Row(#""Remove": ["0009-1001"]"#, nil, nil),
            Row(#""Remove": "PatientName""#, nil, nil, "no list of attributes"),
            Row(#""Remove": [16]"#, nil, nil, "is no text"),
            Row(#""Replace": {"StudyDescription": "Knee"}"#, .tag(AttributeTag(0x0008, 0x1030)), .replace("Knee"), "absent is not added"),
            Row(#""Replace": {"StudyDescription": ""}"#, .tag(AttributeTag(0x0008, 0x1030)), .table(.empty)),
            Row(#""Replace": {"PatientName": "Hello"}"#, .tag(.patientName), .pseudonym, "each patient's pseudonym"),
            Row(#""Replace": {"0010-0020": "World"}"#, .tag(.patientID), .pseudonym, "each patient's pseudonym"),
            Row(#""Replace": {"StudyInstanceUID": "1.2"}"#, .tag(.studyInstanceUID), .table(.mapUID), "project's map"),
            Row(#""Replace": {"StudyDate": "20000101"}"#, .tag(.studyDate), .table(.empty), "cannot hold"),
            Row(#""Replace": {"StudyDescription": 5}"#, .tag(AttributeTag(0x0008, 0x1030)), .table(.remove), "is no text"),
            Row(#""Replace": {"RequestAttributesSequence": [{"PatientName": "x"}]}"#, request, .table(.remove), "is no text"),
            Row(
                #""Replace": {"PatientComments": "data:text/plain,x"}"#, .tag(AttributeTag(0x0010, 0x4000)), .table(.remove), "cannot hold"),
            Row(#""Replace": ["PatientName"]"#, nil, nil, "no object"),
            Row(#""Replace": {"PatientIdentityRemoved": "YES"}"#, nil, nil, "writes such an attribute itself"),
            Row(
                #""PrivateCreator": "Lunit", "Replace": {"4321-1012": "x"}"#, .privateElement(group: 0x4321, creator: "Lunit", offset: 0x12),
                .table(.remove), "element is removed"),
            Row(#""Keep": ["SeriesDescription"]"#, .tag(AttributeTag(0x0008, 0x103E)), .table(.keep)),
            Row(#""Keep": ["RequestAttributesSequence"]"#, request, .table(.keep), "inside a kept sequence"),
            Row(#""Keep": ["SOPInstanceUID"], "Force": true"#, nil, nil, "retain-uids"),
            Row(#""Keep": ["EncryptedAttributesSequence"]"#, .tag(AttributeTag(0x0400, 0x0500)), .table(.remove), "'remove' is done instead"),
            Row(#""Keep": ["0019-1021"]"#, nil, nil, "without its creator"),
            Row(
                #""PrivateCreator": "SIEMENS MR HEADER", "Keep": ["0019-100c"]"#,
                .privateElement(group: 0x19, creator: "SIEMENS MR HEADER", offset: 0x0C), .table(.keep), "check that it is"),
            Row(#""PrivateCreator": "A\"B", "Keep": ["0019-100c"]"#, nil, nil, "without its creator"),
            Row(#""KeepPrivateTags": true"#, nil, nil, "retain-safe-private"),
            Row(#""KeepPrivateTags": false"#, nil, nil),
            Row(#""RemovePrivateTags": true"#, nil, nil),
            Row(#""RemovePrivateTags": false"#, nil, nil, "retain-safe-private"),
            Row(#""DicomVersion": "2008""#, nil, nil, "DicomVersion"),
            Row(#""KeepSource": false"#, nil, nil, "never changed"),
            Row(#""Level": "Study", "Resources": ["a"]"#, nil, nil, "command line"),
            Row(#""Transcode": "1.2.840.10008.1.2""#, nil, nil, "transfer syntax"),
            Row(#""Remove": [], "Frobnicate": 1"#, nil, nil, "no member of Orthanc"),
        ])
    func lines(_ row: Row) throws {
        try row.expect(in: { "{\n\($0)\n}" }, file: "request.json", number: 2)
    }

    @Test("What is kept is neither replaced nor removed, and of two members with one name the last one counts") func order() throws {
        let result = try ImportedProfile(
            from: #"{"Keep": ["StudyID"], "Remove": ["Modality"], "Remove": ["StudyID"], "Replace": {"StudyID": "1"}}"#, file: "r")
        let rules = try loaded(result.yaml).rules
        let actions: [RuleAction] = [.table(.remove), .replace("1"), .table(.keep)]
        #expect(rules.map(\.target) == actions.map { .element(.tag(AttributeTag(0x0020, 0x0010)), $0) })
    }

    @Test("An empty request is the Basic Profile") func empty() throws {
        let result = try ImportedProfile(from: " {\n}\n", file: "r")
        #expect(try loaded(result.yaml).rules.isEmpty && result.notes.isEmpty)
    }

    @Test(
        "JSON that is no request and no dictionary is refused with its line",
        arguments: [("{\n\"Rows\": 1}", 2, "neither a request"), ("{\n\"Remove\": [\n}", 3, "not JSON"), ("{\"Remove\": []} x", 1, "not JSON")])
    func refuses(_ text: String, _ line: Int, _ message: String) {
        #expect { try ImportedProfile(from: text, file: "r.json") } throws: { error in
            (error as? ProfileError).map { $0.line == line && $0.message.contains(message) && $0.profile == "r.json" } ?? false
        }
    }
}
