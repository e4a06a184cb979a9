// SPDX-License-Identifier: Apache-2.0

/// Names that are written in two scripts, compared without a decision for one of the many ways to romanize.
///
/// ISO 9, GOST, passports, BGN, German, French and the rest differ in the same few letters. Those become one letter on both sides:
/// Жуковский, Zhukovskiy, Schukowski and Žukovskij are all `sukovski`.
enum Romanization: Int, CaseIterable {
    case cyrillic, greek, kana

    init?(_ script: SymbolClass) {
        switch script {
        case .cyrillic: self = .cyrillic
        case .greek: self = .greek
        case .kana: self = .kana
        default: return nil
        }
    }

    /// The skeleton of a text that is in Latin letters, or in the script, or in both.
    func skeleton(of text: CompactText) -> CompactText {
        text.respelled { symbols, place, left in
            symbols[place] < 0x80 ? latin(symbols, place, left) : native(symbols, place, left)
        }.withoutDoubles()
    }

    private func native(_ symbols: [Symbol], _ place: Int, _ left: Int) -> (Int, [UInt8])? {
        switch self {
        case .cyrillic:
            guard let letters = Self.cyrillicLetters[symbols[place]] else { return nil }
            return (1, letters)
        case .greek:
            if left > 1, let letters = Self.greekPairs[symbols[place] << 12 | symbols[place + 1]] { return (2, letters) }
            guard let letters = Self.greekLetters[symbols[place]] else { return nil }
            return (1, letters)
        case .kana:
            return Kana.skeleton(symbols, place)
        }
    }

    private func latin(_ symbols: [Symbol], _ place: Int, _ left: Int) -> (Int, [UInt8])? {
        guard symbols[place] >= 97 else { return nil }
        let rules = self == .cyrillic ? Self.latinForCyrillic : self == .greek ? Self.latinForGreek : Self.latinForKana
        for (from, to) in rules[Int(symbols[place] - 97)] where from.count <= left {
            var fits = true
            for (number, letter) in from.enumerated() where symbols[place + number] != Symbol(letter) {
                fits = false
                break
            }
            if fits { return (from.count, to) }
        }
        return nil
    }

    private typealias Rules = [[([UInt8], [UInt8])]]

    /// `shch>sc` a word, longest first within a letter.
    private static func rules(_ text: String) -> Rules {
        var result: Rules = Array(repeating: [], count: 26)
        for rule in text.split(separator: " ") {
            let sides = rule.split(separator: ">", omittingEmptySubsequences: false).map { Array($0.utf8) }
            result[Int(sides[0][0] - 97)].append((sides[0], sides[1]))
        }
        for letter in result.indices { result[letter].sort { $0.0.count > $1.0.count } }
        return result
    }

    private static func letters(_ text: String) -> [Symbol: [UInt8]] {
        Dictionary(
            uniqueKeysWithValues: text.split(separator: " ").map { pair in
                (pair.unicodeScalars.first!.value, Array(pair.utf8.drop { $0 >= 0x80 }))
            })
    }

    private static let cyrillicLetters = letters(
        "аa бb вv гg дd еe жs зs иi кk лl мm нn оo пp рr сs тt уu фf хh цc чc шs щs ъ ыi ь эe юiu яia ђd јi љl њn ћc џc ѕs һh")

    private static let latinForCyrillic = rules(
        """
        w>v y>i j>i ii>i iy>i yi>i ij>i yy>i yj>i jj>i ie>e ye>e je>e yo>e jo>e kh>h gh>g zh>s z>s dzh>s ts>c tz>c tc>c tsch>c tch>c ch>c cz>c \
        sh>s sch>s shch>s \
        schtsch>s sz>s szcz>s chtch>s q>k x>ks ph>f ou>u ck>k eu>iu iou>iu ew>ev off>ov eff>ev h>h
        """)

    private static let greekLetters = letters("αa βv γg δd εe ζz ηi θt ιi κk λl μm νn ξks οo πp ρr σs τt υi φf χh ψps ωo")

    private static let greekPairs: [Symbol: [UInt8]] = Dictionary(
        uniqueKeysWithValues: "ουu αυav ευev ηυiv αιe ειi οιi υιi μπb ντnt γκg γγg τζtz".split(separator: " ").map { rule in
            let scalars = Array(rule.unicodeScalars)
            return (scalars[0].value << 12 | scalars[1].value, Array(rule.utf8.drop { $0 >= 0x80 }))
        })

    private static let latinForGreek = rules(
        "y>i ou>u ch>h kh>h h>h th>t ph>f ai>e ei>i oi>i mp>b gk>g ng>g gg>g c>k w>o x>ks af>av ef>ev au>av eu>ev nd>nt d>d v>v u>u j>g ts>tz tz>tz")

    private static let latinForKana = rules(
        """
        shi>si sha>sya shu>syu sho>syo chi>ti cha>tya chu>tyu cho>tyo tsu>tu fu>hu ji>zi ja>zya ju>zyu jo>zyo jya>zya jyu>zyu jyo>zyo \
        tchi>ti tcha>tya tcho>tyo tchu>tyu mb>nb mp>np mm>nm ou>o oo>o oh>o uu>u dzu>zu du>zu di>zi shou>syo shoo>syo chou>tyo jou>zyo shuu>syu \
        chuu>tyu juu>zyu v>b l>r
        """)
}

extension CompactText {
    /// Doubled letters become one, as systems and typists differ in them.
    fileprivate func withoutDoubles() -> CompactText {
        respelled { symbols, place, left in
            guard symbols[place] < 0x80, symbols[place] >= 97 else { return nil }
            var length = 1
            while length < left, symbols[place + length] == symbols[place] { length += 1 }
            return (length, [UInt8(symbols[place])])
        }
    }
}

/// Kana in Latin letters.
enum Kana {
    private static let table: [Symbol: String] = {
        var result: [Symbol: String] = [:]
        let rows = [
            "アイウエオ": "a i u e o", "カキクケコ": "ka ki ku ke ko", "サシスセソ": "sa si su se so", "タチツテト": "ta ti tu te to", "ナニヌネノ": "na ni nu ne no",
            "ハヒフヘホ": "ha hi hu he ho", "マミムメモ": "ma mi mu me mo", "ヤユヨ": "ya yu yo", "ラリルレロ": "ra ri ru re ro", "ワヲン": "wa o n",
            "ガギグゲゴ": "ga gi gu ge go", "ザジズゼゾ": "za zi zu ze zo", "ダデド": "da de do", "バビブベボ": "ba bi bu be bo", "パピプペポ": "pa pi pu pe po", "ヴ": "bu",
        ]
        for (kana, letters) in rows {
            for (scalar, reading) in zip(kana.unicodeScalars, letters.split(separator: " ")) { result[scalar.value] = String(reading) }
        }
        return result
    }()

    /// Kunrei without long vowels. Small kana are folded to large ones, so シヤ may be sha: it is read so.
    static func skeleton(_ symbols: [Symbol], _ place: Int) -> (Int, [UInt8])? {
        let symbol = symbols[place]
        if symbol == 0x30FC || symbol == 0x30C3 { return (1, []) }
        guard let reading = table[symbol] else { return nil }
        var letters = Array(reading.utf8)
        var length = 1
        let next = place + 1 < symbols.count ? symbols[place + 1] : 0
        if letters.count == 2, letters[1] == 105, [0x30E4, 0x30E6, 0x30E8].contains(next) {
            letters = [letters[0]] + Array(table[next]!.utf8)
            length = 2
        }
        // おう, おお, うう
        if place + length < symbols.count, let last = letters.last {
            let vowel = symbols[place + length]
            if last == 111 && (vowel == 0x30A6 || vowel == 0x30AA) || last == 117 && vowel == 0x30A6 { length += 1 }
        }
        return (length, letters)
    }

    /// The readings of a name in the two systems of passports and schools, long vowels left out.
    static func romaji(_ symbols: [Symbol]) -> [String] {
        var kunrei = ""
        var place = 0
        while place < symbols.count {
            guard let (length, letters) = skeleton(symbols, place) else { return [] }
            kunrei += String(decoding: letters, as: UTF8.self)
            place += length
        }
        var hepburn = kunrei
        for (from, to) in [("hu", "fu"), ("sy", "sh"), ("ty", "ch"), ("zy", "j"), ("si", "shi"), ("ti", "chi"), ("tu", "tsu"), ("zi", "ji")] {
            hepburn = hepburn.replacing(from, with: to)
        }
        return hepburn == kunrei ? [kunrei] : [hepburn, kunrei]
    }
}
