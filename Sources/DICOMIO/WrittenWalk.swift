// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Glibc

/// Reads a written file in one pass, header by header, into nodes as ``DICOMFile`` gives them. Long values and pixels are passed over.
@safe struct WrittenWalk {
    private let descriptor: Int32
    private let length: Int
    private(set) var transferSyntaxUID = ""
    private(set) var isBigEndian = false
    private(set) var headLength = 0
    private(set) var nodes: [DataSet.Node] = []
    private(set) var bytes: [UInt8] = []

    private var isImplicit = false
    /// In the file.
    private var position = 0
    /// Where bytes of the file are loaded to, those from `loadedFrom` to `loadedTo` with the distance of `shift` to their place there.
    private var memory = unsafe UnsafeMutableRawBufferPointer(start: nil, count: 0)
    private var loadedFrom = 0
    private var loadedTo = 0
    private var shift = 0
    private var isFull = false

    private static let largest = 1 << 16
    private static let firstPiece = 1 << 15
    private static let laterPiece = 1 << 18
    private static let deepest = 4096
    private static let undefined = 0xFFFF_FFFF

    init(_ descriptor: Int32, length: Int) {
        self.descriptor = descriptor
        self.length = length
    }

    /// - Parameter capacity: How many bytes the header may have, up to all of the file.
    /// - Returns: `false` if it has more.
    mutating func read(into capacity: Int) throws(FileError) -> Bool {
        var failure: FileError?
        let loaded = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, initialized in
            unsafe memory = UnsafeMutableRawBufferPointer(buffer)
            do throws(FileError) {
                try readHead()
                nodes.reserveCapacity(256)
                try readItem(parent: 0, end: length, depth: 0)
                if position != length { failure = .malformed }
            } catch {
                failure = error
            }
            unsafe memory = UnsafeMutableRawBufferPointer(start: nil, count: 0)
            initialized = failure == nil ? min(loadedTo - shift, capacity) : 0
        }
        if isFull { return false }
        if let failure { throw failure }
        bytes = loaded
        return true
    }

    // MARK: - Bytes

    /// Sees to it that bytes of the file are loaded; what lies between them and those loaded before is not.
    private mutating func load(_ start: Int, _ count: Int) throws(FileError) {
        if start >= loadedFrom, start + count <= loadedTo { return }
        guard start <= length, count <= length - start else { throw .truncated }
        if start > loadedTo || start < loadedFrom { throw .malformed }
        let place = loadedTo - shift
        let wanted = min(length - loadedTo, max(start + count - loadedTo, loadedTo < Self.largest ? Self.firstPiece : Self.laterPiece))
        let room = unsafe min(wanted, memory.count - place)
        guard room >= start + count - loadedTo else {
            isFull = true
            throw .noMemory
        }
        guard unsafe readFully(descriptor, UnsafeMutableRawBufferPointer(rebasing: memory[place..<place + room]), loadedTo) else {
            // A disk that fails is no file that ends too early.
            throw errno == 0 ? .truncated : .cannotRead(errno: errno)
        }
        loadedTo += room
    }

    /// Goes on behind bytes that need not be loaded.
    private mutating func passOver(_ count: Int) {
        let end = position + count
        if end > loadedTo {
            // What follows takes the place of what was loaded of them.
            shift += count
            loadedFrom = end
            loadedTo = end
        }
        position = end
    }

    /// The number at a place of the file that is loaded.
    private func number(_ offset: Int, _ size: Int) -> Int {
        let place = offset - shift
        if size == 2 {
            let number = unsafe memory.loadUnaligned(fromByteOffset: place, as: UInt16.self)
            return Int(isBigEndian ? number.byteSwapped : number)
        }
        let number = unsafe memory.loadUnaligned(fromByteOffset: place, as: UInt32.self)
        return Int(isBigEndian ? number.byteSwapped : number)
    }

    // MARK: - Head

    private mutating func readHead() throws(FileError) {
        try load(0, 144)
        guard unsafe memory[128..<132].elementsEqual("DICM".utf8),
            unsafe memory[132..<140].elementsEqual([2, 0, 0, 0, UInt8(ascii: "U"), UInt8(ascii: "L"), 4, 0])
        else { throw .notDICOM }
        headLength = 144 + number(140, 4)
        guard headLength <= length else { throw .truncated }
        try load(0, headLength)
        position = 144
        while position < headLength {
            let element = try header(headLength)
            guard element.length <= headLength - position else { throw .truncated }
            if element.tag.number == 0x0002_0010 { transferSyntaxUID = unsafe trimmedASCII(memory[position..<position + element.length]) }
            position += element.length
        }
        switch transferSyntaxUID {
        case "": throw .malformed
        case "1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.4.95", "1.2.840.10008.1.2.4.205": throw .toolkit
        case "1.2.840.10008.1.2", "1.2.840.113619.5.2": isImplicit = true
        case "1.2.840.10008.1.2.2": isBigEndian = true
        default: break
        }
    }

    // MARK: - Data Set

    private struct Header {
        let tag: AttributeTag
        let vr: ValueRepresentation
        let length: Int
    }

    private mutating func tag(_ end: Int) throws(FileError) -> AttributeTag {
        guard end - position >= 8 else { throw .truncated }
        try load(position, 8)
        return AttributeTag(UInt16(number(position, 2)), UInt16(number(position + 2, 2)))
    }

    /// Leaves the position at the value.
    private mutating func header(_ end: Int) throws(FileError) -> Header {
        let tag = try tag(end)
        if isImplicit && tag.group != 2 || tag.group == 0xFFFE {
            let length = number(position + 4, 4)
            position += 8
            return Header(tag: tag, vr: DataDictionary.vr(of: tag) ?? .UN, length: length)
        }
        let letters = unsafe memory.loadUnaligned(fromByteOffset: position + 4 - shift, as: UInt16.self).bigEndian
        guard let vr = ValueRepresentation(letters: letters) else { throw .malformed }
        guard vr.hasLongLength else {
            let length = number(position + 6, 2)
            position += 8
            return Header(tag: tag, vr: vr, length: length)
        }
        guard end - position >= 12 else { throw .truncated }
        try load(position, 12)
        let length = number(position + 8, 4)
        position += 12
        return Header(tag: tag, vr: vr, length: length)
    }

    /// - Parameter offset: In the file, of what is loaded or passed over.
    private mutating func append(
        _ tag: AttributeTag, _ vr: ValueRepresentation, _ kind: DataSet.Kind, _ flags: DataSet.Flags = [], parent: Int, offset: Int, length: Int = 0
    ) -> Int {
        nodes.append(DataSet.Node(tag: tag, vr: vr, kind: kind, flags: flags, parent: parent, end: nodes.count + 1, offset: offset, length: length))
        return nodes.count - 1
    }

    /// - Parameter end: Behind the item; for one of undefined length, behind all that could hold it.
    private mutating func readItem(parent: Int, end: Int, depth: Int, isUndefined: Bool = false) throws(FileError) {
        guard depth < Self.deepest else { throw .malformed }
        let item = append(AttributeTag(0xFFFE, 0xE000), .UN, .item, parent: parent, offset: position - shift)
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
        let isPixels = parent == 0 && header.tag.group == 0x7FE0 && [0x0008, 0x0009, 0x0010].contains(header.tag.element)
        if header.vr == .SQ, !isPixels { return try readSequence(header, parent: parent, end: end, depth: depth) }
        if header.length == Self.undefined, !isImplicit || isPixels { return try readFragments(header, isPixels, parent: parent, end: end) }
        if isImplicit, header.vr == .UN, !isPixels, try readUnknownSequence(header, parent: parent, end: end, depth: depth) { return }
        guard header.length <= end - position else { throw .truncated }
        if isPixels || header.length > Self.largest {
            let flags: DataSet.Flags = isPixels ? [] : .large
            _ = append(header.tag, header.vr, isPixels ? .pixels : .element, flags, parent: parent, offset: position, length: header.length)
            passOver(header.length)
        } else {
            try load(position, header.length)
            _ = append(header.tag, header.vr, .element, parent: parent, offset: position - shift, length: header.length)
            if isBigEndian { reverseNumbers(header) }
            position += header.length
        }
    }

    /// Values of several bytes have the lowest first in a Data Set.
    private func reverseNumbers(_ header: Header) {
        guard let size = header.vr.bytesOfNumber, header.length % size == 0 else { return }
        for start in stride(from: position - shift, to: position - shift + header.length, by: size) {
            var number = unsafe UnsafeMutableRawBufferPointer(rebasing: memory[start..<start + size])
            unsafe number.reverse()
        }
    }

    private mutating func readSequence(_ header: Header, parent: Int, end: Int, depth: Int) throws(FileError) {
        let isUndefined = header.length == Self.undefined
        guard isUndefined || header.length <= end - position else { throw .truncated }
        let sequenceEnd = isUndefined ? end : position + header.length
        let sequence = append(header.tag, .SQ, .sequence, parent: parent, offset: position - shift)
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
        guard header.length >= 8, header.length <= end - position else { return false }
        try load(position, 8)
        guard number(position, 2) == 0xFFFE, number(position + 2, 2) == 0xE000 else { return false }
        let (start, count, before) = (position, nodes.count, (shift, loadedFrom))
        do throws(FileError) {
            try readSequence(header, parent: parent, end: end, depth: depth)
            return true
        } catch {
            guard !isFull else { throw error }
            nodes.removeLast(nodes.count - count)
            position = start
            (shift, loadedFrom) = before
            loadedTo = start
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
            passOver(length)
        }
        let flags: DataSet.Flags = isPixels ? .encapsulated : [.encapsulated, .large]
        _ = append(
            header.tag, header.vr, isPixels ? .pixels : .element, flags, parent: parent, offset: start, length: isPixels ? position - start : 0)
    }
}
