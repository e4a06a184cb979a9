// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import Testing

@testable import ProfileImport
@testable import Profiles

@Suite struct CTPPixelImportTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let signature: String
        /// Of each region.
        let conditions: [[Condition]]
        var note = ""
        var testDescription: String { signature }

        init(_ signature: String, _ conditions: [[Condition]], _ note: String = "") {
            (self.signature, self.conditions, self.note) = (signature, conditions, note)
        }
    }

    private static func any(_ tag: AttributeTag, _ values: String...) -> Condition { Condition(attribute: tag, test: .anyOf(values)) }
    private static func none(_ tag: AttributeTag, _ values: String...) -> Condition { Condition(attribute: tag, test: .noneOf(values)) }

    @Test(
        "A signature becomes conditions, wider where they cannot be said",
        arguments: [
            Row("Modality.equals(\"US\")", [[any(.modality, "US")]]),
            Row(
                "[0008,0070].containsIgnoreCase(\"ACME\") * [0008,1090].startsWith(\"A 5\")",
                [[any(.manufacturer, "*ACME*"), any(.manufacturerModelName, "A 5*")]]),
            Row("Rows.equals(\"480\") * Columns.equals(\" 640\")", [[any(.rows, "480"), any(.columns, "640")]]),
            Row("[0028,0010].containsIgnoreCase(\"480\")", [[any(.rows, "480")]], "that very number"),
            Row("!Modality.equals(\"CT\") * ImageType.endsWith(\"DOSE\")", [[none(.modality, "CT"), any(.imageType, "*DOSE")]]),
            Row(
                "Modality.equals(\"US\") * (Rows.equals(\"1\") + Rows.equals(\"2\"))",
                [[any(.modality, "US"), any(.rows, "1")], [any(.modality, "US"), any(.rows, "2")]]),
            Row(
                "!(Modality.equals(\"US\") * Rows.equals(\"1\"))", [[none(.modality, "US")], [none(.rows, "1")]]),
            Row("true. * Modality.equals(\"US\")", [[any(.modality, "US")]]),
            Row("Modality.equals(\"US\") * [0008,103E].matches(\".*x\")", [[any(.modality, "US")]], "cannot be said"),
            Row("Modality.equals(\"US\") * [0009,1001].equals(\"x\")", [[any(.modality, "US")]], "cannot be said"),
            Row("Modality.equals(\"US\") * Rows.isLessThan(\"600\")", [[any(.modality, "US")]], "cannot be said"),
            Row("ImageType.contains(\"A\\B\")", [], "no test of this signature"),
            Row("[0008,103E].matches(\".*x\")", [], "no test of this signature"),
            Row("false. * Modality.equals(\"US\")", []),
            Row("Modality.equals(\"US\"", [], "cannot be read"), Row("Modality equals US", [], "cannot be read"),
            Row(String(repeating: "(", count: 100) + "Modality.equals(\"US\")" + String(repeating: ")", count: 100), [], "cannot be read"),
            Row(
                (0..<8).map { "(Rows.equals(\"\($0)\") + Columns.equals(\"\($0)\"))" }.joined(separator: " * "), [],
                "too many alternatives"),
        ])
    func signatures(_ row: Row) throws {
        let script = "Known places (of ours)\n{ \(row.signature) }\n(0,0,10,20)\n{ PatientSex.equals(\"O\") }\n  (1,2,3,4)\n"
        let result = try ImportedProfile(from: script, file: "DicomPixelAnonymizer.script")
        let profile = try loaded(result.yaml)
        #expect(profile.burnedIn == .clean && profile.rules.isEmpty)
        #expect(profile.pixelText.regions.dropLast().map(\.conditions) == row.conditions, "\(result.yaml)")
        #expect(profile.pixelText.regions.dropLast().allSatisfy { $0.boxes == [PixelBox(left: 0, top: 0, right: 10, bottom: 20)] })
        #expect(profile.pixelText.regions.last?.boxes == [PixelBox(left: 1, top: 2, right: 4, bottom: 6)])
        let others = result.notes.filter { !$0.message.contains("first signature") }
        #expect(row.note.isEmpty ? others.isEmpty : others.contains { $0.message.contains(row.note) && $0.lines == [2] }, "\(result.notes)")
    }

    @Test("Each region that is none is named with its line, and equal ones stand once") func regions() throws {
        let script = """
            ACME (all of them)
            { Manufacturer.contains("ACME") }
            (0,0,800,40) (10, 20, 30, 40)
            (0,0,0,40)
            (1,2,3)
            (-1,0,5,5)
            { Manufacturer.contains("ACME") }
            (0,0,800,40) (10,20,30,40)
            { Modality.equals("MR") }
            see (the manual)
            """
        let result = try ImportedProfile(from: script, file: "pixels.script")
        let regions = try loaded(result.yaml).pixelText.regions
        #expect(
            regions.map(\.boxes) == [
                [PixelBox(left: 0, top: 0, right: 800, bottom: 40), PixelBox(left: 10, top: 20, right: 40, bottom: 60)]
            ])
        #expect(Set(result.notes.flatMap(\.lines)) == [2, 4, 5, 6, 9], "\(result.notes)")
    }

    @Test("A text with brackets but no signature is no script") func others() {
        for text in ["a { b } (c)", "{ Modality.equals(\"US\") }", "(0,0,1,1)", "{ x } (0,0,1,1)", "{", "("] {
            #expect(throws: ProfileError.self) { try ImportedProfile(from: text, file: "x") }
        }
    }
}
