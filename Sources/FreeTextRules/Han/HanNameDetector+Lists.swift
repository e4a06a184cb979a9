// SPDX-License-Identifier: Apache-2.0

internal import FreeTextCore

extension HanNameDetector {
    private static let tails: [[UInt32]] = ["两位", "二位", "三位", "几位", "各位", "三人", "二人", "两人", "四人", "等人", "两个", "三个"].map {
        $0.unicodeScalars.map(\.value)
    }

    /// 阮、娄、晏三人 / 薄、麻两位主任 / 夜班 郄/单: surnames alone in a row.
    static func surnameList(_ a: inout Analysis) {
        var i = 0
        while i < a.tokens.count {
            var k = i
            var parts: [(Int, Int)] = []
            while let end = surname(a, k), !(k > 0 && a.tokens[k - 1].isNumber) {
                parts.append((k, end))
                guard [0x3001, 47, 44].contains(a.text.mark(end)), end + 1 < a.tokens.count, a.tokens[end + 1].gap != .line else { break }
                k = end + 1
            }
            guard parts.count > 1, let end = parts.last?.1 else {
                i += 1
                continue
            }
            let counted = tails.contains { tail in tail.indices.allSatisfy { scalar(a, end + $0) == tail[$0] } }
            let after = a.hanCue(at: end)
            let whole = i == 0 && end == a.tokens.count
            let cued = a.hanCue(before: i).contains(.role)
            if isEdge(before: i, a) || cued || counted,
                counted || after.contains(.titleAfter)
                    || isEdge(after: end, a)
                        && (cued || whole && parts.allSatisfy { $0.1 - $0.0 == 2 || a.lexicon.hanName(scalar(a, $0.0)).surname < 44 }
                            || parts.count > 2 && whole)
            {
                for (from, to) in parts { a.hit(from, to, .hanSurnames) }
            }
            i = end
        }
    }

    /// 参会：安宁、鞠萍、闻达: what stands in a row of names is one.
    static func nameList(_ a: inout Analysis) {
        var i = 0
        while i < a.tokens.count {
            var k = i
            var parts: [(Int, Int)] = []
            while k < a.tokens.count, a.tokens[k].isHan {
                var end = k
                while end < a.tokens.count, a.tokens[end].isHan, end == k || a.isGlued(end) { end += 1 }
                // The first part may begin behind a cue.
                var from = k
                if parts.isEmpty, let cut = (k..<end).last(where: { a.hanCueEnding[$0] >= 0 }) { from = cut }
                guard end - from >= 2, end - from <= 4 else { break }
                parts.append((from, end))
                k = end
                guard a.text.mark(end) == 0x3001, end + 1 < a.tokens.count else { break }
                k = end + 1
            }
            if parts.count > 2 {
                func isFound(_ p: (Int, Int)) -> Bool {
                    let (s, e) = (Int(a.tokens[p.0].start), Int(a.tokens[p.1 - 1].end))
                    return a.hits.contains { $0.type == .person && $0.score > 0.4 && $0.start <= s && e <= $0.end }
                }
                let found = parts.filter(isFound).count
                if found * 2 >= parts.count {
                    for p in parts where !isFound(p) && a.lexicon.hanName(scalar(a, p.0)).surname < 63 && !(a.hanWord(p.0, p.1)?.isClinical ?? false)
                    {
                        a.hit(p.0, p.1, .hanRow)
                    }
                }
            }
            i = max(k, i + 1)
        }
    }

    /// The end of a surname that stands alone at token `i`.
    private static func surname(_ a: Analysis, _ i: Int) -> Int? {
        guard i < a.tokens.count, a.tokens[i].isHan, !a.taken[i] else { return nil }
        if i + 1 < a.tokens.count, a.tokens[i + 1].isHan, a.isGlued(i + 1), a.lexicon.compoundSurname(scalar(a, i), scalar(a, i + 1)) < 63 {
            return i + 2
        }
        return a.lexicon.hanName(scalar(a, i)).surname < 63 && !neverAlone.contains(scalar(a, i)) ? i + 1 : nil
    }

    /// 白雪-子宫附件MR, 膝关节 黎明 左: a word of two characters that is built like a name and stands apart in a label of clinical words.
    static func lone(_ a: inout Analysis) {
        guard a.tokens.count <= 20, a.field.fieldClass != .report, a.tokens.contains(where: { $0.isWord || $0.isHan }) else { return }
        var i = 0
        var clinical = false
        var found: Int?
        while i < a.tokens.count {
            guard a.tokens[i].isHan else {
                if a.tokens[i].isWord, a.tokens[i].word.isTerm { clinical = true }
                if [44, 0xff0c, 0x3002, 58, 0xff1a, 0x3001].contains(a.text.mark(i)) { return }
                i += 1
                continue
            }
            var end = i + 1
            while end < a.tokens.count, a.tokens[end].isHan, a.tokens[end].gap == .glued { end += 1 }
            let word = end - i == 2 ? a.lexicon.hanWord(TextHash.of([scalar(a, i), scalar(a, i + 1)])) : nil
            if let word, !word.isClinical, !word.isPlace, !a.taken[i], a.hanCueStarting[i] < 0, a.hanCueEnding[end] < 0 {
                let given = a.lexicon.hanName(scalar(a, i + 1))
                if found == nil, i == 0 || end == a.tokens.count || a.tokens[end].gap != .glued,
                    a.lexicon.hanName(scalar(a, i)).surname + min(given.given1, given.given2) < 84
                {
                    found = i
                }
            } else if end - i > 1 {
                clinical = clinical || (i..<end).contains { k in (2...4).contains { l in k + l <= end && a.hanWord(k, k + l)?.isClinical ?? false } }
            }
            i = end
        }
        if let found, clinical { a.hit(found, found + 2, .hanAlone) }
    }
}
