// SPDX-License-Identifier: Apache-2.0

internal import Engine
package import Filesystem
package import Foundation
internal import GRDB
package import Records

/// `crosswalk.sqlite`: which original is behind a pseudonym. Originals are sealed by the workers.
package final class Crosswalk: Sendable {
    private let database: DatabaseQueue

    /// Opens what a run has written, and writes nothing: any number of readers look at it at once, beside a run or not.
    package init(reading path: BytePath) throws {
        var configuration = Configuration()
        configuration.label = "crosswalk"
        configuration.readonly = true
        configuration.busyMode = .timeout(30)
        database = try DatabaseQueue(path: path.readable, configuration: configuration)
    }

    package init(path: BytePath) throws {
        var configuration = Configuration()
        configuration.label = "crosswalk"
        configuration.journalMode = .wal
        configuration.busyMode = .timeout(30)
        // It is committed before the journal says that a file is done, and must outlast it.
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        database = try DatabaseQueue(path: path.readable, configuration: configuration)
        try database.write { database in
            try database.execute(
                sql: """
                    CREATE TABLE IF NOT EXISTS entries (
                        project TEXT NOT NULL, kind TEXT NOT NULL, pseudonym TEXT NOT NULL, sealed BLOB NOT NULL,
                        PRIMARY KEY (project, kind, pseudonym)) WITHOUT ROWID
                    """)
        }
    }

    /// Adds what is not known yet.
    package func add(_ entries: Set<CrosswalkEntry>, project: String) throws {
        guard !entries.isEmpty else { return }
        try database.write { database in
            let statement = try database.cachedStatement(sql: "INSERT OR IGNORE INTO entries VALUES (?, ?, ?, ?)")
            for entry in entries {
                try statement.execute(arguments: [project, entry.kind, entry.pseudonym, Data(entry.sealedOriginal)])
            }
        }
    }

    /// The sealed original behind a pseudonym.
    package func sealed(kind: String, pseudonym: String, project: String) throws -> Data? {
        try database.read { database in
            try Data.fetchOne(
                database, sql: "SELECT sealed FROM entries WHERE project = ? AND kind = ? AND pseudonym = ?", arguments: [project, kind, pseudonym])
        }
    }

    /// The sealed originals behind all pseudonyms that begin with `prefix`.
    package func sealed(kind: String, prefix: String, project: String) throws -> [Data] {
        try database.read { database in
            try Data.fetchAll(
                database, sql: "SELECT sealed FROM entries WHERE project = ? AND kind = ? AND pseudonym >= ? AND pseudonym < ? ORDER BY pseudonym",
                arguments: [project, kind, prefix, prefix + "\u{10FFFF}"])
        }
    }

    /// Whether the crosswalk wrote this value in place of another.
    package func holds(pseudonym: String, project: String) throws -> Bool {
        try database.read { database in
            try CrosswalkPair.Kind.allCases.contains { kind in
                try Int.fetchOne(
                    database, sql: "SELECT 1 FROM entries WHERE project = ? AND kind = ? AND pseudonym = ?",
                    arguments: [project, kind.rawValue, pseudonym]) != nil
            }
        }
    }

    package func count() throws -> Int {
        try database.read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM entries") ?? 0 }
    }
}
