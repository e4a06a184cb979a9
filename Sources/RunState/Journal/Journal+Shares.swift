// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import DICOMModel
package import Filesystem
internal import Foundation
internal import GRDB
package import Records

/// Which inputs are this shard's. All of them are surveyed first; then those of other shards are forgotten, but for what is in archives, which are
/// opened again: there they stay, marked as `elsewhere`, and count nowhere.
extension Journal {
    /// Notes what a survey found. What it could not look at keeps no unit.
    package func note(surveyed files: [FinishedFile]) throws {
        try database.write { database in
            let statement = try database.cachedStatement(sql: "UPDATE files SET unit = ?, state = ? WHERE id = ?")
            for file in files {
                switch file.record.outcome {
                case .surveyed(let unit, let isArchive):
                    let state = isArchive ? FileState.archive : .pending
                    try statement.execute(arguments: [Data(unit.bytes), state.rawValue, file.job.id])
                case .failed(let number): throw SystemError("look at the inputs", number)
                default: continue
                }
            }
        }
    }

    /// Gives all that has no unit one by its name.
    /// - Parameter roots: What stands before the names: another machine may have it elsewhere.
    package func nameUnsurveyed(of run: Int64, below roots: [BytePath]) throws {
        let roots = roots.sorted { $0.bytes.count > $1.bytes.count }
        var last: Int64 = 0
        while true {
            let end = try database.write { database -> Int64? in
                let page = try Row.fetchAll(
                    database, sql: "SELECT id, path FROM files WHERE run = ? AND id > ? AND unit IS NULL ORDER BY id LIMIT 1000",
                    arguments: [run, last])
                let statement = try database.cachedStatement(sql: "UPDATE files SET unit = ? WHERE id = ?")
                for row in page {
                    let path = try BytePath(row.column("path") as Data)
                    let root = roots.first(where: path.isInside)
                    let unit = ShareUnit(name: Array(path.bytes.dropFirst(root?.bytes.count ?? 0)))
                    try statement.execute(arguments: [Data(unit.bytes), row.column("id") as Int64])
                }
                return try page.last?.column("id")
            }
            guard let end else { return }
            last = end
        }
    }

    /// Shares the units out and keeps what is this shard's; then the run goes on to its work. All or nothing of it is done.
    package func share(_ run: Int64, _ shard: Shard) throws {
        let archive = "state = 'not-dicom' AND reason = '\(NotDICOMKind.archive.rawValue)'"
        try database.write { database in
            try database.execute(sql: "CREATE TEMP TABLE own (unit BLOB PRIMARY KEY) WITHOUT ROWID")
            // What is in an archive has bytes of its own.
            let units = try Row.fetchCursor(
                database,
                sql: """
                    SELECT unit, SUM(CASE WHEN \(archive) THEN 0 ELSE size END) AS bytes, COUNT(*) AS files FROM files WHERE run = ?
                    GROUP BY unit ORDER BY bytes DESC, unit
                    """, arguments: [run])
            var shares = ShareOut(count: shard.count), survey = SHA256()
            let statement = try database.makeStatement(sql: "INSERT INTO own VALUES (?)")
            while let row = try units.next() {
                let (unit, bytes, files): (Data, Int64, Int) = try (row.column(0), row.column(1), row.column(2))
                survey.update(data: unit)
                survey.update(data: Array("\(bytes) \(files)\n".utf8))
                if shares.next(bytes) == shard.number { try statement.execute(arguments: [unit]) }
            }
            try database.execute(
                sql: "UPDATE files SET elsewhere = 1 WHERE run = ? AND unit NOT IN (SELECT unit FROM own)", arguments: [run])
            // A file whose name reads as if it were in an archive keeps its place too.
            try database.execute(
                sql: """
                    DELETE FROM files
                    WHERE run = ? AND elsewhere = 1 AND archive IS NULL AND NOT (\(archive)) AND instr(path, CAST('!/' AS BLOB)) = 0
                    """, arguments: [run])
            try database.execute(
                sql: """
                    UPDATE files SET state = 'not-dicom', reason = 'elsewhere', detail = NULL, source = NULL
                    WHERE run = ? AND elsewhere = 1 AND NOT (\(archive))
                    """, arguments: [run])
            try database.execute(sql: "DROP TABLE own")
            try database.execute(
                sql: "UPDATE runs SET state = ?, survey = ? WHERE id = ?",
                arguments: [RunRecord.State.scrubbing.rawValue, hexadecimal(survey.finalize()), run])
        }
    }

    /// Whether the run has shared its inputs out.
    func isShared(_ run: Int64) throws -> Bool { try survey(of: run) != nil }

    /// The digest of all units that were shared out: shards with the same one shared the same out. `nil` where nothing was.
    package func survey(of run: Int64) throws -> String? {
        try database.read { try String.fetchOne($0, sql: "SELECT survey FROM runs WHERE id = ?", arguments: [run]) }
    }
}
