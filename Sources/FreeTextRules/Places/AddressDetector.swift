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

    /// `39 Tanglewood Drive`, `12B Oak St`, `221 N. Main Street`.
    private static func street(_ a: Analysis, _ i: Int) -> Int? {
        let t = a.tokens[i]
        guard t.isNumber, t.length <= 5, !(a.isGlued(i) && i > 0 && (a.tokens[i - 1].isWord || a.text.mark(i - 1) == 46)) else { return nil }
        var k = i + 1
        if k < a.tokens.count, a.isGlued(k), a.tokens[k].isWord, a.tokens[k].length == 1 { k += 1 }
        if a.text.mark(k) == 45, k + 1 < a.tokens.count, a.tokens[k + 1].isNumber { k += 2 }
        if k < a.tokens.count, a.isGlued(k), a.tokens[k].isWord, ["st", "nd", "rd", "th"].contains(a.text.text(a.tokens[k])), k == i + 1 {
            return nil
        }
        var words = 0
        var strong = false
        while k < a.tokens.count, words < 5 {
            let w = a.tokens[k]
            if w.gap == .line { return nil }
            if w.kind == .mark {
                guard a.text.mark(k) == 46 || a.text.mark(k) == 39 || a.text.mark(k) == 45 else { return nil }
                k += 1
                continue
            }
            if w.isNumber {  // 5 W 42nd St
                if words == 1, w.length <= 3, isDirection(a, k - 1), k + 1 < a.tokens.count, a.tokens[k + 1].cue.contains(.street) {
                    strong = true
                    k += 1
                    words += 1
                    continue
                }
                guard words <= 1, k + 1 < a.tokens.count, a.isGlued(k + 1), ["st", "nd", "rd", "th"].contains(a.text.text(a.tokens[k + 1])) else {
                    return nil
                }
                strong = true
                k += 2
                words += 1
                continue
            }
            guard w.isWord else { return nil }
            if words > 0, w.cue.contains(.street) {
                let s = a.text.text(w)
                // Weak street words need a capital, and words such as `view` need more.
                let weak = [
                    "place", "way", "view", "views", "point", "run", "walk", "bend", "court", "park", "path", "pl", "ct", "loop", "row", "hill",
                    "gate", "green", "square", "st", "dr", "ridge", "route", "close", "mount", "glen", "circle", "cir", "grove", "trail", "pike",
                    "cove", "landing", "meadow", "meadows", "bank", "brae", "rise", "yard", "wynd", "vale", "side", "end", "dene", "croft", "drift",
                    "fold", "garth", "parade", "wharf", "quay", "common", "hollow", "knoll", "lea", "orchard", "field", "fields", "strand",
                    "esplanade", "drove", "brow", "gardens", "heights", "crossing", "gardens", "plaza", "bypass", "manor", "alley", "mews", "vista",
                    "la", "ter",
                ].contains(s)
                if weak && !strong {
                    // Cobbler's Row
                    let before = a.tokens[k - 1].length == 1 && a.text.mark(k - 2) == 39 && k > 2 ? a.tokens[k - 3] : a.tokens[k - 1]
                    let named =
                        before.isWord && (before.shape == .title || (a.isAllCaps || a.isAllLower)) && !before.word.isTerm
                        && !before.cue.contains(.unit) && !before.cue.contains(.stop)
                    guard named, w.isCapital || a.isAllLower, !["view", "views"].contains(s) || a.cue(before: i).0.contains(.address) else {
                        return nil
                    }
                    if a.isAllCaps || a.isAllLower {
                        guard before.word.isName || before.word.word == 0 || a.cue(before: i).0.contains(.address) || ["st", "dr", "ct"].contains(s)
                        else { return nil }
                    }
                }
                k += 1
                if a.text.mark(k) == 46 { k += 1 }
                // `Park Avenue`, `Oak Hill Road`: go on to a better street word.
                while k < a.tokens.count, a.tokens[k].isWord, a.tokens[k].gap == .space, a.tokens[k].cue.contains(.street),
                    a.tokens[k].isCapital || a.isAllLower
                { k += 1 }
                if k < a.tokens.count, a.tokens[k].isWord, a.tokens[k].length <= 2,
                    ["n", "s", "e", "w", "ne", "nw", "se", "sw"].contains(a.text.text(a.tokens[k]))
                {
                    k += 1
                }
                return k
            }
            if w.cue.contains(.unit) && w.length <= 3 && words == 0 { return nil }
            if isDirection(a, k) {
                words += 1
                k += 1
                continue
            }
            if w.cue.contains(.stop) && !["st", "n", "s", "e", "w"].contains(a.text.text(w)) && w.length > 1 { return nil }
            if w.word.has(WordClass.technical) && !w.word.isName && w.length > 1 { return nil }
            words += 1
            k += 1
        }
        return nil
    }

    private static func isDirection(_ a: Analysis, _ k: Int) -> Bool {
        a.tokens[k].isWord && a.tokens[k].length == 2 && a.tokens[k].isCapital && ["ne", "nw", "se", "sw"].contains(a.text.text(a.tokens[k]))
    }

    /// `Flat 2, ` before `9 Priory Mews`.
    private static func flatBefore(_ a: Analysis, _ i: Int) -> Int? {
        guard i > 2, a.text.mark(i - 1) == 44, a.tokens[i - 2].isNumber || a.tokens[i - 2].length == 1, a.tokens[i - 3].isWord,
            flats.contains(a.tokens[i - 3].hash)
        else { return nil }
        return i - 3
    }

    private static let flats: Set<UInt64> = Set(["apt", "flat", "unit", "suite", "ste", "apartment"].map { TextHash.of($0) })

    /// `54990 Erdoğan Inlet Suite 475`, `0894 Kyrkstigen, Kalmar, MT 74415`: no word for a street, but a flat or a postcode behind.
    private static func numbered(_ a: Analysis, _ i: Int) -> Int? {
        let t = a.tokens[i]
        guard t.isNumber, t.length <= 5, !(a.isGlued(i) && i > 0) else { return nil }
        // lives at 8279 Angela Tunnel
        let isAsked = a.cue(before: i).0.contains(.address) && t.length > 1
        var k = i + 1
        var words = 0
        while k < a.tokens.count, words < 5 {
            let w = a.tokens[k]
            if words > 0 {
                if isAsked, words > 1, w.gap == .line || !w.isWord || !w.isCapital { return k }
                if w.isWord, flats.contains(w.hash), k + 1 < a.tokens.count,
                    a.tokens[k + 1].isNumber || a.text.mark(k + 1) == 46 && k + 2 < a.tokens.count && a.tokens[k + 2].isNumber
                {
                    return k
                }
                if a.text.mark(k) == 44 || w.gap == .line || words > 1, townStateCode(a, k) != nil { return k }
            }
            if w.gap == .line { return nil }
            if [46, 39, 45].contains(a.text.mark(k)) {
                k += 1
                continue
            }
            guard w.isWord, w.isCapital || w.cue.contains(.particle), words > 0 || w.gap == .space, !w.cue.contains(.unit) || w.length > 3 else {
                return nil
            }
            words += 1
            k += 1
        }
        return isAsked && words > 1 && k == a.tokens.count ? k : nil
    }

    /// From a comma, a line or a town on: `South Birsan, VT 23585`; the end of the postcode.
    private static func townStateCode(_ a: Analysis, _ from: Int) -> Int? {
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

    private static let romanStreets: Set<UInt64> = Set(
        [
            "rue", "calle", "avenida", "avda", "avenue", "boulevard", "impasse", "chemin", "plaza", "paseo", "via", "viale", "piazza", "rua", "quai",
            "allee", "carrer", "camino", "carretera", "cours", "route", "square", "place",
        ].map { TextHash.of($0) })
    private static let boxes: Set<UInt64> = Set(["po", "p", "pob", "postfach", "apartado"].map { TextHash.of($0) })

    /// `Hauptstr. 12`, `rue de la Paix 4`, `Calle Mayor 7`.
    private static func streetFirst(_ a: Analysis, _ i: Int) -> Int? {
        let t = a.tokens[i]
        guard t.isWord, t.length > 2 else { return nil }
        var k = i + 1
        let roman = romanStreets.contains(t.hash)
        guard roman || t.length > 6 else { return nil }
        let s = roman ? "" : a.text.text(t)
        let german =
            !roman
            && (s.hasSuffix("strasse") || s.hasSuffix("str") || s.hasSuffix("weg") || s.hasSuffix("platz") || s.hasSuffix("allee")
                || s.hasSuffix("gasse") || s.hasSuffix("damm") || s.hasSuffix("ufer") || s.hasSuffix("straat"))
        guard german || roman else { return nil }
        if german {
            if a.text.mark(k) == 46 { k += 1 }
            guard k < a.tokens.count, a.tokens[k].isNumber, a.tokens[k].length <= 4 else { return nil }
            k += 1
            if k < a.tokens.count, a.isGlued(k), a.tokens[k].isWord, a.tokens[k].length == 1 { k += 1 }
            return k
        }
        var words = 0
        var last = i + 1
        while k < a.tokens.count, words < 6 {
            let w = a.tokens[k]
            if w.gap == .line { break }
            if w.kind == .mark {
                guard [46, 39, 45, 44, 186].contains(a.text.mark(k)) else { break }
                if a.text.mark(k) == 44, !(k + 1 < a.tokens.count && a.tokens[k + 1].isNumber) { break }
                k += 1
                continue
            }
            if w.isNumber {
                if w.length > 4, words > 0 { break }
                return words > 0 && w.length <= 4 ? k + 1 : nil
            }
            guard w.isWord, w.isCapital || w.cue.contains(.particle) || a.isAllLower else { break }
            words += 1
            k += 1
            last = k
        }
        if words > 0, i > 0, a.tokens[i - 1].isNumber, a.tokens[i - 1].length <= 4, !(i > 1 && a.isGlued(i - 1) && a.tokens[i - 2].isWord) {
            return last
        }
        return words > 0 && a.tokens[i].isCapital && a.cue(before: i).0.contains(.address) ? last : nil
    }

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
    private static func postcode(_ a: Analysis, _ i: Int) -> Int? {
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

    private static let plainStreets: Set<UInt64> = Set(
        ["street", "road", "lane", "avenue", "drive", "rd", "ave", "blvd", "boulevard", "hwy", "highway", "crescent"].map { TextHash.of($0) })

    /// `on Cobbler's Lane`, `near Old Mill Rd`: a street without a number.
    private static func streetAlone(_ a: Analysis, _ i: Int) -> Int? {
        guard !a.isAllCaps, a.tokens[i].shape == .title, i > 0, a.tokens[i - 1].isWord,
            ["on", "off", "near", "at", "of"].contains(a.text.text(a.tokens[i - 1]))
        else { return nil }
        var k = i + 1
        while k < a.tokens.count, k - i < 5, a.tokens[k].gap != .line {
            let t = a.tokens[k]
            if t.isWord, t.shape == .title, plainStreets.contains(t.hash) { return k > i + 1 || !a.tokens[i].word.isTerm ? k + 1 : nil }
            guard t.shape == .title || a.text.mark(k) == 39 || t.isWord && t.length == 1 && a.isGlued(k) else { return nil }
            k += 1
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
