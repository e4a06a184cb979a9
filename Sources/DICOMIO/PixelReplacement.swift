// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// A value of encapsulated Pixel Data that is written in place of the file's own. It lies in a file without a name, so it goes with the process.
@safe public final class PixelReplacement {
    private let descriptor: Int32
    public private(set) var length = 0

    /// - Throws: ``FileError/noScratch(errno:)`` where the folder takes no file.
    public init(scratchDirectory: String) throws(FileError) {
        var name = Array((scratchDirectory + "/pixels-XXXXXX").utf8CString)
        let descriptor = unsafe mkstemp(&name)
        if descriptor >= 0 {
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            unsafe unlink(name)
        }
        guard descriptor >= 0 else { throw .noScratch(errno: errno) }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    public func append(_ bytes: [UInt8]) throws(FileError) {
        var done = 0
        while done < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress! + done, bytes.count - done) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .noScratch(errno: count < 0 ? errno : ENOSPC) }
            done += count
        }
        length += bytes.count
    }

    /// Overwrites bytes that are there.
    public func put(_ bytes: [UInt8], at offset: Int) throws(FileError) {
        let count = unsafe bytes.withUnsafeBytes { unsafe pwrite(descriptor, $0.baseAddress!, bytes.count, offset) }
        guard count == bytes.count else { throw .noScratch(errno: errno) }
    }

    func read(_ buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileError) {
        var done = 0
        while done < buffer.count {
            let count = unsafe pread(descriptor, buffer.baseAddress! + done, buffer.count - done, offset + done)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .cannotRead(errno: count < 0 ? errno : EIO) }
            done += count
        }
    }
}
