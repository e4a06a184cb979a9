// SPDX-License-Identifier: Apache-2.0

/// A text on its way through the detectors.
public struct Analysis {
    public struct HanCue {
        public let from: Int
        public let to: Int
        public let cue: Cue
    }

    public var text: FoldedText
    public let field: FieldContext
    public let cues: CueTable
    public let lexicon: Lexicon
    public var hits: [Hit] = []
    /// Tokens that a number, date or format detector took.
    public var taken: [Bool]
    /// Tokens inside an eponym phrase or a technical name: no name evidence counts without a cue.
    public var inTermPhrase: [Bool]
    public private(set) var hanCues: [HanCue] = []
    /// Index into `hanCues` of the cue that ends before the token, or -1.
    public private(set) var hanCueEnding: [Int] = []
    public private(set) var hanCueStarting: [Int] = []
    public let hasHan: Bool
    public let hasKana: Bool
    public let hasLatin: Bool
    /// Kana, or characters that only Japanese writes so.
    public let isJapanese: Bool
    /// Chinese is about: names in Latin letters may be pinyin.
    public let expectsPinyin: Bool
    /// True if the Latin letters of the text are nearly all upper case.
    public let isAllCaps: Bool
    public let isAllLower: Bool
    /// A function word occurs: the text is a sentence rather than a label.
    public let hasStopWord: Bool
    /// A comma or full stop occurs: several statements, not a label.
    public let hasComma: Bool

    @inlinable public var tokens: [Token] { text.tokens }

    public init(_ scalars: [UInt32], offset: Int, field: FieldContext, cues: CueTable, lexicon: Lexicon, hint: LanguageHint = .none) {
        var folded = FoldedText(scalars, offset: offset)
        cues.mark(&folded)
        Analysis.markContractions(&folded)
        var han = false
        var kana = false
        var latin = false
        var capital = 0
        var lower = 0
        for i in folded.tokens.indices {
            switch folded.tokens[i].kind {
            case .word:
                latin = true
                folded.tokens[i].word = folded.tokens[i].cue.contains(.contraction) ? .common : Analysis.classify(folded, i, lexicon)
                if folded.tokens[i].length > 1 {
                    if folded.tokens[i].shape == .upper { capital += 1 } else { lower += 1 }
                }
            case .han: han = true
            case .kana: kana = true
            default: break
            }
        }
        self.field = field
        self.cues = cues
        self.lexicon = lexicon
        hasHan = han
        hasKana = kana
        hasLatin = latin
        isJapanese = kana || folded.hasShinjitai || hint.isJapanese
        expectsPinyin = han && !kana || hint.isChinese
        isAllCaps = capital > 0 && lower * 4 <= capital
        isAllLower = capital == 0 && !folded.tokens.contains { $0.isWord && $0.isCapital }
        hasStopWord = folded.tokens.contains { $0.isWord && $0.cue.contains(.stop) }
        hasComma = folded.tokens.indices.contains { [44, 0xff0c, 0x3002, 0x3001, 0xff1b, 59].contains(folded.mark($0)) }
        let n = folded.tokens.count
        text = folded
        taken = [Bool](repeating: false, count: n)
        inTermPhrase = [Bool](repeating: false, count: n)
        if han || kana { findHanCues() }
    }

    /// `didn't`, `I'm`, `we'll`: neither half is a name or an initial. A possessive may stand behind one.
    private static func markContractions(_ text: inout FoldedText) {
        let tokens = text.tokens
        for i in tokens.indices.dropFirst(2)
        where tokens[i].isWord && tokens[i].gap == .glued && text.mark(i - 1) == 39 && tokens[i - 1].gap == .glued && tokens[i - 2].isWord {
            let tail = text.text(tokens[i])
            let negated = tail == "t" && text.scalars[Int(tokens[i - 2].to) - 1] == 110
            guard negated || ["m", "re", "ve", "ll", "d"].contains(tail) && (tokens[i - 2].cue.contains(.stop) || tail != "d") else { continue }
            text.tokens[i].cue = [.stop, .contraction]
            if negated || tokens[i - 2].cue.contains(.stop) { text.tokens[i - 2].cue = [.stop, .contraction] }
        }
    }

    /// Modalities and regions that are written as one with the next word.
    private static let prefixes: [[UInt32]] = ["mri", "cta", "mra", "pet", "ct", "mr", "us", "xr", "ch", "tl", "ls", "cx", "lt", "rt"].map {
        $0.unicodeScalars.map(\.value)
    }

    /// Word lists, with a second look at plurals and at compounds such as `HeadNeck`.
    private static func classify(_ text: FoldedText, _ i: Int, _ lexicon: Lexicon) -> WordClass {
        let t = text.tokens[i]
        let found = lexicon.word(t.hash)
        if t.length < 4 || found.isVocabulary { return found }
        let from = Int(t.from)
        let to = Int(t.to)
        if text.scalars[to - 1] == 115 {
            let stem = lexicon.word(TextHash.of(text.scalars[from..<to - 1]))
            if stem.isTerm && !found.isName {
                return WordClass(bits: found.bits | stem.bits & (WordClass.clinical | WordClass.technical | WordClass.drug))
            }
        }
        if !found.isName, t.length >= 7, Morphology.isTerm(text.scalars[from..<to], lexicon, compounds: t.shape != .title) {
            return WordClass(bits: found.bits | WordClass.clinical)
        }
        // CTSPINE, CHBRAIN
        if !found.isName, t.length >= 6, let head = prefixes.first(where: { text.scalars[from..<to].starts(with: $0) }),
            lexicon.word(TextHash.of(text.scalars[from + head.count..<to])).isTerm
        {
            return WordClass(bits: found.bits | WordClass.technical)
        }
        if t.shape == .mixed {
            var k = from
            var all = true
            var parts = 0
            while k < to {
                var e = k + 1
                while e < to && !(text.upper[e] && (!text.upper[e - 1] || (e + 1 < to && !text.upper[e + 1]))) { e += 1 }
                let part = lexicon.word(TextHash.of(text.scalars[k..<e]))
                if !(part.isVocabulary || e - k == 1) { all = false }
                parts += 1
                k = e
            }
            if all && parts > 1 { return WordClass(bits: found.bits | WordClass.technical) }
        }
        return found
    }

    private mutating func findHanCues() {
        let n = text.tokens.count
        hanCueEnding = [Int](repeating: -1, count: n + 1)
        hanCueStarting = [Int](repeating: -1, count: n + 1)
        var i = 0
        while i < n {
            if let (end, cue) = cues.hanCue(at: i, in: text) {
                hanCueEnding[end] = hanCues.count
                hanCueStarting[i] = hanCues.count
                hanCues.append(HanCue(from: i, to: end, cue: cue))
                i = end
            } else {
                i += 1
            }
        }
    }

    /// The Chinese cue that ends just before token `i`, marks such as `：` passed over.
    public func hanCue(before i: Int) -> Cue {
        guard !hanCueEnding.isEmpty else { return [] }
        var k = i
        var steps = 0
        while k > 0 && steps < 3 {
            if hanCueEnding[k] >= 0 {
                let c = hanCues[hanCueEnding[k]]
                if c.cue == .link && c.from > 0 && steps == 0 {
                    let before = hanCue(before: c.from)
                    return before.isEmpty ? c.cue : before
                }
                return c.cue
            }
            let m = text.mark(k - 1)
            guard Analysis.isLabelMark(m) else { return [] }
            k -= 1
            steps += 1
        }
        return []
    }

    /// The number of characters of the Chinese cue that ends just before token `i`, marks passed over; 0 if there is none.
    public func hanCueWidth(before i: Int) -> Int {
        guard !hanCueEnding.isEmpty else { return 0 }
        var k = i
        while k > 0, i - k < 3 {
            if hanCueEnding[k] >= 0 { return k - hanCues[hanCueEnding[k]].from }
            guard Analysis.isLabelMark(text.mark(k - 1)) else { return 0 }
            k -= 1
        }
        return 0
    }

    /// The number of characters of the Chinese cue that begins at token `i`; 0 if none does.
    @inlinable public func hanCueWidth(at i: Int) -> Int {
        guard i < hanCueStarting.count, hanCueStarting[i] >= 0 else { return 0 }
        return hanCues[hanCueStarting[i]].to - i
    }

    /// The Chinese cue that begins at token `i`.
    @inlinable public func hanCue(at i: Int) -> Cue {
        guard i < hanCueStarting.count, hanCueStarting[i] >= 0 else { return [] }
        return hanCues[hanCueStarting[i]].cue
    }

    /// The Chinese cue that covers token `i`.
    @inlinable public func isInsideHanCue(_ i: Int) -> Bool {
        guard !hanCueStarting.isEmpty else { return false }
        var k = i
        while k >= 0 && i - k < 8 {
            if hanCueStarting[k] >= 0 { return hanCues[hanCueStarting[k]].to > i }
            k -= 1
        }
        return false
    }

    /// Marks that stand between a label and its value.
    @inlinable public static func isLabelMark(_ m: UInt32) -> Bool {
        switch m {
        case 58, 35, 46, 61, 45, 40, 41, 91, 42, 47, 0x300c, 0x3010, 0xff1a, 34: true
        default: false
        }
    }

    /// Records what a rule finds over the tokens `from..<to`.
    ///
    /// - Parameters:
    ///   - type: The kind of identifier, where it is not the rule's own.
    ///   - weight: The weight, where the text at hand speaks for more or less than the rule's own.
    ///   - take: Later detectors leave these tokens alone.
    public mutating func hit(_ from: Int, _ to: Int, _ rule: Rule, type: PHIType? = nil, weight: Double? = nil, take: Bool = false) {
        guard from < to else { return }
        hits.append(Hit(start: Int(text.tokens[from].start), end: Int(text.tokens[to - 1].end), rule: rule, type: type, weight: weight))
        if take { for k in from..<to { taken[k] = true } }
    }

    /// True if nothing about a word speaks for a name: no list holds it as one, and it is a term, the beginning of one, letters
    /// without a vowel, a short run of capitals, or capitals inside (`CaScSeq`).
    public func isNameless(_ i: Int) -> Bool {
        let t = text.tokens[i]
        let w = t.word
        guard t.isWord, t.length > 1, !w.isName else { return w.has(WordClass.technical) && w.first < 2 && w.last < 2 }
        if w.has(WordClass.eponym | WordClass.place) && !w.isTerm { return false }
        if w.isTerm || w.isVocabulary || w.has(WordClass.truncated) || t.length < 3 { return true }
        let s = text.scalars[Int(t.from)..<Int(t.to)]
        if !s.contains(where: { [97, 101, 105, 111, 117, 121].contains($0) || $0 > 127 }) { return true }
        if t.shape == .upper { return t.length <= 5 && !(isAllCaps && field.fieldClass == .comment) }
        if t.shape == .mixed {
            // McAllen, DeVoss, O'Neil and Lisa's camel cousins
            return ![
                [109, 99], [109, 97, 99], [100, 101], [100, 105], [108, 97], [108, 101], [118, 97, 110], [102, 105, 116, 122], [100, 117],
            ].contains { s.starts(with: $0) }
        }
        return t.length <= 3 && field.fieldClass != .comment && t.shape == .lower
    }

    /// The cue of the Latin word before token `i`, marks passed over; and its index.
    public func cue(before i: Int, marks: Int = 2) -> (Cue, Int) {
        var k = i - 1
        var passed = 0
        while k >= 0 {
            let t = text.tokens[k]
            if t.isWord { return (t.cue, k) }
            guard t.kind == .mark, passed < marks, Analysis.isLabelMark(text.mark(k)) else { return ([], -1) }
            passed += 1
            k -= 1
        }
        return ([], -1)
    }

    /// The token that begins at an original offset.
    public func firstToken(at start: Int) -> Int? { token(at: start, \.start) }

    /// The token that ends at an original offset.
    public func lastToken(at end: Int) -> Int? { token(at: end, \.end) }

    private func token(at offset: Int, _ edge: KeyPath<Token, Int32>) -> Int? {
        var (low, high) = (0, tokens.count)
        while low < high {
            let middle = (low + high) / 2
            if Int(tokens[middle][keyPath: edge]) < offset { low = middle + 1 } else { high = middle }
        }
        return low < tokens.count && Int(tokens[low][keyPath: edge]) == offset ? low : nil
    }

    /// What the word list says of the Chinese tokens `from..<to`; nothing if they are not all Chinese.
    public func hanWord(_ from: Int, _ to: Int) -> HanWord? {
        guard from >= 0, to <= text.tokens.count, (from..<to).allSatisfy({ text.tokens[$0].isHan }) else { return nil }
        return lexicon.hanWord(TextHash.of((from..<to).map { scalar($0) }))
    }

    /// The first scalar of a token.
    @inlinable public func scalar(_ i: Int) -> UInt32 { text.scalars[Int(text.tokens[i].from)] }

    @inlinable public func isGlued(_ i: Int) -> Bool { i > 0 && i < text.tokens.count && text.tokens[i].gap == .glued }

    /// True if no space parts token `i` from the one before.
    @inlinable public func isJoined(_ i: Int) -> Bool {
        i > 0 && i < text.tokens.count && (text.tokens[i].gap == .glued || text.tokens[i].gap == .underscore)
    }
}
