// SPDX-License-Identifier: Apache-2.0

public import DICOMModel

/// What makes two files one patient's: the Patient ID; without an ID, name and birth date; without those, the study.
public struct PatientKey: Hashable, Sendable {
    /// What the pseudonym and the date shift are computed from: the kind and its parts, separated by NUL, in UTF-8.
    public let text: String

    /// - Parameter issuer: Empty where the profile does not ask for it: some modalities write it and others do not.
    public init(issuer: String = "", patientID: String) { text = "id\0\(issuer)\0\(patientID)" }
    public init(name: String, birthDate: String) { text = "name\0\(name)\0\(birthDate)" }
    public init(studyInstanceUID: String) { text = "study\0\(studyInstanceUID)" }

    /// What of an identification counts (`patient-key` of a profile).
    public struct Policy: Hashable, Sendable {
        /// The Issuer of Patient ID tells patients apart.
        public var usesIssuer = false
        /// Upper and lower case letters are the same.
        public var foldsCase = false
        /// Leading zeros of an ID do not count.
        public var foldsZeros = false

        public init(usesIssuer: Bool = false, foldsCase: Bool = false, foldsZeros: Bool = false) {
            self.usesIssuer = usesIssuer
            self.foldsCase = foldsCase
            self.foldsZeros = foldsZeros
        }

        /// The words of a profile for it.
        public var words: [String] {
            [usesIssuer ? "issuer" : nil, foldsCase ? "fold-case" : nil, foldsZeros ? "fold-zeros" : nil].compactMap { $0 }
        }
    }

    /// The key of the patient whom an item describes. An item without an issuer of its own has that of the Data Set.
    /// - Parameter decoded: The text of a node.
    /// - Returns: `nil` where the item names neither an ID, nor a name, nor a study.
    public init?(in dataSet: DataSet, item: Int = 0, _ policy: Policy, decoded: (_ node: Int) -> String) {
        func text(_ tag: AttributeTag, in item: Int) -> String {
            let text = dataSet.find(tag, in: item).map { trimmed(decoded($0)) } ?? ""
            // By way of capitals, so that ß and SS, and both sigmas, are the same.
            return policy.foldsCase ? text.uppercased().lowercased() : text
        }
        let patientID = text(.patientID, in: item)
        if !patientID.isEmpty {
            var issuer = policy.usesIssuer ? text(.issuerOfPatientID, in: item) : ""
            if policy.usesIssuer, issuer.isEmpty, item != 0 { issuer = text(.issuerOfPatientID, in: 0) }
            self.init(issuer: issuer, patientID: policy.foldsZeros ? withoutLeadingZeros(patientID) : patientID)
            return
        }
        let name = trimmed(text(.patientName, in: item), also: "^=")
        if !name.isEmpty {
            self.init(name: name, birthDate: text(.patientBirthDate, in: item))
            return
        }
        let study = text(.studyInstanceUID, in: item)
        guard !study.isEmpty else { return nil }
        self.init(studyInstanceUID: study)
    }
}

/// An ID of zeros alone keeps one.
private func withoutLeadingZeros(_ text: String) -> String {
    let rest = text.drop { $0 == "0" }
    return rest.isEmpty ? "0" : String(rest)
}
