// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import Foundation
import ScrubTestSupport
import Testing

@testable import ProfileEngine

@Suite struct OverviewTests {
    static let compound: [String: Set<ActionName>] = [
        "X": [.remove], "K": [.keep, .generalize], "U": [.hashUID], "Z": [.empty], "D": [.dummy, .hashUID, .remove], "pseudonym": [.pseudonym],
        "hash": [.hash], "C": [.clean, .keep, .shiftDate, .generalize], "X/Z": [.remove, .empty], "X/D": [.remove, .dummy, .hashUID],
        "Z/D": [.empty, .dummy, .hash, .pseudonym], "X/Z/D": [.remove, .empty, .dummy], "X/Z/U*": [.remove, .empty, .hashUID, .keep],
        "remove": [.remove], "keep": [.keep], "shift-date": [.shiftDate], "generalize": [.generalize, .keep],
    ]

    static func value(_ tag: AttributeTag, _ vr: ValueRepresentation) -> String {
        if let term = DefinedTerms.terms(of: tag)?.min() { return term }
        if tag.number == 0x0008_0201 { return "+0100 " }
        return switch vr {
        case .DA: "20130404"
        case .DT: "20130404101500"
        case .TM: "101500"
        case .AS: "041Y"
        case .UI: "1.2.3.4.5.6"
        case .DS, .IS: "7 "
        case .CS: "OTHER "
        case .PN: "Nobody^Known"
        default: tag.number == 0x0018_1020 ? "1.2 " : "abcd"
        }
    }

    @Test("What a profile shows of an attribute is what it does with it", arguments: ShippedProfile.names)
    func shows(_ name: String) throws {
        let profile = try ConfidentialityProfile.load(nameOrPath: name)
        let overview = profile.overview()
        let last = Dictionary(overview.map { ($0.tag, $0) }) { $1 }
        let engine = ConfidentialityEngine(profile: profile, identity: BasicProfileTests.identity)
        var seen = 0
        for row in overview {
            guard let tag = AttributeTag(row.tag), !tag.isPrivate, tag.group >= 0x0008, let entry = DataDictionary.entry(for: tag),
                let expected = Self.compound[row.action], last[row.tag] == row
            else { continue }
            let dataSet = Sample.instance(sopClass: "1.2.840.10008.5.1.4.1.1.66") { builder in
                if entry.vr == .SQ {
                    builder.addSequence(tag, items: [{ $0.add(.referencedSOPInstanceUID, .UI, "1.2.3.4.5.6.7") }])
                } else {
                    builder.add(tag, entry.vr, Self.value(tag, entry.vr))
                }
            }
            guard dataSet.nodes.filter({ $0.tag == tag }).count == 1,
                let decision = BasicProfileTests.decision(tag, in: dataSet, engine.plan(dataSet, fallback: InstanceFallback(sopClassUID: "", contentDigest: "")))
            else { continue }
            // The value itself was taken for an identifier of this patient.
            if case .gate = decision.reason { continue }
            seen += 1
            #expect(expected.contains(decision.action), "\(row.tag) \(row.keyword): \(row.action) by \(row.reason), but \(decision.action) by \(decision.reason)")
        }
        #expect(seen > 40)
    }
}
