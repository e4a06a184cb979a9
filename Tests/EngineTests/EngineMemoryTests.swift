// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import Profiles
import ScrubTestSupport
import Testing

@testable import Engine

/// What an engine remembers of other files decides nothing (law 4).
@Suite struct EngineMemoryTests {
    /// Pairs of files that differ in one thing, and share shapes, values, patients and creators with others in every mixture.
    static func dataSets(_ count: Int) -> [DataSet] {
        var chance = Seeded(7)
        return (0..<count / 2).flatMap { number in
            let file = SeriesFile(number, &chance)
            return [file.dataSet, file.like(number % SeriesFile.likenesses, &chance).dataSet]
        }
    }

    static let profiles: [[String]] =
        ShippedProfile.names.map { [$0] } + [
            ["basic", "clean-structured-content", "retain-uids", "retain-safe-private"], ["basic", "retain-patient-characteristics"], ["own"],
        ]

    /// With rules that hold for some files.
    private static let own = """
        extends: basic
        options: [clean-descriptors]
        rules:
          - when: {modality: US}
            tag: StudyDescription
            action: keep
          - when: {modality: MR}
            tag: SoftwareVersions
            action: remove
        """

    static func profile(_ names: [String]) throws -> ConfidentialityProfile {
        let sources = ["own": own, "basic": ShippedProfile.text(named: "basic")!]
        return names == ["own"]
            ? try .load(ProfileBundle(name: "own", sources: sources, added: [], keepsWeekday: false))
            : try .load(nameOrPath: names[0], adding: Array(names.dropFirst()))
    }

    @Test("Plans and their traces do not depend on the files before", arguments: profiles)
    func order(_ names: [String]) throws {
        let profile = try Self.profile(names)
        let dataSets = Self.dataSets(60)
        let fallback = InstanceFallback(sopClassUID: "", contentDigest: "d")
        let alone = dataSets.map { dataSet in
            let engine = ConfidentialityEngine(profile: profile, identity: BasicProfileTests.identity)
            return Planned(engine, engine.plan(dataSet, fallback: fallback))
        }
        let engine = ConfidentialityEngine(profile: profile, identity: BasicProfileTests.identity)
        let reader = PlanReader(engine: engine)
        var chance = Seeded(11)
        for round in 0..<2 {
            // Like files behind each other, then in every mixture.
            for index in round == 0 ? Array(dataSets.indices) : dataSets.indices.shuffled(using: &chance) {
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

    /// What a file has of a row, whatever the row's number is.
    private struct Counted: Hashable {
        let row: PlanRow
        private var entry: PlanEntry

        init(_ entry: PlanEntry, of rows: [PlanRow]) {
            row = rows[entry.row]
            self.entry = entry
            self.entry.row = 0
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
        let counts: Set<Counted>

        init(_ engine: ConfidentialityEngine, _ plan: ActionPlan, _ reader: PlanReader? = nil) {
            decisions = plan.decisions
            insertions = plan.insertions
            summary = plan.summary
            refusal = plan.refusal
            defects = plan.inputDefects
            explanations = plan.decisions.indices.map { engine.explanation(of: $0, in: plan) }
            let reader = reader ?? PlanReader(engine: engine)
            let read = reader.read(plan)
            rows = read.rowOfNode.filter { $0 >= 0 }.map { reader.rows[$0] }
            counts = Set(read.entries.map { Counted($0, of: reader.rows) })
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

    @Test("Shapes that are met anew after all were forgotten have no decisions of others") func forgets() throws {
        let profile = try Self.profile(["own"])
        let fallback = InstanceFallback(sopClassUID: "", contentDigest: "d")
        // The same value at the same place in the order of shapes.
        let files = [AttributeTag(0x0018, 0x1030), AttributeTag(0x0018, 0x1250)].map { tag in
            Sample.instance { $0.add(tag, .LO, "chest 12") }
        }
        let flood = Sample.instance { builder in
            for place in 0..<21_000 { builder.add(AttributeTag(0x2101, UInt16(0x1000 + place)), .LO, "x") }
        }
        let engine = ConfidentialityEngine(profile: profile, identity: BasicProfileTests.identity)
        let reader = PlanReader(engine: engine)
        _ = reader.read(engine.plan(files[0], fallback: fallback))
        _ = reader.read(engine.plan(flood, fallback: fallback))
        let alone = ConfidentialityEngine(profile: profile, identity: BasicProfileTests.identity)
        #expect(Planned(engine, engine.plan(files[1], fallback: fallback), reader) == Planned(alone, alone.plan(files[1], fallback: fallback)))
        #expect(engine.tree.generation == 1)
    }
}
