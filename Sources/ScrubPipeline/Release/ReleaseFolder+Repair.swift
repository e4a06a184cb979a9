// SPDX-License-Identifier: Apache-2.0

internal import Glibc

extension ReleaseFolder {
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
