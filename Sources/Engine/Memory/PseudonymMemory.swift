// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Profiles
internal import Pseudonyms
internal import Standard

/// What one patient is called, and by how many days the patient's dates move.
struct PatientPseudonyms {
    let key: PatientKey
    let pseudonym: String
    let dateShift: DateShift
}

/// The pseudonyms of a project, each computed once: files of a series ask for the same over and over. What is forgotten is computed anew, to the
/// same result.
final class PseudonymMemory {
    let identity: ProjectIdentity
    private var uids: [String: String] = [:]
    private var patients: [PatientKey: PatientPseudonyms] = [:]

    private static let mostUIDs = 20_000
    private static let mostPatients = 100

    init(_ identity: ProjectIdentity) { self.identity = identity }

    /// The mapped UID; a registered one as it is.
    func uid(for original: String) -> String {
        if let known = uids[original] { return known }
        let uid = UIDRegistry.isRegistered(original) ? original : identity.uid(for: original)
        // Somebody's UID has at most 64 characters; what is longer is a hostile file's.
        guard original.utf8.count <= 128 else { return uid }
        if uids.count >= Self.mostUIDs { uids = [:] }
        uids[original] = uid
        return uid
    }

    func patient(_ key: PatientKey, _ profile: ConfidentialityProfile) -> PatientPseudonyms {
        if let known = patients[key] { return known }
        let patient = PatientPseudonyms(
            key: key, pseudonym: identity.pseudonym(for: key, prefix: profile.pseudonymPrefix),
            dateShift: DateShift(shiftInDays: -identity.dateShift(for: key, keepWeekday: profile.keepsWeekday)))
        if patients.count >= Self.mostPatients { patients = [:] }
        patients[key] = patient
        return patient
    }
}
