// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import Profiles
import ScrubTestSupport
import Standard
import Testing

@testable import Engine

@Suite struct ValueGrammarTests {
    /// A value such as an attribute of the VR has.
    static let usual: [ValueRepresentation: String] = [
        .AE: "SCANNER1", .AS: "033Y", .CS: "HFS ", .DA: "20210317", .DS: "1.5 ", .DT: "20210317101112", .IS: "12", .LO: "HEAD COIL ",
        .LT: "axial slices", .PN: "Grey^Meredith ", .SH: "T2 TSE", .ST: "with contrast ", .TM: "101112", .UC: "axial ",
        .UI: "1.2.3.4.5\0", .UR: "urn:x ", .UT: "axial ",
    ]

    /// Some attributes of every VR and of every kind that the tables tell apart, but for those that say how the rest is to be read.
    static let attributes: [DictionaryEntry] = {
        var met: [String: Int] = [:]
        return DataDictionary.all.sorted { $0.tag < $1.tag }.filter { entry in
            guard entry.tag.group >= 0x0008, entry.tag.group < 0x7FE0, !readers.contains(entry.tag), !entry.tag.isGroupLength, entry.vr != .SQ
            else { return false }
            let supplement = SupplementaryTable.row(for: entry.tag)?.action
            let kind = "\(entry.vr) \(entry.alternativeVRs) \(ConfidentialityTable.row(for: entry.tag)?.basic as Any) \(supplement as Any)"
            met[kind, default: 0] += 1
            return met[kind]! <= 4
        }
    }()

    static let texts = attributes.filter { usual[$0.vr] != nil }
    /// Eight bytes of letters can be a fraction, so those are not asked.
    static let numbers = attributes.filter {
        ValueGrammar.judges($0.vr) && ![.UI, .FL, .FD, .UV, .SV].contains($0.vr) && $0.alternativeVRs.isEmpty
    }

    static let readers: Set<AttributeTag> = [
        .specificCharacterSet, .sopClassUID, .sopInstanceUID, .modality, .patientName, .patientID, .studyInstanceUID, .seriesInstanceUID,
    ]

    static func dataSet(_ body: (inout DataSetBuilder, DictionaryEntry) -> Void) -> DataSet {
        Sample.instance { builder in for entry in texts { body(&builder, entry) } }
    }

    @Test(
        "Whatever VR a value was sent under, what it is decides, and it is written as that",
        arguments: ["basic", "ai-labeling", "ai-labeling-minimal"])
    func decidesByValue(_ name: String) throws {
        let profile = try ConfidentialityProfile.load(nameOrPath: name)
        let right = Self.dataSet { $0.add($1.tag, $1.vr, Self.usual[$1.vr]!) }
        let expected = BasicProfileTests.plan(right, profile)
        for vr in [ValueRepresentation.UN, .OB, .US, .FD, .UI, .IS, .DA] {
            let wrong = Self.dataSet { $0.add($1.tag, vr, Self.usual[$1.vr]!) }
            let plan = BasicProfileTests.plan(wrong, profile)
            for index in right.nodes.indices where right.nodes[index].parent == 0 {
                let node = right.nodes[index]
                // Text under binary numbers is taken for such where nothing else has its form.
                if vr.bytesOfNumber != nil, ![.DA, .DT, .AS, .UI].contains(node.vr) { continue }
                guard plan.decisions[index] != expected.decisions[index] || plan.dataSet.nodes[index].vr != node.vr else { continue }
                Issue.record("\(node.tag) \(node.vr.rawValue) as \(vr.rawValue): \(plan.decisions[index].action.rawValue)")
            }
        }
    }

    @Test("The character set is written as CS, whatever VR it had", arguments: [.LO, .PN, .UN, .UT] as [ValueRepresentation])
    func characterSet(_ vr: ValueRepresentation) throws {
        let dataSet = Sample.instance { $0.add(.specificCharacterSet, vr, "ISO_IR 100") }
        let plan = try BasicProfileTests.plan(dataSet)
        let index = try #require(plan.dataSet.find(.specificCharacterSet))
        #expect(plan.dataSet.nodes[index].vr == .CS && plan.decisions[index].change == .none)
    }

    static let names = ["SMITH ", "Grey^Meredith ", "Meredith Grey ", "1.5\\SMITH ", "Dr. Whitby  "]

    @Test("No text passes as a number, a day, a time or an age", arguments: ShippedProfile.names)
    func noTextAsNumber(_ name: String) throws {
        let profile = try ConfidentialityProfile.load(nameOrPath: name)
        for text in Self.names {
            for vr in [nil, ValueRepresentation.LO, .UN, .OB] {
                let dataSet = Sample.instance(name: "") { builder in for entry in Self.numbers { builder.add(entry.tag, vr ?? entry.vr, text) } }
                let plan = BasicProfileTests.plan(dataSet, profile)
                for entry in Self.numbers {
                    guard let index = plan.dataSet.find(entry.tag) else { continue }
                    let written: [UInt8] =
                        switch plan.decisions[index].change {
                        case .none: Array(plan.dataSet.value(of: index))
                        case .value(let bytes, _): bytes
                        case .remove, .items: []
                        }
                    let left = String(decoding: written, as: UTF8.self)
                    let isLeft = ["SMITH", "Grey", "Meredith", "Whitby"].contains { left.contains($0) }
                    #expect(!isLeft, "\(entry.keyword) \(entry.vr.rawValue) as \((vr ?? entry.vr).rawValue): \(left)")
                }
            }
        }
    }

    /// Sequences of every kind that the tables tell apart, and bytes.
    static let forms: [DictionaryEntry] = {
        var met: [String: Int] = [:]
        return DataDictionary.all.sorted { $0.tag < $1.tag }.filter { entry in
            guard entry.vr == .SQ || ValueGrammar.isBytes(entry.vr), (0x0008..<0x7FE0).contains(entry.tag.group), !readers.contains(entry.tag) else {
                return false
            }
            let supplement = SupplementaryTable.row(for: entry.tag)?.action
            let kind = "\(entry.vr) \(ConfidentialityTable.row(for: entry.tag)?.basic as Any) \(supplement as Any)"
            met[kind, default: 0] += 1
            return met[kind]! <= 6
        }
    }()

    @Test("No text passes as a sequence or as bytes", arguments: ShippedProfile.names)
    func noTextAsForm(_ name: String) throws {
        let profile = try ConfidentialityProfile.load(nameOrPath: name)
        for (vr, text) in [
            (ValueRepresentation.LO, "Grey^Meredith "), (.DA, "20210318"), (.UT, "SMITH "), (.IS, "7719034 "), (.PN, "Grey^Meredith "),
        ] {
            let dataSet = Sample.instance(name: "") { builder in for entry in Self.forms { builder.add(entry.tag, vr, text) } }
            let plan = BasicProfileTests.plan(dataSet, profile)
            for entry in Self.forms {
                let index = try #require(plan.dataSet.find(entry.tag))
                let isLeft =
                    switch plan.decisions[index].change {
                    case .none: true
                    case .value(let bytes, _): String(decoding: bytes, as: UTF8.self).contains(text.dropLast())
                    case .remove, .items: false
                    }
                #expect(!isLeft, "\(entry.keyword) \(entry.vr.rawValue) as \(vr.rawValue)")
            }
        }
    }

    @Test("A day under the name of a number goes, and a number under the VR of a day stays", arguments: ShippedProfile.names)
    func noDayAsNumber(_ name: String) throws {
        let profile = try ConfidentialityProfile.load(nameOrPath: name)
        for keyword in ["BitsAllocated", "SliceThickness", "InstanceNumber", "TriggerTime", "KVP"] {
            let tag = try #require(DataDictionary.tag(forKeyword: keyword))
            for (vr, text, stays) in [
                (ValueRepresentation.DA, "20210318", false), (.DT, "20210318101112", false), (.DT, "20210318", false), (.DA, "1200", true),
                (.DA, "16", true),
            ] where stays == false || profile.removesUnnamed == false {
                let dataSet = Sample.instance { $0.add(tag, vr, text) }
                let plan = BasicProfileTests.plan(dataSet, profile)
                let index = try #require(plan.dataSet.find(tag))
                let written: String
                switch plan.decisions[index].change {
                case .none: written = String(decoding: plan.dataSet.value(of: index), as: UTF8.self)
                case .value(let bytes, _): written = String(decoding: bytes, as: UTF8.self)
                case .remove, .items: written = ""
                }
                #expect(written.contains(text) == stays, "\(keyword) as \(vr.rawValue): \(text)")
            }
        }
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let keyword: String
        let vr: ValueRepresentation
        let value: String
        /// `nil` where it stays as it is.
        let expected: String?
        var testDescription: String { "\(keyword) as \(vr.rawValue): \(value)" }
    }

    @Test(
        "Numbers stay, whatever was typed around them",
        arguments: [
            Row(keyword: "SliceThickness", vr: .DS, value: "1.5 ", expected: nil),
            Row(keyword: "SliceThickness", vr: .DS, value: "12 mm ", expected: nil),
            Row(keyword: "SliceThickness", vr: .DS, value: "5mm ", expected: nil),
            Row(keyword: "SliceThickness", vr: .LO, value: "1.5 ", expected: nil),
            Row(keyword: "EchoTime", vr: .DS, value: "4.2\\Whitby\\3", expected: "4.2\\\\3"),
            Row(keyword: "Rows", vr: .IS, value: "512 ", expected: nil), Row(keyword: "Rows", vr: .US, value: "\0\u{2}", expected: nil),
            Row(keyword: "InstanceNumber", vr: .US, value: "\u{5}\0", expected: nil),
            Row(keyword: "TriggerTime", vr: .FD, value: "\0\0\0\0\0\0\u{8}@", expected: nil),
            Row(keyword: "PhotometricInterpretation", vr: .US, value: "MONOCHROME2 ", expected: nil),
            Row(keyword: "LossyImageCompressionRatio", vr: .DS, value: "12.5:1", expected: nil),
        ])
    func numbers(_ row: Row) throws {
        let tag = try #require(DataDictionary.tag(forKeyword: row.keyword))
        let dataSet = Sample.instance { $0.add(tag, row.vr, row.value) }
        let plan = try BasicProfileTests.plan(dataSet)
        let decision = try #require(BasicProfileTests.decision(tag, in: dataSet, plan))
        guard let expected = row.expected else { return #expect(decision.change == .none) }
        guard case .value(let bytes, _) = decision.change else { return #expect(decision.change == .value(Array(expected.utf8), row.vr)) }
        #expect(String(decoding: bytes, as: UTF8.self) == expected)
    }

    @Test("A maker's element that is not what the list says goes") func privates() throws {
        let profile = try ConfidentialityProfile.load(nameOrPath: "ai-labeling")
        let factor = AttributeTag(0x7053, 0x1000)
        for (vr, value, stays) in [
            (ValueRepresentation.DS, "0.00123 ", true), (.DS, "SMITH ", false), (.LO, "SMITH ", false), (.UN, "SMITH ", false), (.UN, "0.0012", true),
            (.OB, "Grey^M", false),
        ] {
            let dataSet = Sample.instance { builder in
                builder.add(AttributeTag(0x7053, 0x0010), .LO, "Philips PET Private Group ")
                builder.add(factor, vr, value)
            }
            let decision = BasicProfileTests.decision(factor, in: dataSet, BasicProfileTests.plan(dataSet, profile))
            #expect((decision?.change == Change.none) == stays, "\(vr.rawValue) \(value)")
        }
    }
}
