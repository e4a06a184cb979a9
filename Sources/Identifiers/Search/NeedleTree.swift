// SPDX-License-Identifier: Apache-2.0

/// Needles on their way into an ``Automaton``: their symbols as a tree.
///
/// A patient's has some thousand nodes, and most needles are dates, so that below the first symbol a node has few children: they are a list.
final class NeedleTree {
    struct Node {
        var symbol: Symbol
        var firstChild: Int32 = -1
        var nextSibling: Int32 = -1
        /// The first needle that ends here.
        var firstNeedle: Int32 = -1
    }

    // Grown here and freed with it.
    private var nodes: UnsafeMutablePointer<Node>
    private var capacity: Int
    private(set) var size = 1
    /// The children of the root by their symbol, those of ASCII apart: it has more than any other node.
    private let beginnings: UnsafeMutablePointer<Int32>
    private var otherBeginnings: [Symbol: Int32] = [:]
    /// Behind each needle the next one that ends at the same node.
    private(set) var nextNeedle: [Int32] = []
    private(set) var needles: [Needle] = []
    private(set) var policies: [UInt8] = []

    static let longest = 120

    /// - Parameter slots: How many nodes there are room for; it grows by itself.
    init(slots: Int = 8192) {
        capacity = max(slots, 2)
        nodes = .allocate(capacity: capacity)
        nodes.initialize(to: Node(symbol: 0))
        beginnings = .allocate(capacity: 128)
        beginnings.initialize(repeating: -1, count: 128)
    }

    deinit {
        nodes.deallocate()
        beginnings.deallocate()
    }

    var isEmpty: Bool { needles.isEmpty }

    @inline(__always)
    subscript(node: Int32) -> Node { nodes[Int(node)] }

    private func makeNode(_ symbol: Symbol, below node: Int32) -> Int32 {
        if size == capacity {
            let larger = UnsafeMutablePointer<Node>.allocate(capacity: capacity * 2)
            larger.moveInitialize(from: nodes, count: size)
            nodes.deallocate()
            nodes = larger
            capacity *= 2
        }
        let target = Int32(size)
        (nodes + size).initialize(to: Node(symbol: symbol, nextSibling: nodes[Int(node)].firstChild))
        nodes[Int(node)].firstChild = target
        size += 1
        return target
    }

    private func beginning(_ symbol: Symbol) -> Int32 {
        if symbol < 128 {
            if beginnings[Int(symbol)] < 0 { beginnings[Int(symbol)] = makeNode(symbol, below: 0) }
            return beginnings[Int(symbol)]
        }
        if let known = otherBeginnings[symbol] { return known }
        let node = makeNode(symbol, below: 0)
        otherBeginnings[symbol] = node
        return node
    }

    @inline(__always)
    private func child(_ symbol: Symbol, of node: Int32) -> Int32 {
        var child = nodes[Int(node)].firstChild
        while child >= 0 {
            if nodes[Int(child)].symbol == symbol { return child }
            child = nodes[Int(child)].nextSibling
        }
        return makeNode(symbol, below: node)
    }

    /// - Parameter gaps: One ``GapPolicy`` a symbol; that of the first does not count.
    func add(_ symbols: [Symbol], gaps: [UInt8], _ needle: Needle) {
        symbols.withUnsafeBufferPointer { symbols in gaps.withUnsafeBufferPointer { add(symbols, gaps: $0, needle) } }
    }

    func add(_ symbols: UnsafeBufferPointer<Symbol>, gaps: UnsafeBufferPointer<UInt8>, _ needle: Needle) {
        guard symbols.count >= 2 else { return }
        let count = min(symbols.count, Self.longest)
        var node = beginning(symbols[0])
        for place in 1..<count { node = child(symbols[place], of: node) }
        var other = nodes[Int(node)].firstNeedle
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
        policies.append(contentsOf: UnsafeBufferPointer(rebasing: gaps[..<count]))
        nextNeedle.append(nodes[Int(node)].firstNeedle)
        nodes[Int(node)].firstNeedle = Int32(needles.count)
        needles.append(added)
    }

    private func hasPolicies(_ needle: Needle, _ gaps: UnsafeBufferPointer<UInt8>, _ count: Int) -> Bool {
        for place in 1..<count where policies[Int(needle.policies) + place] != gaps[place] { return false }
        return true
    }
}
