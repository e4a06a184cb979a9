// SPDX-License-Identifier: Apache-2.0

internal import FreeTextCore
internal import FreeTextRules

/// Forms that point at a known identifier without spelling it out. They serve cleaning; the last gate does not count them.
extension KnownIdentifiers {
    func scanLoose(_ a: inout Analysis) {
        for i in a.tokens.indices where !a.taken[i] {
            if a.tokens[i].isWord { letters(&a, i) } else if a.tokens[i].isNumber { numbers(&a, i) }
        }
        if a.hasHan { shortSites(&a) }
        beside(&a)
        if a.hasLatin, !weakSites.isEmpty {
            sites(&a)
            growSites(&a)
        }
    }

    /// `Hartsmoor DGH`, `Lakefront Presb`, `The Larches`, `- LAKEFRONT`: an institution by its first word and what is left of the others.
    private func sites(_ a: inout Analysis) {
        for i in a.tokens.indices where a.tokens[i].isWord && weakSites.contains(a.tokens[i].hash) && a.tokens[i].isCapital {
            var end = i + 1
            while end < a.tokens.count, a.tokens[end].isWord, a.tokens[end].gap == .space, a.tokens[end].isCapital || a.isAllLower,
                isSiteTail(a, end), a.tokens[end].length > 1 || !a.tokens[end].word.isTerm
            { end += 1 }
            let article =
                i > 0 && a.tokens[i - 1].isWord && ["the", "les", "la", "le", "los", "el"].contains(a.text.text(a.tokens[i - 1]))
                && a.tokens[i - 1].isCapital
            let parted =
                (i == 0 || a.tokens[i].gap == .line || [45, 47, 44, 40, 42].contains(a.text.mark(i - 1)))
                && (i + 1 >= a.tokens.count || [45, 47, 44, 41, 42].contains(a.text.mark(i + 1)))
            guard end > i + 1 || article && a.tokens[i].shape == .title || parted && i > 0 && !a.tokens[i].word.isTerm else { continue }
            a.hit(article ? i - 1 : i, end, .knownSiteShort)
        }
    }

    /// `Gen`, `DGH`, `Ctr`, `Pt`: a word of the institution cut short.
    private func isSiteTail(_ a: Analysis, _ i: Int) -> Bool {
        let t = a.tokens[i]
        if siteTails.contains(t.hash) { return true }
        guard t.length >= 2, t.length <= 5 else { return false }
        let short = a.text.scalars[Int(t.from)..<Int(t.to)]
        return siteWords.contains { word in
            guard word.first == short.first, word.count > short.count else { return false }
            var k = 0
            for c in word where k < short.count && c == short[short.startIndex + k] { k += 1 }
            return k == short.count
        }
    }

    /// `Kestrel Valley Med Ctr`, `OLC Hosp`: what follows a found institution and stands for its other words.
    private func growSites(_ a: inout Analysis) {
        for k in a.hits.indices where a.hits[k].source == .known && a.hits[k].type == .hospital {
            guard let last = a.lastToken(at: a.hits[k].end) else { continue }
            var end = last + 1
            while end < a.tokens.count, a.tokens[end].isWord, a.tokens[end].gap == .space, a.tokens[end].isCapital || a.isAllLower, isSiteTail(a, end)
            { end += 1 }
            if end > last + 1 { a.hits[k].end = Int(a.tokens[end - 1].end) }
        }
    }

    /// 何小姐 0041, 梅雪琴/550, Sun.Yue 3100: a short number straight behind a name of the header.
    private func beside(_ a: inout Analysis) {
        let names = a.hits.filter { $0.source == .known && $0.type == .person }
        for n in names {
            guard let last = a.lastToken(at: n.end) else { continue }
            var k = last + 1
            while k < a.tokens.count, k - last < 4,
                [47, 44, 40, 58, 35].contains(a.text.mark(k)) || a.tokens[k].isHan && a.hanCue(at: k).contains(.titleAfter)
                    || k > last + 1 && a.tokens[k].isHan && a.isInsideHanCue(k)
            { k += 1 }
            guard k < a.tokens.count, a.tokens[k].isNumber, a.tokens[k].length >= 3, !a.taken[k],
                k + 1 >= a.tokens.count || !a.isGlued(k + 1) || a.tokens[k + 1].kind == .mark && a.text.mark(k + 1) != 46,
                a.tokens[k].gap != .glued || k > last + 1
            else { continue }
            let h = shortHash(a, k)
            if shortIDs.contains(h) || ids[h] == a.tokens[k].length || ids[h] != nil && a.tokens[k].length == 4 {
                a.hit(k, k + 1, .knownIDShort, weight: 0.8, take: true)
            }
        }
    }

    // MARK: - Initials and acronyms

    private func letters(_ a: inout Analysis, _ i: Int) {
        let t = a.tokens[i]
        let isPlain = !t.word.isTerm && t.word.word == 0 && !t.cue.contains(.stop) && !t.cue.contains(.degree)
        if t.shape == .upper, t.length >= 3, t.length <= 7 {
            if acronyms.contains(t.hash), isPlain || t.length > 4 && !t.word.isTerm {
                a.hit(i, i + 1, .knownAcronym, weight: t.length > 3 ? 0.9 : 0.7, take: true)
                return
            }
            if initials.contains(t.hash), isPlain, !isFused(a, i) {
                a.hit(i, i + 1, .knownInitials)
                return
            }
        }
        if t.shape == .lower, t.length == 4, initials.contains(t.hash), isPlain, !t.word.isName, !isFused(a, i) {
            a.hit(i, i + 1, .knownInitials, weight: 0.5)
            return
        }
        if t.shape == .upper, t.length == 2, initials.contains(t.hash),
            isPlain || !PersonCueDetector.notInitials.contains(a.text.text(t)) && t.word.word < 2, !isFused(a, i),
            !a.isAllCaps || a.cue(before: i).1 >= 0
        {
            let (c, k) = a.cue(before: i)
            // W WO: a small word behind another one
            let cued =
                k >= 0
                && !c.intersection(t.cue.contains(.stop) ? [.role, .kin, .patient, .field] : [.role, .kin, .patient, .weakRole, .field]).isEmpty
            let acts = i + 1 < a.tokens.count && a.tokens[i + 1].isWord && a.tokens[i + 1].cue.contains(.personVerb)
            let under = i > 0 && a.tokens[i - 1].isWord && a.text.text(a.tokens[i - 1]) == "under"
            let closes = i > 1 && a.text.mark(i - 1) == 45 && (i + 1 == a.tokens.count || a.tokens[i + 1].gap == .line) && !a.isAllCaps
            if cued || acts || under || closes { a.hit(i, i + 1, .knownInitials) }
            return
        }
        // Mrs H, KEONI K
        if t.length == 1, t.isCapital, i > 0, a.tokens[i - 1].isWord, a.tokens[i - 1].cue.contains(.title), a.tokens[i].gap == .space,
            components.values.contains(where: { $0.letters.first == a.scalar(i) }), !(i + 1 < a.tokens.count && a.isGlued(i + 1))
        {
            a.hit(i, i + 1, .knownInitials)
            return
        }
        dotted(&a, i)
    }

    /// `O.N.`, `L.A.L.`
    private func dotted(_ a: inout Analysis, _ i: Int) {
        guard a.tokens[i].length == 1, a.tokens[i].isCapital, !a.isGlued(i) || i == 0 else { return }
        var scalars: [UInt32] = []
        var k = i
        while k + 1 < a.tokens.count, a.tokens[k].isWord, a.tokens[k].length == 1, a.tokens[k].isCapital, a.text.mark(k + 1) == 46, a.isGlued(k + 1),
            k == i || a.isGlued(k), scalars.count < 5
        {
            scalars.append(a.scalar(k))
            k += 2
        }
        guard scalars.count >= 2, initials.contains(TextHash.of(scalars)) else { return }
        a.hit(i, k, .knownInitials)
    }

    private func isFused(_ a: Analysis, _ i: Int) -> Bool {
        i + 1 < a.tokens.count && a.isGlued(i + 1) && (a.tokens[i + 1].isNumber || a.text.mark(i + 1) == 45)
            || a.isGlued(i) && i > 0 && a.tokens[i - 1].isNumber
    }

    // MARK: - Ages, days without a year

    private func numbers(_ a: inout Analysis, _ i: Int) {
        let v = a.text.number(i)
        let next = i + 1
        if ages.contains(v), a.tokens[i].length <= 3,
            i == 0 || a.tokens[i].gap == .line || [44, 46, 0x3002].contains(a.text.mark(i - 1)) && !a.isGlued(i),
            next >= a.tokens.count || a.text.mark(next) == 44 && !(next + 1 < a.tokens.count && a.isGlued(next + 1) && a.tokens[next + 1].isNumber)
                || a.tokens[next].isWord && a.tokens[next].length == 1 && [102, 109, 121].contains(a.scalar(next))
        {
            a.hit(i, next, .knownAge)
            return
        }
        // 0808, 28.6., 12.25前, 5-14复查, 7月22
        if a.tokens[i].length == 4, isDayMonth(v / 100, v % 100), a.text.scalars[Int(a.tokens[i].from)] == 48,
            next >= a.tokens.count || a.tokens[next].gap == .line, i > 0
        {
            a.hit(i, next, .knownDayMonth, weight: 0.5)
            return
        }
        guard a.tokens[i].length <= 2, i + 2 < a.tokens.count, a.tokens[i + 2].isNumber, a.tokens[i + 2].length <= 2, a.isGlued(next),
            a.isGlued(i + 2), !a.isGlued(i) || i == 0 || a.tokens[i - 1].isHan || [44, 58, 59, 0x3002, 40].contains(a.text.mark(i - 1)),
            isDayMonth(v, a.text.number(i + 2))
        else { return }
        let m = a.text.mark(next)
        let end = i + 3
        let ends =
            end >= a.tokens.count || a.tokens[end].gap != .glued
            || [46, 44, 0x3002, 41, 59].contains(a.text.mark(end)) && !(end + 1 < a.tokens.count && a.isGlued(end + 1) && a.tokens[end + 1].isNumber)
        let unit =
            end < a.tokens.count
            && (a.tokens[end].isWord && a.tokens[end].cue.contains(.unit) || a.tokens[end].isHan && a.hanCue(at: end).contains(.unit))
        if unit || i > 0 && (a.tokens[i - 1].cue.contains(.counter) || a.hanCue(before: i).contains(.counter)) { return }
        let isHanMonth = a.tokens[next].isHan && a.scalar(next) == 0x6708
        let han = end < a.tokens.count && a.tokens[end].isHan
        if isHanMonth || (m == 45 || m == 47) && (han || ends) {
            // 日, 号
            let day = isHanMonth && han && [0x65e5, 0x53f7].contains(a.scalar(end)) ? end + 1 : end
            a.hit(i, day, .knownDayMonth)
        } else if m == 46, han || ends && (a.text.mark(end) == 46 || max(a.tokens[i].length, a.tokens[i + 2].length) == 2 && (i > 0 || a.hasHan)),
            a.tokens[i + 2].length == 2 || a.text.mark(end) == 46 || (a.cue(before: i).0.contains(.date))
        {
            a.hit(i, a.text.mark(end) == 46 ? end + 1 : end, .knownDayMonth, weight: 0.5)
        }
    }

    private func isDayMonth(_ x: Int, _ y: Int) -> Bool {
        dates.contains { d in
            let (month, day) = (d / 100 % 100, d % 100)
            return x == month && y == day || x == day && y == month
        }
    }

    // MARK: - 哈医大四院 for 哈尔滨医科大学附属第四医院

    private func shortSites(_ a: inout Analysis) {
        guard !hanSites.isEmpty else { return }
        var i = 0
        while i < a.tokens.count {
            guard a.tokens[i].isHan, !a.taken[i] else {
                i += 1
                continue
            }
            var best = i
            for site in hanSites {
                guard let start = site.firstIndex(of: a.scalar(i)), start == 0 || start == 2 || start == 3 else { continue }
                var k = i
                var at = start
                while k < a.tokens.count, a.tokens[k].isHan, k == i || a.isGlued(k), !a.taken[k], let found = site[at...].firstIndex(of: a.scalar(k))
                {
                    at = found + 1
                    k += 1
                }
                let length = k - i
                let closed = k > i && [0x9662, 0x533b].contains(a.scalar(k - 1))  // 院, 医
                guard length >= 4 || length == 3 && closed, start == 0 || length >= 4 && closed else { continue }
                if let w = a.hanWord(i, k), !w.isPlace, !w.isOrganization { continue }
                best = max(best, k)
            }
            if best > i { a.hit(i, best, .knownSiteShort) }
            i = max(best, i + 1)
        }
    }
}
