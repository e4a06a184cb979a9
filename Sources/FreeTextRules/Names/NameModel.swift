// SPDX-License-Identifier: Apache-2.0

package import FreeTextCore

/// A linear sequence model over Latin words: averaged perceptron, first-order Viterbi.
///
/// Weights are one signed byte each, read in place. Seven tags: outside, and begin or inside of a person, an
/// institution, a place.
package struct NameModel: @unchecked Sendable {
    package static let tags = 7
    package static let slots = 1 << 17
    /// The separator of a full stop behind a whole word: no name goes on behind it.
    package static let sentenceEnd: UInt32 = 18
    /// Weights are stored as `round(weight * scale)`.
    package static let scale: Float = 4

    /// Immortal memory: the program image, or the trainer's buffer.
    private let weights: UnsafePointer<Int8>
    private let isEmpty: Bool

    /// - Parameter weights: Memory of `count` bytes that is never freed, a signed byte a weight.
    package init(weights: UnsafeRawPointer, count: Int) {
        self.weights = weights.assumingMemoryBound(to: Int8.self)
        isEmpty = count < NameModel.tags * NameModel.slots
    }

    package struct Word {
        package var token: Int
        package var features: [UInt32]
        /// What parts this word from the one before.
        package var separator: UInt32
    }

    package struct Entity {
        package let from: Int
        package let to: Int
        package let kind: Int  // 0 person, 1 institution, 2 place
        package let margin: Double
    }

    /// Finds entities; `outsideBias` is added to the score of "outside" and may be negative.
    package func entities(_ a: Analysis, outsideBias: Float) -> [Entity] {
        guard !isEmpty else { return [] }
        let words = NameFeatures.words(a)
        guard !words.isEmpty else { return [] }
        let t = NameModel.tags
        var emission = [Float](repeating: 0, count: words.count * t)
        var score = [Float](repeating: 0, count: words.count * t)
        var back = [UInt8](repeating: 0, count: words.count * t)
        for (i, w) in words.enumerated() {
            var e: (Int32, Int32, Int32, Int32, Int32, Int32, Int32) = (0, 0, 0, 0, 0, 0, 0)
            for f in w.features {
                let p = weights + Int(f) * t
                e.0 &+= Int32(p[0])
                e.1 &+= Int32(p[1])
                e.2 &+= Int32(p[2])
                e.3 &+= Int32(p[3])
                e.4 &+= Int32(p[4])
                e.5 &+= Int32(p[5])
                e.6 &+= Int32(p[6])
            }
            emission[i * t] = Float(e.0)
            emission[i * t + 1] = Float(e.1)
            emission[i * t + 2] = Float(e.2)
            emission[i * t + 3] = Float(e.3)
            emission[i * t + 4] = Float(e.4)
            emission[i * t + 5] = Float(e.5)
            emission[i * t + 6] = Float(e.6)
            emission[i * t] += outsideBias * NameModel.scale
            let transitions = i == 0 ? [] : (0..<t).map { weights + Int(NameFeatures.transition($0, w.separator)) * t }
            for k in 0..<t {
                if i == 0 {
                    score[k] = emission[k] + (NameModel.isInside(k) ? -400 : 0)
                    continue
                }
                var best = -Float.infinity
                var from: UInt8 = 0
                for p in 0..<t where NameModel.isAllowed(p, k, w.separator) {
                    let s = score[(i - 1) * t + p] + Float(transitions[p][k])
                    if s > best {
                        best = s
                        from = UInt8(p)
                    }
                }
                score[i * t + k] = best + emission[i * t + k]
                back[i * t + k] = from
            }
        }
        let last = words.count - 1
        var tag = 0
        for k in 1..<t where score[last * t + k] > score[last * t + tag] { tag = k }
        var path = [Int](repeating: 0, count: words.count)
        for i in stride(from: last, through: 0, by: -1) {
            path[i] = tag
            tag = Int(back[i * t + tag])
        }
        var found: [Entity] = []
        var i = 0
        while i < words.count {
            guard path[i] > 0 else {
                i += 1
                continue
            }
            let kind = (path[i] - 1) / 2
            var j = i + 1
            while j < words.count, path[j] == kind * 2 + 2 { j += 1 }
            var margin: Float = 0
            for k in i..<j { margin += emission[k * t + path[k]] - emission[k * t] }
            margin = margin / NameModel.scale / Float(j - i)
            found.append(Entity(from: words[i].token, to: words[j - 1].token + 1, kind: kind, margin: Double(margin)))
            i = j
        }
        return found
    }

    package static func isInside(_ tag: Int) -> Bool { tag > 0 && tag % 2 == 0 }
    package static func isAllowed(_ previous: Int, _ tag: Int, _ separator: UInt32) -> Bool {
        !isInside(tag) || separator != sentenceEnd && (previous == tag || previous == tag - 1)
    }
}
