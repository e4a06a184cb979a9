// SPDX-License-Identifier: Apache-2.0

/// Needles on their way into an ``Automaton``: their symbols as a tree.
struct NeedleTree {
    private var keys: [UInt64]
    private var targets: [Int32]
    private var mask: Int
    private(set) var symbols: [Symbol] = [0]
    private(set) var firstChild: [Int32] = [-1]
    private(set) var nextSibling: [Int32] = [-1]
    /// The first needle that ends at a node, and the next one that ends at the same.
    private(set) var firstNeedle: [Int32] = [-1]
    private(set) var nextNeedle: [Int32] = []
    private(set) var needles: [Needle] = []
    private(set) var policies: [UInt8] = []

    static let longest = 120

    /// - Parameter slots: A power of two; it grows by itself.
    init(slots: Int = 4096) {
        keys = Array(repeating: 0, count: slots)
        targets = Array(repeating: 0, count: slots)
        mask = slots - 1
    }

    var isEmpty: Bool { needles.isEmpty }
    var size: Int { symbols.count }

    @inline(__always)
    private static func key(_ node: Int32, _ symbol: Symbol) -> UInt64 { UInt64(UInt32(bitPattern: node)) << 32 | UInt64(symbol) &+ 1 }

    /// Where a key is, or where it belongs.
    @inline(__always)
    private func slot(of key: UInt64) -> Int {
        var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 33) & mask
        while keys[slot] != key, keys[slot] != 0 { slot = (slot + 1) & mask }
        return slot
    }

    private mutating func grow() {
        let old = (keys, targets)
        mask = mask << 2 | 3
        keys = Array(repeating: 0, count: mask + 1)
        targets = Array(repeating: 0, count: mask + 1)
        for (place, key) in old.0.enumerated() where key != 0 {
            let slot = slot(of: key)
            keys[slot] = key
            targets[slot] = old.1[place]
        }
    }

    private mutating func insert(_ symbol: Symbol, below node: Int32) -> Int32 {
        let key = Self.key(node, symbol)
        var slot = slot(of: key)
        if keys[slot] == key { return targets[slot] }
        if size * 2 > mask {
            grow()
            slot = self.slot(of: key)
        }
        let target = Int32(size)
        symbols.append(symbol)
        firstChild.append(-1)
        nextSibling.append(firstChild[Int(node)])
        firstChild[Int(node)] = target
        firstNeedle.append(-1)
        keys[slot] = key
        targets[slot] = target
        return target
    }

    /// - Parameter gaps: One ``GapPolicy`` a symbol; that of the first does not count.
    mutating func add(_ symbols: [Symbol], gaps: [UInt8], _ needle: Needle) {
        guard symbols.count >= 2 else { return }
        var node: Int32 = 0
        let count = min(symbols.count, Self.longest)
        for place in 0..<count { node = insert(symbols[place], below: node) }
        var other = firstNeedle[Int(node)]
        while other >= 0 {
            let same = needles[Int(other)]
            if same.reach == needle.reach, same.style == needle.style, same.kind.isName == needle.kind.isName, hasPolicies(same, gaps, count) {
                needles[Int(other)].persons |= needle.persons
                if !needle.isWord { needles[Int(other)].isWord = false }
                return
            }
            other = nextNeedle[Int(other)]
        }
        var added = needle
        added.policies = Int32(policies.count)
        policies += gaps[..<count]
        nextNeedle.append(firstNeedle[Int(node)])
        firstNeedle[Int(node)] = Int32(needles.count)
        needles.append(added)
    }

    private func hasPolicies(_ needle: Needle, _ gaps: [UInt8], _ count: Int) -> Bool {
        for place in 1..<count where policies[Int(needle.policies) + place] != gaps[place] { return false }
        return true
    }
}
