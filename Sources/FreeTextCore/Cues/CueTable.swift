// SPDX-License-Identifier: Apache-2.0

/// The cues of the chosen languages, ready for look-up.
public struct CueTable: Sendable {
    private var words: [UInt64: Cue] = [:]
    private var phrases: [UInt64: Cue] = [:]
    private var months: [UInt64: UInt8] = [:]
    private var han: [UInt64: Cue] = [:]
    private var hanStarts: Set<UInt32> = []
    private var longestHan = 1

    public init(packs: [LanguagePack]) {
        for pack in packs {
            for (cue, phrases) in pack.cues {
                for phrase in phrases { add(phrase, cue) }
            }
            for (i, names) in pack.months.enumerated() {
                for name in names {
                    add(name, .month)
                    if let t = FoldedText(name.unicodeScalars.map(\.value)).tokens.first { months[t.hash] = UInt8(i + 1) }
                }
            }
        }
    }

    private mutating func add(_ phrase: Substring, _ cue: Cue) {
        let text = FoldedText(phrase.unicodeScalars.map(\.value))
        guard let first = text.tokens.first else { return }
        if text.tokens.contains(where: { $0.kind == .han || $0.kind == .kana || $0.kind == .hangul }) {
            han[TextHash.of(text.scalars), default: []].insert(cue)
            hanStarts.insert(text.scalars[0])
            longestHan = max(longestHan, text.scalars.count)
        } else if text.tokens.count == 1 {
            words[first.hash, default: []].insert(cue)
        } else {
            words[first.hash, default: []].insert(.phraseStart)
            phrases[CueTable.join(text.tokens.filter { $0.kind == .word }.map(\.hash)), default: []].insert(cue)
        }
    }

    private static func join(_ hashes: [UInt64]) -> UInt64 {
        var h: UInt64 = 17
        for x in hashes { h = h &* 0x9e37_79b9_7f4a_7c15 ^ x }
        return h
    }

    public func month(_ t: Token) -> Int { Int(months[t.hash] ?? 0) }

    /// Writes the cues of words and phrases into the tokens.
    public func mark(_ text: inout FoldedText) {
        for i in text.tokens.indices where text.tokens[i].kind == .word {
            if let c = words[text.tokens[i].hash] { text.tokens[i].cue.formUnion(c) }
        }
        var i = 0
        while i < text.tokens.count {
            if text.tokens[i].cue.contains(.phraseStart), let (end, cue) = phrase(at: i, in: text) {
                for k in i..<end { text.tokens[k].cue = text.tokens[k].cue.subtracting([.title, .role, .kin, .patient]).union(.stop) }
                text.tokens[end - 1].cue.formUnion(cue)
                i = end
            } else {
                i += 1
            }
        }
    }

    /// The longest phrase that begins at a token; marks between the words are passed over.
    private func phrase(at i: Int, in text: FoldedText) -> (Int, Cue)? {
        var h: UInt64 = 17
        var best: (Int, Cue)?
        var words = 0
        var k = i
        while k < text.tokens.count && words < 5 && k < i + 8 {
            let t = text.tokens[k]
            if t.kind == .word {
                h = h &* 0x9e37_79b9_7f4a_7c15 ^ t.hash
                words += 1
                if words > 1, let c = phrases[h] { best = (k + 1, c) }
            } else if t.kind != .mark {
                break
            }
            k += 1
        }
        return best
    }

    /// The longest Chinese or Japanese cue that begins at a token: its end and meaning.
    public func hanCue(at i: Int, in text: FoldedText) -> (Int, Cue)? {
        let tokens = text.tokens
        guard hanStarts.contains(text.scalars[Int(tokens[i].from)]) else { return nil }
        var h = TextHash.seed
        var best: (Int, Cue)?
        var k = i
        while k < tokens.count && k - i < longestHan {
            if k > i && tokens[k].gap != .glued { break }
            for s in Int(tokens[k].from)..<Int(tokens[k].to) { h = TextHash.add(h, text.scalars[s]) }
            if let c = han[TextHash.finish(h)] { best = (k + 1, c) }
            k += 1
        }
        return best
    }
}
