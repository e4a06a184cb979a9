// SPDX-License-Identifier: Apache-2.0

/// All needles in one tree; a text is walked from each of its symbols, which nearly always ends after one look at two symbols.
struct NeedleTrie {
    private var keys: [UInt64]
    private var targets: [Int32]
    private var mask: Int
    private var nodeCount = 1
    /// The first needle that ends at a node, and the next one that ends at the same.
    private(set) var firstNeedle: [Int32] = [-1]
    private(set) var nextNeedle: [Int32] = []
    private(set) var needles: [Needle] = []
    private(set) var policies: [UInt8] = []
    /// Pairs of symbols with which a needle begins.
    private var pairs: [UInt64]

    static let longest = 120

    init() {
        keys = Array(repeating: 0, count: 4096)
        targets = Array(repeating: 0, count: 4096)
        mask = 4095
        pairs = Array(repeating: 0, count: 1024)
    }

    var isEmpty: Bool { needles.isEmpty }
    var size: Int { nodeCount }

    @inline(__always)
    private static func hash(_ key: UInt64) -> Int {
        let mixed = key &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: mixed >> 33)
    }

    @inline(__always)
    private static func pair(_ first: Symbol, _ second: Symbol) -> Int {
        Int(truncatingIfNeeded: ((UInt64(first) << 21 | UInt64(second)) &* 0x9E37_79B9_7F4A_7C15) >> 48)
    }

    @inline(__always)
    func mayBegin(_ first: Symbol, _ second: Symbol) -> Bool {
        let pair = Self.pair(first, second)
        return pairs[pair >> 6] & (1 << UInt64(pair & 63)) != 0
    }

    @inline(__always)
    func child(of node: Int32, _ symbol: Symbol) -> Int32? {
        let key = UInt64(UInt32(bitPattern: node)) << 32 | UInt64(symbol) &+ 1
        var slot = Self.hash(key) & mask
        while true {
            let found = keys[slot]
            if found == key { return targets[slot] }
            if found == 0 { return nil }
            slot = (slot + 1) & mask
        }
    }

    private mutating func grow() {
        let old = (keys, targets)
        mask = mask << 1 | 1
        keys = Array(repeating: 0, count: mask + 1)
        targets = Array(repeating: 0, count: mask + 1)
        for (place, key) in old.0.enumerated() where key != 0 { store(key, old.1[place]) }
    }

    private mutating func store(_ key: UInt64, _ target: Int32) {
        var slot = Self.hash(key) & mask
        while keys[slot] != 0 { slot = (slot + 1) & mask }
        keys[slot] = key
        targets[slot] = target
    }

    private mutating func insert(_ symbol: Symbol, below node: Int32) -> Int32 {
        if let known = child(of: node, symbol) { return known }
        if nodeCount * 2 > mask { grow() }
        let target = Int32(nodeCount)
        nodeCount += 1
        firstNeedle.append(-1)
        store(UInt64(UInt32(bitPattern: node)) << 32 | UInt64(symbol) &+ 1, target)
        return target
    }

    /// - Parameter gaps: One ``GapPolicy`` a symbol; that of the first does not count.
    mutating func add(_ symbols: [Symbol], gaps: [UInt8], _ needle: Needle) {
        guard symbols.count >= 2 else { return }
        var node: Int32 = 0
        let count = min(symbols.count, Self.longest)
        let first = Self.pair(symbols[0], symbols[1])
        pairs[first >> 6] |= 1 << UInt64(first & 63)
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
        added.length = Int32(count)
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
