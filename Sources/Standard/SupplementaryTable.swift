// SPDX-License-Identifier: Apache-2.0

package import DICOMModel

/// What is to be done with an attribute that Table E.1-1 does not list.
package struct SupplementaryRow: Sendable, Hashable {
    /// What the attribute holds, by its meaning in PS3.3.
    package enum Role: String, Sendable, CaseIterable {
        case instanceUID = "uid-instance-like"
        case classOrRegistryUID = "uid-class-or-registry"
        case organisationUID = "uid-organisation"
        case date, url, identifier, person, device, institution, place, network, media
        case quasiIdentifier = "quasi-identifier"
        /// What people type.
        case comment, description, label
        case structuredText = "structured-text"
        case codePart = "code-part"
        /// What equipment writes, or what is taken from a list.
        case term
        /// Makers, products and their versions.
        case maker
        /// Numbers, or bytes of a published form.
        case data
        /// Bytes whose meaning nobody publishes.
        case opaque
    }

    package enum Action: String, Sendable, CaseIterable {
        case keep, remove
        case keepAndReport = "keep-and-report"
        case mapUID = "map-uid"
        case removeUnlessRetainPatientCharacteristics = "remove-unless-retain-patient-characteristics"
        /// Like the descriptions and comments that Table E.1-1 lists: goes, or is cleaned under Clean Descriptors.
        case text
        case structuredText = "structured-text"
        /// Stays where the scheme is a registered one; else it is searched.
        case code
        /// Stays without what certainly names somebody.
        case search
    }

    package let tag: AttributeTag
    package let keyword: String
    package let vr: ValueRepresentation
    package let role: Role
    package let action: Action

    /// One line for reports.
    package let reason: String

    /// The row speaks for this attribute, not for what its value happens to say.
    package var decidesWithoutValue: Bool {
        switch action {
        case .text, .code, .search: false
        case .keep: role != .data
        case .remove, .keepAndReport, .mapUID, .removeUnlessRetainPatientCharacteristics, .structuredText: true
        }
    }
}

/// Attributes beyond PS3.15 Table E.1-1: every one that holds text or an identity. Our judgement, not the standard's; section E.1.1 allows to
/// protect more.
package enum SupplementaryTable {
    package static func row(for tag: AttributeTag) -> SupplementaryRow? {
        byTag[tag] ?? DataDictionary.repeating.first { $0.matches(tag) }.flatMap { byTag[$0.lower] }
    }

    /// In tag order.
    package static let rows: [SupplementaryRow] = {
        var result: [SupplementaryRow] = []
        EmbeddedTable(text).forEachRow { row in
            result.append(
                SupplementaryRow(
                    tag: row.tag(), keyword: row.string(), vr: row.valueRepresentations().first!,
                    role: SupplementaryRow.Role(rawValue: row.string())!,
                    action: SupplementaryRow.Action(rawValue: row.string())!, reason: row.string()))
        }
        return result
    }()

    private static let byTag = [AttributeTag: SupplementaryRow](uniqueKeysWithValues: rows.map { ($0.tag, $0) })
}
