// SPDX-License-Identifier: Apache-2.0

/// What a line may have been before it was misread: signs that look alike, blanks and marks that came or went.
enum ConfusedLetters {
    /// So many mixtures of a word, and readings of a line, are asked for at most.
    private static let mostOfWord = 512
    private static let mostOfLine = 1024
    private static let longestWord = 64
    private static let mostWords = 64

    /// Digits, and letters that are taken for them and they for.
    private static let digits: [Character: Character] = [
        "O": "0", "o": "0", "Q": "0", "D": "0", "U": "0", "®": "0", "©": "0", "Ø": "0", "l": "1", "I": "1", "i": "1", "|": "1", "!": "1", "]": "1",
        "[": "1", "L": "1", "Z": "2", "z": "2", "A": "4", "S": "5", "s": "5", "$": "5", "§": "5", "G": "6", "b": "6", "T": "7", "?": "7", "B": "8",
        "&": "8", "g": "9", "q": "9",
    ]
    private static let letters: [Character: [Character]] = [
        "0": ["O", "D"], "1": ["l", "i"], "2": ["Z"], "4": ["A"], "5": ["S"], "6": ["G", "b"], "7": ["T"], "8": ["B"], "9": ["g"],
        "|": ["l"], "!": ["l"], "]": ["l"], "[": ["l"], "$": ["S"], "§": ["S"], "®": ["O"], "©": ["O"], "€": ["E"], "£": ["E"],
        "l": ["i", "t"], "I": ["l"], "L": ["I"], "i": ["l"], "t": ["l"], "Q": ["O"], "D": ["O"], "O": ["D", "Q"], "c": ["e"], "e": ["c"], "U": ["O"],
        "V": ["Y"],
        "h": ["b"], "n": ["h"],
    ]
    /// Digits that are taken for one another in a dotted or slashed font.
    private static let otherDigits: [Character: [Character]] = [
        "0": ["8", "9", "6"], "8": ["0", "3", "6", "9"], "6": ["0", "8"], "9": ["0", "8"], "3": ["8"], "1": ["7"], "7": ["1"],
    ]
    private static let pairs: [(String, String)] = [
        ("rn", "m"), ("m", "rn"), ("vv", "w"), ("VV", "W"), ("cl", "d"), ("d", "cl"), ("ri", "n"), ("nn", "m"), ("li", "h"), ("lo", "b"), ("l<", "k"),
        ("|<", "K"), ("1<", "K"), ("I<", "K"), ("¥", "Y"),
    ]

    /// The line itself first; each once.
    static func readings(of line: String) -> [String] {
        var found: [String] = []
        var seen: Set<String> = []
        func add(_ text: String) {
            if found.count < mostOfLine, !text.isEmpty, seen.insert(text).inserted { found.append(text) }
        }
        let line = line.filter { $0 != TextReader.doubt }
        add(line)
        let marked = String(line.map { $0.isLetter || $0.isNumber ? $0 : " " })
        let words = line.split(whereSeparator: \.isWhitespace).filter { $0.count <= longestWord }.prefix(mostWords).map(String.init)
        add(marked)
        add(line.filter { !$0.isWhitespace })
        add(marked.filter { !$0.isWhitespace })
        // Every word as a number or a word, by what most of its signs are.
        let mended = words.map(likely).joined(separator: " ")
        add(mended)
        add(mended.filter { !$0.isWhitespace })
        // One word at a time, with the others beside it: dates and institutions are several words.
        func put(_ reading: String, at place: Int, of count: Int = 1) {
            add((words[..<place] + [reading] + words[(place + count)...]).joined(separator: " "))
        }
        for (place, word) in words.enumerated() { parted(word).forEach { put($0, at: place) } }
        for (place, word) in words.enumerated() { readings(ofWord: word).forEach { put($0, at: place) } }
        // Words that a blank was read into.
        for place in words.indices.dropLast() {
            readings(ofWord: words[place] + words[place + 1]).forEach { put($0, at: place, of: 2) }
        }
        for (place, word) in words.enumerated() { mixed(Array(word)).forEach { put($0, at: place) } }
        for place in words.indices.dropLast() {
            mixed(Array(words[place] + words[place + 1])).forEach { put($0, at: place, of: 2) }
        }
        return found
    }

    static func asDigits(_ word: String) -> String { String(word.map { digits[$0] ?? $0 }) }

    static func asLetters(_ word: String) -> String { String(word.map { $0.isNumber ? letters[$0]?.first ?? $0 : $0 }) }

    private static func likely(_ word: String) -> String {
        let numbers = word.count(where: \.isNumber), others = word.count(where: { $0.isLetter && digits[$0] == nil })
        return numbers >= 2 * others && numbers > 0 ? asDigits(word) : others > numbers ? asLetters(word) : word
    }

    /// `SMITHJOHN`, `JaneDoe`, `MRN4837261`: a blank at each place where it may have been.
    private static func parted(_ word: String) -> [String] {
        guard (4...32).contains(word.count) else { return [] }
        var edges = ""
        var last: Character?
        for character in word {
            if let last, last.isNumber != character.isNumber || last.isLowercase && character.isUppercase { edges.append(" ") }
            edges.append(character)
            last = character
        }
        return [edges] + word.indices.dropFirst(2).dropLast().map { word[..<$0] + " " + word[$0...] }
    }

    private static func readings(ofWord word: String) -> [String] {
        guard word.count >= 2, word.count <= longestWord else { return [] }
        var found = [asDigits(word), asLetters(word)]
        for (wrong, right) in pairs where word.contains(wrong) {
            found.append(word.replacing(wrong, with: right))
            found += word.ranges(of: wrong).map { word.replacingCharacters(in: $0, with: right) }
        }
        let signs = Array(word)
        func put(_ sign: Character, at place: Int) -> String { String(signs[..<place] + [sign] + signs[(place + 1)...]) }
        for (place, sign) in signs.enumerated() {
            if let digit = digits[sign] { found.append(put(digit, at: place)) }
            found += (letters[sign] ?? []).map { put($0, at: place) }
            found += (otherDigits[sign] ?? []).map { put($0, at: place) }
            // Of two equal letters side by side one is easily lost, or one is read twice.
            if sign.isLetter || sign.isNumber { found.append(String(signs[...place] + [sign] + signs[(place + 1)...])) }
            if place > 0, signs[place - 1] == sign { found.append(String(signs[..<place] + signs[(place + 1)...])) }
        }
        return found
    }

    /// The sign itself first.
    private static func choices(for sign: Character) -> [Character] {
        if sign == "S" { return ["S", "5", "8"] }
        if let digit = digits[sign] { return [sign, digit] }
        guard sign.isNumber, let letter = letters[sign]?.first else { return [sign] }
        return [sign, letter]
    }

    /// Numbers with letters in them, such as A0B1C5S8: digits and letters in every mixture, as far as the bound goes.
    private static func mixed(_ signs: [Character]) -> [String] {
        let options = signs.map(choices)
        var found: [[Character]] = [[]]
        for option in options {
            let isOpen = found.count * option.count <= mostOfWord
            found = isOpen ? found.flatMap { start in option.map { start + [$0] } } : found.map { $0 + [option[0]] }
        }
        return found.map { String($0) }
    }
}

extension String {
    fileprivate func replacingCharacters(in range: Range<Index>, with text: String) -> String {
        self[..<range.lowerBound] + text + self[range.upperBound...]
    }
}
