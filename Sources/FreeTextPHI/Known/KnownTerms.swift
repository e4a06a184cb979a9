// SPDX-License-Identifier: Apache-2.0

/// A set of terms matched as whole token sequences, folded.
package struct KnownTerms: Sendable {
    private var terms: Set<UInt64> = []
    private var firsts: Set<UInt64> = []
    private var longest = 0

    package var isEmpty: Bool { terms.isEmpty }

    package init(_ list: [String]) {
        for term in list {
            let tokens = FoldedText(term.unicodeScalars.map(\.value)).tokens
            guard let first = tokens.first else { continue }
            firsts.insert(first.hash)
            terms.insert(KnownTerms.join(tokens[...]))
            longest = max(longest, tokens.count)
        }
    }

    private static func join(_ tokens: ArraySlice<Token>) -> UInt64 {
        var h: UInt64 = 7
        for t in tokens { h = h &* 0x9e37_79b9_7f4a_7c15 ^ t.hash }
        return h
    }

    /// Calls back with the original offsets of every longest match.
    package func scan(_ text: FoldedText, _ found: (Int, Int) -> Void) {
        guard !terms.isEmpty else { return }
        var i = 0
        let tokens = text.tokens
        while i < tokens.count {
            var end = 0
            if firsts.contains(tokens[i].hash) {
                var h: UInt64 = 7
                for k in i..<min(tokens.count, i + longest) {
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
