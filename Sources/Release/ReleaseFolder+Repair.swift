// SPDX-License-Identifier: Apache-2.0

internal import Filesystem
internal import Glibc
internal import Records
package import RunState

extension ReleaseFolder {
    /// Whatever a killed run left that is not recorded is removed; what is recorded and not there is done again.
    /// - Parameters:
    ///   - redo: Makes more files pending again, before what they left is removed.
    ///   - tick: Called for each file.
    package func checkFormerWork(_ journal: Journal, _ run: Int64, redo: () throws -> Void = {}, _ tick: () throws -> Void) throws {
        try refuseStrangers()
        try removeTree(temporary)
        try journal.indexOutcomes()
        try undoMedia(journal, run)
        try redoLost(journal, run, tick)
        try redo()
        try journal.reopenChangedArchives(of: run)
        try journal.reopenArchives(of: run)
        try journal.refreshPending(of: run)
        try removeUnrecorded(journal, run)
    }

    /// A page at a time: all of them may be lost.
    private func redoLost(_ journal: Journal, _ run: Int64, _ tick: () throws -> Void) throws {
        var last = ""
        while true {
            let page = try journal.releasedFiles(of: run, after: last, limit: 1000)
            guard let end = page.last else { return }
            last = end.place
            var lost: [Int64] = []
            for file in page {
                let source = FileStatus(file.source)
                // Its place on the disk may have other numbers by now.
                let isChanged = source.map { $0.size != file.identity.size || $0.identity.modified != file.identity.modified } ?? false
                if isChanged || fileDigest(path.appending(file.place))?.sha256 != file.sha256 { lost.append(file.id) }
                try tick()
            }
            try journal.redo(lost, in: run)
        }
    }

    /// Stops a resumed run at anything in the folder that no run writes.
    func refuseStrangers() throws {
        let documents = [Self.manifestName, Self.documentName, Self.reportName, Self.checksumsName]
        let known = Set(
            ([Self.imagesName, Self.temporaryName, MediaNames.folder, MediaNames.directory, Self.directoryPart] + documents
                + documents.map { ".\($0).part" }).map { Array($0.utf8) })
        try forEachName(in: path) { name, _ in
            guard known.contains(name) else {
                throw PipelineError.usage("--output holds something that no run wrote; move it away first")
            }
        }
        for document in documents { try removeFile(path.appending(".\(document).part")) }
    }

    /// Removes the files of a killed run that were moved to their places and not recorded, and empty folders.
    func removeUnrecorded(_ journal: Journal, _ run: Int64) throws {
        guard FileStatus(images) != nil else { return }
        _ = try sweep(images, Self.imagesName, journal, run)
    }

    private func sweep(_ folder: BytePath, _ place: String, _ journal: Journal, _ run: Int64) throws -> Bool {
        var entries: [([UInt8], FileStatus?)] = []
        try forEachName(in: folder) { entries.append(($0, $1)) }
        var remaining = entries.count
        for (name, status) in entries {
            let path = folder.appending(name)
            let place = place + "/" + String(decoding: name, as: UTF8.self)
            if status?.kind == .folder {
                if try sweep(path, place, journal, run), path.withCString({ rmdir($0) }) == 0 { remaining -= 1 }
            } else {
                let isRecorded = try status?.kind == .file && journal.isReleased(place: place, in: run)
                if isRecorded { continue }
                try removeFile(path)
                remaining -= 1
            }
        }
        return remaining == 0
    }
}
