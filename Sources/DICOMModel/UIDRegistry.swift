// SPDX-License-Identifier: Apache-2.0

/// UIDs that name something of the standard, not an instance of somebody's (PS3.6 Annex A, PS3.16 Table 8-1).
///
/// Values are taken without their padding.
public enum UIDRegistry {
    /// What a registered UID names.
    public enum Kind: String, Sendable, CaseIterable {
        case sopClass = "SOP Class"
        case metaSOPClass = "Meta SOP Class"
        case serviceClass = "Service Class"
        case transferSyntax = "Transfer Syntax"
        case wellKnownSOPInstance = "Well-known SOP Instance"
        case wellKnownFrameOfReference = "Well-known frame of reference"
        case synchronizationFrameOfReference = "Synchronization Frame of Reference"
        case codingScheme = "Coding Scheme"
        case externalCodingScheme = "Coding Scheme (external)"
        case dicomUIDsAsCodingScheme = "DICOM UIDs as a Coding Scheme"
        case contextGroup = "Context Group"
        case template = "Template"
        case mappingResource = "Mapping Resource"
        case applicationContextName = "Application Context Name"
        case applicationHostingModel = "Application Hosting Model"
        case ldapOID = "LDAP OID"
    }

    /// The UID is in the registry, or under the root `1.2.840.10008.` that only the standard may use.
    ///
    /// The second half trusts the sender: software that makes up instance UIDs under this root does exist.
    /// ``kind(of:)`` is `nil` for those.
    public static func isRegistered(_ uid: some StringProtocol) -> Bool {
        registry.entries[String(uid)] != nil || covering(uid) { _ in true } != nil
    }

    /// The UID lies under the root of a maker of devices or software, which names classes and syntaxes of its own: it tells no site.
    public static func isOfMaker(_ uid: some StringProtocol) -> Bool { makers.contains { uid.hasPrefix($0) } }

    private static let makers = [
        "1.3.12.2.1107.",  // Siemens
        "1.2.840.113619.", "1.2.826.0.1.3680043.2.135.",  // GE
        "1.3.46.670589.", "1.2.840.113543.",  // Philips
        "1.2.392.200036.9116.",  // Canon, before it Toshiba
        // Hitachi, Fujifilm, Konica Minolta, Shimadzu
        "1.2.392.200036.9110.", "1.2.392.200036.9125.", "1.2.392.200036.9107.", "1.2.392.200036.9123.",
        "1.3.51.0.", "1.2.124.113532.",  // Agfa
        "1.2.840.113564.", "1.2.840.113681.", "1.2.156.112605.",  // Carestream, Hologic, United Imaging
        "1.2.246.352.", "1.3.46.423632.", "1.2.840.114358.",  // Varian, Elekta, Accuray
        // Samsung Medison, Sectra, Zeiss, dcm4che, OFFIS
        "1.2.410.200001.", "1.2.752.24.", "1.2.276.0.75.", "1.2.40.0.13.", "1.2.276.0.7230010.3.0.",
    ]

    /// The published name; `nil` for UIDs that only a prefix covers.
    public static func name(of uid: some StringProtocol) -> String? { registry.entries[String(uid)]?.name }

    /// What the UID names; `nil` when it is not registered, or known only to lie under the root.
    public static func kind(of uid: some StringProtocol) -> Kind? {
        registry.entries[String(uid)]?.kind ?? covering(uid) { $0.kind != nil }?.kind
    }

    /// Every UID with an entry of its own, in text order.
    public static var all: [String] { registry.entries.keys.sorted() }

    private struct Entry {
        let name: String
        let kind: Kind?
    }

    private struct Prefix {
        let text: [UInt8]
        let kind: Kind?

        /// The UID goes on behind the prefix, and is a UID (PS3.5 section 9.1) rather than text that starts like one.
        func covers(_ uid: UnsafeBufferPointer<UInt8>) -> Bool {
            guard uid.count > text.count, uid.count <= 64 else { return false }
            for (place, byte) in text.enumerated() where uid[place] != byte { return false }
            return uid.allSatisfy { $0 == UInt8(ascii: ".") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        }
    }

    private static func covering(_ uid: some StringProtocol, where isMeant: (Prefix) -> Bool) -> Prefix? {
        var text = String(uid)
        return text.withUTF8 { bytes in registry.prefixes.first { isMeant($0) && $0.covers(bytes) } }
    }

    private static let registry: (entries: [String: Entry], prefixes: [Prefix]) = {
        var entries: [String: Entry] = [:]
        var prefixes: [Prefix] = []
        EmbeddedTable(text).forEachRow { row in
            let uid = row.string()
            let kind = Kind(rawValue: row.string())
            _ = row.bytes()
            if uid.utf8.last == UInt8(ascii: "*") {
                prefixes.append(Prefix(text: Array(uid.utf8.dropLast()), kind: kind))
            } else {
                entries[uid] = Entry(name: row.string(), kind: kind)
            }
        }
        return (entries, prefixes)
    }()
}
