// SPDX-License-Identifier: Apache-2.0

internal import FreeTextCore
internal import FreeTextRules

/// Names of the patient in Latin script.
extension KnownIdentifiers {
    private struct Match {
        var person: UInt64 = 0
        var score = 0.0
        var weak = false
        var end = 0
    }

    func scanLatin(_ a: inout Analysis) {
        guard !components.isEmpty else { return }
        let n = a.tokens.count
        var i = 0
        while i < n {
            guard a.tokens[i].isWord, !a.taken[i] else {
                i += 1
                continue
            }
            // Names written as one, or over several words: FANG ZI MO.
            if let end = joinedEnd(a, i) {
                a.hit(withMohammed(a, i), growInitials(a, end), .knownNameJoined, take: true)
                i = end
                continue
            }
            var m = match(a, i)
            guard m.person != 0 else {
                i += 1
                continue
            }
            // Take in the partners that follow: other components, initials, particles.
            var end = i + 1
            var parts = 1
            var k = i + 1
            var sure = m.score >= 0.9 && !m.weak
            while k < n, k - end < 3 {
                let t = a.tokens[k]
                if t.kind == .mark {
                    guard [44, 94, 46, 45, 39, 61].contains(a.text.mark(k)) else { break }
                    k += 1
                    continue
                }
                guard t.isWord, !a.taken[k], t.gap != .line || a.text.mark(k - 1) == 44 else { break }
                // THENMOZHI D/O SIVAKUMAR
                if k == end, t.length == 1, a.text.mark(k + 1) == 47, k + 3 < n, a.tokens[k + 2].isWord, a.text.text(a.tokens[k + 2]) == "o",
                    match(a, k + 3).person & m.person != 0
                {
                    end = k + 4
                    parts += 1
                    sure = true
                    k += 4
                    continue
                }
                let o = match(a, k)
                if o.person & m.person != 0, t.hash != a.tokens[i].hash || !m.weak {
                    parts += 1
                    if o.score >= 0.9 && !o.weak { sure = true }
                    m.score = max(m.score, o.score)
                    m.person &= o.person
                    end = k + 1
                } else if t.length == 1, !isSide(a, k) || isInitial(a.text.scalars[Int(t.from)], m.person),
                    !(k + 1 < n && a.isGlued(k + 1) && a.tokens[k + 1].isNumber),
                    t.isCapital || a.text.mark(k - 1) != 39 && t.gap == .space && isInitial(a.text.scalars[Int(t.from)], m.person),
                    k == end || (a.text.mark(k - 1) == 44 && k == end + 1)
                {
                    end = k + 1
                    if isInitial(a.text.scalars[Int(t.from)], m.person) { parts += 1 }
                } else if t.length == 2 || t.length == 3, t.shape == .upper, k == end,
                    initials.contains(TextHash.of([a.scalar(i)] + a.text.scalars[Int(t.from)..<Int(t.to)]))
                        || (Int(t.from)..<Int(t.to)).allSatisfy({ isInitial(a.text.scalars[$0], m.person) }) && !m.weak
                {
                    // Pu YL
                    end = k + 1
                    parts += 1
                } else {
                    break
                }
                k += 1
            }
            var from = i
            // An initial before: L. Rosales
            if i > 0 {
                var p = i - 1
                if a.text.mark(p) == 46, p > 0 { p -= 1 }
                if a.tokens[p].isWord, a.tokens[p].length == 1, isInitial(a.text.scalars[Int(a.tokens[p].from)], m.person),
                    a.tokens[p].isCapital || a.isAllLower
                {
                    from = p
                    parts += 1
                } else if p == i - 1, a.tokens[p].shape == .upper, (2...3).contains(a.tokens[p].length), a.tokens[i].gap == .space,
                    (Int(a.tokens[p].from)..<Int(a.tokens[p].to)).allSatisfy({ isInitial(a.text.scalars[$0], m.person) })
                {
                    // WK Ng
                    from = p
                    parts += 1
                }
            }
            // Part of another component, cut short: Th. Karamanlidis, peretz sh.
            if from == i, i > 1, a.text.mark(i - 1) == 46, isShortened(a, i - 2, m.person) {
                from = i - 2
                parts += 1
            }
            if end == i + 1, end < n, a.text.mark(end + 1) == 46, isShortened(a, end, m.person) {
                end += 1
                parts += 1
            }
            var score = m.score
            var rule = Rule.knownName
            if parts > 1 {
                score = max(score, 0.97)
            } else if !sure {
                rule = m.weak ? Rule.knownNameWord : Rule.knownNameNear
                if m.weak { score = weakScore(a, i, m) }
            } else if a.inTermPhrase[i], !isMerelyNumbered(a, i), a.tokens[i].word.has(WordClass.eponym) {
                score = 0.3
            }
            if score > 0.6 {
                (from, end) = withStrangers(a, from, end)
                // Carmichael Jr; Md. Anwar
                if end < n, a.tokens[end].isWord, a.tokens[end].cue.contains(.suffix), a.tokens[end].gap == .space, a.tokens[end].isCapital {
                    end += 1
                }
                from = withMohammed(a, from)
            }
            if score > 0.3 { a.hit(from, end, rule, weight: score) }
            i = end
        }
    }

    /// `Md. Anwar`, `MD SHAFIQUL`: Mohammed cut short, where the header leaves it out as a title.
    private func withMohammed(_ a: Analysis, _ from: Int) -> Int {
        let p = from > 1 && a.text.mark(from - 1) == 46 ? from - 2 : from - 1
        return p >= 0 && a.tokens[p].isWord && (a.tokens[from].gap == .space || p < from - 1)
            && ["md", "mohd", "mohammad", "mst"].contains(a.text.text(a.tokens[p])) ? p : from
    }

    /// A word that is also a surname: only with a cue, or as a capitalised word that no phrase owns.
    private func weakScore(_ a: Analysis, _ i: Int, _ m: Match) -> Double {
        let t = a.tokens[i]
        let (c, k) = a.cue(before: i)
        if k >= 0, !c.intersection([.title, .role, .kin, .patient, .field]).isEmpty, !a.inTermPhrase[i] || c.contains(.title) { return 0.95 }
        if k >= 0, c.contains(.weakRole), t.isCapital, !a.inTermPhrase[i], !a.isAllCaps { return 0.8 }
        if a.inTermPhrase[i], !isMerelyNumbered(a, i), !(t.word.last == 3 && t.word.word == 0 && isApart(a, i)) { return 0 }
        if a.tokens.filter(\.isWord).count == 1, !t.word.isTerm { return 0.8 }
        // White matter …, Long segment …: a sentence begins with an everyday word.
        if t.shape == .title, t.word.word >= 2, i == 0 || t.gap == .line || a.text.mark(i - 1) == 46, i + 1 < a.tokens.count,
            a.tokens[i + 1].shape == .lower, a.tokens[i + 1].gap == .space, a.tokens[i + 1].word.isVocabulary,
            a.tokens[i + 1].cue.isDisjoint(with: [.personVerb, .stop])
        {
            return 0.2
        }
        if t.isCapital, !t.word.has(WordClass.technical) || t.word.last == 3 && t.word.word == 0, isApart(a, i) { return 0.6 }
        if t.word.isTerm || t.cue.contains(.stop) || t.cue.contains(.street) && a.isAllCaps {
            return t.shape == .title && !a.isAllCaps && i > 0 && a.tokens[i - 1].gap != .line && !t.word.has(WordClass.technical) ? 0.42 : 0
        }
        if t.isCapital, !a.isAllCaps || t.word.word < 3 { return t.word.word == 3 && i == 0 && a.tokens.count > 2 ? 0.3 : 0.65 }
        if a.isAllCaps { return 0.45 }
        return t.word.word < 2 && m.score >= 0.9 ? 0.5 : 0.15
    }

    /// `Smith 2`, `CT Smith 3mm` of a Ms Smith: a common surname is no grade for a number alone; `Smith 2 fracture` and `Gleason 7` are grades.
    private func isMerelyNumbered(_ a: Analysis, _ i: Int) -> Bool {
        let t = a.tokens[i]
        guard t.word.last >= 2, t.word.word == 0, i + 1 < a.tokens.count, a.tokens[i + 1].isNumber, a.tokens[i + 1].gap == .space else {
            return false
        }
        return !a.tokens[(i + 2)..<min(i + 5, a.tokens.count)].contains { $0.cue.contains(.eponymHead) }
    }

    /// `CT CHEST W CONTRAST - FOSTER`: alone between marks, or the first or last word of a label.
    private func isApart(_ a: Analysis, _ i: Int) -> Bool {
        let opens =
            i == 0 || a.tokens[i].gap == .line
            || a.tokens[i - 1].kind == .mark && ![39, 46].contains(a.text.mark(i - 1)) && !(a.text.mark(i - 1) == 45 && a.isGlued(i))
        let next = i + 1
        let closes =
            next >= a.tokens.count || a.tokens[next].gap == .line
            || a.tokens[next].kind == .mark && a.text.mark(next) != 39 && !(a.text.mark(next) == 45 && a.isGlued(next))
        if opens && closes { return true }
        return a.isAllCaps && !a.hasStopWord && a.field.fieldClass == .descriptor && (i == 0 || next >= a.tokens.count) && a.tokens.count > 2
    }

    private func isInitial(_ letter: UInt32, _ person: UInt64) -> Bool {
        components.values.contains { $0.person & person != 0 && $0.letters.first == letter }
    }

    private func isShortened(_ a: Analysis, _ i: Int, _ person: UInt64) -> Bool {
        guard i < a.tokens.count, a.tokens[i].isWord, a.tokens[i].length == 2 || a.tokens[i].length == 3 else { return false }
        let piece = a.text.scalars[Int(a.tokens[i].from)..<Int(a.tokens[i].to)]
        return components.values.contains { $0.person & person != 0 && $0.letters.starts(with: piece) }
    }

    /// Names beside a known one that the header does not hold: Pippa May, Nguyen Thi Bich Thao.
    private func withStrangers(_ a: Analysis, _ from: Int, _ end: Int) -> (Int, Int) {
        if a.isAllCaps, end < a.tokens.count, a.tokens[end].gap == .space, a.tokens[end].length > 3, a.tokens[end].shape == .upper, !a.taken[end],
            !a.inTermPhrase[end], a.tokens[end].cue.isEmpty, !a.tokens[end].word.isVocabulary,
            !a.tokens[end].word.has(WordClass.eponym | WordClass.truncated),
            a.tokens[end].word.isName || a.tokens[end].word.isUnknown && end + 1 >= a.tokens.count
        {
            return (from, end + 1)
        }
        guard !a.isAllCaps, !a.isAllLower, a.tokens[from].shape == .title else { return (from, end) }
        func isName(_ k: Int) -> Bool {
            a.tokens[k].shape == .title && a.tokens[k].length > 1 && !a.taken[k] && !a.inTermPhrase[k] && a.tokens[k].cue.isEmpty
                && PersonCueDetector.quality(a, k) > 1
        }
        var (from, end) = (from, end)
        if from > 0, a.tokens[from].gap == .space, isName(from - 1), a.tokens[from - 1].word.first > 0 { from -= 1 }
        while end < a.tokens.count, a.tokens[end].gap == .space, isName(end) { end += 1 }
        return (from, end)
    }

    /// `MARY R MLO`, `PATRICIA T1 AX`, `SUSAN C SPINE`: a letter that belongs to what follows.
    private func isSide(_ a: Analysis, _ k: Int) -> Bool {
        guard k + 1 < a.tokens.count, [99, 108, 114, 116].contains(a.scalar(k)) else { return false }
        let next = a.tokens[k + 1]
        return next.isNumber && next.gap == .glued || next.isWord && next.gap != .line && next.word.isTerm
    }

    private func growInitials(_ a: Analysis, _ end: Int) -> Int {
        if end < a.tokens.count, a.tokens[end].isWord, a.tokens[end].cue.contains(.suffix), a.tokens[end].gap == .space, a.tokens[end].isCapital {
            return end + 1
        }
        guard end < a.tokens.count, a.tokens[end].isWord, a.tokens[end].length == 1, a.tokens[end].gap == .space,
            a.tokens[end].isCapital || isInitial(a.scalar(end), .max), !isSide(a, end)
        else { return end }
        return a.text.mark(end + 1) == 46 && a.isGlued(end + 1) ? end + 2 : end + 1
    }

    private func joinedEnd(_ a: Analysis, _ i: Int) -> Int? {
        guard longestJoined > 0 else { return nil }
        var h = TextHash.seed
        var length = 0
        var end: Int?
        var k = i
        var words = 0
        while k < a.tokens.count, words < 5, length <= longestJoined {
            let t = a.tokens[k]
            if t.isWord {
                if t.gap == .line && k > i { break }
                for s in Int(t.from)..<Int(t.to) where a.text.scalars[s] != 39 {
                    h = TextHash.add(h, a.text.scalars[s])
                    length += 1
                }
                words += 1
                if let strong = joined[TextHash.finish(h)], strong || words == 1,
                    !(words == 1 && t.word.isVocabulary && t.shape != .mixed && length < 8)
                {
                    end = k + 1
                }
            } else if t.kind == .mark {
                guard [44, 94, 46, 45, 39].contains(a.text.mark(k)) else { break }
            } else {
                break
            }
            k += 1
        }
        return end
    }

    /// The component a token stands for, exactly or with typing errors.
    private func match(_ a: Analysis, _ i: Int) -> Match {
        let t = a.tokens[i]
        if let c = components[t.hash] { return Match(person: c.person, score: 1, weak: c.isWeak, end: i + 1) }
        guard t.length >= 4, !t.word.isTerm, t.word.word == 0, !t.word.has(WordClass.foreign), !t.cue.contains(.stop) else { return Match() }
        let from = Int(t.from)
        let to = Int(t.to)
        for c in fuzzy where abs(c.letters.count - t.length) <= 2 {
            let allowed = min(c.letters.count, t.length) >= 9 ? 2 : 1
            guard abs(c.letters.count - t.length) <= allowed, c.letters.count >= 6 || c.letters.first == a.text.scalars[from] else { continue }
            if t.length == 4, t.word.isName, t.word.first + t.word.last > 3 { continue }
            if TypingDistance.isWithin(allowed, a.text.scalars[from..<to], c.letters[...]) {
                return Match(person: c.person, score: c.letters.count >= 6 ? 0.85 : 0.7, weak: false, end: i + 1)
            }
        }
        return Match()
    }
}
