// SPDX-License-Identifier: Apache-2.0

internal import DICOMIO

/// Where the pieces of a frame lie in the value, one after the other. A copy goes on by itself.
protocol FramePieces {
    /// - Returns: `nil` at the end of the frame.
    mutating func next(_ bytes: PixelBytes) throws(FileError) -> Range<Int>?
}

/// One range and no more.
struct OnePiece: FramePieces {
    var range: Range<Int>?

    mutating func next(_ bytes: PixelBytes) throws(FileError) -> Range<Int>? {
        defer { range = nil }
        return range
    }
}

/// Reads a frame from its first byte to its last, wherever its pieces lie. A copy looks ahead.
struct FrameBytes {
    let bytes: PixelBytes
    var pieces: any FramePieces
    private var piece = 0..<0
    /// How many bytes of the frame lie behind.
    private(set) var passed = 0

    init(_ bytes: PixelBytes, _ pieces: any FramePieces) {
        self.bytes = bytes
        self.pieces = pieces
    }

    /// Whether bytes are left; the piece that they lie in is at hand then.
    mutating func hasMore() throws(FileError) -> Bool {
        while piece.isEmpty {
            guard let next = try pieces.next(bytes) else { return false }
            piece = next
        }
        return true
    }

    /// The next byte, or `nil` at the end.
    mutating func next() throws(FileError) -> UInt8? {
        guard try hasMore() else { return nil }
        let byte = try bytes.byte(at: piece.lowerBound)
        advance(1)
        return byte
    }

    /// The next bytes, not passed; fewer at the end.
    func ahead(_ count: Int) throws(FileError) -> [UInt8] {
        var copy = self
        return try copy.take(count).bytes
    }

    /// The next bytes as one number, the highest first; `nil` if the frame ends before.
    mutating func number(bytes count: Int) throws(FileError) -> Int? {
        var result = 0
        for _ in 0..<count {
            guard let byte = try next() else { return nil }
            result = result << 8 | Int(byte)
        }
        return result
    }

    /// Passes over bytes, at most to the end.
    mutating func pass(_ count: Int) throws(FileError) { try each(count) { _ in } }

    /// Passes over bytes and tells where they lie.
    mutating func places(_ count: Int) throws(FileError) -> Pieces {
        var result = Pieces()
        try each(count) { (range) throws(FileError) in try result.add(range) }
        return result
    }

    /// Passes over bytes that are few enough to hold.
    mutating func take(_ count: Int) throws(FileError) -> (bytes: [UInt8], pieces: Pieces) {
        let places = try places(count)
        var result: [UInt8] = []
        for range in places.ranges { result += try bytes.bytes(range) }
        return (result, places)
    }

    /// All that is left.
    mutating func rest() throws(FileError) -> Pieces { try places(Int.max) }

    /// Passes to the next place of a byte, before it.
    /// - Returns: `false` at the end of the frame, or of the bytes that are to be searched.
    mutating func pass(to wanted: UInt8, within count: Int = Int.max, _ body: (Range<Int>) throws(FileError) -> Void = { _ in }) throws(FileError)
        -> Bool
    {
        var left = count
        while left > 0, try hasMore() {
            let range = piece.lowerBound..<piece.lowerBound + min(left, piece.count)
            let found = try bytes.firstIndex(of: wanted, in: range)
            let end = found ?? range.upperBound
            if end > range.lowerBound { try body(range.lowerBound..<end) }
            left -= end - range.lowerBound
            advance(end - range.lowerBound)
            if found != nil { return true }
        }
        return false
    }

    /// Passes over the next start code 00 00 01.
    /// - Returns: What stood before it, and whether there was one.
    mutating func passStartCode() throws(FileError) -> (content: Pieces, found: Bool) {
        var content = Pieces()
        var zeros = 0
        while try hasMore() {
            let found = try bytes.firstStartCode(in: piece, zeros: &zeros)
            let end = found.map { $0 + 1 } ?? piece.upperBound
            try content.add(piece.lowerBound..<end)
            advance(end - piece.lowerBound)
            if found != nil { return (content.slice(0..<content.count - 3), true) }
        }
        return (content, false)
    }

    private mutating func each(_ count: Int, _ body: (Range<Int>) throws(FileError) -> Void) throws(FileError) {
        var left = count
        while left > 0, try hasMore() {
            let part = piece.lowerBound..<piece.lowerBound + min(left, piece.count)
            try body(part)
            advance(part.count)
            left -= part.count
        }
    }

    private mutating func advance(_ count: Int) {
        piece = piece.lowerBound + count..<piece.upperBound
        passed += count
    }
}
