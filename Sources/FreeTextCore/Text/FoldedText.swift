// SPDX-License-Identifier: Apache-2.0

/// A text folded once and cut into tokens, with the way back to the original offsets.
public struct FoldedText: Sendable {
    /// Folded scalars.
    public private(set) var scalars: [UInt32] = []
    /// Original offset of each folded scalar, and where it ends (dropped marks that follow included).
    public private(set) var origin: [Int32] = []
    public private(set) var stop: [Int32] = []
    public private(set) var upper: [Bool] = []
    public var tokens: [Token] = []
    /// Number of original scalars.
    public private(set) var count = 0
    /// True if a character occurs in the form that only Japanese uses.
    public private(set) var hasShinjitai = false
    private static let shinjitai: Set<UInt32> = Set(
        "読県広渋沢浜斎桜栄検験転単帰発薬歳済経継緑絵関囲図団対専届巣帯応徳恵悪戦択拠拡挙挿掲揺摂撃断暁条様歩毎気浄涙渓湿満滝焼犠畳砕稲竜粋粛絶繊聴脳臓芸荘蔵虚蛍覚観訳証訪譲賛践軽辺遅郷酔釈鉱銭録鎮闘険隠雑霊顔顕駅駆髄鶏黒齢峠込畑匂枠﨑髙圧価仮両亜".unicodeScalars.map(
            \.value))

    public init(_ text: [UInt32], offset: Int = 0, fold: ScalarFold = .shared) {
        var position = Int32(offset)
        scalars.reserveCapacity(64)
        for s in text {
            if s >= 0xad && ScalarFold.isDropped(s) {
                position += 1
                if !stop.isEmpty { stop[stop.count - 1] = position }
                continue
            }
            let (a, b, isUpper) = fold.fold(s)
            if a != s, s >= 0x4e00, !hasShinjitai { hasShinjitai = FoldedText.shinjitai.contains(s) }
            append(a, position, isUpper)
            if b != 0 { append(b, position, isUpper) }
            position += 1
        }
        count = Int(position) - offset
        tokenize()
    }

    private mutating func append(_ s: UInt32, _ position: Int32, _ isUpper: Bool) {
        scalars.append(s)
        origin.append(position)
        stop.append(position + 1)
        upper.append(isUpper)
    }

    private enum Class: UInt8 { case letter, digit, han, kana, hangul, space, line, underscore, apostrophe, mark }

    @inline(__always)
    private static func classify(_ s: UInt32) -> Class {
        if s < 0x80 {
            if s >= 97 && s <= 122 { return .letter }
            if s >= 48 && s <= 57 { return .digit }
            if s == 32 || s == 9 { return .space }
            if s == 10 || s == 13 || s == 11 || s == 12 { return .line }
            if s == 95 { return .underscore }
            if s == 39 { return .apostrophe }
            return .mark
        }
        switch s {
        case 0x4e00...0x9fff, 0x3400...0x4dbf, 0xf900...0xfaff, 0x20000...0x3134f, 0x3007, 0x3005: return .han
        case 0x3041...0x3096, 0x30a1...0x30fa, 0x30fc: return .kana
        case 0xac00...0xd7a3: return .hangul
        case 0x2000...0x206f, 0x3001...0x303f, 0xff00...0xff0f, 0xa1...0xbf: return .mark
        default:
            guard let scalar = Unicode.Scalar(s) else { return .mark }
            return scalar.properties.isAlphabetic ? .letter : .mark
        }
    }

    private mutating func tokenize() {
        let n = scalars.count
        var i = 0
        var gap = Token.Gap.line
        tokens.reserveCapacity(n / 4 + 4)
        while i < n {
            let c = FoldedText.classify(scalars[i])
            switch c {
            case .space:
                if gap == .glued || gap == .underscore { gap = .space }
                i += 1
            case .line:
                gap = .line
                i += 1
            case .underscore:
                if gap == .glued { gap = .underscore }
                i += 1
            case .letter:
                let end = endOfWord(i)
                add(i, end, .word, gap)
                gap = .glued
                i = end
            case .digit:
                var j = i + 1
                while j < n && FoldedText.classify(scalars[j]) == .digit { j += 1 }
                add(i, j, .number, gap)
                gap = .glued
                i = j
            case .han, .kana, .hangul, .mark, .apostrophe:
                let kind: Token.Kind = c == .han ? .han : c == .kana ? .kana : c == .hangul ? .hangul : .mark
                add(i, i + 1, kind, gap)
                gap = .glued
                i += 1
            }
        }
    }

    /// The end of a run of letters; joins `O'Keefe`, but not `Hedwig's` or `l'hôpital`.
    private func endOfWord(_ from: Int) -> Int {
        let n = scalars.count
        var j = from
        while j < n && FoldedText.classify(scalars[j]) == .letter { j += 1 }
        if j < n - 1, scalars[j] == 39, upper[from], j - from <= 2, FoldedText.classify(scalars[j + 1]) == .letter {
            var k = j + 1
            while k < n && FoldedText.classify(scalars[k]) == .letter { k += 1 }
            if k - j > 2 { return k }
        }
        return j
    }

    private mutating func add(_ from: Int, _ to: Int, _ kind: Token.Kind, _ gap: Token.Gap) {
        var h = TextHash.seed
        var shape = Token.Shape.none
        if kind == .word {
            var ups = 0
            var letters = 0
            for k in from..<to where scalars[k] != 39 {
                h = TextHash.add(h, scalars[k])
                letters += 1
                if upper[k] { ups += 1 }
            }
            shape =
                ups == 0 ? .lower : ups == letters ? (letters == 1 ? .title : .upper) : ups == 1 && upper[from] ? .title : .mixed
        } else {
            for k in from..<to { h = TextHash.add(h, scalars[k]) }
        }
        tokens.append(
            Token(
                from: Int32(from), to: Int32(to), start: origin[from], end: stop[to - 1], kind: kind, shape: shape, gap: gap,
                hash: TextHash.finish(h), word: WordClass(), cue: Cue()))
    }

    /// The folded text of a token, apostrophes left out.
    public func text(_ t: Token) -> String {
        var s = ""
        for k in Int(t.from)..<Int(t.to) where scalars[k] != 39 { if let u = Unicode.Scalar(scalars[k]) { s.unicodeScalars.append(u) } }
        return s
    }

    /// The mark of a token, or 0 if it is no mark.
    @inlinable
    public func mark(_ i: Int) -> UInt32 {
        guard i >= 0 && i < tokens.count && tokens[i].kind == .mark else { return 0 }
        return scalars[Int(tokens[i].from)]
    }

    /// The value of a digit token of at most nine digits, else -1.
    @inlinable
    public func number(_ i: Int) -> Int {
        guard i >= 0 && i < tokens.count && tokens[i].kind == .number && tokens[i].length <= 9 else { return -1 }
        var v = 0
        for k in Int(tokens[i].from)..<Int(tokens[i].to) { v = v * 10 + Int(scalars[k]) - 48 }
        return v
    }
}
