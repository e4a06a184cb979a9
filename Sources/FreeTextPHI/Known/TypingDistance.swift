// SPDX-License-Identifier: Apache-2.0

/// Bounded Damerau distance: insert, delete, change, swap of neighbours.
enum TypingDistance {
    /// True if `a` becomes `b` with at most `limit` (1 or 2) errors.
    static func isWithin(_ limit: Int, _ a: ArraySlice<UInt32>, _ b: ArraySlice<UInt32>) -> Bool {
        let x = Array(a)
        let y = Array(b)
        if abs(x.count - y.count) > limit || x.count > 40 || y.count > 40 { return false }
        var before: [Int] = []
        var previous = Array(0...y.count)
        for i in 1...max(x.count, 1) where !x.isEmpty {
            var row = [i] + [Int](repeating: 0, count: y.count)
            var least = i
            if !y.isEmpty {
                for j in 1...y.count {
                    var v = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (x[i - 1] == y[j - 1] ? 0 : 1))
                    if i > 1, j > 1, x[i - 1] == y[j - 2], x[i - 2] == y[j - 1] { v = min(v, before[j - 2] + 1) }
                    row[j] = v
                    least = min(least, v)
                }
            }
            if least > limit { return false }
            before = previous
            previous = row
        }
        return previous[y.count] <= limit
    }
}
