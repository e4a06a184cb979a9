// SPDX-License-Identifier: Apache-2.0

/// What the word lists say of a Latin word.
public struct WordClass: Sendable, Hashable {
    public var bits: UInt32

    @inlinable public init(bits: UInt32 = 0) { self.bits = bits }

    /// An everyday word that is no name.
    @inlinable public static var common: WordClass { WordClass(bits: 3 << 4) }

    /// How common as a first name: 0 (no) to 3.
    @inlinable public var first: Int { Int(bits & 3) }
    /// How common as a last name: 0 (no) to 3.
    @inlinable public var last: Int { Int(bits >> 2 & 3) }
    /// How common as an English word: 0 (no) to 3.
    @inlinable public var word: Int { Int(bits >> 4 & 3) }

    @inlinable public static var clinical: UInt32 { 1 << 6 }
    @inlinable public static var technical: UInt32 { 1 << 7 }
    @inlinable public static var eponym: UInt32 { 1 << 8 }
    @inlinable public static var place: UInt32 { 1 << 9 }
    @inlinable public static var country: UInt32 { 1 << 10 }
    /// A proper noun in the word list, such as a nationality.
    @inlinable public static var proper: UInt32 { 1 << 11 }
    /// A word of German, French or Spanish.
    @inlinable public static var foreign: UInt32 { 1 << 12 }
    /// A large city.
    @inlinable public static var bigPlace: UInt32 { 1 << 13 }
    @inlinable public static var drug: UInt32 { 1 << 14 }
    /// The beginning of a clinical word, as in `Unilat` or `Transluc`; set only where no list holds the word itself.
    @inlinable public static var truncated: UInt32 { 1 << 15 }

    @inlinable public func has(_ mask: UInt32) -> Bool { bits & mask != 0 }

    @inlinable public var isName: Bool { bits & 15 != 0 }
    /// A word of the clinic or of protocols, not counting eponyms.
    @inlinable public var isTerm: Bool { has(Self.clinical | Self.technical | Self.drug) }
    /// Any ordinary word.
    @inlinable public var isVocabulary: Bool { word > 0 || has(Self.clinical | Self.technical | Self.drug | Self.foreign | Self.country) }
    @inlinable public var isUnknown: Bool { bits == 0 }
}
