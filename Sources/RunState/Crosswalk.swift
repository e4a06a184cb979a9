// SPDX-License-Identifier: Apache-2.0

package import Engine
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
        database = try DatabaseQueue(path: path.readable, configuration: configuration)
        // It is committed before the journal says that a file is done, and must outlast it. GRDB sets NORMAL where it turns the log on, after
        // what a configuration asks for.
        try database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        try database.write { database in
            try database.execute(sql: Self.schema)
            if try !database.columns(in: "entries").contains(where: { $0.name == "key" }) {
                try database.execute(sql: "ALTER TABLE entries ADD COLUMN key INTEGER NOT NULL DEFAULT 0")
            }
        }
    }

    /// A key that is 0 is the one of before keys were told apart.
    private static let schema = """
        CREATE TABLE IF NOT EXISTS entries (
            project TEXT NOT NULL, kind TEXT NOT NULL, pseudonym TEXT NOT NULL, sealed BLOB NOT NULL, key INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (project, kind, pseudonym)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS keys (id INTEGER PRIMARY KEY, fingerprint TEXT NOT NULL UNIQUE);
        """

    /// As SQLite numbers it: 2 is FULL.
    package var durability: Int { get throws { try database.read { try Int.fetchOne($0, sql: "PRAGMA synchronous") ?? 0 } } }

    /// Adds what is not known yet. Of two originals behind one pseudonym the one with the smaller box stays, whichever came first.
    package func add(_ entries: Set<CrosswalkEntry>, project: String, key: String) throws {
        guard !entries.isEmpty else { return }
        try database.write { database in
            let key = try Self.number(of: key, database)
            let statement = try database.cachedStatement(
                sql: """
                    INSERT INTO entries (project, kind, pseudonym, sealed, key) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT DO UPDATE SET sealed = excluded.sealed, key = excluded.key WHERE key = 0 OR excluded.sealed < sealed
                    """)
            for entry in entries {
                try statement.execute(arguments: [project, entry.kind, entry.pseudonym, Data(entry.sealedOriginal), key])
            }
        }
    }

    /// Adds what another crosswalk knows of a project.
    package func take(_ other: Crosswalk, project: String) throws {
        let keys = try other.keys()
        var batch: [String: Set<CrosswalkEntry>] = [:], count = 0
        func add() throws {
            for (key, entries) in batch { try self.add(entries, project: project, key: key) }
            (batch, count) = ([:], 0)
        }
        try other.forEachRow { of, row in
            guard of == project, let key = keys[row.key] else { return }
            batch[key, default: []].insert(CrosswalkEntry(kind: row.kind, pseudonym: row.pseudonym, sealedOriginal: Array(row.sealed)))
            count += 1
            if count >= 10_000 { try add() }
        }
        try add()
    }

    private static func number(of key: String, _ database: Database) throws -> Int64 {
        try database.execute(sql: "INSERT OR IGNORE INTO keys (fingerprint) VALUES (?)", arguments: [key])
        return try Int64.fetchOne(database, sql: "SELECT id FROM keys WHERE fingerprint = ?", arguments: [key]) ?? 0
    }

    /// Says of all that was entered before keys were told apart which key sealed it.
    package func settle(key: String) throws {
        try database.write { database in
            try database.execute(sql: "UPDATE entries SET key = ? WHERE key = 0", arguments: [try Self.number(of: key, database)])
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
            try CrosswalkPair.Kind.allCases.filter(\.isWritten).contains { kind in
                try Int.fetchOne(
                    database, sql: "SELECT 1 FROM entries WHERE project = ? AND kind = ? AND pseudonym = ?",
                    arguments: [project, kind.rawValue, pseudonym]) != nil
            }
        }
    }

    /// A sealed original, and which key sealed it: 0 where that was not noted.
    package struct Row {
        package let kind: String
        package let pseudonym: String
        package let sealed: Data
        package let key: Int64

        fileprivate init(_ row: GRDB.Row) throws {
            kind = try row.column("kind")
            pseudonym = try row.column("pseudonym")
            sealed = try row.column("sealed")
            key = row.hasColumn("key") ? try row.column("key") : 0
        }
    }

    /// What is behind a pseudonym, of whatever kind.
    package func rows(kinds: [CrosswalkPair.Kind], pseudonym: String, project: String) throws -> [Row] {
        try database.read { database in
            let marks = kinds.map { _ in "?" }.joined(separator: ", ")
            let statement = try database.cachedStatement(
                sql: "SELECT * FROM entries WHERE project = ? AND kind IN (\(marks)) AND pseudonym = ?")
            return try GRDB.Row.fetchAll(statement, arguments: StatementArguments([project] + kinds.map(\.rawValue) + [pseudonym])).map(Row.init)
        }
    }

    package func rows(kind: CrosswalkPair.Kind, prefix: String, project: String) throws -> [Row] {
        try database.read { database in
            let statement = try database.cachedStatement(
                sql: "SELECT * FROM entries WHERE project = ? AND kind = ? AND pseudonym >= ? AND pseudonym < ? ORDER BY pseudonym")
            return try GRDB.Row.fetchAll(statement, arguments: [project, kind.rawValue, prefix, prefix + "\u{10FFFF}"]).map(Row.init)
        }
    }

    /// Any row of a project.
    package func first(project: String) throws -> Row? {
        try database.read { database in
            try GRDB.Row.fetchOne(database, sql: "SELECT * FROM entries WHERE project = ? LIMIT 1", arguments: [project]).map(Row.init)
        }
    }

    /// All rows in the order of projects, kinds and pseudonyms, one at a time.
    package func forEachRow(_ body: (_ project: String, Row) throws -> Void) throws {
        try database.read { database in
            let rows = try GRDB.Row.fetchCursor(database, sql: "SELECT * FROM entries ORDER BY project, kind, pseudonym")
            while let row = try rows.next() { try body(row.column("project"), Row(row)) }
        }
    }

    /// Found one by one in the index, however many entries there are.
    package func projects() throws -> [String] {
        try database.read { database in
            var result: [String] = []
            while let next = try String.fetchOne(
                // Bytes are greater than any text, and would be found for ever.
                database, sql: "SELECT project FROM entries WHERE project > ? AND typeof(project) = 'text' ORDER BY project LIMIT 1",
                arguments: [result.last ?? ""])
            { result.append(next) }
            return result
        }
    }

    /// The fingerprints of the keys that sealed entries, by their numbers.
    package func keys() throws -> [Int64: String] {
        try database.read { database in
            guard try database.tableExists("keys") else { return [:] }
            return Dictionary(
                uniqueKeysWithValues: try GRDB.Row.fetchAll(database, sql: "SELECT * FROM keys").map {
                    try ($0.column("id"), $0.column("fingerprint"))
                })
        }
    }

    /// What stands before the 16 characters of patients' pseudonyms.
    package func prefixes(project: String) throws -> [String] {
        try database.read { database in
            try String.fetchAll(
                database, sql: "SELECT DISTINCT substr(pseudonym, 1, length(pseudonym) - 16) FROM entries WHERE project = ? AND kind = 'patient'",
                arguments: [project])
        }
    }

    package func count() throws -> Int {
        try database.read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM entries") ?? 0 }
    }
}
