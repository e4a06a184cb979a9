// SPDX-License-Identifier: Apache-2.0

internal import Identifiers

/// Looks for what a file knows of its own patient in bytes that are no element: segments of compressed frames, the preamble, tails.
public struct IdentifierSearch {
    private let index: IdentifierIndex

    init(_ index: IdentifierIndex) { self.index = index }

    /// Pieces of a long value must overlap by so many bytes.
    public static var longestIdentifierInBytes: Int { IdentifierIndex.overlap }

    /// Whether a known identifier stands in the bytes, in any spelling and encoding.
    public func holdsKnownIdentifier(_ bytes: [UInt8]) -> Bool { !index.matches(inBytes: bytes).isEmpty }
}

extension ActionPlan {
    /// The search for the identifiers that the gate of this plan looked for.
    public var identifierSearch: IdentifierSearch { IdentifierSearch(known.index.adding(uids: ownUIDs)) }
}
