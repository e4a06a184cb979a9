// SPDX-License-Identifier: Apache-2.0

/// Finds Japanese names: a listed surname with a title, a given name or a cue beside it; kana after a cue.
package struct JapaneseNameDetector {
    package static func scan(_ a: inout Analysis) {
        guard a.hasHan || a.hasKana else { return }
        var i = 0
        while i < a.tokens.count {
            if a.tokens[i].isHan, !a.taken[i], let end = kanji(&a, i) {
                i = end
            } else if a.tokens[i].kind == .kana, let end = kana(&a, i) {
                i = end
            } else {
                i += 1
            }
        }
    }

    private static func hash(_ a: Analysis, _ from: Int, _ to: Int) -> UInt64? {
        guard to <= a.tokens.count else { return nil }
        var h = TextHash.seed
        for k in from..<to {
            guard a.tokens[k].isHan, k == from || a.tokens[k].gap == .glued else { return nil }
            h = TextHash.add(h, a.text.scalars[Int(a.tokens[k].from)])
        }
        return TextHash.finish(h)
    }

    private static func kanji(_ a: inout Analysis, _ i: Int) -> Int? {
        let before = a.hanCue(before: i)
        let cued = !before.intersection([.patient, .role, .kin]).isEmpty
        guard a.isJapanese || cued || i == 0 || a.tokens[i].gap != .glued || a.tokens[i - 1].kind == .mark else { return nil }
        if a.isInsideHanCue(i), a.hanCueStarting[i] < 0 { return nil }
        for length in [3, 2] {
            guard let h = hash(a, i, i + length), a.lexicon.japaneseName(h) & 1 == 1 else { continue }
            var end = i + length
            var given = false
            let spaced = end < a.tokens.count && a.tokens[end].gap == .space
            for g in [3, 2, 1] where end + g <= a.tokens.count {
                guard let gh = hash(a, end, end + g), g > 1 || spaced || cued else { continue }
                if a.lexicon.japaneseName(gh) & 2 == 2 || (g == 1 && a.lexicon.hanName(a.text.scalars[Int(a.tokens[end].from)]).given2 < 40) {
                    if g == 1, end + 1 < a.tokens.count, a.tokens[end + 1].isHan, a.tokens[end + 1].gap == .glued, a.hanCue(at: end + 1).isEmpty { continue }
                    given = true
                    end += g
                    break
                }
            }
            let title = a.hanCue(at: end).contains(.titleAfter) || a.hanCue(at: end).contains(.role)
            let word = a.lexicon.hanWord(h)
            let isWord = word.map { $0.frequency > 12 || $0.isClinical } ?? false
            var score = 0.0
            if given { score = a.isJapanese || cued ? 0.7 : (!isWord && length == 2 && end - i >= 4 ? 0.55 : 0.2) } else if title { score = isWord && !a.isJapanese ? 0.35 : 0.7 } else if cued && a.isJapanese { score = 0.6 } else if cued, HanNameDetector.isEdge(after: end, a) { score = isWord ? 0.3 : 0.5 } else if a.hasKana, end < a.tokens.count, a.hanCue(at: end).contains(.personVerb), !isWord { score = 0.45 }
            if a.isInsideHanCue(i) { score -= 0.3 }
            if score > 0.3 {
                a.hit(i, end, .person, score, given ? "ja.full" : "ja.surname", .hanNames)
                return end
            }
        }
        // 森部長, 大輔さん
        if a.isJapanese || cued || HanNameDetector.isEdge(before: i, a) {
            for length in [1, 2, 3] {
                guard let h = hash(a, i, i + length), i + length < a.tokens.count, a.tokens[i + length].gap == .glued, a.hanCue(at: i + length).contains(.titleAfter) else { continue }
                guard length == 1 ? single.contains(h) : a.isJapanese && a.lexicon.japaneseName(h) & 2 == 2, !a.isInsideHanCue(i) else { continue }
                a.hit(i, i + length, .person, 0.6, "ja.title", .hanNames)
                return i + length
            }
        }
        return nil
    }

    private static let single: Set<UInt64> = Set("森林原関辻堀岡谷島東西南北星岸菅桂乾境峰沖畑畠榊桑梶椿橘浜滝牧湊源泉堤柳平角窪".unicodeScalars.map { TextHash.of(FoldedText([$0.value]).scalars) })

    /// A run of kana after a person cue or before a title: ヤマダ タロウ.
    private static func kana(_ a: inout Analysis, _ i: Int) -> Int? {
        guard i == 0 || a.tokens[i - 1].kind != .kana || a.tokens[i].gap != .glued else { return nil }
        if a.hanCueStarting[i] >= 0 { return nil }
        var end = i
        while end < a.tokens.count, a.tokens[end].kind == .kana, a.hanCueStarting[end] < 0 { end += 1 }
        guard end - i >= 2 else { return nil }
        let cued = !a.hanCue(before: i).intersection([.patient, .kin]).isEmpty || a.hanCue(before: i).contains(.role)
        let title = a.hanCue(at: end).contains(.titleAfter) && a.tokens[end].gap == .glued
        guard cued || title else { return nil }
        if cued && !title && (a.text.scalars[Int(a.tokens[i].from)] < 0x30a1) { return nil }
        a.hit(i, end, .person, 0.6, "ja.kana", .hanNames)
        return end
    }
}
