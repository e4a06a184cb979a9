// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import Profiles
import Pseudonyms
import ScrubTestSupport
import Testing

@testable import Engine

@Suite struct SharedIdentityTests {
    private let siteKey = SiteKey(0..<32)!

    struct Item: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let id: String
        let issuer: String
        /// Profiles in which the item names the patient of the instance.
        let own: Set<String>
    }

    @Test(
        "An item that names the instance's patient has the same pseudonym",
        arguments: [
            Item(testDescription: "no issuer", id: "MRN00123", issuer: "", own: ["id", "issuer-and-id", "{issuer: true, fold-case: true}"]),
            Item(testDescription: "its issuer", id: "MRN00123", issuer: "HOSP", own: ["id", "issuer-and-id", "{issuer: true, fold-case: true}"]),
            Item(testDescription: "another issuer", id: "MRN00123", issuer: "OTHER", own: ["id"]),
            Item(testDescription: "blanks", id: " MRN00123", issuer: " ", own: ["id", "issuer-and-id", "{issuer: true, fold-case: true}"]),
            Item(testDescription: "small letters", id: "mrn00123", issuer: "", own: ["{issuer: true, fold-case: true}"]),
            Item(testDescription: "another patient", id: "MRN00124", issuer: "", own: []),
        ])
    func items(_ item: Item) throws {
        let sequence = AttributeTag(0x0008, 0x1120)
        for key in ["id", "issuer-and-id", "{issuer: true, fold-case: true}"] {
            let yaml =
                "extends: basic\npatient-key: \(key)\nrules:\n  - {tag: ReferencedPatientSequence, action: keep}\n"
                + "  - {tag: PatientID, action: pseudonym}\n"
            let profile = try ConfidentialityProfile.load(
                ProfileBundle(name: "own", sources: ["own": yaml, "basic": ShippedProfile.text(named: "basic")!], added: [], keepsWeekday: false))
            var builder = DataSetBuilder()
            builder.add(.sopClassUID, .UI, Sample.ctImageStorage)
            builder.addSequence(
                sequence,
                items: [
                    {
                        $0.add(.patientID, .LO, item.id)
                        if !item.issuer.isEmpty { $0.add(.issuerOfPatientID, .LO, item.issuer) }
                    }
                ])
            builder.add(.patientID, .LO, "MRN00123")
            builder.add(.issuerOfPatientID, .LO, "HOSP")
            let dataSet = builder.build()
            let plan = ConfidentialityEngine(profile: profile, identity: ProjectIdentity(siteKey: siteKey, project: "default"))
                .plan(dataSet, fallback: InstanceFallback(sopClassUID: "", contentDigest: ""))
            let values = dataSet.nodes.indices.filter { dataSet.nodes[$0].tag == .patientID }.map { index -> [UInt8] in
                if case .value(let bytes, _) = plan.decisions[index].change { bytes } else { [] }
            }
            #expect(values.count == 2 && !values[0].isEmpty)
            #expect((values[0] == values[1]) == item.own.contains(key), "\(key)")
        }
    }

    @Test(
        "A study, a series and an instance may share one UID, as some writers have it",
        arguments: [["1.2.3.4", "1.2.3.4", "1.2.3"], ["1.2.3", "1.2.3", "1.2.3"]])
    func sharedUIDs(_ uids: [String]) throws {
        var builder = DataSetBuilder()
        builder.add(.sopClassUID, .UI, Sample.ctImageStorage)
        builder.add(.sopInstanceUID, .UI, uids[0])
        builder.add(.seriesInstanceUID, .UI, uids[1])
        builder.add(.studyInstanceUID, .UI, uids[2])
        let engine = ConfidentialityEngine(
            profile: try ConfidentialityProfile.load(nameOrPath: "basic"), identity: ProjectIdentity(siteKey: siteKey, project: "default"))
        let summary = engine.plan(builder.build(), fallback: InstanceFallback(sopClassUID: "", contentDigest: "")).summary
        #expect((summary.sopInstanceUID == summary.seriesInstanceUID) == (uids[0] == uids[1]))
        #expect((summary.seriesInstanceUID == summary.studyInstanceUID) == (uids[1] == uids[2]))
    }

    @Test("Of a UID with padding and further values behind it the first is what the release calls it", arguments: ["1.2.3 \\1.2.4", "1.2.3\0x\\y"])
    func severalUIDs(_ value: String) throws {
        var builder = DataSetBuilder()
        builder.add(.sopClassUID, .UI, Sample.ctImageStorage)
        builder.add(.studyInstanceUID, .UI, value)
        let dataSet = builder.build()
        let engine = ConfidentialityEngine(
            profile: try ConfidentialityProfile.load(nameOrPath: "basic"), identity: ProjectIdentity(siteKey: siteKey, project: "default"))
        let plan = engine.plan(dataSet, fallback: InstanceFallback(sopClassUID: "", contentDigest: ""))
        guard case .value(let bytes, _) = plan.decisions[try #require(dataSet.find(.studyInstanceUID))].change else {
            Issue.record("the UID is not mapped")
            return
        }
        #expect(bytes.split(separator: 0x5C).first.map { String(decoding: $0, as: UTF8.self) } == plan.summary.studyInstanceUID)
    }
}
