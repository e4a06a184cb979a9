// SPDX-License-Identifier: Apache-2.0

internal import FreeTextCore

/// Finds a name that stands without any cue in a label whose other words are all of the trade: `ax_dwi_b1500_Oduya_opt`, `MRI HATHAWAY W/WO`.
enum LabelNameDetector {
    static func scan(_ a: inout Analysis) {
        guard a.hasLatin, !a.hasHan, !a.hasKana, a.field.fieldClass != .report, a.tokens.count <= 24 else { return }
        var terms = 0
        var names: [Int] = []
        for i in a.tokens.indices where a.tokens[i].isWord && a.tokens[i].length > 1 {
            let t = a.tokens[i]
            if isCandidate(a, i) {
                names.append(i)
            } else if t.word.isTerm || a.inTermPhrase[i] || t.word.has(WordClass.truncated) {
                terms += 1
            } else if t.word.word >= 2 && !t.word.isName {
                continue
            } else if t.length > 3, t.cue.isDisjoint(with: [.unit, .counter, .weekday, .month, .id, .stop]), !a.taken[i] {
                return
            }
        }
        guard terms > 0, names.count == 1 || names.count == 2 && names[1] - names[0] <= 2 else { return }
        for i in names { a.hit(i, i + 1, .personInLabel, weight: a.tokens[i].word.isName ? 0.48 : 0.43) }
    }

    /// A word that means nothing, and is listed as a name or at least can be spoken.
    private static func isCandidate(_ a: Analysis, _ i: Int) -> Bool {
        let t = a.tokens[i]
        guard t.length >= 4, !a.taken[i], !a.inTermPhrase[i], t.cue.isEmpty, t.shape != .mixed else { return false }
        let w = t.word
        // An unlisted word in lower case is no name where other words have capitals: `Amplatzer occluder`.
        if t.shape == .lower, !w.isName, !a.isAllLower, t.gap == .space || i == 0 { return false }
        if w.has(WordClass.eponym), !w.isVocabulary, isSurname(a, i) { return true }
        if w.isVocabulary || w.has(WordClass.truncated | WordClass.eponym | WordClass.country) || w.has(WordClass.place) && w.last < 2 {
            return false
        }
        if i + 1 < a.tokens.count, a.isGlued(i + 1), a.tokens[i + 1].isNumber { return false }
        if a.isGlued(i), i > 0, a.tokens[i - 1].isNumber || a.tokens[i - 1].kind == .mark && [46, 43].contains(a.text.mark(i - 1)) { return false }
        return w.isName || t.length >= (t.shape == .title ? 5 : 6) && isSpoken(a.text.scalars[Int(t.from)..<Int(t.to)])
    }

    /// Eponyms that label a projection or a disease by themselves.
    private static let eponyms: Set<UInt64> = Set(
        [
            "addison", "baker", "ball", "barrett", "bell", "brewerton", "caldwell", "camp", "canale", "chamberlain", "cleaves", "coventry", "coyle",
            "crohn", "dunn", "eklund", "ferguson", "fuchs", "garth",
            "gaynor", "graves", "haas", "harris", "hart", "hobbs", "hodgkin", "hughston", "judet", "kite", "laurin", "law", "lawrence", "mayer",
            "merchant", "miller", "norgaard", "paget", "parkinson", "pirie",
            "robert", "roberts", "rosen", "rosenberg", "saltzman", "schuller", "stenvers", "stryker", "towne", "townes", "turner", "waters", "west",
            "whipple", "wilson", "zanca", "stanford", "dixon", "gleason",
            "abbott", "barlow", "bruce", "ewing", "foley", "fournier", "graf", "guyon", "hartmann", "hawkins", "hoffman", "keller", "koch", "krause",
            "labbe", "lefort", "morgagni", "morton", "ortolani", "raynaud",
            "scheuermann", "sheehan", "swanson", "wilms",
        ].map { TextHash.of($0) })

    /// `CT HEAD HOWELL`, `MRI L SPINE ANDERSSON ANNA`: an eponym that is common as a surname, or stands beside a first name.
    private static func isSurname(_ a: Analysis, _ i: Int) -> Bool {
        let t = a.tokens[i]
        guard t.word.last >= 2, !eponyms.contains(t.hash) else { return false }
        if t.word.last == 3 || a.hits.contains(where: { $0.type == .date && $0.score > 0.5 }) { return true }
        return [i - 1, i + 1].contains {
            a.tokens.indices.contains($0) && a.tokens[$0].isWord && a.tokens[$0].word.first > 1 && !a.tokens[$0].word.isVocabulary
                && !a.tokens[$0].word.has(WordClass.eponym)
        }
    }

    /// How words of medicine end, and few surnames do.
    private static let endings: [[UInt32]] = [
        "al", "lar", "ic", "ics", "ine", "ide", "ate", "ium", "sis", "tis", "oma", "ary", "ory", "ive", "ism", "ist", "ity", "ion", "ions", "age",
        "ing", "ings", "ent", "ant", "ous", "ose", "ase", "ful",
        "ble", "ed", "ex", "um", "gram", "logy", "pathy", "form", "ment", "ness", "tomy", "scope", "scopy", "meter", "metry", "view", "views", "view",
        "scan", "ver", "sal", "ity", "phase", "cath", "cardia", "emia", "itis", "plasty",
    ].map { $0.unicodeScalars.map(\.value) }

    static func endsAsTerm(_ s: ArraySlice<UInt32>) -> Bool { endings.contains { s.suffix($0.count).elementsEqual($0) } }

    /// Vowels and consonants in turn, at most three consonants together.
    private static func isSpoken(_ s: ArraySlice<UInt32>) -> Bool {
        if endsAsTerm(s) { return false }
        var vowels = 0
        var half = 0
        var run = 0
        for c in s {
            if [97, 101, 105, 111, 117].contains(c) || c > 127 {
                vowels += 1
                run = 0
            } else if c == 121 {
                half += 1
                run = 0
            } else {
                run += 1
                if run > 3 { return false }
            }
        }
        return (vowels + half) * 4 >= s.count && vowels * 3 <= s.count * 2
    }
}
