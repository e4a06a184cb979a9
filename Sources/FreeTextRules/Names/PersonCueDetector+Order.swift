// SPDX-License-Identifier: Apache-2.0

internal import FreeTextCore

/// Names that show by their own form: `ASHWORTH, NORA`, `KAPOOR^ANIL`, `k.lund`, initials at the end.
extension PersonCueDetector {
    /// Surnames of two letters, and of three that are common.
    static func isShortSurname(_ a: Analysis, _ i: Int) -> Bool {
        let t = a.tokens[i]
        guard t.length == 2 || t.length == 3, t.word.last > 0, !t.word.has(WordClass.drug) else { return false }
        return !t.cue.contains(.stop) && !t.cue.contains(.degree) && (t.word.word == 0 || t.word.last > 1)
    }

    /// `Will is late`, `May called`: a verb in the third person leaves no other reading.
    static func modal(_ a: inout Analysis, _ i: Int) {
        let t = a.tokens[i]
        guard t.shape == .title, t.word.first >= 2, i + 1 < a.tokens.count, a.tokens[i + 1].gap == .space,
            i == 0 || a.text.mark(i - 1) == 46 || a.tokens[i].gap == .line
        else { return }
        guard
            [
                "will", "may", "mark", "grant", "bill", "rob", "hope", "grace", "faith", "joy", "dawn", "pat", "sue", "chance", "drew", "chase",
                "rich", "frank", "art", "rose", "jack", "miles", "page", "brook",
            ].contains(a.text.text(t))
        else { return }
        let next = a.text.text(a.tokens[i + 1])
        guard
            [
                "is", "was", "will", "would", "can", "cannot", "had", "has", "says", "said", "states", "stated", "called", "asked", "wants", "wanted",
                "refused", "arrived", "requested", "denies", "reports",
            ].contains(next)
                || ["in", "from", "at"].contains(next) && i + 2 < a.tokens.count
                    && (a.tokens[i + 2].shape == .upper || a.tokens[i + 2].word.isTerm || a.text.text(a.tokens[i + 2]) == "transport")
                    && !(a.tokens[i + 2].isNumber) && (i + 3 < a.tokens.count)
        else { return }
        a.hit(i, i + 1, .personSubject)
    }

    /// `Tobias K.`
    static func firstInitial(_ a: inout Analysis, _ i: Int) {
        let t = a.tokens[i]
        guard t.shape == .title, t.word.first > 0, t.word.word == 0, !t.word.isTerm, !a.inTermPhrase[i], i + 2 < a.tokens.count else { return }
        let n = a.tokens[i + 1]
        guard n.isWord, n.length == 1, n.isCapital, n.gap == .space, a.text.mark(i + 2) == 46, a.isGlued(i + 2),
            i + 3 == a.tokens.count || a.tokens[i + 3].gap == .line || a.tokens[i + 3].kind == .mark
        else { return }
        a.hit(i, i + 2, .personFirstInitial)
    }

    /// `Juarez/12/2/2005`: a surname and a date.
    static func beforeDate(_ a: inout Analysis, _ i: Int) {
        let t = a.tokens[i]
        guard a.text.mark(i + 1) == 47, a.isGlued(i + 1), i + 2 < a.tokens.count, a.taken[i + 2], a.tokens[i + 2].isNumber, t.isCapital, t.length > 2,
            quality(a, i) > 1, !a.inTermPhrase[i]
        else { return }
        a.hit(i, i + 1, .personBeforeDate)
    }

    static func lastFirst(_ a: inout Analysis, _ i: Int) {
        guard a.text.mark(i + 1) == 44, i + 2 < a.tokens.count, a.tokens[i + 2].isWord, a.tokens[i + 2].gap != .line, !a.taken[i + 2] else { return }
        let l = a.tokens[i]
        let f = a.tokens[i + 2]
        // hwang, yuna
        if l.shape == .lower, f.shape == .lower, l.word.last > 0, f.word.first > 0, l.word.word == 0, f.word.word == 0, !l.word.isTerm,
            !f.word.isTerm, !l.cue.contains(.stop), !f.cue.contains(.stop), l.length > 2
        {
            a.hit(i, i + 3, .personLastFirst)
            return
        }
        guard l.isCapital, f.isCapital, l.length > 1, !l.cue.contains(.stop), !f.cue.contains(.stop), !f.cue.contains(.degree) || f.length == 1,
            !l.cue.contains(.title), !f.cue.contains(.month), !l.cue.contains(.month)
        else { return }
        var ql = quality(a, i)
        if ql == 0, l.word.last >= 2, f.word.first >= 2, f.word.word < 2, !f.word.isTerm, !l.word.has(WordClass.technical) { ql = 1 }
        guard ql > 0, l.shape == f.shape || f.length == 1 || l.shape == .mixed || f.shape == .mixed || l.shape == .upper else { return }
        var score: Double
        if f.length == 1 {
            guard ql > 1, l.word.last > 0 || l.word.isUnknown, i + 3 >= a.tokens.count || a.text.mark(i + 3) != 40 else { return }
            score = l.word.has(WordClass.place) ? 0.3 : 0.5
        } else {
            let qf = quality(a, i + 2)
            guard qf > 0 || f.word.first > 1 && f.shape != .upper else { return }
            if l.word.has(WordClass.place) && f.word.has(WordClass.place) && f.word.first == 0 { return }
            score = 0.35 + (f.word.first > 0 ? 0.2 : 0) + (l.word.last > 0 ? 0.1 : 0) + (ql > 1 ? 0.1 : 0) + (qf > 1 ? 0.05 : 0)
            if f.word.isUnknown && l.word.isUnknown { score = 0.45 }
            if a.inTermPhrase[i] { score -= 0.4 }
        }
        var end = i + 3
        // Middle initial or name
        while end < a.tokens.count, a.tokens[end].gap == .space, a.tokens[end].isWord, a.tokens[end].isCapital,
            a.tokens[end].length == 1 || (quality(a, end) > 1 && a.tokens[end].word.first > 0), end - i < 5
        { end += 1 }
        var from = i
        // Double surname before
        while from > 0, a.text.mark(from - 1) == 45, a.isGlued(from), from > 1, a.tokens[from - 2].isWord, a.isGlued(from - 1) { from -= 2 }
        while from > 0, a.tokens[from - 1].isWord, a.tokens[from - 1].cue.contains(.particle), a.tokens[from].gap == .space { from -= 1 }
        a.hit(from, end, .personLastFirst, weight: score)
    }

    // MARK: - KAPOOR^ANIL, HEAD^Sorokin

    static func caret(_ a: inout Analysis, _ i: Int) {
        guard a.text.mark(i + 1) == 94, i + 2 < a.tokens.count, a.tokens[i + 2].isWord, a.isGlued(i + 2), !a.taken[i + 2] else {
            return
        }
        let ql = quality(a, i)
        let qr = quality(a, i + 2)
        let r = a.tokens[i + 2]
        if ql > 1 && (qr > 0 || r.length == 1 || r.isCapital && !r.word.isTerm && r.word.word < 2 && !r.cue.contains(.stop))
            || ql > 0 && r.word.first > 1 && a.tokens[i].word.last > 1 && !r.word.isTerm || ql > 0 && qr > 1 && a.tokens[i].word.isName
            || r.word.first > 1 && !r.word.isTerm && a.tokens[i].word.last > 0 && !a.tokens[i].word.isTerm
            || qr > 1 && (r.word.isName || r.word.isUnknown) && a.tokens[i].word.last > 1 && !a.tokens[i].word.isTerm
            || a.tokens[i].word.last > 1 && r.word.first > 1 && !(a.tokens[i].word.has(WordClass.technical) && r.word.word == 3 && r.word.first < 3)
                && !r.word.has(WordClass.technical)
        {
            var end = i + 3
            while end < a.tokens.count, a.isGlued(end), a.text.mark(end) == 94 || a.tokens[end].isWord || a.text.mark(end) == 46 { end += 1 }
            a.hit(i, end, .personCaret)
        } else if qr > 1, !a.tokens[i].word.isUnknown, r.isCapital {
            a.hit(i + 2, i + 3, .personTree, weight: r.word.isName ? 0.6 : 0.4)
        }
    }

    // MARK: - k.lund, JB/QV at the end

    static func initials(_ a: inout Analysis, _ i: Int) {
        let t = a.tokens[i]
        // j.smith or k.lund as a user name
        guard t.length == 1, a.text.mark(i + 1) == 46, a.isGlued(i + 1), i + 2 < a.tokens.count, a.tokens[i + 2].isWord, a.tokens[i + 2].length > 2,
            !a.isGlued(i) || i == 0
        else { return }
        guard quality(a, i + 2) > 1 || (a.tokens[i + 2].isCapital && quality(a, i + 2) > 0) else { return }
        let glued = a.isGlued(i + 2)
        guard glued || t.isCapital && a.tokens[i + 2].isCapital else { return }
        if a.tokens[i + 2].cue.contains(.eponymHead) || a.inTermPhrase[i + 2] { return }
        // M. Crohn: Morbus
        if a.scalar(i) == 109, a.tokens[i + 2].word.has(WordClass.eponym) { return }
        let bacterium = a.tokens[i + 2].shape == .lower && !glued
        guard !bacterium else { return }
        var end = i + 3
        if a.text.mark(end) == 45, a.isGlued(end), end + 1 < a.tokens.count, a.tokens[end + 1].isWord, a.isGlued(end + 1) { end += 2 }
        a.hit(i, end, .personInitialLast, weight: a.tokens[i + 2].isCapital ? 0.65 : 0.5)
    }
}
