// SPDX-License-Identifier: Apache-2.0

internal import FreeTextCore

/// Institutions and addresses of the header, with their short forms.
extension KnownIdentifiers {
    private static let generic: Set<String> = [
        "hospital", "clinic", "medical", "center", "centre", "health", "healthcare", "infirmary", "the", "of", "and", "saint", "st", "university",
        "general", "community", "regional", "county", "memorial", "inc", "llc", "ltd", "gmbh", "klinikum", "krankenhaus", "klinik", "hopital",
        "clinique", "chu", "de", "la", "le", "du", "institute", "imaging", "radiology", "department", "dept", "care", "system", "group", "city",
        "north", "south", "east", "west", "hospitals", "teaching", "school", "college", "academic", "trust", "nhs", "foundation", "district",
        "central", "public", "private", "new", "unit", "services", "specialist", "national", "royal", "children", "childrens", "women", "cancer",
        "heart", "universitatsklinikum", "centro", "servicio",
    ]

    mutating func addSite(_ value: String, _ type: PHIType) {
        let text = FoldedText(value.unicodeScalars.map(\.value))
        addTokens(text, Array(text.tokens.indices), type)
        let core = text.tokens.indices.filter { text.tokens[$0].isWord && !KnownIdentifiers.generic.contains(text.text(text.tokens[$0])) }
        if type == .hospital, !core.isEmpty, core.count < text.tokens.count {
            let single = core.count == 1 ? Lexicon.shared.word(text.tokens[core[0]].hash) : nil
            if core.count > 1 || (single.map { $0.word == 0 && !$0.isTerm && !$0.has(WordClass.eponym) } ?? false && text.tokens[core[0]].length >= 5)
            {
                addTokens(text, core, type)
            }
        }
        if type == .hospital {
            if core.count > 1 {
                // Words of the name that mean nothing else: Hacettepe, Kapiolani.
                for k in core where text.tokens[k].length >= 5 {
                    let w = Lexicon.shared.word(text.tokens[k].hash)
                    if w.isUnknown || w.word == 0 && !w.isTerm && !w.isName && !w.has(WordClass.eponym | WordClass.place | WordClass.country) {
                        addTokens(text, [k], type, isLoose: true)
                    }
                }
            }
            addAcronyms(text)
            addTails(text, core)
        }
        if type == .address { addAddress(text) }
        // 南京鼓楼医院 -> 鼓楼医院
        let scalars = text.tokens.filter { $0.isHan || $0.isNumber }.flatMap { text.scalars[Int($0.from)..<Int($0.to)] }
        guard scalars.count >= 4, text.tokens[0].isHan else { return }
        if type == .hospital { hanSites.append(scalars) }
        for length in [2, 3] where scalars.count - length >= 4 {
            let head = Array(scalars[..<length])
            if Lexicon.shared.hanWord(TextHash.of(head))?.isPlace ?? false || [0x7701, 0x5e02, 0x53bf].contains(head[length - 1]) {
                let rest = Array(scalars[length...])
                // 人民医院 is every town's.
                if rest.count > 4 || !(rest.starts(with: [0x4eba, 0x6c11])) { addTokens(FoldedText(rest), nil, type) }
            }
        }
    }

    /// Streets and towns of an address alone, and the house number on either side of the street.
    private mutating func addAddress(_ text: FoldedText) {
        let tokens = text.tokens
        for k in tokens.indices where tokens[k].isWord {
            let w = Lexicon.shared.word(tokens[k].hash)
            if tokens[k].length >= 5, w.word == 0, !w.isTerm, !w.has(WordClass.country | WordClass.eponym), w.first < 2 {
                addTokens(text, [k], .address, isLoose: true)
            }
            let others = tokens.indices.filter { abs($0 - k) <= 2 && $0 != k && tokens[$0].kind != .mark }
            for n in others where tokens[n].isNumber && tokens[k].length >= 4 {
                addTokens(text, [n, k], .address, isLoose: true)
                addTokens(text, [k, n], .address, isLoose: true)
            }
            // Can Tho
            if k + 1 < tokens.count, tokens[k + 1].isWord, w.word < 2 { addTokens(text, [k, k + 1], .address, isLoose: true) }
        }
    }

    /// `University of Nigeria Teaching Hospital` -> UNTH; a town at the end may be left out.
    private mutating func addAcronyms(_ text: FoldedText) {
        let words = text.tokens.filter {
            $0.isWord && $0.length > 1
                && !["of", "the", "and", "de", "la", "le", "du", "des", "for", "at", "in", "und", "fur"].contains(text.text($0))
        }
        let letters = words.map { text.scalars[Int($0.from)] }
        guard letters.count >= 3 else { return }
        for n in 3...letters.count { acronyms.insert(TextHash.of(Array(letters[..<n]))) }
        let all = text.tokens.filter { $0.isWord && $0.length > 1 }.map { text.scalars[Int($0.from)] }
        acronyms.insert(TextHash.of(all))
    }

    private mutating func addTails(_ text: FoldedText, _ core: [Int]) {
        let words = text.tokens.filter(\.isWord)
        guard words.count > 1 else { return }
        for (k, w) in words.enumerated().dropFirst() {
            let letters = Array(text.scalars[Int(w.from)..<Int(w.to)])
            if letters.count > 3 { siteWords.append(letters) }
            for n in 1...letters.count where n > 2 || letters.count > 4 { siteTails.insert(TextHash.of(Array(letters[..<n]))) }
            let first = words[k...].compactMap { text.scalars[Int($0.from)] }
            for n in 2...max(2, first.count) where n <= first.count { siteTails.insert(TextHash.of(Array(first[..<n]))) }
        }
        if let k = core.first, text.tokens[k].length >= 4 { weakSites.insert(text.tokens[k].hash) }
    }

    mutating func addTerm(_ value: String, _ type: PHIType) {
        let text = FoldedText(value.unicodeScalars.map(\.value))
        addTokens(text, nil, type)
    }

    private mutating func addTokens(_ text: FoldedText, _ which: [Int]?, _ type: PHIType, isLoose: Bool = false) {
        let tokens = (which ?? Array(text.tokens.indices)).map { text.tokens[$0] }.filter { $0.kind != .mark }
        guard let first = tokens.first else { return }
        let letters = tokens.reduce(0) { $0 + $1.length }
        guard letters >= 4 else { return }
        let key = KnownIdentifiers.join(tokens.map(\.hash))
        if isLoose, terms[key] != nil { return }
        termFirsts.insert(first.hash)
        terms[key] = type
        longestTerm = max(longestTerm, tokens.count)
    }
}
