// SPDX-License-Identifier: Apache-2.0

public import DICOMModel

/// An attribute that Table E.1-1 does not list although it can identify, or must not be mistaken for something that does.
public struct SupplementaryRow: Sendable, Hashable {
    public enum Role: String, Sendable, CaseIterable {
        case instanceUID = "uid-instance-like"
        case classOrRegistryUID = "uid-class-or-registry"
        case organisationUID = "uid-organisation"
        case date, url, identifier, person
        case quasiIdentifier = "quasi-identifier"
        case freeText = "free-text"
    }

    public enum Suggestion: String, Sendable, CaseIterable {
        case keep, remove, review
        case keepAndReport = "keep-and-report"
        case mapUID = "map-uid"
        case removeUnlessRetainPatientCharacteristics = "remove-unless-retain-patient-characteristics"
    }

    public let tag: AttributeTag
    public let keyword: String
    public let vr: ValueRepresentation
    public let role: Role
    public let suggestion: Suggestion

    /// One line for reports.
    public let reason: String
}

/// Attributes beyond PS3.15 Table E.1-1. Our suggestions, not the standard's; section E.1.1 allows to protect more.
public enum SupplementaryTable {
    public static func row(for tag: AttributeTag) -> SupplementaryRow? { byTag[tag] }

    /// In tag order.
    public static let rows: [SupplementaryRow] = {
        var result: [SupplementaryRow] = []
        EmbeddedTable(text).forEachRow { row in
            result.append(
                SupplementaryRow(
                    tag: row.tag(), keyword: row.string(), vr: row.valueRepresentations().first!,
                    role: SupplementaryRow.Role(rawValue: row.string())!,
                    suggestion: SupplementaryRow.Suggestion(rawValue: row.string())!, reason: row.string()))
        }
        return result
    }()

    private static let byTag = [AttributeTag: SupplementaryRow](uniqueKeysWithValues: rows.map { ($0.tag, $0) })
}
