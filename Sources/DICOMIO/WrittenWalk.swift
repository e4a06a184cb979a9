// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel

/// Reads a Data Set from memory into nodes as ``DICOMFile`` gives them.
@safe struct WrittenWalk {
    private let memory: UnsafeRawBufferPointer
    var isImplicit = false
    var isBigEndian = false
    var position = 0
    private var nodes: [DataSet.Node] = []
    private var values: [UInt8] = []
    /// Where the values of nodes begin that have no bytes in the Data Set.
    private(set) var fileOffsets: [Int: Int] = [:]

    init(_ memory: UnsafeRawBufferPointer) { unsafe self.memory = memory }

    var dataSet: DataSet { DataSet(nodes: nodes, bytes: values) }

    private static let largest = 1 << 16
    private static let deepest = 4096
    private static let undefined = 0xFFFF_FFFF

    static func transferSyntax(of memory: UnsafeRawBufferPointer, _ range: Range<Int>) throws(FileError) -> String {
        var walk = unsafe WrittenWalk(memory)
        walk.position = range.lowerBound
        while walk.position < range.upperBound {
            let header = try walk.header(range.upperBound)
            guard header.length <= range.upperBound - (walk.position) else { throw .truncated }
            if header.tag.number == 0x0002_0010 { return unsafe trimmedASCII(Array(memory[walk.position..<walk.position + header.length])) }
            walk.position += header.length
        }
        throw .malformed
    }

    mutating func readDataSet() throws(FileError) {
        try unsafe readItem(parent: 0, end: memory.count, depth: 0)
        guard unsafe position == memory.count else { throw .malformed }
    }

    private struct Header {
        let tag: AttributeTag
        let vr: ValueRepresentation
        let length: Int
    }

    private func number(_ offset: Int, _ size: Int) -> Int {
        (0..<size).reduce(0) { result, byte in unsafe result | Int(memory[offset + byte]) << (8 * (isBigEndian ? size - 1 - byte : byte)) }
    }

    private mutating func tag(_ end: Int) throws(FileError) -> AttributeTag {
        guard end - position >= 8 else { throw .truncated }
        return AttributeTag(UInt16(number(position, 2)), UInt16(number(position + 2, 2)))
    }

    /// Leaves the position at the value.
    private mutating func header(_ end: Int) throws(FileError) -> Header {
        let tag = try tag(end)
        if isImplicit || tag.group == 0xFFFE {
            let length = number(position + 4, 4)
            position += 8
            return Header(tag: tag, vr: DataDictionary.entry(for: tag)?.vr ?? .UN, length: length)
        }
        let letters = unsafe UInt16(memory[position + 4]) << 8 | UInt16(memory[position + 5])
        guard let vr = ValueRepresentation(letters: letters) else { throw .malformed }
        guard vr.hasLongLength else {
            let length = number(position + 6, 2)
            position += 8
            return Header(tag: tag, vr: vr, length: length)
        }
        guard end - position >= 12 else { throw .truncated }
        let length = number(position + 8, 4)
        position += 12
        return Header(tag: tag, vr: vr, length: length)
    }

    private mutating func append(
        _ tag: AttributeTag, _ vr: ValueRepresentation, _ kind: DataSet.Kind, _ flags: DataSet.Flags = [], parent: Int, offset: Int, length: Int
    ) -> Int {
        nodes.append(DataSet.Node(tag: tag, vr: vr, kind: kind, flags: flags, parent: parent, end: nodes.count + 1, offset: offset, length: length))
        return nodes.count - 1
    }

    /// - Parameter end: Behind the item; for one of undefined length, behind all that could hold it.
    private mutating func readItem(parent: Int, end: Int, depth: Int, isUndefined: Bool = false) throws(FileError) {
        guard depth < Self.deepest else { throw .malformed }
        let item = append(AttributeTag(0xFFFE, 0xE000), .UN, .item, parent: parent, offset: values.count, length: 0)
        while position < end {
            if isUndefined, try tag(end).number == 0xFFFE_E00D {
                position += 8
                nodes[item].end = nodes.count
                return
            }
            try readElement(parent: item, end: end, depth: depth)
        }
        guard !isUndefined else { throw .truncated }
        nodes[item].end = nodes.count
    }

    private mutating func readElement(parent: Int, end: Int, depth: Int) throws(FileError) {
        let header = try header(end)
        guard header.tag.group != 0xFFFE else { throw .malformed }
        let isPixels = parent == 0 && [0x7FE0_0008, 0x7FE0_0009, 0x7FE0_0010].contains(header.tag.number)
        if header.vr == .SQ, !isPixels { return try readSequence(header, parent: parent, end: end, depth: depth) }
        if header.length == Self.undefined, !isImplicit || isPixels { return try readFragments(header, isPixels, parent: parent, end: end) }
        if isImplicit, header.vr == .UN, !isPixels, try readUnknownSequence(header, parent: parent, end: end, depth: depth) { return }
        guard header.length <= end - position else { throw .truncated }
        let start = position
        position += header.length
        let isLarge = header.length > Self.largest
        let index = append(
            header.tag, header.vr, isPixels ? .pixels : .element, isLarge && !isPixels ? .large : [], parent: parent,
            offset: isPixels ? start : values.count, length: header.length)
        if isPixels || isLarge {
            fileOffsets[index] = start
        } else {
            appendValue(start, header)
        }
    }

    /// Values of several bytes have the lowest first in a Data Set.
    private mutating func appendValue(_ start: Int, _ header: Header) {
        let size = isBigEndian ? header.vr.bytesOfNumber ?? 1 : 1
        guard size > 1, header.length % size == 0 else {
            unsafe values.append(contentsOf: memory[start..<start + header.length])
            return
        }
        for unit in stride(from: start, to: start + header.length, by: size) {
            unsafe values.append(contentsOf: memory[unit..<unit + size].reversed())
        }
    }

    private mutating func readSequence(_ header: Header, parent: Int, end: Int, depth: Int) throws(FileError) {
        let isUndefined = header.length == Self.undefined
        guard isUndefined || header.length <= end - position else { throw .truncated }
        let sequenceEnd = isUndefined ? end : position + header.length
        let sequence = append(header.tag, .SQ, .sequence, parent: parent, offset: values.count, length: 0)
        while true {
            if !isUndefined && position == sequenceEnd { break }
            let tag = try tag(sequenceEnd)
            let length = number(position + 4, 4)
            position += 8
            if isUndefined, tag.number == 0xFFFE_E0DD { break }
            guard tag.number == 0xFFFE_E000 else { throw .malformed }
            let isOpen = length == Self.undefined
            guard isOpen || length <= sequenceEnd - position else { throw .truncated }
            try readItem(parent: sequence, end: isOpen ? sequenceEnd : position + length, depth: depth + 1, isUndefined: isOpen)
        }
        nodes[sequence].end = nodes.count
    }

    /// An implicit VR does not say which private elements are sequences: one that reads as one from end to end is.
    private mutating func readUnknownSequence(_ header: Header, parent: Int, end: Int, depth: Int) throws(FileError) -> Bool {
        if header.length == Self.undefined {
            try readSequence(header, parent: parent, end: end, depth: depth)
            return true
        }
        guard header.length >= 8, header.length <= end - position, number(position, 2) == 0xFFFE, number(position + 2, 2) == 0xE000 else {
            return false
        }
        let before = self
        do throws(FileError) {
            try readSequence(header, parent: parent, end: end, depth: depth)
            return true
        } catch {
            self = before
            return false
        }
    }

    private mutating func readFragments(_ header: Header, _ isPixels: Bool, parent: Int, end: Int) throws(FileError) {
        let start = position
        while true {
            let tag = try tag(end)
            let length = number(position + 4, 4)
            position += 8
            if tag.number == 0xFFFE_E0DD { break }
            guard tag.number == 0xFFFE_E000 else { throw .malformed }
            guard length <= end - position else { throw .truncated }
            position += length
        }
        let flags: DataSet.Flags = isPixels ? .encapsulated : [.encapsulated, .large]
        let index = append(
            header.tag, header.vr, isPixels ? .pixels : .element, flags, parent: parent, offset: start, length: isPixels ? position - start : 0)
        fileOffsets[index] = start
    }
}

extension ValueRepresentation {
    /// The length has four bytes behind two that are reserved (PS3.5 section 7.1.2).
    fileprivate var hasLongLength: Bool {
        switch self {
        case .OB, .OD, .OF, .OL, .OV, .OW, .SQ, .SV, .UC, .UN, .UR, .UT, .UV: true
        default: false
        }
    }
}
