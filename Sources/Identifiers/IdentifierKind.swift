// SPDX-License-Identifier: Apache-2.0

/// What a known identifier of a file is. The raw value is what reports call it.
public enum IdentifierKind: String, Sendable, Codable, CaseIterable {
    case patientName = "patient's name"
    case patientID = "patient's ID"
    case otherPerson = "name of a staff member or relative"
    case birthDate = "birth date"
    case examDate = "date of the study"
    case accession = "accession or order number"
    case phone = "telephone number"
    case address
    case institution
    case characteristic = "origin, rank or occupation"
    case device = "device serial number"
    case uid = "original UID"

    /// The value names a person.
    package var isName: Bool { self == .patientName || self == .otherPerson }
}
