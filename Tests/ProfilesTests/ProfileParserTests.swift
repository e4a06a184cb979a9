// SPDX-License-Identifier: Apache-2.0

import Pseudonyms
import Standard
import Testing

@testable import Profiles

@Suite struct ProfileParserTests {
    struct Mistake: Sendable, CustomTestStringConvertible {
        let yaml: String
        let line: Int
        let says: String
        var testDescription: String { says }
    }

    @Test(
        "A mistake is reported with its line and what to do",
        arguments: [
            Mistake(yaml: "extends: basic\ncolour: red\n", line: 2, says: "'colour' is not known here"),
            Mistake(yaml: "extends: basic\noptions: [retain-nothing]\n", line: 2, says: "is not a PS3.15 option"),
            Mistake(yaml: "extends: basic\nrules:\n  - tag: PatientNam\n    action: keep\n", line: 3, says: "neither a keyword"),
            Mistake(yaml: "extends: basic\nrules:\n  - tag: PatientName\n    action: Q\n", line: 4, says: "is not an action"),
            Mistake(yaml: "extends: basic\nrules:\n  - tag: PatientName\n", line: 3, says: "no 'action'"),
            Mistake(yaml: "extends: basic\nrules:\n  - action: keep\n", line: 3, says: "names no element"),
            Mistake(yaml: "extends: basic\nrules:\n  - vr: XX\n    action: keep\n", line: 3, says: "no such VR"),
            Mistake(yaml: "extends: basic\nrules:\n  - file: quarantine\n", line: 3, says: "needs 'when'"),
            Mistake(yaml: "extends: basic\nrules:\n  - when: {modality: US}\n    file: burn\n", line: 4, says: "quarantine or skip"),
            Mistake(yaml: "extends: basic\nrules:\n  - tag: PatientAge\n    action: generalize\n", line: 4, says: "needs 'with'"),
            Mistake(
                yaml: "extends: basic\nrules:\n  - tag: PatientAge\n    action: generalize\n    with: {bin: wide}\n", line: 5,
                says: "'bin' is a number"),
            Mistake(yaml: "extends: basic\nrules: keep\n", line: 2, says: "is a list"),
            Mistake(yaml: "name: a b\nextends: basic\n", line: 1, says: "a name has letters"),
            Mistake(yaml: "extends: basic\nextends: basic\n", line: 2, says: "twice"),
        ])
    func mistakes(_ mistake: Mistake) throws {
        do {
            _ = try ConfidentialityProfile.load(
                ProfileBundle(
                    name: "own", sources: ["own": mistake.yaml, "basic": ShippedProfile.text(named: "basic")!], added: [], keepsWeekday: false))
            Issue.record("no error")
        } catch let error as ProfileError {
            #expect(error.line == mistake.line && error.message.contains(mistake.says), "\(error)")
        }
    }

    @Test("Options that exclude each other are refused") func exclusive() {
        #expect(throws: ProfileError.self) {
            try ConfidentialityProfile.load(nameOrPath: "basic", adding: ["retain-long-full-dates", "retain-long-modified-dates"])
        }
    }

    @Test(
        "The patient key of a profile is that of the last that names one",
        arguments: [
            ("extends: basic\n", PatientKey.Policy()), ("extends: basic\npatient-key: id\n", PatientKey.Policy()),
            ("extends: basic\npatient-key: issuer-and-id\n", PatientKey.Policy(usesIssuer: true)),
            ("extends: basic\npatient-key: {fold-zeros: true, fold-case: false}\n", PatientKey.Policy(foldsZeros: true)),
            ("extends: house.yaml\n", PatientKey.Policy(usesIssuer: true, foldsCase: true)),
            ("extends: house.yaml\npatient-key: {fold-case: true}\n", PatientKey.Policy(foldsCase: true)),
        ])
    func patientKey(_ yaml: String, _ expected: PatientKey.Policy) throws {
        let house = "extends: basic\npatient-key: {issuer: true, fold-case: true}\n"
        let sources = ["own": yaml, "house.yaml": house, "basic": ShippedProfile.text(named: "basic")!]
        #expect(try ConfidentialityProfile.load(ProfileBundle(name: "own", sources: sources, added: [], keepsWeekday: false)).patientKey == expected)
    }

    @Test("A profile that is brought along loads without any file") func bundle() throws {
        let profile = try ConfidentialityProfile.load(nameOrPath: "basic", adding: ["retain-uids"])
        let again = try ConfidentialityProfile.load(profile.bundle)
        #expect(again.digest == profile.digest && again.options == [.retainUIDs])
    }
}
