// SPDX-License-Identifier: Apache-2.0

internal import FreeTextCore

import func Foundation.exp

/// Turns what the name model finds into hits.
struct NameDetector {
    /// Words that announce a value are no part of it: `NPI`, `Patientin`, `Paciente`.
    private static func isLabel(_ a: Analysis, _ i: Int) -> Bool {
        let t = a.tokens[i]
        guard t.isWord else { return true }
        guard
            !t.cue.intersection([.id, .patient, .kin, .role, .phone, .born, .address, .weekday, .title, .ageUnit, .unit, .counter]).isEmpty
                || (t.cue.contains(.stop) && !t.isCapital && !t.cue.contains(.particle))
        else { return false }
        return !t.word.isName || t.shape == .lower || t.word.first + t.word.last < 2 && t.word.word > 0
    }

    private static func isNumeral(_ a: Analysis, _ i: Int) -> Bool {
        let t = a.tokens[i]
        return t.length <= 4 && t.shape != .lower && a.text.scalars[Int(t.from)..<Int(t.to)].allSatisfy { [105, 118, 97, 98, 99].contains($0) }
    }

    static func scan(_ a: inout Analysis, model: NameModel, bias: Float) {
        guard a.hasLatin else { return }
        // Nothing but terms: no entity would be kept.
        guard
            a.tokens.indices.contains(where: {
                a.tokens[$0].isWord && a.tokens[$0].length > 1
                    && (!a.isNameless($0) || a.tokens[$0].word.has(WordClass.place)
                        || !a.tokens[$0].cue.isDisjoint(with: [.hospitalHead, .organizationHead]))
            })
        else { return }
        let isForeign =
            a.tokens.lazy.filter { $0.isWord && $0.length > 1 && $0.word.has(WordClass.foreign) && $0.word.word == 0 }.prefix(2).count == 2
        for e in model.entities(a, outsideBias: bias) {
            if (e.from..<e.to).contains(where: { a.taken[$0] }) { continue }
            var from = e.from
            var to = e.to
            while from < to,
                isLabel(a, from) || a.tokens[from].length == 1 && a.text.mark(from - 1) == 47
                    || e.kind > 0 && a.tokens[from].cue.contains(.stop) && !a.tokens[from].word.has(WordClass.place)
                        && !a.tokens[from].cue.contains(.particle)
            { from += 1 }
            while to > from, isLabel(a, to - 1) { to -= 1 }
            // Dr. Kim. No known allergies: a sentence begins.
            if to - from > 2, a.tokens[to - 1].cue.contains(.stop), a.tokens[to - 1].gap == .space, a.text.mark(to - 2) == 46,
                a.tokens[to - 3].length > 2
            {
                to -= 2
            }
            guard from < to else { continue }
            // Terms at the edges are no part of the name; nothing but terms is none.
            let whole = from..<to
            let plain = whole.filter { a.tokens[$0].isWord && a.tokens[$0].length > 1 }
            if e.kind == 0
                || !plain.contains(where: {
                    a.tokens[$0].word.has(WordClass.place) || a.tokens[$0].cue.contains(.hospitalHead) || a.tokens[$0].cue.contains(.organizationHead)
                })
            {
                if plain.allSatisfy({ a.isNameless($0) }) { continue }
            }
            // A surname that is also a small word, an initial after the name.
            if e.kind == 0, from > 0, a.tokens[from].gap == .space, a.tokens[from - 1].isWord, a.tokens[from - 1].shape == a.tokens[from].shape,
                a.tokens[from - 1].isCapital, a.tokens[from - 1].word.last > 0,
                a.tokens[from - 1].word.word == 0 || a.hasHan || a.tokens[from].word.isUnknown && a.tokens[from - 1].word.word < 3,
                !a.tokens[from - 1].word.isTerm || a.hasHan && !a.tokens[from - 1].word.has(WordClass.technical), a.tokens[from - 1].length >= 2,
                from == 1 || a.tokens[from - 1].gap == .line
            {
                from -= 1
            }
            if to < a.tokens.count, a.tokens[to].isWord, a.tokens[to].length == 1, a.tokens[to].isCapital, a.tokens[to].gap == .space,
                to + 1 == a.tokens.count || a.tokens[to + 1].gap == .line || a.tokens[to + 1].isNumber, a.tokens[to - 1].isWord,
                !["l", "t"].contains(a.text.text(a.tokens[to])) || a.isAllCaps
            {
                to += 1
            }
            if e.kind == 0, to < a.tokens.count, a.tokens[to].isWord, a.tokens[to].isCapital, a.tokens[to].shape == a.tokens[to - 1].shape,
                a.tokens[to].gap == .space, a.tokens[to].length > 2, a.tokens[to].word.isName, !a.tokens[to].word.isTerm, a.tokens[to].word.word < 3,
                !a.tokens[to].cue.contains(.stop),
                to + 1 == a.tokens.count || a.tokens[to + 1].kind == .mark || a.tokens[to + 1].gap == .line || a.tokens[to + 1].isNumber
            {
                to += 1
            }
            let sure = 1 / (1 + exp(-(e.margin - 1.5) / 3))
            var score = 0.25 + 0.65 * sure
            let words = (from..<to).filter { a.tokens[$0].isWord }
            // Balthazar D, Chiari I: a letter or a numeral behind does not make a name of an eponym.
            let main = words.filter { a.tokens[$0].length > 1 && !isNumeral(a, $0) }
            if main.allSatisfy({ a.inTermPhrase[$0] }) { score -= 0.6 }
            if main.count == 1, a.tokens[main[0]].word.has(WordClass.eponym) {
                score -= max(a.tokens[main[0]].word.first, a.tokens[main[0]].word.last) > 2 ? 0.2 : 0.55
            }
            if a.tokens[words[0]].length == 1, words.count == 2, a.tokens[words[1]].word.has(WordClass.eponym) { score -= 0.4 }
            if words.count == 1, a.tokens[from].word.isTerm, !a.tokens[from].word.isName || a.tokens[from].word.has(WordClass.technical) {
                score -= 0.5
            }
            if words.allSatisfy({ a.tokens[$0].length <= 2 }), e.kind > 0 { continue }
            // Chest High, Rectum Child: everyday words of a label
            if e.kind > 0, a.field.fieldClass == .descriptor,
                words.allSatisfy({
                    (a.tokens[$0].word.isTerm || a.tokens[$0].word.word == 3)
                        && a.tokens[$0].cue.isDisjoint(with: [.hospitalHead, .organizationHead])
                })
            {
                continue
            }
            // portero, remedios; Campo visual: an everyday word of another language that is a name as well.
            if words.count == 1, a.tokens[from].word.has(WordClass.foreign) {
                let t = a.tokens[from]
                if t.shape == .lower {
                    score -= 0.6
                } else if t.shape == .title, max(t.word.first, t.word.last) < 3, from == 0 || t.gap == .line || a.text.mark(from - 1) == 46,
                    from + 1 < a.tokens.count, a.tokens[from + 1].shape == .lower, a.tokens[from + 1].word.isVocabulary
                {
                    score -= 0.5
                }
            }
            // Monophasic waveform: how words of medicine end
            if words.count == 1, a.tokens[from].shape == .title, !a.tokens[from].word.isName,
                from == 0 || a.tokens[from].gap == .line || a.text.mark(from - 1) == 46, to < a.tokens.count, a.tokens[to].shape == .lower,
                a.tokens[to].gap == .space, a.tokens[to].word.isVocabulary,
                LabelNameDetector.endsAsTerm(a.text.scalars[Int(a.tokens[from].from)..<Int(a.tokens[from].to)])
            {
                score -= 0.6
            }
            // Berry aneurysm, Cherry angiomas: an everyday word that begins a line and goes on in terms
            if words.count == 1, a.tokens[from].shape == .title, a.tokens[from].word.word > 0,
                from == 0 || a.tokens[from].gap == .line || a.text.mark(from - 1) == 46, to < a.tokens.count, a.tokens[to].shape == .lower,
                a.tokens[to].gap == .space, a.tokens[to].word.isTerm, a.tokens[to].cue.isDisjoint(with: [.personVerb, .stop])
            {
                score -= 0.5
            }
            // Normale Lage: a noun among words of its own language
            if isForeign, words.count == 1, a.tokens[from].word.has(WordClass.foreign), a.tokens[from].shape == .title,
                a.cue(before: from).0.isDisjoint(with: [.title, .role, .kin, .patient])
            {
                score -= e.kind > 0 ? 0.7 : max(a.tokens[from].word.first, a.tokens[from].word.last) > 2 ? 0.35 : 0.5
            }
            // viaja, eingelesen: a word in lower case among words of another language
            if isForeign, !a.isAllLower || words.count == 1, words.allSatisfy({ a.tokens[$0].shape == .lower }) { score -= 0.6 }
            // Cobb角, Graf Ⅰ型: eponyms that Chinese text leaves in Latin letters
            if a.hasHan, words.count == 1, a.tokens[words[0]].word.has(WordClass.eponym) { score -= 0.5 }
            if e.kind > 0, words.count == 1, !a.tokens[from].word.has(WordClass.place) { score -= 0.2 }
            if e.kind > 0, words.allSatisfy({ a.tokens[$0].shape == .lower && !a.tokens[$0].word.has(WordClass.place) }) {
                score -= words.allSatisfy { a.tokens[$0].word.isVocabulary } ? 0.5 : 0.3
            }
            // FAST LOCALIZER: an everyday word beside a term in a label of capitals
            if words.count == 1, a.isAllCaps, a.field.fieldClass == .descriptor || a.field.fieldClass == .unknown, a.tokens.count < 5,
                a.tokens[from].word.word == 3, max(a.tokens[from].word.first, a.tokens[from].word.last) < 3,
                to < a.tokens.count && a.tokens[to].word.isTerm || from > 0 && a.tokens[from - 1].word.has(WordClass.technical),
                a.cue(before: from).0.isDisjoint(with: [.title, .role, .kin, .patient])
            {
                score -= 0.5
            }
            // to fly back, swift acquisition: an everyday word in lower case where names have capitals
            if words.count == 1, a.tokens[from].shape == .lower, !a.isAllLower, a.tokens[from].word.word >= 2,
                a.cue(before: from).0.isDisjoint(with: [.title, .role, .kin, .patient])
            {
                score -= 0.5
            }
            // t2_qtse, gre_fq_quick3d: short forms and everyday words in lower case, joined to the words of a protocol
            if words.allSatisfy({
                a.tokens[$0].shape == .lower
                    && (a.tokens[$0].length <= 4 && a.tokens[$0].word.last == 0 && (!a.tokens[$0].word.isName || a.tokens[$0].length <= 3)
                        || a.tokens[$0].word.word >= 2)
            }), a.tokens[from].gap == .underscore || a.isJoined(to) && a.tokens[to].gap == .underscore {
                score -= 0.6
            }
            switch e.kind {
            case 0:
                if words.count == 1, a.tokens[from].cue.contains(.stop) { continue }
                if words.allSatisfy({ a.tokens[$0].length <= 2 })
                    && !words.contains(where: { a.tokens[$0].length == 2 && a.tokens[$0].word.last > 0 && !a.tokens[$0].word.isTerm })
                {
                    continue
                }
                a.hit(from, to, .namesPerson, weight: score)
            case 1:
                a.hit(from, to, .namesInstitution, weight: score - 0.05)
            default:
                a.hit(from, to, .namesPlace, weight: score - 0.05)
            }
        }
    }
}
