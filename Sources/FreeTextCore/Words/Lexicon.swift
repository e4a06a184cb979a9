// SPDX-License-Identifier: Apache-2.0

/// What the word lists say of a Chinese word.
public struct HanWord: Sendable {
    public let bits: UInt32

    @inlinable public init(bits: UInt32) { self.bits = bits }

    /// Twice the natural logarithm of the frequency in 60 million words.
    @inlinable public var frequency: Int { Int(bits & 63) }
    @inlinable public var isPlace: Bool { bits >> 6 & 3 == 1 }
    @inlinable public var isOrganization: Bool { bits >> 6 & 3 == 2 }
    @inlinable public var isName: Bool { bits >> 6 & 3 == 3 }
    @inlinable public var isClinical: Bool { bits >> 8 & 1 == 1 }
}

/// How a Chinese character behaves in names: costs in steps of a quarter of a natural logarithm, 63 = never.
public struct HanNameCost: Sendable {
    public let bits: UInt32

    @inlinable public init(bits: UInt32) { self.bits = bits }

    @inlinable public var surname: Int { Int(bits & 63) }
    @inlinable public var given1: Int { Int(bits >> 6 & 63) }
    @inlinable public var given2: Int { Int(bits >> 12 & 63) }
    /// As one character of a foreign name written in Chinese.
    @inlinable public var foreign: Int { Int(bits >> 18 & 63) }
    @inlinable public static var never: HanNameCost { HanNameCost(bits: 63 | 63 << 6 | 63 << 12 | 63 << 18) }
}

/// All word tables together. One shared value; the trainer makes its own.
public struct Lexicon: Sendable {
    private let latin: PackedTable
    private let han: PackedTable
    private let hanNames: PackedTable
    private let hanContext: PackedTable
    private let japanese: PackedTable

    public init(latin: PackedTable, han: PackedTable, hanNames: PackedTable, hanContext: PackedTable, japanese: PackedTable) {
        self.latin = latin
        self.han = han
        self.hanNames = hanNames
        self.hanContext = hanContext
        self.japanese = japanese
    }

    /// The bytes of a value in each table.
    public enum ValueSize {
        public static let latin = 2
        public static let han = 2
        public static let hanNames = 3
        public static let hanContext = 2
        public static let japanese = 1
    }

    public func word(_ hash: UInt64) -> WordClass { WordClass(bits: latin.value(hash) ?? 0) }
    public func hanWord(_ hash: UInt64) -> HanWord? { han.value(hash).map(HanWord.init) }
    public func hanName(_ scalar: UInt32) -> HanNameCost {
        hanNames.value(TextHash.finish(TextHash.add(TextHash.seed, scalar))).map(HanNameCost.init) ?? .never
    }
    /// Cost of a surname of two characters; 63 if it is none.
    public func compoundSurname(_ a: UInt32, _ b: UInt32) -> Int {
        Int(hanNames.value(TextHash.finish(TextHash.add(TextHash.add(TextHash.seed, a), b))).map { $0 & 63 } ?? 63)
    }
    /// Cost of a listed given name of two characters; 63 if it is none.
    public func givenName(_ a: UInt32, _ b: UInt32) -> Int {
        Int(hanNames.value(TextHash.finish(TextHash.add(TextHash.add(TextHash.seed, a), b))).map { $0 >> 6 & 63 } ?? 63)
    }
    /// Cost, in quarters of a natural logarithm, of `b` after `a` in a name written by sound; `a` is 0 at the start. 63: never seen.
    public func foreignPair(_ a: UInt32, _ b: UInt32) -> Int {
        Int(hanNames.value(TextHash.finish(TextHash.add(TextHash.add(TextHash.seed, a), b))).map { $0 >> 18 & 63 } ?? 63)
    }
    /// How much more often than by chance a character ends what stands before a name, and begins what stands after one;
    /// in quarters of a natural logarithm.
    public func hanContext(_ scalar: UInt32) -> (before: Int, after: Int) {
        guard let v = hanContext.value(TextHash.finish(TextHash.add(TextHash.seed, scalar))) else { return (0, 0) }
        return (Int(v & 63) - 32, Int(v >> 6 & 63) - 32)
    }
    /// 1 a Japanese surname, 2 a given name, 3 both, 0 none.
    public func japaneseName(_ hash: UInt64) -> Int { Int(japanese.value(hash) ?? 0) }
}
