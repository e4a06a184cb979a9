// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import Profiles
import ScrubTestSupport
import Testing

@testable import Engine

/// What an engine remembers of other files decides nothing (law 4).
@Suite struct EngineMemoryTests {
    private static let names = ["Whitcombe^Eleanor", "Baker^Tom", "Müller^Änne", "Grey^Meredith"]
    private static let texts = [
        "CT ABDOMEN", "Patient Whitcombe, tel 555 0143 221", "Baker cyst", "Ref. by Dr. Grey", "", "MRN00123 again", "chest pain", "LOCAL KERNEL",
        "seen by Eleanor Whitcombe",
    ]
    private static let kinds = [Sample.ctImageStorage, Sample.enhancedCTImageStorage, "1.2.840.10008.5.1.4.1.1.88.33", "1.2.3.4", ""]

    /// Data Sets that share shapes, values, patients and creators in every mixture, and differ in what stands beside a value.
    static func dataSets(_ count: Int) -> [DataSet] {
        var chance = Seeded(7)
        return (0..<count).map { number in
            var builder = DataSetBuilder()
            let patient = Int.random(in: 0..<4, using: &chance)
            if Bool.random(using: &chance) {
                builder.add(.specificCharacterSet, .CS, ["ISO_IR 100", "ISO_IR 192", "ISO_IR 999"].randomElement(using: &chance)!)
            }
            builder.add(.imageType, .CS, ["ORIGINAL\\PRIMARY", "DERIVED\\SECONDARY\\JANE"].randomElement(using: &chance)!)
            builder.add(.sopClassUID, .UI, kinds.randomElement(using: &chance)!)
            builder.add(.sopInstanceUID, .UI, "1.2.826.0.1.3680043.10.1337.1.1.\(number % 7)")
            builder.add(.studyDate, .DA, ["20210317", "19000101", "tomorrow", ""].randomElement(using: &chance)!)
            builder.add(.accessionNumber, .SH, ["A1234567", "A7654321"].randomElement(using: &chance)!)
            builder.add(.modality, .CS, ["CT", "US", "MR"].randomElement(using: &chance)!)
            builder.add(AttributeTag(0x0008, 0x1030), .LO, texts.randomElement(using: &chance)!)
            code(&builder, AttributeTag(0x0008, 0x1032), &chance)
            builder.add(.patientName, .PN, names[patient])
            builder.add(.patientID, .LO, "MRN0012\(patient)")
            builder.add(.patientAge, .AS, ["093Y", "041Y", "old"].randomElement(using: &chance)!)
            if Bool.random(using: &chance) { maker(&builder, block: UInt16.random(in: 0x10...0x12, using: &chance), &chance) }
            builder.add(AttributeTag(0x0018, 0x0010), .LO, texts.randomElement(using: &chance)!)
            builder.add(AttributeTag(0x0018, 0x1020), .LO, ["VA48A", "VA48A by Jane Doe"].randomElement(using: &chance)!)
            builder.add(AttributeTag(0x0018, 0x1210), .SH, texts.randomElement(using: &chance)!)
            builder.add(.studyInstanceUID, .UI, "1.2.826.0.1.3680043.10.1337.\(patient)")
            builder.add(.seriesInstanceUID, .UI, "1.2.826.0.1.3680043.10.1337.\(patient).1")
            builder.add(AttributeTag(0x0020, 0x4000), .LT, texts.randomElement(using: &chance)!)
            builder.add(AttributeTag(0x0028, 0x1050), .DS, String(number))
            builder.addSequence(
                AttributeTag(0x0038, 0x0004),
                items: (0..<Int.random(in: 0...2, using: &chance)).map { _ in
                    let own = Int.random(in: 0..<4, using: &chance), text = texts.randomElement(using: &chance)!
                    return { item in
                        if own == 3 { item.add(.specificCharacterSet, .CS, "ISO_IR 144") }
                        item.add(.patientID, .LO, "MRN0012\(own)")
                        item.add(AttributeTag(0x0008, 0x1030), .LO, text)
                    }
                })
            content(&builder, &chance)
            return builder.build()
        }
    }

    private static func code(_ builder: inout DataSetBuilder, _ tag: AttributeTag, _ chance: inout Seeded) {
        let (value, scheme, meaning) = [
            ("113100", "DCM", "Patient"), ("113100", "99SITE", "Patient"), ("JD", "99SITE", "Jane Doe"), ("JD", "SCT", "Jane Doe"),
        ].randomElement(using: &chance)!
        builder.addSequence(
            tag,
            items: [
                { item in
                    item.add(.codeValue, .SH, value)
                    item.add(.codingSchemeDesignator, .SH, scheme)
                    item.add(.codeMeaning, .LO, meaning)
                }
            ])
    }

    private static func maker(_ builder: inout DataSetBuilder, block: UInt16, _ chance: inout Seeded) {
        let creator = ["SIEMENS MR HEADER", "GEMS_PARM_01", "Whitcombe", ""].randomElement(using: &chance)!
        builder.add(AttributeTag(0x0019, block), .LO, creator)
        if Bool.random(using: &chance) { builder.add(AttributeTag(0x0019, block), .LO, "SECOND") }
        builder.add(AttributeTag(0x0019, block << 8 | 0x0A), .US, [4, 0])
        builder.add(AttributeTag(0x0019, block << 8 | 0x0C), .IS, "1000")
        builder.add(AttributeTag(0x0019, block << 8 | 0x0E), .LO, texts.randomElement(using: &chance)!)
    }

    /// The patient's age, or another number of the same attributes.
    private static func content(_ builder: inout DataSetBuilder, _ chance: inout Seeded) {
        let (value, meaning) = [("121033", "Subject Age"), ("121206", "Distance")].randomElement(using: &chance)!
        let number = ["93", "41"].randomElement(using: &chance)!
        builder.addSequence(
            .contentSequence,
            items: [
                { item in
                    item.add(AttributeTag(0x0040, 0xA040), .CS, "NUM")
                    item.addSequence(
                        AttributeTag(0x0040, 0xA043),
                        items: [
                            { code in
                                code.add(.codeValue, .SH, value)
                                code.add(.codingSchemeDesignator, .SH, "DCM")
                                code.add(.codeMeaning, .LO, meaning)
                            }
                        ])
                    item.addSequence(
                        AttributeTag(0x0040, 0xA300),
                        items: [
                            { measured in
                                measured.addSequence(
                                    AttributeTag(0x0040, 0x08EA),
                                    items: [
                                        { unit in
                                            unit.add(.codeValue, .SH, "a")
                                            unit.add(.codingSchemeDesignator, .SH, "UCUM")
                                            unit.add(.codeMeaning, .LO, "year")
                                        }
                                    ])
                                measured.add(AttributeTag(0x0040, 0xA30A), .DS, number)
                            }
                        ])
                }
            ])
    }

    static let profiles: [[String]] =
        ShippedProfile.names.map { [$0] } + [
            ["basic", "clean-structured-content", "retain-uids", "retain-safe-private"], ["basic", "retain-patient-characteristics"],
        ]

    @Test("Plans and their traces do not depend on the files before", arguments: profiles)
    func order(_ names: [String]) throws {
        let profile = try ConfidentialityProfile.load(nameOrPath: names[0], adding: Array(names.dropFirst()))
        let dataSets = Self.dataSets(20)
        let fallback = InstanceFallback(sopClassUID: "", contentDigest: "d")
        let alone = dataSets.map { dataSet in
            let engine = ConfidentialityEngine(profile: profile, identity: BasicProfileTests.identity)
            return Planned(engine, engine.plan(dataSet, fallback: fallback))
        }
        let engine = ConfidentialityEngine(profile: profile, identity: BasicProfileTests.identity)
        let reader = PlanReader(engine: engine)
        var chance = Seeded(11)
        for round in 0..<2 {
            for index in dataSets.indices.shuffled(using: &chance) {
                let plan = engine.plan(dataSets[index], fallback: fallback)
                let planned = Planned(engine, plan, reader)
                for node in planned.decisions.indices where planned.decisions[node] != alone[index].decisions[node] {
                    let tag = dataSets[index].nodes[node].tag
                    Issue.record("round \(round), file \(index), \(tag): \(planned.decisions[node]), alone \(alone[index].decisions[node])")
                }
                #expect(planned == alone[index], "round \(round), file \(index)")
            }
        }
    }

    /// All that a plan says.
    private struct Planned: Equatable {
        let decisions: [Decision]
        let insertions: [Template]
        let summary: InstanceSummary
        let refusal: Refusal?
        let defects: [String]
        let explanations: [Explanation]
        let rows: [PlanRow]

        init(_ engine: ConfidentialityEngine, _ plan: ActionPlan, _ reader: PlanReader? = nil) {
            decisions = plan.decisions
            insertions = plan.insertions
            summary = plan.summary
            refusal = plan.refusal
            defects = plan.inputDefects
            explanations = plan.decisions.indices.map { engine.explanation(of: $0, in: plan) }
            let reader = reader ?? PlanReader(engine: engine)
            rows = reader.read(plan).rowOfNode.filter { $0 >= 0 }.map { reader.rows[$0] }
        }
    }

    @Test("What is remembered of shapes is bounded") func bounded() throws {
        let engine = ConfidentialityEngine(
            profile: try ConfidentialityProfile.load(nameOrPath: "basic"), identity: BasicProfileTests.identity)
        let fallback = InstanceFallback(sopClassUID: "", contentDigest: "d")
        for file in 0..<4 {
            let dataSet = Sample.instance { builder in
                for number in 0..<11_000 {
                    let place = file * 11_000 + number
                    builder.add(AttributeTag(UInt16(0x2101 + place / 0xE000 * 2), UInt16(0x1000 + place % 0xE000)), .LO, "x")
                }
            }
            _ = engine.plan(dataSet, fallback: fallback)
            #expect(engine.tree.count <= 31_100)
        }
        #expect(engine.tree.generation == 1)
    }
}
