// SPDX-License-Identifier: Apache-2.0

package import CharacterSets

/// Where an identifier stands.
package struct IdentifierMatch: Hashable, Sendable {
    /// Unicode scalars of a text, or bytes.
    package let range: Range<Int>
    package let kind: IdentifierKind
    /// A name that is also an everyday or clinical word: its surroundings tell.
    package let isWord: Bool

    package init(range: Range<Int>, kind: IdentifierKind, isWord: Bool = false) {
        self.range = range
        self.kind = kind
        self.isWord = isWord
    }
}

/// Every spelling of an identity, and the one search for them.
package final class IdentifierIndex: Sendable {
    /// What a text is.
    package enum Reading: Sendable {
        /// A sentence.
        case prose
        /// A short value that stands by itself, so that from end to end it may be a surname of two letters or a short number.
        case value
        /// Only whole values and long strong forms count.
        case code
    }

    /// Whether a folded word (lower case, base letters; or Chinese characters) is an everyday or clinical one.
    package typealias WordTest = @Sendable ([UInt32]) -> Bool

    /// - Parameters:
    ///   - encodings: The character sets that the file declares, in items too.
    ///   - isWord: Tells names that are words.
    package init(_ identity: Identity, encodings: [SpecificCharacterSet] = [], isWord: @escaping WordTest = { _ in false }) {}

    /// By how many bytes pieces of a long value must overlap.
    package static let overlap = 512

    package var isEmpty: Bool { true }

    /// - Returns: What was found in ascending order, overlaps joined, in Unicode scalars of the text.
    package func matches(in text: String, as reading: Reading = .prose) -> [IdentifierMatch] { [] }

    /// Searches bytes of unknown meaning: every spelling in every encoding.
    package func matches(inBytes bytes: UnsafeRawBufferPointer) -> [IdentifierMatch] { [] }

    package func matches(inBytes bytes: [UInt8]) -> [IdentifierMatch] { bytes.withUnsafeBytes { matches(inBytes: $0) } }

    /// The same and the UIDs of one file, at next to no cost.
    package func adding(uids: [String]) -> IdentifierIndex { self }
}
