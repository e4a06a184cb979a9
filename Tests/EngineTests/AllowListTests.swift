// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import Profiles
import ScrubTestSupport
import Testing

@testable import Engine

@Suite struct AllowListTests {
    static func profile(options: String = "[]") throws -> ConfidentialityProfile {
        let yaml = "name: own\nextends: basic\ndefault: remove\noptions: \(options)\nrules:\n  - {tag: PatientID, action: pseudonym}\n"
        return try ConfidentialityProfile.load(
            ProfileBundle(name: "own", sources: ["own": yaml, "basic": ShippedProfile.text(named: "basic")!], added: [], keepsWeekday: false))
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let keyword: String
        let value: String
        var sopClass = Sample.ctImageStorage
        var options = "[]"
        let expected: ActionName
        var testDescription: String { "\(keyword) \(value) in \(sopClass) \(options)" }
    }

    static let dose = "1.2.840.10008.5.1.4.1.1.481.2", slide = "1.2.840.10008.5.1.4.1.1.77.1.6", structures = "1.2.840.10008.5.1.4.1.1.481.3"

    @Test(
        "Of what no rule names, an allow-list keeps or mends what the IOD cannot be without",
        arguments: [
            Row(keyword: "ImagePositionPatient", value: "-1.5\\2\\1962.5", expected: .keep),
            Row(keyword: "RescaleSlope", value: "2 ", expected: .keep),
            Row(keyword: "PhotometricInterpretation", value: "MONOCHROME2 ", expected: .keep),
            Row(keyword: "FrameOfReferenceUID", value: "1.2.3.4", expected: .hashUID), Row(keyword: "SliceThickness", value: "2.5 ", expected: .keep),
            Row(keyword: "PositionReferenceIndicator", value: "Eleanor ", expected: .empty),
            Row(keyword: "StudyDescription", value: "CT HEAD ", expected: .remove),
            Row(keyword: "PatientPosition", value: "HFS ", expected: .keep),
            Row(keyword: "ReferringPhysicianName", value: "Grey^Meredith ", expected: .empty),
            Row(keyword: "WindowCenter", value: "40", expected: .keep), Row(keyword: "ImageComments", value: "seen by Grey", expected: .remove),
            Row(keyword: "DoseGridScaling", value: "0.0001", sopClass: dose, expected: .keep),
            Row(keyword: "DoseUnits", value: "GY", sopClass: dose, expected: .keep),
            Row(keyword: "GridFrameOffsetVector", value: "0\\2.5 ", sopClass: dose, expected: .keep),
            Row(keyword: "StructureSetLabel", value: "Grey 2021", sopClass: structures, expected: .dummy),
            Row(keyword: "Manufacturer", value: "GE MEDICAL SYSTEMS", sopClass: Sample.enhancedCTImageStorage, expected: .keep),
            Row(keyword: "ContainerIdentifier", value: "S20-1234", sopClass: slide, expected: .dummy),
            Row(keyword: "AcquisitionDateTime", value: "20200101101010", sopClass: slide, expected: .dummy),
            Row(
                keyword: "AcquisitionDateTime", value: "20200101101010", sopClass: slide, options: "[retain-long-modified-dates]",
                expected: .shiftDate),
            Row(keyword: "RescaleSlope", value: "2 ", sopClass: "1.2.826.0.1.3680043.2.1", expected: .keep),
            Row(keyword: "RescaleSlope", value: "Whitcombe ", expected: .dummy),
        ])
    func required(_ row: Row) throws {
        let tag = try #require(DataDictionary.tag(forKeyword: row.keyword))
        let entry = try #require(DataDictionary.entry(for: tag))
        let dataSet = Sample.instance(sopClass: row.sopClass) { $0.add(tag, entry.vr, row.value) }
        let plan = BasicProfileTests.plan(dataSet, try Self.profile(options: row.options))
        #expect(BasicProfileTests.decision(tag, in: dataSet, plan)?.action == row.expected)
    }

    @Test("In the items of a required sequence the same holds, and a local code's words go") func items() throws {
        let spacing = AttributeTag(0x0028, 0x0030), comment = AttributeTag(0x0020, 0x9158), unit = AttributeTag(0x0040, 0x08EA)
        func plan(scheme: String) throws -> (DataSet, ActionPlan) {
            let dataSet = Sample.instance(sopClass: "1.2.840.10008.5.1.4.1.1.30") { builder in
                builder.addSequence(
                    AttributeTag(0x5200, 0x9229),
                    items: [
                        { shared in
                            shared.addSequence(AttributeTag(0x0028, 0x9110), items: [{ $0.add(spacing, .DS, "0.5\\0.5 ") }])
                            shared.addSequence(AttributeTag(0x0020, 0x9111), items: [{ $0.add(comment, .LT, "by Grey ") }])
                            shared.addSequence(
                                AttributeTag(0x0040, 0x9096),
                                items: [
                                    { mapping in
                                        mapping.addSequence(
                                            unit,
                                            items: [
                                                { code in
                                                    code.add(.codeValue, .SH, "g/ml")
                                                    code.add(.codingSchemeDesignator, .SH, scheme)
                                                    code.add(.codeMeaning, .LO, "g/ml")
                                                }
                                            ])
                                    }
                                ])
                        }
                    ])
            }
            return (dataSet, BasicProfileTests.plan(dataSet, try Self.profile()))
        }
        let (standard, kept) = try plan(scheme: "UCUM")
        #expect(BasicProfileTests.decision(spacing, in: standard, kept)?.action == .keep)
        #expect(BasicProfileTests.decision(comment, in: standard, kept)?.action == .remove)
        #expect(BasicProfileTests.decision(.codeValue, in: standard, kept)?.action == .keep)
        let (local, mended) = try plan(scheme: "99GREY")
        #expect(BasicProfileTests.decision(.codeValue, in: local, mended)?.action == .dummy)
        #expect(BasicProfileTests.decision(.codeMeaning, in: local, mended)?.action == .dummy)
    }

    @Test(
        "An X of Table E.1-1 leaves no gap in the IOD",
        arguments: [("1.2.840.10008.5.1.4.1.1.11.1", ActionName.dummy), (Sample.ctImageStorage, .remove)])
    func removed(_ sopClass: String, _ expected: ActionName) throws {
        let tag = AttributeTag(0x0070, 0x0082)
        let dataSet = Sample.instance(sopClass: sopClass) { $0.add(tag, .DA, "20210317") }
        #expect(BasicProfileTests.decision(tag, in: dataSet, try BasicProfileTests.plan(dataSet))?.action == expected)
    }
}
