// SPDX-License-Identifier: Apache-2.0

internal import CharacterSets
package import DICOMModel

/// One value that identifies: decoded, and as its bytes stand in the file.
package struct IdentifierFact: Hashable, Sendable {
    package let kind: IdentifierKind
    package let text: String
    /// Empty where no file brought it.
    package let bytes: [UInt8]

    package init(_ kind: IdentifierKind, _ text: String, bytes: [UInt8] = []) {
        self.kind = kind
        self.text = text
        self.bytes = bytes
    }
}

/// What a file says of its own patient and study, collected once.
package struct Identity: Sendable {
    /// A cap that was exceeded: what is beyond it would not be searched for, so the file must not leave.
    package enum Overflow: String, Sendable {
        case tooManyValues = "more identifying values than can be searched for"
        case longName = "a Person Name longer than any name"
    }

    package private(set) var facts: [IdentifierFact] = []
    /// UIDs that differ from file to file; see ``IdentifierIndex/adding(uids:)``.
    package private(set) var ownUIDs: [String] = []
    package private(set) var overflow: Overflow?
    /// Equal for files that say the same, whatever their own UIDs are.
    package private(set) var fingerprint: [UInt8] = []

    /// - Parameter kept: Attributes whose values may leave: a search for them would find what is meant to stay.
    package init(_ dataSet: DataSet, kept: Set<AttributeTag>) {}

    /// - Parameter header: DICOM keyword to value, PN as `alphabetic=ideographic=phonetic`, several values parted by `\`.
    package init(header: [String: String]) {}

    /// The attributes that it collects from.
    package static var sources: [AttributeTag] { [] }

    package static func kind(of tag: AttributeTag, vr: ValueRepresentation) -> IdentifierKind? { nil }

    /// What was found for certain in another text of the instance.
    package mutating func add(_ fact: IdentifierFact) { facts.append(fact) }
}
