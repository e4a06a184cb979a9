// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// An input, opened once. Every byte that is parsed, copied or hashed is read from this open file, whatever becomes of its name.
package final class InputFile {
    /// Why an input is not read.
    package enum Refusal: Error, Hashable {
        /// It is no longer the file that was found, or it changes right now.
        case changed
        case unreadable(errno: Int32)

        init(failure: Int32) {
            // A link, a socket or a device without a driver stands where the file was.
            self = [ELOOP, ENXIO, ENODEV].contains(failure) ? .changed : .unreadable(errno: failure)
        }
    }

    package let descriptor: FileDescriptor
    private let opened: FileStatus

    package var size: Int64 { opened.size }

    /// Opens a regular file. Links are not followed, and nothing that is opened in its place makes this wait.
    /// - Parameter expected: As discovery saw it; `nil` where nobody has looked before.
    package convenience init(_ path: BytePath, expected: FileIdentity? = nil) throws(Refusal) {
        try self.init(HandedFile(opening: path), expected: expected)
    }

    /// Takes a file that was opened for whoever reads it.
    package init(_ file: HandedFile, expected: FileIdentity? = nil) throws(Refusal) {
        guard let descriptor = file.descriptor else { throw Refusal(failure: file.failure) }
        self.descriptor = descriptor
        guard let status = FileStatus(of: descriptor), status.kind == .file else { throw .changed }
        opened = status
        if let expected, !expected.isSame(as: status.identity, hasStableInodes: fileSystem(of: descriptor).hasStableInodes) { throw .changed }
        guard !isOpenForWriting, waitUntilChangesShow() else { throw .changed }
    }

    /// Whether the file is as it was when it was opened: nothing of it was written, and it was neither replaced nor renamed.
    package var isUnchanged: Bool { FileStatus(of: descriptor).map { $0.identity == opened.identity && $0.changed == opened.changed } ?? false }

    /// Whether a process has the file open for writing now, or mapped: a long write is stamped at its start, so that what it
    /// changes afterwards would not show. Known only for files of our own, and on file systems that have leases.
    private var isOpenForWriting: Bool {
        signal(SIGIO, SIG_IGN)  // tells of a writer who comes while the lease is held
        let (setLease, readLease, noLease): (Int32, Int32, Int32) = (1024, Int32(F_RDLCK), Int32(F_UNLCK))
        guard fcntl(descriptor.number, setLease, readLease) == 0 else { return errno == EAGAIN }
        _ = fcntl(descriptor.number, setLease, noLease)
        return false
    }

    /// File systems stamp changes with a clock that ticks: a change within the tick of the last one would not show.
    /// - Returns: `false` if the file changed meanwhile.
    private func waitUntilChangesShow() -> Bool {
        while true {
            let wait = Self.nanosecondsUntilChangesShow(
                stamp: max(opened.identity.modified, opened.changed), now: coarseTime(), granularity: fileSystem(of: descriptor).granularity)
            if wait == 0 { return isUnchanged }
            _ = poll(nil, 0, Int32((wait + 999_999) / 1_000_000))
        }
    }

    /// - Parameters: All in nanoseconds.
    package static func nanosecondsUntilChangesShow(stamp: Int64, now: Int64, granularity: Int64) -> Int64 {
        // A stamp from the future is of another clock, or this one was set back; waiting for it could take years.
        guard stamp <= now + 1_000_000_000, stamp + granularity >= now else { return 0 }
        return max(1_000_000, stamp + granularity + 1 - now)
    }
}

/// What makes a file the same one: where it lies, its length, and when it was last written.
package struct FileIdentity: Codable, Hashable, Sendable {
    package let device: Int64
    package let inode: Int64
    package let size: Int64
    /// Nanoseconds since 1970.
    package let modified: Int64

    package init(device: Int64, inode: Int64, size: Int64, modified: Int64) {
        self.device = device
        self.inode = inode
        self.size = size
        self.modified = modified
    }

    /// - Parameter hasStableInodes: Of the file system; others make the numbers up anew when they have forgotten a file.
    package func isSame(as other: FileIdentity, hasStableInodes: Bool) -> Bool {
        device == other.device && size == other.size && modified == other.modified && (!hasStableInodes || inode == other.inode)
    }
}

private struct FileSystemTraits {
    /// FAT and exFAT have no inode numbers, and servers behind FUSE and CIFS may have none.
    let hasStableInodes: Bool
    /// Of the stamps, in nanoseconds; 0 where they are as fine as the kernel's clock.
    let granularity: Int64
}

private func fileSystem(of descriptor: FileDescriptor) -> FileSystemTraits {
    // `struct statfs` has 120 bytes and begins with the type; the rest is not needed.
    var facts = [Int](repeating: 0, count: 32)
    _ = fileSystemStatus?(descriptor.number, &facts)
    return switch UInt32(truncatingIfNeeded: facts[0]) {
    case 0x4D44, 0x2011_BAB0: FileSystemTraits(hasStableInodes: false, granularity: 2_000_000_000)  // FAT, exFAT
    case 0x6573_5546, 0xFF53_4D42, 0xFE53_4D42, 0x517B: FileSystemTraits(hasStableInodes: false, granularity: 0)  // FUSE, CIFS, SMB
    default: FileSystemTraits(hasStableInodes: true, granularity: 0)
    }
}

/// glibc's `fstatfs`, which the Swift overlay does not declare.
private let fileSystemStatus: (@convention(c) @Sendable (Int32, UnsafeMutableRawPointer) -> Int32)? = dlsym(nil, "fstatfs").map {
    unsafeBitCast($0, to: (@convention(c) @Sendable (Int32, UnsafeMutableRawPointer) -> Int32).self)
}

/// The clock that stamps files.
private func coarseTime() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME_COARSE, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}
