// SPDX-License-Identifier: Apache-2.0

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
