// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel

extension NeedleBuilder {
    mutating func add(_ fact: IdentifierFact) {
        switch fact.kind {
        case .patientName, .otherPerson: addName(fact.text, fact.kind)
        case .patientID, .accession, .device: addNumber(fact.text, fact.kind)
        case .birthDate: addBirth(fact.text)
        case .examDate: addDay(fact.text, .examDate)
        case .phone: addPhone(fact.text)
        case .address, .institution: addPhrase(fact.text, fact.kind)
        case .characteristic: addCharacteristic(fact.text)
        case .uid: addUID(fact.text)
        }
    }

    // MARK: - Numbers

    /// As written, without separators, without leading zeros, and its digits alone.
    private mutating func addNumber(_ value: String, _ kind: IdentifierKind) {
        let text = CompactText(value)
        let symbols = text.symbols
        guard !symbols.isEmpty, !NameWords.common.contains(symbols) else { return }
        addWhole(symbols, kind)
        addBytes(of: value, kind)
        let isDigit = { (symbol: Symbol) in symbol >= 48 && symbol <= 57 }
        var forms = [symbols, Array(symbols.drop { $0 == 48 })]
        // JM0066817-B -> JM66817B, 0066817, 66817
        let prefix = symbols.prefix { !isDigit($0) }
        let rest = symbols.dropFirst(prefix.count)
        if !prefix.isEmpty, rest.first == 48 { forms.append(Array(prefix + rest.drop { $0 == 48 })) }
        for digits in symbols.split(whereSeparator: { !isDigit($0) }) where digits.count >= 5 {
            forms += [Array(digits), Array(digits.drop { $0 == 48 })].filter { $0.count >= 5 }
        }
        for part in Self.parts(of: text) {
            forms += [part, Array(part.drop { $0 == 48 })].filter { $0.count(where: isDigit) >= 5 }
        }
        for form in Set(forms) where form.count >= 2 { addNumber(form, kind) }
        // Where its own separators would make a decimal of it, or a part of a longer number, it counts as it is written.
        if text.gaps.contains(where: \.isOpen), symbols.count(where: isDigit) >= 5 {
            add(Spelling(text, open: GapPolicy.mustOpen), Needle(kind: kind, reach: .word, style: .phrase, isStrong: symbols.count >= 6))
        }
    }

    /// 2019-448812 -> 448812, A123456(7) -> A123456, 12.345.678-9 -> 12345678. The components of a UID are no numbers of anybody.
    private static func parts(of text: CompactText) -> [[Symbol]] {
        let words = text.words
        guard words.count > 1, words.count < 4 || text.gaps.contains(where: { $0.isOpen && $0.marks != .dot }) else { return [] }
        return words + (words.last?.count == 1 ? [text.symbols.dropLast()] : [])
    }

    private mutating func addNumber(_ symbols: [Symbol], _ kind: IdentifierKind) {
        let digits = symbols.count { $0 >= 48 && $0 <= 57 }
        let spelling = Spelling(symbols: symbols, gaps: symbols.map { _ in GapPolicy.mayOpen })
        // A year, a number of slices, `CT`: only where something says that it is a number of the patient.
        let isLong = digits == symbols.count ? digits >= 5 : digits > 0 ? symbols.count >= 4 : symbols.count >= 6
        if isLong {
            add(
                spelling,
                Needle(
                    kind: kind, reach: .word, style: digits == 0 ? .phrase : .number, isWord: digits == 0 && isWord(symbols),
                    isStrong: symbols.count >= 6 && digits >= 3))
        } else if kind == .patientID || kind == .accession {
            add(spelling, Needle(kind: kind, reach: .cued, style: .number))
        }
    }

    private mutating func addPhone(_ value: String) {
        var digits = CompactText(value).symbols.filter { $0 >= 48 && $0 <= 57 }
        guard digits.count >= 6, digits.count * 2 >= CompactText(value).count else {
            addPhrase(value, .phone)
            return
        }
        var forms = [digits]
        while digits.first == 48 { digits.removeFirst() }
        forms += [digits, [48] + digits]
        if value.contains("+") || value.hasPrefix("00") {
            for length in 1...3 where digits.count - length >= 7 { forms += [Array(digits.dropFirst(length)), [48] + digits.dropFirst(length)] }
        }
        if digits.count > 9 { forms.append(Array(digits.suffix(9))) }
        for form in Set(forms) where form.count >= 6 {
            add(
                Spelling(symbols: form, gaps: form.map { _ in GapPolicy.mayOpen }),
                Needle(kind: .phone, reach: .digits, style: .number, isStrong: form.count >= 7))
        }
    }

    // MARK: - Phrases

    private mutating func addPhrase(_ value: String, _ kind: IdentifierKind) {
        addWholePhrase(value, kind)
        guard kind == .address || kind == .institution else { return }
        for line in value.split(whereSeparator: { ",;^|\r\n，；、".contains($0) }).prefix(40) {
            let text = CompactText(String(line))
            let isHan = text.symbols.contains { SymbolClass($0).hasNoSpaces }
            if isHan ? text.count >= 3 : kind == .address ? text.count >= 6 : text.count >= 8 && text.words.count > 1 {
                addWholePhrase(String(line), kind)
            }
        }
    }

    private mutating func addWholePhrase(_ value: String, _ kind: IdentifierKind) {
        let value = value.unicodeScalars.count > 200 ? String(String.UnicodeScalarView(value.unicodeScalars.prefix(200))) : value
        for spelling in LatinSpellings.all(of: value).prefix(3) {
            let symbols = spelling.symbols
            guard !NameWords.common.contains(symbols), symbols.contains(where: { $0 > 57 }) else { continue }
            if symbols.count >= 2 { addWhole(symbols, kind) }
            let isHan = symbols.contains { SymbolClass($0).hasNoSpaces }
            guard isHan ? symbols.count >= 3 : symbols.count >= 5 else { continue }
            let words = spelling.words
            let isWord = words.count == 1 && isWord(symbols) || words.allSatisfy { NameWords.common.contains($0.symbols) }
            let gaps = spelling.gaps.map { $0 == GapPolicy.closed && isHan ? GapPolicy.softly : $0 }
            add(
                Spelling(symbols: symbols, gaps: gaps),
                Needle(kind: kind, reach: isHan ? .anywhere : .word, style: .phrase, isWord: isWord, isStrong: words.count > 1 && symbols.count >= 8))
        }
        addBytes(of: value, kind)
        for form in HanForms.others(of: value) { addBytes(of: form, kind) }
    }

    /// One word of it is part of other texts as well: white matter, a driver.
    private mutating func addCharacteristic(_ value: String) {
        let text = CompactText(value)
        guard text.count >= 2, !NameWords.common.contains(text.symbols) else { return }
        addWhole(text.symbols, .characteristic)
        if text.words.count > 1 || text.symbols.count(where: { SymbolClass($0) == .han }) >= 3 { addWholePhrase(value, .characteristic) }
    }

    // MARK: - UIDs

    private mutating func addUID(_ value: String) {
        let text = CompactText(value)
        guard text.count >= 8, text.gaps.count(where: { $0.isOpen }) >= 3, value.utf8.allSatisfy({ $0 == 0x2E || (48...57).contains($0) }) else {
            return
        }
        add(
            Spelling(text, open: GapPolicy.dot),
            Needle(kind: .uid, reach: .digits, style: .uid, isStrong: true))
    }

    // MARK: - Dates

    private mutating func addBirth(_ value: String) {
        if let age = age(value) {
            // An age that few people reach tells the year of birth.
            guard age > 89 else { return }
            for unit in ["y", "yo", "years", "year", "yr", "yrs", "yearold", "yearsold", "jahre", "ans", "岁", "歳", "세"] {
                for number in [String(age), "0\(age)"] {
                    let digits = CompactText(number).symbols
                    let letters = CompactText(unit).symbols
                    let gaps = digits.map { _ in GapPolicy.closed } + [GapPolicy.mayOpen] + letters.dropFirst().map { _ in GapPolicy.mayOpen }
                    add(Spelling(symbols: digits + letters, gaps: gaps), Needle(kind: .birthDate, reach: .word, style: .date))
                }
            }
            return
        }
        addDay(value, .birthDate)
    }

    private func age(_ value: String) -> Int? {
        guard value.utf8.count == 4, value.utf8.last == UInt8(ascii: "Y") || value.utf8.last == UInt8(ascii: "y") else { return nil }
        return Int(value.dropLast())
    }

    private mutating func addDay(_ value: String, _ kind: IdentifierKind) {
        guard let day = CalendarDate(value) else {
            let text = CompactText(value)
            if kind == .birthDate, text.count >= 6 {
                add(Spelling(text), Needle(kind: kind, reach: .digits, style: .date, isStrong: text.count >= 8))
            }
            return
        }
        let isBirth = kind == .birthDate
        DateSpellings.all(of: day, isBirth: isBirth, hasHan: hasHan).forEach { symbols, gaps, isStrong in
            tree.add(symbols, gaps: gaps, Needle(kind: kind, reach: .digits, style: .date, isStrong: isStrong))
        }
        if isForeign { for text in DateSpellings.unicodeForms(of: day) { addBytes(encodingsOf: text, kind) } }
    }
}
