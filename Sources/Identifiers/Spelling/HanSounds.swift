// SPDX-License-Identifier: Apache-2.0

/// Chinese names in Latin letters, a syllable each: pinyin, what passports and Taiwan make of it.
enum Pinyin {
    private static let readings: (texts: [String], index: [UInt16]) = {
        var texts: [String] = [""]
        var known: [[UInt8]: UInt16] = [:]
        var index: [UInt16] = []
        index.reserveCapacity(20_992)
        ReadingsTable.readings.withUTF8Buffer { bytes in
            var word: [UInt8] = []
            func close() {
                if word == [45] { word = [] }
                if let number = word.isEmpty ? 0 : known[word] {
                    index.append(number)
                } else {
                    known[word] = UInt16(texts.count)
                    index.append(UInt16(texts.count))
                    texts.append(String(decoding: word, as: UTF8.self))
                }
                word.removeAll(keepingCapacity: true)
            }
            for byte in bytes { if byte == 32 { close() } else { word.append(byte) } }
            if !word.isEmpty { close() }
        }
        return (texts, index)
    }()

    private static let surnames: [Symbol: String] = Dictionary(
        uniqueKeysWithValues: zip(
            "单曾仇解任区盖查朴冼尉万覃缪乐翟折召种秘黑宁员祭隗".unicodeScalars.map(\.value),
            [
                "shan", "zeng", "qiu", "xie", "ren", "ou", "ge", "zha", "piao", "xian", "wei", "wan", "qin", "miao", "yue", "zhai", "she", "shao",
                "chong", "bi", "he", "ning", "yun",
                "zhai", "wei",
            ]))

    private static func reading(_ symbol: Symbol) -> String {
        guard symbol >= 0x4E00, Int(symbol) - 0x4E00 < readings.index.count else { return "" }
        return readings.texts[Int(readings.index[Int(symbol) - 0x4E00])]
    }

    /// - Parameter parts: Family and given name in characters.
    static func romanized(_ parts: [[Symbol]]) -> [[[String]]] {
        var syllables = parts.enumerated().map { number, part in
            part.map { number == 0 && part.count == 1 ? surnames[$0] ?? reading($0) : reading($0) }
        }
        if syllables.count == 1, (2...3).contains(syllables[0].count) {
            let family = surnames[parts[0][0]] ?? syllables[0][0]
            syllables = [[family], Array(syllables[0].dropFirst())]
        }
        guard syllables.allSatisfy({ $0.allSatisfy { !$0.isEmpty } }) else { return [] }
        var result: [[[String]]] = []
        func add(_ form: [[String]]) { if !result.contains(form) { result.append(form) } }
        for vowel in ["v", "u", "yu"] { add(syllables.map { $0.map { $0.replacing("v", with: vowel) } }) }
        add(syllables.map { $0.map(wadeGiles) })
        return result
    }

    static func wadeGiles(_ pinyin: String) -> String {
        if let whole = wholeWadeGiles[pinyin] { return whole }
        for (initial, other) in initials where pinyin.hasPrefix(initial) {
            var rest = String(pinyin.dropFirst(initial.count))
            if let final = finals[rest] { rest = final }
            if rest == "e", ["g", "k", "h"].contains(initial) { rest = "o" }
            if rest == "uo", !["g", "k", "h", "sh"].contains(initial) { rest = "o" }
            if rest == "ui", ["g", "k"].contains(initial) { rest = "uei" }
            return other + rest
        }
        return pinyin
    }

    private static let initials = [
        ("zh", "ch"), ("ch", "ch"), ("sh", "sh"), ("b", "p"), ("p", "p"), ("d", "t"), ("t", "t"), ("g", "k"), ("k", "k"), ("j", "ch"), ("q", "ch"),
        ("x", "hs"), ("r", "j"), ("z", "ts"), ("c", "ts"),
        ("h", "h"), ("m", "m"), ("n", "n"), ("l", "l"), ("f", "f"), ("s", "s"),
    ]
    private static let finals = ["ian": "ien", "ie": "ieh", "ong": "ung", "iong": "iung", "ue": "ueh", "ve": "ueh", "v": "u"]
    private static let wholeWadeGiles = [
        "zhi": "chih", "chi": "chih", "shi": "shih", "ri": "jih", "zi": "tzu", "ci": "tzu", "si": "szu", "you": "yu", "yan": "yen", "ye": "yeh",
        "yue": "yueh", "er": "erh", "yi": "i", "ju": "chu", "qu": "chu", "xu": "hsu",
    ]
}

/// Korean names in Latin letters: the revised system, McCune–Reischauer without its marks, and what families write.
enum HangulSounds {
    private static let initials = [
        "g k", "kk kk", "n n", "d t", "tt tt", "r r", "m m", "b p", "pp pp", "s s", "ss ss", " ", "j ch", "jj tch", "ch ch", "k k", "t t", "p p",
        "h h",
    ]
    private static let vowels = [
        "a a", "ae ae", "ya ya", "yae yae", "eo o", "e e", "yeo yo", "ye ye", "o o", "wa wa", "wae wae", "oe oe", "yo yo", "u u", "wo wo", "we we",
        "wi wi", "yu yu", "eu u", "ui ui", "i i",
    ]
    private static let finals = [
        "", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p", "t", "t", "ng", "t", "t", "k", "t", "p", "t",
    ]
    private static let families: [Unicode.Scalar: [String]] = [
        "김": ["kim", "gim"], "이": ["lee", "yi", "rhee", "ri"], "박": ["park", "pak", "bak"], "최": ["choi", "choe"],
        "정": ["jung", "jeong", "chung", "chong"],
        "강": ["kang", "gang"], "조": ["cho", "jo"], "윤": ["yoon", "yun"], "장": ["jang", "chang"], "임": ["lim", "im", "rim"], "한": ["han"],
        "오": ["oh", "o"],
        "서": ["seo", "suh", "so"], "신": ["shin", "sin"], "권": ["kwon", "gwon"], "황": ["hwang"], "안": ["ahn", "an"], "송": ["song"],
        "류": ["ryu", "yoo", "yu"],
        "유": ["yoo", "yu", "ryu"], "전": ["jeon", "chun", "jun"], "홍": ["hong"], "고": ["ko", "go", "koh"], "문": ["moon", "mun"], "손": ["son", "sohn"],
        "양": ["yang"],
        "배": ["bae", "pae"], "백": ["baek", "paik", "baik"], "허": ["heo", "hur", "huh"], "노": ["noh", "roh", "no"], "심": ["shim", "sim"], "하": ["ha"],
        "주": ["joo", "ju", "chu"],
        "구": ["koo", "gu", "ku"], "우": ["woo", "wu", "u"], "남": ["nam"], "민": ["min"], "진": ["jin", "chin"], "차": ["cha"],
    ]

    static func romanized(_ parts: [[Symbol]]) -> [[[String]]] {
        var parts = parts
        if parts.count == 1, (2...4).contains(parts[0].count) { parts = [[parts[0][0]], Array(parts[0].dropFirst())] }
        guard parts.allSatisfy({ $0.allSatisfy { (0xAC00...0xD7A3).contains($0) } }), let family = parts.first else { return [] }
        var result: [[[String]]] = []
        for system in 0...1 {
            let rest = parts.dropFirst().map { $0.map { syllable($0, system) } }
            let usual = family.count == 1 ? Unicode.Scalar(family[0]).flatMap { families[$0] } ?? [] : []
            for first in usual.map({ [$0] }) + [family.map { syllable($0, system) }] { result.append([first] + rest) }
        }
        return result
    }

    private static func syllable(_ symbol: Symbol, _ system: Int) -> String {
        let index = Int(symbol - 0xAC00)
        let pick = { (pair: String) in String(pair.split(separator: " ", omittingEmptySubsequences: false)[system]) }
        return pick(initials[index / 588]) + pick(vowels[index % 588 / 28]) + finals[index % 28]
    }
}
