// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import GRDB
internal import Glibc

/// A file that a worker is done with, not yet recorded.
struct FinishedFile {
    let id: Int64
    let path: BytePath
    let outcome: FileOutcome
    let temporaryPath: BytePath
    let plan: PlanRecord?
}

extension Journal {
    /// Moves new files to their places and records them, in one transaction. See ``SameInstance`` for files of one SOP Instance UID.
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
                case .archive: try update(database, file.id, .archive, nil, nil)
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

/// Puts a new file in its place, or what another of its SOP Instance UID has there already.
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
        let holder = try Row.fetchOne(
            database.cachedStatement(sql: "SELECT id, digest, path, sha256, place FROM files WHERE run = ? AND instance = ? AND state = 'released'"),
            arguments: [run, new.instance])
        try database.cachedStatement(sql: "UPDATE files SET instance = ?, digest = ?, sha256 = ? WHERE id = ?")
            .execute(arguments: [new.instance, new.contentDigest, new.sha256, file.id])
        if let holder, (holder["digest"] as String, BytePath(holder["path"] as Data)) < (new.contentDigest, file.path) {
            try removeFile(file.temporaryPath)
            return try SameInstance(database, run, new.instance).yield(to: holder["id"], holder["sha256"], only: file.id)
        }
        try SameInstance(database, run, new.instance).yield(to: file.id, new.sha256)
        let target = release.appending(new.relativePath)
        if let old = holder?["place"] as String?, old != new.relativePath { try removeReleased(old, from: release) }
        try makeFolders(target.parent)
        try moveFile(file.temporaryPath, to: target)
        try database.cachedStatement(
            sql: "UPDATE files SET state = 'released', place = ?, patient = ?, study = ?, series = ?, manifest = ? WHERE id = ?"
        ).execute(arguments: [new.relativePath, new.patient, new.study, new.series, Data(try jsonLine(ManifestEntry(new))), file.id])
    }
}

/// The files of one SOP Instance UID. The one with the smallest digest is released, of equals that with the smallest path: so no order
/// decides. Others give way: a duplicate where the file that would be released has the same bytes, whatever was around it, else a conflict.
struct SameInstance {
    private let database: Database
    private let run: Int64
    private let instance: String

    init(_ database: Database, _ run: Int64, _ instance: String) {
        self.database = database
        self.run = run
        self.instance = instance
    }

    /// - Parameters:
    ///   - sha256: Of what is released of the winner.
    ///   - id: The one that gives way; without it all but the winner.
    func yield(to winner: Int64, _ sha256: String, only id: Int64? = nil) throws {
        try database.cachedStatement(
            sql: """
                UPDATE files SET
                    state = CASE WHEN sha256 = :output THEN 'duplicate' ELSE 'quarantined' END,
                    reason = CASE WHEN sha256 = :output THEN NULL ELSE :conflict END,
                    detail = CASE WHEN sha256 = :output THEN NULL ELSE :detail END,
                    place = NULL, patient = NULL, study = NULL, series = NULL, manifest = NULL
                WHERE run = :run AND instance = :instance AND id <> :winner \(id == nil ? "" : "AND id = :only")
                """
        ).execute(
            arguments: [
                "output": sha256, "conflict": QuarantineReason.uidConflict.rawValue,
                "detail": "another input has the same SOP Instance UID and other content", "run": run, "instance": instance, "winner": winner,
            ] + (id.map { ["only": $0] } ?? [:]))
    }
}

/// Removes a file of the release and the folders that this leaves empty.
func removeReleased(_ place: String, from release: BytePath) throws {
    var path = release.appending(place)
    try removeFile(path)
    let images = release.appending(ReleaseFolder.imagesName)
    while path.parent != images, path.parent.isInside(images), path.parent.withCString({ rmdir($0) }) == 0 { path = path.parent }
}
