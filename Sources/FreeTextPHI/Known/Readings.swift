// SPDX-License-Identifier: Apache-2.0

internal import FreeTextCore
internal import Identifiers

/// Pinyin readings of Chinese characters, without tones.
package struct Readings: Sendable {
    private let text: [[UInt32]]
    private let index: [UInt16]
    private let known: Set<UInt64>
    /// Surnames that are read in their own way.
    private let surnames: [UInt32: [UInt32]]

    package static let shared = Readings(readings: ReadingsTable.readings)

    init(readings: StaticString) {
        var list: [[UInt32]] = [[]]
        var known: [[UInt8]: UInt16] = [[]: 0]
        var index: [UInt16] = []
        index.reserveCapacity(20902)
        readings.withUTF8Buffer { bytes in
            var word: [UInt8] = []
            func close() {
                if word == [45] { word = [] }
                if let k = known[word] {
                    index.append(k)
                } else {
                    known[word] = UInt16(list.count)
                    index.append(UInt16(list.count))
                    list.append(word.map(UInt32.init))
                }
                word.removeAll(keepingCapacity: true)
            }
            for b in bytes {
                if b == 32 { close() } else { word.append(b) }
            }
            if !word.isEmpty { close() }
        }
        text = list
        self.known = Set(list.filter { !$0.isEmpty }.map { TextHash.of($0) })
        self.index = index
        var special: [UInt32: [UInt32]] = [:]
        for (c, r) in zip(
            "单曾仇解任区盖查朴冼尉万覃缪乐翟折召种秘黑宁员长祭隗",
            [
                "shan", "zeng", "qiu", "xie", "ren", "ou", "ge", "zha", "piao", "xian", "wei", "wan", "qin", "miao", "yue", "zhai", "she", "shao",
                "chong", "bi", "he", "ning", "yun", "zhang", "zhai", "wei",
            ])
        {
            if let u = c.unicodeScalars.first { special[u.value] = r.unicodeScalars.map(\.value) }
        }
        surnames = special
    }

    /// A word cut into as few syllables as can be; `nil` if it is no pinyin.
    func syllables(of word: [UInt32]) -> [[UInt32]]? {
        guard word.count <= 18 else { return nil }
        var best = [[[UInt32]]?](repeating: nil, count: word.count + 1)
        best[0] = []
        for k in word.indices {
            guard let here = best[k] else { continue }
            for n in 1...min(6, word.count - k) {
                let piece = Array(word[k..<k + n])
                guard known.contains(TextHash.of(piece)), here.count + 1 < best[k + n]?.count ?? .max else { continue }
                best[k + n] = here + [piece]
            }
        }
        return best[word.count]
    }

    /// The usual reading; empty if unknown.
    package func reading(_ scalar: UInt32) -> [UInt32] {
        guard scalar >= 0x4e00, Int(scalar) - 0x4e00 < index.count else { return [] }
        return text[Int(index[Int(scalar) - 0x4e00])]
    }

    package func surname(_ scalar: UInt32) -> [UInt32] { surnames[scalar] ?? reading(scalar) }
}
