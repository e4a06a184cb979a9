// SPDX-License-Identifier: Apache-2.0

package import FreeTextCore

/// Marks words that clinical phrases own: eponyms with their noun, technical names, lone eponyms.
package struct TermPhrases {
    /// Nouns before which any capitalised word is taken for an eponym.
    private static let strongHeads: Set<UInt64> = Set(
        [
            "disease", "syndrome", "sign", "aneurysm", "aneurysms", "balloon", "complexes", "erosions", "centesis", "view", "views", "fracture",
            "catheter", "tube", "procedure", "palsy", "malformation", "hernia",
            "test", "classification", "method", "score", "shunt", "valve", "stent", "lesion", "deformity", "ligament", "anomaly",
            "phenomenon", "tumor", "tumour", "lymphoma", "maneuver", "projection", "rod", "rods", "nail", "criteria", "reservoir", "drain",
            "clip", "filter", "technique", "operation", "graft", "pouch", "node", "nodule", "nodules", "canal", "duct", "gland", "angle",
            "triangle", "contracture", "line", "complex", "screw", "screws", "aplasia", "osteotomy", "scale", "flap", "pad", "index",
            "stitch", "stitches", "coil", "coils", "capsule", "column", "columns", "neobladder", "colposuspension", "suspension",
            "bunionectomy", "fingers", "ganglion", "maneuvers", "manoeuvre", "manoeuvres", "endograft", "endografts", "stentgraft",
            "stents", "valves", "catheters", "tubes", "drains", "shunts", "annuloplasty", "fundoplication", "myotomy", "esophagectomy",
            "oesophagectomy", "gastrectomy", "hysterectomy", "gastrojejunostomy", "hemiarthroplasty", "urethroplasty", "pyeloplasty",
            "ureterostomy", "ileostomy", "baffle", "anastomosis", "osteotomies", "arthrodesis", "tenodesis", "sling", "occluder",
            "pacemaker", "defibrillator", "electrode", "microcatheter", "guidewire", "sheath", "cannula", "applicator", "colposcope",
            "dressing", "nodes", "glands", "ducts", "cells", "lines", "signs", "tests", "angles", "ligaments", "fractures", "hernias",
            "tumors", "tumours", "lesions", "projections", "methods",
        ].map { TextHash.of($0) })
    /// Nouns that make an eponym even of a common first name: Herbert screw.
    private static let properHeads: Set<UInt64> = Set(
        [
            "disease", "syndrome", "sign", "fracture", "screw", "nail", "classification", "score", "scale", "criteria", "procedure", "osteotomy",
            "maneuver", "manoeuvre", "prosthesis", "rod", "forceps", "retractor", "clamp",
        ].map { TextHash.of($0) })
    /// Adjectives between an eponym and its noun: Jefferson burst fracture.
    private static let between: Set<UInt64> = Set(
        [
            "burst", "silastic", "hat", "mechanical", "metallic", "titanium", "balloon", "drainage", "feeding", "dialysis", "tunneled", "tunnelled",
            "guiding", "guide", "bicondylar", "covered",
            "bare", "coated", "eluting", "tip", "loop", "suture", "vascular", "cardiac", "compression", "pattern", "mitral", "aortic", "valve",
            "ring", "spring", "needle",
        ].map { TextHash.of($0) })
    /// Adjectives with which findings and labels begin, surnames as well: Black eschar, Gray-white matter.
    private static let qualifiers: Set<UInt64> = Set(
        [
            "black", "blue", "bright", "brown", "dark", "gold", "golden", "gray", "green", "grey", "orange", "pink", "purple", "red", "silver",
            "violet", "white", "yellow", "sharp", "smart", "swift",
            "quick", "strong", "long", "short", "rich", "frank", "grave", "stark", "hard", "blunt", "small", "little", "large", "broad", "moody",
            "savage", "severe", "stout", "wise", "keen", "best",
            "glass", "noble", "true", "fine", "clear", "cold", "warm", "dry", "wild", "young", "old", "fair", "still", "stern", "bland",
        ].map { TextHash.of($0) })
    /// Trades and pastimes that name an ailment, and what they name: Miner's lung, Skier thumb.
    private static let trades: Set<UInt64> = Set(
        [
            "baker", "bowler", "boxer", "butcher", "carpenter", "climber", "cook", "cyclist", "dancer", "diver", "driver", "drummer", "farmer",
            "fisher", "gamekeeper", "golfer", "hunter", "jumper",
            "mason", "miner", "painter", "pitcher", "plumber", "porter", "potter", "rower", "runner", "sailor", "shoveler", "singer", "skier",
            "smoker", "surfer", "swimmer", "tailor", "tennis",
            "weaver", "welder", "worker", "wrestler", "writer", "housemaid", "nursemaid", "handler",
        ].map { TextHash.of($0) })
    private static let ailments: Set<UInt64> = Set(
        [
            "ankle", "arm", "asthma", "back", "bottom", "bunion", "canal", "cramp", "cyst", "disease", "ear", "elbow", "fever", "foot", "fracture",
            "hand", "heel", "hip", "injury", "itch", "knee",
            "leg", "lung", "nail", "neck", "nodes", "nodule", "nodules", "palm", "palsy", "shoulder", "spine", "tendinitis", "tendon", "thigh",
            "thumb", "toe", "wrist",
        ].map { TextHash.of($0) })
    /// `r/o`, `w/u`, `s/p`, `h/o` before a word.
    private static func isQuestion(_ a: Analysis, _ i: Int) -> Bool {
        guard i > 2, a.tokens[i - 1].length == 1, a.text.mark(i - 2) == 47, a.tokens[i - 3].length == 1, a.tokens[i].gap == .space else {
            return false
        }
        let pair = (a.scalar(i - 3), a.scalar(i - 1))
        return [(114, 111), (119, 117), (115, 112), (104, 111), (102, 117)].contains { $0 == pair }
    }

    /// `Blue dye`, `Gray-white`, `Smart mA`: an adjective that goes on in a word that can be no name.
    private static func qualifies(_ a: Analysis, _ i: Int) -> Bool {
        let t = a.tokens[i]
        guard t.shape == .title || t.shape == .upper, i + 1 < a.tokens.count, qualifiers.contains(t.hash) else { return false }
        if a.text.mark(i + 1) == 45 || a.text.mark(i + 1) == 47 {
            return i + 2 < a.tokens.count && a.isGlued(i + 1) && a.isGlued(i + 2) && qualifiers.contains(a.tokens[i + 2].hash)
        }
        let next = a.tokens[i + 1]
        guard next.isWord, next.gap == .space else { return false }
        // Bright T2 signal
        if next.length == 1 {
            return t.shape == .title && i + 2 < a.tokens.count && a.isGlued(i + 2) && a.tokens[i + 2].isNumber && a.tokens[i + 2].length == 1
        }
        // In capitals a surname before a region looks the same.
        guard t.shape == .title, !a.isAllCaps, next.shape == .lower || next.shape == .mixed else { return false }
        return next.word.isVocabulary && next.word.first == 0 && next.cue.isDisjoint(with: [.personVerb, .stop, .kin, .role, .patient, .link])
    }

    /// `09/08/1986` begins at a token: no grade.
    private static func isDate(_ a: Analysis, _ i: Int) -> Bool {
        [45, 46, 47].contains(a.text.mark(i + 1)) && a.isGlued(i + 1) && i + 4 < a.tokens.count && a.tokens[i + 2].isNumber
            && a.text.mark(i + 3) == a.text.mark(i + 1) && a.tokens[i + 4].isNumber
    }

    private static let ranks: Set<UInt64> = Set(
        ["type", "class", "grade", "stage", "zone", "score", "level", "extent", "variant", "station", "angle", "template", "tables", "index"].map {
            TextHash.of($0)
        })

    /// `Siewert type II`, `Forrest class Ib`, `Hamada grade.`: what a classification is named for, its noun in lower case.
    private static func ranks(_ a: Analysis, _ i: Int) -> Bool {
        let t = a.tokens[i]
        guard t.shape == .title, !a.isAllCaps, i + 1 < a.tokens.count, a.tokens[i + 1].gap == .space, a.tokens[i + 1].shape == .lower,
            ranks.contains(a.tokens[i + 1].hash), !t.cue.contains(.stop)
        else { return false }
        guard i + 2 < a.tokens.count, a.tokens[i + 2].gap == .space else { return t.word.first < 3 }
        let next = a.tokens[i + 2]
        return next.isNumber && next.length <= 2 || next.isWord && next.isCapital && next.length <= 4
    }

    /// `Miner's lung`, `Skier thumb`
    private static func ails(_ a: Analysis, _ i: Int) -> Bool {
        guard i + 1 < a.tokens.count, trades.contains(a.tokens[i].hash) || a.tokens[i].word.has(WordClass.eponym) else { return false }
        var k = i + 1
        if a.text.mark(k) == 39, k + 1 < a.tokens.count, a.isGlued(k), a.scalar(k + 1) == 115, a.tokens[k + 1].length == 1 { k += 2 }
        guard k < a.tokens.count, a.tokens[k].isWord, a.tokens[k].gap == .space, a.tokens[k].shape == .lower || a.isAllCaps && k > i + 1,
            ailments.contains(a.tokens[k].hash)
        else { return false }
        return trades.contains(a.tokens[i].hash) || k > i + 1 && a.tokens[i].word.first < 3 && a.tokens[i].word.last < 3
    }

    package static func mark(_ a: inout Analysis) {
        guard a.hasLatin else { return }
        let n = a.tokens.count
        for i in 0..<n where a.tokens[i].isWord {
            let t = a.tokens[i]
            // Eponym + head noun, with a second eponym or a possessive between.
            if t.cue.contains(.eponymHead), i > 0 {
                var k = i - 1
                var steps = 0
                while k >= 0, steps < 5 {
                    let p = a.tokens[k]
                    if a.tokens[k + 1].gap == .line { break }
                    if p.kind == .mark {
                        guard [45, 39, 47, 46].contains(a.text.mark(k)) else { break }
                        k -= 1
                        continue
                    }
                    guard p.isWord else { break }
                    if steps == 0, k == i - 1, k > 0, between.contains(p.hash), a.tokens[k - 1].word.has(WordClass.eponym), a.tokens[k - 1].isCapital
                    {
                        k -= 1
                        continue
                    }
                    let s = p.length <= 3 ? a.text.text(p) : ""
                    let joins =
                        s == "s" || s == "and" || s == "von" || s == "de" || s == "van" || s == "du" || s == "type" || s == "like" || s == "of"
                    let owned =
                        p.word.has(WordClass.eponym)
                        || p.isCapital && !a.isAllCaps && properHeads.contains(t.hash) && p.word.isName && !p.cue.contains(.stop)
                            && (k == 0 || a.tokens[k].gap == .line || !a.tokens[k - 1].isCapital)
                        || (p.isCapital && !p.cue.contains(.stop) && p.length > 2 && p.word.first < 3 && strongHeads.contains(t.hash))
                    guard owned || (joins && steps > 0) || (s == "s") else { break }
                    // `Mr Baker cyst`, `Mrs Bell` keep their title's word.
                    a.inTermPhrase[k] = true
                    steps += 1
                    k -= 1
                }
            }
            // Chiari II, Gleason 7, Barton's
            if t.word.has(WordClass.eponym), t.word.first < 3, i + 1 < n {
                let next = a.tokens[i + 1]
                let numeral =
                    next.isWord && next.shape != .lower && next.length <= 3 && next.gap == .space
                    && (Int(next.from)..<Int(next.to)).allSatisfy { a.text.scalars[$0] == 105 || a.text.scalars[$0] == 118 }
                let possessive =
                    a.text.mark(i + 1) == 39 && i + 2 < n && a.tokens[i + 2].length == 1 && a.scalar(i + 2) == 115 && a.isGlued(i + 2)
                    && (i + 3 == n || a.tokens[i + 3].cue.contains(.eponymHead))
                if numeral || possessive || next.isNumber && next.length <= 2 && next.gap == .space && !isDate(a, i + 1) { a.inTermPhrase[i] = true }
            }
            // Huber needle, Masson trichrome; ?Cushing, r/o Wegener
            if t.word.has(WordClass.eponym), max(t.word.first, t.word.last) < 2, t.isCapital, i + 1 < n, a.tokens[i + 1].isWord,
                a.tokens[i + 1].gap == .space, a.tokens[i + 1].word.isTerm, !a.tokens[i + 1].word.isName,
                a.tokens[i + 1].shape == .lower || a.isAllCaps
            {
                a.inTermPhrase[i] = true
            }
            if t.word.has(WordClass.eponym), max(t.word.first, t.word.last) < 3, i > 0, a.text.mark(i - 1) == 63 || isQuestion(a, i) {
                a.inTermPhrase[i] = true
            }
            // Two eponyms joined: Henoch-Schönlein, Danelius-Miller
            if t.word.has(WordClass.eponym), a.text.mark(i + 1) == 45 || a.text.mark(i + 1) == 47, i + 2 < n, a.tokens[i + 2].isWord,
                a.tokens[i + 2].word.has(WordClass.eponym), a.isGlued(i + 1)
            {
                a.inTermPhrase[i] = true
                a.inTermPhrase[i + 2] = true
            }
            // Hartmann-OP
            if t.word.has(WordClass.eponym), a.text.mark(i + 1) == 45, a.isGlued(i + 1), i + 2 < n, a.tokens[i + 2].isWord, a.isGlued(i + 2),
                a.tokens[i + 2].word.isTerm || a.text.text(a.tokens[i + 2]) == "op" || a.tokens[i + 2].cue.contains(.eponymHead)
            {
                a.inTermPhrase[i] = true
                a.inTermPhrase[i + 2] = true
            }
            // Murphy +ve
            if t.word.has(WordClass.eponym), i + 1 < n,
                a.text.mark(i + 1) == 43 || ["positive", "negative", "pos", "neg", "ve"].contains(a.text.text(a.tokens[i + 1]))
            {
                a.inTermPhrase[i] = true
            }
            if qualifies(a, i) {
                a.inTermPhrase[i] = true
                a.inTermPhrase[i + 1] = true
            }
            if ails(a, i) || ranks(a, i) { a.inTermPhrase[i] = true }
            // Underscored or dotted technical names: t1_mprage_sag
            if t.word.has(WordClass.technical), t.word.first < 2, t.word.last < 2 { a.inTermPhrase[i] = true }
            if t.word.has(WordClass.drug) { a.inTermPhrase[i] = true }
            // Letters fused with digits: Br44, FC30, t2, y90
            if i + 1 < n, a.isGlued(i + 1), a.tokens[i + 1].isNumber, t.length <= 4, !t.cue.contains(.id) { a.inTermPhrase[i] = true }
            if a.isGlued(i), i > 0, a.tokens[i - 1].isNumber, t.length <= 3 { a.inTermPhrase[i] = true }
        }
        var owned: [(Int, Int)] = []
        phrases.scan(a.text) { owned.append(($0, $1)) }
        for (from, to) in owned {
            for i in 0..<n where Int(a.tokens[i].start) >= from && Int(a.tokens[i].end) <= to { a.inTermPhrase[i] = true }
        }
        // Species: E. coli, S. aureus.
        for i in 0..<n
        where a.tokens[i].isWord && a.tokens[i].length == 1 && a.text.mark(i + 1) == 46 && i + 2 < n && a.tokens[i + 2].isWord
            && a.tokens[i + 2].shape == .lower && a.tokens[i].isCapital && !a.isGlued(i + 2)
        {
            a.inTermPhrase[i + 2] = true
        }
    }
}
