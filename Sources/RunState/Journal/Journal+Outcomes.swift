// SPDX-License-Identifier: Apache-2.0

package import Filesystem
internal import Foundation
internal import GRDB
internal import Glibc
package import Records

/// A file that a worker is done with, not yet recorded.
package struct FinishedFile: Sendable {
    package let job: FileJob
    package var record: FileRecord

    package init(job: FileJob, record: FileRecord) {
        self.job = job
        self.record = record
    }
}

extension Journal {
    /// Records what became of files, in one transaction.
    /// - Parameter release: Where new files are moved to before they are recorded; `nil` for a report, which decides between files of one SOP
    ///   Instance UID when all are known.
    package func record(_ files: [FinishedFile], in run: Int64, release: BytePath?) throws {
        try database.write { database in
            for file in files {
                if let plan = file.record.plan { try note(plan, of: file.job.id, run: run, in: database) }
                let id = file.job.id
                try note(file.record.review, of: id, in: database)
                switch file.record.outcome {
                case .released(let new):
                    guard let release else {
                        try update(database, id, .released, new, place: nil)
                        continue
                    }
                    try Placing(database, run, release).place(new, file.job)
                case .quarantined(let reason, let detail):
                    try removeTemporary(file.job, release)
                    // What is quarantined takes no part in the choice between files of one UID; a report may have thought it would.
                    try database.cachedStatement(sql: "UPDATE files SET state = 'quarantined', reason = ?, detail = ?, instance = NULL WHERE id = ?")
                        .execute(arguments: [reason.rawValue, detail.isEmpty ? nil : detail, id])
                case .notDICOM(let kind):
                    try removeTemporary(file.job, release)
                    try database.cachedStatement(sql: "UPDATE files SET state = 'not-dicom', reason = ? WHERE id = ?")
                        .execute(arguments: [kind.rawValue, id])
                case .archive: try database.cachedStatement(sql: "UPDATE files SET state = 'archive' WHERE id = ?").execute(arguments: [id])
                case .failed(let number): throw SystemError("write the output", number)
                // Only a survey asks for it.
                case .surveyed: continue
                }
            }
        }
    }

    private func removeTemporary(_ job: FileJob, _ release: BytePath?) throws {
        if release != nil { try removeFile(BytePath(job.temporaryPath)) }
    }
}

/// - Parameter stamp: Of the file at its place; a resumed run reads it again only if that has changed.
private func update(_ database: Database, _ id: Int64, _ state: FileState, _ new: InstanceRecord, place: String?, stamp: Int64? = nil) throws {
    try database.cachedStatement(
        sql: """
            UPDATE files SET state = ?, instance = ?, digest = ?, sha256 = ?, patient = ?, study = ?, series = ?, place = ?, manifest = ?, stamp = ?
            WHERE id = ?
            """
    ).execute(arguments: [
        state.rawValue, new.instance, new.contentDigest, new.sha256, new.patient, new.study, new.series, place,
        place == nil ? nil : Data(new.manifest), stamp, id,
    ])
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

    func place(_ new: InstanceRecord, _ job: FileJob) throws {
        let others = SameInstance(database, run, new.instance)
        guard try others.exist() else { return try release(new, job) }
        try database.cachedStatement(sql: "UPDATE files SET instance = ?, digest = ?, sha256 = ? WHERE id = ?")
            .execute(arguments: [new.instance, new.contentDigest, new.sha256, job.id])
        guard let winner = try others.winner() else { return }
        guard winner.id == job.id else {
            try removeFile(BytePath(job.temporaryPath))
            return try others.yield(to: winner, only: job.id)
        }
        let old = try others.place()
        try others.yield(to: winner)
        if let old, old != new.place { try removeReleased(old, from: release) }
        try release(new, job)
    }

    private func release(_ new: InstanceRecord, _ job: FileJob) throws {
        let place = new.place
        let target = release.appending(place)
        do {
            try moveFile(BytePath(job.temporaryPath), to: target)
        } catch {
            // Mostly the folder is there: many files lie in one.
            guard error.number == ENOENT else { throw error }
            try makeFolders(target.parent)
            try moveFile(BytePath(job.temporaryPath), to: target)
        }
        try update(database, job.id, .released, new, place: place, stamp: FileStatus(target)?.stamp)
    }
}

/// The files of one SOP Instance UID. The one with the smallest digest is released, of equals that with the smallest path: so no order
/// decides. Others give way: a duplicate where the file that would be released has the same bytes, whatever was around it, else a conflict.
struct SameInstance {
    struct Winner {
        let id: Int64
        /// Of what is released of it.
        let sha256: String
    }

    private let database: Database
    private let run: Int64
    private let instance: String

    init(_ database: Database, _ run: Int64, _ instance: String) {
        self.database = database
        self.run = run
        self.instance = instance
    }

    func exist() throws -> Bool {
        try Int.fetchOne(database.cachedStatement(sql: "SELECT 1 FROM files WHERE run = ? AND instance = ? LIMIT 1"), arguments: [run, instance])
            != nil
    }

    /// Of those whose digests are known.
    func winner() throws -> Winner? {
        try Row.fetchOne(
            database.cachedStatement(
                sql:
                    """
                    SELECT id, sha256 FROM files WHERE run = ? AND instance = ? AND digest IS NOT NULL AND sha256 IS \
                    NOT NULL ORDER BY digest, path LIMIT 1
                    """
            ),
            arguments: [run, instance]
        ).map { try Winner(id: $0.column("id"), sha256: $0.column("sha256")) }
    }

    /// Where one of them lies in the release.
    func place() throws -> String? {
        try String.fetchOne(
            database.cachedStatement(sql: "SELECT place FROM files WHERE run = ? AND instance = ? AND place IS NOT NULL"), arguments: [run, instance])
    }

    /// - Parameter id: The one that gives way; without it all but the winner.
    func yield(to winner: Winner, only id: Int64? = nil) throws {
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
                "output": winner.sha256, "conflict": QuarantineReason.uidConflict.rawValue,
                "detail": "another input has the same SOP Instance UID and other content", "run": run, "instance": instance, "winner": winner.id,
            ] + (id.map { ["only": $0] } ?? [:]))
    }
}

/// Removes a file of the release and the folders that this leaves empty.
package func removeReleased(_ place: String, from release: BytePath) throws {
    var path = release.appending(place)
    try removeFile(path)
    let images = release.appending(InstanceRecord.imagesFolder)
    while path.parent != images, path.parent.isInside(images), path.parent.withCString({ rmdir($0) }) == 0 { path = path.parent }
}
