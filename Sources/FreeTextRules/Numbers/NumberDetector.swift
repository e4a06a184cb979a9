// SPDX-License-Identifier: Apache-2.0

internal import FreeTextCore

/// Finds phone numbers and identifiers: after a cue, by grouping, by check digit, by length.
struct NumberDetector {
    static func scan(_ a: inout Analysis) {
        var i = 0
        while i < a.tokens.count {
            if a.taken[i] {
                i += 1
                continue
            }
            let next =
                staffExtension(&a, i) ?? hanPlate(&a, i) ?? caseNumber(&a, i) ?? yearCode(&a, i) ?? account(&a, i) ?? cued(&a, i) ?? bare(&a, i) ?? i
                + 1
            i = max(next, i + 1)
        }
    }

    /// A run of digits and letters joined by dashes, dots, slashes: its end, digits, letters.
    static func run(_ a: Analysis, _ i: Int, spaces: Bool) -> (end: Int, digits: Int, letters: Int, groups: Int) {
        var k = i
        var digits = 0
        var letters = 0
        var groups = 0
        var last = i
        // No identifier has more pieces than this.
        while k < a.tokens.count, k - i < 40, !a.taken[k] || k == i {
            let t = a.tokens[k]
            if k > i && (t.gap == .line) { break }
            if k > i && t.gap == .space {
                guard spaces, t.isNumber, t.length >= 2, a.tokens[k - 1].isNumber || a.text.mark(k - 1) == 41 || a.text.mark(k - 1) == 45,
                    a.tokens[last - 1].isNumber
                else { break }
                if k + 1 < a.tokens.count, a.tokens[k + 1].cue.contains(.unit), a.tokens[k + 1].isWord, a.tokens[k + 1].gap != .line { break }
            }
            if t.isNumber {
                digits += t.length
                groups += 1
            } else if t.isWord {
                if k > i && t.gap == .glued && !a.tokens[k - 1].isNumber && a.tokens[k - 1].kind != .mark { break }
                if t.length > 6 || t.gap == .underscore { break }
                letters += t.length
            } else if t.kind == .mark {
                let m = a.text.mark(k)
                guard [45, 47, 46, 40, 41, 43].contains(m), k + 1 < a.tokens.count, a.tokens[k + 1].gap != .line else { break }
                if m == 43 || m == 40 { guard k == i || a.text.mark(k - 1) == 43 || a.tokens[k - 1].isNumber else { break } }
                k += 1
                continue
            } else {
                break
            }
            k += 1
            last = k
        }
        return (last, digits, letters, groups)
    }

    // MARK: - After a cue

    private static func cued(_ a: inout Analysis, _ i: Int) -> Int? {
        let t = a.tokens[i]
        var cue = Cue()
        var start = i + 1
        var fused = false
        if t.isWord {
            cue = t.cue.intersection([.id, .phone, .weakID, .box])
            guard !cue.isEmpty else { return nil }
            // 1024x1024
            if t.length == 1, i > 0, a.tokens[i - 1].isNumber { return nil }
            fused = a.isJoined(i + 1) && i + 1 < a.tokens.count && a.tokens[i + 1].isNumber
        } else if a.hasHan, i < a.tokens.count, !a.hanCue(at: i).intersection([.id, .phone]).isEmpty {
            cue = a.hanCue(at: i).intersection([.id, .phone])
            start = i
            while start < a.tokens.count, !(start > i && a.hanCue(before: start).rawValue & cue.rawValue != 0) { start += 1 }
        } else if a.text.mark(i) == 35 {
            cue = .weakID
        } else {
            return nil
        }
        // Pass over `:`, `#`, `no.`, `is`.
        var k = start
        var steps = 0
        while k < a.tokens.count, steps < 5 {
            let n = a.tokens[k]
            if n.gap == .line && !Analysis.isLabelMark(a.text.mark(k)) && steps > 1 { break }
            if n.kind == .mark, [58, 35, 46, 61, 45, 34, 39, 44, 0xff1a, 47].contains(a.text.mark(k)) {
                k += 1
            } else if n.isWord,
                n.cue.contains(.weakID) || n.cue.contains(.link)
                    || (n.cue.contains(.id) && !(a.isJoined(k + 1) && k + 1 < a.tokens.count && a.tokens[k + 1].isNumber))
                    || (n.cue.contains(.phone) && cue.contains(.phone)), n.length <= 10,
                !(k + 1 < a.tokens.count && a.isGlued(k + 1) && a.text.mark(k + 1) == 45)
            {
                cue.formUnion(n.cue.intersection([.id, .phone]))
                k += 1
            } else if n.isHan, !a.hanCue(at: k).intersection([.link, .id, .phone]).isEmpty {
                cue.formUnion(a.hanCue(at: k).intersection([.id, .phone]))
                var e = k + 1
                while e < a.tokens.count, !(a.hanCue(before: e).rawValue != 0) { e += 1 }
                k = min(e, k + 4)
            } else {
                break
            }
            steps += 1
        }
        guard k < a.tokens.count, !a.taken[k], k > i else { return nil }
        if a.tokens[k].isWord, a.tokens[k].length == 2, let end = iban(a, k) {
            a.hit(k, end, .idIBAN, take: true)
            return end
        }
        if k > i, let p = (i..<k).last(where: { a.tokens[$0].isWord && a.tokens[$0].hash == plateWord }), let end = plate(&a, p) { return end }
        let isSign = a.text.mark(k) == 43 || a.text.mark(k) == 40
        guard a.tokens[k].isNumber || a.tokens[k].isWord || isSign else { return nil }
        // medical aid no DSC 0048812271
        if cue.contains(.id), a.tokens[k].isWord, a.tokens[k].shape == .upper, a.tokens[k].length <= 4, k + 1 < a.tokens.count,
            a.tokens[k + 1].isNumber, a.tokens[k + 1].gap == .space, a.tokens[k + 1].length >= 4, !a.tokens[k].word.isTerm || a.tokens[k].length > 2
        {
            let r = run(a, k + 1, spaces: true)
            a.hit(k, r.end, .idCue, take: true)
            return r.end
        }
        let r = run(a, k, spaces: true)
        guard r.digits > 0 || cue.contains(.id) && r.letters >= 5 && first(code: a, i, k), r.end > k else { return nil }
        if a.tokens[k].isWord && r.letters > 8 { return nil }
        let strong = cue.contains(.id)
        let end = r.end
        let first = a.tokens[k]
        if end < a.tokens.count, a.tokens[end].isWord, a.tokens[end].cue.contains(.unit), r.digits < 5, !fused { return nil }
        if cue.contains(.phone) && r.letters <= 3
            && (r.digits >= 7 || (r.digits >= 3 && (r.groups == 1 || r.groups == 2 && r.digits > 4) && r.letters == 0 && isExtension(a, i)))
        {
            let e = afterExtension(a, end)
            // x5527
            a.hit(fused && t.length == 1 ? i : k, e, .phoneCue, take: true)
            return e
        }
        if strong && !(first.isNumber && r.digits < 3 && r.letters == 0) && r.digits + r.letters >= 4
            || strong && r.digits >= 3 && t.length > 1 && !isDimension(a, k, end)
        {
            // `MR 3 T`, `MR 1.5T` are no record numbers.
            let weak = t.isWord && t.length == 2 && r.digits < 5
            if !weak {
                a.hit(fused ? i : k, end, .idCue, take: true)
                return end
            }
        }
        if cue.contains(.weakID) && (r.digits >= 4 || (r.digits >= 3 && r.letters > 0 && r.letters < 5)) && !isDimension(a, k, end) {
            a.hit(fused ? i : k, end, .idWeakCue, weight: r.digits >= 5 ? 0.8 : 0.5, take: true)
            return end
        }
        return nil
    }

    /// `confirmation QX7TLM`: capitals after a word that asks for a code.
    static func first(code a: Analysis, _ i: Int, _ k: Int) -> Bool {
        a.tokens[k].shape == .upper && !a.isAllCaps && a.text.text(a.tokens[i]) == "confirmation"
    }

    /// Past `x613`, `ext. 22` behind a phone number that ends before token `i`.
    static func afterExtension(_ a: Analysis, _ i: Int) -> Int {
        // 转602
        if i + 1 < a.tokens.count, a.tokens[i].isHan, [0x8f6c, 0x8f49].contains(a.scalar(i)), a.tokens[i + 1].isNumber, a.tokens[i + 1].length <= 6 {
            return i + 2
        }
        guard i + 1 < a.tokens.count, a.tokens[i].isWord, a.tokens[i].gap != .line, a.tokens[i].cue.contains(.phone) else { return i }
        var k = i + 1
        if [46, 58, 35].contains(a.text.mark(k)) { k += 1 }
        return k < a.tokens.count && a.tokens[k].isNumber && a.tokens[k].length <= 6 && a.tokens[k].gap != .line && !a.taken[k] ? k + 1 : i
    }

    private static func isExtension(_ a: Analysis, _ i: Int) -> Bool {
        if a.tokens[i].isHan { return true }
        return ["ext", "extn", "extension", "x", "pager", "pgr", "beeper", "bleep", "phone", "tel", "ph", "vocera", "dial", "fax", "telephone"]
            .contains(a.text.text(a.tokens[i]))
    }

    private static func isDimension(_ a: Analysis, _ k: Int, _ end: Int) -> Bool {
        guard end < a.tokens.count else { return false }
        return a.tokens[end].isWord && a.tokens[end].cue.contains(.unit) && a.tokens[end].gap != .line && a.tokens[end].length <= 3
    }
}
