// SPDX-License-Identifier: Apache-2.0

internal import FreeTextCore

/// A run of Chinese characters with the cost of every word and name that may lie in it, looked up once.
///
/// Costs are negative natural logarithms of probabilities.
struct HanLattice {
    static let longestWord = 7

    let chars: [UInt32]
    private let lexicon: Lexicon
    private let names: [HanNameCost]
    /// Index `i * longestWord + length - 1`; infinite where there is no word.
    private var costs: [Float]
    private var words: [UInt16]

    var count: Int { chars.count }

    init(_ chars: [UInt32], _ lexicon: Lexicon) {
        self.chars = chars
        self.lexicon = lexicon
        names = chars.map(lexicon.hanName)
        costs = [Float](repeating: .infinity, count: chars.count * HanLattice.longestWord)
        words = [UInt16](repeating: 0, count: chars.count * HanLattice.longestWord)
        for i in chars.indices {
            var h = TextHash.seed
            for length in 1...min(HanLattice.longestWord, chars.count - i) {
                h = TextHash.add(h, chars[i + length - 1])
                let k = i * HanLattice.longestWord + length - 1
                guard let w = lexicon.hanWord(TextHash.finish(h)) else {
                    if length == 1 { costs[k] = 13 }
                    continue
                }
                var cost = 17.9 - Float(w.frequency) / 2
                if w.isClinical { cost = min(cost, length == 1 ? 9 : 8) - Float(length - 1) }
                costs[k] = max(cost, 2.5)
                words[k] = UInt16(w.bits & 0x1ff) | 0x8000
            }
        }
    }

    /// Cost of the best single word that covers `length` characters from `i`; infinite if there is none.
    func wordCost(_ i: Int, _ length: Int) -> Double {
        length <= HanLattice.longestWord && i + length <= count ? Double(costs[i * HanLattice.longestWord + length - 1]) : .infinity
    }

    func word(_ i: Int, _ length: Int) -> HanWord? {
        guard length <= HanLattice.longestWord, i >= 0, i + length <= count else { return nil }
        let w = words[i * HanLattice.longestWord + length - 1]
        return w == 0 ? nil : HanWord(bits: UInt32(w & 0x1ff))
    }

    func surname(_ i: Int) -> Int { names[i].surname }
    func isForeign(_ i: Int) -> Bool { names[i].foreign < 63 }

    /// Length and cost of the surname at `i`: a double one where there is one, else a single one; `nil` if none.
    func surnameLength(_ i: Int) -> (length: Int, cost: Double)? {
        if i + 1 < count {
            let c = lexicon.compoundSurname(chars[i], chars[i + 1])
            if c < 63 { return (2, Double(c) / 4) }
        }
        return names[i].surname < 63 ? (1, Double(names[i].surname) / 4) : nil
    }

    /// Cost of a Chinese name over `length` characters; `nil` if it can be none.
    func nameCost(_ i: Int, _ length: Int) -> Double? {
        if chars[i + length - 1] == 0x6c0f { return nil }  // 氏
        var best = Double.infinity
        if names[i].surname < 63 {
            let s = Double(names[i].surname) / 4
            // 阮氏秋恒
            if length > 2, chars[i + 1] == 0x6c0f { return s + 3 + (length == 3 ? single(i + 2) : pair(i + 2)) }
            if length == 2 { best = s + single(i + 1) + 1.6 }
            if length == 3 { best = s + pair(i + 1) + 0.3 }
            // Two surnames: 钱孙怡
            if length == 3, names[i].surname < 30, names[i + 1].surname < 24 { best = min(best, s + 6 + single(i + 2)) }
        }
        if length >= 3 {
            let compound = lexicon.compoundSurname(chars[i], chars[i + 1])
            if compound < 63 {
                let c = Double(compound) / 4
                best = min(best, length == 3 ? c + single(i + 2) + 0.5 : c + pair(i + 2))
            }
            // Two surnames: 陈方安生
            if length == 4, names[i].surname < 24, names[i + 1].surname < 24 { best = min(best, Double(names[i].surname) / 4 + 6 + pair(i + 2)) }
        }
        return best.isFinite ? best : nil
    }

    func single(_ i: Int) -> Double { Double(min(names[i].given2, names[i].given1, 52)) / 4 + 0.5 }

    func pair(_ i: Int) -> Double {
        let listed = lexicon.givenName(chars[i], chars[i + 1])
        if listed < 63 { return min(Double(listed) / 4, Double(min(names[i].given1, 52)) / 4 + Double(min(names[i + 1].given2, 52)) / 4) }
        if chars[i] == chars[i + 1] { return Double(min(names[i].given1, 36)) / 4 + 3 }
        return Double(min(names[i].given1, 52)) / 4 + Double(min(names[i + 1].given2, 52)) / 4
    }

    /// Cost of one more character in a name written by sound; `nil` if it never occurs there.
    func foreignStep(_ i: Int, isFirst: Bool) -> Double? {
        guard names[i].foreign < 63 else { return nil }
        let p = lexicon.foreignPair(isFirst ? 0 : chars[i - 1], chars[i])
        return p < 63 ? Double(p) / 4 : Double(names[i].foreign) / 4 + 2.2
    }

    /// Cost of a Japanese name: a listed surname of two or three characters and a listed given name of two or three.
    func japaneseCost(_ i: Int, _ length: Int) -> Double? {
        guard length >= 4, length <= 6 else { return nil }
        for s in [2, 3] where length - s == 2 || length - s == 3 {
            if lexicon.japaneseName(TextHash.of(chars[i..<i + s])) & 1 == 1, lexicon.japaneseName(TextHash.of(chars[i + s..<i + length])) & 2 == 2 {
                return 17
            }
        }
        return nil
    }

    /// The cost of the same characters as words alone.
    func plainCost(_ i: Int, _ length: Int) -> Double {
        if length == 2 {
            let apart = wordCost(i, 1) + wordCost(i + 1, 1)
            return word(i, 2)?.isName ?? false ? apart : min(wordCost(i, 2), apart)
        }
        var cost = [Double](repeating: .infinity, count: length + 1)
        cost[0] = 0
        for k in 0..<length {
            for l in 1...min(HanLattice.longestWord, length - k) {
                if word(i + k, l)?.isName ?? false, l > 2 { continue }
                cost[k + l] = min(cost[k + l], cost[k] + wordCost(i + k, l))
            }
        }
        return cost[length]
    }
}
