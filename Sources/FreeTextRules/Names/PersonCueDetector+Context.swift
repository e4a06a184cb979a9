// SPDX-License-Identifier: Apache-2.0

internal import FreeTextCore

/// Names told by what follows them or by the shape of a pair.
extension PersonCueDetector {
    /// `Young, 34F, RLQ pain`: a note that opens with a name, an age and a sex.
    static func beforeAge(_ a: inout Analysis, _ i: Int) {
        let t = a.tokens[i]
        guard i == 0 || t.gap == .line, t.isCapital, t.length > 1, t.word.last > 0 || t.word.first > 0 || t.word.isUnknown, !t.cue.contains(.stop),
            !t.word.has(WordClass.technical) || t.word.last > 1
        else { return }
        var k = i + 1
        if k < a.tokens.count, a.tokens[k].isWord, a.tokens[k].isCapital, a.tokens[k].gap == .space,
            a.tokens[k].word.isName || a.tokens[k].length == 1
        {
            k += 1
        }
        let end = k
        guard a.text.mark(k) == 44 || k < a.tokens.count && a.tokens[k].gap == .space && a.tokens[k].isNumber else { return }
        let comma = a.text.mark(k) == 44
        if comma { k += 1 }
        guard k + 1 < a.tokens.count, a.tokens[k].isNumber, a.tokens[k].length <= 2, a.tokens[k + 1].isWord else { return }
        let s = a.text.text(a.tokens[k + 1])
        guard ["f", "m", "yo", "y", "yf", "ym", "yof", "yom"].contains(s) || a.tokens[k + 1].cue.contains(.ageUnit) && comma else { return }
        guard comma || ["f", "m", "yo", "yof", "yom"].contains(s) && a.isGlued(k + 1) && (end - i == 2 || !t.word.isTerm) && t.word.isName else {
            return
        }
        a.hit(i, end, .personAge)
    }

    /// `Ngozi (aunt)`, `Hector, son, consents`
    static func beforeKin(_ a: inout Analysis, _ i: Int) {
        let t = a.tokens[i]
        guard t.shape == .title, t.length > 1, quality(a, i) > 0, !a.inTermPhrase[i], a.text.mark(i + 1) == 40, i + 3 < a.tokens.count,
            a.tokens[i + 2].cue.contains(.kin), [41, 44].contains(a.text.mark(i + 3))
        else { return }
        a.hit(i, i + 1, .personBeforeKin)
    }

    private static let household: Set<UInt64> = Set(["family", "parents", "relatives", "household", "siblings", "twins"].map { TextHash.of($0) })

    /// `Wilson family notified`: a surname before the word for those who bear it.
    static func beforeFamily(_ a: inout Analysis, _ i: Int) {
        let t = a.tokens[i]
        guard t.shape == .title, t.length > 2, i + 1 < a.tokens.count, a.tokens[i + 1].gap == .space, a.tokens[i + 1].shape == .lower,
            household.contains(a.tokens[i + 1].hash), t.cue.isEmpty, t.word.last > 1, t.word.word < 2, !t.word.isTerm, !t.word.has(WordClass.country)
        else { return }
        a.hit(i, i + 1, .personBeforeFamily)
    }

    /// `agree. -S.O.`: letters with dots that close a note.
    static func closing(_ a: inout Analysis, _ i: Int) {
        guard a.tokens[i].length == 1, a.tokens[i].isCapital, i > 0, [45, 126, 0x2014].contains(a.text.mark(i - 1)), a.text.mark(i + 1) == 46,
            i + 2 < a.tokens.count, a.tokens[i + 2].isWord, a.tokens[i + 2].length == 1, a.tokens[i + 2].isCapital, a.isGlued(i + 2),
            a.text.mark(i + 3) == 46, i + 4 >= a.tokens.count || a.tokens[i + 4].gap == .line
        else { return }
        a.hit(i, i + 4, .personInitials)
    }

    /// `rpt x1 - SB`, `Degenerative change. /vdb`: two or three letters behind a dash or a slash at the very end.
    static func trailing(_ a: inout Analysis, _ i: Int) {
        let t = a.tokens[i]
        guard a.field.fieldClass != .descriptor, i > 2,
            i + 1 == a.tokens.count || a.tokens[i + 1].gap == .line || a.text.mark(i + 1) == 46 && i + 2 == a.tokens.count,
            t.length == 2 || t.length == 3, t.word.word < 2, t.cue.isEmpty || t.word.isUnknown, !notInitials.contains(a.text.text(t))
        else { return }
        let m = a.text.mark(i - 1)
        let open = a.tokens[i - 1].gap != .glued
        guard
            m == 45 && open && t.shape == .upper && !a.isAllCaps
                || m == 47 && open && a.isGlued(i) && (t.shape == .lower || t.shape == .upper && !a.isAllCaps) && !t.word.isTerm
                || m == 47 && open && t.shape == .upper && a.tokens[i].gap == .space && !a.isAllCaps && !t.word.isTerm
        else { return }
        a.hit(i, i + 1, .personInitials)
    }

    private static let staff: Set<UInt64> = Set(
        ["tech", "rad", "technologist", "radiographer", "sonographer", "radiologist", "rn", "md", "physicist", "reg", "registrar", "np", "pa"].map {
            TextHash.of($0)
        })

    /// `repeat PN tech`, `20mg im RG rad aware`: initials before the word for who they are.
    static func beforeRole(_ a: inout Analysis, _ i: Int) {
        let t = a.tokens[i]
        guard t.shape == .upper, t.length == 2 || t.length == 3, !a.isAllCaps, i > 0, i + 1 < a.tokens.count, a.tokens[i + 1].isWord,
            a.tokens[i + 1].gap == .space, a.tokens[i + 1].shape == .lower, staff.contains(a.tokens[i + 1].hash),
            !notInitials.contains(a.text.text(t)), t.word.word == 0, t.cue.isDisjoint(with: [.role, .degree, .title])
        else { return }
        a.hit(i, i + 1, .personInitials)
    }

    /// `path no H21-007714 (Drummond)`: one listed name alone in brackets.
    static func bracketed(_ a: inout Analysis, _ i: Int) {
        let t = a.tokens[i]
        guard a.text.mark(i - 1) == 40, a.text.mark(i + 1) == 41, t.shape == .title, t.length > 3, a.field.fieldClass != .descriptor,
            max(t.word.first, t.word.last) >= 2, t.word.word == 0, !t.word.isTerm,
            !t.word.has(WordClass.eponym | WordClass.place | WordClass.country | WordClass.foreign), t.cue.isEmpty, !a.inTermPhrase[i]
        else { return }
        a.hit(i, i + 1, .personBracketed)
    }

    /// A value of a field that holds persons: `MBK`, `mcallister_j`.
    static func wholeValue(_ a: inout Analysis, _ i: Int) {
        guard a.field.holdsPerson, a.tokens.count <= 6 else { return }
        let t = a.tokens[i]
        let initials = t.shape == .upper && (2...4).contains(t.length) && t.cue.isDisjoint(with: [.degree, .title, .role, .stop])
        guard initials || quality(a, i) > 1 || t.word.isName && !t.word.isTerm else { return }
        var end = i + 1
        if end < a.tokens.count, a.tokens[end].isWord, a.tokens[end].gap == .underscore, a.tokens[end].length <= 2 { end += 1 }
        a.hit(i, end, .personField)
    }

    /// `SIDHU_GURLEEN`, `XIONG/CHOUA`: two words that mean nothing else, one of them a first name, the other a last name.
    static func namePair(_ a: inout Analysis, _ i: Int) {
        guard i + 1 < a.tokens.count else { return }
        let slash = a.text.mark(i + 1) == 47 && a.isGlued(i + 1)
        let k = slash ? i + 2 : i + 1
        guard k < a.tokens.count, a.tokens[k].isWord, slash ? a.isGlued(k) : a.tokens[k].gap == .underscore, !a.taken[k] else { return }
        let (l, f) = (a.tokens[i], a.tokens[k])
        guard l.length > 2, f.length > 2, l.shape == f.shape, l.word.word == 0, f.word.word == 0, !l.word.isTerm, !f.word.isTerm,
            !l.word.has(WordClass.truncated | WordClass.foreign), !f.word.has(WordClass.truncated | WordClass.foreign), l.cue.isEmpty, f.cue.isEmpty,
            !a.inTermPhrase[i], !a.inTermPhrase[k]
        else { return }
        guard
            l.word.last > 0 && (f.word.first > 0 || f.word.isUnknown && !a.isNameless(k)) || l.word.first > 0 && f.word.last > 0
                || l.word.isUnknown && !a.isNameless(i) && f.word.first > 0
        else { return }
        a.hit(i, k + 1, .personPair)
    }
}
