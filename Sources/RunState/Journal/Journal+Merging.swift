// SPDX-License-Identifier: Apache-2.0

package import Filesystem
internal import Foundation
internal import GRDB
package import Records

/// A run that is made of the runs of shards, each in a journal of its own.
extension Journal {
    package struct Part {
        let journal: BytePath
        let run: Int64
        let shard: Shard
        /// Where the first shard's machine has what this one's has; `nil` where they have it in the same places.
        let moved: (@Sendable (BytePath) -> BytePath)?

        package init(journal: BytePath, run: Int64, _ shard: Shard, moved: (@Sendable (BytePath) -> BytePath)?) {
            (self.journal, self.run, self.shard, self.moved) = (journal, run, shard, moved)
        }
    }

    /// What a merge joined; `nil` for a run that did its work itself.
    package func shards(of run: Int64) throws -> String? {
        try database.read { try String.fetchOne($0, sql: "SELECT shards FROM runs WHERE id = ?", arguments: [run]) }
    }

    /// Takes over all that the shards know of their files, and decides between files of one SOP Instance UID as a run does. What an earlier try took
    /// is not there any more: a run that is begun again is empty.
    package func take(_ parts: [Part], into run: Int64) throws {
        try database.writeWithoutTransaction { database in
            // Archives that members are in may be another shard's inputs: here are all of them, by the numbers that they have got.
            try database.execute(
                sql: "DROP TABLE IF EXISTS temp.around; CREATE TEMP TABLE around (id INTEGER PRIMARY KEY, path BLOB NOT NULL)")
            for part in parts { try Self.take(part, into: run, database) }
            try database.inTransaction {
                try database.execute(
                    sql: """
                        UPDATE files INDEXED BY members SET source = NULL, archive =
                            (SELECT f.id FROM temp.around AS a JOIN files AS f ON f.run = :run AND f.path = a.path WHERE a.id = files.archive)
                        WHERE archive IS NOT NULL AND run = :run
                        """, arguments: ["run": run])
                try database.execute(sql: "DROP TABLE temp.around")
                return .commit
            }
        }
        try decideBetweenShards(run)
        try set(.scrubbing, of: run)
    }

    private static func take(_ part: Part, into run: Int64, _ database: Database) throws {
        let move = part.moved
        let moved = DatabaseFunction("moved", argumentCount: 1, pure: true) { values in
            guard let path = Data.fromDatabaseValue(values[0]), let move else { return values[0] }
            return Data(move(BytePath(path)).bytes)
        }
        database.add(function: moved)
        defer { database.remove(function: moved) }
        try database.execute(sql: "ATTACH DATABASE ? AS shard", arguments: [part.journal.readable])
        defer { try? database.execute(sql: "DETACH DATABASE shard") }
        let numbers: StatementArguments = [
            "run": run, "other": part.run, "offset": try Int64.fetchOne(database, sql: "SELECT MAX(id) FROM files") ?? 0,
        ]
        let own = "(SELECT id FROM shard.files WHERE run = :other AND elsewhere = 0)"
        do {
            try database.inTransaction {
                for sql in [
                    """
                    INSERT INTO files (id, run, path, size, modified, device, inode, state, reason, detail, instance, digest, place, sha256, patient,
                        study, series, manifest, archive)
                    SELECT id + :offset, :run, moved(path), size, modified, device, inode, state, reason, detail, instance, digest, place, sha256,
                        patient, study, series, manifest, archive + :offset
                    FROM shard.files WHERE run = :other AND elsewhere = 0 ORDER BY id
                    """,
                    """
                    INSERT INTO temp.around SELECT id + :offset, moved(path) FROM shard.files
                    WHERE id IN (SELECT archive FROM shard.files WHERE run = :other AND archive IS NOT NULL)
                    """,
                    "INSERT INTO plans SELECT file + :offset, shape, facts, quasi FROM shard.plans WHERE file IN \(own)",
                    "INSERT INTO reviews SELECT file + :offset, key, decision FROM shard.reviews WHERE file IN \(own)",
                    "INSERT OR IGNORE INTO plan_rows SELECT :run, id, definition FROM shard.plan_rows WHERE run = :other",
                    """
                    INSERT OR IGNORE INTO plan_shapes SELECT :run, id, modality, equipment, definition FROM shard.plan_shapes
                    WHERE run = :other
                    """,
                ] { try database.execute(sql: sql, arguments: numbers) }
                return .commit
            }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
            throw PipelineError.refused(
                "shard \(part.shard.number)/\(part.shard.count) holds an input that another shard holds too: the inputs were not the same on all "
                    + "machines; run the shards again over the same inputs")
        }
    }

    /// Each shard has decided among its own: of one SOP Instance UID it released one at most.
    private func decideBetweenShards(_ run: Int64) throws {
        try decide(
            of: run,
            """
            SELECT instance FROM files WHERE run = ? AND instance > ? AND state = 'released'
            GROUP BY instance HAVING COUNT(*) > 1 ORDER BY instance LIMIT 1000
            """)
    }

    /// The digest of what is released at a place.
    package func releasedDigest(at place: String, in run: Int64) throws -> String? {
        try database.read { database in
            try String.fetchOne(
                database.cachedStatement(sql: "SELECT sha256 FROM files WHERE run = ? AND place = ?"), arguments: [run, place])
        }
    }
}
