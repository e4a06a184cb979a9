// SPDX-License-Identifier: Apache-2.0

internal import FreeTextCore

/// Chooses values of the same script and shape by a keyed digest.
enum Surrogates {
    private static let last: [StaticString] = [
        "Abbey", "Alder", "Ashby", "Barlow", "Birch", "Bramley", "Carver", "Colby", "Dalton", "Denby", "Elwood", "Fenwick", "Garland", "Hadley",
        "Hollis", "Irving", "Kendal", "Lowell", "Marlow", "Norton", "Oakley", "Paxton", "Quincy", "Radley", "Selby", "Tilden", "Upton", "Verney",
        "Walden", "Wexford", "Yardley", "Zeller",
    ]
    private static let first: [StaticString] = [
        "Adrian", "Ariel", "Blair", "Casey", "Corin", "Dana", "Devon", "Ellis", "Emery", "Finley", "Gale", "Harper", "Jamie", "Jules", "Kerry",
        "Lane",
        "Lee", "Morgan", "Noel", "Parker", "Perry", "Quinn", "Reese", "Robin", "Rowan", "Sage", "Shay", "Sidney", "Tracy", "Val", "Winter", "Wren",
    ]
    private static let hanLast: [Character] = Array("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗")
    private static let hanGiven: [Character] = Array("安宁平文明华英杰敏静丽强军磊洋艳勇娟涛超霞秀兰桂芳玉萍红鑫鹏")

    static func make(_ text: String, _ type: PHIType, digest: ReplacementPolicy.KeyedDigest) -> String? {
        let folded = FoldedText(text.unicodeScalars.map(\.value))
        var key: [UInt8] = Array(type.rawValue.utf8) + [0]
        for s in folded.scalars { key.append(contentsOf: [UInt8(s >> 16 & 255), UInt8(s >> 8 & 255), UInt8(s & 255)]) }
        let d = digest(key)
        guard d.count >= 16 else { return nil }
        switch type {
        case .person: return person(text, folded, d, digest)
        case .id, .phone: return number(text, d)
        case .age: return "90+"
        case .email: return "user\(letters(d, 6))@mail.example"
        case .url: return "https://site-\(letters(d, 6)).example"
        case .ip: return text.contains(":") ? "2001:db8::\(String(Int(d[0]) << 8 | Int(d[1]), radix: 16))" : "192.0.2.\(1 + Int(d[0]) % 254)"
        case .date:
            // Within half a year, never by nothing; the same date always moves to the same date.
            let days = 1 + (Int(d[0]) << 8 | Int(d[1])) % 180
            return FoundDate(text.unicodeScalars.map(\.value))?.shifted(byDays: d[2] & 1 == 0 ? days : -days)
        case .hospital, .organization, .location, .address: return place(text, type, folded, d)
        }
    }

    private static func letters(_ d: [UInt8], _ count: Int) -> String {
        String(String.UnicodeScalarView(d.prefix(count).map { UnicodeScalar(97 + $0 % 26) }))
    }

    private static let towns: [StaticString] = [
        "Ashford", "Brookfield", "Clearwater", "Eastham", "Fairmont", "Greenville", "Hillcrest", "Kingsley", "Lakewood", "Milton", "Northfield",
        "Oakdale", "Riverton", "Summerfield", "Westbrook", "Woodlawn",
    ]
    private static let hanTowns: [StaticString] = ["安平", "长宁", "东湖", "丰泽", "光明", "和平", "嘉禾", "江北", "临河", "南湖", "清源", "新丰", "永宁", "云山", "中原", "竹溪"]

    /// Another place of the same kind and script.
    private static func place(_ text: String, _ type: PHIType, _ folded: FoldedText, _ d: [UInt8]) -> String {
        let han = folded.tokens.contains { $0.isHan }
        let pick = Int(d[0]) << 8 | Int(d[1])
        let town = (han ? hanTowns[pick % hanTowns.count] : towns[pick % towns.count]).description
        let number = 1 + Int(d[2]) % 199
        let result: String
        switch type {
        case .hospital: result = han ? town + "医院" : town + " Hospital"
        case .organization: result = han ? town + "公司" : town + " Company"
        case .address: result = han ? "\(town)路\(number)号" : "\(number) \(town) Road"
        default: result = town
        }
        let upper = folded.tokens.filter(\.isWord).allSatisfy { $0.shape == .upper || $0.length == 1 }
        return !han && upper ? result.uppercased() : result
    }

    /// Each word by its own digest, so that a surname alone and the full name agree.
    private static func person(_ text: String, _ folded: FoldedText, _ d: [UInt8], _ digest: ReplacementPolicy.KeyedDigest) -> String {
        let scalars = Array(text.unicodeScalars)
        var out = ""
        var position = 0
        var hanIndex = 0
        for (i, t) in folded.tokens.enumerated() where t.isWord || t.isHan {
            while position < Int(t.start) {
                out.unicodeScalars.append(scalars[position])
                position += 1
            }
            position = Int(t.end)
            let own = digest(Array(folded.text(t).utf8))
            let pick = own.count >= 2 ? Int(own[0]) << 8 | Int(own[1]) : i
            if t.isHan {
                out.append(hanIndex == 0 ? hanLast[pick % hanLast.count] : hanGiven[pick % hanGiven.count])
                hanIndex += 1
            } else {
                let pool = Lexicon.shared.word(t.hash)
                var s = (pool.first > pool.last ? first[pick % first.count] : last[pick % last.count]).description
                if t.length == 1 { s = String(UnicodeScalar(UInt8(65 + pick % 26))) }
                if t.shape == .upper { s = s.uppercased() }
                if t.shape == .lower { s = s.lowercased() }
                out += s
            }
        }
        while position < scalars.count {
            out.unicodeScalars.append(scalars[position])
            position += 1
        }
        return out
    }

    private static func number(_ text: String, _ d: [UInt8]) -> String {
        var out = ""
        var k = 0
        for s in text.unicodeScalars {
            let b = Int(d[k % d.count]) &+ k / d.count
            switch s {
            case "0"..."9":
                out.unicodeScalars.append(UnicodeScalar(UInt8(48 + b % 10)))
                k += 1
            case "a"..."z":
                out.unicodeScalars.append(UnicodeScalar(UInt8(97 + b % 26)))
                k += 1
            case "A"..."Z":
                out.unicodeScalars.append(UnicodeScalar(UInt8(65 + b % 26)))
                k += 1
            default: out.unicodeScalars.append(s)
            }
        }
        return out
    }
}
