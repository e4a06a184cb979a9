// SPDX-License-Identifier: Apache-2.0

import Foundation
import FreeTextCore
import FreeTextRules

/// An averaged perceptron over the library's own features.
struct Trainer {
    let lexicon: Lexicon
    private let cues = CueTable(packs: LanguagePack.builtIn)
    private let lines = 300_000
    private let rounds = 5
    private var digest: UInt64 = TextHash.seed
    private var positives = 0
    private var negatives = 0

    init(lexicon: Lexicon) { self.lexicon = lexicon }

    private struct Sequence {
        var features: [[UInt32]]
        var separators: [UInt32]
        var gold: [UInt8]
    }

    private mutating func prepare(_ example: Example, _ random: inout SplitMix, dropout: Bool) -> Sequence {
        for s in example.text.unicodeScalars { digest = TextHash.add(digest, s.value) }
        var a = Analysis(example.text.unicodeScalars.map(\.value), offset: 0, field: .none, cues: cues, lexicon: lexicon)
        TermPhrases.mark(&a)
        // Rare names must pass: forget at times that a name is listed.
        if dropout {
            for e in example.entities where random.chance(0.3) {
                for i in a.text.tokens.indices
                where Int(a.text.tokens[i].start) >= e.from && Int(a.text.tokens[i].end) <= e.to && a.text.tokens[i].isWord {
                    a.text.tokens[i].word.bits &= ~(15 | WordClass.proper | (a.text.tokens[i].word.word < 2 ? 48 : 0))
                    if random.chance(0.7) { a.text.tokens[i].word.bits &= ~(WordClass.place | WordClass.bigPlace) }
                }
            }
        }
        // Rare terms must stay: forget at times that a term is listed.
        if dropout {
            for i in a.text.tokens.indices
            where a.text.tokens[i].isWord && a.text.tokens[i].word.isTerm && a.text.tokens[i].word.word < 2 && a.text.tokens[i].length > 3
                && random.chance(0.12)
            {
                guard !example.entities.contains(where: { $0.from <= Int(a.text.tokens[i].start) && Int(a.text.tokens[i].end) <= $0.to }) else {
                    continue
                }
                a.text.tokens[i].word.bits &= 15 | WordClass.eponym
            }
        }
        let words = NameFeatures.words(a)
        var gold = [UInt8](repeating: 0, count: words.count)
        var previous = -1
        for (k, w) in words.enumerated() {
            let t = a.tokens[w.token]
            guard let n = example.entities.firstIndex(where: { $0.from < Int(t.end) && Int(t.start) < $0.to }) else {
                previous = -1
                continue
            }
            gold[k] = UInt8(example.entities[n].kind * 2 + (previous == n ? 2 : 1))
            previous = n
        }
        return Sequence(features: words.map(\.features), separators: words.map(\.separator), gold: gold)
    }

    mutating func train(_ generator: inout Generator) -> [Float] {
        let t = NameModel.tags
        let size = NameModel.slots * t
        var w = [Float](repeating: 0, count: size)
        var sum = [Float](repeating: 0, count: size)
        var step: Float = 1
        var random = SplitMix(state: 7)
        var data: [Sequence] = []
        for _ in 0..<lines {
            let e = generator.next()
            if e.entities.isEmpty { negatives += 1 } else { positives += 1 }
            data.append(prepare(e, &random, dropout: true))
        }
        print("lines with names \(positives), without \(negatives)")
        let words = data.reduce((0, 0)) { ($0.0 + $1.gold.filter { $0 > 0 }.count, $0.1 + $1.gold.count) }
        print("words in names \(words.0) of \(words.1)")
        var order = Array(data.indices)
        for round in 0..<rounds {
            for i in stride(from: order.count - 1, to: 0, by: -1) { order.swapAt(i, random.below(i + 1)) }
            var wrong = 0
            var seen = 0
            for n in order {
                let s = data[n]
                let path = w.withUnsafeBufferPointer { Trainer.decode(s, $0) }
                seen += path.count
                if path == s.gold {
                    step += 1
                    continue
                }
                func change(_ slot: UInt32, _ tag: Int, _ by: Float) {
                    let k = Int(slot) * t + tag
                    w[k] += by
                    sum[k] += by * step
                }
                for i in path.indices {
                    if path[i] != s.gold[i] {
                        wrong += 1
                        for f in s.features[i] {
                            change(f, Int(s.gold[i]), 1)
                            change(f, Int(path[i]), -1)
                        }
                    }
                    guard i > 0, path[i] != s.gold[i] || path[i - 1] != s.gold[i - 1] else { continue }
                    change(NameFeatures.transition(Int(s.gold[i - 1]), s.separators[i]), Int(s.gold[i]), 1)
                    change(NameFeatures.transition(Int(path[i - 1]), s.separators[i]), Int(path[i]), -1)
                }
                step += 1
            }
            print("round \(round + 1): \(wrong) of \(seen) words wrong")
        }
        for k in 0..<size { w[k] -= sum[k] / step }
        return w
    }

    private static func decode(_ s: Sequence, _ w: UnsafeBufferPointer<Float>) -> [UInt8] {
        let t = NameModel.tags
        let n = s.gold.count
        guard n > 0 else { return [] }
        var score = [Float](repeating: 0, count: n * t)
        var back = [UInt8](repeating: 0, count: n * t)
        for i in 0..<n {
            var e: (Float, Float, Float, Float, Float, Float, Float) = (0, 0, 0, 0, 0, 0, 0)
            for f in s.features[i] {
                let k = Int(f) * t
                e.0 += w[k]
                e.1 += w[k + 1]
                e.2 += w[k + 2]
                e.3 += w[k + 3]
                e.4 += w[k + 4]
                e.5 += w[k + 5]
                e.6 += w[k + 6]
            }
            let emission = [e.0, e.1, e.2, e.3, e.4, e.5, e.6]
            for k in 0..<t {
                if i == 0 {
                    score[k] = emission[k] + (NameModel.isInside(k) ? -1000 : 0)
                    continue
                }
                var best = -Float.infinity
                for p in 0..<t where NameModel.isAllowed(p, k, s.separators[i]) {
                    let v = score[(i - 1) * t + p] + w[Int(NameFeatures.transition(p, s.separators[i])) * t + k]
                    if v > best {
                        best = v
                        back[i * t + k] = UInt8(p)
                    }
                }
                score[i * t + k] = best + emission[k]
            }
        }
        var tag = 0
        for k in 1..<t where score[(n - 1) * t + k] > score[(n - 1) * t + tag] { tag = k }
        var path = [UInt8](repeating: 0, count: n)
        for i in stride(from: n - 1, through: 0, by: -1) {
            path[i] = UInt8(tag)
            tag = Int(back[i * t + tag])
        }
        return path
    }

    /// Writes the weights and returns their digest.
    func write(_ weights: [Float], to folder: String) throws -> (name: String, digest: String) {
        let stored = weights.map { Int8(max(-40, min(40, ($0 * NameModel.scale).rounded()))) }
        print("weights \(stored.count), not zero \(stored.count { $0 != 0 }), lines \(String(TextHash.finish(digest), radix: 16))")
        return ("name-weights", try TableFile.write(stored.map(UInt8.init(bitPattern:)), "name-weights", to: folder))
    }
}
