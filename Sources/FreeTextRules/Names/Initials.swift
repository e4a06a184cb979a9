// SPDX-License-Identifier: Apache-2.0

internal import FreeTextCore

/// Takes the initials that stand beside a found name into it: `q. pham`, `G Subramanian`, `KARACA A`.
enum Initials {
    static func grow(_ a: inout Analysis) {
        guard a.hasLatin else { return }
        for k in a.hits.indices where a.hits[k].type == .person && a.hits[k].source != .user {
            if let i = a.firstToken(at: a.hits[k].start), a.tokens[i].isWord, let from = before(a, i) { a.hits[k].start = Int(a.tokens[from].start) }
            if let i = a.lastToken(at: a.hits[k].end), a.tokens[i].isWord, let to = after(a, i) { a.hits[k].end = Int(a.tokens[to].end) }
        }
    }

    /// `Abercrombie/lmt`, `kpatil2`
    private static func sharer(_ a: Analysis, _ i: Int) -> Int? {
        let n = i + 1
        if n < a.tokens.count, a.tokens[n].isNumber, a.isGlued(n), a.tokens[n].length <= 2, a.tokens[i].shape == .lower, a.tokens[i].length > 2,
            n + 1 >= a.tokens.count || !a.isGlued(n + 1) || a.tokens[n + 1].kind == .mark
        {
            return n
        }
        guard a.text.mark(n) == 47, a.isGlued(n), n + 1 < a.tokens.count, a.tokens[n + 1].isWord, a.isGlued(n + 1),
            a.tokens[n + 1].length == 2 || a.tokens[n + 1].length == 3, a.tokens[n + 1].word.isUnknown || a.tokens[n + 1].word.bits & ~15 == 0,
            a.tokens[n + 1].cue.isEmpty
        else { return nil }
        return n + 2 >= a.tokens.count || !a.isGlued(n + 2) || a.tokens[n + 2].kind == .mark ? n + 1 : nil
    }

    private static func before(_ a: Analysis, _ i: Int) -> Int? {
        guard i > 0, a.tokens[i].length > 1, a.tokens[i].gap != .line else { return nil }
        if a.text.mark(i - 1) == 46, i > 1, a.tokens[i - 2].isWord, a.tokens[i - 2].length == 1, a.isGlued(i - 1), !a.isGlued(i - 2) || i == 2 {
            return i - 2
        }
        let p = a.tokens[i - 1]
        // WK Ng
        if p.isWord, p.shape == .upper, p.length == 2, a.tokens[i].shape == .title, a.tokens[i].gap == .space, a.tokens[i].length <= 5,
            !p.word.isTerm || !PersonCueDetector.notInitials.contains(a.text.text(p)), p.cue.isDisjoint(with: [.title, .role, .degree, .stop]),
            p.word.word == 0
        {
            return i - 1
        }
        // DE SOUZA, Le Guen
        if p.isWord, p.cue.contains(.particle), p.isCapital, p.shape == a.tokens[i].shape, a.tokens[i].gap == .space, a.tokens[i].isCapital,
            i == 1 || !a.tokens[i - 2].isWord || a.tokens[i - 2].word.isTerm || a.tokens[i - 1].gap == .line
        {
            return i - 1
        }
        guard p.isWord, p.length == 1, p.isCapital, a.tokens[i].isCapital, a.tokens[i].gap == .space, a.text.mark(i - 2) != 47,
            i == 1 || a.tokens[i - 1].gap == .line || a.tokens[i - 2].kind == .mark && !a.isGlued(i - 1)
        else { return nil }
        return i - 1
    }

    private static func after(_ a: Analysis, _ i: Int) -> Int? {
        let n = i + 1
        if let end = sharer(a, i) { return end }
        // XU.Z.H
        if a.text.mark(n) == 46, a.isGlued(n), n + 1 < a.tokens.count, a.isGlued(n + 1), a.tokens[n + 1].isWord, a.tokens[n + 1].length == 1,
            a.tokens[n + 1].isCapital, a.tokens[i].isCapital, a.tokens[i].length > 1
        {
            let last = dotted(a, n + 1)
            if last + 1 >= a.tokens.count || !a.isGlued(last + 1) || !a.tokens[last + 1].isNumber { return last }
        }
        // Sun, Q.
        if a.text.mark(n) == 44, a.isGlued(n), n + 1 < a.tokens.count, a.tokens[n + 1].isWord, a.tokens[n + 1].length == 1, a.tokens[n + 1].isCapital,
            a.tokens[i].isCapital, a.tokens[i].length > 1,
            n + 2 >= a.tokens.count || a.text.mark(n + 2) == 46 && (n + 3 >= a.tokens.count || a.tokens[n + 3].gap != .glued)
        {
            return n + 1
        }
        // Fok KL
        if a.expectsPinyin, n < a.tokens.count, a.tokens[i].shape == .title, a.tokens[n].isWord, a.tokens[n].length == 2, a.tokens[n].shape == .upper,
            a.tokens[n].gap == .space, !a.tokens[n].word.isTerm, !(n + 1 < a.tokens.count && a.isGlued(n + 1) && a.tokens[n + 1].isNumber)
        {
            return n
        }
        guard n < a.tokens.count, a.tokens[i].isCapital, a.tokens[i].length > 1, a.tokens[n].isWord, a.tokens[n].length == 1, a.tokens[n].isCapital,
            a.tokens[n].gap == .space || a.tokens[n].gap == .underscore
        else { return nil }
        if n + 1 < a.tokens.count, a.isGlued(n + 1), a.tokens[n + 1].kind != .mark || a.text.mark(n + 1) == 45 || a.text.mark(n + 1) == 47 {
            return nil
        }
        // T SPINE, L HIP, R KNEE, C SPINE belong to what follows.
        if n + 1 < a.tokens.count, a.tokens[n + 1].isWord, [116, 108, 114, 99].contains(a.text.scalars[Int(a.tokens[n].from)]) { return nil }
        // Chen J.H.
        return dotted(a, n)
    }

    /// The last of the letters that follow token `i` with stops between: J.H.
    private static func dotted(_ a: Analysis, _ i: Int) -> Int {
        var last = i
        while a.text.mark(last + 1) == 46, a.isGlued(last + 1), last + 2 < a.tokens.count, a.tokens[last + 2].isWord, a.tokens[last + 2].length == 1,
            a.tokens[last + 2].isCapital, a.isGlued(last + 2), last - i < 6
        { last += 2 }
        return last
    }
}
