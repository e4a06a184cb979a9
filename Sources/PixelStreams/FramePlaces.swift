// SPDX-License-Identifier: Apache-2.0

package import DICOMIO
package import DICOMModel

/// Where the code streams of the frames lie in an encapsulated value (PS3.5 section A.4).
package struct FramePlaces: Sendable {
    /// For each frame the ranges that together are its code stream, in their order.
    package let frames: [[Range<Int>]]

    /// - Throws: ``FileError/pixelsNotFollowed`` where nothing tells the frames apart, or there are more or fewer than the header says.
    package init(in file: DICOMFile, _ dataSet: DataSet, node: Int, frames count: Int) throws(FileError) {
        let bytes = PixelBytes(length: dataSet.nodes[node].length) { (offset, count) throws(FileError) in
            try file.readSource(node: node, offset: offset, count: count)
        }
        var walk = Items()
        _ = try walk.next(bytes)  // the offset table
        var items: [Range<Int>] = []
        while let item = try walk.nextFilled(bytes) { items.append(item) }
        if items.count == count {
            frames = items.map { [$0] }
        } else if count == 1, !items.isEmpty {
            // A second image in them is one more than the header says.
            if let found = try Self.byHeads(items, bytes), found.count > 1 { throw .pixelsNotFollowed }
            frames = [items]
        } else {
            var found: [[Range<Int>]]?
            if items.count > count {
                found = try Self.byTable(items, count, bytes)
                if found == nil { found = try Self.byHeads(items, bytes) }
            }
            guard let found, found.count == count else { throw .pixelsNotFollowed }
            frames = found
        }
    }

    private static func byTable(_ items: [Range<Int>], _ count: Int, _ bytes: PixelBytes) throws(FileError) -> [[Range<Int>]]? {
        var table = OffsetTable(bytes)
        guard try table.isTrue(frames: count) else { return nil }
        var result: [[Range<Int>]] = []
        var next = items[...]
        for index in 1...count {
            let limit = try table.start(of: index) ?? Int.max
            let own = next.prefix { $0.lowerBound - 8 < limit }
            result.append(Array(own))
            next = next.dropFirst(own.count)
        }
        return result
    }

    /// Still images tell where they begin.
    private static func byHeads(_ items: [Range<Int>], _ bytes: PixelBytes) throws(FileError) -> [[Range<Int>]]? {
        var result: [[Range<Int>]] = []
        for item in items {
            if try StillFormat(bytes, item) != nil {
                result.append([item])
            } else if result.isEmpty {
                return nil
            } else {
                result[result.count - 1].append(item)
            }
        }
        return result
    }
}
