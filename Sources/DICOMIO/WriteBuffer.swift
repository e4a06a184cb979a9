// SPDX-License-Identifier: Apache-2.0

internal import CZlib

/// Collects what is written and hands it on in large pieces, so that most files take one call of the operating system.
@safe final class WriteBuffer {
    let sink: any FileSink
    private let memory: UnsafeMutableRawBufferPointer
    private var count = 0
    /// How many of them the sink has seen.
    private var seen = 0
    private var deflater: Deflater?

    private static let capacity = 1 << 18
    /// Less room than this is not worth a read.
    private static let least = 1 << 15

    init(_ sink: any FileSink) {
        self.sink = sink
        unsafe memory = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.capacity, alignment: 64)
    }

    deinit { unsafe memory.deallocate() }

    func append(_ bytes: ArraySlice<UInt8>) throws(FileError) {
        var rest = bytes
        while !rest.isEmpty {
            if count == Self.capacity { try flush() }
            let piece = rest.prefix(Self.capacity - count)
            unsafe UnsafeMutableRawBufferPointer(rebasing: memory[count...]).copyBytes(from: piece)
            count += piece.count
            rest = rest.dropFirst(piece.count)
        }
    }

    /// Has a piece of Pixel Data filled in, whose length is a multiple of eight but at the end.
    /// - Parameter body: Returns how many bytes of the piece are to be written.
    /// - Returns: The same.
    func addPixels(atMost rest: Int, _ body: (UnsafeMutableRawBufferPointer) throws(FileError) -> Int) throws(FileError) -> Int {
        if Self.capacity - count < min(rest, Self.least) + 8 { try flush() }
        let piece = min(rest, (Self.capacity - count) & ~7)
        let kept = try unsafe body(UnsafeMutableRawBufferPointer(rebasing: memory[count..<count + piece]))
        unsafe show(memory[seen..<count], of: .file)
        unsafe show(memory[count..<count + kept], of: [.file, .pixels])
        count += kept
        seen = count
        return kept
    }

    /// What follows is deflated (PS3.5 section A.5).
    func deflateFromHere() throws(FileError) {
        try flush()
        deflater = try Deflater()
    }

    func finish() throws(FileError) {
        try flush(isLast: true)
    }

    /// The file's own bytes are those that come out of deflating.
    private func show(_ bytes: Slice<UnsafeMutableRawBufferPointer>, of streams: FileStreams) {
        let streams = deflater == nil ? streams : streams.subtracting(.file)
        if !streams.isEmpty { unsafe sink.see(UnsafeRawBufferPointer(rebasing: bytes), of: streams) }
    }

    private func flush(isLast: Bool = false) throws(FileError) {
        unsafe show(memory[seen..<count], of: .file)
        let bytes = unsafe UnsafeRawBufferPointer(rebasing: memory[..<count])
        count = 0
        seen = 0
        if let deflater {
            try unsafe deflater.add(bytes, isLast: isLast, to: sink)
        } else if unsafe !bytes.isEmpty {
            guard unsafe sink.write(bytes) else { throw .cannotWrite(errno: 0) }
        }
    }
}

/// A deflated stream without header and trailer (RFC 1951).
@safe private final class Deflater {
    private var stream: UnsafeMutablePointer<z_stream>
    private let output: UnsafeMutableRawBufferPointer

    init() throws(FileError) {
        unsafe output = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 64)
        unsafe stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        let status = unsafe deflateInit2_(
            stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK else { throw .noMemory }
    }

    deinit {
        unsafe deflateEnd(stream)
        unsafe stream.deallocate()
        unsafe output.deallocate()
    }

    func add(_ bytes: UnsafeRawBufferPointer, isLast: Bool, to sink: any FileSink) throws(FileError) {
        unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: bytes.bindMemory(to: UInt8.self).baseAddress)
        unsafe stream.pointee.avail_in = UInt32(bytes.count)
        var status = Z_OK
        repeat {
            unsafe stream.pointee.next_out = output.bindMemory(to: UInt8.self).baseAddress
            unsafe stream.pointee.avail_out = UInt32(output.count)
            status = unsafe deflate(stream, isLast ? Z_FINISH : Z_NO_FLUSH)
            guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else { throw .noMemory }
            let made = unsafe output.count - Int(stream.pointee.avail_out)
            let piece = unsafe UnsafeRawBufferPointer(rebasing: output[..<made])
            unsafe sink.see(piece, of: .file)
            if made > 0, unsafe !sink.write(piece) { throw .cannotWrite(errno: 0) }
        } while unsafe stream.pointee.avail_out == 0 || isLast && status != Z_STREAM_END
    }
}
