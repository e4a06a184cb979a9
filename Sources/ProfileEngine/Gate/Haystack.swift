// SPDX-License-Identifier: Apache-2.0

/// Folded values of many elements in one piece, so that each needle is searched for once.
struct Haystack {
    private var text: [UInt8] = []
    private var starts: [(offset: Int, node: Int)] = []

    mutating func add(_ folded: [UInt8], from node: Int) {
        starts.append((text.count, node))
        text += folded
        text.append(0x0A)
    }

    /// The nodes with hits in node order, each with the indices of the needles found in it.
    func hits(of needles: [KnownIdentifiers.Needle]) -> [(node: Int, needles: [Int])] {
        var found: [Int: [Int]] = [:]
        for (number, needle) in needles.enumerated() {
            var position = 0
            while let hit = find(needle, in: text, from: position) {
                let (node, next) = owner(of: hit)
                if found[node]?.last != number { found[node, default: []].append(number) }
                position = next
            }
        }
        return found.sorted { $0.key < $1.key }.map { (node: $0.key, needles: $0.value) }
    }

    private func owner(of offset: Int) -> (node: Int, next: Int) {
        var low = 0
        var high = starts.count
        while low + 1 < high {
            let middle = (low + high) / 2
            if starts[middle].offset <= offset { low = middle } else { high = middle }
        }
        return (starts[low].node, low + 1 < starts.count ? starts[low + 1].offset : text.count)
    }
}
