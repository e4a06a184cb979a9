// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import DICOMIO
internal import Filesystem
internal import Glibc
internal import Records
package import RunState

extension ReleaseFolder {
    static let directoryPart = ".DICOMDIR.part"
    var directory: BytePath { path.appending(MediaNames.directory) }

    /// Gives all files of a run that is done their 8.3 names, and writes the DICOMDIR.
    ///
    /// The journal keeps the places by UID: ``undoMedia(_:_:)`` takes a run that was stopped in the middle back to them.
    package func makeMedia(_ journal: Journal, _ run: Int64, scratchDirectory: String) throws {
        let part = path.appending(Self.directoryPart)
        var names = MediaNames()
        var writer = try DirectoryWriter(path: part, instanceUID: try directoryUID(journal, run))
        try journal.forEachReleased(of: run) { place, _ in
            do {
                let file = try DICOMFile(path: path.appending(place).bytes, scratchDirectory: scratchDirectory)
                let name = try names.next(place)
                try writer.add(
                    try file.dataSet(), sopClass: file.information.mediaStorageSOPClassUID, transferSyntax: file.information.transferSyntaxUID,
                    path: name, names: names)
            } catch is FileError {
                throw PipelineError.stopped("a released file cannot be read again. " + PipelineError.continuation)
            }
        }
        try writer.finish()
        names = MediaNames()
        try journal.forEachReleased(of: run) { place, _ in
            let target = path.appending(try names.next(place))
            if names.level < 3 { try makeFolders(target.parent) }
            try moveFile(path.appending(place), to: target)
            try removeReleased(place, from: path)
        }
        _ = images.withCString { rmdir($0) }
        try moveFile(part, to: directory)
        try flushFileSystem(of: path)
    }

    /// Moves files back to their places by UID, as far as they had been moved.
    func undoMedia(_ journal: Journal, _ run: Int64) throws {
        let folder = path.appending(MediaNames.folder)
        try removeFile(directory)
        try removeFile(path.appending(Self.directoryPart))
        guard FileStatus(folder)?.kind == .folder else { return }
        var names = MediaNames()
        try journal.forEachReleased(of: run) { place, _ in
            let source = path.appending(try names.next(place)), target = path.appending(place)
            guard FileStatus(source)?.kind == .file, FileStatus(target) == nil else { return }
            try makeFolders(target.parent)
            try moveFile(source, to: target)
        }
        try removeTree(folder)
    }

    /// Depends on the files alone.
    private func directoryUID(_ journal: Journal, _ run: Int64) throws -> String {
        var hash = SHA256()
        hash.update(data: Array("dcmscrub DICOMDIR\n".utf8))
        try journal.forEachReleased(of: run) { place, digest in hash.update(data: Array("\(digest) \(place)\n".utf8)) }
        return "2.25.\(hash.finalize().prefix(16).reduce(UInt128(0)) { $0 << 8 | UInt128($1) })"
    }
}
