// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import DICOMIO
internal import DICOMModel
internal import Engine
internal import Filesystem
internal import Glibc
internal import PixelStreams

/// Writes one new file and hashes it, and its pixels, on the way.
final class OutputFile: FileSink {
    /// -1 where it is only hashed.
    private let descriptor: Int32
    private var whole = SHA256()
    private var pixels = SHA256()
    private(set) var bytesWritten = 0
    private(set) var pixelBytes = 0
    /// Looks at the cells of native pixels on their way.
    var unusedBits: UnusedBits?
    /// What the operating system refused with, or 0.
    private(set) var failure: Int32 = 0

    /// Hashes what would be written.
    init() {
        descriptor = -1
    }

    /// - Throws: ``FileError/cannotWrite(errno:)`` where the file exists or cannot be made.
    init(path: String, mode: mode_t = 0o644) throws(FileError) {
        descriptor = uninterrupted { open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode) }
        guard descriptor >= 0 else { throw .cannotWrite(errno: errno) }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty, descriptor >= 0 {
            let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else {
                failure = count < 0 ? errno : ENOSPC
                return false
            }
            rest = rest.dropFirst(count)
        }
        bytesWritten += bytes.count
        return true
    }

    func see(_ bytes: UnsafeRawBufferPointer, of streams: FileStreams) {
        if streams.contains(.file) { whole.update(bufferPointer: bytes) }
        guard streams.contains(.pixels) else { return }
        pixels.update(bufferPointer: bytes)
        pixelBytes += bytes.count
        unusedBits?.see(bytes)
    }

    var sha256: String { hexadecimal(whole.finalize()) }

    /// Of the value of Pixel Data; of an encapsulated one, of all items and the delimiter.
    var pixelSHA256: String { hexadecimal(pixels.finalize()) }
}
