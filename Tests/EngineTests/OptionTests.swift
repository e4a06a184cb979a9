// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import Profiles
import Pseudonyms
import ScrubTestSupport
import Standard
import Testing

@testable import Engine

@Suite struct OptionTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let options: [String]
        let tag: AttributeTag
        let vr: ValueRepresentation
        let value: String
        /// The new value; `nil` where the element is removed.
        let expected: String?
        var testDescription: String { "\(options.joined(separator: "+")) on \(tag)" }
    }

    @Test(
        "An option does to an attribute what its column says",
        arguments: [
            Row(options: ["retain-long-full-dates"], tag: .studyDate, vr: .DA, value: "20130404", expected: "20130404"),
            Row(options: ["retain-long-full-dates"], tag: .studyDate, vr: .DA, value: "2013 Doe", expected: ""),
            Row(options: ["retain-long-full-dates"], tag: .patientBirthDate, vr: .DA, value: "19310203", expected: ""),
            Row(options: ["retain-long-modified-dates"], tag: .studyDate, vr: .DA, value: "20210230", expected: ""),
            Row(options: ["retain-patient-characteristics"], tag: .patientAge, vr: .AS, value: "093Y", expected: "090Y"),
            Row(options: ["retain-patient-characteristics"], tag: .patientSex, vr: .CS, value: "F ", expected: "F"),
            Row(options: ["retain-device-identity"], tag: .deviceSerialNumber, vr: .LO, value: "SN-9981 ", expected: "SN-9981"),
            Row(options: ["retain-institution-identity"], tag: .institutionName, vr: .LO, value: "St. Elsewhere ", expected: "St. Elsewhere"),
            Row(options: ["retain-uids"], tag: .frameOfReferenceUID, vr: .UI, value: "1.2.3.4.5\0", expected: "1.2.3.4.5"),
            Row(options: ["retain-uids"], tag: .frameOfReferenceUID, vr: .UI, value: "Doe^Jane", expected: "2.25."),
            Row(
                options: ["clean-descriptors"], tag: AttributeTag(0x0008, 0x1030), vr: .LO, value: "CT CHEST for Dr. Hallowell",
                expected: "CT CHEST"),
            Row(
                options: ["clean-descriptors"], tag: AttributeTag(0x0008, 0x1030), vr: .LO, value: "CT CHEST ABDOMEN PELVIS ",
                expected: "CT CHEST ABDOMEN PELVIS"),
            Row(
                options: ["clean-descriptors"], tag: AttributeTag(0x0020, 0x4000), vr: .LT, value: "MR-00123 Eleanor Whitcombe, chest wall",
                expected: "chest wall"),
            Row(options: [], tag: AttributeTag(0x0008, 0x1030), vr: .LO, value: "CT CHEST", expected: nil),
        ])
    func column(_ row: Row) throws {
        let dataSet = Sample.instance { $0.add(row.tag, row.vr, row.value) }
        let decision = try #require(BasicProfileTests.decision(row.tag, in: dataSet, try BasicProfileTests.plan(dataSet, with: row.options)))
        switch decision.change {
        case .none: #expect(row.expected == trimmed(row.value))
        case .remove: #expect(row.expected == nil)
        case .value(let bytes, _):
            let text = String(decoding: bytes, as: UTF8.self)
            if row.expected == "2.25." {
                #expect(text.hasPrefix("2.25."))
            } else if let expected = row.expected, row.tag == AttributeTag(0x0020, 0x4000) {
                #expect(text.contains(expected) && !text.contains("hitcombe"))
            } else {
                #expect(text == row.expected)
            }
        case .items: Issue.record("a sequence")
        }
    }

    @Test("Modified dates move all dates of a patient alike, in every element and value") func modifiedDates() throws {
        let dataSet = Sample.instance { builder in
            builder.add(.studyDate, .DA, "20130404")
            builder.add(AttributeTag(0x0008, 0x002A), .DT, "20130405101500.5+0100")
            builder.add(AttributeTag(0x0018, 0x1012), .DA, "20130401\\20130402")
        }
        let plan = try BasicProfileTests.plan(dataSet, with: ["retain-long-modified-dates"])
        let days = BasicProfileTests.identity.dateShift(for: PatientKey(issuer: "", patientID: "MRN00123"))
        let moved = { (day: Int) in (CalendarDay(year: 2013, month: 4, day: day)! + -days).text }
        let text = { (tag: AttributeTag) -> String in
            guard case .value(let bytes, _)? = BasicProfileTests.decision(tag, in: dataSet, plan)?.change else { return "" }
            return String(decoding: bytes, as: UTF8.self)
        }
        #expect(text(.studyDate) == moved(4))
        #expect(text(AttributeTag(0x0008, 0x002A)) == moved(5) + "101500.5+0100")
        #expect(text(AttributeTag(0x0018, 0x1012)) == moved(1) + "\\" + moved(2))
        #expect(plan.insertions.contains(Template(.longitudinalTemporalInformationModified, .CS, "MODIFIED")))
    }

    @Test("Where options collide the more protective wins: a date moves though its device is kept") func collision() throws {
        let tag = AttributeTag(0x300C, 0x0127)  // Beam Hold Transition DateTime: K for devices, C for modified dates
        let dataSet = Sample.instance { $0.add(tag, .DT, "20130401101500") }
        let plan = try BasicProfileTests.plan(dataSet, with: ["retain-device-identity", "retain-long-modified-dates"])
        #expect(BasicProfileTests.decision(tag, in: dataSet, plan)?.action == .shiftDate)
    }

    @Test("Every pair of options runs, or is refused with the reason") func pairs() throws {
        let dataSet = Sample.instance { $0.add(.studyDate, .DA, "20130404") }
        for first in ProfileOption.allCases {
            for second in ProfileOption.allCases {
                do {
                    let plan = try BasicProfileTests.plan(dataSet, with: [first.rawValue, second.rawValue])
                    #expect(plan.decisions.count == dataSet.nodes.count)
                } catch let error as ProfileError {
                    #expect(error.message.contains("exclude each other") || error.message.contains("knows no faces"))
                }
            }
        }
    }

    @Test("Safe private elements stay with their creator whatever the block, and creators that own nothing go") func safePrivate() throws {
        let dataSet = Sample.instance { builder in
            builder.add(AttributeTag(0x7053, 0x0010), .LO, "Whitcombe")
            builder.add(AttributeTag(0x7053, 0x0011), .LO, "Philips PET Private Group ")
            builder.add(AttributeTag(0x7053, 0x1000), .DS, "1.5 ")
            builder.add(AttributeTag(0x7053, 0x1100), .DS, "2.5 ")
            builder.add(AttributeTag(0x7053, 0x11AA), .LO, "unlisted")
        }
        let plan = try BasicProfileTests.plan(dataSet, with: ["retain-safe-private"])
        let action = { (element: UInt16) in BasicProfileTests.decision(AttributeTag(0x7053, element), in: dataSet, plan)?.action }
        #expect(action(0x0010) == .remove && action(0x1000) == .remove && action(0x11AA) == .remove)
        #expect(action(0x0011) == .keep && action(0x1100) == .keep)
    }

    @Test("Structured content keeps what was measured and drops who and when") func structuredContent() throws {
        let code = { (value: String, meaning: String) in
            { (item: inout DataSetBuilder) in
                item.add(.codeValue, .SH, value)
                item.add(.codingSchemeDesignator, .SH, "DCM ")
                item.add(.codeMeaning, .LO, meaning)
            }
        }
        let dataSet = Sample.instance(sopClass: "1.2.840.10008.5.1.4.1.1.88.11") { builder in
            builder.addSequence(
                .contentSequence,
                items: [
                    { item in
                        item.add(AttributeTag(0x0040, 0xA040), .CS, "TEXT")
                        item.addSequence(AttributeTag(0x0040, 0xA043), items: [code("121022", "Accession Number")])
                        item.add(AttributeTag(0x0040, 0xA160), .UT, "A7654321")
                    },
                    { item in
                        item.add(AttributeTag(0x0040, 0xA040), .CS, "TEXT")
                        item.addSequence(AttributeTag(0x0040, 0xA043), items: [code("121071", "Finding ")])
                        item.add(AttributeTag(0x0040, 0xA160), .UT, "Baker cyst. Discussed with Dr. Hallowell.")
                    },
                ])
        }
        let plan = try BasicProfileTests.plan(dataSet, with: ["clean-structured-content"])
        let texts = dataSet.nodes.indices.filter { dataSet.nodes[$0].tag == AttributeTag(0x0040, 0xA160) }
        #expect(plan.decisions[texts[0]].action == .remove)
        guard case .value(let bytes, _) = plan.decisions[texts[1]].change else {
            Issue.record("not cleaned")
            return
        }
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.contains("Baker cyst") && !text.contains("Hallowell"))
    }

    @Test("A name that is certain in one text of an instance is known in its others") func consistency() throws {
        let description = AttributeTag(0x0008, 0x1030), comments = AttributeTag(0x0020, 0x4000)
        let dataSet = Sample.instance { builder in
            builder.add(description, .LO, "CT CHEST QUILLFEATHER ")
            builder.add(comments, .LT, "discussed with Dr. Barnaby Quillfeather")
        }
        let plan = try BasicProfileTests.plan(dataSet, with: ["clean-descriptors"])
        for tag in [description, comments] {
            guard case .value(let bytes, _) = BasicProfileTests.decision(tag, in: dataSet, plan)?.change else {
                Issue.record("not cleaned")
                continue
            }
            #expect(!String(decoding: bytes, as: UTF8.self).lowercased().contains("quillfeather"))
        }
        let alone = Sample.instance { $0.add(description, .LO, "CT CHEST WALL ") }
        #expect(BasicProfileTests.decision(description, in: alone, try BasicProfileTests.plan(alone, with: ["clean-descriptors"]))?.action == .keep)
    }

    @Test("Every shipped profile loads, and claims what it does", arguments: ShippedProfile.names)
    func shipped(_ name: String) throws {
        let profile = try ConfidentialityProfile.load(nameOrPath: name)
        #expect(!profile.summary.isEmpty && profile.name == name)
        #expect(profile.methodCodes.isEmpty == (name == "core-18"))
    }

    @Test("An allow-list profile removes what it does not name") func allowList() throws {
        let profile = try ConfidentialityProfile.load(nameOrPath: "ai-labeling-minimal")
        let engine = ConfidentialityEngine(profile: profile, identity: BasicProfileTests.identity)
        let dataSet = Sample.instance { builder in
            builder.add(AttributeTag(0x0018, 0x0050), .DS, "2.5 ")
            builder.add(AttributeTag(0x0018, 0x1020), .LO, "Whitcombe Soft ")
            builder.add(AttributeTag(0x0018, 0x9999), .LO, "whatever")
        }
        let plan = engine.plan(dataSet, fallback: InstanceFallback(sopClassUID: "", contentDigest: ""))
        #expect(BasicProfileTests.decision(AttributeTag(0x0018, 0x0050), in: dataSet, plan)?.action == .keep)
        #expect(BasicProfileTests.decision(AttributeTag(0x0018, 0x1020), in: dataSet, plan)?.action == .remove)
        #expect(BasicProfileTests.decision(.patientID, in: dataSet, plan)?.action == .pseudonym)
    }
}
