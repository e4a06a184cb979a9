// SPDX-License-Identifier: Apache-2.0

public import DICOMModel

/// The Type of an attribute in its IOD (PS3.5 section 7.4). 1C counts as 1 and 2C as 2, since the data do not hold the conditions.
public enum AttributeType: Int, Sendable, CaseIterable {
    case type1 = 1
    case type2 = 2
    case type3 = 3
}

/// Types of all attributes by IOD (PS3.3), at every depth, where they are not Type 3.
///
/// Where several modules hold the attribute, the strictest Type counts: a dummy too many is harmless, one too few breaks the object.
/// The table is searched where it lies in the executable; nothing of it is copied.
public enum AttributeTypeTable {
    /// - Parameters:
    ///   - path: The tags of the enclosing sequences, outermost first; empty at the top level.
    /// - Returns: The Type in the IOD at this very path; failing that, the strictest Type that any IOD gives it directly inside the last
    ///   sequence of the path. `nil` when the SOP Class is unknown or private, or the attribute is of Type 3 or has no place there.
    public static func type(of tag: AttributeTag, inside path: [AttributeTag], sopClass: String) -> AttributeType? {
        guard let iod = iods[sopClass] else { return nil }
        var node = iod.node
        for sequence in path {
            guard let entry = nodes.entry(of: sequence, in: node), entry.items != Nodes.unknown else { return parentType(tag, path) }
            node = entry.items
        }
        return nodes.entry(of: tag, in: node)?.type
    }

    public static func isKnown(sopClass: String) -> Bool { iods[sopClass] != nil }

    /// The name of the IOD that the Storage SOP Class uses, as in "Enhanced CT Image".
    public static func iodName(sopClass: String) -> String? { iods[sopClass]?.name }

    /// The Types that any IOD gives the attribute anywhere, where it is not Type 3.
    package static func types(of tag: AttributeTag) -> Set<AttributeType> { everyType[tag] ?? [] }

    private static let everyType: [AttributeTag: Set<AttributeType>] = {
        var result: [AttributeTag: Set<AttributeType>] = [:]
        nodes.forEachEntry { tag, type in if type != .type3 { result[tag, default: []].insert(type) } }
        return result
    }()

    private static func parentType(_ tag: AttributeTag, _ path: [AttributeTag]) -> AttributeType? {
        guard let sequence = path.last, let node = parents[sequence], let entry = nodes.entry(of: tag, in: node) else { return nil }
        return entry.type
    }

    private static let nodes = Nodes(starts: startText, text: nodeText)

    private static let iods: [String: (name: String, node: Int)] = {
        var result: [String: (name: String, node: Int)] = [:]
        EmbeddedTable(iodText).forEachRow { row in
            let iod = (name: row.string(), node: Int(row.hexadecimal()))
            for sopClass in row.bytes().split(separator: UInt8(ascii: " ")) { result[String(decoding: sopClass, as: UTF8.self)] = iod }
        }
        return result
    }()

    private static let parents: [AttributeTag: Int] = {
        var result: [AttributeTag: Int] = [:]
        EmbeddedTable(parentText).forEachRow { row in result[row.tag()] = Int(row.hexadecimal()) }
        return result
    }()
}

/// What IODs have at their top level or in the items of a sequence, each such content once: entries of twelve characters in the order of their tags.
private struct Nodes: Sendable {
    struct Entry {
        let type: AttributeType
        let items: Int
    }

    /// The node of items without required content.
    static let none = 0
    /// The node of items that the IOD says nothing of, as of content items in content items.
    static let unknown = 0xFFF
    private static let width = 12

    let starts: StaticString
    let text: StaticString

    func entry(of tag: AttributeTag, in node: Int) -> Entry? {
        guard node != Self.none else { return nil }
        let start = number(starts, at: node * 7, digits: 6)
        var lower = 0, upper = (number(starts, at: (node + 1) * 7, digits: 6) - start) / Self.width
        while lower < upper {
            let middle = (lower + upper) / 2
            let found = number(text, at: start + middle * Self.width, digits: 8)
            if found == Int(tag.number) {
                let place = start + middle * Self.width + 8
                guard let type = AttributeType(rawValue: number(text, at: place, digits: 1)) else { return nil }
                return Entry(type: type, items: number(text, at: place + 1, digits: 3))
            }
            if found < Int(tag.number) { lower = middle + 1 } else { upper = middle }
        }
        return nil
    }

    func forEachEntry(_ body: (AttributeTag, AttributeType) -> Void) {
        EmbeddedTable(text).forEachRow { row in
            for cell in row.bytes().cells(of: Self.width) where cell.count == Self.width {
                guard let type = AttributeType(rawValue: Int(cell.dropFirst(8).prefix(1).hexadecimal)) else { continue }
                body(AttributeTag(number: cell.prefix(8).hexadecimal), type)
            }
        }
    }

    private func number(_ text: StaticString, at offset: Int, digits: Int) -> Int {
        let bytes = UnsafeBufferPointer(start: text.utf8Start + offset, count: digits)
        return Int(Slice(base: bytes, bounds: bytes.indices).hexadecimal)
    }
}

extension EmbeddedRow.Bytes {
    /// The field cut into pieces of the same width.
    func cells(of width: Int) -> [Self] {
        stride(from: startIndex, to: endIndex, by: width).map { self[$0..<Swift.min($0 + width, endIndex)] }
    }
}
