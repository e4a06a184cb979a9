// SPDX-License-Identifier: Apache-2.0

import CharacterSets
import Crypto
import DICOMModel
import ScrubTestSupport
import Testing

@testable import Pseudonyms

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

    @Test(
        "Pseudonyms are those of the published test vectors",
        arguments: [
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
        #expect(SiteKey((0..<count).map { UInt8($0) }) == nil)
    }

    @Test("A key of one byte over and over is none, and a random one is never the same", arguments: [0, 1, 255]) func constantKey(_ byte: UInt8) {
        #expect(SiteKey(Array(repeating: byte, count: 32)) == nil)
        #expect(SiteKey.random().fingerprint != SiteKey.random().fingerprint)
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

    static func key(_ dataSet: DataSet, _ policy: PatientKey.Policy = .init()) -> PatientKey? {
        PatientKey(in: dataSet, policy) { SpecificCharacterSet(in: dataSet).decodeLeniently(dataSet.value(of: $0), as: dataSet.nodes[$0].vr) }
    }

    @Test("Patients without an ID are told apart by name and birth date, and then by study") func missingID() {
        let key = { (id: String, name: String) in Self.key(Sample.instance(patientID: id, name: name)) }
        #expect(key("", "Doe^Jane") == PatientKey(name: "Doe^Jane", birthDate: ""))
        #expect(key("", "") == PatientKey(studyInstanceUID: "1.2.826.0.1.3680043.10.1337.1"))
        #expect(key(" MRN00123 ", "") == PatientKey(issuer: "", patientID: "MRN00123"))
    }

    struct Twins: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let left: (id: String, issuer: String)
        let right: (id: String, issuer: String)
        /// The keys of a profile under which they are one patient.
        let same: Set<String>
    }

    static let policies: [String: PatientKey.Policy] = [
        "id": .init(), "issuer": .init(usesIssuer: true), "case": .init(foldsCase: true), "zeros": .init(foldsZeros: true),
        "all": .init(usesIssuer: true, foldsCase: true, foldsZeros: true),
    ]

    @Test(
        "Two ways to write a patient are one as far as the profile folds them",
        arguments: [
            Twins(testDescription: "the same", left: ("MRN1", ""), right: ("MRN1", ""), same: ["id", "issuer", "case", "zeros", "all"]),
            Twins(testDescription: "blanks around", left: ("  MRN1", ""), right: ("MRN1 ", " "), same: ["id", "issuer", "case", "zeros", "all"]),
            Twins(testDescription: "an issuer in one", left: ("MRN1", "BEXCOMBE"), right: ("MRN1", ""), same: ["id", "case", "zeros"]),
            Twins(testDescription: "two issuers", left: ("MRN1", "BEXCOMBE"), right: ("MRN1", "ASHDALE"), same: ["id", "case", "zeros"]),
            Twins(testDescription: "small letters", left: ("MRN1-ß", ""), right: ("mrn1-SS", ""), same: ["case", "all"]),
            Twins(testDescription: "an issuer in small letters", left: ("MRN1", "BEXCOMBE"), right: ("mrn1", "Bexcombe"), same: ["case", "all"]),
            Twins(testDescription: "leading zeros", left: ("00471", ""), right: ("471", ""), same: ["zeros", "all"]),
            Twins(testDescription: "zeros alone", left: ("000", ""), right: ("0", ""), same: ["zeros", "all"]),
            Twins(testDescription: "zeros inside", left: ("MRN01", ""), right: ("MRN1", ""), same: []),
            Twins(testDescription: "another ID", left: ("MRN1", ""), right: ("MRN2", ""), same: []),
        ])
    func folds(_ twins: Twins) throws {
        func key(_ patient: (id: String, issuer: String), _ policy: PatientKey.Policy) -> PatientKey? {
            Self.key(
                Sample.instance(patientID: patient.id) { if !patient.issuer.isEmpty { $0.add(.issuerOfPatientID, .LO, patient.issuer) } }, policy)
        }
        for (name, policy) in Self.policies {
            #expect((key(twins.left, policy) == key(twins.right, policy)) == twins.same.contains(name), "\(name)")
        }
    }

    @Test("By default the key of a patient with an issuer is that of one without") func issuerIsNoPart() {
        let dataSet = Sample.instance { $0.add(.issuerOfPatientID, .LO, "HOSP") }
        #expect(Self.key(dataSet) == PatientKey(patientID: "MRN00123"))
        #expect(Self.key(dataSet, .init(usesIssuer: true)) == PatientKey(issuer: "HOSP", patientID: "MRN00123"))
    }
}
