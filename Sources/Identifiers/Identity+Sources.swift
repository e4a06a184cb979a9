// SPDX-License-Identifier: Apache-2.0

package import DICOMModel
internal import Standard

extension Identity {
    /// The attributes that it collects from, besides every PN and the codes of institutions and persons.
    package static var sources: [AttributeTag] { kindByTag.keys.map { AttributeTag(number: $0) } }

    /// What a value of the attribute identifies; `nil` for nothing.
    package static func kind(of tag: AttributeTag, vr: ValueRepresentation) -> IdentifierKind? {
        if let kind = kindByTag[tag.number] { return kind }
        return vr == .PN ? .otherPerson : nil
    }

    /// What a code says of the institution or person that the sequence around it names.
    package static func kind(ofMeaningIn sequence: AttributeTag) -> IdentifierKind? {
        switch sequence.number {
        // Institution, Institutional Department Type, Station and Location of a performer.
        case 0x0008_0082, 0x0008_1041, 0x0040_4040, 0x0040_4030, 0x0040_4027: .institution
        // Person Identification.
        case 0x0040_1101: .otherPerson
        default: nil
        }
    }

    /// Of a DICOM keyword, as the header of a text brings it.
    static func kind(ofKeyword keyword: String) -> IdentifierKind? {
        if let tag = DataDictionary.tag(forKeyword: keyword), let entry = DataDictionary.entry(for: tag) {
            return kind(of: tag, vr: entry.vr) ?? guess(keyword)
        }
        return guess(keyword)
    }

    /// Headers hold keys that are none of the dictionary's.
    private static func guess(_ keyword: String) -> IdentifierKind? {
        if keyword.hasSuffix("BirthDate") { return .birthDate }
        if keyword.hasSuffix("Date") || keyword.hasSuffix("DateTime") { return .examDate }
        if keyword.hasPrefix("Institution") || keyword.hasSuffix("DepartmentName") { return keyword.hasSuffix("Address") ? .address : .institution }
        if keyword.hasSuffix("Address") { return .address }
        if keyword.contains("Telephone") { return .phone }
        if keyword.hasSuffix("PatientName") || keyword.hasSuffix("PatientNames") { return .patientName }
        if ["Protocol", "Manufacturer", "Device", "Sequence", "Station", "Model"].contains(where: { keyword.contains($0) }) { return nil }
        if keyword.hasSuffix("Name") || keyword.hasSuffix("Names") || keyword.contains("Physician") || keyword.hasSuffix("Author") {
            return .otherPerson
        }
        if ["SeriesNumber", "InstanceNumber", "AcquisitionNumber", "TemporalPositionIdentifier"].contains(keyword) { return nil }
        if keyword.hasSuffix("UID") { return .uid }
        if keyword.hasSuffix("PatientID") || keyword.hasSuffix("PatientIDs") { return .patientID }
        return keyword.hasSuffix("ID") || keyword.hasSuffix("IDs") || keyword.hasSuffix("Number") ? .accession : nil
    }

    private static func table(_ rows: [IdentifierKind: String]) -> [UInt32: IdentifierKind] {
        var result: [UInt32: IdentifierKind] = [:]
        for (kind, tags) in rows { for tag in tags.split(whereSeparator: { $0 == " " || $0 == "\n" }) { result[UInt32(tag, radix: 16)!] = kind } }
        return result
    }

    /// Those of Table E.1-1, and what the supplementary table calls an identity.
    private static let kindByTag = SupplementaryTable.rows.reduce(into: listed) { result, row in
        guard row.vr.isText, let kind = row.role.identifierKind else { return }
        result[row.tag.number] = result[row.tag.number] ?? kind
    }

    private static let listed = table([
        .patientName: "00100010 00101001 00101005",
        .otherPerson: "00101060 00102297 0040A075 0040A123",
        .patientID: "00100020 00101000 00101090 00101050 00120040 00120042",
        // Accession, order, visit, study and specimen numbers.
        .accession:
            "00080050 00380010 00402016 00402017 00402006 00402007 00401001 00400253 00400009 00200010 00380060 00400512 00400551 00321066 00380062",
        .device: "00181000 00181004 00181007 00181008 00081010 00400001 00400010 00400241 00400242 00080054 00080055 00181005 00321020 00321021",
        .birthDate: "00100030 00101010 00100033 00100034",
        .examDate:
            "00080020 00080021 00080022 00080023 0008002A 00080012 00400244 00400250 00400002 00400004 00380020 00380030 00321000 00321010 "
            + "00321040 00321050 0040A032 0040A030 00404005 00404050",
        .phone: "00102154 00102155 00401104 00401103 00080094",
        .address: "00101040 00080081 00080092 00401102 00102150 00102152",
        .institution: "00080080 00081040 00100021 00102299 00321033 00380300 00120031 00120060 00400031 00404036",
        .characteristic: "00102180 00101080 00101081 00102160 00102162 001021F0",
        // Study, series, frame of reference, device, its maker's UID, concatenation, specimen, irradiation event, creator, tracking.
        .uid:
            "0020000D 0020000E 00200052 00181002 00200200 00083010 00080014 00209161 00400554 00620021 00880140 00080018 00081155 00081195 "
            + "0040A124 00209164",
    ])

    /// They differ from file to file.
    static let ownUIDTags: Set<UInt32> = [0x0008_0018, 0x0008_1155, 0x0008_1195, 0x0040_A124, 0x0020_9164, 0x0020_9161]
}

extension SupplementaryRow.Role {
    /// What an attribute of this role says of the patient, the study or the site; `nil` where it says nothing that can be searched for.
    fileprivate var identifierKind: IdentifierKind? {
        switch self {
        case .person: .otherPerson
        case .identifier: .accession
        case .institution: .institution
        case .place: .address
        case .device, .network: .device
        default: nil
        }
    }
}
