// SPDX-License-Identifier: Apache-2.0

public import DICOMModel
internal import Glibc

/// A file that this program wrote, read without DCMTK: an independent witness of what DCMTK wrote, and faster.
///
/// It reads what a writer of ours may write and nothing else: preamble, File Meta Information, and a Data Set in native little or big endian, every
/// byte of
/// which has to be explained. Deflated Data Sets are left to ``DICOMFile``.
@safe public final class WrittenFile {
    private let memory: UnsafeRawBufferPointer
    private var walk: WrittenWalk
    /// The bytes in front of the Data Set: preamble, prefix and File Meta Information.
    public private(set) var head: [UInt8] = []
    public private(set) var transferSyntaxUID = ""

    /// - Parameter path: The path as the file system has it, without a final NUL.
    /// - Throws: ``FileError`` for a file that does not read as one from the first byte to the last.
    public init(path: [UInt8]) throws(FileError) {
        let terminated = path.map { CChar(bitPattern: $0) } + [0]
        let descriptor = unsafe open(terminated, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw .cannotRead(errno: errno) }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > 144 else { throw .notDICOM }
        guard let address = unsafe mmap(nil, Int(status.st_size), PROT_READ, MAP_PRIVATE, descriptor, 0), unsafe address != MAP_FAILED else {
            throw .noMemory
        }
        unsafe memory = UnsafeRawBufferPointer(start: address, count: Int(status.st_size))
        walk = unsafe WrittenWalk(memory)
        // `deinit` runs for an object whose last stored property is set, so the map is released whatever follows.
        try readHead()
        try walk.readDataSet()
    }

    deinit { unsafe munmap(UnsafeMutableRawPointer(mutating: memory.baseAddress!), memory.count) }

    public var dataSet: DataSet { walk.dataSet }

    /// Reads part of a value that ``dataSet`` has no bytes of.
    public func read(node: Int, offset: Int, count: Int) throws(FileError) -> [UInt8] {
        guard let start = walk.fileOffsets[node], offset >= 0, count >= 0, offset + count <= walk.dataSet.nodes[node].length else { throw .malformed }
        let element = walk.dataSet.nodes[node]
        guard walk.isBigEndian, element.kind == .element, let size = element.vr.bytesOfNumber else {
            return unsafe Array(memory[start + offset..<start + offset + count])
        }
        // Numbers have the lowest byte first in what is handed out.
        return (offset..<offset + count).map { place in unsafe memory[start + min(place / size * size + size - 1 - place % size, element.length - 1)]
        }
    }

    private func readHead() throws(FileError) {
        guard unsafe memory[128..<132].elementsEqual("DICM".utf8),
            unsafe memory[132..<140].elementsEqual([2, 0, 0, 0, UInt8(ascii: "U"), UInt8(ascii: "L"), 4, 0])
        else { throw .notDICOM }
        let end = unsafe 144 + Int(memory.loadUnaligned(fromByteOffset: 140, as: UInt32.self))
        guard end <= (unsafe memory.count) else { throw .truncated }
        unsafe head = Array(memory[..<end])
        transferSyntaxUID = try unsafe WrittenWalk.transferSyntax(of: memory, 144..<end)
        switch transferSyntaxUID {
        case "1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.4.95", "1.2.840.10008.1.2.4.205": throw .toolkit
        case "1.2.840.10008.1.2": walk.isImplicit = true
        case "1.2.840.10008.1.2.2": walk.isBigEndian = true
        default: break
        }
        walk.position = end
    }
}
