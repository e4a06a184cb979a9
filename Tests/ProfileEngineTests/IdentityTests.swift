// SPDX-License-Identifier: Apache-2.0

import CharacterSets
import Crypto
import DICOMModel
import ScrubTestSupport
import Testing

@testable import ProfileEngine

/// Test vectors for other implementations: the site key is the bytes 00 to 1F.
@Suite struct IdentityTests {
    static let key = SiteKey(0..<32)!

    struct Vector: Sendable, CustomTestStringConvertible {
        let project: String
        let uid: String
        let patients: [(key: PatientKey, pseudonym: String, days: Int)]
        let accession: String
        var testDescription: String { project }
    }

    static let patients = [
        PatientKey(issuer: "HOSP", patientID: "MRN00123"), PatientKey(issuer: "", patientID: "MRN00123"),
        PatientKey(name: "Doe^Jane", birthDate: "19310203"), PatientKey(studyInstanceUID: "1.2.3"),
    ]

    @Test("Pseudonyms are those of the published test vectors", arguments: [
        Vector(
            project: "default", uid: "2.25.23571801079287875473344728199866138951",
            patients: [
                (patients[0], "P-111CXTPW6R1FCBZY", 1468), (patients[1], "P-4GA1A11M09VDH961", 2453),
                (patients[2], "P-V8W9Y8WKWEVGQFDV", 2803), (patients[3], "P-E1JT5QDP8GPAQ9WV", 1091),
            ], accession: "PZFT8KXNSDWNWX2V"),
        Vector(
            project: "vendor-a", uid: "2.25.23411238564562977085605702653370064894",
            patients: [
                (patients[0], "P-TV7FAYGDMEF7MDE0", 2651), (patients[1], "P-F6HC2NH96FCRTBZ2", 290),
                (patients[2], "P-DJY62EWMBVYZDBZ2", 3100), (patients[3], "P-RV5VYDATQY5RXTD7", 561),
            ], accession: "ZWSEXWFVHRPMT3W1"),
    ])
    func matchesVectors(_ vector: Vector) {
        let identity = ProjectIdentity(siteKey: Self.key, project: vector.project)
        #expect(identity.uid(for: "1.2.840.113619.2.55.3") == vector.uid)
        #expect(identity.hash("A1234567", length: 16) == vector.accession)
        for patient in vector.patients {
            #expect(identity.pseudonym(for: patient.key) == patient.pseudonym)
            #expect(identity.dateShift(for: patient.key) == patient.days)
        }
    }

    @Test("The fingerprint tells keys apart") func fingerprint() {
        #expect(Self.key.fingerprint == "9e070ca1c40c11b6")
        #expect(SiteKey(1..<33)!.fingerprint != Self.key.fingerprint)
    }

    @Test("Derived keys follow HKDF-SHA256 with purpose and project") func derivation() {
        let bytes = Self.key.derive(project: "default", purpose: .crosswalk).withUnsafeBytes { hexadecimal($0) }
        #expect(bytes == "575e272e9810223678080a290ec981b4e5e6d107f511d3f6caae60e294154aa3")
    }

    @Test("A key has exactly 32 bytes", arguments: [0, 31, 33]) func keyLength(_ count: Int) {
        #expect(SiteKey(Array(repeating: UInt8(1), count: count)) == nil)
    }

    @Test("The shift lies between 1 and 3650 days, in whole weeks where asked") func shiftRange() {
        let identity = ProjectIdentity(siteKey: Self.key, project: "default")
        for number in 0..<500 {
            let patient = PatientKey(issuer: "", patientID: "ID\(number)")
            #expect((1...3650).contains(identity.dateShift(for: patient)))
            let weeks = identity.dateShift(for: patient, keepWeekday: true)
            #expect(weeks % 7 == 0 && (7...3650).contains(weeks))
        }
    }

    @Test("Patients without an ID are told apart by name and birth date, and then by study") func missingID() {
        let key = { (id: String, name: String) in PatientKey(in: Sample.instance(patientID: id, name: name), characterSet: .defaultRepertoire) }
        #expect(key("", "Doe^Jane") == PatientKey(name: "Doe^Jane", birthDate: ""))
        #expect(key("", "") == PatientKey(studyInstanceUID: "1.2.826.0.1.3680043.10.1337.1"))
        #expect(key(" MRN00123 ", "") == PatientKey(issuer: "", patientID: "MRN00123"))
    }
}
