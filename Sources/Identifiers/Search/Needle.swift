// SPDX-License-Identifier: Apache-2.0

/// One spelling that is searched for.
struct Needle {
    /// What must be around it.
    enum Reach: UInt8 {
        /// It may stand inside a word that is none of the lexicon's.
        case anywhere
        /// No letter of its script may touch it.
        case word
        /// No digit may touch it, but for a time of day behind.
        case digits
        /// It counts behind a word that says what it is, and as a whole value.
        case cued
        /// It counts as a whole value only.
        case whole
        /// Bytes of an encoding of more than one byte a character, or of letters beyond ASCII.
        case bytes
    }

    /// How gaps inside are judged.
    enum Style: UInt8 {
        case name, phrase, number, date, uid
    }

    var kind: IdentifierKind
    var reach: Reach
    var style: Style
    /// Also an everyday or clinical word.
    var isWord = false
    /// Long enough for codes.
    var isStrong = false
    /// Whose name it is, one bit a person.
    var persons: UInt64 = 0
    var policies: Int32 = 0
}

/// Whether something may stand before a symbol of a needle.
enum GapPolicy {
    static let closed: UInt8 = 0
    /// Its words begin here.
    static let mayOpen: UInt8 = 1
    static let mustOpen: UInt8 = 2
    /// Opened by a mark of dates.
    static let mustOpenByMark: UInt8 = 3
    /// A space, a dot or a hyphen.
    static let softly: UInt8 = 4
    /// A dot and nothing else.
    static let dot: UInt8 = 5
    /// `/` or `-`: what a dot would make a number of.
    static let mustOpenBySlash: UInt8 = 6
    /// Nothing, or a mark of dates.
    static let mayOpenByMark: UInt8 = 7

    private static let dateMarks: Gap = [.dot, .slash, .hyphen]

    /// - Returns: Whether the policy permits the gap.
    @inline(__always)
    static func permits(_ policy: UInt8, _ gap: Gap) -> Bool {
        let marks = gap.marks
        switch policy {
        case closed: return marks.isEmpty
        case mayOpen: return true
        case mustOpen: return !marks.isEmpty
        case mustOpenByMark: return !marks.isEmpty && marks.isSubset(of: dateMarks)
        case softly: return marks.isDisjoint(with: [.line, .slash])
        case dot: return marks == .dot
        case mayOpenByMark: return marks.isSubset(of: dateMarks)
        default: return !marks.isEmpty && marks.isSubset(of: [.slash, .hyphen])
        }
    }
}
