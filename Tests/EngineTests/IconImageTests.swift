// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import Profiles
import ScrubTestSupport
import Testing

@testable import Engine

@Suite struct IconImageTests {
    static let yaml = "extends: basic\nrules:\n  - {tag: IconImageSequence, action: rebuild}\n"

    /// 130 columns and 2 rows of 8 bits, brighter from left to right.
    static func instance(bits: UInt8 = 8) -> DataSet {
        Sample.instance { builder in
            for (element, value) in [(0x0002, 1), (0x0010, 2), (0x0011, 130), (0x0100, bits), (0x0101, bits), (0x0102, bits - 1), (0x0103, 0)]
                as [(UInt16, UInt8)]
            {
                builder.add(AttributeTag(0x0028, element), .US, [value, 0])
            }
            builder.add(AttributeTag(0x0028, 0x0004), .CS, "MONOCHROME2 ")
            builder.addSequence(.iconImageSequence, items: [{ $0.add(.pixelData, .OB, "Whitcombe ") }])
            builder.addPixels(length: 2 * 130 * Int(bits) / 8)
        }
    }

    static func plan(_ dataSet: DataSet, isBigEndian: Bool = false) throws -> ActionPlan {
        let profile = try ConfidentialityProfile.load(
            ProfileBundle(name: "own", sources: ["own": yaml, "basic": ShippedProfile.text(named: "basic")!], added: [], keepsWeekday: false))
        let engine = ConfidentialityEngine(profile: profile, identity: BasicProfileTests.identity)
        return engine.plan(
            dataSet, fallback: InstanceFallback(sopClassUID: "", contentDigest: ""),
            large: LargeValueReader(isBigEndian: isBigEndian) { node, offset, count in
                dataSet.nodes[node].kind == .pixels ? (offset..<offset + count).map { UInt8($0 % 130) } : nil
            })
    }

    @Test("Where a rule asks, an icon is made from the pixels and nothing of the old one stays") func rebuilds() throws {
        let dataSet = Self.instance()
        guard case .items(let items) = BasicProfileTests.decision(.iconImageSequence, in: dataSet, try Self.plan(dataSet))?.change else {
            Issue.record("no icon")
            return
        }
        let item = try #require(items.first)
        let value = { (tag: AttributeTag) -> [UInt8] in
            guard case .value(let bytes)? = item.first(where: { $0.tag == tag })?.content else { return [] }
            return bytes
        }
        #expect(value(AttributeTag(0x0028, 0x0010)) == [1, 0] && value(AttributeTag(0x0028, 0x0011)) == [44, 0])
        #expect(value(.pixelData).count == 44 && value(.pixelData).first == 0 && value(.pixelData).last == 255)
        #expect(value(.pixelData) == value(.pixelData).sorted())
    }

    @Test("Pixels that would have to be decoded or swapped leave no icon") func removes() throws {
        let dataSet = Self.instance()
        #expect(BasicProfileTests.decision(.iconImageSequence, in: dataSet, try Self.plan(dataSet, isBigEndian: true))?.change == .remove)
        let deep = Self.instance(bits: 32)
        #expect(BasicProfileTests.decision(.iconImageSequence, in: deep, try Self.plan(deep))?.change == .remove)
    }
}
