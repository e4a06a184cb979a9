// SPDX-License-Identifier: Apache-2.0

package import Filesystem
package import Foundation
internal import GRDB
package import Records

extension Journal {
    /// Notes what discovery met; what is known already stays as it is, but for what could not be looked at before.
    package func add(_ findings: [DiscoveredInput], to run: Int64) throws {
        try database.write { database in
            let statement = try database.cachedStatement(
                sql: """
                    INSERT INTO files (run, path, size, modified, device, inode, state, reason, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (run, path) DO UPDATE SET size = excluded.size, modified = excluded.modified, device = excluded.device,
                        inode = excluded.inode, state = excluded.state, reason = excluded.reason, detail = excluded.detail,
                        unit = NULL WHERE \(Self.wasNotSeen)
                    """)
            for finding in findings {
                let path = Data(finding.path.bytes)
                switch finding {
                case .file(_, let identity):
                    try statement.execute(
                        arguments: [
                            run, path, identity.size, identity.modified, identity.device, identity.inode, FileState.pending.rawValue, nil, nil,
                        ])
                case .notAFile(_, let isLink):
                    let kind = isLink ? "link" : "special-file"
                    try statement.execute(arguments: [run, path, 0, 0, 0, 0, FileState.notDICOM.rawValue, kind, nil])
                case .unreadable(_, let detail):
                    try statement.execute(
                        arguments: [
                            run, path, 0, 0, 0, 0, FileState.quarantined.rawValue, QuarantineReason.unreadable.rawValue, detail,
                        ])
                }
            }
        }
    }

    package struct PendingFile {
        package let id: Int64
        package let path: BytePath
        /// Where it can be read: elsewhere than its path says only if it lies in an archive.
        package let source: BytePath
        package let identity: FileIdentity

        /// In the order in which ``init(_:)`` takes them: to find each by its name costs more than to read it.
        static let columns = "files.id, path, source, device, inode, size, modified"

        init(_ row: Row) throws {
            id = try row.column(0)
            path = try BytePath(row.column(1) as Data)
            source = try (row.column(2) as Data?).map { BytePath($0) } ?? path
            identity = try FileIdentity(device: row.column(3), inode: row.column(4), size: row.column(5), modified: row.column(6))
        }
    }

    /// The next files to do, in the order of their paths.
    /// - Parameter inSurvey: Only those of which nobody knows by what they are shared out.
    package func pendingFiles(of run: Int64, after path: BytePath?, limit: Int, inSurvey: Bool = false) throws -> [PendingFile] {
        try database.read { database in
            try Array(
                Row.fetchCursor(
                    database,
                    sql: """
                        SELECT \(PendingFile.columns) FROM files WHERE run = ? AND state = 'pending' AND path > ?
                            \(inSurvey ? "AND unit IS NULL" : "") ORDER BY path LIMIT ?
                        """, arguments: [run, Data(path?.bytes ?? []), limit]
                ).map { try PendingFile($0) })
        }
    }

    /// Looks at the files still to do again: between two sittings of a run a disk may have got another device number, and a
    /// file that nobody has read yet may have been exported anew.
    package func refreshPending(of run: Int64) throws {
        var last: BytePath?
        while true {
            let page = try pendingFiles(of: run, after: last, limit: 1000)
            guard let end = page.last else { return }
            last = end.path
            try database.write { database in
                let statement = try database.cachedStatement(
                    sql: "UPDATE files SET size = ?, modified = ?, device = ?, inode = ?, unit = NULL WHERE id = ?")
                for file in page {
                    guard let status = FileStatus(file.path), status.kind == .file, status.identity != file.identity else { continue }
                    let new = status.identity
                    try statement.execute(arguments: [new.size, new.modified, new.device, new.inode, file.id])
                }
            }
        }
    }

    /// How many inputs stand where, and their bytes.
    package func counts(of run: Int64) throws -> [FileState: (files: Int, bytes: Int64)] {
        try database.read { database in
            let rows = try Row.fetchAll(
                database, sql: "SELECT state, COUNT(*) AS files, SUM(size) AS bytes FROM files WHERE run = ? AND elsewhere = 0 GROUP BY state",
                arguments: [run])
            var result: [FileState: (files: Int, bytes: Int64)] = [:]
            for row in rows {
                guard let state = try FileState(rawValue: row.column("state")) else { continue }
                result[state] = try (row.column("files"), row.column("bytes"))
            }
            return result
        }
    }

    /// Whether a run had ended, and nothing of it was begun again since.
    package func isDone(_ run: RunRecord) throws -> Bool {
        guard run.state == .finished else { return false }
        let counts = try counts(of: run.id)
        return FileState.unfinished.allSatisfy { counts[$0] == nil }
    }

    /// Distinct patients, studies and series among the released.
    package func subjects(of run: Int64) throws -> (patients: Int, studies: Int, series: Int) {
        try database.read { database in
            let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT COUNT(DISTINCT patient) AS p, COUNT(DISTINCT study) AS t, COUNT(DISTINCT series) AS s
                    FROM files WHERE run = ? AND state = 'released'
                    """, arguments: [run])
            return try (row?.column("p") ?? 0, row?.column("t") ?? 0, row?.column("s") ?? 0)
        }
    }

    /// Studies whose files have more than one patient key, which mostly is one patient written in two ways.
    package func studiesOfSeveralPatients(of run: Int64) throws -> Int {
        try database.read { database in
            try Int.fetchOne(
                database,
                sql: """
                    SELECT COUNT(*) FROM
                        (SELECT 1 FROM files WHERE run = ? AND state = 'released' GROUP BY study HAVING MIN(patient) <> MAX(patient))
                    """, arguments: [run]) ?? 0
        }
    }

    /// The released files in the order of their places.
    package func forEachReleased(of run: Int64, _ body: (_ place: String, _ sha256: String, _ manifest: Data) throws -> Void) throws {
        try database.read { database in
            let rows = try Row.fetchCursor(
                database,
                sql: "SELECT place, sha256, manifest FROM files WHERE run = ? AND place IS NOT NULL ORDER BY place",
                arguments: [run])
            while let row = try rows.next() { try body(row.column(0), row.column(1), row.column(2)) }
        }
    }

    /// The same without their lines of the manifest.
    package func forEachReleased(of run: Int64, _ body: (_ place: String, _ sha256: String) throws -> Void) throws {
        try database.read { database in
            let rows = try Row.fetchCursor(
                database, sql: "SELECT place, sha256 FROM files WHERE run = ? AND place IS NOT NULL ORDER BY place", arguments: [run])
            while let row = try rows.next() { try body(row.column(0), row.column(1)) }
        }
    }

    /// The quarantined files in the order of their paths.
    func forEachQuarantined(of run: Int64, _ body: (_ path: BytePath, _ reason: String, _ detail: String?) throws -> Void) throws {
        try database.read { database in
            let rows = try Row.fetchCursor(
                database,
                sql: "SELECT path, reason, detail FROM files WHERE run = ? AND state = 'quarantined' AND elsewhere = 0 ORDER BY path",
                arguments: [run])
            while let row = try rows.next() { try body(BytePath(row.column("path") as Data), row.column("reason"), row.column("detail")) }
        }
    }

    /// Makes files pending again, with all that share their SOP Instance UID: who wins is decided anew.
    package func redo(_ files: [Int64], in run: Int64) throws {
        guard !files.isEmpty else { return }
        try database.write { database in
            for file in files {
                let instance = try String.fetchOne(database, sql: "SELECT instance FROM files WHERE id = ?", arguments: [file])
                try database.execute(
                    sql: "DELETE FROM reviews WHERE file IN (SELECT id FROM files WHERE run = ? AND (id = ? OR instance = ?))",
                    arguments: [run, file, instance])
                try database.execute(
                    sql: """
                        UPDATE files SET state = 'pending', reason = NULL, detail = NULL, digest = NULL, place = NULL, sha256 = NULL,
                            patient = NULL, study = NULL, series = NULL, manifest = NULL, instance = NULL
                        WHERE run = ? AND (id = ? OR instance = ?)
                        """, arguments: [run, file, instance])
            }
        }
    }
}

extension FileIdentity {
    init(_ row: Row) throws {
        try self.init(device: row.column("device"), inode: row.column("inode"), size: row.column("size"), modified: row.column("modified"))
    }
}
