// SPDX-License-Identifier: Apache-2.0

internal import CZlib
internal import DICOMIO

/// One frame of Deflated Image Frame Compression: a raw stream of RFC 1951, which tells its own end.
enum DeflateWalker {
    /// - Parameter length: Of the frame, unpacked.
    static func walk(_ frame: inout FrameBytes, length: Int) throws(FileError) {
        var stream = z_stream()
        guard inflateInit2_(&stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else { throw .noMemory }
        defer { inflateEnd(&stream) }
        var output = [UInt8](repeating: 0, count: 1 << 16)
        var unpacked = 0
        while true {
            var input = try frame.ahead(1 << 15)
            guard !input.isEmpty else { throw .pixelsNotFollowed }
            let given = input.count
            var status = Z_OK
            var rest = given
            while rest > 0, status == Z_OK {
                input.withUnsafeMutableBufferPointer { source in
                    output.withUnsafeMutableBufferPointer { target in
                        stream.next_in = source.baseAddress! + (given - rest)
                        stream.avail_in = UInt32(rest)
                        stream.next_out = target.baseAddress
                        stream.avail_out = UInt32(target.count)
                        status = inflate(&stream, Z_NO_FLUSH)
                        unpacked += target.count - Int(stream.avail_out)
                    }
                }
                rest = Int(stream.avail_in)
                // More than the frame holds: bytes that no reader shows.
                guard unpacked <= length + length % 2 else { throw .pixelsNotFollowed }
            }
            try frame.pass(given - rest)
            if status == Z_STREAM_END { return }
            guard status == Z_OK || status == Z_BUF_ERROR else { throw .pixelsNotFollowed }
        }
    }
}
