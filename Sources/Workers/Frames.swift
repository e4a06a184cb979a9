// SPDX-License-Identifier: Apache-2.0

internal import Filesystem
internal import Glibc
internal import Records

/// What goes through the pipes between a parent and its workers: four bytes of length, little endian, and as many bytes of content.
enum Frame {
    /// Of a request, and of what a worker says of one file.
    static let longestRecord = 64 << 20
    /// Of an answer to a question, such as all elements of a file with their values.
    static let longestAnswer = 1 << 30

    static func append(_ content: [UInt8], to bytes: inout [UInt8]) {
        withUnsafeBytes(of: UInt32(content.count).littleEndian) { bytes.append(contentsOf: $0) }
        bytes += content
    }
}

/// Cuts what comes through a pipe into frames.
struct FrameBuffer {
    private let longest: Int
    private var bytes: [UInt8] = []
    private var start = 0

    /// - Parameter longest: Whoever announces a longer frame is not listened to any more.
    init(longest: Int) { self.longest = longest }

    /// - Returns: The content of the next frame, if all of it is there.
    mutating func next() throws(WireReader.Malformed) -> [UInt8]? {
        guard bytes.count - start >= 4 else { return nil }
        let count = Int(UInt32(littleEndian: bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: start, as: UInt32.self) }))
        guard count <= longest else { throw WireReader.Malformed() }
        guard bytes.count - start - 4 >= count else { return nil }
        let content = Array(bytes[start + 4..<start + 4 + count])
        start += 4 + count
        return content
    }

    /// Reads what the pipe holds, or waits for it.
    /// - Returns: What `read` returns, with `errno`.
    mutating func read(from descriptor: FileDescriptor) -> Int { read { Glibc.read(descriptor.number, $0.baseAddress, $0.count) } }

    /// - Parameter take: Reads into a block, as `read` does.
    mutating func read(_ take: (UnsafeMutableRawBufferPointer) -> Int) -> Int {
        if start == bytes.count {
            bytes.removeAll(keepingCapacity: true)
        } else if start > 0 {
            bytes.removeFirst(start)
        }
        start = 0
        return withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 16) { block in
            var count = 0
            repeat { count = take(block) } while count < 0 && errno == EINTR
            if count > 0 { bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: block[..<count])) }
            return count
        }
    }
}
