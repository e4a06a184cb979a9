// SPDX-License-Identifier: Apache-2.0

/// A piece of folded text: a run of letters, a run of digits, one Chinese, Japanese or Korean character, or one mark.
package struct Token: Sendable {
    package enum Kind: UInt8, Sendable { case word, number, han, kana, hangul, mark }
    package enum Shape: UInt8, Sendable { case none, lower, upper, title, mixed }
    /// What stands before the token.
    package enum Gap: UInt8, Sendable { case glued, space, line, underscore }

    /// Range in the folded scalars.
    package var from: Int32
    package var to: Int32
    /// Range in the original scalars.
    package var start: Int32
    package var end: Int32
    package var kind: Kind
    package var shape: Shape
    package var gap: Gap
    package var hash: UInt64
    package var word: WordClass
    package var cue: Cue

    package var length: Int { Int(to - from) }
    package var isWord: Bool { kind == .word }
    package var isNumber: Bool { kind == .number }
    package var isHan: Bool { kind == .han }
    /// Begins with a capital letter.
    package var isCapital: Bool { shape == .title || shape == .upper || shape == .mixed }
}
