// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import Profiles
import ScrubTestSupport
import Testing

@testable import Engine

@Suite struct ReportedAgeTests {
    typealias Code = (scheme: String, value: String, meaning: String)

    struct Row: Sendable, CustomTestStringConvertible {
        let profile: String
        let concept: Code
        let unit: Code
        let value: String
        /// `nil` where the number goes, or the item around it.
        let expected: String?
        var testDescription: String { "\(profile): \(concept.meaning) \(value) \(unit.value)" }
        init(_ concept: Code, _ value: String, _ unit: Code, _ expected: String?) { self.init("ai-labeling", concept, value, unit, expected) }
        init(_ profile: String, _ concept: Code, _ value: String, _ unit: Code, _ expected: String?) {
            (self.profile, self.concept, self.value, self.unit, self.expected) = (profile, concept, value, unit, expected)
        }
    }

    static let subjectAge: Code = ("DCM", "121033", "Subject Age"), age: Code = ("SCT", "397669002", "Age"), loinc: Code = ("LN", "30525-0", "Age")
    static let years: Code = ("UCUM", "a", "year"), months: Code = ("UCUM", "mo", "month"), weeks: Code = ("UCUM", "wk", "week"),
        days: Code = ("UCUM", "d", "day")

    @Test(
        "An age that is typed as a number is made as vague",
        arguments: [("93", "90"), ("093Y", "90Y"), ("47", "45"), ("45", "45"), ("47 mm", "47 mm")])
    func typed(_ text: String, _ expected: String) throws {
        let dataSet = Sample.instance(sopClass: "1.2.840.10008.5.1.4.1.1.88.33") { builder in
            builder.addSequence(
                .contentSequence,
                items: [
                    { item in
                        item.add(AttributeTag(0x0040, 0xA040), .CS, "TEXT")
                        item.addSequence(AttributeTag(0x0040, 0xA043), items: [Self.code(("99LOCAL", "A", "PatientAge"))])
                        item.add(AttributeTag(0x0040, 0xA160), .UT, text)
                    }
                ])
        }
        let plan = BasicProfileTests.plan(dataSet, try ConfidentialityProfile.load(nameOrPath: "ai-labeling"))
        let index = try #require(dataSet.nodes.indices.first { dataSet.nodes[$0].tag == AttributeTag(0x0040, 0xA160) })
        switch plan.decisions[index].change {
        case .none: #expect(text == expected)
        case .value(let bytes, _): #expect(String(decoding: bytes, as: UTF8.self) == expected)
        default: Issue.record("the text went")
        }
    }

    @Test(
        "An age in a report is made as vague as Patient's Age",
        arguments: [
            Row(subjectAge, "47", years, "45"), Row(age, "47", years, "45"), Row(loinc, "93", years, "90"),
            Row(("SRT", "F-99999", "Patient age"), "91.5", years, "90"),
            Row(("99LOCAL", "A1", "Age at scan"), "47", years, "45"), Row(("99LOCAL", "A2", "Alter"), "100", years, "90"),
            Row(subjectAge, "45", years, "45"),
            Row(subjectAge, "566", months, "540"), Row(subjectAge, "1105", months, "1080"), Row(subjectAge, "7", months, "0"),
            Row(subjectAge, "5000", weeks, "4697"),
            Row(subjectAge, "34000", days, "32873"), Row(subjectAge, "17000", days, "16437"),
            Row(subjectAge, "47", ("SNM3", "258707000", "year"), "45"),
            Row(subjectAge, "47", ("99LOCAL", "J", "Jahre"), "45"), Row(subjectAge, "47", ("UCUM", "mm", "mm"), "0"),
            Row(subjectAge, "unknown", years, ""),
            // Others' ages
            Row(("LN", "18185-9", "Gestational Age"), "32", weeks, "32"), Row(("99LOCAL", "B", "Bone age"), "132", months, "132"),
            Row(("DCM", "113935", "AP Dimension"), "93", years, "93"),
            // Other profiles
            Row("research-longitudinal", subjectAge, "93", years, "90"), Row("research-longitudinal", subjectAge, "47.9", years, "47"),
            Row("research-longitudinal", subjectAge, "17000", days, "16802"),
            Row("hipaa-safe-harbor", age, "47", years, "47"), Row("hipaa-safe-harbor", loinc, "93", years, "90"),
        ])
    func numbers(_ row: Row) throws {
        let dataSet = Sample.instance(sopClass: "1.2.840.10008.5.1.4.1.1.88.33") { builder in
            builder.addSequence(.contentSequence, items: [{ Self.add(row, to: &$0, 0) }, { Self.add(row, to: &$0, 2) }])
        }
        let plan = BasicProfileTests.plan(dataSet, try ConfidentialityProfile.load(nameOrPath: row.profile))
        let numbers = dataSet.nodes.indices.filter { dataSet.nodes[$0].tag == AttributeTag(0x0040, 0xA30A) }
        #expect(numbers.count == 2)
        for index in numbers {
            switch plan.decisions[index].change {
            case .none: #expect(row.expected == row.value)
            case .value(let bytes, _): #expect(row.expected == String(decoding: bytes, as: UTF8.self))
            case .remove, .items: #expect(row.expected == nil)
            }
        }
    }

    private static func add(_ row: Row, to builder: inout DataSetBuilder, _ depth: Int) {
        if depth > 0 {
            builder.addSequence(
                .contentSequence,
                items: [
                    { item in
                        item.add(AttributeTag(0x0040, 0xA040), .CS, "CONTAINER ")
                        add(row, to: &item, depth - 1)
                    }
                ])
            return
        }
        builder.addSequence(
            .contentSequence,
            items: [
                { item in
                    item.add(AttributeTag(0x0040, 0xA040), .CS, "NUM ")
                    item.addSequence(AttributeTag(0x0040, 0xA043), items: [code(row.concept)])
                    item.addSequence(
                        AttributeTag(0x0040, 0xA300),
                        items: [
                            { measured in
                                measured.addSequence(AttributeTag(0x0040, 0x08EA), items: [code(row.unit)])
                                measured.add(AttributeTag(0x0040, 0xA30A), .DS, row.value)
                            }
                        ])
                }
            ])
    }

    private static func code(_ code: Code) -> (inout DataSetBuilder) -> Void {
        { item in
            item.add(.codeValue, .SH, code.value)
            item.add(.codingSchemeDesignator, .SH, code.scheme)
            item.add(.codeMeaning, .LO, code.meaning)
        }
    }

    @Test("A number with decimals in binary is treated alike, and a quotient goes") func binary() throws {
        let dataSet = Sample.instance(sopClass: "1.2.840.10008.5.1.4.1.1.88.33") { builder in
            builder.addSequence(
                .contentSequence,
                items: [
                    { item in
                        item.addSequence(AttributeTag(0x0040, 0xA043), items: [Self.code(Self.subjectAge)])
                        item.addSequence(
                            AttributeTag(0x0040, 0xA300),
                            items: [
                                { measured in
                                    measured.addSequence(AttributeTag(0x0040, 0x08EA), items: [Self.code(Self.years)])
                                    measured.add(
                                        AttributeTag(0x0040, 0xA161), .FD,
                                        (0..<8).map { UInt8(truncatingIfNeeded: (47.25).bitPattern >> (8 * UInt64($0))) })
                                    measured.add(AttributeTag(0x0040, 0xA162), .SL, [189, 0, 0, 0])
                                }
                            ])
                    }
                ])
        }
        let plan = BasicProfileTests.plan(dataSet, try ConfidentialityProfile.load(nameOrPath: "ai-labeling"))
        let expected = (0..<8).map { UInt8(truncatingIfNeeded: (45.0).bitPattern >> (8 * UInt64($0))) }
        #expect(BasicProfileTests.decision(AttributeTag(0x0040, 0xA161), in: dataSet, plan)?.change == .value(expected, .FD))
        #expect(BasicProfileTests.decision(AttributeTag(0x0040, 0xA162), in: dataSet, plan)?.change == .remove)
    }
}
