// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import Pseudonyms
import Relink

/// A source of made-up patients, in memory.
final class KnownOrigins: OriginSource {
    static let first = "P-0123456789ABCDEF"
    static let second = "P-FEDCBA9876543210"

    var prefixes = ["P-"]
    var uids: [String: OriginalUID] = [:]
    var facts: [String: OriginalFacts] = [:]
    var studyFacts: [String: OriginalFacts] = [:]
    var days: Set<CalendarDay> = []
    var values: [String: String] = ["ABCDEFGH12345678": "ACC-1"]

    init(patientID: String = "MRN 1", name: String = "Doe^Jane") {
        for (number, pseudonym) in [(1, Self.first), (2, Self.second)] {
            var known = OriginalFacts()
            known[.patient] = pseudonym
            known[.patientID] = number == 1 ? patientID : "MRN 2"
            known[.name] = name
            known[.birthDate] = "19500102"
            known[.shift] = "-100"
            facts[pseudonym] = known
            known[.studyUID] = "1.2.\(number)"
            known[.studyDate] = "20240501"
            known[.accession] = "ACC-1"
            studyFacts["2.25.\(number)"] = known
            uids["2.25.\(number)"] = OriginalUID(original: "1.2.\(number)", study: "2.25.\(number)", project: "default", level: .study)
            for image in 1...3 {
                uids["2.25.\(number)0\(image)"] = OriginalUID(
                    original: "1.2.\(number).\(image)", study: "2.25.\(number)", project: "default", level: .instance)
            }
        }
        days = [CalendarDay("20240501")!, CalendarDay("20240502")!]
    }

    func uid(_ new: String) -> OriginalUID? { uids[new] }
    func patients(_ pseudonym: String) -> [ReleasedPatient: [OriginalFacts]] {
        facts[pseudonym].map { [ReleasedPatient(project: "default", pseudonym: pseudonym): [$0]] } ?? [:]
    }
    func studies(_ new: String, project: String) -> [OriginalFacts] { studyFacts[new].map { [$0] } ?? [] }
    func days(patient: String, study: String, project: String) -> Set<CalendarDay> { days }
    func value(behind hash: String) -> String? { values[hash] }
}
