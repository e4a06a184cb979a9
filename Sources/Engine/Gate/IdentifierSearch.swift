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
        if holds(bytes) { return true }
        // UTF-16 of Latin letters, as Exif has it, reads as Latin-1 without the zeros.
        guard bytes.contains(0), bytes.contains(where: { $0 >= 0x80 }) else { return false }
        var narrow: [UInt8] = []
        narrow.reserveCapacity(bytes.count * 2)
        for byte in bytes where byte != 0 {
            if byte < 0x80 { narrow.append(byte) } else { narrow += [0xC0 | byte >> 6, 0x80 | byte & 0x3F] }
        }
        return holds(narrow)
    }

    private func holds(_ bytes: [UInt8]) -> Bool {
        !bytes.withUnsafeBytes { index.holdsNothing(inBytes: $0) } && !index.matches(inBytes: bytes).isEmpty
    }
}

/// The search for what one instance knows of its own patient and study: that of the gate, of read-back and of what surrounds the Data Set.
package struct InstanceSearch {
    let known: IdentifierSet
    /// UIDs of this instance alone, which are looked for besides.
    let ownUIDs: [String]

    var index: IdentifierIndex { known.index(withOwn: ownUIDs) }

    /// The same search for bytes that are no element.
    package var bytes: IdentifierSearch { IdentifierSearch(index) }
}
