// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import Foundation
import ScrubTestSupport
import Testing

@testable import ProfileEngine

@Suite struct OverviewTests {
    static let labels: [String: Set<ActionName>] = [
        "X": [.remove], "K": [.keep], "U": [.hashUID], "Z": [.empty], "D": [.dummy], "C": [.clean, .keep, .shiftDate],
    ]

    struct Case: Sendable, CustomTestStringConvertible {
        let profile: String
        let options: [String]
        var testDescription: String { ([profile] + options).joined(separator: " with ") }
    }

    /// Every shipped profile, and two of them with each option that they lack and that does not contradict one they have.
    static let cases: [Case] = ShippedProfile.names.flatMap { name in
        [Case(profile: name, options: [])]
            + (name == "ai-labeling" || name == "basic" ? ProfileOption.allCases : []).compactMap { option in
                guard let profile = try? ConfidentialityProfile.load(nameOrPath: name, adding: [option.rawValue]), profile.options.contains(option)
                else { return nil }
                return Case(profile: name, options: [option.rawValue])
            }
    }

    @Test("What a profile shows of an attribute is what a run does with it, in every kind of image", arguments: cases)
    func shows(_ row: Case) throws {
        let profile = try ConfidentialityProfile.load(nameOrPath: row.profile, adding: row.options)
        let overview = Dictionary(profile.overview().map { ($0.tag, $0) }) { $1 }
        let engine = ConfidentialityEngine(profile: profile, identity: BasicProfileTests.identity)
        var seen = 0
        for sopClass in [Sample.ctImageStorage, "1.2.840.10008.5.1.4.1.1.11.1"] {
            var builder = DataSetBuilder()
            builder.add(.sopClassUID, .UI, sopClass)
            let tags = overview.keys.compactMap { AttributeTag($0) }.filter { $0.group >= 0x0008 && !$0.isPrivate && $0 != .sopClassUID }.sorted {
                $0.number < $1.number
            }
            for tag in tags {
                guard let vr = DataDictionary.entry(for: tag)?.vr else { continue }
                if vr == .SQ {
                    builder.addSequence(tag, items: [{ $0.add(.referencedSOPInstanceUID, .UI, "1.2.3.4") }])
                } else if tag == .pixelData {
                    builder.addPixels(length: 8)
                } else {
                    builder.add(tag, vr, TypicalElements.value(of: tag, vr))
                }
            }
            let dataSet = builder.build()
            let plan = engine.plan(dataSet, fallback: InstanceFallback(sopClassUID: "", contentDigest: ""))
            for index in dataSet.children(of: 0) {
                let node = dataSet.nodes[index], decision = plan.decisions[index]
                // A value that was taken for an identifier of this patient says nothing about its attribute.
                if case .gate = decision.reason { continue }
                guard let shown = overview[node.tag.description] else { continue }
                seen += 1
                let isShown = shown.action.split(separator: "/").contains {
                    Self.labels[String($0)]?.contains(decision.action) ?? (decision.action.rawValue == $0)
                }
                #expect(
                    isShown,
                    "\(shown.tag) \(shown.keyword): \(shown.action) by \(shown.reason), but \(decision.action) by \(decision.reason) in \(sopClass)")
            }
        }
        #expect(seen > 40)
    }

    @Test("Retained devices keep serials, and their UIDs are mapped") func devices() throws {
        let overview = try ConfidentialityProfile.load(nameOrPath: "basic", adding: ["retain-device-identity"]).overview()
        let action = { (keyword: String) in overview.first { $0.keyword == keyword }?.action }
        #expect(
            action("DeviceUID") == "U" && action("DeviceSerialNumber") == "K" && action("InstitutionName") == "X/Z/D"
                && action("StudyDescription") == "X/Z")
    }
}
