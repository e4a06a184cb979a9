// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import Foundation
import Profiles
import ScrubTestSupport
import Standard
import Testing

@testable import Engine

@Suite struct OverviewTests {
    static let labels: [String: Set<ActionName>] = [
        "X": [.remove], "K": [.keep], "U": [.hashUID], "Z": [.empty], "D": [.dummy], "C": [.clean, .keep, .shiftDate],
    ]

    struct Case: Sendable, CustomTestStringConvertible {
        let profile: String
        let options: [String]
        var testDescription: String { ([profile] + options).joined(separator: " with ") }
    }

    /// Every shipped profile, and each with every option that it lacks and that does not contradict one it has.
    static let cases: [Case] = ShippedProfile.names.flatMap { name in
        [Case(profile: name, options: [])]
            + ProfileOption.allCases.compactMap { option in
                guard let bare = try? ConfidentialityProfile.load(nameOrPath: name), !bare.options.contains(option),
                    (try? ConfidentialityProfile.load(nameOrPath: name, adding: [option.rawValue])) != nil
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
            let dataSet = Self.dataSet(sopClass, overview.keys.compactMap { AttributeTag($0) })
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

    /// One typical element of each attribute.
    private static func dataSet(_ sopClass: String, _ tags: [AttributeTag]) -> DataSet {
        var builder = DataSetBuilder()
        builder.add(.sopClassUID, .UI, sopClass)
        for tag in tags.filter({ $0.group >= 0x0008 && !$0.isPrivate && $0 != .sopClassUID }).sorted() {
            guard let vr = DataDictionary.entry(for: tag)?.vr else { continue }
            if vr == .SQ {
                builder.addSequence(tag, items: [{ $0.add(.referencedSOPInstanceUID, .UI, "1.2.3.4") }])
            } else if tag == .pixelData {
                builder.addPixels(length: 8)
            } else {
                builder.add(tag, vr, TypicalElements.value(of: tag, vr))
            }
        }
        return builder.build()
    }

    @Test("Whatever an option changes, the trace without it says so", arguments: cases.filter { !$0.options.isEmpty })
    func options(_ row: Case) throws {
        let (bare, asked) = (
            try ConfidentialityProfile.load(nameOrPath: row.profile), try ConfidentialityProfile.load(nameOrPath: row.profile, adding: row.options)
        )
        let engine = ConfidentialityEngine(profile: bare, identity: BasicProfileTests.identity)
        let dataSet = Self.dataSet(Sample.ctImageStorage, bare.overview().compactMap { AttributeTag($0.tag) })
        let fallback = InstanceFallback(sopClassUID: "", contentDigest: "")
        let plan = engine.plan(dataSet, fallback: fallback)
        let other = ConfidentialityEngine(profile: asked, identity: BasicProfileTests.identity).plan(dataSet, fallback: fallback)
        var changed = 0
        for index in dataSet.nodes.indices.dropFirst() {
            let (without, with) = (plan.decisions[index], other.decisions[index])
            guard without.action != with.action, dataSet.nodes[index].kind != .item else { continue }
            if case .gate = without.reason { continue }
            if case .gate = with.reason { continue }
            changed += 1
            let named = engine.explanation(of: index, in: plan).optionsThatChangeIt ?? []
            guard !named.contains(row.options[0]) else { continue }
            Issue.record("\(dataSet.nodes[index].tag): \(without.action) and \(with.action), but \(named)")
        }
        #expect(changed > 0 || row.options == ["retain-safe-private"] || row.options == ["clean-pixel-data"] || row.profile == "ai-labeling-minimal")
    }

    @Test("Retained devices keep serials, and their UIDs are mapped") func devices() throws {
        let overview = try ConfidentialityProfile.load(nameOrPath: "basic", adding: ["retain-device-identity"]).overview()
        let action = { (keyword: String) in overview.first { $0.keyword == keyword }?.action }
        #expect(
            action("DeviceUID") == "U" && action("DeviceSerialNumber") == "K" && action("InstitutionName") == "X/Z/D"
                && action("StudyDescription") == "X/Z")
    }
}
