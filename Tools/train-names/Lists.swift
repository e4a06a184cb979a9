// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The committed word lists.
struct Lists {
    let folder: String

    func lines(_ name: String) -> [String] {
        guard let text = try? String(contentsOfFile: folder + "/" + name, encoding: .utf8) else { fatalError("missing list \(name)") }
        return text.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
    }

    /// `word number` pairs.
    func ranked(_ name: String) -> [(String, Int)] {
        lines(name).compactMap { line in
            guard let space = line.lastIndex(of: " "), let n = Int(line[line.index(after: space)...]) else { return nil }
            return (String(line[..<space]), n)
        }
    }

    func words(_ name: String) -> [String] { lines(name).flatMap { $0.split(separator: " ").map(String.init) } }
}

/// A small generator of the same numbers on every machine.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
        return z ^ z >> 31
    }
    mutating func below(_ n: Int) -> Int { Int(next() >> 33) % n }
    mutating func chance(_ p: Double) -> Bool { Double(next() >> 11) / 9007199254740992 < p }
    mutating func pick<T>(_ a: [T]) -> T { a[below(a.count)] }
}
