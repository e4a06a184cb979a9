// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import Profiles
import ScrubTestSupport
import Testing

@testable import Engine
@testable import Standard

@Suite struct DateOwnerTreatmentTests {
    private static let othersDates = DateOwner.others.keys.sorted().map { AttributeTag(number: $0) }

    @Test(
        "What no patient owns is never moved, whatever the options and the depth",
        arguments: [
            ["retain-long-modified-dates"], ["retain-long-modified-dates", "retain-device-identity"],
            ["retain-long-modified-dates", "retain-patient-characteristics", "clean-structured-content", "clean-descriptors"],
        ])
    func neverMoves(_ options: [String]) throws {
        let values: [ValueRepresentation: String] = [.DA: "20190618", .DT: "20190618101500", .TM: "101500"]
        let add = { (builder: inout DataSetBuilder) in
            for tag in Self.othersDates {
                let vr = DataDictionary.entry(for: tag)!.vr
                builder.add(tag, vr, values[vr]!)
            }
        }
        let dataSet = Sample.instance { builder in
            add(&builder)
            builder.addSequence(AttributeTag(0x0040, 0x0555), items: [add])
        }
        let plan = try BasicProfileTests.plan(dataSet, with: options)
        let found = dataSet.nodes.indices.filter { Self.othersDates.contains(dataSet.nodes[$0].tag) }
        #expect(found.count == 2 * Self.othersDates.count)
        for index in found {
            let (decision, node) = (plan.decisions[index], dataSet.nodes[index])
            #expect(decision.action != .shiftDate && decision.change != .none, "\(node.tag)")
            if case .value(let bytes, _) = decision.change {
                #expect(DummyValues.value(for: node.tag, node.vr) == bytes || bytes.isEmpty, "\(node.tag)")
            }
        }
    }

    @Test("Two patients with the same device date, and with the same date in a maker's block, get nothing that differs by their shifts")
    func sharedDates() throws {
        let profile = try ConfidentialityProfile.load(nameOrPath: "ai-labeling")
        let made = ["MRN00123", "MRN00777"].map { patientID -> [Change] in
            let dataSet = Sample.instance(patientID: patientID) { builder in
                builder.add(AttributeTag(0x0017, 0x0010), .LO, "GEMS_PETD_01")
                builder.add(AttributeTag(0x0017, 0x1004), .DT, "20190618101500.00")  // calibration
                builder.add(AttributeTag(0x0018, 0x1200), .DA, "20190618")
                builder.add(AttributeTag(0x0018, 0x700C), .DA, "20190618")
                builder.add(AttributeTag(0x0019, 0x0010), .LO, "GEMS_ACQU_01")
                builder.add(AttributeTag(0x0019, 0x0011), .LO, "GEMS_PETD_01")
                builder.add(AttributeTag(0x0019, 0x109D), .DT, "20170301120000")  // the pulse sequence's
                builder.add(AttributeTag(0x0019, 0x1104), .DT, "20190618101500.00")  // calibration
            }
            let plan = BasicProfileTests.plan(dataSet, profile)
            return dataSet.nodes.indices.filter { [.DA, .DT].contains(dataSet.nodes[$0].vr) }.map { plan.decisions[$0].change }
        }
        #expect(made[0].count == 5 && made[0] == made[1])
    }

    @Test("A scan date of a maker's block moves with the patient") func privateDates() throws {
        let dataSet = Sample.instance { builder in
            builder.add(AttributeTag(0x0009, 0x0010), .LO, "GEMS_PETD_01")
            builder.add(AttributeTag(0x0009, 0x100D), .DT, "20190618101500.00")
        }
        let plan = BasicProfileTests.plan(dataSet, try ConfidentialityProfile.load(nameOrPath: "ai-labeling"))
        #expect(BasicProfileTests.decision(AttributeTag(0x0009, 0x100D), in: dataSet, plan)?.action == .shiftDate)
    }

    private static func profile(_ rules: String) throws -> ConfidentialityProfile {
        let sources = ["own": "extends: basic\nrules:\n\(rules)\n", "basic": ShippedProfile.text(named: "basic")!]
        return try ConfidentialityProfile.load(ProfileBundle(name: "own", sources: sources, added: [], keepsWeekday: false))
    }

    @Test("A rule that would move a date of no patient is refused, and one that means all dates leaves them out") func rules() throws {
        #expect(throws: ProfileError.self) { try Self.profile("  - {tag: DateOfLastCalibration, action: shift-date}") }
        let profile = try Self.profile("  - {vr: DA, action: shift-date}")
        let dataSet = Sample.instance { builder in
            builder.add(.studyDate, .DA, "20190618")
            builder.add(AttributeTag(0x0018, 0x1200), .DA, "20190618")
        }
        let plan = BasicProfileTests.plan(dataSet, profile)
        #expect(BasicProfileTests.decision(.studyDate, in: dataSet, plan)?.action == .shiftDate)
        #expect(BasicProfileTests.decision(AttributeTag(0x0018, 0x1200), in: dataSet, plan)?.action == .remove)
    }
}
