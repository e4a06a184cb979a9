// SPDX-License-Identifier: Apache-2.0

internal import CArchive
internal import CZlib
internal import Filesystem
internal import Glibc
internal import Records

/// What an archive may hold. Beyond it the archive is quarantined as a whole.
package struct ArchiveLimits: Codable, Sendable {
    package var entries = 200_000
    /// Archives inside archives; the outermost counts.
    package var depth = 3
    /// How many times its own size an archive may open to, all archives inside it counted. Blank images shrink by up to a thousand times, so small
    /// ones
    /// may open to `freeBytes` anyway.
    package var ratio: Int64 = 200
    package var freeBytes: Int64 = 1 << 28
    package var bytes: Int64 = 1 << 38
    /// What is left free where the archive is opened.
    package var reserve: Int64 = 1 << 28

    package init() {}

    func bytesAllowed(forArchiveOf size: Int64) -> Int64 {
        let (product, overflow) = size.multipliedReportingOverflow(by: ratio)
        return min(bytes, max(freeBytes, overflow ? .max : product))
    }
}

/// An archive to open: from a worker's point of view.
struct UnpackRequest: Codable, Sendable {
    /// As it was found.
    var identity: FileIdentity
    /// The archive's name, for a file that has none inside.
    var name: BytePath
    /// An empty folder of ours for what is inside: files named by numbers, and their list.
    var folder: String
    var bytesAllowed: Int64
    var limits: ArchiveLimits

    var list: BytePath { BytePath(folder).appending("list") }
}

enum UnpackResult: Codable, Sendable {
    case opened
    /// Quarantined as a whole.
    case refused(QuarantineReason, detail: String)
}

/// Opens one archive into a folder of ours. It parses what strangers wrote, so it runs in a worker process.
struct Unpacker {
    private let request: UnpackRequest
    private let list: FileDescriptor
    private var lines: [UInt8] = []
    /// How many entries have a name so far.
    private var names: [[UInt8]: Int] = [:]
    private var count = 0
    private var written: Int64 = 0
    private var nextSpaceCheck: Int64 = 0

    private struct Refusal: Error {
        let detail: String
        let reason: QuarantineReason

        init(_ detail: String, _ reason: QuarantineReason = .archive) { (self.detail, self.reason) = (detail, reason) }

        static let damaged = Refusal("it is damaged or ends too early")
    }

    static func unpack(_ request: UnpackRequest, _ file: HandedFile) -> UnpackResult {
        do {
            var unpacker = try Unpacker(request)
            let input = try InputFile(file, expected: request.identity)
            try unpacker.run(input.descriptor)
            guard input.isUnchanged else { throw InputFile.Refusal.changed }
            try unpacker.list.write(unpacker.lines)
            return .opened
        } catch let refusal as Refusal {
            return .refused(refusal.reason, detail: refusal.detail)
        } catch let refusal as InputFile.Refusal {
            guard case .quarantined(let reason, let detail) = FileOutcome(refusal) else { return .refused(.unreadable, detail: "") }
            return .refused(reason, detail: detail)
        } catch let error as SystemError {
            return .refused(.noScratch, detail: "it cannot be opened in the state folder: \(systemMessage(error.number))")
        } catch {
            return .refused(.internalError, detail: "")
        }
    }

    private init(_ request: UnpackRequest) throws {
        self.request = request
        try removeTree(BytePath(request.folder))
        try makeFolders(BytePath(request.folder), mode: 0o700)
        list = try FileDescriptor(opening: request.list, O_WRONLY | O_CREAT | O_EXCL, mode: 0o600, for: "open an archive")
    }

    private mutating func run(_ descriptor: FileDescriptor) throws {
        switch try ArchiveKind(descriptor) {
        case .zip:
            let directory: ZipDirectory
            do throws(ZipDirectory.Problem) {
                directory = try ZipDirectory(descriptor)
            } catch {
                switch error {
                case .volumes: throw Refusal("zip archive in several volumes; join them, or unpack it and name its folder")
                case .damaged: throw Refusal.damaged
                case .unreadable(let number): throw InputFile.Refusal.unreadable(errno: number)
                }
            }
            if directory.entries > request.limits.entries { throw tooMany }
            if directory.compressedBytes > descriptor.size ?? 0 {
                throw Refusal("its entries share their bytes, as in an archive that is made to fill disks")
            }
            try unpack(descriptor, archive_read_support_format_zip_seekable)
        case .tar: try unpack(descriptor, archive_read_support_format_tar)
        case .gzip: try inflate(descriptor)
        case .other, nil: throw InputFile.Refusal.changed
        }
    }

    private var tooMany: Refusal { Refusal("it holds more than \(request.limits.entries) entries; unpack it and name its folder") }

    // MARK: - Formats

    /// One file, or a tar in one: the checksum at its end is the proof that it is whole.
    private mutating func inflate(_ descriptor: FileDescriptor) throws {
        guard let stream = gzdopen(dup(descriptor.number), "rb") else { throw SystemError("read a file") }
        var isOpen = true
        defer { if isOpen { gzclose(stream) } }
        gzbuffer(stream, 1 << 17)
        let (number, target) = try newFile()
        let start = written
        var buffer = [UInt8](repeating: 0, count: 1 << 17)
        while true {
            let got = gzread(stream, &buffer, UInt32(buffer.count))
            guard got >= 0 else { throw Self.failure(of: stream) }
            if got == 0 { break }
            try write(buffer[..<Int(got)], to: target)
        }
        var problem: Int32 = 0
        _ = gzerror(stream, &problem)
        isOpen = false
        guard problem == Z_OK || problem == Z_STREAM_END, gzclose(stream) == Z_OK else { throw Refusal.damaged }
        if try ArchiveKind(target) == .tar {
            lseek(target.number, 0, SEEK_SET)
            try unpack(target, archive_read_support_format_tar)
            return try removeFile(path(of: number))
        }
        var name = request.name.bytes
        if let ending = [".tgz", ".gz", "-gz", ".z"].first(where: {
            name.count > $0.utf8.count && String(decoding: name.suffix($0.utf8.count), as: UTF8.self).lowercased() == $0
        }) {
            name.removeLast(ending.utf8.count)
        }
        try note(name, .file, number, written - start)
    }

    private mutating func unpack(_ descriptor: FileDescriptor, _ format: (OpaquePointer?) -> Int32) throws {
        guard let archive = archive_read_new() else { throw Refusal("there is not enough memory for it", .noMemory) }
        defer { archive_read_free(archive) }
        guard format(archive) == ARCHIVE_OK, archive_read_open_fd(archive, descriptor.number, 1 << 17) == ARCHIVE_OK else {
            throw Self.failure(archive_errno(archive))
        }
        while true {
            var entry: OpaquePointer?
            let status = archive_read_next_header(archive, &entry)
            if status == ARCHIVE_EOF { return }
            guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let entry else { throw Self.failure(archive_errno(archive)) }
            try take(entry, of: archive)
        }
    }

    private mutating func take(_ entry: OpaquePointer, of archive: OpaquePointer) throws {
        let kind = UInt32(archive_entry_filetype(entry))
        if kind == 0o040000 { return try countEntry() }
        let name =
            (archive_entry_pathname(entry) ?? archive_entry_pathname_utf8(entry)).map { Array(UnsafeRawBufferPointer(start: $0, count: strlen($0))) }
            ?? []
        if archive_entry_hardlink(entry) != nil || kind == 0o120000 { return try note(name, .link, nil, 0) }
        guard kind == 0o100000 else { return try note(name, .special, nil, 0) }
        if archive_entry_is_encrypted(entry) != 0 {
            return try note(name, .locked, nil, 0, "it is encrypted; unpack it with its password and name its folder")
        }
        let (number, target) = try newFile()
        let start = written
        var buffer = [UInt8](repeating: 0, count: 1 << 17)
        while true {
            let got = archive_read_data(archive, &buffer, buffer.count)
            if got == 0 { break }
            if got == Int(ARCHIVE_FAILED) {
                try removeFile(path(of: number))
                written = start
                return try note(name, .locked, nil, 0, "it is packed in a way that is not known here; unpack it and name its folder")
            }
            guard got > 0 else { throw Self.failure(archive_errno(archive)) }
            try write(buffer[..<got], to: target)
        }
        try note(name, .file, number, written - start)
    }

    /// What libarchive or zlib ended with: the disk failed, or the archive is damaged.
    private static func failure(_ number: Int32) -> any Error {
        SystemError.isOfDisk(number) ? InputFile.Refusal.unreadable(errno: number) : Refusal.damaged
    }

    private static func failure(of stream: gzFile) -> any Error {
        let number = errno
        var problem: Int32 = 0
        _ = gzerror(stream, &problem)
        return problem == Z_ERRNO ? failure(number) : Refusal.damaged
    }

    // MARK: - What is inside

    private func path(of number: Int) -> BytePath { BytePath(request.folder).appending(String(number)) }

    private mutating func newFile() throws -> (Int, FileDescriptor) {
        try countEntry()
        return (count, try FileDescriptor(opening: path(of: count), O_RDWR | O_CREAT | O_EXCL, mode: 0o600, for: "open an archive"))
    }

    private mutating func countEntry() throws {
        count += 1
        if count > request.limits.entries { throw tooMany }
    }

    private mutating func write(_ bytes: ArraySlice<UInt8>, to target: FileDescriptor) throws {
        written += Int64(bytes.count)
        if written > request.bytesAllowed {
            throw Refusal(
                "it opens to more than \(request.bytesAllowed >> 20) MiB, as archives do that are made to fill disks; unpack it and name its folder")
        }
        if written >= nextSpaceCheck {
            nextSpaceCheck = written + 1 << 25
            var space = statvfs()
            if statvfs(request.folder, &space) == 0, Int64(space.f_bavail) * Int64(space.f_frsize) < request.limits.reserve + 1 << 25 {
                throw Refusal("there is no room for it in the state folder; free some, or unpack it and name its folder", .noScratch)
            }
        }
        try target.write(bytes)
    }

    private mutating func note(_ name: [UInt8], _ kind: ArchiveMember.Kind, _ file: Int?, _ size: Int64, _ detail: String? = nil) throws {
        if file == nil { try countEntry() }
        // Two entries may be called the same, or by nothing.
        var unique = name.isEmpty ? Array("entry".utf8) : Array(name.prefix(1024))
        while let times = names[unique] {
            names[unique] = times + 1
            unique += Array("#\(times + 1)".utf8)
        }
        names[unique] = 1
        lines += try jsonLine(ArchiveMember(name: BytePath(unique), kind: kind, file: file, size: size, detail: detail)) + [0x0A]
        guard lines.count > 1 << 18 else { return }
        try list.write(lines)
        lines.removeAll(keepingCapacity: true)
    }
}
