// SPDX-License-Identifier: Apache-2.0

public import CharacterSets
public import DICOMModel

/// What makes two files one patient's: Issuer and Patient ID; without an ID, name and birth date; without those, the study.
public struct PatientKey: Hashable, Sendable {
    /// What the pseudonym and the date shift are computed from: the kind and its parts, separated by NUL, in UTF-8.
    public let text: String

    public init(issuer: String, patientID: String) { text = "id\0\(issuer)\0\(patientID)" }
    public init(name: String, birthDate: String) { text = "name\0\(name)\0\(birthDate)" }
    public init(studyInstanceUID: String) { text = "study\0\(studyInstanceUID)" }

    /// The key of the patient whom an item describes.
    /// - Returns: `nil` where the item names neither an ID, nor a name, nor a study.
    public init?(in dataSet: DataSet, item: Int = 0, characterSet: SpecificCharacterSet) {
        func text(_ tag: AttributeTag) -> String {
            guard let index = dataSet.find(tag, in: item) else { return "" }
            return trimmed(characterSet.decodeLeniently(dataSet.value(of: index), as: dataSet.nodes[index].vr))
        }
        let patientID = text(.patientID)
        if !patientID.isEmpty {
            self.init(issuer: text(.issuerOfPatientID), patientID: patientID)
            return
        }
        let name = trimmed(text(.patientName), also: "^=")
        if !name.isEmpty {
            self.init(name: name, birthDate: text(.patientBirthDate))
            return
        }
        let study = text(.studyInstanceUID)
        guard !study.isEmpty else { return nil }
        self.init(studyInstanceUID: study)
    }
}

/// Text without blanks, NULs and other control characters at both ends.
func trimmed(_ text: String, also others: String = "") -> String {
    let isPadding = { (scalar: Unicode.Scalar) in scalar.value <= 0x20 || scalar == "\u{3000}" || others.unicodeScalars.contains(scalar) }
    let scalars = text.unicodeScalars
    guard let first = scalars.firstIndex(where: { !isPadding($0) }), let last = scalars.lastIndex(where: { !isPadding($0) })
    else { return "" }
    return String(scalars[first...last])
}
