// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import FreeTextPHI
import Identifiers
import Profiles
import ScrubTestSupport
import Testing

@testable import Engine

@Suite struct SearchMemoTests {
    /// Files of two patients that share values, some of which are an identifier of one of them.
    private static let files: [DataSet] = {
        let texts = [
            "Baker cyst", "Weiß, flach", "MRN7704188", "14.05.1962", "Größe 7704188", "胸部平扫", "1.2.826.0.1.3680043.10.77.2 seen",
            "ANNA\\BAKER",
        ]
        return (0..<24).map { number in
            let isFirst = number % 2 == 0
            return Sample.instance(patientID: isFirst ? "MRN7704188" : "7704188X", name: isFirst ? "Baker^Anna" : "Weiß^Jörg") { builder in
                builder.add(.specificCharacterSet, .CS, number % 3 == 0 ? "ISO_IR 192" : number % 3 == 1 ? "ISO_IR 100" : "GB18030")
                builder.add(AttributeTag(0x0010, 0x0030), .DA, isFirst ? "19620514" : "19851111")
                builder.add(AttributeTag(0x0008, 0x1155), .UI, "1.2.826.0.1.3680043.10.77.\(number % 4 + 1)")
                for (place, tag) in [0x0018_1030, 0x0018_0024, 0x0018_0015, 0x0018_1400].enumerated() {
                    builder.add(AttributeTag(number: UInt32(tag)), .LO, texts[(number * 3 + place) % texts.count])
                }
                builder.add(AttributeTag(0x0018, 0x9005), .SH, texts[(number * 5) % texts.count])
                builder.add(AttributeTag(0x0018, 0x5100), .OB, Array(texts[(number * 7) % texts.count].utf8))
            }
        }
    }()

    private static func plans(_ profile: ConfidentialityProfile, _ order: [Int], isWarm: Bool) -> [Int: [Decision]] {
        var engine = ConfidentialityEngine(profile: profile, identity: BasicProfileTests.identity)
        var result: [Int: [Decision]] = [:]
        for number in order {
            if !isWarm { engine = ConfidentialityEngine(profile: profile, identity: BasicProfileTests.identity) }
            result[number] = engine.plan(files[number], fallback: InstanceFallback(sopClassUID: "", contentDigest: "")).decisions
        }
        return result
    }

    @Test("What was searched before decides nothing, in any order", arguments: ["basic", "ai-labeling", "core-18"])
    func doesNotDependOnOrder(_ name: String) throws {
        let profile = try ConfidentialityProfile.load(nameOrPath: name)
        let numbers = Array(Self.files.indices)
        let cold = Self.plans(profile, numbers, isWarm: false)
        for order in [numbers, numbers.reversed(), numbers.sorted { ($0 * 7 % 24) < ($1 * 7 % 24) }, numbers + numbers] {
            #expect(Self.plans(profile, order, isWarm: true) == cold)
        }
        #expect(cold.values.joined().contains { if case .gate = $0.reason { true } else { false } })
    }
}

/// What decides whether something is found in a value, besides its study.
@Suite struct SearchMemoKeyTests {
    private struct Value {
        var tag: AttributeTag = .codeMeaning
        var vr: ValueRepresentation = .LO
        var bytes = Array("Baker".utf8)
        var decision = Decision.keep(.notListed)
        var scheme = "DCM"
        var set = "ISO_IR 100"
        var itemSet: String?

        var key: SearchMemo.Key? {
            let dataSet = Sample.instance { builder in
                builder.add(.specificCharacterSet, .CS, set)
                builder.addSequence(
                    AttributeTag(0x0008, 0x1032),
                    items: [
                        { item in
                            if let itemSet { item.add(.specificCharacterSet, .CS, itemSet) }
                            item.add(.codingSchemeDesignator, .SH, scheme)
                            item.add(tag, vr, bytes)
                        }
                    ])
            }
            guard let node = dataSet.nodes.lastIndex(where: { $0.tag == tag }), let value = WrittenValue(node, decision, dataSet) else { return nil }
            return SearchMemo.Key(value, decision, SearchedInstance(dataSet) { fatalError("The key needs no instance") })
        }
    }

    @Test("A value is known by all that decides what is found in it")
    func holdsAllThatDecides() throws {
        let written = Array("Baker".utf8)
        let values = [
            Value(), Value(tag: .codeValue), Value(vr: .SH), Value(bytes: Array("Barker".utf8)), Value(scheme: "99X"), Value(set: "ISO_IR 192"),
            Value(itemSet: "GB18030"), Value(tag: .codeValue, scheme: "99X"), Value(tag: .longCodeValue), Value(tag: .longCodeValue, scheme: "99X"),
            Value(decision: Decision(.replace, .value(written, .LO), .notListed)),
            Value(decision: Decision(.replace, .value(written, .UT), .notListed)),
            Value(decision: Decision(.clean, .value(written, .LO), .notListed)),
            Value(decision: Decision(.replace, .value(written, .LO), .notListed, isUnicode: true)),
        ]
        let keys = try values.map { try #require($0.key) }
        #expect(Set(keys).count == values.count)
        #expect(try keys == values.map { try #require($0.key) })
    }
}

@Suite struct IdentifierSetsTests {
    private static func identity(_ number: Int) -> Identity {
        Identity(header: ["PatientName": "Whitcombe\(number)^Eleanor", "PatientID": "MRN\(100_000 + number)", "StudyDate": "20190307"])
    }

    @Test("Files of several studies may come in any order: a set is made once")
    func survivesOtherStudies() {
        var sets = IdentifierSets()
        let first = sets.set(Self.identity(0), declared: [])
        for number in 1..<12 { _ = sets.set(Self.identity(number), declared: []) }
        #expect(sets.set(Self.identity(0), declared: []) === first)
        let more = sets.set(first, adding: [IdentifierSet.Found(value: "Grey, Meredith", type: .person)])
        #expect(more !== first)
        #expect(sets.set(first, adding: [IdentifierSet.Found(value: "Grey, Meredith", type: .person)]) === more)
        #expect(sets.count == 13)
    }

    @Test("What is kept of studies is bounded, and the last ones stay")
    func isBounded() {
        var sets = IdentifierSets(mostBytes: 1 << 20)
        var all: [IdentifierSet] = []
        for number in 0..<40 { all.append(sets.set(Self.identity(number), declared: [])) }
        #expect(sets.bytes <= 1 << 20)
        #expect(sets.set(Self.identity(39), declared: []) === all[39])
        #expect(sets.set(Self.identity(0), declared: []) !== all[0])
    }

    @Test("UIDs of one file are no part of what its study says")
    func leavesOwnUIDs() {
        var sets = IdentifierSets()
        let dataSet = Sample.instance { $0.add(AttributeTag(0x0008, 0x1155), .UI, "1.2.826.0.1.3680043.10.77.2") }
        let set = sets.set(Identity(dataSet, kept: []), declared: [])
        let text = "see 1.2.826.0.1.3680043.10.77.2"
        #expect(set.index.matches(in: text).isEmpty)
        #expect(!set.index(withOwn: ["1.2.826.0.1.3680043.10.77.2"]).matches(in: text).isEmpty)
        #expect(set.index(withOwn: ["1.2.826.0.1.3680043.10.77.3"]).matches(in: text).isEmpty)
    }
}
