// SPDX-License-Identifier: Apache-2.0

import Foundation
import FreeTextCore

/// Packs the word lists into the tables that the library reads in place.
struct TableBuilder {
    private var latin: [UInt64: UInt32] = [:]
    private var han: [UInt64: UInt32] = [:]
    private var hanNames: [UInt64: UInt32] = [:]
    private var hanContext: [UInt64: UInt32] = [:]
    private var japanese: [UInt64: UInt32] = [:]

    let lexicon: Lexicon

    init(lists: Lists) {
        let pairs = lists.lines("zh-simplified.txt") + lists.words("own-shinjitai.txt").filter { Set($0.unicodeScalars).count == 2 }
        var map: [UInt32: UInt32] = [:]
        for pair in pairs {
            let u = Array(pair.unicodeScalars)
            if u.count == 2 { map[u[0].value] = u[1].value }
        }
        var table: [UInt64: UInt32] = [:]
        func put(_ word: String, _ bits: UInt32) { table[TextHash.of(word), default: 0] |= bits }
        func bucket(_ word: String, _ shift: UInt32, _ value: Int) {
            let h = TextHash.of(word)
            let old = table[h, default: 0]
            if UInt32(value) > old >> shift & 3 { table[h] = old & ~(3 << shift) | UInt32(value) << shift }
        }
        for (w, b) in lists.ranked("first.txt") { bucket(w, 0, b) }
        for (w, b) in lists.ranked("last.txt") { bucket(w, 2, b) }
        for (w, b) in lists.ranked("words.txt") where w.count > 1 { bucket(w, 4, b) }
        for w in lists.words("own-common.txt") where w.count > 1 { put(w, WordClass.clinical) }
        for w in lists.words("clinical.txt") + lists.words("own-clinical.txt") where w.count > 2 { put(w, WordClass.clinical) }
        for w in lists.words("own-technical.txt") where w.count > 1 { put(w, WordClass.technical) }
        for w in lists.words("own-foreign-clinical.txt") where w.count > 1 { put(w, WordClass.clinical | WordClass.foreign) }
        for w in lists.words("own-positions.txt") where w.count > 2 { put(w, WordClass.eponym) }
        // A common name stays a name.
        for w in lists.words("dicom-words.txt") + lists.words("own-abbreviations.txt") + lists.words("own-devices.txt")
            + lists.words("own-shorthand.txt") where w.count > 1
        {
            let old = table[TextHash.of(w), default: 0]
            if old & 3 < 3, old >> 2 & 3 < 3 { put(w, WordClass.technical) }
        }
        for w in lists.words("own-drugs.txt") { put(w, WordClass.drug) }
        for w in lists.words("own-eponyms.txt") + lists.words("eponyms-icd.txt") where w.count > 2 {
            put(w.folding(options: .diacriticInsensitive, locale: nil), WordClass.eponym)
        }
        for w in lists.words("own-foreign.txt") + lists.words("es-dictionary.txt") where w.count > 1 { put(w, WordClass.foreign) }
        // Everyday words of a language are no rare surnames.
        for code in ["de", "es", "fr"] {
            for w in lists.words("words-\(code).txt") where w.count > 1 {
                let h = TextHash.of(w)
                let old = table[h, default: 0]
                table[h] = (old & 15 == 1 << 2 || old & 15 == 1 ? old & ~15 : old) | WordClass.foreign
            }
        }
        for w in lists.words("upper.txt") { put(w, WordClass.proper) }
        for (name, rank) in lists.ranked("cities.txt") where !name.contains(" ") {
            put(name, WordClass.place | (rank >= 2 ? WordClass.bigPlace : 0))
        }
        for w in lists.lines("states.txt") where !w.contains(" ") { put(w, WordClass.place | WordClass.bigPlace) }
        for w in lists.lines("countries.txt") where !w.contains(" ") { put(w, WordClass.country) }
        for w
            in """
        usa uk us uae england scotland wales american british german french chinese japanese spanish italian \
        mexican canadian indian korean african asian european russian polish dutch swedish irish english hispanic \
        caucasian vietnamese filipino arabic hindi mandarin cantonese portuguese
        """
        .split(separator: " ") { put(String(w), WordClass.country) }
        // Howell, Castro: a common name that is no everyday word is no term either, whatever code is named for it.
        let surnames = Set(lists.words("own-surnames.txt").map { TextHash.of($0) })
        for (h, b) in table where max(b & 3, b >> 2 & 3) == 3 && b >> 4 & 3 < 2 && b & WordClass.drug == 0 || surnames.contains(h) {
            table[h] = b & ~(WordClass.clinical | (surnames.contains(h) ? WordClass.technical | 3 << 4 : 0))
        }
        // Clinical words that come from eponyms alone are eponyms, not terms.
        for w in lists.words("own-eponyms.txt") + lists.words("eponyms-icd.txt") {
            let h = TextHash.of(w)
            if let b = table[h], b >> 4 & 3 == 0, b & WordClass.technical == 0 { table[h] = b & ~WordClass.clinical }
        }
        // Beginnings of terms that are no word themselves: `Enterogr`, `Myocard`.
        for w in lists.words("clinical.txt") + lists.words("own-technical.txt") + lists.words("dicom-words.txt") where w.count > 5 {
            let h = table[TextHash.of(w), default: 0]
            guard h & 15 == 0 else { continue }
            let u = w.unicodeScalars.map(\.value)
            for n in 3..<u.count where table[TextHash.of(u[..<n])] == nil { table[TextHash.of(u[..<n])] = WordClass.truncated }
        }
        // A rare surname that is an everyday word, or a word of the clinic, is that word.
        for (h, b) in table where b & 3 == 0 && b >> 2 & 3 == 1 {
            let word = b >> 4 & 3
            if word == 3 || word == 2 && b & (WordClass.clinical | WordClass.technical) != 0 { table[h] = b & ~15 }
        }
        latin = table

        var words: [UInt64: UInt32] = [:]
        func foldHan(_ s: Substring) -> [UInt32] { s.unicodeScalars.map { map[$0.value] ?? $0.value } }
        // 张建国 is no word, though a dictionary lists it.
        let common = Set(lists.ranked("zh-surnames.txt").filter { $0.1 >= 100 }.map(\.0))
        let given = Set((lists.lines("zh-given.txt") + lists.words("own-zh-given.txt")).filter { $0.count == 2 })
        for line in lists.lines("zh-words.txt") {
            let f = line.split(separator: " ")
            guard f.count == 3, let b = UInt32(f[1]) else { continue }
            if f[2] == "w", b < 9, f[0].count == 3, common.contains(String(f[0].prefix(1))), given.contains(String(f[0].dropFirst())) { continue }
            let kind: UInt32 = f[2] == "p" ? 1 : f[2] == "o" ? 2 : f[2] == "r" ? 3 : 0
            let h = TextHash.of(foldHan(f[0]))
            words[h] = max(words[h] ?? 0 & 63, min(b, 63)) & 63 | kind << 6
        }
        // 信阳市 makes 信阳 a place.
        for line in lists.lines("zh-words.txt") {
            let f = line.split(separator: " ")
            guard f.count == 3, f[2] == "p", let last = f[0].last, "市县省".contains(last), f[0].count >= 3 else { continue }
            let h = TextHash.of(foldHan(f[0].dropLast()))
            if let old = words[h], old >> 6 & 3 == 0 { words[h] = old | 1 << 6 }
        }
        for w in lists.words("own-zh-clinical.txt") where w.unicodeScalars.count > 1 {
            words[TextHash.of(foldHan(Substring(w))), default: 10] |= 1 << 8
        }
        han = words

        hanNames = TableBuilder.names(lists, map)
        var context: [UInt64: UInt32] = [:]
        for line in lists.lines("zh-context.txt") {
            let f = line.split(separator: " ")
            guard f.count == 3, let c = f[0].unicodeScalars.first, let l = Int(f[1]), let r = Int(f[2]) else { continue }
            context[TextHash.of([map[c.value] ?? c.value])] = UInt32(l + 32) | UInt32(r + 32) << 6
        }
        hanContext = context
        var ja: [UInt64: UInt32] = [:]
        for w in lists.lines("ja-last.txt") { ja[TextHash.of(foldHan(Substring(w))), default: 0] |= 1 }
        for w in lists.lines("ja-first.txt") { ja[TextHash.of(foldHan(Substring(w))), default: 0] |= 2 }
        japanese = ja
        lexicon = Lexicon(
            latin: PackedTable(entries: latin, valueSize: Lexicon.ValueSize.latin), han: PackedTable(entries: han, valueSize: Lexicon.ValueSize.han),
            hanNames: PackedTable(entries: hanNames, valueSize: Lexicon.ValueSize.hanNames),
            hanContext: PackedTable(entries: hanContext, valueSize: Lexicon.ValueSize.hanContext),
            japanese: PackedTable(entries: japanese, valueSize: Lexicon.ValueSize.japanese))
    }

    private static let compound =
        "欧阳 上官 司马 诸葛 司徒 皇甫 东方 尉迟 夏侯 慕容 令狐 宇文 长孙 公孙 轩辕 端木 独孤 南宫 西门 东郭 百里 呼延 完颜 钟离 闻人 赫连 澹台 公冶 太史 申屠 仲孙 万俟 濮阳 淳于 单于 太叔 拓跋 左丘 谷梁 梁丘 东野 第五 鲜于 闾丘 "
        + "亓官 司寇 子车 颛孙 巫马 公西 漆雕 乐正 壤驷 公良 夹谷 宰父 段干 微生 羊舌 张简 范姜 郭罗 叶赫 那拉 爱新 沙马 阿西 吉克 阿库 吉木 海来 阿尔"

    /// Costs of characters in names, from the lists of names.
    private static func names(_ lists: Lists, _ map: [UInt32: UInt32]) -> [UInt64: UInt32] {
        var surname: [UInt32: Double] = [:]
        for (w, n) in lists.ranked("zh-surnames.txt") {
            for c in w.unicodeScalars { surname[map[c.value] ?? c.value, default: 0] += Double(n) / 100_000 }
        }
        var one: [UInt32: Double] = [:]
        var two: [UInt32: Double] = [:]
        var total1 = 0.0
        var total2 = 0.0
        func add(_ given: [UInt32], _ weight: Double) {
            guard let first = given.first, let last = given.last else { return }
            if given.count == 2 {
                one[first, default: 0] += weight
                total1 += weight
            }
            two[last, default: 0] += weight
            total2 += weight
        }
        for (w, n) in lists.ranked("zh-names.txt") {
            let s = w.unicodeScalars.map { map[$0.value] ?? $0.value }
            add(Array(s[1...]), 1 + Double(n) / 4)
        }
        for w in lists.lines("zh-given.txt") {
            let s = w.unicodeScalars.map { map[$0.value] ?? $0.value }
            add(s, 40)
            if s.count == 1 {
                one[s[0], default: 0] += 30
                total1 += 30
            }
        }
        for w in lists.words("own-zh-given.txt") { add(w.unicodeScalars.map { map[$0.value] ?? $0.value }, 4) }
        let extra =
            "子涵浩宇轩梓萱诗琪雨欣怡思雅婷雪佳慧依晨曦可馨语桐一诺奕俊熙泽铭睿博昊天皓宸若汐沐瑶芷晴彤妍玥嘉懿楠乐瑞霖航逸凡翔宏志远建国庆卫东红梅秀英淑珍桂兰玉春生福贵德胜世豪伟杰丽萍海燕永强金凤凤霞爱荣振峰立新艳芳雅琴美华云飞晓东小明文静静怡诗涵梦洁心怡雨桐紫萱欣妍语嫣"
            + "承恩家豪志豪冠宇承翰佩珊淑芬雅婷怡君宗翰柏翰"
        for c in extra.unicodeScalars {
            one[c.value, default: 0] += 25
            two[c.value, default: 0] += 25
            total1 += 25
            total2 += 25
        }
        var foreign: [UInt32: Double] = [:]
        var follows: [[UInt32]: Double] = [:]
        var before: [UInt32: Double] = [:]
        var totalF = 0.0
        func addForeign(_ word: String, _ weight: Double) {
            let s = word.unicodeScalars.map { map[$0.value] ?? $0.value }
            for (i, c) in s.enumerated() {
                foreign[c, default: 0] += weight
                totalF += weight
                let previous = i == 0 ? 0 : s[i - 1]
                follows[[previous, c], default: 0] += weight
                before[previous, default: 0] += weight
            }
        }
        for w in lists.lines("zh-foreign.txt") { addForeign(w, 1) }
        for w in lists.words("own-zh-minority.txt") { addForeign(w, 8) }
        func cost(_ p: Double) -> UInt32 { p <= 0 ? 63 : UInt32(min(62, max(0, (-log(p) * 4).rounded()))) }
        var entries: [UInt64: UInt32] = [:]
        for c in Set(surname.keys).union(one.keys).union(two.keys).union(foreign.keys) {
            let f = (foreign[c] ?? 0) / totalF
            let bits =
                cost(surname[c] ?? 0) | cost((one[c] ?? 0) / total1) << 6 | cost((two[c] ?? 0) / total2) << 12
                | (f > 0.00005 ? cost(f) : 63) << 18
            entries[TextHash.of([c])] = bits
        }
        // What follows what in names written by sound.
        for (pair, n) in follows {
            let p = (n + 0.3 * (foreign[pair[1]] ?? 0) / totalF) / (before[pair[0], default: 0] + 4)
            entries[TextHash.of(pair)] = 63 | 63 << 6 | 63 << 12 | cost(p) << 18
        }
        // Given names of two characters: the commoner the cheaper.
        for (k, w) in lists.words("own-zh-given.txt").enumerated() where w.unicodeScalars.count == 2 {
            let h = TextHash.of(w.unicodeScalars.map { map[$0.value] ?? $0.value })
            let old = entries[h] ?? (63 | 63 << 6 | 63 << 12 | 63 << 18)
            entries[h] = old & ~(63 << 6) | UInt32(k < 1500 ? 26 : 30) << 6
        }
        for w in compound.split(separator: " ") {
            let h = TextHash.of(w.unicodeScalars.map { map[$0.value] ?? $0.value })
            entries[h] = cost(0.0004) | (entries[h] ?? (63 | 63 << 6 | 63 << 12 | 63 << 18)) & ~63
        }
        return entries
    }

    /// Writes the tables and returns their names with digests.
    func write(to folder: String) throws -> [(name: String, digest: String)] {
        try [
            ("latin-words", latin, Lexicon.ValueSize.latin), ("han-words", han, Lexicon.ValueSize.han),
            ("han-names", hanNames, Lexicon.ValueSize.hanNames), ("han-context", hanContext, Lexicon.ValueSize.hanContext),
            ("japanese-names", japanese, Lexicon.ValueSize.japanese),
        ].map { name, entries, valueSize in
            let bytes = PackedTable.pack(entries, valueSize: valueSize)
            print(name, entries.count, "entries", bytes.count, "bytes")
            return (name, try TableFile.write(bytes, name, to: folder))
        }
    }
}
