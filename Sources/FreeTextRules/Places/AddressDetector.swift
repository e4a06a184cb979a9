// SPDX-License-Identifier: Apache-2.0

internal import FreeTextCore

/// Finds street addresses, post boxes, postcodes with a town, and places after a cue.
struct AddressDetector {
    private static let states: Set<String> = [
        "al", "ak", "az", "ar", "ca", "co", "ct", "de", "fl", "ga", "hi", "id", "il", "in", "ia", "ks", "ky", "la", "me", "md", "ma", "mi",
        "mn", "ms", "mo", "mt", "ne", "nv", "nh", "nj", "nm", "ny", "nc", "nd", "oh", "ok", "or", "pa", "ri", "sc", "sd", "tn", "tx", "ut",
        "vt", "va", "wa", "wv", "wi", "wy", "dc", "pr", "on", "qc", "bc", "ab", "mb", "sk", "ns", "nb", "nl", "nsw", "vic", "qld", "tas",
    ]

    static func scan(_ a: inout Analysis) {
        guard a.hasLatin else { return }
        // invoice to 1180 …: house numbers that a cue took for identifiers.
        let numbers = Set(a.hits.lazy.filter { $0.type == .id && $0.source == .format && $0.end - $0.start < 5 }.map(\.start))
        var i = 0
        while i < a.tokens.count {
            if !a.taken[i] || a.tokens[i].isNumber && (a.tokens[i].length == 5 || a.tokens[i].length < 5 && numbers.contains(Int(a.tokens[i].start))),
                let end = street(a, i) ?? streetFirst(a, i) ?? box(a, i) ?? numbered(a, i)
            {
                let full = tail(a, end)
                let first =
                    i > 0 && a.tokens[i].isWord && a.tokens[i - 1].isNumber && a.tokens[i].gap == .space && a.tokens[i - 1].length <= 4
                    ? i - 1 : flatBefore(a, i) ?? i
                for k in first..<full { a.taken[k] = true }
                let (s, e) = (Int(a.tokens[first].start), Int(a.tokens[full - 1].end))
                a.hits.removeAll { $0.start >= s && $0.end <= e && ($0.type == .id || $0.type == .phone) && $0.score < 0.95 }
                a.hit(first, full, .addressStreet)
                i = full
                continue
            }
            if let (from, end) = townWithCode(a, i) {
                a.hit(from, end, .addressPostcode, take: true)
                i = end
                continue
            }
            if let end = postcode(a, i) {
                a.hit(i, end, .addressPostcode, weight: 0.75, take: true)
                i = end
                continue
            }
            i += 1
        }
        places(&a)
    }

    /// From a comma, a line or a town on: `South Birsan, VT 23585`; the end of the postcode.
    static func townStateCode(_ a: Analysis, _ from: Int) -> Int? {
        var k = from
        var words = 0
        while k + 1 < a.tokens.count, words < 6 {
            let t = a.tokens[k]
            if [44, 46, 39, 45].contains(a.text.mark(k)) {
                k += 1
                continue
            }
            guard t.isWord, t.isCapital || t.cue.contains(.particle) else { return nil }
            if words > 0, t.shape == .upper, t.length == 2, a.tokens[k + 1].isNumber, a.tokens[k + 1].length == 5, a.tokens[k + 1].gap != .glued {
                let dash = k + 3 < a.tokens.count && a.text.mark(k + 2) == 45 && a.isGlued(k + 2) && a.tokens[k + 3].isNumber
                return dash ? k + 4 : k + 2
            }
            words += 1
            k += 1
        }
        return nil
    }

    private static let boxes: Set<UInt64> = Set(["po", "p", "pob", "postfach", "apartado"].map { TextHash.of($0) })

    /// After a street: flat, town, state, postcode.
    private static func tail(_ a: Analysis, _ from: Int) -> Int {
        var end = from
        var k = from
        var words = 0
        while k < a.tokens.count, k - from < 16 {
            let t = a.tokens[k]
            if t.isCapital || a.text.mark(k) == 44, let e = townStateCode(a, k) { return e }
            if t.gap == .line && k > from && !(a.text.mark(k - 1) == 44) { break }
            if t.kind == .mark {
                guard [44, 46, 35, 45].contains(a.text.mark(k)) else { break }
                if a.text.mark(k) == 46, t.gap == .glued, k + 1 < a.tokens.count, a.tokens[k + 1].gap != .glued, a.tokens[k - 1].length > 3 { break }
                k += 1
                continue
            }
            if t.isNumber {
                guard t.length <= 6 else { break }
                // `flat 4`, a postcode, or a number after `#`
                let before = a.tokens[a.text.mark(k - 1) == 46 && k - 2 >= from ? k - 2 : k - 1]
                let flat =
                    before.isWord
                    && ["apt", "flat", "unit", "suite", "ste", "apartment", "no", "room", "rm", "floor", "fl", "bldg", "building", "lot", "piso"]
                        .contains(a.text.text(before))
                    || a.text.mark(k - 1) == 35
                guard flat || t.length >= 4 || (a.text.mark(k + 1) == 45 && t.length == 5) else { break }
                k += 1
                if a.text.mark(k) == 45, k + 1 < a.tokens.count, a.tokens[k + 1].isNumber { k += 2 }
                if flat, k < a.tokens.count, a.isGlued(k), a.tokens[k].isWord, a.tokens[k].length == 1 { k += 1 }
                end = k
                continue
            }
            guard t.isWord else { break }
            let s = a.text.text(t)
            if let e = postcode(a, k) {
                k = e
                end = e
                continue
            }
            if ["apt", "flat", "unit", "suite", "ste", "apartment", "floor", "bldg", "building", "lot", "room"].contains(s), k + 1 < a.tokens.count,
                a.tokens[k + 1].isNumber || a.tokens[k + 1].length == 1 || a.text.mark(k + 1) == 35
            {
                if a.tokens[k + 1].length == 1 && a.tokens[k + 1].isWord { k += 2; end = k } else { k += 1 }
                continue
            }
            if t.shape == .upper && t.length <= 3 && states.contains(s) {
                k += 1
                end = k
                continue
            }
            let afterComma = a.text.mark(k - 1) == 44 || words > 0 || k == from || (a.tokens[k - 1].isNumber && a.tokens[k - 1].length == 5)
            guard afterComma, t.isCapital || (a.isAllLower && t.word.has(WordClass.place)), words < 4,
                !t.word.isTerm || t.word.has(WordClass.place) || a.text.mark(k - 1) == 44 && !a.isAllCaps, !t.cue.contains(.stop),
                !t.cue.contains(.title), !t.cue.contains(.id), !t.cue.contains(.phone)
            else { break }
            if a.isAllCaps && !t.word.has(WordClass.place) && !followedByState(a, k) && a.text.mark(k - 1) != 44 { break }
            if k == from && !t.word.has(WordClass.place) && !followedByState(a, k) && !a.tokens[k].word.isUnknown { break }
            words += 1
            k += 1
            end = k
        }
        return end
    }

    private static func followedByState(_ a: Analysis, _ k: Int) -> Bool {
        var j = k + 1
        while j < a.tokens.count, j - k < 4 {
            if a.tokens[j].isWord, a.tokens[j].shape == .upper || a.isAllLower, a.tokens[j].length == 2, states.contains(a.text.text(a.tokens[j])) {
                return true
            }
            if a.tokens[j].isNumber && a.tokens[j].length == 5 { return true }
            guard a.tokens[j].isWord || a.text.mark(j) == 44 else { return false }
            j += 1
        }
        return false
    }

    private static func box(_ a: Analysis, _ i: Int) -> Int? {
        guard a.tokens[i].isWord, boxes.contains(a.tokens[i].hash) else { return nil }
        let s = a.text.text(a.tokens[i])
        var k = i
        if s == "po" || s == "p" || s == "pob" {
            k += 1
            while k < a.tokens.count, k - i < 5, a.text.mark(k) == 46 || a.text.text(a.tokens[k]) == "o" { k += 1 }
            if s != "pob" {
                guard k < a.tokens.count, a.tokens[k].cue.contains(.box) || a.text.text(a.tokens[k]) == "box" else { return nil }
                k += 1
            }
        } else if s == "postfach" || s == "apartado" {
            k += 1
        } else {
            return nil
        }
        if a.text.mark(k) == 35 { k += 1 }
        guard k < a.tokens.count, a.tokens[k].isNumber else { return nil }
        return k + 1
    }

    /// `SW1A 1AA`, `K1A 0B1`.
    static func postcode(_ a: Analysis, _ i: Int) -> Int? {
        guard a.tokens[i].isWord, a.tokens[i].shape == .upper || a.tokens[i].length == 1 && a.tokens[i].isCapital, a.tokens[i].length <= 2,
            !a.isGlued(i), i + 3 < a.tokens.count, a.tokens[i + 1].isNumber, a.isGlued(i + 1), a.tokens[i + 1].length <= 2
        else { return nil }
        var k = i + 2
        if a.tokens[k].isWord, a.isGlued(k), a.tokens[k].length == 1, a.tokens[k].isCapital { k += 1 }
        guard k + 1 < a.tokens.count, a.tokens[k].isNumber, a.tokens[k].length == 1, a.tokens[k].gap == .space, a.tokens[k + 1].isWord,
            a.isGlued(k + 1), a.tokens[k + 1].isCapital
        else { return nil }
        if a.tokens[k + 1].length == 2 { return k + 2 }
        if a.tokens[k + 1].length == 1, k == i + 3, k + 2 < a.tokens.count, a.tokens[k + 2].isNumber, a.isGlued(k + 2) { return k + 3 }
        return nil
    }

    /// `Springfield, IL 62704`, `80331 München`.
    private static func townWithCode(_ a: Analysis, _ i: Int) -> (Int, Int)? {
        let t = a.tokens[i]
        if t.isWord, t.shape == .upper, t.length == 2, states.contains(a.text.text(t)), i + 1 < a.tokens.count, a.tokens[i + 1].isNumber,
            a.tokens[i + 1].length == 5, a.tokens[i + 1].gap == .space
        {
            var from = i
            var k = i - 1
            if a.text.mark(k) == 44 { k -= 1 }
            while k >= 0, i - k < 5, a.tokens[k].isWord, a.tokens[k].isCapital, !a.tokens[k].cue.contains(.stop), !a.taken[k] {
                from = k
                k -= 1
            }
            var end = i + 2
            if a.text.mark(end) == 45, end + 1 < a.tokens.count, a.tokens[end + 1].isNumber { end += 2 }
            return from < i ? (from, end) : nil
        }
        if t.isNumber, !a.taken[i], t.length == 5, i + 1 < a.tokens.count, a.tokens[i + 1].isWord, a.tokens[i + 1].isCapital,
            a.tokens[i + 1].gap == .space, a.tokens[i + 1].word.has(WordClass.place), a.tokens[i + 1].word.word == 0
        {
            return (i, i + 2)
        }
        return nil
    }

    // MARK: - Places after a cue

    private static func places(_ a: inout Analysis) {
        for i in a.tokens.indices where a.tokens[i].isWord && !a.taken[i] {
            let t = a.tokens[i]
            // Town, ST
            if a.text.mark(i + 1) == 44, t.shape == .title, !t.cue.contains(.stop), t.length > 2, i + 2 < a.tokens.count,
                a.tokens[i + 2].shape == .upper, a.tokens[i + 2].length == 2, states.contains(a.text.text(a.tokens[i + 2])),
                !t.word.isTerm || t.word.has(WordClass.place),
                t.word.has(WordClass.place) || t.word.word < 3,
                !["md", "pa", "do", "ms", "id", "or", "in", "de", "pr", "al", "la", "me"].contains(a.text.text(a.tokens[i + 2]))
                    || t.word.has(WordClass.place)
            {
                a.hit(i, i + 3, .placeTownState)
                continue
            }
            if let end = streetAlone(a, i) {
                a.hit(i, end, .addressStreetAlone)
                continue
            }
            guard t.isCapital || (a.isAllLower && t.word.has(WordClass.place)) else { continue }
            let (c, k) = a.cue(before: i, marks: 1)
            guard k >= 0, c.contains(.place), !t.cue.contains(.stop), !t.cue.contains(.month), !t.cue.contains(.title), !t.cue.contains(.weekday),
                !t.word.has(WordClass.country), t.length > 2, !a.isAllCaps || t.word.has(WordClass.place)
            else { continue }
            var e = i + 1
            while e < a.tokens.count, e - i < 4, a.tokens[e].isWord, a.tokens[e].isCapital, a.tokens[e].gap == .space,
                !a.tokens[e].cue.contains(.stop), !a.tokens[e].word.isTerm, !a.tokens[e].cue.contains(.hospitalHead)
            { e += 1 }
            if e < a.tokens.count, a.tokens[e].isWord, a.tokens[e].cue.contains(.hospitalHead) || a.tokens[e].cue.contains(.organizationHead) {
                continue
            }
            let known = t.word.has(WordClass.place)
            let lower = t.word.word == 3 && !known || t.word.isTerm && !known || t.word.has(WordClass.eponym) && !known
            if lower { continue }
            let residence = !["from", "in", "visiting"].contains(a.text.text(a.tokens[k]))
            let name = t.word.isName && !known
            a.hit(i, e, .placeCue, weight: known ? 0.7 : name ? 0.4 : residence ? 0.6 : 0.5)
        }
    }
}
