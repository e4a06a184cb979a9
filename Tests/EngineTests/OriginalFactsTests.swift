// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import Pseudonyms
import ScrubTestSupport
import Testing

@testable import Engine

/// What the crosswalk gets of patient and study.
@Suite struct OriginalFactsTests {
    func facts(_ dataSet: DataSet, with options: [String] = []) throws -> [CrosswalkPair.Kind: CrosswalkPair] {
        let pairs = try BasicProfileTests.plan(dataSet, with: options).summary.crosswalk
        return Dictionary(pairs.map { ($0.kind, $0) }) { first, _ in first }
    }

    @Test("Patient and study are in it as the file says them, and by how many days its dates move") func whole() throws {
        let dataSet = Sample.instance(patientID: "MRN00123") { $0.add(.studyID, .SH, "ST7") }
        let pairs = try facts(dataSet, with: ["retain-long-modified-dates"])
        let study = try #require(pairs[.studyFacts].flatMap { OriginalFacts(text: $0.original) })
        #expect(study[.patientID] == "MRN00123" && study[.name] == "Whitcombe^Eleanor" && study[.studyID] == "ST7")
        #expect(study[.studyUID] == "1.2.826.0.1.3680043.10.1337.1")
        let shift = BasicProfileTests.identity.dateShift(for: PatientKey(patientID: "MRN00123"))
        #expect(study.shiftInDays == -shift)
        let patient = try #require(pairs[.patientFacts].flatMap { OriginalFacts(text: $0.original) })
        #expect(patient == study.ofPatient && patient[.studyUID] == "")
        #expect(pairs[.patientFacts]!.pseudonym.hasPrefix(study[.patient] + "/") && !pairs[.patientFacts]!.pseudonym.contains("MRN"))
        #expect(try facts(dataSet)[.studyFacts].flatMap { OriginalFacts(text: $0.original) }?.shiftInDays == nil)
        #expect(try facts(dataSet, with: ["retain-long-full-dates"])[.studyFacts].flatMap { OriginalFacts(text: $0.original) }?.shiftInDays == 0)
    }

    @Test("What two files of a study say apart is kept apart, and what they say alike is one") func variants() throws {
        let one = try facts(Sample.instance { $0.add(.studyID, .SH, "ST7") })
        let two = try facts(Sample.instance { $0.add(.studyID, .SH, "ST8") })
        let again = try facts(Sample.instance { $0.add(.studyID, .SH, "ST7") })
        #expect(one[.studyFacts] != two[.studyFacts] && one[.studyFacts] == again[.studyFacts] && one[.patientFacts] == two[.patientFacts])
    }

    @Test("UIDs that an option keeps are in it under what they would become") func kept() throws {
        let pairs = try BasicProfileTests.plan(Sample.instance(), with: ["retain-uids"]).summary.crosswalk.filter { $0.kind == .kept }
        #expect(pairs.count == 3 && pairs.allSatisfy { $0.pseudonym.hasPrefix("2.25.") && $0.original.contains("\u{1F}1.2.826.") })
    }
}
