// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import Profiles
import ScrubTestSupport
import Testing

@testable import Engine

@Suite struct GateTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let vr: ValueRepresentation
        let value: String
        let expected: String?
        var testDescription: String { "\(vr) \(value)" }
    }

    /// Algorithm Source: the name of a product, so that a lone word stays but for what the gate finds.
    static let tag = AttributeTag(0x0024, 0x0202)

    static func gated(_ value: [UInt8], _ vr: ValueRepresentation, tag: AttributeTag = tag) throws -> Decision {
        let dataSet = Sample.instance(patientID: "MRN-0012345", name: "Whitcombe^Eleanor^J=魏^爱玲") { builder in
            builder.add(AttributeTag(0x0010, 0x0030), .DA, "19520504")
            builder.add(AttributeTag(0x0010, 0x2154), .SH, "+44 20 7946 0123")
            builder.add(tag, vr, value)
        }
        return BasicProfileTests.decision(tag, in: dataSet, try BasicProfileTests.plan(dataSet))!
    }

    @Test(
        "A known identifier is cut out of what stays",
        arguments: [
            Row(vr: .LO, value: "syngo WHITCOMBE build 7", expected: "syngo build 7"),
            Row(vr: .LO, value: "for Eleanor Whitcombe", expected: ""),
            Row(vr: .LO, value: "whitcombe_7", expected: "_7"),
            Row(vr: .LO, value: "ID 0012345 v2", expected: "ID v2"),
            Row(vr: .LO, value: "12345", expected: ""),
            Row(vr: .LO, value: "born 04.05.1952 ok", expected: "born ok"),
            Row(vr: .LO, value: "born 1952-05-04 ok", expected: "born ok"),
            Row(vr: .LO, value: "call 442079460123", expected: "call"),
            Row(vr: .CS, value: "WHITCOMBE", expected: ""),
            Row(vr: .LO, value: "VA41 SP02", expected: nil),
            Row(vr: .LO, value: "Whitby 9912345678", expected: nil),
            Row(vr: .LO, value: "CTWHITCOMBE 9912345678", expected: "CT 9912345678"),
        ])
    func cuts(_ row: Row) throws {
        let decision = try Self.gated(Array(row.value.utf8), row.vr)
        guard let expected = row.expected else {
            #expect(decision.change == .none)
            return
        }
        #expect(decision.change == .value(Array(expected.utf8), row.vr))
    }

    @Test("A name in bytes is blanked where it stands, in UTF-8 and in UTF-16", arguments: [false, true])
    func binary(_ isWide: Bool) throws {
        let encoded = { (text: String) in isWide ? text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] } : Array(text.utf8) }
        let around = encoded("ab ")
        let decision = try Self.gated(around + encoded("Whitcombe") + around, .OB, tag: AttributeTag(0x0028, 0x2000))
        guard case .value(let bytes, .OB) = decision.change else {
            Issue.record("not cleaned")
            return
        }
        #expect(bytes.count == around.count * 2 + encoded("Whitcombe").count)
        #expect(!String(decoding: bytes.filter { $0 != 0 }, as: UTF8.self).lowercased().contains("itcom"))
    }

    @Test("A body part stays though the patient is called like it") func closedTerms() throws {
        let tag = AttributeTag(0x0018, 0x0015)
        let dataSet = Sample.instance(name: "Chest^Ann") { $0.add(tag, .CS, "CHEST") }
        #expect(BasicProfileTests.decision(tag, in: dataSet, try BasicProfileTests.plan(dataSet))?.change == Change.none)
    }

    @Test(
        "A model stays though the serial number says the same, and a number of its own goes",
        arguments: [("MRT200SP5 ", "MRT200SP5 ", ActionName.keep), ("45160771", "45160771", .empty)])
    func model(_ model: String, _ serial: String, _ expected: ActionName) throws {
        let dataSet = Sample.instance { builder in
            builder.add(.manufacturerModelName, .LO, model)
            builder.add(AttributeTag(0x0018, 0x1000), .LO, serial)
        }
        let plan = BasicProfileTests.plan(dataSet, try .load(nameOrPath: "ai-labeling"))
        #expect(BasicProfileTests.decision(.manufacturerModelName, in: dataSet, plan)?.action == expected)
    }
}
