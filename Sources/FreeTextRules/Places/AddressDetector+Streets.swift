// SPDX-License-Identifier: Apache-2.0

internal import FreeTextCore

/// Streets: where the line of an address begins and ends.
extension AddressDetector {
    /// `39 Tanglewood Drive`, `12B Oak St`, `221 N. Main Street`.
    static func street(_ a: Analysis, _ i: Int) -> Int? {
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
    static func flatBefore(_ a: Analysis, _ i: Int) -> Int? {
        guard i > 2, a.text.mark(i - 1) == 44, a.tokens[i - 2].isNumber || a.tokens[i - 2].length == 1, a.tokens[i - 3].isWord,
            flats.contains(a.tokens[i - 3].hash)
        else { return nil }
        return i - 3
    }

    private static let flats: Set<UInt64> = Set(["apt", "flat", "unit", "suite", "ste", "apartment"].map { TextHash.of($0) })

    /// `54990 Erdoğan Inlet Suite 475`, `0894 Kyrkstigen, Kalmar, MT 74415`: no word for a street, but a flat or a postcode behind.
    static func numbered(_ a: Analysis, _ i: Int) -> Int? {
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

    private static let romanStreets: Set<UInt64> = Set(
        [
            "rue", "calle", "avenida", "avda", "avenue", "boulevard", "impasse", "chemin", "plaza", "paseo", "via", "viale", "piazza", "rua", "quai",
            "allee", "carrer", "camino", "carretera", "cours", "route", "square", "place",
        ].map { TextHash.of($0) })

    /// `Hauptstr. 12`, `rue de la Paix 4`, `Calle Mayor 7`.
    static func streetFirst(_ a: Analysis, _ i: Int) -> Int? {
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

    private static let plainStreets: Set<UInt64> = Set(
        ["street", "road", "lane", "avenue", "drive", "rd", "ave", "blvd", "boulevard", "hwy", "highway", "crescent"].map { TextHash.of($0) })

    /// `on Cobbler's Lane`, `near Old Mill Rd`: a street without a number.
    static func streetAlone(_ a: Analysis, _ i: Int) -> Int? {
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
}
