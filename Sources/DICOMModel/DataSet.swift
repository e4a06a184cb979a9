// SPDX-License-Identifier: Apache-2.0

/// A Data Set as it was read: one flat list of nodes in preorder, and the bytes of their values.
///
/// Node 0 is the Data Set itself, seen as an item. A sequence is followed by its items, an item by its elements,
/// so that the subtree of a node is `index..<nodes[index].end`.
public struct DataSet: Sendable {
    public enum Kind: UInt8, Sendable {
        case element, sequence, item
        /// Pixel Data at the top level, which is never read.
        case pixels
    }

    public struct Flags: OptionSet, Sendable {
        public let rawValue: UInt8
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// Longer than 64 KiB: ``DataSet/value(of:)`` has no bytes of it.
        public static let large = Flags(rawValue: 1)
        /// UN that ought to be a sequence and does not parse as one.
        public static let unparsed = Flags(rawValue: 2)
        /// Fragments in items, of undefined length.
        public static let encapsulated = Flags(rawValue: 8)
    }

    /// Kept small: a functional group of each of ten thousand frames makes half a million of them.
    public struct Node: Sendable {
        public let tag: AttributeTag
        public let vr: ValueRepresentation
        public let kind: Kind
        public let flags: Flags
        @usableFromInline let parentIndex: UInt32
        @usableFromInline var endIndex: UInt32
        /// Where the value begins in ``DataSet/bytes``; for pixels and large values, in the file.
        public let offset: Int
        /// Of the value in bytes.
        public let length: Int

        /// The enclosing item of an element, the enclosing sequence of an item.
        @inlinable public var parent: Int { Int(parentIndex) }
        /// The index behind the last node of the subtree.
        @inlinable public var end: Int {
            get { Int(endIndex) }
            set { endIndex = UInt32(newValue) }
        }

        @inlinable
        public init(
            tag: AttributeTag, vr: ValueRepresentation, kind: Kind, flags: Flags = [], parent: Int, end: Int,
            offset: Int, length: Int
        ) {
            self.tag = tag
            self.vr = vr
            self.kind = kind
            self.flags = flags
            parentIndex = UInt32(parent)
            endIndex = UInt32(end)
            self.offset = offset
            self.length = length
        }
    }

    public let nodes: [Node]
    /// Holds the values of the nodes, and between them what else stood in the file.
    public let bytes: [UInt8]

    public init(nodes: [Node], bytes: [UInt8]) {
        self.nodes = nodes
        self.bytes = bytes
    }

    /// The bytes of an element's value with its padding; empty for large values and for anything but an element.
    @inlinable
    public func value(of index: Int) -> ArraySlice<UInt8> {
        let node = nodes[index]
        guard node.kind == .element, !node.flags.contains(.large) else { return [] }
        return bytes[node.offset..<node.offset + node.length]
    }

    /// The node of an attribute directly in an item, node 0 being the Data Set.
    public func find(_ tag: AttributeTag, in item: Int = 0) -> Int? {
        nodes.withUnsafeBufferPointer { nodes in
            let end = nodes[item].end
            var index = item + 1
            while index < end {
                if nodes[index].tag == tag { return index }
                index = nodes[index].end
            }
            return nil
        }
    }

    /// The children of a sequence or item.
    public func children(of parent: Int) -> [Int] {
        var result: [Int] = []
        var index = parent + 1
        while index < nodes[parent].end {
            result.append(index)
            index = nodes[index].end
        }
        return result
    }

    /// The tags of the sequences around a node, outermost first.
    public func path(to index: Int) -> [AttributeTag] {
        var result: [AttributeTag] = []
        var parent = index == 0 ? 0 : nodes[index].parent
        while parent != 0 {
            if nodes[parent].kind == .sequence { result.append(nodes[parent].tag) }
            parent = nodes[parent].parent
        }
        return result.reversed()
    }

    /// The value as text of the default repertoire, without leading and trailing blanks; other bytes become `?`.
    public func text(_ tag: AttributeTag, in item: Int = 0) -> String? {
        find(tag, in: item).map { trimmedASCII(value(of: $0)) }
    }

    /// The first value of a multi-valued text attribute.
    public func firstText(_ tag: AttributeTag, in item: Int = 0) -> String? {
        find(tag, in: item).map { index in
            let value = value(of: index)
            guard let separator = value.firstIndex(of: UInt8(ascii: "\\")) else { return trimmedASCII(value) }
            // What stands before a separator is not at the end of the value.
            return asASCII(value[..<separator].drop { isPadding($0) })
        }
    }

    /// The first number of an attribute that counts something, whatever VR of whole numbers the writer gave it.
    public func number(_ tag: AttributeTag, in item: Int = 0) -> Int? {
        guard let index = find(tag, in: item) else { return nil }
        let bytes = Array(value(of: index).prefix(4))
        switch nodes[index].vr {
        case .US, .SS, .UN: return bytes.count >= 2 ? Int(bytes[0]) | Int(bytes[1]) << 8 : nil
        case .UL, .SL: return bytes.count == 4 ? bytes.reversed().reduce(0) { $0 << 8 | Int($1) } : nil
        // Longer ones are no numbers of DICOM (PS3.5 section 6.2), and whoever multiplies sizes relies on it.
        case .IS, .DS: return firstText(tag, in: item).flatMap { Int32(trimmedASCII(Array($0.utf8))) }.map(Int.init)
        default: return nil
        }
    }
}

/// Bytes as text without blanks and NULs at both ends. Bytes above 7F become `?`.
public func trimmedASCII(_ bytes: some BidirectionalCollection<UInt8>) -> String {
    bytes.withContiguousStorageIfAvailable(asTrimmedASCII) ?? Array(bytes).withUnsafeBufferPointer(asTrimmedASCII)
}

private func asTrimmedASCII(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    guard let first = bytes.firstIndex(where: { !isPadding($0) }), let last = bytes.lastIndex(where: { !isPadding($0) })
    else { return "" }
    return asASCII(bytes[first...last])
}

private func isPadding(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0 }

private func asASCII(_ bytes: ArraySlice<UInt8>) -> String { bytes.withUnsafeBufferPointer { asASCII($0[...]) } }

private func asASCII(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> String {
    let buffer = UnsafeBufferPointer(rebasing: bytes)
    if buffer.allSatisfy({ $0 < 0x80 }) { return String(decoding: buffer, as: UTF8.self) }
    return String(decoding: buffer.map { $0 < 0x80 ? $0 : UInt8(ascii: "?") }, as: UTF8.self)
}
