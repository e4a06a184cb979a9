// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Profiles
internal import Pseudonyms
internal import Standard

/// Values whose length other attributes tell: palettes and lookup tables, overlay planes, pixels inside sequences. What is behind their end goes.
struct PixelTables {
    private let dataSet: DataSet
    private let large: LargeValueReader

    init(_ dataSet: DataSet, _ large: LargeValueReader) {
        self.dataSet = dataSet
        self.large = large
    }

    func apply(to decisions: inout [Decision]) {
        for (index, node) in dataSet.nodes.enumerated() where node.kind == .element && node.length > 0 {
            let value: [UInt8]?
            switch decisions[index].change {
            case .none: value = nil
            case .value(let bytes, _) where bytes.count == node.length: value = bytes
            default: continue
            }
            guard let length = lengthToKeep(index, node), length < node.length else { continue }
            guard length > 0, let kept = value.map({ Array($0.prefix(length)) }) ?? bytes(index, node, length) else {
                decisions[index] = .remove(.structure)
                continue
            }
            decisions[index] = Decision(.clean, .value(kept, node.vr), .structure)
        }
    }

    private func bytes(_ index: Int, _ node: DataSet.Node, _ length: Int) -> [UInt8]? {
        node.flags.contains(.large) ? large.read(index, 0, length) : Array(dataSet.value(of: index).prefix(length))
    }

    /// - Returns: `nil` for elements whose length nothing tells; 0 where it cannot be told.
    private func lengthToKeep(_ index: Int, _ node: DataSet.Node) -> Int? {
        switch (node.tag.group, node.tag.element) {
        case (0x7FE0, 0x0008), (0x7FE0, 0x0009), (0x7FE0, 0x0010):
            switch NativePixels(node.tag, length: node.length, in: dataSet, item: node.parent) {
            case .all: return nil
            case .first(let length): return length
            case .cannotTell: return 0
            }
        case (0x0028, 0x1201...0x1204): return entries(AttributeTag(0x0028, node.tag.element - 0x100), node).map { lengthOfTable($0, node.length) }
        case (0x0028, 0x1221...0x1224):
            return entries(AttributeTag(0x0028, node.tag.element - 0x120), node).map { lengthOfSegments(index, node, $0.count, bits: $0.bits) }
        case (0x0028, 0x3006): return entries(.lutDescriptor, node).map { lengthOfTable($0, node.length) }
        case (0x6000...0x601E, 0x3000) where node.tag.group % 2 == 0: return lengthOfPlane(node)
        default: return nil
        }
    }

    private func entries(_ descriptor: AttributeTag, _ node: DataSet.Node) -> (count: Int, bits: Int)? {
        guard let index = dataSet.find(descriptor, in: node.parent) else { return nil }
        let bytes = Array(dataSet.value(of: index))
        guard bytes.count >= 6 else { return nil }
        let count = Int(bytes[0]) | Int(bytes[1]) << 8
        return (count == 0 ? 65536 : count, Int(bytes[4]))
    }

    /// Entries of eight bits stand in bytes or, as some write them, in words.
    private func lengthOfTable(_ entries: (count: Int, bits: Int), _ length: Int) -> Int {
        let words = entries.count * 2
        guard entries.bits <= 8 else { return words }
        let bytes = entries.count + entries.count % 2
        return length < words ? bytes : words
    }

    /// Segments of a table (PS3.3 section C.7.9.2), as far as they are some and the table is not full.
    private func lengthOfSegments(_ index: Int, _ node: DataSet.Node, _ entries: Int, bits: Int) -> Int {
        guard let value = bytes(index, node, node.length) else { return 0 }
        let width = bits <= 8 ? 1 : 2
        func cell(_ place: Int) -> Int? {
            let offset = place * width
            guard offset + width <= value.count else { return nil }
            return width == 1 ? Int(value[offset]) : Int(value[offset]) | Int(value[offset + 1]) << 8
        }
        var place = 0
        var made = 0
        var isIndirect = false
        while isIndirect || made < entries, let code = cell(place), code <= 2, let count = cell(place + 1), count > 0 {
            let next = place + (code == 0 ? 2 + count : code == 1 ? 3 : 4)
            guard next * width <= value.count else { break }
            if code == 2 { isIndirect = true } else { made += count }
            place = next
        }
        let length = place * width
        return length + length % 2
    }

    private func lengthOfPlane(_ node: DataSet.Node) -> Int? {
        let number = { (element: UInt16) in dataSet.number(AttributeTag(node.tag.group, element), in: node.parent) }
        guard let rows = number(0x0010), let columns = number(0x0011), rows > 0, columns > 0 else { return 0 }
        let (bits, overflow) = (rows * columns).multipliedReportingOverflow(by: max(1, number(0x0015) ?? 1))
        if overflow || bits > 1 << 40 { return 0 }
        let bytes = (bits + 7) / 8
        // Each frame of some writers begins with a byte of its own.
        let padded = (rows * columns + 7) / 8 * max(1, number(0x0015) ?? 1)
        let length = node.length >= padded ? padded : bytes
        return length + length % 2
    }
}
