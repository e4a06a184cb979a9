// SPDX-License-Identifier: Apache-2.0

public import DICOMModel
internal import Glibc

/// A file that this program wrote, read from the disk by a reader of its own: an independent witness of what was written.
///
/// It reads what a writer of ours may write and nothing else: preamble, File Meta Information, and a Data Set in native little or big endian, every
/// byte of which has to be explained. Deflated Data Sets are left to ``DICOMFile``.
public final class WrittenFile {
    private let descriptor: Int32
    package let isBigEndian: Bool
    public let dataSet: DataSet
    /// The bytes in front of the Data Set: preamble, prefix and File Meta Information.
    public let head: ArraySlice<UInt8>
    public let transferSyntaxUID: String

    /// As ``DICOMFile/readFailure``.
    public private(set) var readFailure: Int32 = 0

    /// Enough for the header of nearly every file.
    private static let usualHeader = 1 << 18

    /// - Parameter path: The path as the file system has it, without a final NUL.
    /// - Throws: ``FileError`` for a file that does not read as one from the first byte to the last.
    public init(path: [UInt8]) throws(FileError) {
        descriptor = try openToRead(path)
        var walk: WrittenWalk
        do throws(FileError) {
            var status = stat()
            guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > 144 else { throw .notDICOM }
            walk = WrittenWalk(descriptor, length: Int(status.st_size))
            if try !walk.read(into: min(Int(status.st_size), Self.usualHeader)) {
                walk = WrittenWalk(descriptor, length: Int(status.st_size))
                guard try walk.read(into: Int(status.st_size)) else { throw .malformed }
            }
        } catch {
            close(descriptor)
            throw error
        }
        isBigEndian = walk.isBigEndian
        transferSyntaxUID = walk.transferSyntaxUID
        head = walk.bytes[..<walk.headLength]
        dataSet = DataSet(nodes: walk.nodes, bytes: walk.bytes)
    }

    deinit { close(descriptor) }

    /// Reads part of a value that ``dataSet`` has no bytes of.
    public func read(node: Int, offset: Int, count: Int) throws(FileError) -> [UInt8] {
        let element = dataSet.nodes[node]
        guard element.kind == .pixels || element.flags.contains(.large), offset >= 0, count >= 0, offset + count <= element.length else {
            throw .malformed
        }
        guard isBigEndian, element.kind == .element, let size = element.vr.bytesOfNumber else {
            return try bytes(element.offset + offset, count)
        }
        // Numbers have the lowest byte first in what is handed out.
        let first = offset / size * size
        let last = min((offset + count + size - 1) / size * size, element.length)
        var numbers = try bytes(element.offset + first, last - first)
        reverseNumbers(in: &numbers, from: 0, size: size)
        return Array(numbers[offset - first..<offset - first + count])
    }

    private func bytes(_ offset: Int, _ count: Int) throws(FileError) -> [UInt8] {
        var isRead = true
        let result = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            isRead = unsafe readFully(descriptor, UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<count]), offset)
            initialized = isRead ? count : 0
        }
        guard isRead else {
            readFailure = errno
            throw .cannotRead(errno: errno)
        }
        return result
    }
}

/// Opens a file that nobody else changes, and no link in its place.
func openToRead(_ path: [UInt8]) throws(FileError) -> Int32 {
    let terminated = path.map { CChar(bitPattern: $0) } + [0]
    while true {
        let descriptor = unsafe open(terminated, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW | O_CLOEXEC)
        if descriptor >= 0 { return descriptor }
        guard errno == EINTR else { throw .cannotRead(errno: errno) }
    }
}

/// Fills a buffer from an offset of an open file.
/// - Returns: `false` with `errno` 0 at the end of the file.
func readFully(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer, _ offset: Int) -> Bool {
    var done = 0
    while done < buffer.count {
        let count = unsafe pread(descriptor, buffer.baseAddress! + done, buffer.count - done, offset + done)
        if count < 0 && errno == EINTR { continue }
        if count == 0 { errno = 0 }
        guard count > 0 else { return false }
        done += count
    }
    return true
}
