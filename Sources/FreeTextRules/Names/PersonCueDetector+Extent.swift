// SPDX-License-Identifier: Apache-2.0

internal import FreeTextCore

/// How far a name reaches from where it begins.
extension PersonCueDetector {
    enum Strength { case strong, medium, weak }

    /// The end of a name that begins at a token, and its best quality; `nil` if none does.
    static func extent(_ a: Analysis, _ start: Int, _ strength: Strength) -> (end: Int, quality: Int)? {
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

    static let spectroscopy: Set<String> = [
        "press", "steam", "laser", "slaser", "semi", "svs", "csi", "mega", "single", "multi", "voxel", "brain", "te", "prostate", "breast", "short",
        "long", "high", "low",
    ]
}
