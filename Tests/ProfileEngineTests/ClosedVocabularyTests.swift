// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import ScrubTestSupport
import Testing

@testable import ProfileEngine

@Suite struct ClosedVocabularyTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let keyword: String
        let value: String
        let isTerm: Bool?
        var testDescription: String { "\(keyword) '\(value)'" }
        init(_ keyword: String, _ value: String, _ isTerm: Bool?) { (self.keyword, self.value, self.isTerm) = (keyword, value, isTerm) }
    }

    @Test("A value is a term of its attribute, or free text", arguments: [
        Row("BodyPartExamined", "CHEST", true), Row("BodyPartExamined", "chest", true), Row("BodyPartExamined", "PAT WHITCOMBE", false),
        Row("Laterality", "L", true), Row("Laterality", "LOWELL", false), Row("PatientPosition", "HFS", true), Row("PatientPosition", "HALLOWELL", false),
        Row("Modality", "MR", true), Row("Modality", "MRS", false), Row("PatientSex", "F", true), Row("PatientSex", "Fiona", false),
        Row("ScanOptions", "FAST_GEMS", true), Row("ScanOptions", "Fiona^H", false), Row("ScanOptions", "A TERM THAT IS TOO LONG", false),
        Row("SoftwareVersions", "syngo MR E11", true), Row("SoftwareVersions", "LX\\MR Software release:DV26.0_R01_1725.a", true),
        Row("SoftwareVersions", "VIA5.2", true), Row("SoftwareVersions", "Fiona Hallowell 2", false), Row("SoftwareVersions", "Hallowell", false),
        Row("SoftwareVersions", "", true), Row("MIMETypeOfEncapsulatedDocument", "application/pdf", true), Row("MIMETypeOfEncapsulatedDocument", "Zebulon Crabtree", false), Row("SeriesDescription", "Fiona", nil),
    ])
    func terms(_ row: Row) throws {
        let tag = try #require(DataDictionary.tag(forKeyword: row.keyword))
        let vr = try #require(DataDictionary.entry(for: tag)).vr
        let values = row.value.split(separator: "\\", omittingEmptySubsequences: false).map(String.init)
        #expect(values.map { ClosedVocabulary.holds($0, tag, vr) }.allSatisfy { $0 == row.isTerm })
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

    @Test("What is no term is cleaned where text is cleaned, and goes from an allow-list", arguments: [
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
