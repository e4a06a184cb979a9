// SPDX-License-Identifier: Apache-2.0

internal import FreeTextCore

/// Finds Japanese names: a listed surname with a title, a given name or a cue beside it; kana after a cue.
struct JapaneseNameDetector {
    static func scan(_ a: inout Analysis) {
        guard a.hasHan || a.hasKana else { return }
        var i = 0
        while i < a.tokens.count {
            if a.tokens[i].isHan, !a.taken[i], let end = kanji(&a, i) ?? lone(&a, i) {
                i = end
            } else if a.tokens[i].kind == .kana, let end = kana(&a, i) ?? kanaPair(&a, i) {
                i = end
            } else {
                i += 1
            }
        }
        if a.isJapanese, a.hasLatin { RomajiNameDetector.scan(&a) }
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
                    if g == 1, end + 1 < a.tokens.count, a.tokens[end + 1].isHan, a.tokens[end + 1].gap == .glued, a.hanCue(at: end + 1).isEmpty {
                        continue
                    }
                    given = true
                    end += g
                    break
                }
            }
            if !given, a.isJapanese, let e = kanaGiven(a, end) {
                given = true
                end = e
            }
            let title =
                a.hanCue(at: end).contains(.titleAfter) || a.hanCue(at: end).contains(.role)
                || a.isJapanese && HanNameDetector.scalar(a, end) == 0x6c0f && a.tokens[end].gap == .glued  // 氏
            let word = a.lexicon.hanWord(h)
            let isWord = word.map { $0.frequency > 12 || $0.isClinical } ?? false
            var score = 0.0
            if given {
                score = a.isJapanese || cued ? 0.7 : (!isWord && length == 2 && end - i >= 4 ? 0.55 : 0.2)
            } else if title {
                score = isWord && !a.isJapanese ? 0.35 : 0.7
            } else if cued && a.isJapanese {
                score = 0.6
            } else if cued, HanNameDetector.isEdge(after: end, a) {
                score = isWord ? 0.3 : 0.5
            } else if a.hasKana, end < a.tokens.count, a.hanCue(at: end).contains(.personVerb), !isWord {
                score = 0.45
            }
            if a.isInsideHanCue(i) { score -= 0.3 }
            if score > 0.3 {
                a.hit(i, end, given ? .jaFull : .jaSurname, weight: score)
                return end
            }
        }
        // 森部長, 大輔さん
        if a.isJapanese || cued || HanNameDetector.isEdge(before: i, a) {
            for length in [1, 2, 3] {
                guard let h = hash(a, i, i + length), i + length < a.tokens.count, a.tokens[i + length].gap == .glued,
                    a.hanCue(at: i + length).contains(.titleAfter)
                else { continue }
                guard length == 1 ? single.contains(h) : a.isJapanese && a.lexicon.japaneseName(h) & 2 == 2, !a.isInsideHanCue(i) else { continue }
                a.hit(i, i + length, .jaTitle)
                return i + length
            }
        }
        return nil
    }

    /// 柴崎 はつね, 大河内 れい子, 阿久津ちひろ: a given name in kana behind a surname.
    private static func kanaGiven(_ a: Analysis, _ i: Int) -> Int? {
        guard i < a.tokens.count, a.tokens[i].kind == .kana, a.tokens[i].gap == .glued || a.tokens[i].gap == .space, a.hanCueStarting[i] < 0 else {
            return nil
        }
        var end = i
        while end < a.tokens.count, a.tokens[end].kind == .kana, end == i || a.isGlued(end), a.hanCueStarting[end] < 0, end - i < 5 { end += 1 }
        let glued = a.tokens[i].gap == .glued
        guard end - i >= (glued ? 3 : 1), end - i <= 4 else { return nil }
        // れい子, みな実
        if end < a.tokens.count, a.tokens[end].isHan, a.isGlued(end), a.hanCueWidth(at: end) < 2 {
            guard !glued, a.lexicon.hanName(a.scalar(end)).given2 < 50 else { return nil }
            return end + 1
        }
        guard end - i > 1, end >= a.tokens.count || a.tokens[end].kind != .kana else { return nil }
        return end
    }

    /// 榎並, 佐伯改: a surname alone in a label.
    private static func lone(_ a: inout Analysis, _ i: Int) -> Int? {
        guard a.isJapanese, HanNameDetector.isEdge(before: i, a) || a.hanCueEnding[i] >= 0, a.hanCueStarting[i] < 0, a.tokens.count > 1 else {
            return nil
        }
        for length in [3, 2] {
            guard let h = hash(a, i, i + length), a.lexicon.japaneseName(h) & 1 == 1 else { continue }
            let end = i + length
            guard
                end >= a.tokens.count || a.tokens[end].gap != .glued || a.tokens[end].kind == .mark
                    || !a.tokens[end].isHan && a.tokens[end].kind != .kana || a.scalar(end) == 0x6539
            else { return nil }
            if a.lexicon.hanWord(h).map({ $0.frequency > 12 || $0.isClinical || $0.isPlace }) ?? false { return nil }
            let cued = !a.hanCue(before: i).intersection([.patient, .role, .kin]).isEmpty
            a.hit(i, end, .jaAlone, weight: cued ? 0.65 : 0.45)
            return end
        }
        // 技師 千
        if let h = hash(a, i, i + 1), single.contains(h), a.hanCue(before: i).contains(.role),
            i + 1 >= a.tokens.count || !a.tokens[i + 1].isHan || a.tokens[i + 1].gap != .glued
        {
            a.hit(i, i + 1, .jaAlone, weight: 0.5)
            return i + 1
        }
        return nil
    }

    /// ツルオカ ノブ: two words in katakana that stand apart.
    private static func kanaPair(_ a: inout Analysis, _ i: Int) -> Int? {
        func word(_ k: Int) -> Int? {
            guard k < a.tokens.count, a.tokens[k].kind == .kana, a.hanCueStarting[k] < 0,
                k == 0 || a.tokens[k].gap != .glued || a.tokens[k - 1].kind == .mark
            else { return nil }
            var end = k
            while end < a.tokens.count, a.tokens[end].kind == .kana, end == k || a.isGlued(end), a.scalar(end) >= 0x30a1 { end += 1 }
            return end - k >= 2 && end - k <= 6 ? end : nil
        }
        guard a.isJapanese, let first = word(i), first < a.tokens.count, a.tokens[first].gap == .space, let second = word(first) else { return nil }
        guard second >= a.tokens.count || a.tokens[second].kind != .kana,
            !(i..<second).contains(where: { a.scalar($0) == 0x30fc }) || !a.hanCue(at: second).isEmpty
        else { return nil }
        a.hit(i, second, .jaKana)
        return second
    }

    private static let single: Set<UInt64> = Set(
        "丸杉千森林原関辻堀岡谷島東西南北星岸菅桂乾境峰沖畑畠榊桑梶椿橘浜滝牧湊源泉堤柳平角窪".unicodeScalars.map { TextHash.of(FoldedText([$0.value]).scalars) })

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
        a.hit(i, end, .jaKana, weight: 0.6)
        return end
    }
}
