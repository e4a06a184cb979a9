// SPDX-License-Identifier: Apache-2.0

internal import CharacterSets
package import DICOMModel
internal import Profiles
internal import Pseudonyms

extension ConfidentialityEngine {
    /// The pseudonym of the patient whose Data Set it is, as a plan would have it, found without one.
    package func patient(of dataSet: DataSet, fallback: InstanceFallback) -> String {
        identity.pseudonym(for: PatientKey(of: dataSet, fallback, profile, SpecificCharacterSet(in: dataSet)), prefix: profile.pseudonymPrefix)
    }
}

extension PatientKey {
    /// - Parameter set: That of the Data Set.
    init(of dataSet: DataSet, _ fallback: InstanceFallback, _ profile: ConfidentialityProfile, _ set: SpecificCharacterSet) {
        let decoded = { (index: Int) in set.decodeLeniently(dataSet.value(of: index), as: dataSet.nodes[index].vr) }
        self =
            PatientKey(in: dataSet, profile.patientKey, decoded: decoded) ?? PatientKey(studyInstanceUID: fallback.studyUID(in: dataSet))
    }
}

extension InstanceFallback {
    func studyUID(in dataSet: DataSet) -> String { uid(.studyInstanceUID, "study", in: dataSet) }

    func uid(_ tag: AttributeTag, _ role: String, in dataSet: DataSet) -> String {
        // The first as it is mapped, so that a release calls an instance what the instance calls itself.
        let value = dataSet.find(tag).flatMap { dataSet.uids(at: $0).first } ?? ""
        return value.isEmpty ? "\(role) of \(contentDigest)" : value
    }
}
