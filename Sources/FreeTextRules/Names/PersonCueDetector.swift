// SPDX-License-Identifier: Apache-2.0

package import FreeTextCore

/// Finds names in Latin script by what stands around them: titles, degrees, roles, kin, `Last, First`, `X^Y`.
package struct PersonCueDetector {
    package static func scan(_ a: inout Analysis) {
        guard a.hasLatin else { return }
        for i in a.tokens.indices where a.tokens[i].isWord && !a.taken[i] {
            if a.hasHan { afterHanCue(&a, i) }
            afterCue(&a, i)
            beforeDegree(&a, i)
            lastFirst(&a, i)
            caret(&a, i)
            modal(&a, i)
            beforeDate(&a, i)
            firstInitial(&a, i)
            beforeAge(&a, i)
            beforeKin(&a, i)
            beforeFamily(&a, i)
            namePair(&a, i)
            closing(&a, i)
            trailing(&a, i)
            beforeRole(&a, i)
            bracketed(&a, i)
            wholeValue(&a, i)
            initials(&a, i)
        }
    }

    /// How much a token alone looks like a name: 0 no, 1 perhaps, 2 likely.
    package static func quality(_ a: Analysis, _ i: Int) -> Int {
        let t = a.tokens[i]
        guard t.isWord, !t.cue.contains(.stop), !t.cue.contains(.month) || t.word.isName && t.isCapital else { return 0 }
        let w = t.word
        if t.length == 1 { return 0 }
        if w.isTerm && !w.isName { return 0 }
        if w.isTerm { return w.first + w.last >= 3 && t.shape == .title && !w.has(WordClass.technical) ? 1 : 0 }
        if w.word == 3 { return w.first >= 2 || w.last >= 2 ? 1 : 0 }
        if w.isName { return w.word >= 2 && w.first + w.last < 2 ? 1 : 2 }
        if w.isUnknown || w.has(WordClass.truncated) { return t.length >= 3 && !a.isNameless(i) ? 2 : 1 }
        if w.word > 0 || w.has(WordClass.foreign) { return 0 }
        return 1
    }

    // MARK: - After a cue

    private static func afterCue(_ a: inout Analysis, _ i: Int) {
        let t = a.tokens[i]
        var strength: Strength
        var base: Double
        var rule: Rule
        if t.cue.contains(.title) {
            (strength, base, rule) = (.strong, 0.9, Rule.personTitle)
            // `MR` alone is a modality more often than a mister; 胸部DR is no doctor.
            let s = a.text.text(t)
            // MRS PRESS TE 35: spectroscopy
            if s == "mrs", t.shape == .upper, i + 1 < a.tokens.count, spectroscopy.contains(a.text.text(a.tokens[i + 1])) { return }
            if i > 0, a.tokens[i - 1].isHan, a.isGlued(i), t.shape == .upper { return }
            if t.shape == .upper && ["mr", "dr", "ms", "us", "sr", "sra", "fr"].contains(s) && !a.isAllCaps
                || (a.isAllCaps || a.isAllLower) && s == "mr" || s == "ms" && t.shape != .title
            {
                let n = i + 1 < a.tokens.count && a.text.mark(i + 1) == 46 ? i + 2 : i + 1
                guard n < a.tokens.count, a.tokens[n].isWord, quality(a, n) > 1 || s == "dr" || (quality(a, n) > 0 && a.isAllLower) else { return }
                if s == "mr" && a.isAllCaps && !a.tokens[n].word.isName { return }
            }
            if i + 1 < a.tokens.count, a.isGlued(i + 1), a.tokens[i + 1].isNumber { return }
            if i > 0, a.isGlued(i), a.tokens[i - 1].isNumber { return }
        } else if t.cue.contains(.kin) {
            (strength, base, rule) = (.medium, 0.75, Rule.personKin)
        } else if t.cue.contains(.role) || t.cue.contains(.degree) && t.shape == .upper {
            (strength, base, rule) = (.medium, 0.8, Rule.personRole)
        } else if t.cue.contains(.patient) || t.cue.contains(.field) && a.text.mark(i + 1) == 58 {
            (strength, base, rule) = (.medium, 0.75, Rule.personPatient)
        } else if t.cue.contains(.weakRole) {
            (strength, base, rule) = (.weak, 0.5, Rule.personWeakRole)
        } else {
            return
        }
        var k = i + 1
        var passed = 0
        var labelled = false
        while k < a.tokens.count, passed < 4 {
            let n = a.tokens[k]
            if n.kind == .mark, [58, 46, 61, 45, 35, 40, 34, 39, 47, 91, 44].contains(a.text.mark(k)),
                a.text.mark(k) != 44 || passed == 0 && strength != .strong && false
            {
                if a.text.mark(k) == 58 || a.text.mark(k) == 61 { labelled = true }
                if a.text.mark(k) == 45, a.isGlued(k), !labelled { return }
                k += 1
            } else if n.isWord, n.cue.contains(.link), !n.cue.contains(.title) || n.gap != .line, n.length <= 9, strength != .strong, n.gap != .line {
                if n.cue.contains(.role) || n.cue.contains(.title) { return }  // that cue speaks for itself
                k += 1
            } else {
                break
            }
            passed += 1
        }
        guard k < a.tokens.count, a.tokens[k].isWord, !a.taken[k], a.tokens[k].gap != .line || labelled || k == i + 1 && strength == .strong else {
            return
        }
        if a.tokens[k].gap == .line && !labelled { return }
        let n = a.tokens[k]
        if n.cue.contains(.title) && strength != .strong && n.word.last < 2 { return }
        // Initials in a staff position: `tech QV`, `RT: JB`.
        if strength != .strong || labelled, n.shape == .upper, n.length >= 2, n.length <= 3, !a.isAllCaps,
            !n.word.isTerm || n.word.has(WordClass.technical) && !notInitials.contains(a.text.text(n)),
            n.word.word == 0 || n.length == 2 && !notInitials.contains(a.text.text(n)), !n.cue.contains(.stop), !n.cue.contains(.degree),
            !n.cue.contains(.eponymHead), rule != Rule.personPatient || labelled
        {
            if !(k + 1 < a.tokens.count && a.isGlued(k + 1) && a.tokens[k + 1].isNumber),
                rule != Rule.personWeakRole || ["per", "by"].contains(a.text.text(t)) && (!n.word.isTerm || ends(a, k + 1))
            {
                if let (end, q) = extent(a, k, .weak), q > 1, end > k + 1 {
                    a.hit(k, end, rule, weight: base)
                } else {
                    a.hit(k, k + 1, .personInitials, weight: rule == .personWeakRole ? 0.5 : 0.6)
                }
                return
            }
        }
        // resent by hz, marker on by tsk
        if rule == Rule.personWeakRole, a.text.text(t) == "by", n.shape == .lower, n.length == 2 || n.length == 3, isLowerInitials(a, k), i > 0,
            a.tokens[i - 1].isWord
        {
            a.hit(k, k + 1, .personInitials, weight: 0.45)
            return
        }
        if labelled || strength == .medium && !a.isAllCaps,
            [Rule.personRole, Rule.personPatient].contains(rule) && (labelled || rule == Rule.personRole),
            n.shape == .lower, !a.isAllLower || labelled || n.word.isUnknown, n.length == 2 || n.length == 3, isLowerInitials(a, k)
        {
            a.hit(k, k + 1, .personInitials)
            return
        }
        if labelled, rule == Rule.personRole, n.shape == .upper, n.length == 2 || n.length == 3, !a.isAllCaps || t.length > 3,
            !notInitials.contains(a.text.text(n)),
            !(k + 1 < a.tokens.count && a.isGlued(k + 1) && (a.tokens[k + 1].isNumber || a.tokens[k + 1].isWord)),
            k + 1 >= a.tokens.count || a.tokens[k + 1].kind == .mark || a.tokens[k + 1].gap == .line || a.tokens[k + 1].isNumber
        {
            a.hit(k, k + 1, .personInitials, weight: 0.55)
            return
        }
        if strength == .medium, isShortSurname(a, k) || n.word.last >= 2 && !n.cue.contains(.stop),
            n.shape == .title || n.shape == .upper && labelled && !a.isAllCaps,
            ends(a, k + 1) || labelled && a.text.mark(k + 1) == 44 && k + 2 < a.tokens.count && a.tokens[k + 2].word.first > 0,
            !(n.word.has(WordClass.technical) && !labelled && n.length > 3)
        {
            let end =
                a.text.mark(k + 1) == 44 && k + 2 < a.tokens.count && a.tokens[k + 2].word.first > 0 && a.tokens[k + 2].isCapital ? k + 3 : k + 1
            a.hit(k, end, rule, weight: 0.6)
        }
        guard let (end, q) = extent(a, k, labelled && strength == .weak ? .medium : strength) else { return }
        var score = base
        let lower = !n.isCapital
        if q < 2 { score -= strength == .strong ? 0.1 : 0.25 }
        if lower { score -= strength == .strong ? 0.25 : 0.2 }
        if lower && strength != .strong && end == k + 1 && !(n.word.first > 0 || n.word.last > 1 || n.word.isUnknown) { score -= 0.3 }
        if lower && strength == .weak && end == k + 1 { score -= 0.25 }
        if labelled { score += 0.1 }
        if a.inTermPhrase[k] && strength != .strong { score -= 0.4 }
        if strength == .weak && n.word.has(WordClass.place) && !labelled { score -= 0.15 }
        a.hit(k, end, rule, weight: score)
        // Drs. Banerjee and Holt
        if strength == .strong, ["drs", "messrs", "profs"].contains(a.text.text(t)), end + 1 < a.tokens.count,
            a.tokens[end].isWord && a.text.text(a.tokens[end]) == "and" || [38, 47, 44].contains(a.text.mark(end)), a.tokens[end + 1].isWord,
            a.tokens[end + 1].isCapital, let second = extent(a, end + 1, .strong)
        {
            a.hit(end + 1, second.end, rule, weight: score - 0.1)
        }
    }

    /// `operator dvn`, `Transcribed: tlw`: letters that are no word, at the end of a clause.
    private static func isLowerInitials(_ a: Analysis, _ i: Int) -> Bool {
        let t = a.tokens[i]
        guard t.word.isUnknown || t.word.bits & ~15 == 0 || t.word.has(WordClass.technical) && t.word.word == 0, t.cue.isEmpty,
            !notInitials.contains(a.text.text(t))
        else { return false }
        return i + 1 >= a.tokens.count || a.tokens[i + 1].gap == .line || a.tokens[i + 1].isNumber && a.tokens[i + 1].gap != .glued
            || [44, 46, 47, 59, 41].contains(a.text.mark(i + 1))
    }

    /// 审核ZQW, 技师：LXM
    private static func afterHanCue(_ a: inout Analysis, _ i: Int) {
        let t = a.tokens[i]
        guard t.shape == .upper, t.length == 2 || t.length == 3, !t.word.has(WordClass.technical), !t.cue.contains(.degree) || t.length == 3,
            !["ct", "mr", "us", "xr", "dr", "cr", "pet", "mri", "cta", "nm", "mra"].contains(a.text.text(t)),
            !(i + 1 < a.tokens.count && a.isGlued(i + 1) && (a.tokens[i + 1].isNumber || a.tokens[i + 1].isHan && a.hanCue(at: i + 1).isEmpty))
        else { return }
        if !a.hanCue(before: i).isDisjoint(with: [.role, .naming]) { a.hit(i, i + 1, .personInitials, weight: 0.55) }
    }

    /// The end of the text, a line or a clause.
    private static func ends(_ a: Analysis, _ i: Int) -> Bool {
        i >= a.tokens.count || a.tokens[i].gap == .line || a.tokens[i].kind == .mark || a.tokens[i].isNumber
    }

    // MARK: - Ruth Abendroth, MD

    private static func beforeDegree(_ a: inout Analysis, _ i: Int) {
        let t = a.tokens[i]
        guard t.cue.contains(.degree),
            t.shape == .upper || t.shape == .mixed || (a.isAllLower && ["md", "rn", "phd", "np", "lpn", "frcr"].contains(a.text.text(t))), i > 0
        else { return }
        var k = i - 1
        if a.text.mark(k) == 44 { k -= 1 }
        if a.text.mark(k) == 40 { k -= 1 }
        var from = -1
        var words = 0
        var q = 0
        while k >= 0, words < 4 {
            let w = a.tokens[k]
            if w.kind == .mark {
                guard
                    (a.text.mark(k) == 46 && k > 0 && a.tokens[k - 1].length <= 2) || (a.text.mark(k) == 45 && a.isGlued(k) && a.isGlued(k + 1))
                        || (a.text.mark(k) == 44 && words == 1)
                else { break }
                k -= 1
                continue
            }
            guard w.isWord, !a.taken[k], !w.cue.contains(.stop) || w.word.last >= 2 && w.shape == .title,
                w.isCapital || a.isAllLower || w.cue.contains(.particle), !w.cue.contains(.degree) || words == 0, !w.cue.contains(.title)
            else { break }
            if w.cue.contains(.role) || w.cue.contains(.patient) { break }
            let quality = w.length == 1 ? 1 : self.quality(a, k)
            if a.isAllLower && quality < 2 && w.length > 1 { break }
            if quality == 0 && !(w.shape == .title && w.word.isName) && !w.cue.contains(.particle) { break }
            q = max(q, quality)
            from = k
            words += w.length > 1 ? 1 : 0
            if a.tokens[k].gap == .line { break }
            k -= 1
        }
        guard from >= 0, words > 0, !(q == 0 && ["rt", "do", "pa"].contains(a.text.text(t))) else { return }
        var end = i
        while end > from, a.tokens[end - 1].kind == .mark { end -= 1 }
        a.hit(from, end, .personDegree, weight: q > 1 ? 0.8 : 0.45)
    }
}
