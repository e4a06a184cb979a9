// SPDX-License-Identifier: Apache-2.0

/// Tells terms that no list holds by how they are built: endings such as `-ectomy`, beginnings such as `cholangio-`.
enum Morphology {
    private static let endings: [[UInt32]] = [
        "graphy", "graphic", "gram", "grams", "itis", "osis", "oses", "otic", "oma", "omas", "omata", "scopy", "scopic", "plasty", "ectomy",
        "ectomies", "ostomy", "otomy",
        "emia", "aemia", "uria", "pathy", "pathic", "algia", "ology", "ologic", "ological", "ization", "isation", "trophy", "trophic", "plasia",
        "plastic", "genesis", "genic",
        "metry", "metric", "lysis", "lytic", "stenosis", "ectasis", "ectasia", "megaly", "sclerosis", "thorax", "cele", "rrhage", "rrhea", "rrhaphy",
        "centesis", "desis",
        "pexy", "tripsy", "phagia", "plegia", "paresis", "opia", "oid", "oidal", "iform", "ular", "eal", "acic", "inal", "itic", "iasis", "cyte",
        "cytic", "blast", "blastic",
        "mycin", "cillin", "azole", "prazole", "sartan", "statin", "olol", "pril", "parin", "mab", "tinib", "ferase", "ostat", "caine", "idine",
        "setron", "vir", "oxacin",
        "therapy", "therapies", "ectopy", "printing", "less", "glossus", "gastric", "trochanteric", "graft", "weighted", "guided", "phase", "view",
        "views", "scan", "scans", "tion", "tions", "ment", "ness", "ively", "ously", "ically", "ility", "untersuchung", "aufnahme",
        "kontrolle", "verlauf", "schmerz", "schmerzen", "frei", "ung", "ungen", "heit", "keit", "schaft", "gelenk", "wirbel", "knochen", "drüse",
        "gefass", "gefasse",
    ].map { $0.unicodeScalars.map(\.value) }

    private static let beginnings: [[UInt32]] = [
        "trans", "intra", "extra", "peri", "para", "endo", "epi", "supra", "infra", "inter", "retro", "post", "hyper", "hypo", "pseudo", "micro",
        "macro", "neuro", "cardio",
        "broncho", "cholangio", "choledocho", "maxillo", "osteo", "chondro", "angio", "veno", "arterio", "lympho", "hepato", "spleno", "nephro",
        "cysto", "gastro", "entero",
        "procto", "hystero", "salpingo", "encephalo", "cranio", "cerebro", "spondylo", "arthro", "fibro", "lipo", "adeno", "carcino", "sarco",
        "thoraco", "pneumo", "pleuro",
        "pericardio", "multi", "antero", "postero", "supero", "infero", "dorso", "ventro", "latero", "medio", "costo", "sterno", "radio", "echo",
        "electro", "photo", "thermo",
        "re", "un", "mis", "dis", "auto", "anti", "non", "semi", "over", "under", "sub", "pre", "ventriculo", "vesico", "uretero", "pyelo", "dacryo",
        "sialo", "myelo", "oto", "rhino", "laryngo",
    ].map { $0.unicodeScalars.map(\.value) }

    static func isTerm(_ word: ArraySlice<UInt32>, _ lexicon: Lexicon, compounds: Bool) -> Bool {
        guard word.count <= 40 else { return false }
        for e in endings where word.count >= e.count + 3 && word.suffix(e.count).elementsEqual(e) {
            // Short endings are surnames as well: ask for a longer word.
            if e.count > 3 || word.count >= 9 { return true }
        }
        for b in beginnings where word.count >= b.count + 4 && word.starts(with: b) {
            let rest = lexicon.word(TextHash.of(word.dropFirst(b.count)))
            if rest.word > 0 || rest.isTerm { return true }
        }
        // German compounds, with s or n between: Zahnspange, Wasserfehler.
        if word.count >= 8 {
            for cut in 3...(word.count - 4) {
                guard lexicon.word(TextHash.of(word.prefix(cut))).has(WordClass.foreign) else { continue }
                for link in 0...1 where word.count - cut - link >= 4 {
                    if link == 1, ![115, 110].contains(word[word.startIndex + cut]) { continue }
                    if lexicon.word(TextHash.of(word.dropFirst(cut + link))).has(WordClass.foreign) { return true }
                }
            }
        }
        // Two words written as one: breathhold.
        guard compounds, word.count >= 8 else { return false }
        for cut in 4...(word.count - 4) {
            let left = lexicon.word(TextHash.of(word.prefix(cut)))
            guard left.isTerm, !left.isName else { continue }
            let right = lexicon.word(TextHash.of(word.dropFirst(cut)))
            if right.isTerm && !right.isName { return true }
        }
        return false
    }
}
