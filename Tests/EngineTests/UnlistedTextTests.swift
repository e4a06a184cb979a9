// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import Profiles
import ScrubTestSupport
import Testing

@testable import Engine

/// Attributes that Table E.1-1 does not list, by what they hold.
@Suite struct UnlistedTextTests {
    static let dictionary = Dictionary(DataDictionary.all.map { ($0.keyword, $0) }, uniquingKeysWith: { first, _ in first })

    /// What is left of a value at the top level; `nil` where it goes.
    static func left(_ keyword: String, _ value: String, _ profile: String, with options: [String] = []) throws -> String? {
        let entry = try #require(dictionary[keyword])
        var builder = DataSetBuilder()
        builder.add(.specificCharacterSet, .CS, "ISO_IR 192")
        builder.add(.sopClassUID, .UI, Sample.ctImageStorage)
        builder.add(entry.tag, entry.vr, value)
        return text(of: entry.tag, in: builder.build(), try ConfidentialityProfile.load(nameOrPath: profile, adding: options))
    }

    private static func text(of tag: AttributeTag, in dataSet: DataSet, _ profile: ConfidentialityProfile) -> String? {
        let plan = BasicProfileTests.plan(dataSet, profile)
        guard let index = dataSet.nodes.indices.first(where: { dataSet.nodes[$0].tag == tag }) else { return nil }
        switch plan.decisions[index].change {
        case .none: return trimmed(String(decoding: dataSet.value(of: index), as: UTF8.self))
        case .value(let bytes, _): return trimmed(String(decoding: bytes, as: UTF8.self))
        default: return nil
        }
    }

    static let everywhere = ["basic", "ai-labeling", "hipaa-safe-harbor", "research-longitudinal", "core-18"]

    @Test(
        "What equipment writes stays under every profile",
        arguments: [
            ("SequenceName", "*fl3d1_ns"), ("PulseSequenceName", "fl3d_vibe"), ("PulseSequenceName", "PROPELLER"), ("SequenceName", "HASTE"),
            ("ReceiveCoilName", "Head 24 TxRx"),
            ("TransmitCoilName", "Body"), ("ConvolutionKernel", "B70f"), ("ConvolutionKernel", "SHARP"), ("ConvolutionKernel", "Br40d\\3"),
            ("FilterType", "WEDGE_2"),
            ("FilterType", "LARGE BOWTIE FIL"), ("WindowCenterWidthExplanation", "BONE"), ("RescaleType", "HU"), ("ImagedNucleus", "1H"),
            ("ReconstructionMethod", "OSEM:i2s21"),
            ("AttenuationCorrectionMethod", "measured,, 0.096000 cm-1"), ("ScatterCorrectionMethod", "Convolution subtraction"),
            ("Radiopharmaceutical", "FDG -- fluorodeoxyglucose"),
            ("Radionuclide", "F^18^[^Fluorine]"), ("ManufacturerModelName", "MAGNETOM Skyra"), ("ManufacturerModelName", "Brilliance iCT"),
            ("Manufacturer", "Carl Zeiss Meditec"),
            ("Manufacturer", "Bruker BioSpin MRI GmbH"), ("ReceiveCoilManufacturerName", "Eckert & Ziegler"), ("ApplicationName", "TotalSegmentator"),
            ("SoftwareVersions", "syngo MR XA30"),
            ("PositionReferenceIndicator", "Sternal notch"), ("EnergyWindowName", "Tc99m"), ("FluenceModeID", "1.5T"), ("DetectorType", "DIRECT"),
            ("PlateType", "ST-VI"),
        ])
    func technicalValuesStay(_ keyword: String, _ value: String) throws {
        for profile in Self.everywhere { #expect(try Self.left(keyword, value, profile) == value, "\(profile)") }
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let keyword: String
        let value: String
        let basic: String?
        /// Under `ai-labeling`.
        let cleaned: String?
        var testDescription: String { "\(keyword) \(value)" }
    }

    @Test(
        "Comments, descriptions and labels go, or are cleaned under Clean Descriptors; identities go",
        arguments: [
            Row(keyword: "TreatmentStatusComment", value: "held, liver pain", basic: nil, cleaned: "held, liver pain"),
            Row(keyword: "BeamName", value: "Field 1 for Dr. Zybrowski", basic: nil, cleaned: "Field 1"),
            Row(keyword: "ImageFilterDescription", value: "edge filter", basic: nil, cleaned: "edge filter"),
            Row(keyword: "PlacerOrderNumberProcedure", value: "A-55231", basic: nil, cleaned: nil),
            Row(keyword: "NTPSourceAddress", value: "10.1.4.7", basic: nil, cleaned: nil),
            Row(keyword: "StorageMediaFileSetID", value: "HARTSMOOR_7", basic: nil, cleaned: nil),
            Row(keyword: "DeviceID", value: "CT-4 BASEMENT", basic: nil, cleaned: nil),
            Row(keyword: "FilmSessionLabel", value: "Zybrowski 4711", basic: nil, cleaned: nil),
            Row(keyword: "HL7InstanceIdentifier", value: "2.16.1^DOC-4711", basic: nil, cleaned: nil),
            Row(keyword: "HangingProtocolCreator", value: "Casimir Zybrowski", basic: nil, cleaned: nil),
            Row(keyword: "ConvolutionKernel", value: "B70f Dr. Zybrowski", basic: "B70f", cleaned: "B70f"),
            Row(keyword: "ManufacturerModelName", value: "Skyra Dr. Zybrowski", basic: "", cleaned: ""),
            Row(keyword: "ReceiveCoilName", value: "SMITH^J", basic: "", cleaned: ""),
        ])
    func people(_ row: Row) throws {
        #expect(try Self.left(row.keyword, row.value, "basic") == row.basic)
        #expect(try Self.left(row.keyword, row.value, "ai-labeling") == row.cleaned)
    }

    @Test(
        "Options that keep the identity of devices and institutions keep what is of that kind here too",
        arguments: [
            ("DeviceID", "CT-4 BASEMENT", "retain-device-identity"), ("RadiationMachineName", "LINAC2", "retain-device-identity"),
            ("CodingSchemeResponsibleOrganization", "Hartsmoor Imaging", "retain-institution-identity"),
        ])
    func retained(_ keyword: String, _ value: String, _ option: String) throws {
        #expect(try Self.left(keyword, value, "basic") == nil)
        #expect(try Self.left(keyword, value, "basic", with: [option]) == value)
    }

    @Test("An identity is searched for in the rest of the file")
    func needles() throws {
        let dataSet = Sample.instance {
            $0.add(AttributeTag(0x0018, 0x1250), .SH, "coil Q88-4417")
            $0.add(AttributeTag(0x0040, 0x1006), .SH, "Q88-4417")
        }
        #expect(Self.text(of: AttributeTag(0x0018, 0x1250), in: dataSet, try ConfidentialityProfile.load(nameOrPath: "basic")) == "coil")
    }

    @Test(
        "Codes of published schemes stay, and in a scheme of the site's own names go",
        arguments: [
            ("SCT", "69536005", "Head", "69536005", "Head"), ("MDC", "2:1", "Lead I (Einthoven)", "2:1", "Lead I (Einthoven)"),
            ("99LOCAL", "HD1", "Head", "HD1", "Head"), ("99LOCAL", "HD1", "Dr. Zybrowski", "HD1", "REMOVED"),
            ("99LOCAL", "ZYBROWSKI^C", "Head", "REMOVED", "Head"),
        ])
    func codes(_ scheme: String, _ value: String, _ meaning: String, _ leftValue: String, _ leftMeaning: String) throws {
        let dataSet = Sample.instance {
            $0.addSequence(
                AttributeTag(0x0008, 0x2218),
                items: [
                    {
                        $0.add(.codeValue, .SH, value)
                        $0.add(.codingSchemeDesignator, .SH, scheme)
                        $0.add(.codeMeaning, .LO, meaning)
                    }
                ])
        }
        for profile in ["basic", "ai-labeling", "ai-labeling-minimal"] {
            let profile = try ConfidentialityProfile.load(nameOrPath: profile)
            #expect(Self.text(of: .codeValue, in: dataSet, profile) == leftValue, "\(profile.name)")
            #expect(Self.text(of: .codeMeaning, in: dataSet, profile) == leftMeaning, "\(profile.name)")
        }
    }

    @Test(
        "The minimal allow-list keeps of a description only words of the clinic",
        arguments: [
            ("SeriesDescription", "AX T2 FLAIR", "AX T2 FLAIR"), ("StudyDescription", "MRI brain zorgle", "MRI brain"),
            ("SeriesDescription", "头颅平扫 张伟", "头颅平扫"),
            ("ProtocolName", "HEAD_routine_Zybrowski", "HEAD_routine"), ("StudyDescription", "beekeeper", ""),
        ])
    func strict(_ keyword: String, _ value: String, _ expected: String) throws {
        #expect(try Self.left(keyword, value, "ai-labeling-minimal") == expected)
    }
}
