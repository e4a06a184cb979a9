// SPDX-License-Identifier: Apache-2.0

/// Builds a ``DataSet`` element by element, in the order given.
public struct DataSetBuilder {
    private var nodes: [DataSet.Node] = []
    private var bytes: [UInt8] = []
    private var open: [Int] = []

    public init() { begin(AttributeTag(0xFFFE, 0xE000), .UN, .item) }

    public mutating func add(_ tag: AttributeTag, _ vr: ValueRepresentation, _ value: [UInt8]) {
        append(tag, vr, .element, length: value.count)
        bytes += value
    }

    /// Text is padded to an even length.
    public mutating func add(_ tag: AttributeTag, _ vr: ValueRepresentation, _ text: String) {
        var value = Array(text.utf8)
        if value.count % 2 == 1 { value.append(vr == .UI ? 0 : 0x20) }
        add(tag, vr, value)
    }

    public mutating func addPixels(_ tag: AttributeTag = AttributeTag.pixelData, _ vr: ValueRepresentation = .OW, length: Int) {
        append(tag, vr, .pixels, length: length)
    }

    /// Adds a sequence; each body fills one item.
    public mutating func addSequence(_ tag: AttributeTag, items: [(inout DataSetBuilder) -> Void]) {
        begin(tag, .SQ, .sequence)
        for body in items {
            begin(AttributeTag(0xFFFE, 0xE000), .UN, .item)
            body(&self)
            end()
        }
        end()
    }

    public func build() -> DataSet {
        var nodes = nodes
        nodes[0].end = nodes.count
        return DataSet(nodes: nodes, bytes: bytes)
    }

    private mutating func append(_ tag: AttributeTag, _ vr: ValueRepresentation, _ kind: DataSet.Kind, length: Int = 0) {
        nodes.append(
            DataSet.Node(
                tag: tag, vr: vr, kind: kind, parent: open.last ?? 0, end: nodes.count + 1, offset: bytes.count, length: length))
    }

    private mutating func begin(_ tag: AttributeTag, _ vr: ValueRepresentation, _ kind: DataSet.Kind) {
        append(tag, vr, kind)
        open.append(nodes.count - 1)
    }

    private mutating func end() {
        nodes[open.removeLast()].end = nodes.count
    }
}
