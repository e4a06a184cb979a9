// SPDX-License-Identifier: Apache-2.0

internal import DICOMIO

/// Reads the frames of encapsulated Pixel Data (PS3.5 section A.4) through a small window.
///
/// A frame begins with an item that begins like one, and goes on through the items after it that do not.
struct FragmentReader {
    typealias Read = (_ offset: Int, _ count: Int) throws(FileError) -> [UInt8]

    /// What a frame with segments begins like.
    enum Format {
        case jpeg, jpeg2000, boxes
    }

    private let read: Read
    private let length: Int
    private var window: [UInt8] = []
    private var windowStart = 0
    private var position = 0
    private var itemEnd = 0
    /// How many bytes of the frame lie behind.
    private(set) var passed = 0

    private static let windowLength = 8192

    /// - Parameter length: Of the value, all items and the delimiter.
    init(length: Int, read: @escaping Read) {
        self.length = length
        self.read = read
    }

    /// Moves behind the header of the next item, at whatever place this one was left.
    /// - Returns: `false` at the end of the value.
    mutating func nextItem() throws(FileError) -> Bool {
        guard let end = try endOfNextItem() else { return false }
        position = itemEnd + 8
        itemEnd = end
        passed = 0
        return true
    }

    /// What the item begins like, at its start.
    mutating func format() throws(FileError) -> Format? { try format(at: position, until: itemEnd) }

    /// The next byte of the frame, or `nil` at its end.
    mutating func next() throws(FileError) -> UInt8? {
        while position == itemEnd { guard try continueFrame() else { return nil } }
        let byte = try byte(at: position)
        position += 1
        passed += 1
        return byte
    }

    /// Whether another image of JPEG begins here, or could, if an item ends inside its first marker.
    var isAtJPEG: Bool {
        mutating get throws(FileError) {
            try itemEnd - position == 1 ? byte(at: position) == 0xFF : format(at: position, until: itemEnd) == .jpeg
        }
    }

    /// Passes over the entropy-coded data of JPEG and JPEG-LS, and over the marker behind it that neither stuffs nor restarts
    /// (ITU-T T.81 section B.1.1.5).
    /// - Returns: The marker's code, or `nil` at the end of the frame.
    mutating func passScan() throws(FileError) -> UInt8? {
        while true {
            while position == itemEnd { guard try continueFrame() else { return nil } }
            _ = try byte(at: position)
            let start = position - windowStart
            let end = min(window.count, itemEnd - windowStart)
            let found = window[start..<end].firstIndex(of: 0xFF) ?? end
            passed += found - start
            position += found - start
            guard found < end else { continue }
            var code = try next()
            while code == 0xFF { code = try next() }
            guard let code else { return nil }
            if code >= 0xC0, !(0xD0...0xD7).contains(code) { return code }
        }
    }

    /// The next bytes of the frame as one number, or `nil` if it ends before.
    mutating func number(bytes: Int) throws(FileError) -> Int? {
        var result = 0
        for _ in 0..<bytes {
            guard let byte = try next() else { return nil }
            result = result << 8 | Int(byte)
        }
        return result
    }

    /// Passes over bytes, at most to the end of the frame, and tells where in the value they lie.
    mutating func pass(_ count: Int, _ body: (Range<Int>) throws(FileError) -> Void = { _ in }) throws(FileError) {
        var left = count
        while left > 0 {
            while position == itemEnd { guard try continueFrame() else { return } }
            let piece = min(left, itemEnd - position)
            try body(position..<position + piece)
            position += piece
            passed += piece
            left -= piece
        }
    }

    /// Bytes of the value at places that were passed.
    mutating func bytes(of pieces: [Range<Int>]) throws(FileError) -> [UInt8] {
        var result: [UInt8] = []
        for piece in pieces { result += try bytes(at: piece.lowerBound, count: piece.count) }
        return result
    }

    private mutating func continueFrame() throws(FileError) -> Bool {
        guard let end = try endOfNextItem(), try format(at: itemEnd + 8, until: end) == nil else { return false }
        position = itemEnd + 8
        itemEnd = end
        return true
    }

    private mutating func endOfNextItem() throws(FileError) -> Int? {
        guard length - itemEnd >= 8, try bytes(at: itemEnd, count: 4) == [0xFE, 0xFF, 0x00, 0xE0] else { return nil }
        let size = try bytes(at: itemEnd + 4, count: 4).reversed().reduce(0) { $0 << 8 | Int($1) }
        return size <= length - itemEnd - 8 ? itemEnd + 8 + size : nil
    }

    private mutating func format(at start: Int, until end: Int) throws(FileError) -> Format? {
        let head = try bytes(at: start, count: min(12, end - start))
        if head.starts(with: [0xFF, 0xD8]) { return .jpeg }
        if head.starts(with: [0xFF, 0x4F, 0xFF, 0x51]) { return .jpeg2000 }
        let isBox = head.count == 12 && head.starts(with: [0, 0, 0, 12]) && Array(head.suffix(4)) == [0x0D, 0x0A, 0x87, 0x0A]
        return isBox && ["jP  ", "JXL "].contains(String(decoding: head[4..<8], as: UTF8.self)) ? .boxes : nil
    }

    private mutating func bytes(at offset: Int, count: Int) throws(FileError) -> [UInt8] {
        var result: [UInt8] = []
        for place in offset..<offset + count { result.append(try byte(at: place)) }
        return result
    }

    /// Loads the window around a byte that is inside the value.
    private mutating func byte(at offset: Int) throws(FileError) -> UInt8 {
        if offset < windowStart || offset >= windowStart + window.count {
            window = try read(offset, min(Self.windowLength, length - offset))
            windowStart = offset
        }
        return window[offset - windowStart]
    }
}
