// SPDX-License-Identifier: Apache-2.0

package import Glibc

/// A file descriptor that closes itself.
package final class FileDescriptor: Sendable {
    package let number: Int32

    package init(owning number: Int32) { self.number = number }
    deinit { close(number) }

    package convenience init(opening path: BytePath, _ flags: Int32, mode: mode_t = 0o666, for operation: String) throws(SystemError) {
        let number = path.withCString { path in uninterrupted { open(path, flags | O_CLOEXEC, mode) } }
        guard number >= 0 else { throw SystemError(operation) }
        self.init(owning: number)
    }

    /// Opens a regular file to read it; a pipe in its place is not waited for, and nothing else is opened.
    package convenience init(openingFile path: BytePath, followsLinks: Bool = false, for operation: String) throws(SystemError) {
        try self.init(opening: path, O_RDONLY | O_NONBLOCK | O_NOCTTY | (followsLinks ? 0 : O_NOFOLLOW), for: operation)
        guard FileStatus(of: self)?.kind == .file else { throw SystemError(operation, EINVAL) }
    }

    /// A new file for reading and writing, readable by its owner alone, that has no name: nothing is left of it when the process is killed.
    /// ``link(to:)`` gives it one. On file systems without such files it has a name for a moment.
    package convenience init(unnamedIn folder: BytePath, for operation: String) throws(SystemError) {
        let unnamed: Int32 = 0o20_000_000 | O_DIRECTORY
        do throws(SystemError) {
            try self.init(opening: folder, O_RDWR | unnamed, mode: 0o600, for: operation)
        } catch {
            guard [EOPNOTSUPP, EISDIR, EINVAL, ENOENT].contains(error.number) else { throw error }
            let path = folder.appending(".unnamed.\(getpid()).part")
            try removeFile(path)
            try self.init(opening: path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600, for: operation)
            try removeFile(path)
        }
    }

    /// Gives an unnamed file its name, and brings both to the disk. A name that is taken is left alone.
    /// - Throws: ``SystemError`` with `EEXIST` for a name that is taken; with other numbers where there are no links.
    package func link(to path: BytePath) throws(SystemError) {
        try flush()
        let followLinks: Int32 = 0x400
        let result = "/proc/self/fd/\(number)".withCString { source in path.withCString { linkat(AT_FDCWD, source, AT_FDCWD, $0, followLinks) } }
        guard result == 0 else { throw SystemError("name a file") }
        try flushFolder(path.parent)
    }

    /// Reads up to `count` bytes; empty at the end.
    package func read(upTo count: Int) throws(SystemError) -> [UInt8] {
        var failed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            let result = uninterrupted { Glibc.read(number, buffer.baseAddress, count) }
            failed = result < 0
            initialized = max(0, result)
        }
        if failed { throw SystemError("read a file") }
        return bytes
    }

    /// - Parameter place: Where in the file; `nil` for where it stands.
    package func write(_ bytes: some Collection<UInt8>, at place: Int? = nil) throws(SystemError) {
        let bytes = Array(bytes)
        var offset = 0
        while offset < bytes.count {
            let written = bytes.withUnsafeBytes { buffer in
                let rest = UnsafeRawBufferPointer(rebasing: buffer[offset...])
                return uninterrupted {
                    place.map { pwrite(number, rest.baseAddress, rest.count, $0 + offset) } ?? Glibc.write(number, rest.baseAddress, rest.count)
                }
            }
            guard written > 0 else { throw SystemError("write a file", written == 0 ? ENOSPC : errno) }
            offset += written
        }
    }

    package func flush() throws(SystemError) {
        guard uninterrupted({ fsync(number) }) == 0 else { throw SystemError("flush a file") }
    }
}

extension FileDescriptor {
    package var size: Int64? { FileStatus(of: self)?.size }

    /// The bytes at an offset, fewer at the end of the file, and none at an offset that is none.
    package func bytes(at offset: Int64, count: Int) throws(SystemError) -> [UInt8] {
        guard offset >= 0 else { return [] }
        var failed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            initialized = 0
            while initialized < count {
                let place = off_t(offset) + off_t(initialized)
                let result = uninterrupted { pread(number, buffer.baseAddress! + initialized, count - initialized, place) }
                failed = result < 0
                guard result > 0 else { return }
                initialized += result
            }
        }
        if failed { throw SystemError("read a file") }
        return bytes
    }
}

/// What `lstat` or `stat` says, as far as it matters here.
package struct FileStatus {
    package enum Kind { case file, folder, link, other }

    package let kind: Kind
    package let identity: FileIdentity
    /// When it was last written, linked, renamed or given to somebody, in nanoseconds since 1970.
    package let changed: Int64
    package let owner: UInt32
    package let permissions: UInt32

    /// - Returns: `nil` where there is nothing, or nothing that may be looked at.
    package init?(_ path: BytePath, followLinks: Bool = false) {
        var status = stat()
        guard path.withCString({ followLinks ? stat($0, &status) : lstat($0, &status) }) == 0 else { return nil }
        self.init(status)
    }

    package init?(of descriptor: FileDescriptor) {
        var status = stat()
        guard fstat(descriptor.number, &status) == 0 else { return nil }
        self.init(status)
    }

    package var size: Int64 { identity.size }

    /// One number of inode, size and times. It is another after the file was written, replaced, renamed or lost.
    package var stamp: Int64 {
        var mixed: UInt64 = 0
        for number in [identity.inode, identity.size, identity.modified, changed] {
            mixed = (mixed ^ UInt64(bitPattern: number)) &* 0x9E37_79B9_7F4A_7C15
            mixed ^= mixed >> 29
        }
        return Int64(bitPattern: mixed)
    }

    fileprivate init(_ status: stat) {
        switch status.st_mode & S_IFMT {
        case S_IFREG: kind = .file
        case S_IFDIR: kind = .folder
        case S_IFLNK: kind = .link
        default: kind = .other
        }
        identity = FileIdentity(
            device: Int64(bitPattern: UInt64(status.st_dev)), inode: Int64(bitPattern: UInt64(status.st_ino)), size: Int64(status.st_size),
            modified: nanoseconds(status.st_mtim))
        changed = nanoseconds(status.st_ctim)
        owner = status.st_uid
        permissions = UInt32(status.st_mode) & 0o7777
    }
}

private func nanoseconds(_ time: timespec) -> Int64 { Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec) }

/// The names in a folder, in no order, without `.` and `..`.
package func forEachName(in folder: BytePath, _ body: ([UInt8], FileStatus?) throws -> Void) throws {
    let number = folder.withCString { path in uninterrupted { open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) } }
    guard number >= 0 else { throw SystemError("read a folder") }
    guard let stream = fdopendir(number) else {
        close(number)
        throw SystemError("read a folder")
    }
    defer { closedir(stream) }
    while true {
        errno = 0
        guard let entry = readdir(stream) else {
            if errno != 0 { throw SystemError("read a folder") }
            return
        }
        let offset = MemoryLayout<dirent>.offset(of: \dirent.d_name)!
        let start = UnsafeRawPointer(entry).advanced(by: offset).assumingMemoryBound(to: CChar.self)
        let name = UnsafeBufferPointer(start: start, count: strlen(start)).map { UInt8(bitPattern: $0) }
        if name == [0x2E] || name == [0x2E, 0x2E] { continue }
        var status = stat()
        let found = fstatat(number, start, &status, AT_SYMLINK_NOFOLLOW) == 0
        try body(name, found ? FileStatus(status) : nil)
    }
}

/// The path without links, `.` and `..`; of a path that does not exist, its existing part resolved and the rest appended.
package func canonicalPath(_ path: BytePath) -> BytePath? {
    if let resolved = path.withCString({ realpath($0, nil) }) {
        defer { free(resolved) }
        return BytePath(UnsafeBufferPointer(start: resolved, count: strlen(resolved)).map { UInt8(bitPattern: $0) })
    }
    guard errno == ENOENT else { return nil }
    var bytes = path.bytes
    while bytes.count > 1, bytes.last == slash { bytes.removeLast() }
    let trimmed = BytePath(bytes)
    guard !bytes.isEmpty, FileStatus(trimmed)?.kind != .link, trimmed.parent != trimmed else { return nil }
    let name = trimmed.lastComponent
    guard let parent = canonicalPath(trimmed.parent) else { return nil }
    return name == [0x2E] ? parent : name == [0x2E, 0x2E] ? parent.parent : parent.appending(name)
}

/// Makes a folder and those above it.
package func makeFolders(_ path: BytePath, mode: mode_t = 0o777) throws(SystemError) {
    if path.withCString({ mkdir($0, mode) }) == 0 { return }
    switch errno {
    case EEXIST:
        guard FileStatus(path, followLinks: true)?.kind == .folder else { throw SystemError("make a folder", ENOTDIR) }
    case ENOENT where path.parent != path:
        try makeFolders(path.parent, mode: mode)
        guard path.withCString({ mkdir($0, mode) }) == 0 || errno == EEXIST else { throw SystemError("make a folder") }
    default: throw SystemError("make a folder")
    }
}

package func removeFile(_ path: BytePath) throws(SystemError) {
    guard path.withCString({ unlink($0) }) == 0 || errno == ENOENT else { throw SystemError("remove a file") }
}

package func moveFile(_ source: BytePath, to target: BytePath) throws(SystemError) {
    let result = source.withCString { source in target.withCString { rename(source, $0) } }
    guard result == 0 else { throw SystemError("rename a file") }
}

/// Removes a folder and all in it. Links are removed, not followed.
package func removeTree(_ folder: BytePath) throws {
    guard FileStatus(folder)?.kind == .folder else { return try removeFile(folder) }
    var names: [[UInt8]] = []
    try forEachName(in: folder) { name, _ in names.append(name) }
    for name in names { try removeTree(folder.appending(name)) }
    guard folder.withCString({ rmdir($0) }) == 0 else { throw SystemError("remove a folder") }
}
