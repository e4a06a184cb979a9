// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import Profiles
import Pseudonyms
import ScrubTestSupport
import Testing

@testable import Engine

@Suite struct BasicProfileTests {
    static let identity = ProjectIdentity(siteKey: SiteKey(0..<32)!, project: "default")

    static func plan(_ dataSet: DataSet, with options: [String] = []) throws -> ActionPlan {
        plan(dataSet, try ConfidentialityProfile.load(nameOrPath: "basic", adding: options))
    }

    static func plan(_ dataSet: DataSet, _ profile: ConfidentialityProfile) -> ActionPlan {
        ConfidentialityEngine(profile: profile, identity: identity).plan(dataSet, fallback: InstanceFallback(sopClassUID: "", contentDigest: "d"))
    }

    /// The decision on an attribute, at the top or in the first item of a sequence.
    static func decision(_ tag: AttributeTag, in dataSet: DataSet, _ plan: ActionPlan) -> Decision? {
        dataSet.nodes.indices.first { dataSet.nodes[$0].tag == tag }.map { plan.decisions[$0] }
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let tag: AttributeTag
        let vr: ValueRepresentation
        let value: String
        var sopClass = Sample.ctImageStorage
        let expected: ActionName
        var testDescription: String { "\(tag) in \(sopClass): \(expected.rawValue)" }
    }

    static let rows = [
        Row(tag: AttributeTag(0x0008, 0x0020), vr: .DA, value: "20210317", expected: .empty),
        Row(tag: AttributeTag(0x0008, 0x0021), vr: .DA, value: "20210317", expected: .remove),
        Row(tag: AttributeTag(0x0008, 0x0050), vr: .SH, value: "A1234567", expected: .hash),
        Row(tag: AttributeTag(0x0008, 0x0050), vr: .SH, value: "", expected: .keep),
        Row(tag: AttributeTag(0x0008, 0x0080), vr: .LO, value: "St. Elsewhere", expected: .remove),
        Row(tag: AttributeTag(0x0008, 0x0090), vr: .PN, value: "Grey^Meredith", expected: .empty),
        Row(tag: AttributeTag(0x0008, 0x1030), vr: .LO, value: "CT ABDOMEN", expected: .remove),
        Row(tag: AttributeTag(0x0010, 0x0010), vr: .PN, value: "Whitcombe^Eleanor", expected: .pseudonym),
        Row(tag: AttributeTag(0x0010, 0x0020), vr: .LO, value: "MRN00123", expected: .pseudonym),
        Row(tag: AttributeTag(0x0010, 0x0030), vr: .DA, value: "19520504", expected: .empty),
        Row(tag: AttributeTag(0x0010, 0x1010), vr: .AS, value: "093Y", expected: .remove),
        Row(tag: AttributeTag(0x0018, 0x1000), vr: .LO, value: "SN-9981", expected: .remove),
        Row(tag: AttributeTag(0x0018, 0x1000), vr: .LO, value: "SN-9981", sopClass: Sample.enhancedCTImageStorage, expected: .dummy),
        Row(tag: AttributeTag(0x0018, 0x1000), vr: .LO, value: "SN-9981", sopClass: "1.2.3.4", expected: .remove),
        Row(tag: AttributeTag(0x0020, 0x0052), vr: .UI, value: "1.2.3.4.5", expected: .hashUID),
        Row(tag: AttributeTag(0x0020, 0x0052), vr: .UI, value: "1.2.840.10008.1.4.1.1", expected: .keep),
        Row(tag: AttributeTag(0x0028, 0x0010), vr: .US, value: "  ", expected: .keep),
        Row(tag: AttributeTag(0x0028, 0x1050), vr: .DS, value: "40", expected: .keep),
        Row(tag: AttributeTag(0x6000, 0x3000), vr: .OW, value: "ab", expected: .remove),
        Row(tag: AttributeTag(0x601E, 0x4000), vr: .LT, value: "text", expected: .remove),
        Row(tag: AttributeTag(0x5004, 0x0010), vr: .US, value: "ab", expected: .remove),
        Row(tag: AttributeTag(0x0019, 0x0010), vr: .LO, value: "MAKER", expected: .remove),
        Row(tag: AttributeTag(0x7FE1, 0x1001), vr: .OB, value: "ab", expected: .remove),
        Row(tag: AttributeTag(0x0012, 0x1234), vr: .LO, value: "unknown even group", expected: .remove),
        Row(tag: AttributeTag(0x0014, 0x2006), vr: .PN, value: "Nobody^Listed", expected: .remove),
        Row(tag: AttributeTag(0x0010, 0x0033), vr: .LO, value: "S27", expected: .remove),
        Row(tag: AttributeTag(0x0008, 0x0000), vr: .UL, value: "1234", expected: .remove),
        Row(tag: AttributeTag(0xFFFC, 0xFFFC), vr: .OB, value: "xx", expected: .remove),
        Row(tag: AttributeTag(0x0400, 0x0500), vr: .LO, value: "xx", expected: .remove),
        Row(tag: AttributeTag(0x0018, 0x0050), vr: .DS, value: "2.5", expected: .keep),
    ]

    @Test("Each attribute meets its action of Table E.1-1", arguments: rows)
    func topLevel(_ row: Row) throws {
        var builder = DataSetBuilder()
        builder.add(.sopClassUID, .UI, row.sopClass)
        builder.add(row.tag, row.vr, row.value)
        let dataSet = builder.build()
        #expect(Self.decision(row.tag, in: dataSet, try Self.plan(dataSet))?.action == row.expected)
    }

    @Test("Actions hold in the items of sequences that stay, at every depth", arguments: [1, 3, 30])
    func nested(_ depth: Int) throws {
        let dataSet = Sample.instance { builder in Self.nest(&builder, depth) }
        let plan = try Self.plan(dataSet)
        let (name, private_, uid) = (AttributeTag(0x0008, 0x1048), AttributeTag(0x0029, 0x1001), AttributeTag(0x0008, 0x1155))
        #expect(Self.decision(name, in: dataSet, plan)?.action == .remove)
        #expect(Self.decision(private_, in: dataSet, plan)?.action == .remove)
        #expect(Self.decision(uid, in: dataSet, plan)?.action == .hashUID)
    }

    private static func nest(_ builder: inout DataSetBuilder, _ depth: Int) {
        // Cardiac Synchronization Sequence: in no table, so it stays.
        builder.addSequence(
            AttributeTag(0x0018, 0x9118),
            items: [
                { item in
                    if depth > 1 {
                        nest(&item, depth - 1)
                    } else {
                        item.add(AttributeTag(0x0008, 0x1048), .PN, "Deep^Staff")
                        item.add(AttributeTag(0x0008, 0x1155), .UI, "1.2.3.4.5.6")
                        item.add(AttributeTag(0x0029, 0x0010), .LO, "MAKER")
                        item.add(AttributeTag(0x0029, 0x1001), .LO, "secret")
                    }
                }
            ])
    }

    @Test("Every value of a multi-valued UID is mapped") func multipleUIDs() throws {
        let tag = AttributeTag(0x0008, 0x1155)
        let dataSet = Sample.instance { $0.add(tag, .UI, "1.2.3\\1.2.840.10008.1.1\\4.5.6") }
        guard case .value(let bytes, _)? = Self.decision(tag, in: dataSet, try Self.plan(dataSet))?.change else {
            Issue.record("not mapped")
            return
        }
        let values = String(decoding: bytes, as: UTF8.self).split(separator: "\\").map(String.init)
        #expect(values == [Self.identity.uid(for: "1.2.3"), "1.2.840.10008.1.1", Self.identity.uid(for: "4.5.6")])
    }

    @Test("A dummy sequence has one item and none of the old") func dummySequence() throws {
        let dataSet = Sample.instance { builder in
            builder.addSequence(.contentSequence, items: [{ $0.add(AttributeTag(0x0040, 0xA123), .PN, "Told^Name") }])
        }
        guard case .items(let items)? = Self.decision(.contentSequence, in: dataSet, try Self.plan(dataSet))?.change else {
            Issue.record("not replaced")
            return
        }
        #expect(items.count == 1 && !items[0].isEmpty)
    }

    @Test("Markers say what was done and nothing more") func markers() throws {
        let dataSet = Sample.instance { builder in
            builder.add(.patientIdentityRemoved, .CS, "YES")
            builder.add(.deidentificationMethod, .LO, "By Jane Doe at St. Elsewhere")
            builder.add(.burnedInAnnotation, .CS, "YES")
        }
        let plan = try Self.plan(dataSet)
        #expect(Self.decision(.deidentificationMethod, in: dataSet, plan)?.action == .remove)
        #expect(Self.decision(.burnedInAnnotation, in: dataSet, plan)?.action == .keep)
        let codes = plan.insertions.first { $0.tag == .deidentificationMethodCodeSequence }
        guard case .items(let items)? = codes?.content else {
            Issue.record("no codes")
            return
        }
        #expect(items.map { $0.first { $0.tag == .codeValue } } == [Template(.codeValue, .SH, "113100")])
        #expect(plan.insertions.contains(Template(.longitudinalTemporalInformationModified, .CS, "REMOVED")))
    }

    @Test("A sequence sent as UN that does not parse is removed") func unparsed() throws {
        let node = DataSet.Node(tag: AttributeTag(0x0018, 0x9118), vr: .UN, kind: .element, flags: .unparsed, parent: 0, end: 2, offset: 0, length: 2)
        let root = DataSet.Node(tag: AttributeTag(0xFFFE, 0xE000), vr: .UN, kind: .item, parent: 0, end: 2, offset: 0, length: 0)
        let plan = try Self.plan(DataSet(nodes: [root, node], bytes: [1, 2]))
        #expect(plan.decisions[1].action == .remove)
    }
}
