// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import GRDB
internal import Glibc

/// A file that a worker is done with, not yet recorded.
struct FinishedFile {
    let id: Int64
    let outcome: FileOutcome
    let temporaryPath: BytePath
    let plan: PlanRecord?
}

extension Journal {
    /// Moves new files to their places and records them, in one transaction.
    ///
    /// Of files with one SOP Instance UID, the one with the smallest digest is released, whatever comes first; the same
    /// bytes again are a duplicate, other bytes a conflict. So the order of the inputs does not matter.
    func record(_ files: [FinishedFile], in run: Int64, release: BytePath) throws {
        try database.write { database in
            for file in files {
                if let plan = file.plan { try note(plan, of: file.id, run: run, in: database) }
                switch file.outcome {
                case .released(let new):
                    try Placing(database, run, release).place(new, file)
                case .quarantined(let reason, let detail):
                    try removeFile(file.temporaryPath)
                    try update(database, file.id, .quarantined, reason.rawValue, detail)
                case .notDICOM(let kind):
                    try removeFile(file.temporaryPath)
                    try update(database, file.id, .notDICOM, kind.rawValue, nil)
                case .failed(let number):
                    throw SystemError("write the output", number)
                case .planned: throw PipelineError.stopped("a worker process planned a file that it was to scrub")
                }
            }
        }
    }
}

private func update(_ database: Database, _ id: Int64, _ state: FileState, _ reason: String?, _ detail: String?) throws {
    let text = detail.flatMap { $0.isEmpty ? nil : $0 }
    try database.cachedStatement(sql: "UPDATE files SET state = ?, reason = ?, detail = ? WHERE id = ?")
        .execute(arguments: [state.rawValue, reason, text, id])
}

/// Decides between files of one SOP Instance UID.
private struct Placing {
    let database: Database
    let run: Int64
    let release: BytePath

    init(_ database: Database, _ run: Int64, _ release: BytePath) {
        self.database = database
        self.run = run
        self.release = release
    }

    func place(_ new: ReleasedFile, _ file: FinishedFile) throws {
        let group = try Row.fetchAll(
            database.cachedStatement(sql: "SELECT id, state, digest, place FROM files WHERE run = ? AND instance = ?"),
            arguments: [run, new.instance])
        let smallest = group.map { $0["digest"] as String }.min() ?? new.contentDigest
        let holder = group.first { $0["place"] as String? != nil }
        try database.cachedStatement(sql: "UPDATE files SET instance = ?, digest = ? WHERE id = ?")
            .execute(arguments: [new.instance, new.contentDigest, file.id])
        if new.contentDigest > smallest {
            try removeFile(file.temporaryPath)
            return try refuse(file.id)
        }
        if new.contentDigest == smallest, let holder, holder["digest"] == smallest {
            try removeFile(file.temporaryPath)
            return try update(database, file.id, .duplicate, nil, nil)
        }
        for row in group where row["digest"] != new.contentDigest {
            let state: String = row["state"]
            if state == FileState.released.rawValue || state == FileState.duplicate.rawValue { try refuse(row["id"]) }
        }
        let target = release.appending(new.relativePath)
        if let old = holder?["place"] as String?, old != new.relativePath { try removeReleased(old, from: release) }
        try makeFolders(target.parent)
        try moveFile(file.temporaryPath, to: target)
        try database.cachedStatement(
            sql: """
                UPDATE files SET state = 'released', place = ?, sha256 = ?, patient = ?, study = ?, series = ?, manifest = ? WHERE id = ?
                """
        ).execute(
            arguments: [
                new.relativePath, new.sha256, new.patient, new.study, new.series, Data(try jsonLine(ManifestEntry(new))), file.id,
            ])
    }

    private func refuse(_ id: Int64) throws {
        try database.cachedStatement(
            sql: """
                UPDATE files SET state = 'quarantined', reason = ?, detail = ?, place = NULL, sha256 = NULL,
                    patient = NULL, study = NULL, series = NULL, manifest = NULL
                WHERE id = ?
                """
        ).execute(
            arguments: [
                QuarantineReason.uidConflict.rawValue, "another input has the same SOP Instance UID and other content", id,
            ])
    }
}

/// Removes a file of the release and the folders that this leaves empty.
func removeReleased(_ place: String, from release: BytePath) throws {
    var path = release.appending(place)
    try removeFile(path)
    let images = release.appending(ReleaseFolder.imagesName)
    while path.parent != images, path.parent.isInside(images), path.parent.withCString({ rmdir($0) }) == 0 { path = path.parent }
}
