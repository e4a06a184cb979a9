// SPDX-License-Identifier: Apache-2.0

/// Names in Latin letters as passports, libraries and neighbours write them. What differs between more systems than these is found by
/// ``Romanization``.
enum Transliteration {
    static func all(of components: [String], _ script: Romanization) -> [[String]] {
        var result: [[String]] = []
        for table in script == .greek ? [elot, classical] : [passport, german, scholarly, ukrainian, french] {
            let latin = components.map { component in
                var text = ""
                var before: Character = " "
                for character in component.lowercased() {
                    let key = script == .greek ? greekBase[character] ?? character : character
                    if script == .greek, let pair = table[String(before) + String(key)] {
                        text.removeLast()
                        text += pair
                    } else {
                        text += table[String(key)] ?? String(key)
                    }
                    before = key
                }
                return text
            }
            if !result.contains(latin) { result.append(latin) }
        }
        return result
    }

    private static func table(_ text: String, over base: [String: String] = [:]) -> [String: String] {
        var result = base
        for pair in text.split(separator: " ") {
            let sides = pair.split(separator: ">", omittingEmptySubsequences: false)
            result[String(sides[0])] = String(sides[1])
        }
        return result
    }

    private static let passport = table(
        """
        а>a б>b в>v г>g д>d е>e ё>e ж>zh з>z и>i й>i к>k л>l м>m н>n о>o п>p р>r с>s т>t у>u ф>f х>kh ц>ts ч>ch ш>sh щ>shch ъ> ы>y ь> э>e ю>iu я>ia \
        і>i ї>i є>ie ґ>g ў>u ђ>dj ј>j љ>lj њ>nj ћ>c џ>dz ѓ>gj ќ>kj ѕ>dz ѝ>i ’> '>
        """)
    private static let german = table("в>w ж>sch з>s й>j х>ch ц>z ч>tsch ш>sch щ>schtsch ы>y ю>ju я>ja ё>jo є>je ї>ji", over: passport)
    private static let scholarly = table("ж>z й>j х>h ц>c ч>c ш>s щ>sc ы>y ю>ju я>ja ё>jo є>je ї>ji э>e", over: passport)
    private static let ukrainian = table("г>h и>y й>y х>kh ю>yu я>ya ё>yo є>ye ї>yi ы>y э>e", over: passport)
    private static let french = table("ж>j й>i х>kh ч>tch ш>ch щ>chtch у>ou ю>iou я>ia ы>y ё>io", over: passport)

    private static let elot = table(
        "α>a β>v γ>g δ>d ε>e ζ>z η>i θ>th ι>i κ>k λ>l μ>m ν>n ξ>x ο>o π>p ρ>r σ>s ς>s τ>t υ>y φ>f χ>ch ψ>ps ω>o ου>ou αυ>av ευ>ev μπ>b γγ>ng "
            + "γξ>nx γχ>nch"
    )
    private static let classical = table("β>b η>e φ>ph χ>kh αυ>au ευ>eu μπ>mp γκ>g ντ>d αι>e ει>i οι>i υ>i", over: elot)

    private static let greekBase: [Character: Character] = [
        "ά": "α", "έ": "ε", "ή": "η", "ί": "ι", "ϊ": "ι", "ΐ": "ι", "ό": "ο", "ύ": "υ", "ϋ": "υ", "ΰ": "υ", "ώ": "ω",
    ]
}
