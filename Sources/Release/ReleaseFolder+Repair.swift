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
        try takeBack(journal, run)
        try redoLost(journal, run, tick)
        try redo()
        try journal.retryQuarantined(of: run)
        try journal.reopenChangedArchives(of: run)
        try journal.reopenArchives(of: run)
        try journal.refreshPending(of: run)
        try removeUnrecorded(journal, run)
    }

    /// Removes what was in the making, and has all files lie in their places by UID.
    package func takeBack(_ journal: Journal, _ run: Int64) throws {
        try refuseStrangers()
        try removeTree(temporary)
        try journal.indexOutcomes()
        try undoMedia(journal, run)
    }

    /// A file is read again only where it cannot be told without: it is another than was recorded, or the machine went down in the middle of the run.
    /// So this takes the time of a look at each file. Whether all files are still what they were is for `verify` to say.
    ///
    /// A page at a time: all of them may be lost.
    private func redoLost(_ journal: Journal, _ run: Int64, _ tick: () throws -> Void) throws {
        let isKept = try journal.isKept(run)
        var last = ""
        while true {
            let page = try journal.releasedFiles(of: run, after: last, limit: 1000)
            guard let end = page.last else { break }
            last = end.place
            var lost: [Int64] = [], stamps: [Int64: Int64] = [:]
            for file in page {
                try tick()
                let source = FileStatus(file.source)
                // Its place on the disk may have other numbers by now.
                let isChanged = source.map { $0.size != file.size || $0.identity.modified != file.modified } ?? false
                let place = path.appending(file.place)
                guard !isChanged, let found = FileStatus(place), found.kind == .file else {
                    lost.append(file.id)
                    continue
                }
                if isKept, found.stamp == file.stamp { continue }
                if fileDigest(place)?.sha256 == file.sha256 { stamps[file.id] = found.stamp } else { lost.append(file.id) }
            }
            try journal.redo(lost, in: run)
            try journal.note(stamps: stamps)
        }
        if !isKept { try journal.settle(run) }
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
    package func removeUnrecorded(_ journal: Journal, _ run: Int64) throws {
        guard FileStatus(images) != nil else { return }
        _ = try sweep(images, Self.imagesName, journal, run)
    }

    private func sweep(_ folder: BytePath, _ place: String, _ journal: Journal, _ run: Int64) throws -> Bool {
        var entries: [(name: [UInt8], kind: FileStatus.Kind?)] = []
        try forEachName(in: folder) { entries.append(($0, $1?.kind)) }
        let text = { (name: [UInt8]) in String(decoding: name, as: UTF8.self) }
        let strays = try journal.unrecorded(Set(entries.filter { $0.kind == .file }.map { text($0.name) }), in: place, of: run)
        var remaining = entries.count
        for (name, kind) in entries {
            let path = folder.appending(name)
            switch kind {
            case .folder:
                if try sweep(path, place + "/" + text(name), journal, run), path.withCString({ rmdir($0) }) == 0 { remaining -= 1 }
            case .file where !strays.contains(text(name)): break
            default:
                try removeFile(path)
                remaining -= 1
            }
        }
        return remaining == 0
    }
}
