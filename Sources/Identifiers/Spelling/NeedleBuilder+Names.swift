// SPDX-License-Identifier: Apache-2.0

extension NeedleBuilder {
    /// A Person Name: each component, and the whole in both orders, in the ways that people write it.
    mutating func addName(_ value: String, _ kind: IdentifierKind) {
        let persons: UInt64 = 1 << UInt64(initials.count & 63)
        initials.append([])
        let groups = value.split(separator: "=").prefix(3).map {
            Array($0.split(separator: "^", omittingEmptySubsequences: false).prefix(3).map { trimmed($0) })
        }
        let scripts = groups.map { CompactText($0.joined(separator: " ")).hasLetters }
        for (components, script) in zip(groups, scripts) where components.contains(where: { !$0.isEmpty }) {
            for component in components where component.unicodeScalars.count >= 2 { addNameBytes(component, kind, persons) }
            addNameBytes(components.joined(), kind, persons)
            addNameBytes(components.filter { !$0.isEmpty }.joined(separator: "^"), kind, persons)
            if script.isDisjoint(with: [.han, .kana, .hangul]) {
                addAlphabetic(components, kind, persons)
            } else {
                addUnspaced(components, kind, persons)
                // Their sounds; characters beside kana may be Chinese all the same.
                for latin in Self.romanized(components, script) { addLatin(latin, kind, persons) }
            }
            if script.contains(.cyrillic) || script.contains(.greek) {
                for latin in Transliteration.all(of: components, script.contains(.greek) ? .greek : .cyrillic) { addAlphabetic(latin, kind, persons) }
            }
        }
    }

    private func trimmed(_ text: Substring) -> String {
        var text = text
        while let last = text.unicodeScalars.last, last.value <= 0x20 || last.value == 0x3000 { text.unicodeScalars.removeLast() }
        while let first = text.unicodeScalars.first, first.value <= 0x20 || first.value == 0x3000 { text.unicodeScalars.removeFirst() }
        return String(text)
    }

    // MARK: - Alphabets

    private mutating func addAlphabetic(_ components: [String], _ kind: IdentifierKind, _ persons: UInt64) {
        let parts = components.map { LatinSpellings.all(of: $0) }
        addParts(parts, kind, persons)
        for script in [Romanization.cyrillic, .greek]
        where parts.contains(where: { $0.contains { !$0.isLatin } })
            && CompactText(components.joined(separator: " ")).hasLetters.contains(script == .greek ? .greek : .cyrillic)
        {
            scripts.insert(script)
            for component in components { addSkeletons(component, script, kind, persons) }
        }
        if parts.allSatisfy({ $0.allSatisfy(\.isLatin) }) {
            hasLatinNames = true
            for script in Romanization.allCases { for component in components { addSkeletons(component, script, kind, persons) } }
        }
    }

    /// Of a word in the letters that romanizations agree on.
    private mutating func addSkeletons(_ component: String, _ script: Romanization, _ kind: IdentifierKind, _ persons: UInt64) {
        for word in Spelling(component).words {
            guard word.count >= 4, !NameWords.common.contains(word.symbols), !isWord(word.symbols) else { continue }
            let skeleton = script.skeleton(of: CompactText(scalars: word.symbols)).symbols
            guard skeleton.count >= 4, skeleton.allSatisfy({ $0 < 0x80 }) else { continue }
            var forms = [skeleton]
            if script == .cyrillic, let place = skeleton.indices.dropLast().first(where: { skeleton[$0] == 105 && skeleton[$0 + 1] == 111 }) {
                forms.append(Array(skeleton[..<place]) + [101] + skeleton[(place + 2)...])
            }
            for form in forms {
                addSkeleton(
                    form, script,
                    Needle(kind: kind, reach: form.count >= 7 ? .anywhere : .word, style: .name, isStrong: form.count >= 7, persons: persons))
            }
        }
    }

    /// Syllables that may be parted: the sounds of Chinese and Korean names.
    private mutating func addLatin(_ components: [[String]], _ kind: IdentifierKind, _ persons: UInt64) {
        let parts = components.map { syllables -> [Spelling] in
            let symbols = syllables.map { CompactText($0).symbols }
            return [
                Spelling(
                    symbols: symbols.flatMap { $0 },
                    gaps: symbols.flatMap { [GapPolicy.mayOpen] + Array(repeating: GapPolicy.closed, count: max($0.count - 1, 0)) })
            ]
        }
        addParts(parts, kind, persons, areSyllables: true)
    }

    private mutating func addParts(_ parts: [[Spelling]], _ kind: IdentifierKind, _ persons: UInt64, areSyllables: Bool = false) {
        let person = initials.count - 1
        var weak: [Spelling] = []
        var strong: [Spelling] = []
        for (number, spellings) in parts.enumerated() {
            for spelling in spellings where !spelling.symbols.isEmpty {
                if number < 3 { for word in spelling.words { if let first = word.symbols.first, first > 57 { initials[person].insert(first) } } }
                let words = areSyllables ? [spelling] : spelling.words
                if words.count > 1, spelling.count >= 5 {
                    add(
                        spelling,
                        Needle(
                            kind: kind, reach: spelling.count >= 7 ? .anywhere : .word, style: .name, isStrong: spelling.count >= 7, persons: persons)
                    )
                }
                for word in words {
                    let isParticle = words.count > 1 && NameWords.particles.contains(word.symbols)
                    if isParticle { continue }
                    if isWeak(word) {
                        addWeak(word, kind, persons)
                        if !weak.contains(word) { weak.append(word) }
                    } else {
                        addWord(word, kind, persons, mayBeInside: !areSyllables)
                        if !strong.contains(word) { strong.append(word) }
                    }
                }
            }
        }
        addPairs(weak, strong, kind, persons)
        addJoined(parts, kind, persons)
    }

    /// Too short, or a word of every text.
    private func isWeak(_ word: Spelling) -> Bool {
        word.count < 3 && !(word.count == 2 && SymbolClass(word.symbols[0]).hasNoSpaces) || NameWords.common.contains(word.symbols)
    }

    private mutating func addWord(_ word: Spelling, _ kind: IdentifierKind, _ persons: UInt64, mayBeInside: Bool) {
        guard word.symbols.contains(where: { $0 > 57 }) else { return }
        let isWord = isWord(word.symbols)
        let isAlphabet = SymbolClass(word.symbols[0]) == .latin || SymbolClass(word.symbols[0]) == .cyrillic || SymbolClass(word.symbols[0]) == .greek
        let isLong = word.count >= (isAlphabet ? 6 : 4) && !isWord && mayBeInside
        add(
            word,
            Needle(
                kind: kind, reach: isLong ? .anywhere : .word, style: .name, isWord: isWord, isStrong: word.count >= 7 && !isWord, persons: persons))
        addWhole(word.symbols, kind)
    }

    /// What is too short to be looked for, or a common word, counts behind a title, beside another part, or as a whole value.
    private mutating func addWeak(_ word: Spelling, _ kind: IdentifierKind, _ persons: UInt64) {
        guard word.count >= 2, word.symbols.contains(where: { $0 > 57 }), !NameWords.nobody.contains(word.symbols) else { return }
        addWhole(word.symbols, kind)
        add(word, Needle(kind: kind, reach: .cued, style: .name, isWord: NameWords.common.contains(word.symbols), persons: persons))
    }

    private mutating func addPairs(_ weak: [Spelling], _ strong: [Spelling], _ kind: IdentifierKind, _ persons: UInt64) {
        let all = (weak + strong).filter { !NameWords.nobody.contains($0.symbols) }
        for word in weak.prefix(6) where !NameWords.nobody.contains(word.symbols) {
            for partner in all.prefix(8)
            where partner != word && !(NameWords.common.contains(partner.symbols) && NameWords.common.contains(word.symbols)) {
                for pair in [word.joined(partner), partner.joined(word)] where pair.count >= 4 || word.count + partner.count >= 3 && partner.count > 1
                {
                    let isWord = isWord(pair.symbols)
                    add(pair, Needle(kind: kind, reach: .word, style: .name, isWord: isWord, persons: persons))
                    addWhole(pair.symbols, kind)
                }
            }
        }
    }

    /// Given and family name in both orders, and initials with the family name: `hsmith`, `Smith, J. H.`, `JaneMarySmith`.
    private mutating func addJoined(_ parts: [[Spelling]], _ kind: IdentifierKind, _ persons: UInt64) {
        guard parts.count > 1, let families = parts.first, !families.isEmpty else { return }
        let given = parts.dropFirst().map { Array($0.prefix(2)) }.filter { !$0.isEmpty }
        guard let firsts = given.first else { return }
        let isNobody = { (spelling: Spelling) in spelling.words.allSatisfy { NameWords.common.contains($0.symbols) } }
        for family in families.prefix(4) {
            let isPlaceholder = isNobody(family)
            let familyIsWord = isPlaceholder || family.words.count == 1 && isWord(family.symbols)
            let lastWord = family.words.last.map { family.words.count > 1 ? $0 : family } ?? family
            for first in firsts {
                guard !isPlaceholder || !isNobody(first) else { continue }
                var forms = [family.joined(first), first.joined(family)]
                if lastWord != family, lastWord.count >= 3 { forms += [first.joined(lastWord), lastWord.joined(first)] }
                if let word = first.words.first, word != first, word.count >= 3 { forms += [word.joined(family), family.joined(word)] }
                for middle in given.dropFirst().joined().prefix(2) {
                    forms += [family.joined(first).joined(middle), first.joined(middle).joined(family)]
                    if let letter = middle.symbols.first {
                        let initial = Spelling(symbols: [letter], gaps: [0])
                        forms += [family.joined(first).joined(initial), first.joined(initial).joined(family)]
                    }
                }
                for form in forms where form.count >= 4 {
                    add(
                        form,
                        Needle(
                            kind: kind, reach: form.count >= 7 ? .anywhere : .word, style: .name, isWord: form.count < 7 && isWord(form.symbols),
                            isStrong: form.count >= 6, persons: persons))
                    addWhole(form.symbols, kind)
                }
                guard !isPlaceholder, family.count >= 3, let letter = first.symbols.first, letter > 57 else { continue }
                let initial = Spelling(symbols: [letter], gaps: [0])
                let letters = given.compactMap { $0.first?.symbols.first }
                let all = Spelling(symbols: letters, gaps: letters.map { _ in GapPolicy.mayOpen })
                for form in [initial.joined(family), family.joined(initial)] + (letters.count > 1 ? [all.joined(family), family.joined(all)] : [])
                where form.count >= 5 {
                    add(form, Needle(kind: kind, reach: .word, style: .name, isWord: familyIsWord || isWord(form.symbols), persons: persons))
                }
            }
        }
    }

    private mutating func addNameBytes(_ text: String, _ kind: IdentifierKind, _ persons: UInt64) {
        let symbols = CompactText(text).symbols
        guard !NameWords.common.contains(symbols) else { return }
        addBytes(of: text, kind, persons: persons, isWord: isWord(symbols))
        guard text.utf8.contains(where: { $0 >= 0x80 }) else { return }
        // Turkish has capitals of its own: ŞAHİN, IŞIL.
        if text.unicodeScalars.contains(where: { "şŞğĞıİ".unicodeScalars.contains($0) }) {
            addBytes(of: text.replacing("i", with: "İ").uppercased(), kind, persons: persons)
            addBytes(of: text.replacing("I", with: "ı").replacing("İ", with: "i").lowercased(), kind, persons: persons)
        }
        // The same letters written otherwise: bare, simplified, in the other kana.
        let bare = String(String.UnicodeScalarView(symbols.compactMap { Unicode.Scalar($0) }))
        if symbols.contains(where: { $0 >= 0x80 }), bare != text { addBytes(of: bare, kind, persons: persons) }
        if symbols.contains(where: { SymbolClass($0) == .kana }) {
            for form in [bare.unicodeScalars.map { (0x30A1...0x30F6).contains($0.value) ? $0.value - 0x60 : $0.value }, HanForms.halfWidth(bare)] {
                addBytes(of: String(String.UnicodeScalarView(form.compactMap { Unicode.Scalar($0) })), kind, persons: persons)
            }
        }
        for form in HanForms.others(of: text) { addBytes(of: form, kind, persons: persons) }
    }

    // MARK: - Chinese, Japanese and Korean

    private mutating func addUnspaced(_ components: [String], _ kind: IdentifierKind, _ persons: UInt64) {
        hasHan = true
        var parts = components.map { component -> Spelling in
            let all = CompactText(component).symbols.filter { SymbolClass($0).hasNoSpaces }
            return Spelling(symbols: all, gaps: all.map { _ in GapPolicy.softly })
        }.filter { !$0.symbols.isEmpty }
        let words = components.count > 1 ? [] : CompactText(components[0]).words
        if parts.count == 1, words.count > 1 {
            parts = words.map { Spelling(symbols: $0, gaps: $0.map { _ in GapPolicy.softly }) }
        } else if parts.count == 1, (3...4).contains(parts[0].count), SymbolClass(parts[0].symbols[0]) != .kana {
            let isCompound = NameWords.compoundSurnames.contains(Array(parts[0].symbols.prefix(2))) && parts[0].count > 2
            let length = isCompound ? 2 : 1
            let symbols = parts[0].symbols
            parts = [symbols[..<length], symbols[length...]].map { Spelling(symbols: Array($0), gaps: $0.map { _ in GapPolicy.softly }) }
        }
        guard let family = parts.first else { return }
        let given = parts.dropFirst().reduce(Spelling(symbols: [], gaps: [])) { $0.joined($1, by: GapPolicy.softly) }
        for form in Set([family.joined(given, by: GapPolicy.softly), given.joined(family, by: GapPolicy.softly)]) where form.count >= 2 {
            addUnspacedName(form, kind, persons)
        }
        for part in parts where part.count >= 2 { addUnspacedName(part, kind, persons) }
        for alternative in HanForms.otherSurnames(of: family.symbols) {
            let other = Spelling(symbols: alternative, gaps: alternative.map { _ in GapPolicy.softly })
            addUnspacedName(other.joined(given, by: GapPolicy.softly), kind, persons)
        }
        for title in NameWords.titlesBehind {
            add(
                Spelling(symbols: family.symbols + title, gaps: (family.symbols + title).map { _ in GapPolicy.softly }),
                Needle(kind: kind, reach: .anywhere, style: .name, persons: persons))
        }
        if family.symbols.allSatisfy({ SymbolClass($0) == .kana }) {
            scripts.insert(.kana)
            for component in components { addSkeletons(component, .kana, kind, persons) }
        }
    }

    private mutating func addUnspacedName(_ form: Spelling, _ kind: IdentifierKind, _ persons: UInt64) {
        guard !NameWords.common.contains(form.symbols) else { return }
        let isKana = form.symbols.allSatisfy { SymbolClass($0) == .kana }
        let isWord = isWord(form.symbols)
        add(
            form,
            Needle(
                kind: kind, reach: isKana && form.count < 4 ? .word : .anywhere, style: .name, isWord: isWord, isStrong: form.count >= 3,
                persons: persons))
        addWhole(form.symbols, kind)
        // Systems without small letters write ハツトリ.
        if form.symbols.contains(0x30C3) {
            addUnspacedName(Spelling(symbols: form.symbols.map { $0 == 0x30C3 ? 0x30C4 : $0 }, gaps: form.gaps), kind, persons)
        }
    }

    private static func romanized(_ components: [String], _ script: CompactText.Scripts) -> [[[String]]] {
        let parts = components.map { CompactText($0).symbols.filter { SymbolClass($0).hasNoSpaces } }.filter { !$0.isEmpty }
        guard !parts.isEmpty else { return [] }
        if script.contains(.kana) {
            guard script == .kana else { return [] }
            let readings = parts.map { Kana.romaji($0) }
            guard readings.allSatisfy({ !$0.isEmpty }) else { return [] }
            return (0..<(readings.map(\.count).max() ?? 0)).map { number in readings.map { [$0[min(number, $0.count - 1)]] } }
        }
        return script.contains(.hangul) ? HangulSounds.romanized(parts) : Pinyin.romanized(parts)
    }
}
