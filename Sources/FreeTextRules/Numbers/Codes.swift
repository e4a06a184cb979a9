// SPDX-License-Identifier: Apache-2.0

internal import FreeTextCore

/// Takes the letters and digits that are written as one with a found identifier into it: `TR-5561`, `23B-00718`, `1128-X447`.
enum Codes {
    static func grow(_ a: inout Analysis) {
        for k in a.hits.indices where a.hits[k].type == .id && (a.hits[k].source == .format || a.hits[k].source == .known) {
            guard let first = a.firstToken(at: a.hits[k].start), let last = a.lastToken(at: a.hits[k].end) else { continue }
            var from = first
            while let p = joined(a, from, before: true) { from = p }
            var to = last
            while let n = joined(a, to, before: false) { to = n }
            guard from < first || to > last, (from...to).contains(where: { a.tokens[$0].isNumber }) else { continue }
            a.hits[k].start = Int(a.tokens[from].start)
            a.hits[k].end = Int(a.tokens[to].end)
        }
    }

    /// The next token of the same code, one mark passed over.
    private static func joined(_ a: Analysis, _ i: Int, before: Bool) -> Int? {
        let step = before ? -1 : 1
        var k = i + step
        guard k >= 0, k < a.tokens.count, a.isGlued(before ? i : k) else { return nil }
        if [45, 47].contains(a.text.mark(k)) {
            guard k + step >= 0, k + step < a.tokens.count, a.isGlued(before ? k : k + step) else { return nil }
            k += step
        }
        let t = a.tokens[k]
        if t.isNumber { return t.length <= 12 && !a.taken[k] || t.length <= 4 && !isDatePart(a, k) ? k : nil }
        guard t.isWord, t.length <= 6, t.isCapital || t.length == 1, t.cue.isDisjoint(with: [.id, .phone, .unit, .month]) || t.length == 1,
            !t.word.isTerm || t.length <= 2 || t.length <= 4 && t.shape == .upper && k == i + step && t.cue.isEmpty, t.word.word < 2 || t.length <= 2
        else { return nil }
        return k
    }

    private static func isDatePart(_ a: Analysis, _ k: Int) -> Bool {
        let s = Int(a.tokens[k].start)
        return a.hits.contains { $0.source == .date && $0.start <= s && s < $0.end }
    }
}
