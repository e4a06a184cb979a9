// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import Testing

@testable import Standard

@Suite struct DefinedTermsTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let keyword: String
        let value: String
        let isTerm: Bool?
        let scheme: String
        var testDescription: String { "\(keyword) '\(value)' \(scheme)" }
        init(_ keyword: String, _ value: String, _ isTerm: Bool?, scheme: String = "") {
            (self.keyword, self.value, self.isTerm, self.scheme) = (keyword, value, isTerm, scheme)
        }
    }

    @Test(
        "A value is one of the terms of its attribute, or none, or the attribute has none",
        arguments: [
            // Of the standard
            Row("BodyPartExamined", "CHEST", true), Row("BodyPartExamined", "chest", true), Row("BodyPartExamined", "PAT WHITCOMBE", false),
            Row("Laterality", "L", true), Row("Laterality", "LOWELL", false), Row("PatientPosition", "HFS", true),
            Row("PatientPosition", "HALLOWELL", false),
            Row("Modality", "MR", true), Row("Modality", "MRS", false), Row("PatientSex", "F", true), Row("PatientSex", "Fiona", false),
            Row("RescaleType", "HU", true), Row("RescaleType", "OD REL", true), Row("RescaleType", "HUGO", false),
            Row("ModalityLUTType", "HU_MOD", true),
            Row("ContourGeometricType", "POINT", true), Row("ContourGeometricType", "MARKER", false),
            Row("RTROIInterpretedType", "MARKER", true), Row("RTROIInterpretedType", "EXTERNAL", true), Row("DoseUnits", "GY", true),
            Row("SpecificCharacterSet", "ISO 2022 IR 87", true), Row("Units", "BQML", true), Row("FrameType", "MIXED", true),
            Row("MIMETypeOfEncapsulatedDocument", "application/pdf", true), Row("MIMETypeOfEncapsulatedDocument", "Zebulon Crabtree", false),
            Row("ContextIdentifier", "7050", true), Row("ContextIdentifier", "12345678", false),
            Row("ReconstructionPipelineType", "HALLOWELL", false),
            Row("ImageType", "0011", true), Row("ImageType", "0123456", false), Row("ImageType", "DIS2D", true), Row("ImageType", "HALLOWELL", false),
            // Of makers
            Row("ConvolutionKernel", "SHARP", true), Row("ConvolutionKernel", "Br40d", true), Row("ConvolutionKernel", "FC52", true),
            Row("ConvolutionKernel", "Zybrowski", false), Row("ConvolutionKernel", "B1962", false), Row("ScanOptions", "FAST_GEMS", true),
            Row("ScanOptions", "DIXON", true), Row("ScanOptions", "Fiona^H", false), Row("Manufacturer", "GE MEDICAL SYSTEMS", true),
            Row("Manufacturer", "Philips Medical Systems, Inc.", true), Row("ManufacturerModelName", "Skyra", true),
            Row("Manufacturer", "Fiona Hallowell", false),
            Row("ContrastBolusAgent", "Omnipaque 350", true), Row("ContrastBolusAgent", "20 ml, Hallowell", false),
            Row("ReconstructionMethod", "OSEM", true),
            // Without terms
            Row("SeriesDescription", "Fiona", nil), Row("PatientID", "HU", nil), Row("StationName", "CT", nil),
            // Codes
            Row("CodingSchemeDesignator", "NCIt", true), Row("CodingSchemeDesignator", "NCIT", true), Row("CodingSchemeDesignator", "99SDM", true),
            Row("CodingSchemeDesignator", "HALLOWELL", false), Row("CodeValue", "C9440", true, scheme: "NCIt"),
            Row("CodeValue", "ng", true, scheme: "UCUM"),
            Row("CodeValue", "mg/kg", true, scheme: "UCUM"), Row("CodeValue", "mm[Hg]", true, scheme: "UCUM"),
            Row("CodeValue", "{ratio}", true, scheme: "UCUM"),
            Row("CodeValue", "{Hallowell}", false, scheme: "UCUM"), Row("CodeValue", "Hallowell", false, scheme: "UCUM"),
            Row("CodeValue", "10*6/ml", true, scheme: "UCUM"),
            Row("CodeValue", "113100", true, scheme: "DCM"), Row("CodeValue", "199999", false, scheme: "DCM"),
            Row("CodeValue", "T-D4000", true, scheme: "SRT"),
            Row("CodeValue", "69536005", true, scheme: "SCT"), Row("CodeValue", "69536006", false, scheme: "SCT"),
            Row("CodeValue", "11010-4", false, scheme: "LN"),
            Row("CodeValue", "18748-4", true, scheme: "LN"), Row("CodeValue", "C61", true, scheme: "I10"),
            Row("CodeValue", "HALLOWELL", false, scheme: "SCT"),
            Row("CodeValue", "HU", nil, scheme: "99HALLOWELL"), Row("CodeValue", "HU", nil), Row("CodeMeaning", "Brain", true, scheme: "SCT"),
            Row("CodeMeaning", "Fiona Hallowell", false, scheme: "SCT"), Row("CodeMeaning", "Brain", nil, scheme: "99LOCAL"),
        ])
    func terms(_ row: Row) throws {
        let tag = try #require(DataDictionary.tag(forKeyword: row.keyword))
        let vr = try #require(DataDictionary.entry(for: tag)).vr
        #expect(DefinedTerms.holds(row.value, of: tag, vr: vr, codingScheme: row.scheme) == row.isTerm)
    }

    @Test(
        "What is no term is free text, but for names that makers give to their own things",
        arguments: [
            Row("SoftwareVersions", "syngo MR E11", true), Row("SoftwareVersions", "LX\\MR Software release:DV26.0_R01_1725.a", true),
            Row("SoftwareVersions", "VIA5.2", true), Row("SoftwareVersions", "Fiona Hallowell 2", false), Row("SoftwareVersions", "Hallowell", false),
            Row("SoftwareVersions", "", true), Row("Manufacturer", "Hallowell Imaging", true), Row("ScanOptions", "NEWEST_GEMS", true),
            Row("ScanOptions", "A TERM THAT IS TOO LONG", false), Row("AcquisitionType", "HALLOWELL", false),
        ])
    func strays(_ row: Row) throws {
        let tag = try #require(DataDictionary.tag(forKeyword: row.keyword))
        let vr = try #require(DataDictionary.entry(for: tag)).vr
        let values = row.value.split(separator: "\\", omittingEmptySubsequences: false).map(String.init)
        #expect(values.map { DefinedTerms.isStray($0, of: tag, vr: vr) }.allSatisfy { $0 == (row.isTerm == false) })
    }

    @Test("Every coded string of a standard Data Set has terms, or shares those of others")
    func covers() {
        // Names of files, layers and labels, and what belongs to security screening of baggage (DICOS).
        let unnamed = DataDictionary.all.filter {
            $0.vr == .CS && !$0.isRetired && $0.tag.group >= 0x0008 && $0.tag.group != 0x4010 && DefinedTerms.terms(of: $0.tag) == nil
        }
        #expect(unnamed.count <= 60)
    }
}
