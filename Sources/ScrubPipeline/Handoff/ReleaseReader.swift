// SPDX-License-Identifier: Apache-2.0

internal import Filesystem
internal import Glibc
internal import Records

/// Opens the files of a release below its folder, which is opened once: no link is followed at any level, whatever is swapped meanwhile.
final class ReleaseReader {
    private let root: FileDescriptor
    /// The folders on the way to the file before.
    private var open: [(name: [UInt8], descriptor: FileDescriptor)] = []

    init(_ path: BytePath) throws(SystemError) {
        root = try FileDescriptor(opening: path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, for: "open the release")
    }

    /// - Throws: ``PipelineError/refused(_:)`` for anything but a regular file below the folder.
    func file(_ path: [UInt8]) throws -> (descriptor: FileDescriptor, size: Int) {
        let parts = path.split(separator: slash, omittingEmptySubsequences: false).map { Array($0) }
        guard parts.allSatisfy({ !$0.isEmpty && $0 != [0x2E] && $0 != [0x2E, 0x2E] && !$0.contains(0) }) else {
            throw PipelineError.refused("SHA256SUMS names a path that leads out of the release")
        }
        let folders = parts.dropLast()
        let shared = zip(open, folders).prefix { $0.name == $1 }.count
        open.removeLast(open.count - shared)
        for name in folders.dropFirst(shared) {
            open.append((name, try descriptor(name, in: open.last?.descriptor ?? root, O_DIRECTORY)))
        }
        let file = try descriptor(parts.last!, in: open.last?.descriptor ?? root, O_NONBLOCK | O_NOCTTY)
        guard let status = FileStatus(of: file), status.kind == .file else { throw PipelineError.refused("something in the release is not a file") }
        return (file, Int(status.size))
    }

    private func descriptor(_ name: [UInt8], in folder: FileDescriptor, _ flags: Int32) throws -> FileDescriptor {
        let number = BytePath(name).withCString { name in
            uninterrupted { openat(folder.number, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | flags) }
        }
        guard number >= 0 else {
            if errno == ELOOP || errno == ENOTDIR { throw PipelineError.refused("something in the release is a link, which is not followed") }
            if errno == ENOENT { throw PipelineError.refused("a file of SHA256SUMS is not in the release") }
            throw SystemError("open a file of the release")
        }
        return FileDescriptor(owning: number)
    }
}
