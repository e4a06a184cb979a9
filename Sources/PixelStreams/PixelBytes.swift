// SPDX-License-Identifier: Apache-2.0

internal import DICOMIO
internal import Glibc

/// The bytes of a value of Pixel Data, read through a small window.
final class PixelBytes {
    typealias Read = (_ offset: Int, _ count: Int) throws(FileError) -> [UInt8]

    let length: Int
    private let read: Read
    private var window: [UInt8] = []
    private var start = 0

    private static let small = 4096
    private static let large = 1 << 16

    init(length: Int, read: @escaping Read) {
        self.length = length
        self.read = read
    }

    /// A byte inside the value.
    func byte(at offset: Int) throws(FileError) -> UInt8 {
        if offset < start || offset >= start + window.count { try load(offset) }
        return window[offset - start]
    }

    /// Fewer than asked for at the end of the range.
    func bytes(_ range: Range<Int>) throws(FileError) -> [UInt8] {
        var result: [UInt8] = []
        var offset = range.lowerBound
        while offset < range.upperBound {
            _ = try byte(at: offset)
            let piece = window[(offset - start)..<min(window.count, range.upperBound - start)]
            result += piece
            offset += piece.count
        }
        return result
    }

    /// The first place of a byte in a range, found in one pass over the bytes.
    func firstIndex(of wanted: UInt8, in range: Range<Int>) throws(FileError) -> Int? {
        var offset = range.lowerBound
        while offset < range.upperBound {
            _ = try byte(at: offset)
            let end = min(window.count, range.upperBound - start)
            let from = offset - start
            let found = window.withUnsafeBytes { bytes -> Int? in
                let base = bytes.baseAddress!
                return memchr(base + from, Int32(wanted), end - from).map { UnsafeRawPointer($0) - base }
            }
            if let found { return start + found }
            offset = start + end
        }
        return nil
    }

    /// Where the last byte of the next start code 00 00 01 stands in a range.
    /// - Parameter zeros: How many zeros stand before the range, and in the end, before its end.
    func firstStartCode(in range: Range<Int>, zeros: inout Int) throws(FileError) -> Int? {
        var offset = range.lowerBound
        while offset < range.upperBound {
            _ = try byte(at: offset)
            let from = offset - start, end = min(window.count, range.upperBound - start)
            var run = zeros
            let found = window.withUnsafeBufferPointer { bytes -> Int? in
                var index = from
                while index < end {
                    let byte = bytes[index]
                    if byte == 0 {
                        run += 1
                    } else {
                        if byte == 1, run >= 2 { return index }
                        run = 0
                    }
                    index += 1
                }
                return nil
            }
            zeros = found == nil ? run : 0
            if let found { return start + found }
            offset = start + end
        }
        return nil
    }

    /// What is read on in order is read in larger pieces.
    private func load(_ offset: Int) throws(FileError) {
        let size = offset == start + window.count ? Self.large : Self.small
        window = try read(offset, min(size, length - offset))
        guard !window.isEmpty else { throw .truncated }
        start = offset
    }
}
