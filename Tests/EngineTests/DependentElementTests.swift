// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import Profiles
import ScrubTestSupport
import Standard
import Testing

@testable import Engine

@Suite struct DependentElementTests {
    static let role = AttributeTag(0x0010, 0x2298), person = AttributeTag(0x0010, 0x2297)
    static let calendar = AttributeTag(0x0010, 0x0035), birthDay = AttributeTag(0x0010, 0x0033), deathDay = AttributeTag(0x0010, 0x0034)

    /// The tags that stand in one item with those of the table that need them.
    struct Place: Sendable {
        let sequence: AttributeTag?
        let rows: [DependentAttributes.Row]
        var tags: [AttributeTag] { Set(rows.flatMap { [$0.tag] + $0.need.tags }).filter { $0.group < 0x7FE0 }.sorted() }
    }

    static let places: [Place] = {
        let sequences = Set(DependentAttributes.rows.flatMap { $0.places ?? [nil] }.compactMap { $0 })
        let top = Place(sequence: nil, rows: DependentAttributes.rows.filter { $0.places?.contains(nil) ?? true })
        let named = Set(top.tags)
        return [top]
            + sequences.filter { !named.contains($0) }.sorted().map { sequence in
                Place(sequence: sequence, rows: DependentAttributes.rows.filter { $0.places?.contains(sequence) ?? false })
            }
    }()

    static func add(_ tag: AttributeTag, to builder: inout DataSetBuilder) {
        let vr = DataDictionary.entry(for: tag)?.vr ?? .UN
        switch vr {
        case .SQ: builder.addSequence(tag, items: [{ $0.add(.codeValue, .SH, "T-1 ") }])
        case .DA: builder.add(tag, vr, "20210317")
        case .DT: builder.add(tag, vr, "20210317101112")
        case .TM: builder.add(tag, vr, "101112")
        case .UI: builder.add(tag, vr, "1.2.3.4")
        case .AS: builder.add(tag, vr, "033Y")
        case .PN: builder.add(tag, vr, "Grey^Meredith ")
        default: builder.add(tag, vr, "12345678")
        }
    }

    /// Every attribute of the table and all that it needs, everywhere where it may stand.
    static func everything(sopClass: String) -> DataSet {
        Sample.instance(sopClass: sopClass) { builder in
            for tag in places[0].tags where tag.group > 0x0008 && ![.patientID, .patientName, .studyInstanceUID].contains(tag) {
                add(tag, to: &builder)
            }
            for place in places.dropFirst() {
                builder.addSequence(
                    place.sequence!, items: [{ item in for tag in place.tags where tag != place.sequence { add(tag, to: &item) } }])
            }
        }
    }

    static func stays(_ tag: AttributeTag, _ item: Int, _ dataSet: DataSet, _ plan: ActionPlan, withValue: Bool = false) -> Bool {
        guard let index = dataSet.find(tag, in: item) else { return false }
        return switch plan.decisions[index].change {
        case .none: true
        case .remove: false
        case .value(let bytes, _): !withValue || !bytes.isEmpty
        case .items(let items): !withValue || !items.isEmpty
        }
    }

    static func profiles() throws -> [ConfidentialityProfile] {
        let shipped = try ["basic", "ai-labeling", "ai-labeling-minimal"].map { try ConfidentialityProfile.load(nameOrPath: $0) }
        // One that takes every second attribute that another needs.
        let taken = Set(DependentAttributes.rows.flatMap(\.need.tags)).sorted().enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
        let rules = taken.map { "  - {tag: \"\($0)\", action: remove}\n" }.joined()
        let own = "name: own\nextends: basic\nrules:\n\(rules)"
        return shipped + [
            try ConfidentialityProfile.load(
                ProfileBundle(name: "own", sources: ["own": own, "basic": ShippedProfile.text(named: "basic")!], added: [], keepsWeekday: false))
        ]
    }

    @Test("Nothing is left that may stand only beside what goes, but for what a rule names") func dependents() throws {
        let dataSet = Self.everything(sopClass: "1.2.840.10008.5.1.4.1.1.481.5")
        var seen = 0
        for profile in try Self.profiles() {
            let plan = BasicProfileTests.plan(dataSet, profile)
            for place in Self.places {
                let sequence = place.sequence.map { dataSet.find($0) }
                if let sequence, sequence == nil || plan.decisions[sequence!].change != .none { continue }
                let item = sequence.map { $0! + 1 } ?? 0
                for row in place.rows where Self.stays(row.tag, item, dataSet, plan) {
                    let index = dataSet.find(row.tag, in: item)!
                    // Nor of what the IOD has no place for.
                    if plan.decisions[index].reason.isRule || plan.shapes[index]?.shape.type == nil { continue }
                    seen += 1
                    let had = row.need.tags.contains { dataSet.find($0, in: item) != nil }
                    let has = row.need.tags.contains { Self.stays($0, item, dataSet, plan, withValue: row.need.asksForValue) }
                    #expect(has || !had, "\(profile.name): \(row.tag) in \(place.sequence?.description ?? "the Data Set")")
                }
            }
        }
        #expect(seen > 100)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let profile: String
        let tag: AttributeTag
        var others: [AttributeTag] = []
        var rule = ""
        let expected: Decision
        var testDescription: String { "\(tag) beside \(others) in \(profile) \(rule)" }
    }

    @Test(
        "What stands only beside another goes with it, unless a rule asks for it or the file was wrong before",
        arguments: [
            Case(profile: "ai-labeling", tag: role, others: [person], expected: .remove(.goesWith(person))),
            Case(profile: "ai-labeling", tag: role, expected: .keep(.notListed)),
            Case(
                profile: "own", tag: role, others: [person], rule: "{tag: ResponsiblePersonRole, action: keep}",
                expected: .keep(.rule(profile: "own", line: 4))),
            Case(
                profile: "own", tag: role, others: [person], rule: "{tag: ResponsiblePerson, action: keep}", expected: .keep(.notListed)),
            Case(profile: "basic", tag: calendar, others: [birthDay], expected: .remove(.goesWith(birthDay))),
            Case(profile: "basic", tag: calendar, others: [birthDay, deathDay], expected: .remove(.goesWith(birthDay))),
            Case(
                profile: "own", tag: calendar, others: [birthDay, deathDay],
                rule: "{tag: PatientDeathDateInAlternativeCalendar, action: keep}",
                expected: Decision(.dummy, .value(Array("REMOVED".utf8), .CS), .supplement)),
        ])
    func named(_ row: Case) throws {
        let dataSet = Sample.instance { builder in
            for tag in row.others + [row.tag] { builder.add(tag, DataDictionary.entry(for: tag)!.vr, tag == Self.role ? "OWNER " : "GREGORIAN ") }
        }
        let own = "name: own\nextends: basic\nrules:\n  - \(row.rule)\n"
        let profile =
            row.rule.isEmpty
            ? try ConfidentialityProfile.load(nameOrPath: row.profile)
            : try ConfidentialityProfile.load(
                ProfileBundle(name: "own", sources: ["own": own, "basic": ShippedProfile.text(named: "basic")!], added: [], keepsWeekday: false))
        #expect(BasicProfileTests.decision(row.tag, in: dataSet, BasicProfileTests.plan(dataSet, profile)) == row.expected)
    }

    @Test("No length stays of a document that is another one, nor that of the whole file") func lengths() throws {
        let document = AttributeTag(0x0042, 0x0011), length = AttributeTag(0x0042, 0x0015), lengthToEnd = AttributeTag(0x0008, 0x0001)
        let own = "name: own\nextends: basic\nrules:\n  - {tag: EncapsulatedDocument, action: keep}\n"
        let keeps = try ConfidentialityProfile.load(
            ProfileBundle(name: "own", sources: ["own": own, "basic": ShippedProfile.text(named: "basic")!], added: [], keepsWeekday: false))
        let dataSet = Sample.instance(sopClass: "1.2.840.10008.5.1.4.1.1.104.1") { builder in
            builder.add(lengthToEnd, .UL, [0, 0, 0, 0])
            builder.add(document, .OB, [1, 2, 3, 4])
            builder.add(length, .UL, [4, 0, 0, 0])
        }
        let plan = try BasicProfileTests.plan(dataSet)
        #expect(BasicProfileTests.decision(length, in: dataSet, plan) == .remove(.goesWith(document)))
        #expect(BasicProfileTests.decision(length, in: dataSet, BasicProfileTests.plan(dataSet, keeps))?.change == Change.none)
        #expect(BasicProfileTests.decision(lengthToEnd, in: dataSet, plan) == .remove(.structure))
    }
}
