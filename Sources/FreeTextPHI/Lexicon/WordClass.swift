// SPDX-License-Identifier: Apache-2.0

/// What the word lists say of a Latin word.
package struct WordClass: Sendable, Hashable {
    package var bits: UInt32

    package init(bits: UInt32 = 0) { self.bits = bits }

    /// An everyday word that is no name.
    package static let common = WordClass(bits: 3 << 4)

    /// How common as a first name: 0 (no) to 3.
    package var first: Int { Int(bits & 3) }
    /// How common as a last name: 0 (no) to 3.
    package var last: Int { Int(bits >> 2 & 3) }
    /// How common as an English word: 0 (no) to 3.
    package var word: Int { Int(bits >> 4 & 3) }

    package static let clinical: UInt32 = 1 << 6
    package static let technical: UInt32 = 1 << 7
    package static let eponym: UInt32 = 1 << 8
    package static let place: UInt32 = 1 << 9
    package static let country: UInt32 = 1 << 10
    /// A proper noun in the word list, such as a nationality.
    package static let proper: UInt32 = 1 << 11
    /// A word of German, French or Spanish.
    package static let foreign: UInt32 = 1 << 12
    /// A large city.
    package static let bigPlace: UInt32 = 1 << 13
    package static let drug: UInt32 = 1 << 14
    /// The beginning of a clinical word, as in `Unilat` or `Transluc`; set only where no list holds the word itself.
    package static let truncated: UInt32 = 1 << 15

    @inline(__always)
    package func has(_ mask: UInt32) -> Bool { bits & mask != 0 }

    package var isName: Bool { bits & 15 != 0 }
    /// A word of the clinic or of protocols, not counting eponyms.
    package var isTerm: Bool { has(Self.clinical | Self.technical | Self.drug) }
    /// Any ordinary word.
    package var isVocabulary: Bool { word > 0 || has(Self.clinical | Self.technical | Self.drug | Self.foreign | Self.country) }
    package var isUnknown: Bool { bits == 0 }
}
