// SPDX-License-Identifier: Apache-2.0

/// A set of terms matched as whole token sequences, folded.
public struct KnownTerms: Sendable {
    private var terms: Set<UInt64> = []
    private var firsts: Set<UInt64> = []
    private var longest = 0

    public var isEmpty: Bool { terms.isEmpty }

    public init(_ list: [String]) {
        for term in list {
            let text = FoldedText(term.unicodeScalars.map(\.value))
            let tokens = text.tokens.indices.filter { !KnownTerms.isHyphen(text, $0) }.map { text.tokens[$0] }
            guard let first = tokens.first else { continue }
            firsts.insert(first.hash)
            terms.insert(KnownTerms.join(tokens[...]))
            longest = max(longest, tokens.count)
        }
    }

    /// Hyphens do not matter, nor does the stop of an abbreviation: `Look-Locker`, `St. Jude`.
    private static func isHyphen(_ text: FoldedText, _ k: Int) -> Bool {
        text.tokens[k].gap == .glued
            && (text.mark(k) == 45 || text.mark(k) == 46 && k > 0 && text.tokens[k - 1].isWord && text.tokens[k - 1].length <= 3)
    }

    private static func join(_ tokens: ArraySlice<Token>) -> UInt64 {
        var h: UInt64 = 7
        for t in tokens { h = h &* 0x9e37_79b9_7f4a_7c15 ^ t.hash }
        return h
    }

    /// Calls back with the original offsets of every longest match.
    public func scan(_ text: FoldedText, _ found: (Int, Int) -> Void) {
        guard !terms.isEmpty else { return }
        var i = 0
        let tokens = text.tokens
        while i < tokens.count {
            var end = 0
            if firsts.contains(tokens[i].hash) {
                var h: UInt64 = 7
                var words = 0
                for k in i..<tokens.count where !KnownTerms.isHyphen(text, k) || k == i {
                    guard words < longest else { break }
                    words += 1
                    h = h &* 0x9e37_79b9_7f4a_7c15 ^ tokens[k].hash
                    if terms.contains(h) { end = k + 1 }
                }
            }
            if end > 0 {
                found(Int(tokens[i].start), Int(tokens[end - 1].end))
                i = end
            } else {
                i += 1
            }
        }
    }
}
