// SPDX-License-Identifier: Apache-2.0

/// A part of a name with its letters of one alphabet written in the letters of another: Müller, Mueller, Muller.
enum LatinSpellings {
    private static let most = 8

    /// The spelling itself first, each once.
    static func all(of component: String) -> [Spelling] {
        let plain = Spelling(component)
        guard !plain.symbols.isEmpty else { return [] }
        var result = [plain]
        func add(_ spelling: Spelling) {
            if result.count < most, spelling.count >= 2, !result.contains(spelling) { result.append(spelling) }
        }
        if component.utf8.contains(where: { $0 >= 0x80 }) {
            for table in [expansions, otherExpansions] {
                let written = component.lowercased().map { table[$0] ?? String($0) }.joined()
                add(Spelling(written))
            }
        }
        guard plain.isLatin else { return result }
        for spelling in result { add(contracted(spelling)) }
        // Each pair alone as well, and the umlaut that somebody left out.
        if plain.count >= 5 {
            for place in plain.symbols.indices.dropLast()
            where pairs.contains(Pair(plain.symbols[place], plain.symbols[place + 1])) && plain.gaps[place + 1] == GapPolicy.closed {
                add(plain.removing(at: place + 1))
            }
            for place in plain.symbols.indices where [97, 111, 117].contains(plain.symbols[place]) {
                let next = place + 1 < plain.count ? plain.symbols[place + 1] : 0
                guard ![97, 101, 105, 111, 117, 121].contains(next), place == 0 || ![97, 101, 105, 111, 117, 113].contains(plain.symbols[place - 1])
                else { continue }
                add(plain.inserting(101, at: place + 1))
            }
        }
        return result
    }

    private static let expansions: [Character: String] = [
        "ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "đ": "dj", "ð": "d", "ő": "oe", "ű": "ue", "ĳ": "ij", "ñ": "ny", "ğ": "gh", "š": "sh",
        "č": "ch", "ž": "zh", "ć": "c", "ş": "sh", "ç": "ch",
        "ł": "l", "þ": "th", "ə": "e",
    ]
    private static let otherExpansions: [Character: String] = [
        "æ": "e", "œ": "e", "å": "o", "š": "sch", "č": "tsch", "ñ": "gn", "ü": "u", "ö": "o", "ä": "e", "ø": "o", "ł": "w", "ß": "s", "ÿ": "ij",
    ]

    private struct Pair: Hashable {
        let first: Symbol
        let second: Symbol
        init(_ first: Symbol, _ second: Symbol) { (self.first, self.second) = (first, second) }
    }

    /// ae, oe, ue, aa, dj: the second letter goes.
    private static let pairs: Set<Pair> = [Pair(97, 101), Pair(111, 101), Pair(117, 101), Pair(97, 97), Pair(100, 106)]

    private static func contracted(_ spelling: Spelling) -> Spelling {
        var result = Spelling(symbols: [], gaps: [])
        for place in spelling.symbols.indices {
            if place > 0, spelling.gaps[place] == GapPolicy.closed, pairs.contains(Pair(spelling.symbols[place - 1], spelling.symbols[place])) {
                continue
            }
            result.symbols.append(spelling.symbols[place])
            result.gaps.append(spelling.gaps[place])
        }
        return result
    }
}

extension Spelling {
    fileprivate func removing(at place: Int) -> Spelling {
        var copy = self
        copy.symbols.remove(at: place)
        copy.gaps.remove(at: place)
        return copy
    }

    fileprivate func inserting(_ symbol: Symbol, at place: Int) -> Spelling {
        var copy = self
        copy.symbols.insert(symbol, at: place)
        copy.gaps.insert(GapPolicy.closed, at: place)
        return copy
    }
}
