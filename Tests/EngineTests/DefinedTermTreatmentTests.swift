// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import Profiles
import ScrubTestSupport
import Testing

@testable import Engine

@Suite struct DefinedTermTreatmentTests {
    @Test(
        "A term stays, whoever is called like it",
        arguments: [
            ("RescaleType", "HU"), ("ConvolutionKernel", "SHARP"), ("ContourGeometricType", "POINT"), ("RTROIInterpretedType", "MARKER"),
            ("BodyPartExamined", "HAND"),
            ("ReasonForTheAttributeModification", "COERCE"), ("ContrastBolusAgent", "DEFINITY"), ("PatientPosition", "SITTING"),
            ("FilterType", "WEDGE"),
        ])
    func staysForANamesake(_ keyword: String, _ term: String) throws {
        let tag = try #require(DataDictionary.tag(forKeyword: keyword))
        let dataSet = Sample.instance(name: "\(term.prefix(1))\(term.dropFirst().lowercased())^Orsolya") { builder in
            builder.add(tag, DataDictionary.entry(for: tag)!.vr, term)
        }
        let plan = BasicProfileTests.plan(dataSet, try ConfidentialityProfile.load(nameOrPath: "ai-labeling"))
        #expect(BasicProfileTests.decision(tag, in: dataSet, plan)?.change == Change.none)
    }

    struct Kept: Sendable, CustomTestStringConvertible {
        let profile: String
        let keyword: String
        let value: String
        let expected: String?
        var testDescription: String { "\(profile): \(keyword) '\(value)'" }
        init(_ profile: String, _ keyword: String, _ value: String, _ expected: String?) {
            (self.profile, self.keyword, self.value, self.expected) = (profile, keyword, value, expected)
        }
    }

    @Test(
        "What is no term is cleaned where text is cleaned, and goes from an allow-list",
        arguments: [
            Kept("ai-labeling", "PatientPosition", "Dr. Fiona Hallowell", nil), Kept("ai-labeling", "PatientPosition", "HFS", "HFS"),
            Kept("ai-labeling", "ScanOptions", "FS\\DIXON", "FS\\DIXON"), Kept("ai-labeling", "SoftwareVersions", "syngo MR E11", "syngo MR E11"),
            Kept("ai-labeling", "SoftwareVersions", "for Dr. Fiona Hallowell", nil), Kept("ai-labeling", "PatientSex", "Mr. John Hallowell", nil),
            Kept("ai-labeling", "MIMETypeOfEncapsulatedDocument", "Fiona Hallowell", nil),
            Kept("ai-labeling-minimal", "PatientPosition", "HALLOWELL", nil), Kept("ai-labeling-minimal", "PatientPosition", "FFS", "FFS"),
            Kept("ai-labeling-minimal", "SoftwareVersions", "2.0 HALLOWELL", nil), Kept("ai-labeling-minimal", "SoftwareVersions", "VB17", "VB17"),
            Kept("ai-labeling-minimal", "ImageType", "ORIGINAL\\PRIMARY\\AXIAL\\HALLOWELL", "ORIGINAL\\PRIMARY\\AXIAL\\OTHER"),
        ])
    func keeps(_ row: Kept) throws {
        let tag = try #require(DataDictionary.tag(forKeyword: row.keyword))
        let dataSet = Sample.instance { $0.add(tag, DataDictionary.entry(for: tag)!.vr, row.value) }
        let profile = try ConfidentialityProfile.load(nameOrPath: row.profile)
        let plan = BasicProfileTests.plan(dataSet, profile)
        let decision = try #require(BasicProfileTests.decision(tag, in: dataSet, plan))
        switch decision.change {
        case .none: #expect(row.expected == row.value)
        case .remove: #expect(row.expected == nil)
        case .value(let bytes, _):
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(row.expected.map { $0 == text } ?? !text.lowercased().contains("hallowell"))
        case .items: Issue.record("a sequence")
        }
    }
}
