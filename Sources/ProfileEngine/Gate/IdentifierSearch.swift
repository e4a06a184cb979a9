// SPDX-License-Identifier: Apache-2.0

internal import Identifiers

/// Looks for what a file knows of its own patient in bytes that are no element: segments of compressed frames, the preamble, tails.
public struct IdentifierSearch {
    private let index: IdentifierIndex

    init(_ index: IdentifierIndex) { self.index = index }

    /// Pieces of a long value must overlap by so many bytes.
    public static var longestIdentifierInBytes: Int { IdentifierIndex.overlap }

    /// Whether a known identifier stands in the bytes, in any spelling and encoding.
    public func holdsKnownIdentifier(_ bytes: [UInt8]) -> Bool {
        if !index.matches(inBytes: bytes).isEmpty { return true }
        // UTF-16 of Latin letters, as Exif has it, reads as Latin-1 without the zeros.
        guard bytes.contains(0), bytes.contains(where: { $0 >= 0x80 }) else { return false }
        let narrow = String(String.UnicodeScalarView(bytes.lazy.filter { $0 != 0 }.map { Unicode.Scalar($0) }))
        return !index.matches(inBytes: Array(narrow.utf8)).isEmpty
    }
}

extension ActionPlan {
    /// The search for the identifiers that the gate of this plan looked for.
    public var identifierSearch: IdentifierSearch { IdentifierSearch(known.index.adding(uids: ownUIDs)) }
}
