// SPDX-License-Identifier: Apache-2.0

package import Filesystem
internal import Foundation
internal import GRDB
package import Records

/// Archives among the inputs. Their members are inputs too, under paths such as `study.zip!/IM1`; where one lies now is in `source`.
extension Journal {
    package struct FoundArchive {
        package let id: Int64
        package let path: BytePath
        /// Where it can be read.
        package let source: BytePath
        package let identity: FileIdentity
        /// 1 for one that lies in no other.
        package let depth: Int
        /// Of the archive around all others.
        package let outermostSize: Int64
        /// What that one opened to so far, besides what is in this one: a resumed run opens it again.
        package let openedBytes: Int64
    }

    /// The next archives to open, in the order of their paths.
    package func archives(of run: Int64, limit: Int) throws -> [FoundArchive] {
        try database.read { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM files WHERE run = ? AND state = 'archive' ORDER BY path LIMIT ?", arguments: [run, limit]
            ).map { row in
                var outermost = row
                var depth = 1
                while let around = try outermost.column("archive") as Int64?,
                    let next = try Row.fetchOne(database, sql: "SELECT path, size, archive FROM files WHERE id = ?", arguments: [around])
                {
                    outermost = next
                    depth += 1
                }
                let path = try BytePath(row.column("path") as Data)
                func opened(_ archive: BytePath) throws -> Int64 {
                    let inside = Self.paths(inside: archive)
                    return try Int64.fetchOne(
                        database, sql: "SELECT SUM(size) FROM files WHERE run = ? AND path > ? AND path < ? AND archive IS NOT NULL",
                        arguments: [run, inside.lower, inside.upper]) ?? 0
                }
                return try FoundArchive(
                    id: row.column("id"), path: path, source: (row.column("source") as Data?).map { BytePath($0) } ?? path,
                    identity: FileIdentity(row),
                    depth: depth,
                    outermostSize: outermost.column("size"), openedBytes: opened(BytePath(outermost.column("path") as Data)) - opened(path))
            }
        }
    }

    /// The range of the paths of all that lies in an archive.
    private static func paths(inside archive: BytePath) -> (lower: Data, upper: Data) {
        (Data(archive.bytes + "!/".utf8), Data(archive.bytes + "!0".utf8))
    }

    /// Takes the members of an opened archive for inputs.
    /// - Returns: How many are new, and their bytes.
    package func add(membersOf archive: FoundArchive, listedIn list: BytePath, folder: BytePath) throws -> (files: Int, bytes: Int64) {
        let lines = LineReader(try FileDescriptor(opening: list, 0, for: "read a list"))
        return try database.write { database in
            let run = try Int64.fetchOne(database, sql: "SELECT run FROM files WHERE id = ?", arguments: [archive.id])
            // One that waited for its archive goes on; one that is done stays as it is.
            let statement = try database.cachedStatement(
                sql: """
                    INSERT INTO files (run, path, size, modified, device, inode, state, reason, detail, archive, source)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (run, path) DO UPDATE SET size = excluded.size, modified = excluded.modified, device = excluded.device,
                        inode = excluded.inode, state = excluded.state, reason = excluded.reason, detail = excluded.detail,
                        archive = excluded.archive, source = excluded.source WHERE files.state = 'waiting'
                    """)
            var (files, bytes): (Int, Int64) = (0, 0)
            while let line = try lines.next() {
                let member = try fromJSON(ArchiveMember.self, line)
                let (state, reason): (FileState, String?) =
                    switch member.kind {
                    case .file: (.pending, nil)
                    case .link: (.notDICOM, "link")
                    case .special: (.notDICOM, "special-file")
                    case .locked: (.quarantined, QuarantineReason.archive.rawValue)
                    }
                var path = archive.path.bytes + "!/".utf8 + member.name.bytes
                // A folder may be called as if it were the inside of the archive.
                while let other = try Row.fetchOne(
                    database.cachedStatement(sql: "SELECT archive FROM files WHERE run = ? AND path = ?"), arguments: [run, Data(path)]),
                    try other.column("archive") as Int64? != archive.id
                { path += "#".utf8 }
                let source = member.file.map { folder.appending(String($0)) }
                let identity = source.flatMap { FileStatus($0)?.identity } ?? FileIdentity(device: 0, inode: 0, size: member.size, modified: 0)
                try statement.execute(
                    arguments: [
                        run, Data(path), identity.size, identity.modified, identity.device, identity.inode, state.rawValue, reason, member.detail,
                        archive.id, source.map { Data($0.bytes) },
                    ])
                guard database.changesCount > 0 else { continue }
                files += 1
                bytes += member.size
            }
            try database.execute(
                sql: "UPDATE files SET state = ?, reason = ? WHERE id = ?",
                arguments: [FileState.notDICOM.rawValue, NotDICOMKind.archive.rawValue, archive.id])
            return (files, bytes)
        }
    }

    package func refuse(_ archive: FoundArchive, _ reason: QuarantineReason, _ detail: String) throws {
        try database.write { database in
            try database.execute(
                sql: "UPDATE files SET state = 'quarantined', reason = ?, detail = ? WHERE id = ?",
                arguments: [reason.rawValue, detail.isEmpty ? nil : detail, archive.id])
        }
    }

    /// Whether something in an opened archive is still to be done.
    /// - Parameter inSurvey: What was surveyed is done.
    package func hasWork(inArchive archive: Int64, inSurvey: Bool = false) throws -> Bool {
        try database.read { database in
            let isOpen = inSurvey ? "(state = 'pending' AND unit IS NULL OR state = 'archive')" : "state IN ('pending', 'archive')"
            return try Bool.fetchOne(
                database, sql: "SELECT EXISTS (SELECT 1 FROM files WHERE archive = ? AND \(isOpen))", arguments: [archive]) ?? false
        }
    }

    // MARK: - Resuming

    /// Has the archives opened again whose members are still to be done: what was opened is gone. The members wait for it. An archive among them is
    /// surveyed anew, which is how a shard comes to open it.
    package func reopenArchives(of run: Int64) throws {
        try database.write { database in
            while true {
                let around = try Int64.fetchAll(
                    database, sql: "SELECT DISTINCT archive FROM files WHERE run = ? AND archive IS NOT NULL AND state IN ('pending', 'archive')",
                    arguments: [run])
                if around.isEmpty { return }
                try database.execute(
                    sql: """
                        UPDATE files SET state = 'waiting', unit = CASE state WHEN 'archive' THEN NULL ELSE unit END
                        WHERE run = ? AND archive IS NOT NULL AND state IN ('pending', 'archive')
                        """, arguments: [run])
                for archive in around {
                    try database.execute(sql: "UPDATE files SET state = 'archive', reason = NULL, detail = NULL WHERE id = ?", arguments: [archive])
                }
            }
        }
    }

    /// Has archives that are other files now than when they were opened opened once more, all that is in them done again.
    package func reopenChangedArchives(of run: Int64) throws {
        var last: Int64 = 0
        while true {
            let page = try database.read { database in
                try Row.fetchAll(
                    database,
                    sql: """
                        SELECT id, path, size, modified FROM files
                        WHERE run = ? AND id > ? AND archive IS NULL AND state = 'not-dicom' AND reason = ? ORDER BY id LIMIT 1000
                        """, arguments: [run, last, NotDICOMKind.archive.rawValue])
            }
            guard let end = page.last else { return }
            last = try end.column("id")
            for row in page {
                let path = try BytePath(row.column("path") as Data)
                guard let status = FileStatus(path), try status.size != row.column("size") || status.identity.modified != row.column("modified")
                else { continue }
                if try isShared(run) {
                    throw PipelineError.usage(
                        "an archive among the inputs is another than when they were shared out; begin all shards again, each with a new --output")
                }
                try reopen(row.column("id"), path, status.identity, of: run)
            }
        }
    }

    private func reopen(_ archive: Int64, _ path: BytePath, _ identity: FileIdentity, of run: Int64) throws {
        let inside = Self.paths(inside: path)
        let isInside = "run = ? AND path > ? AND path < ? AND archive IS NOT NULL"
        let range: StatementArguments = [run, inside.lower, inside.upper]
        // With them those elsewhere that share their SOP Instance UIDs.
        while true {
            let released = try database.read { database in
                try Int64.fetchAll(database, sql: "SELECT id FROM files WHERE \(isInside) AND state = 'released' LIMIT 1000", arguments: range)
            }
            if released.isEmpty { break }
            try redo(released, in: run)
        }
        try database.write { database in
            try database.execute(
                sql: "UPDATE files SET state = 'waiting', unit = NULL, instance = NULL, digest = NULL, sha256 = NULL WHERE \(isInside)",
                arguments: range)
            try database.execute(
                sql: "UPDATE files SET state = 'archive', reason = NULL, size = ?, modified = ? WHERE id = ?",
                arguments: [identity.size, identity.modified, archive])
        }
    }

    /// Members that are no longer in their archives.
    package func refuseWaiting(of run: Int64) throws {
        try database.write { database in
            // Only the members of archives are looked at, not all files.
            try database.execute(
                sql: """
                    UPDATE files INDEXED BY members SET state = 'quarantined', reason = ?, detail = 'it is no longer in its archive'
                    WHERE archive IS NOT NULL AND state = 'waiting' AND run = ?
                    """, arguments: [QuarantineReason.changedWhileRead.rawValue, run])
        }
    }
}
