// SPDX-License-Identifier: Apache-2.0

public import DICOMModel

/// A Data Set as it is to be written, made in one pass in the order of its elements.
///
/// Values that are long, and Pixel Data, are not copied: they are taken from the Data Set or from its file when the bytes are written.
public struct EncodedDataSet {
    /// A value that stands between the bytes.
    struct Insertion {
        /// How many of the bytes stand in front of it.
        let place: Int
        let node: Int
    }

    let source: DataSet
    private(set) var bytes: [UInt8] = []
    private(set) var insertions: [Insertion] = []
    /// Sequences and items that are not ended: where their length stands, and what was inserted before it.
    private var open: [(place: Int, inserted: Int)] = []
    private var inserted = 0
    private let isImplicit: Bool
    private let isBigEndian: Bool

    private static let longest = 1 << 10

    /// - Parameters:
    ///   - source: What is kept comes from it.
    ///   - file: Says how it is encoded.
    public init(_ source: DataSet, like file: FileInformation) {
        self.source = source
        isImplicit = file.isImplicit
        isBigEndian = file.isBigEndian
        bytes.reserveCapacity(min(source.bytes.count + 2048, 1 << 20))
    }

    /// All of a Data Set, as it came, but for one element of the top level.
    public init(all source: DataSet, without tag: AttributeTag? = nil, like file: FileInformation) throws(FileError) {
        self.init(source, like: file)
        var ends: [Int] = []
        var index = 1
        while index < source.nodes.count {
            while ends.last == index {
                try end()
                ends.removeLast()
            }
            let node = source.nodes[index]
            if node.parent == 0, node.tag == tag {
                index = node.end
                continue
            }
            switch node.kind {
            case .element, .pixels: try keep(index)
            case .sequence: beginSequence(node.tag)
            case .item: beginItem()
            }
            if node.kind == .sequence || node.kind == .item { ends.append(node.end) }
            index += 1
        }
        for _ in ends { try end() }
    }

    // MARK: - Elements

    /// An element, or Pixel Data, as it is in the source.
    public mutating func keep(_ index: Int) throws(FileError) {
        let node = source.nodes[index]
        guard node.kind == .element else {
            insertions.append(Insertion(place: bytes.count, node: index))
            return
        }
        // Fragments in an item have no form without compression, and none with one.
        guard !node.flags.contains(.encapsulated) else { throw .cannotWrite(errno: 0) }
        let vr = header(node.tag, node.vr, node.length)
        if node.flags.contains(.large) || node.length > Self.longest && !isBigEndian {
            insertions.append(Insertion(place: bytes.count, node: index))
            inserted += node.length
        } else {
            let value = source.value(of: index)
            append(value, vr)
        }
    }

    /// An element of the given value, which is padded to an even length.
    public mutating func put(_ tag: AttributeTag, _ vr: ValueRepresentation, _ value: [UInt8]) throws(FileError) {
        let isOdd = value.count % 2 == 1
        guard value.count < 0xFFFF_FFFE else { throw .cannotWrite(errno: 0) }
        let written = header(tag, vr, value.count + (isOdd ? 1 : 0))
        guard isOdd else { return append(value[...], written) }
        append((value + [vr.isText && vr != .UI ? 0x20 : 0])[...], written)
    }

    public mutating func beginSequence(_ tag: AttributeTag) {
        header(tag, .SQ, 0)
        open.append((bytes.count - 4, inserted))
    }

    public mutating func beginItem() {
        header(AttributeTag(0xFFFE, 0xE000), nil, 0)
        open.append((bytes.count - 4, inserted))
    }

    /// Ends the sequence or item that was begun last.
    /// - Throws: ``FileError/cannotWrite(errno:)`` where it is too long to say how long it is.
    public mutating func end() throws(FileError) {
        let begun = open.removeLast()
        let length = bytes.count - begun.place - 4 + inserted - begun.inserted
        guard length < 0xFFFF_FFFF else { throw .cannotWrite(errno: 0) }
        let number = isBigEndian ? UInt32(length).byteSwapped : UInt32(length)
        for byte in 0..<4 { bytes[begun.place + byte] = UInt8(truncatingIfNeeded: number >> UInt32(8 * byte)) }
    }

    // MARK: - Bytes

    /// The VR that Explicit VR says: a value too long for the short form is one of unknown VR (PS3.5 section 6.2.2).
    static func writtenVR(_ vr: ValueRepresentation, _ length: Int) -> ValueRepresentation { length > 0xFFFF && !vr.hasLongLength ? .UN : vr }

    /// - Returns: The VR that is written.
    @discardableResult
    private mutating func header(_ tag: AttributeTag, _ vr: ValueRepresentation?, _ length: Int) -> ValueRepresentation {
        let start = UInt64(ordered(tag.group)) | UInt64(ordered(tag.element)) << 16
        guard !isImplicit, let vr else {
            append(start | UInt64(ordered(UInt32(length))) << 32)
            return vr ?? .UN
        }
        let written = Self.writtenVR(vr, length)
        let letters = written.letters
        let beginning = start | UInt64(letters.0) << 32 | UInt64(letters.1) << 40
        if written.hasLongLength {
            append(beginning)
            append(ordered(UInt32(length)))
        } else {
            append(beginning | UInt64(ordered(UInt16(length))) << 48)
        }
        return written
    }

    private func ordered<Number: FixedWidthInteger>(_ number: Number) -> Number { isBigEndian ? number.byteSwapped : number }

    private mutating func append(_ number: some FixedWidthInteger) {
        unsafe withUnsafeBytes(of: number.littleEndian) { unsafe bytes.append(contentsOf: $0) }
    }

    private mutating func append(_ value: ArraySlice<UInt8>, _ vr: ValueRepresentation) {
        let start = bytes.count
        bytes.append(contentsOf: value)
        guard isBigEndian, let size = vr.bytesOfNumber else { return }
        reverseNumbers(in: &bytes, from: start, size: size)
    }
}

/// Numbers have the lowest byte first in a ``DataSet``; in a big-endian file the highest.
func reverseNumbers(in bytes: inout [UInt8], from start: Int, size: Int) {
    for number in stride(from: start, through: bytes.count - size, by: size) {
        bytes[number..<number + size].reverse()
    }
}
