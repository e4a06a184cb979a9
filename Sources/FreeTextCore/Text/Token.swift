// SPDX-License-Identifier: Apache-2.0

/// A piece of folded text: a run of letters, a run of digits, one Chinese, Japanese or Korean character, or one mark.
public struct Token: Sendable {
    public enum Kind: UInt8, Sendable { case word, number, han, kana, hangul, mark }
    public enum Shape: UInt8, Sendable { case none, lower, upper, title, mixed }
    /// What stands before the token.
    public enum Gap: UInt8, Sendable { case glued, space, line, underscore }

    /// Range in the folded scalars.
    public var from: Int32
    public var to: Int32
    /// Range in the original scalars.
    public var start: Int32
    public var end: Int32
    public var kind: Kind
    public var shape: Shape
    public var gap: Gap
    public var hash: UInt64
    public var word: WordClass
    public var cue: Cue

    @inlinable public var length: Int { Int(to - from) }
    @inlinable public var isWord: Bool { kind == .word }
    @inlinable public var isNumber: Bool { kind == .number }
    @inlinable public var isHan: Bool { kind == .han }
    /// Begins with a capital letter.
    @inlinable public var isCapital: Bool { shape == .title || shape == .upper || shape == .mixed }
}
