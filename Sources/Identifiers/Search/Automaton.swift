// SPDX-License-Identifier: Apache-2.0

/// All needles as one automaton (Aho and Corasick, 1975): one pass over a text meets every place at which one of them ends,
/// whatever their number.
///
/// A node is what was read of needles so far. Nodes are numbered by depth, so that the children of a node lie side by side, in the
/// order of their symbols. The first nodes, in which most of a text is spent, have all transitions by letters and digits in rows.
final class Automaton: Sendable {
    struct Node {
        /// By which it is reached.
        var symbol: Symbol
        var firstChild: Int32
        /// The longest end of what was read that begins another needle.
        var failure: Int32
        /// The nearest node, itself included, on the way of failures at which a needle ends; -1 for none.
        var output: Int32
    }

    /// Columns of a row: the digits, then the letters.
    static let columns = 36
    private static let mostRows = 256

    // Written while it is made, read only from then on; freed with it.
    private nonisolated(unsafe) let nodes: UnsafeMutableBufferPointer<Node>
    private nonisolated(unsafe) let rows: UnsafeMutableBufferPointer<Int32>
    private let rowCount: Int32
    private let lengths: [UInt8]
    private let firstNeedle: [Int32]
    private let nextNeedle: [Int32]
    let needles: [Needle]
    let policies: [UInt8]
    /// Bytes beyond ASCII with which a needle begins.
    private let highBeginnings: [Bool]

    init(_ tree: NeedleTree) {
        let count = tree.size
        let nodes = UnsafeMutableBufferPointer<Node>.allocate(capacity: count + 1)
        nodes.initialize(repeating: Node(symbol: 0, firstChild: 0, failure: 0, output: -1))
        var lengths = [UInt8](repeating: 0, count: count)
        var firstNeedle = [Int32](repeating: -1, count: count)
        // The number of each node in the tree, in the new order.
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: count) { origins in
            origins.initialize(repeating: 0)
            var end = 1
            for node in 0..<count {
                let origin = tree[origins[node]]
                firstNeedle[node] = origin.firstNeedle
                nodes[node].firstChild = Int32(end)
                let first = end
                var child = origin.firstChild
                while child >= 0 {
                    let next = tree[child]
                    // In the order of the symbols.
                    var place = end
                    while place > first, nodes[place - 1].symbol > next.symbol {
                        nodes[place].symbol = nodes[place - 1].symbol
                        origins[place] = origins[place - 1]
                        place -= 1
                    }
                    nodes[place].symbol = next.symbol
                    origins[place] = child
                    // Until the failure is known, the parent.
                    nodes[end].failure = Int32(node)
                    lengths[end] = lengths[node] + 1
                    end += 1
                    child = next.nextSibling
                }
            }
        }
        nodes[count].firstChild = Int32(count)
        // The root is asked most, and has most children.
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: 128) { beginnings in
            beginnings.initialize(repeating: 0)
            for child in nodes[0].firstChild..<nodes[1].firstChild where nodes[Int(child)].symbol < 128 {
                beginnings[Int(nodes[Int(child)].symbol)] = child
            }
            for node in 1..<max(count, 1) {
                let parent = nodes[node].failure
                let symbol = nodes[node].symbol
                var failure: Int32 = 0
                var other = parent == 0 ? -1 : nodes[Int(parent)].failure
                while other >= 0 {
                    if other == 0, symbol < 128 {
                        failure = beginnings[Int(symbol)]
                        break
                    }
                    if let child = Self.child(of: other, symbol, nodes) {
                        failure = child
                        break
                    }
                    other = other == 0 ? -1 : nodes[Int(other)].failure
                }
                nodes[node].failure = failure
                nodes[node].output = firstNeedle[node] >= 0 ? Int32(node) : nodes[Int(failure)].output
            }
        }
        rowCount = Int32(min(count, Self.mostRows))
        rows = Self.rows(nodes, Int(rowCount))
        var highBeginnings = [Bool](repeating: false, count: 256)
        for child in nodes[0].firstChild..<nodes[1].firstChild where nodes[Int(child)].symbol & ~0xFF == CompactText.byteMark {
            highBeginnings[Int(nodes[Int(child)].symbol & 0xFF)] = true
        }
        self.highBeginnings = highBeginnings
        self.nodes = nodes
        (self.lengths, self.firstNeedle, nextNeedle) = (lengths, firstNeedle, tree.nextNeedle)
        (needles, policies) = (tree.needles, tree.policies)
    }

    deinit {
        nodes.deallocate()
        rows.deallocate()
    }

    private static func rows(_ nodes: UnsafeMutableBufferPointer<Node>, _ count: Int) -> UnsafeMutableBufferPointer<Int32> {
        let rows = UnsafeMutableBufferPointer<Int32>.allocate(capacity: count * columns)
        rows.initialize(repeating: 0)
        for node in 0..<count {
            if node > 0 {
                let failure = Int(nodes[node].failure)
                for column in 0..<columns { rows[node * columns + column] = rows[failure * columns + column] }
            }
            for child in nodes[node].firstChild..<nodes[node + 1].firstChild {
                if let column = column(of: nodes[Int(child)].symbol) { rows[node * columns + column] = child }
            }
        }
        return rows
    }

    /// How many bytes it takes.
    var bytes: Int {
        nodes.count * (MemoryLayout<Node>.stride + 5) + rows.count * 4 + needles.count * (MemoryLayout<Needle>.stride + 4) + policies.count
    }

    @inline(__always) static func column(of symbol: Symbol) -> Int? {
        if symbol >= 97 && symbol <= 122 { return Int(symbol) - 87 }
        return symbol >= 48 && symbol <= 57 ? Int(symbol) - 48 : nil
    }

    @inline(__always) private static func symbol(of column: Int) -> Symbol { Symbol(column < 10 ? column + 48 : column + 87) }

    @inline(__always)
    private static func child(of node: Int32, _ symbol: Symbol, _ nodes: UnsafeMutableBufferPointer<Node>) -> Int32? {
        let base = nodes.baseAddress.unsafelyUnwrapped
        var low = base[Int(node)].firstChild
        var high = base[Int(node) + 1].firstChild
        while high - low > 8 {
            let middle = (low + high) >> 1
            if base[Int(middle)].symbol <= symbol { low = middle } else { high = middle }
        }
        while low < high {
            if base[Int(low)].symbol == symbol { return low }
            low += 1
        }
        return nil
    }

    // MARK: - Steps

    /// The node behind a letter or digit.
    @inline(__always)
    func next(_ node: Int32, column: Int) -> Int32 {
        node < rowCount ? rows.baseAddress.unsafelyUnwrapped[Int(node) * Self.columns + column] : nextBelow(node, column)
    }

    private func nextBelow(_ node: Int32, _ column: Int) -> Int32 {
        let symbol = Self.symbol(of: column)
        var node = node
        while node >= rowCount {
            if let child = Self.child(of: node, symbol, nodes) { return child }
            node = nodes.baseAddress.unsafelyUnwrapped[Int(node)].failure
        }
        return rows.baseAddress.unsafelyUnwrapped[Int(node) * Self.columns + column]
    }

    /// The node behind a byte beyond ASCII or a control character.
    @inline(__always)
    func next(_ node: Int32, highByte byte: UInt8) -> Int32 {
        node == 0 && !highBeginnings[Int(byte)] ? 0 : next(node, CompactText.byteMark | Symbol(byte))
    }

    func next(_ node: Int32, _ symbol: Symbol) -> Int32 {
        if let column = Self.column(of: symbol) { return next(node, column: column) }
        var node = node
        while true {
            if let child = Self.child(of: node, symbol, nodes) { return child }
            if node == 0 { return 0 }
            node = nodes.baseAddress.unsafelyUnwrapped[Int(node)].failure
        }
    }

    /// Whether a needle ends here.
    @inline(__always)
    func isOutput(_ node: Int32) -> Bool { nodes.baseAddress.unsafelyUnwrapped[Int(node)].output >= 0 }

    /// Hands over each needle that ends at a node, the longest first, with its length.
    @inline(__always)
    func forEachNeedle(at node: Int32, _ body: (Needle, Int) -> Void) {
        var node = nodes[Int(node)].output
        while node >= 0 {
            var number = firstNeedle[Int(node)]
            while number >= 0 {
                body(needles[Int(number)], Int(lengths[Int(node)]))
                number = nextNeedle[Int(number)]
            }
            node = nodes[Int(nodes[Int(node)].failure)].output
        }
    }

    var isEmpty: Bool { needles.isEmpty }
}
