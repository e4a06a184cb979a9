// SPDX-License-Identifier: Apache-2.0

package import Filesystem
internal import Foundation
internal import GRDB

/// What a resumed run asks of the files that are released already.
extension Journal {
    package struct ReleasedRow {
        package let id: Int64
        package let source: BytePath
        package let size: Int64
        package let modified: Int64
        package let place: String
        package let sha256: String
        /// ``FileStatus/stamp`` of the released file when it was recorded; `nil` in a journal of an earlier version.
        package let stamp: Int64?
    }

    /// The next released files in the order of their places, each with its source.
    package func releasedFiles(of run: Int64, after place: String, limit: Int) throws -> [ReleasedRow] {
        try database.read { database in
            // By their numbers: to find each column by its name costs more than to read it.
            try Array(
                Row.fetchCursor(
                    database.cachedStatement(
                        sql: """
                            SELECT id, path, size, modified, place, sha256, stamp FROM files INDEXED BY places
                            WHERE run = ? AND place > ? ORDER BY place LIMIT ?
                            """), arguments: [run, place, limit]
                ).map { row in
                    try ReleasedRow(
                        id: row.column(0), source: BytePath(row.column(1) as Data), size: row.column(2), modified: row.column(3),
                        place: row.column(4), sha256: row.column(5), stamp: row.column(6))
                })
        }
    }

    /// Notes that files, by their numbers, are still what was recorded.
    package func note(stamps: [Int64: Int64]) throws {
        guard !stamps.isEmpty else { return }
        try database.write { database in
            let statement = try database.cachedStatement(sql: "UPDATE files SET stamp = ? WHERE id = ?")
            for (file, stamp) in stamps { try statement.execute(arguments: [stamp, file]) }
        }
    }

    /// Which of the names in a folder of the release are no recorded file's. It is asked once for a folder, since there are as many names as files.
    package func unrecorded(_ names: Set<String>, in folder: String, of run: Int64) throws -> Set<String> {
        guard !names.isEmpty else { return [] }
        return try database.read { database in
            var left = names
            let places = try String.fetchCursor(
                database.cachedStatement(sql: "SELECT place FROM files INDEXED BY places WHERE run = ? AND place > ? AND place < ?"),
                arguments: [run, folder + "/", folder + "0"])
            let start = folder.utf8.count + 1
            while !left.isEmpty, let place = try places.next() { left.remove(String(decoding: place.utf8.dropFirst(start), as: UTF8.self)) }
            return left
        }
    }

    /// Whether all that a run has recorded is where it was put: on the disk, or in the memory of a machine that has been up since.
    package func isKept(_ run: Int64) throws -> Bool {
        let boot = try database.read { try String.fetchOne($0, sql: "SELECT boot FROM runs WHERE id = ?", arguments: [run]) }
        return boot == nil || boot == bootIdentity()
    }

    /// Notes that a power cut could take from what a run records from now on, in spite of all flushing: there are disks that say they have written
    /// and have not.
    package func unsettle(_ run: Int64, boot: String = bootIdentity()) throws {
        try database.write { try $0.execute(sql: "UPDATE runs SET boot = ? WHERE id = ?", arguments: [boot, run]) }
    }

    /// Notes that all that is recorded is on the disk: it was flushed in order, or read after the machine had been started.
    package func settle(_ run: Int64) throws {
        try database.write { try $0.execute(sql: "UPDATE runs SET boot = NULL WHERE id = ?", arguments: [run]) }
    }

    /// The digests of the documents that a finished run wrote.
    package func documents(of run: Int64) throws -> [String: String]? {
        try database.read { database in
            try Data.fetchOne(database, sql: "SELECT documents FROM runs WHERE id = ?", arguments: [run]).map {
                try fromJSON([String: String].self, $0)
            }
        }
    }

    package func note(documents: [String: String], of run: Int64) throws {
        let text = Data(try jsonLine(documents))
        try database.write { try $0.execute(sql: "UPDATE runs SET documents = ? WHERE id = ?", arguments: [text, run]) }
    }
}
