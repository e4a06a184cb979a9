// SPDX-License-Identifier: Apache-2.0

import Foundation
import Pseudonyms
import Testing

@testable import Relink

/// Tables and documents of labels: pseudonyms become the originals, and nothing else changes.
@Suite struct LabelTests {
    static let first = KnownOrigins.first

    func relinked(_ text: String, _ form: ReturnedLabels.Form, patientID: String = "MRN 1") throws -> String {
        let origins = Origins(KnownOrigins(patientID: patientID))
        return String(decoding: try ReturnedLabels.relinked(Array(text.utf8), form, origins).bytes, as: UTF8.self)
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let form: ReturnedLabels.Form
        let before: String
        let after: String
        var patientID = "MRN 1"
        var testDescription: String { before }
    }

    @Test(
        "A pseudonym that stands whole becomes the original, quoted as its place needs",
        arguments: [
            Row(form: .table, before: "id,x\n\(first),1\n", after: "id,x\nMRN 1,1\n"),
            Row(form: .table, before: "\u{FEFF}id;x\r\n\(first);1\r\n", after: "\u{FEFF}id;x\r\nMRN 1;1\r\n"),
            Row(form: .table, before: "id\tx\n\(first)\t\"a\"\"b\nc\"", after: "id\tx\nMRN 1\t\"a\"\"b\nc\""),
            Row(form: .table, before: "id,x\n\(first),1\n", after: "id,x\n\"A,\"\"1\",1\n", patientID: "A,\"1"),
            Row(form: .table, before: "id,x\n\"\(first)\",\"q\"\"\"\n", after: "id,x\n\"A\"\"1\",\"q\"\"\"\n", patientID: "A\"1"),
            Row(
                form: .table, before: "p\nimages/\(first)/2.25.1/2.25.101.dcm\n", after: "p\nimages/A_1/1.2.1/1.2.1.1.dcm\n", patientID: "A/1"),
            Row(form: .table, before: "p\nC:\\out\\\(first)\\2.25.101_seg.nii.gz\n", after: "p\nC:\\out\\__\\1.2.1.1_seg.nii.gz\n", patientID: ".."),
            Row(form: .table, before: "p,q\n\(first),2.25.1019\n2.25.101.5,x\(first)\n", after: "p,q\nMRN 1,2.25.1019\n2.25.101.5,x\(first)\n"),
            Row(form: .table, before: "p,acc\nsub-\(first)_ct,ABCDEFGH12345678\n", after: "p,acc\nsub-MRN 1_ct,ACC-1\n"),
            Row(
                form: .json, before: "{\"\(first)\": [\"2.25.101\", 1e-5, null], \"x\": \"\\u00e9\\n\(first)\"}",
                after: "{\"MRN 1\": [\"1.2.1.1\", 1e-5, null], \"x\": \"é\\nMRN 1\"}"),
            Row(form: .json, before: "[\"images\\/\(first)\\/2.25.1\"]", after: "[\"images/MRN 1/1.2.1\"]"),
            Row(form: .json, before: "[\"P\\u002d0123456789ABCDEF\"]", after: "[\"A\\\"\\\\\"]", patientID: "A\"\\"),
            Row(form: .jsonLines, before: "{\"a\":\"\(first)\"}\n{\"a\":NaN}\n", after: "{\"a\":\"MRN 1\"}\n{\"a\":NaN}\n"),
        ])
    func replaces(_ row: Row) throws {
        #expect(try relinked(row.before, row.form, patientID: row.patientID) == row.after)
    }

    @Test(
        "What is broken, of nobody here, or leads from one patient to another is refused",
        arguments: [
            ("{\"a\": \"\(first)\"", ReturnedLabels.Form.json, RelinkProblem.notUnderstood), ("[\"\(first)\",]", .json, .notUnderstood),
            ("[\"\(first)\"] x", .json, .notUnderstood), ("a,\"\(first)\nb", .table, .notUnderstood), ("a,b\n1,2\n", .table, .notOurs),
            ("id\n\(first)\nP-0000000000000000\n", .table, .patientNotOurs),
            ("p\nimages/\(first)/2.25.2/x\n", .table, .twoPatients), ("id\n\(first)\n\u{0}", .table, .notUnderstood),
        ])
    func refuses(_ text: String, _ form: ReturnedLabels.Form, _ problem: RelinkProblem) {
        #expect(throws: problem) { try relinked(text, form) }
    }

    @Test("Bytes that are no UTF-8 are refused") func encoding() {
        let origins = Origins(KnownOrigins())
        #expect(throws: RelinkProblem.notUnderstood) {
            try ReturnedLabels.relinked(Array(Self.first.utf8) + [0xFF, 0xFE], .table, origins)
        }
    }

    @Test("100,000 annotations stay valid, and only their pseudonyms change") func large() throws {
        var text = "{\"annotations\": ["
        for number in 0..<100_000 {
            text += (number > 0 ? ",\n" : "") + "{\"id\": \(number), \"file\": \"images/\(Self.first)/2.25.1/2.25.10\(number % 3 + 1).dcm\"}"
        }
        let after = try relinked(text + "]}", .json)
        let object = try JSONSerialization.jsonObject(with: Data(after.utf8)) as! [String: [[String: Any]]]
        #expect(object["annotations"]!.count == 100_000 && object["annotations"]![4]["file"] as! String == "images/MRN 1/1.2.1/1.2.1.2.dcm")
    }
}
