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

    // MARK: - Extent

    private enum Strength { case strong, medium, weak }

    /// The end of a name that begins at a token, and its best quality; `nil` if none does.
    private static func extent(_ a: Analysis, _ start: Int, _ strength: Strength) -> (end: Int, quality: Int)? {
        var k = start
        var end = start
        var words = 0
        var best = 0
        var initialsOnly = true
        while k < a.tokens.count, words < 5 {
            let t = a.tokens[k]
            if k > start && t.gap == .line { break }
            if t.kind == .mark {
                let m = a.text.mark(k)
                if m == 46, k > start, a.isGlued(k), a.tokens[k - 1].isWord, a.tokens[k - 1].length <= 2, !(a.tokens[k - 1].length == 2 && best > 0) {
                    k += 1
                    if words > 0 { end = k }
                    continue
                }
                if (m == 45 || m == 39), a.isGlued(k), k > start, k + 1 < a.tokens.count, a.isGlued(k + 1), a.tokens[k + 1].isWord,
                    a.tokens[k + 1].length > 1
                {
                    k += 1
                    continue
                }
                if m == 94 || m == 44, words == 1, k > start, k + 1 < a.tokens.count, a.tokens[k + 1].isWord, a.tokens[k + 1].gap != .line,
                    a.tokens[k + 1].isCapital, best > 0,
                    a.tokens[k + 1].length == 1 || quality(a, k + 1) > 0 && a.tokens[k + 1].word.first > 0 || m == 94,
                    !a.tokens[k + 1].cue.contains(.degree)
                {
                    k += 1
                    continue
                }
                break
            }
            guard t.isWord, !a.taken[k] else { break }
            if t.cue.contains(.suffix) && words > 0 && t.isCapital {
                end = k + 1
                k += 1
                continue
            }
            if t.cue.contains(.degree) && words > 0 && (t.shape == .upper || t.word.last == 0) { break }
            if t.cue.contains(.title) && t.word.last < 2 { break }
            let particle =
                t.cue.contains(.particle) && k + 1 < a.tokens.count && a.tokens[k + 1].isWord && !a.tokens[k + 1].cue.contains(.stop)
                && (t.shape == .lower || t.isCapital) && quality(a, k + 1) > 0
                && a.tokens[k + 1].isCapital == (a.isAllLower ? false : a.tokens[k + 1].isCapital)
            if particle && (words > 0 || t.length > 1) && !(t.cue.contains(.stop) && words == 0 && strength == .weak) {
                k += 1
                continue
            }
            if t.length == 1 {
                // an initial
                guard t.isCapital || a.isAllLower && a.text.mark(k + 1) == 46,
                    words > 0 || (k + 1 < a.tokens.count && (a.text.mark(k + 1) == 46 || a.tokens[k + 1].isCapital))
                else { break }
                if words > 0, !t.isCapital { break }
                k += 1
                if words > 0 { end = k }
                continue
            }
            if t.cue.contains(.stop) && !(words == 0 && strength == .strong && t.isCapital && !a.isAllCaps && t.word.isName && t.word.word < 3)
                && !(t.word.last >= 2 && t.shape == .title && !a.isAllCaps && words > 0 && t.word.word < 3)
            {
                break
            }
            let q = quality(a, k)
            let first = words == 0
            let accept: Bool
            if t.isCapital && !(a.isAllCaps) {
                if strength == .strong {
                    accept =
                        first
                        ? !((t.length <= 3 || t.shape == .mixed) && t.word.has(WordClass.technical) && !t.word.isName)
                        : (q > 0 || (t.shape == .title && !t.word.isTerm && !t.cue.contains(.personVerb)) || (t.shape == .title && t.word.isName))
                } else if strength == .medium {
                    accept =
                        first
                        ? q > 0 || (t.word.isName && t.shape == .title && !t.word.isTerm)
                            || t.word.has(WordClass.eponym) && t.shape == .title && t.word.word == 0
                        : q > 0 || (t.word.isName && t.shape == .title && !t.word.isTerm)
                } else {
                    accept = q > 1 || (!first && q > 0)
                }
            } else if a.isAllCaps {
                accept =
                    strength == .strong && first
                    ? !(t.word.has(WordClass.technical) && !t.word.isName) : q > 1 || (q == 1 && (first ? strength != .weak : t.word.first > 0))
            } else {
                // lower case
                accept =
                    strength == .strong && first
                    ? (t.word.word < 3 || t.word.last >= 2) && !(t.word.isTerm && !t.word.isName) && !t.cue.contains(.personVerb)
                        && !t.cue.contains(.role)
                    : q > 1 && !t.cue.contains(.personVerb) && (first || a.isAllLower || !t.word.isUnknown) && (strength != .weak || t.word.isName)
            }
            guard accept else { break }
            if first && k > start && words == 0 && initialsOnly == false { break }
            initialsOnly = false
            best = max(best, q)
            words += 1
            k += 1
            end = k
            if !t.isCapital && words == 2 { break }
        }
        return words > 0 ? (end, best) : nil
    }

    package static let notInitials: Set<String> = [
        "ct", "mr", "us", "xr", "nm", "pt", "pet", "lt", "rt", "iv", "po", "md", "rn", "do", "na", "tbd", "np", "pa", "er", "ed", "icu", "none",
        "yes", "no", "see", "or", "dr", "mri", "cta", "mra", "tba", "nil", "n", "per", "the",
        "ap", "lat", "bid", "tid", "qd", "prn", "cc", "ml", "mg", "mm", "cm", "kv", "ma", "im", "sc", "npo", "dx", "rx", "tx", "hx", "fx", "cxr",
        "kub", "abd", "ant", "post", "sup", "inf", "bl", "wnl", "los", "ok", "am", "pm", "cr", "mg", "fs", "bh",
        "ax", "cor", "sag", "pre", "con", "ard", "ob", "gyn", "uro", "neuro", "ent", "gi", "gu", "msk", "ir", "vir", "gp", "pcp", "ems", "ems", "or",
        "ot", "pacu", "ccu", "nicu", "picu", "micu", "sicu", "opd", "ward", "ip", "op", "rad", "rads", "tech", "all", "any",
        "not", "new", "old", "two", "one", "has", "had", "was", "did", "and", "but", "for", "bed", "rm", "ext", "tel", "fax", "ph", "no", "yo", "mo",
        "wk", "hr", "min", "sec", "dob", "mrn", "acc", "ssn", "pca", "cpr", "aed", "ecg", "ekg", "eeg", "emg", "bp", "hr",
        "gfr", "inr", "wbc", "rbc", "hb", "hgb", "na", "k", "cva", "tia", "mi", "chf", "copd", "dvt", "pe", "sob", "cp", "ha", "gsw", "mva", "mvc",
        "rta", "sah", "sdh", "edh", "ich", "avm", "aaa", "pvd", "cad", "htn", "dm", "ca", "mets", "bx", "lmp", "iud", "ivf", "cs", "svd",
    ]

    private static let spectroscopy: Set<String> = [
        "press", "steam", "laser", "slaser", "semi", "svs", "csi", "mega", "single", "multi", "voxel", "brain", "te", "prostate", "breast", "short",
        "long", "high", "low",
    ]

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

    // MARK: - ASHWORTH, NORA

    /// Surnames of two letters, and of three that are common.
    static func isShortSurname(_ a: Analysis, _ i: Int) -> Bool {
        let t = a.tokens[i]
        guard t.length == 2 || t.length == 3, t.word.last > 0, !t.word.has(WordClass.drug) else { return false }
        return !t.cue.contains(.stop) && !t.cue.contains(.degree) && (t.word.word == 0 || t.word.last > 1)
    }

    /// `Will is late`, `May called`: a verb in the third person leaves no other reading.
    private static func modal(_ a: inout Analysis, _ i: Int) {
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
    private static func firstInitial(_ a: inout Analysis, _ i: Int) {
        let t = a.tokens[i]
        guard t.shape == .title, t.word.first > 0, t.word.word == 0, !t.word.isTerm, !a.inTermPhrase[i], i + 2 < a.tokens.count else { return }
        let n = a.tokens[i + 1]
        guard n.isWord, n.length == 1, n.isCapital, n.gap == .space, a.text.mark(i + 2) == 46, a.isGlued(i + 2),
            i + 3 == a.tokens.count || a.tokens[i + 3].gap == .line || a.tokens[i + 3].kind == .mark
        else { return }
        a.hit(i, i + 2, .personFirstInitial)
    }

    /// `Juarez/12/2/2005`: a surname and a date.
    private static func beforeDate(_ a: inout Analysis, _ i: Int) {
        let t = a.tokens[i]
        guard a.text.mark(i + 1) == 47, a.isGlued(i + 1), i + 2 < a.tokens.count, a.taken[i + 2], a.tokens[i + 2].isNumber, t.isCapital, t.length > 2,
            quality(a, i) > 1, !a.inTermPhrase[i]
        else { return }
        a.hit(i, i + 1, .personBeforeDate)
    }

    private static func lastFirst(_ a: inout Analysis, _ i: Int) {
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

    private static func caret(_ a: inout Analysis, _ i: Int) {
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

    private static func initials(_ a: inout Analysis, _ i: Int) {
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
