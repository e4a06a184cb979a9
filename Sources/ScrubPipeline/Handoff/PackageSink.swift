// SPDX-License-Identifier: Apache-2.0

internal import CArchive
internal import Crypto
internal import DICOMModel
internal import Filesystem
internal import Glibc
internal import Records

/// Where the files of a package go, one after the other. Nothing has the final name before ``commit()``.
protocol PackageSink: AnyObject {
    func begin(_ path: String, size: Int) throws
    func write(_ bytes: [UInt8]) throws
    func end() throws
    /// Brings all to the disk.
    /// - Returns: SHA-256, where the package is one file.
    func flush() throws -> String?
    func commit() throws
    func discard()
}

extension PackageSink {
    func add(_ path: String, _ bytes: [UInt8]) throws {
        try begin(path, size: bytes.count)
        try write(bytes)
        try end()
    }
}

/// The name of a package in the making: beside its own.
func packagePart(_ target: BytePath) -> BytePath {
    target.parent.appending([UInt8(ascii: ".")] + target.lastComponent + Array(".dcmscrub-part".utf8))
}

/// A folder.
final class FolderSink: PackageSink {
    private let target: BytePath
    private let part: BytePath
    private var current: FileDescriptor?
    private var folders: Set<BytePath> = []

    init(_ target: BytePath) throws {
        self.target = target
        part = packagePart(target)
        try removeTree(part)
        guard part.withCString({ mkdir($0, 0o700) }) == 0 else { throw SystemError("make the package") }
    }

    func begin(_ path: String, size: Int) throws {
        let place = part.appending(path)
        if folders.insert(place.parent).inserted { try makeFolders(place.parent) }
        current = try FileDescriptor(opening: place, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o644, for: "write the package")
    }

    func write(_ bytes: [UInt8]) throws { try current?.write(bytes) }
    func end() throws { current = nil }

    func flush() throws -> String? {
        guard part.withCString({ chmod($0, 0o755) }) == 0 else { throw SystemError("write the package") }
        try flushFileSystem(of: part)
        return nil
    }

    func commit() throws {
        // Takes the place of an empty folder, and of nothing else.
        try moveFile(part, to: target)
        try flushFolder(target.parent)
    }

    func discard() { try? removeTree(part) }
}

/// A tar (POSIX pax, where ustar is too short): owner 0, one time for all, so that equal packages are equal files.
final class TarSink: PackageSink {
    private let target: BytePath
    private let part: BytePath
    private let descriptor: FileDescriptor
    private let archive: OpaquePointer
    private let entry: OpaquePointer
    private let time: Int

    /// - Parameter time: Of all files, in seconds since 1970.
    init(_ target: BytePath, time: Int) throws {
        self.target = target
        self.time = time
        part = packagePart(target)
        try removeTree(part)
        descriptor = try FileDescriptor(opening: part, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o644, for: "write the package")
        guard let archive = archive_write_new(), let entry = archive_entry_new() else { throw SystemError("write the package", ENOMEM) }
        (self.archive, self.entry) = (archive, entry)
        guard archive_write_set_format_pax_restricted(archive) == ARCHIVE_OK, archive_write_add_filter_none(archive) == ARCHIVE_OK,
            archive_write_open_fd(archive, descriptor.number) == ARCHIVE_OK
        else { throw SystemError("write the package", EIO) }
    }

    deinit {
        archive_entry_free(entry)
        archive_write_free(archive)
    }

    func begin(_ path: String, size: Int) throws {
        archive_entry_clear(entry)
        archive_entry_set_pathname(entry, path)
        archive_entry_set_size(entry, Int64(size))
        archive_entry_set_filetype(entry, S_IFREG)
        archive_entry_set_perm(entry, 0o644)
        archive_entry_set_mtime(entry, time, 0)
        try check(archive_write_header(archive, entry))
    }

    func write(_ bytes: [UInt8]) throws {
        guard !bytes.isEmpty else { return }
        let written = bytes.withUnsafeBytes { archive_write_data(archive, $0.baseAddress, $0.count) }
        guard written == bytes.count else { throw failure() }
    }

    func end() throws { try check(archive_write_finish_entry(archive)) }

    func flush() throws -> String? {
        try check(archive_write_close(archive))
        try descriptor.flush()
        lseek(descriptor.number, 0, SEEK_SET)
        var hash = SHA256()
        while true {
            let block = try descriptor.read(upTo: 1 << 20)
            if block.isEmpty { return hexadecimal(hash.finalize()) }
            hash.update(data: block)
        }
    }

    func commit() throws {
        // `link` refuses a name that is taken, where `rename` would replace it.
        guard FileStatus(target) == nil else { throw PipelineError.refused("the target came to be meanwhile") }
        try moveFile(part, to: target)
        try flushFolder(target.parent)
    }

    func discard() { try? removeFile(part) }

    private func check(_ status: Int32) throws { if status != ARCHIVE_OK { throw failure() } }

    private func failure() -> SystemError {
        let number = archive_errno(archive)
        return SystemError("write the package", number > 0 ? number : EIO)
    }
}
