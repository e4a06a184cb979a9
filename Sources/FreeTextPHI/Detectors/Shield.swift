// SPDX-License-Identifier: Apache-2.0

/// Marks words that clinical phrases own: eponyms with their noun, technical names, lone eponyms.
package struct Shield {
    /// Nouns before which any capitalised word is taken for an eponym.
    private static let strongHeads: Set<UInt64> = Set(
        [
            "disease", "syndrome", "sign", "view", "views", "fracture", "catheter", "tube", "procedure", "palsy", "malformation", "hernia", "test", "classification", "method", "score",
            "shunt", "valve", "stent", "lesion", "deformity", "ligament", "anomaly", "phenomenon", "tumor", "tumour", "lymphoma", "maneuver", "projection", "rod", "rods", "nail", "criteria",
            "reservoir", "drain", "clip", "filter", "technique", "operation", "graft", "pouch", "node", "nodule", "nodules", "canal", "duct", "gland", "angle", "triangle", "contracture", "line", "complex", "screw", "screws", "aplasia", "osteotomy", "scale", "maneuver", "flap", "pad", "index",
        ].map { TextHash.of($0) })
    /// Nouns that make an eponym even of a common first name: Herbert screw.
    private static let properHeads: Set<UInt64> = Set(["disease", "syndrome", "sign", "fracture", "screw", "nail", "classification", "score", "scale", "criteria", "procedure", "osteotomy", "maneuver", "manoeuvre", "prosthesis", "rod", "forceps", "retractor", "clamp"].map { TextHash.of($0) })
    private static let phrases = KnownTerms([
        "pierre robin", "treacher collins", "ramsay hunt", "wolff parkinson white", "lou gehrig", "guillain barre", "churg strauss", "may thurner", "mayer rokitansky", "van der woude", "von hippel lindau",
        "von willebrand", "von recklinghausen", "von gierke", "de quervain", "morel lavallee", "morgagni stewart", "prader willi", "sturge weber", "swan ganz", "jackson pratt", "hill sachs", "budd chiari", "circle of willis",
        "austin flint", "austin moore", "graham steell", "graham steel", "blalock taussig", "potter bucky", "st jude", "saint jude", "gram stain", "golden s", "panda sign", "marie tooth", "charcot marie tooth", "legg calve perthes",
        "osgood schlatter", "klippel feil", "tolosa hunt", "dandy walker", "arnold chiari", "henoch schonlein", "stevens johnson", "ehlers danlos", "peutz jeghers", "zollinger ellison", "mallory weiss", "plummer vinson", "wernicke korsakoff",
        "creutzfeldt jakob", "miller fisher", "lambert eaton", "paget schroetter", "kearns sayre", "russell silver", "silver russell", "smith lemli opitz", "cornelia de lange", "beckwith wiedemann", "rubinstein taybi", "parkes weber",
        "osler weber rendu", "birt hogg dube", "li fraumeni", "muir torre", "bannayan riley ruvalcaba", "erdheim chester", "rosai dorfman", "kikuchi fujimoto", "kimura disease", "epstein barr", "salter harris", "essex lopresti",
        "lauge hansen", "danis weber", "sinding larsen johansson", "kellgren lawrence", "kocher langenbeck", "hunt hess", "spetzler martin", "child pugh", "le fort", "jones dressing", "robert jones", "thomas splint", "maria de la rosa",
        "stanford a", "stanford b", "boston brace", "milwaukee brace", "gleason score", "glasgow coma", "hounsfield units", "fitz hugh curtis", "bland white garland", "henry gauvain", "judkins left", "von rosen", "von hippel", "hippel lindau", "look locker", "ivor lewis", "gill thomas", "camp coventry", "judkins right", "multi hance", "monte carlo", "ann arbor", "post mortem", "ball catcher", "ball catchers", "carl zeiss", "haag streit", "st james grade", "terry thomas", "gardner wells", "brown sequard", "legg calve", "van nuys", "new york heart", "mayo score", "john doe", "jane doe", "jehovahs witness", "bland altman", "cape town", "west point", "big bore", "shepp logan", "edwards sapien", "simpson biplane", "biplane simpson", "cath bard", "bard port", "muga lao", "rectum child", "smart prep", "quick star", "moyamoya suzuki", "bjork shiley", "starr edwards", "carpentier edwards", "gunther tulip", "frank starling", "ionescu shiley", "lillehei kaster", "medtronic hall", "smeloff cutter", "hancock ii", "celect cook", "cook celect", "patlak ki", "ram lak", "charles bonnet", "mark iv", "austin moore", "moore prosthesis", "thompson prosthesis", "thompson hemi", "exeter stem", "charnley hip", "ilizarov frame", "harrington rods", "luque rods", "knowles pins", "smith petersen", "watson jones", "bosworth screw", "mitchell osteotomy", "keller procedure", "lapidus procedure", "brostrom gould", "ross procedure", "rastelli procedure", "jatene switch", "senning mustard", "damus kaye", "kaye stansel", "nuss bar", "ravitch procedure", "hartmanns pouch", "kock pouch", "roux en y", "whipple procedure", "hadfield procedure", "sengstaken blakemore", "foley catheter", "malecot drain", "jackson pratt", "blake drain", "penrose drain", "broviac line", "hickman line", "quinton catheter", "vas cath", "greulich pyle", "greulich and pyle", "tanner whitehouse", "bayley pinneau", "scheuermann kyphosis", "meyerding grade", "lane sign", "gore tex", "gore excluder", "cook zenith", "virchow robin", "willis circle", "heister valves", "stone mckeen", "mckusick kaufman", "laurence moon", "bardet biedl", "moon face", "chance fracture", "march fracture", "hunter schreger", "rich focus", "ghon focus", "simon focus", "page kidney", "may hegglin", "white matter", "gray matter", "grey matter", "brown fat", "brown tumor", "brown tumour", "green light", "rose bengal", "berry aneurysm", "cherry angioma", "cherry angiomas", "black blood", "bright blood", "long axis", "short axis", "young adult", "young child", "hill sign", "rich club", "price precipitation", "french gauge", "day case", "summer camp", "winter sports", "bishop score", "bishops score", "apgar score", "duke criteria", "dukes stage", "crohns colitis", "grave prognosis",
    ])
    /// `r/o`, `w/u`, `s/p`, `h/o` before a word.
    private static func isQuestion(_ a: Analysis, _ i: Int) -> Bool {
        guard i > 2, a.tokens[i - 1].length == 1, a.text.mark(i - 2) == 47, a.tokens[i - 3].length == 1, a.tokens[i].gap == .space else { return false }
        let pair = (a.scalar(i - 3), a.scalar(i - 1))
        return [(114, 111), (119, 117), (115, 112), (104, 111), (102, 117)].contains { $0 == pair }
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
                    let s = p.length <= 3 ? a.text.text(p) : ""
                    let joins = s == "s" || s == "and" || s == "von" || s == "de" || s == "van" || s == "du" || s == "type" || s == "like" || s == "of"
                    let owned =
                        p.word.has(WordClass.eponym) || p.isCapital && !a.isAllCaps && properHeads.contains(t.hash) && p.word.isName && !p.cue.contains(.stop) && (k == 0 || a.tokens[k].gap == .line || !a.tokens[k - 1].isCapital) || (p.isCapital && !p.cue.contains(.stop) && p.length > 2 && p.word.first < 3 && strongHeads.contains(t.hash))
                    guard owned || (joins && steps > 0) || (s == "s") else { break }
                    // `Mr Baker cyst`, `Mrs Bell` keep their title's word.
                    a.shielded[k] = true
                    steps += 1
                    k -= 1
                }
            }
            // Chiari II, Gleason 7, Barton's
            if t.word.has(WordClass.eponym), t.word.first < 3, i + 1 < n {
                let next = a.tokens[i + 1]
                let numeral = next.isWord && next.shape != .lower && next.length <= 3 && next.gap == .space && (Int(next.from)..<Int(next.to)).allSatisfy { a.text.scalars[$0] == 105 || a.text.scalars[$0] == 118 }
                let possessive = a.text.mark(i + 1) == 39 && i + 2 < n && a.tokens[i + 2].length == 1 && a.scalar(i + 2) == 115 && a.isGlued(i + 2) && (i + 3 == n || a.tokens[i + 3].cue.contains(.eponymHead))
                if numeral || possessive || next.isNumber && next.length <= 2 && next.gap == .space { a.shielded[i] = true }
            }
            // Huber needle, Masson trichrome; ?Cushing, r/o Wegener
            if t.word.has(WordClass.eponym), max(t.word.first, t.word.last) < 2, t.isCapital, i + 1 < n, a.tokens[i + 1].isWord, a.tokens[i + 1].gap == .space, a.tokens[i + 1].word.isTerm, !a.tokens[i + 1].word.isName, a.tokens[i + 1].shape == .lower || a.isAllCaps { a.shielded[i] = true }
            if t.word.has(WordClass.eponym), max(t.word.first, t.word.last) < 3, i > 0, a.text.mark(i - 1) == 63 || isQuestion(a, i) { a.shielded[i] = true }
            // Two eponyms joined: Henoch-Schönlein, Danelius-Miller
            if t.word.has(WordClass.eponym), a.text.mark(i + 1) == 45 || a.text.mark(i + 1) == 47, i + 2 < n, a.tokens[i + 2].isWord, a.tokens[i + 2].word.has(WordClass.eponym), a.isGlued(i + 1) {
                a.shielded[i] = true
                a.shielded[i + 2] = true
            }
            // Hartmann-OP
            if t.word.has(WordClass.eponym), a.text.mark(i + 1) == 45, a.isGlued(i + 1), i + 2 < n, a.tokens[i + 2].isWord, a.isGlued(i + 2), a.tokens[i + 2].word.isTerm || a.text.text(a.tokens[i + 2]) == "op" || a.tokens[i + 2].cue.contains(.eponymHead) {
                a.shielded[i] = true
                a.shielded[i + 2] = true
            }
            // Murphy +ve
            if t.word.has(WordClass.eponym), i + 1 < n, a.text.mark(i + 1) == 43 || ["positive", "negative", "pos", "neg", "ve"].contains(a.text.text(a.tokens[i + 1])) { a.shielded[i] = true }
            // Underscored or dotted technical names: t1_mprage_sag
            if t.word.has(WordClass.technical), t.word.first < 2, t.word.last < 2 { a.shielded[i] = true }
            if t.word.has(WordClass.drug) { a.shielded[i] = true }
            // Letters fused with digits: Br44, FC30, t2, y90
            if i + 1 < n, a.isGlued(i + 1), a.tokens[i + 1].isNumber, t.length <= 4, !t.cue.contains(.id) { a.shielded[i] = true }
            if a.isGlued(i), i > 0, a.tokens[i - 1].isNumber, t.length <= 3 { a.shielded[i] = true }
        }
        var owned: [(Int, Int)] = []
        phrases.scan(a.text) { owned.append(($0, $1)) }
        for (from, to) in owned {
            for i in 0..<n where Int(a.tokens[i].start) >= from && Int(a.tokens[i].end) <= to { a.shielded[i] = true }
        }
        // Species: E. coli, S. aureus.
        for i in 0..<n where a.tokens[i].isWord && a.tokens[i].length == 1 && a.text.mark(i + 1) == 46 && i + 2 < n && a.tokens[i + 2].isWord && a.tokens[i + 2].shape == .lower && a.tokens[i].isCapital && !a.isGlued(i + 2) {
            a.shielded[i + 2] = true
        }
    }
}
