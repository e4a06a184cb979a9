// SPDX-License-Identifier: Apache-2.0

internal import FreeTextCore
internal import FreeTextRules

/// Numbers of the patient, and dates in forms that mean nothing to others.
extension KnownIdentifiers {
    func scanIDs(_ a: inout Analysis) {
        guard !ids.isEmpty || !shortIDs.isEmpty else { return }
        let longest = ids.values.max() ?? 0
        var i = 0
        while i < a.tokens.count {
            let t = a.tokens[i]
            guard t.isNumber || t.isWord, !a.taken[i] else {
                i += 1
                continue
            }
            var h = TextHash.seed
            var length = 0
            var leading = true
            var end = 0
            var k = i
            while k < a.tokens.count, k - i < 16, length <= longest {
                let n = a.tokens[k]
                if n.isNumber || n.isWord {
                    for s in Int(n.from)..<Int(n.to) {
                        let c = a.text.scalars[s]
                        if leading && c == 48 { continue }
                        leading = false
                        h = TextHash.add(h, c)
                        length += 1
                    }
                    if let wanted = ids[TextHash.finish(h)], wanted == length, length >= 5 || isCued(a, i) && !isMatrix(a, i) { end = k + 1 }
                } else if n.kind != .mark || ![45, 47, 46, 32, 40, 41, 43, 58].contains(a.text.mark(k)) {
                    break
                }
                k += 1
            }
            if end > 0 {
                var from = i
                if a.isGlued(i), i > 0, a.tokens[i - 1].isWord, a.tokens[i - 1].cue.contains(.id) { from -= 1 }
                a.hit(from, end, .knownID, take: true)
                i = end
            } else if t.isNumber || t.length == 1, t.length <= 5, shortIDs.contains(shortHash(a, i)), isCued(a, i) || isShortCued(a, i),
                !isMatrix(a, i)
            {
                a.hit(i, i + 1, .knownIDShort, take: true)
                i += 1
            } else {
                if t.isNumber, t.length == 4, idTails.contains(t.hash), isCued(a, i) || tailCue(a, i) {
                    a.hit(i, i + 1, .knownIDTail, take: true)
                }
                i += 1
            }
        }
    }

    private func isCued(_ a: Analysis, _ i: Int) -> Bool {
        let (c, _) = a.cue(before: i)
        return !c.intersection([.id, .weakID, .phone]).isEmpty || !a.hanCue(before: i).intersection([.id, .phone]).isEmpty || a.text.mark(i - 1) == 35
    }

    func shortHash(_ a: Analysis, _ i: Int) -> UInt64 {
        var s = Array(a.text.scalars[Int(a.tokens[i].from)..<Int(a.tokens[i].to)])
        while s.count > 1, s[0] == 48 { s.removeFirst() }
        return TextHash.of(s)
    }

    /// `Pt 912`, `study 4490`, `档案93`
    private func isShortCued(_ a: Analysis, _ i: Int) -> Bool {
        guard i + 1 >= a.tokens.count || !(a.tokens[i + 1].isWord && (a.tokens[i + 1].cue.contains(.unit) || a.isGlued(i + 1))),
            a.text.mark(i + 1) != 46 || !a.isGlued(i + 2)
        else { return false }
        if i > 0, a.tokens[i - 1].isWord, a.tokens[i].gap != .line {
            return a.tokens[i - 1].cue.contains(.patient) || ["study", "exam", "case", "card", "file"].contains(a.text.text(a.tokens[i - 1]))
        }
        return !a.hanCue(before: i).intersection([.patient, .id]).isEmpty
            || i > 0 && a.tokens[i - 1].isHan && [0x53f7, 0x9662, 0x8bca].contains(a.scalar(i - 1)) && a.isGlued(i)
            || [40, 0xff08].contains(a.text.mark(i - 1)) && [41, 0xff09].contains(a.text.mark(i + 1)) && a.tokens[i].length > 3
    }

    /// `1024x1024`
    private func isMatrix(_ a: Analysis, _ i: Int) -> Bool {
        func isTimes(_ k: Int) -> Bool {
            k >= 0 && k < a.tokens.count
                && (a.tokens[k].isWord && a.tokens[k].length == 1 && a.scalar(k) == 120 || [42, 0xd7].contains(a.text.mark(k)))
        }
        return isTimes(i + 1) && i + 2 < a.tokens.count && a.tokens[i + 2].isNumber || isTimes(i - 1) && i > 1 && a.tokens[i - 2].isNumber
    }

    private func tailCue(_ a: Analysis, _ i: Int) -> Bool {
        guard i > 0 else { return false }
        if a.text.number(i - 1) == 4, i > 1, a.tokens[i - 2].isWord { return true }
        return a.tokens[i - 1].isWord && ["ending", "ends", "end", "last", "tail"].contains(a.text.text(a.tokens[i - 1]))
    }

    // MARK: - Dates in forms that mean nothing to others

    func scanDates(_ a: inout Analysis) {
        guard !dates.isEmpty else { return }
        for i in a.tokens.indices where a.tokens[i].isNumber && !a.taken[i] {
            let t = a.tokens[i]
            let v = a.text.number(i)
            if let end = spelled(a, i) {
                a.hit(i, end, .knownDate, take: true)
            } else if t.length == 14, dates.contains(leading(a, t)) {
                a.hit(i, i + 1, .knownDate, take: true)
            } else if t.length == 8 || t.length == 6 {
                for d in dates {
                    let (y, m, day) = (d / 10000, d / 100 % 100, d % 100)
                    let forms =
                        t.length == 8
                        ? [d, day * 1_000_000 + m * 10000 + y, m * 1_000_000 + day * 10000 + y]
                        : [d % 1_000_000, day * 10000 + m * 100 + y % 100, m * 10000 + day * 100 + y % 100]
                    if forms.contains(v) {
                        a.hit(i, i + 1, .knownDate, take: true)
                        break
                    }
                }
            } else if t.length <= 2, i + 2 < a.tokens.count, a.tokens[i + 2].isNumber, a.tokens[i + 2].length <= 2,
                [45, 47].contains(a.text.mark(i + 1)), !a.isGlued(i) || i == 0,
                i + 3 >= a.tokens.count || ![45, 47, 46].contains(a.text.mark(i + 3)),
                !(i + 3 < a.tokens.count && a.tokens[i + 3].cue.contains(.unit))
            {
                let w = a.text.number(i + 2)
                let (c, k) = a.cue(before: i, marks: 1)
                if k >= 0, c.contains(.counter) { continue }
                if dates.contains(where: {
                    let (m, d) = ($0 / 100 % 100, $0 % 100); return (v == m && w == d) || (v == d && w == m)
                }) {
                    a.hit(i, i + 3, .knownDayMonth)
                }
            }
        }
    }

    /// The first eight digits of a longer number.
    private func leading(_ a: Analysis, _ t: Token) -> Int {
        a.text.scalars[Int(t.from)..<Int(t.from) + 8].reduce(0) { $0 * 10 + Int($1) - 48 }
    }

    /// `31.2.3`, `3.2.31`, `1931/02`: the parts of a known date in any order, the year in two digits or four.
    private func spelled(_ a: Analysis, _ i: Int) -> Int? {
        let m = a.text.mark(i + 1)
        guard m == 45 || m == 46 || m == 47, i + 2 < a.tokens.count, a.tokens[i + 2].isNumber, a.isGlued(i + 1), a.isGlued(i + 2),
            !a.isGlued(i) || a.tokens[i - 1].isHan || i == 0
        else { return nil }
        let (x, y) = (a.text.number(i), a.text.number(i + 2))
        if a.text.mark(i + 3) == m, i + 4 < a.tokens.count, a.tokens[i + 4].isNumber, a.isGlued(i + 3), a.isGlued(i + 4), a.text.mark(i + 5) != m {
            let z = a.text.number(i + 4)
            let short = a.tokens[i].length <= 2 && a.tokens[i + 4].length <= 2
            let found = dates.contains { date in
                let (year, month, day) = (date / 10000, date / 100 % 100, date % 100)
                func isYear(_ v: Int) -> Bool { v == year || v == year % 100 && short }
                return isYear(x) && y == month && z == day || isYear(z) && (x == day && y == month || x == month && y == day)
            }
            return found ? i + 5 : nil
        }
        // 1962.5 is a number, 05.1962 is none.
        guard a.text.mark(i + 3) != m, m != 46 || a.scalar(i) == 48 else { return nil }
        let found = dates.contains { date in (x == date / 10000 && y == date / 100 % 100) || (y == date / 10000 && x == date / 100 % 100) }
        return found ? i + 3 : nil
    }
}
