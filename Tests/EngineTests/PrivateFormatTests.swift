// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import Foundation
import Profiles
import ScrubTestSupport
import Testing

@testable import Engine

@Suite struct PrivateFormatTests {
    static func protocolOf(_ lines: [String]) -> [UInt8] {
        let text =
            "<XProtocol>\n{ \"Whitcombe\" }\n### ASCCONV BEGIN object=MrProtDataImpl@MrProtocolData ###\n"
            + "\(lines.joined(separator: "\n"))\n### ASCCONV END ###\nWhitcombe"
        return Array(text.utf8)
    }

    @Test(
        "Of a protocol of Siemens the lines of known parameters with numbers or terms stay",
        arguments: [
            ("sKSpace.lBaseResolution\t = \t72", true), ("sKSpace.ucPhasePartialFourier\t = \t0x10", true),
            ("sGRADSPEC.asGPAData[0].lOffsetX\t = \t-3717", true), ("sTXSPEC.asNucleusInfo[0].flReferenceAmplitude\t = \t316.969644", true),
            ("sCoilSelectMeas.aRxCoilSelectData[0].asList[31].sCoilElementID.tCoilID\t = \t\"\"Head_32\"\"", true),
            ("sCoilSelectMeas.sCoilStringForConversion\t = \t\"HEA;HEP\"", true), ("tSequenceFileName\t = \t\"%SiemensSeq%\\ep2d_diff\"", true),
            ("sProtConsistencyInfo.tMeasuredBaselineString\t = \t\"N4_VE11C_LATEST_20160120\"", true),
            ("tSequenceFileName\t = \t\"%CustomerSeq%\\whitcombe_epi\"", false), ("tProtocolName\t = \t\"Mrs Whitcombe\"", false),
            ("sKSpace.Whitcombe\t = \t1", false), ("sKSpace.lBaseResolution\t = \tWhitcombe", false),
            ("sKSpace.lBaseResolution[Whitcombe]\t = \t1", false),
            ("sCoilSelectMeas.aRxCoilSelectData[0].asList[0].sCoilElementID.tCoilID\t = \t\"Whitcombe\"", false),
            ("tReferenceImage0\t = \t\"1.3.12.2.1107.5.2.19.45160.2018091812204221515890105\"", false), ("sWipMemBlock.tFree\t = \t\"note\"", false),
        ])
    func siemensProtocol(_ line: String, _ stays: Bool) throws {
        let text = String(decoding: try #require(SiemensProtocol.cleaned(Self.protocolOf([line]))), as: UTF8.self)
        #expect(text == "\n### ASCCONV BEGIN ###\n\(stays ? line + "\n" : "")### ASCCONV END ###\n")
    }

    @Test("A CSA header keeps its length, and an item of an unknown name loses its name") func csa() throws {
        let lines = ["sKSpace.lBaseResolution\t = \t72", "tProtocolName\t = \t\"Mrs Whitcombe\""]
        let original = CSAHeaderTests.header([
            ("WhitcombeEleanor", "IS", "1"), ("CoilString", "LO", "HEA;HEP"), ("PatReinPattern", "ST", "1;HFS;90.00;48.00"),
            ("UsedPatientWeight", "IS", "90"),
            ("B_value", "IS", "Whitcombe"), ("MrPhoenixProtocol", "UN", String(decoding: Self.protocolOf(lines), as: UTF8.self)),
        ])
        let cleaned = try #require(CSAHeader.cleaned(original)), text = String(decoding: cleaned, as: UTF8.self)
        #expect(cleaned.count == original.count && text.contains("HEA;HEP") && text.contains("sKSpace.lBaseResolution\t = \t72\n"))
        #expect(!text.contains("Whitcombe") && !text.contains("48.00") && !text.contains("90"))
        #expect(CSAHeader.cleaned(cleaned) == cleaned)
    }

    /// The flags of a block of GE before and after its layout changed.
    static func userData(version: Float, header: Int = 64) -> [UInt8] {
        var bytes = Array(repeating: UInt8(ascii: "W"), count: 1200)
        let put = { (value: UInt16, place: Int) in
            bytes[place] = UInt8(truncatingIfNeeded: value); bytes[place + 1] = UInt8(truncatingIfNeeded: value >> 8)
        }
        put(UInt16(header), 24)
        let bits = version.bitPattern
        put(UInt16(truncatingIfNeeded: bits), header)
        put(UInt16(truncatingIfNeeded: bits >> 16), header + 2)
        let isNewer = version >= 25.002, start = header + (isNewer ? 0x4C : 0)
        put(0xFFFF, start + 0x30)
        put(0x0FFF, start + 0x3A)
        put(1, start + 0x394 - (isNewer ? 0x8C : 0))
        return bytes
    }

    @Test("Of the raw header of GE three flags stay, wherever its version has them", arguments: [(24, 0x70), (26, 0xBC)] as [(Float, Int)])
    func userData(_ version: Float, _ polarity: Int) throws {
        let cleaned = try #require(GEUserData.cleaned(Self.userData(version: version)))
        #expect(cleaned.count == 1200 && cleaned[polarity] == 4 && cleaned[polarity + 0x0A] == 0 && cleaned[polarity + 0x0B] == 8)
        #expect(cleaned.filter { $0 != 0 }.count <= 8 && !cleaned.contains(UInt8(ascii: "W")))
        #expect(GEUserData.cleaned(Array(repeating: 0x57, count: 1200)) == nil && GEUserData.cleaned([]) == nil)
    }

    @Test("A raw header of GE that ends inside its last flag is none", arguments: [24, 26] as [Float]) func cutUserData(_ version: Float) {
        let whole = Self.userData(version: version)
        for count in 64 + 0x340...64 + 0x3A0 { _ = GEUserData.cleaned(Array(whole[..<count])) }
        #expect(GEUserData.cleaned(Array(whole[..<(64 + 917)])) == nil || version > 25)
        #expect(GEUserData.cleaned(Array(whole[..<(64 + 918)])) != nil)
    }

    @Test(
        "Texts of Siemens stay where they are terms",
        arguments: [
            (0x0E, "Tra", true), (0x0E, "Cor>Sag(12.3)>Tra(-4.5)", true), (0x0E, "Whitcombe", false), (0x0F, "HEA;HEP", true),
            (0x0F, "C:BO1,2;SP1-3", true),
            (0x0F, "Whitcombe", false), (0x11, "p2 s2", true), (0x11, "Smith", false), (0x09, "1.0", false),
        ] as [(UInt8, String, Bool)])
    func texts(_ offset: UInt8, _ text: String, _ stays: Bool) {
        #expect((SiemensText.cleaned(Array(text.utf8), of: offset) != nil) == stays)
    }

    @Test("A value too large to be held while deciding is rebuilt too") func large() throws {
        let value = Self.protocolOf(["sKSpace.lBaseResolution\t = \t72"])
        let tag = AttributeTag(0x0021, 0x1019)
        var dataSet = Sample.instance { builder in
            builder.add(AttributeTag(0x0021, 0x0010), .LO, "SIEMENS MR SDS 01 ")
            builder.add(tag, .OB, value)
        }
        let index = try #require(dataSet.nodes.firstIndex { $0.tag == tag })
        var nodes = dataSet.nodes
        let node = nodes[index]
        nodes[index] = DataSet.Node(
            tag: node.tag, vr: node.vr, kind: node.kind, flags: .large, parent: node.parent, end: node.end, offset: node.offset, length: node.length)
        dataSet = DataSet(nodes: nodes, bytes: Array(dataSet.bytes))
        let engine = ConfidentialityEngine(profile: try .load(nameOrPath: "ai-labeling"), identity: BasicProfileTests.identity)
        let plan = engine.plan(
            dataSet, fallback: InstanceFallback(sopClassUID: "", contentDigest: ""),
            large: LargeValueReader { node, offset, count in
                node == index ? Array(value[offset..<min(offset + count, value.count)]) : nil
            })
        guard case .value(let bytes, _) = plan.decisions[index].change else {
            Issue.record("not rebuilt")
            return
        }
        #expect(String(decoding: bytes, as: UTF8.self) == "\n### ASCCONV BEGIN ###\nsKSpace.lBaseResolution\t = \t72\n### ASCCONV END ###\n")
    }
}
