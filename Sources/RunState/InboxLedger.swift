// SPDX-License-Identifier: Apache-2.0

package import Filesystem
internal import Foundation
internal import GRDB

/// What was taken from an inbox and what became of it, in `watch.sqlite` of the state folder. It outlasts any end of the program: nothing is taken
/// twice, and what was begun is found again.
package final class InboxLedger: Sendable {
    /// Files that became, or are to become, one release.
    package struct Unit: Hashable, Sendable {
        package let id: Int64
        package let state: State
        /// What the release is called but for its number.
        package let base: String
        /// How many releases of this base there are with it; `nil` until it has a name.
        package let number: Int?

        package var name: String? { number.map { $0 == 1 ? base : "\(base)_\($0)" } }
    }

    package enum State: String, Sendable {
        /// Its files are written down; nothing says that a run has begun.
        case taken
        /// Its release is whole and has a name, which it may not bear yet.
        case named
        /// Nothing is left to do but to move its inputs.
        case published
        case done
    }

    private let database: DatabaseQueue

    package init(path: BytePath) throws {
        var configuration = Configuration()
        configuration.label = "watch"
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -2000") }
        database = try DatabaseQueue(path: path.readable, configuration: configuration)
        try database.write { database in
            try database.execute(
                sql: """
                    CREATE TABLE IF NOT EXISTS units (
                        id INTEGER PRIMARY KEY AUTOINCREMENT, state TEXT NOT NULL, base TEXT NOT NULL, number INTEGER);
                    CREATE TABLE IF NOT EXISTS files (
                        path BLOB NOT NULL PRIMARY KEY, size INTEGER NOT NULL, modified INTEGER NOT NULL, unit INTEGER NOT NULL) WITHOUT ROWID;
                    CREATE INDEX IF NOT EXISTS members ON files (unit, path);
                    CREATE INDEX IF NOT EXISTS names ON units (base, number);
                    CREATE INDEX IF NOT EXISTS unfinished ON units (id) WHERE state <> 'done';
                    """)
        }
    }

    /// Whether the file was taken as it is. Device and inode do not count: a share has other ones whenever it is mounted.
    package func knows(_ path: BytePath, _ identity: FileIdentity) throws -> Bool {
        try database.read { database in
            try Row.fetchOne(
                database.cachedStatement(sql: "SELECT 1 FROM files WHERE path = ? AND size = ? AND modified = ?"),
                arguments: [Data(path.bytes), identity.size, identity.modified]) != nil
        }
    }

    /// Writes down what becomes one release. A file that was taken before, with other content, belongs to this unit from now on.
    package func take(_ files: [(path: BytePath, identity: FileIdentity)], base: String) throws -> Unit {
        try database.write { database in
            try database.execute(sql: "INSERT INTO units (state, base) VALUES (?, ?)", arguments: [State.taken.rawValue, base])
            let id = database.lastInsertedRowID
            let statement = try database.cachedStatement(sql: "INSERT OR REPLACE INTO files (path, size, modified, unit) VALUES (?, ?, ?, ?)")
            for file in files { try statement.execute(arguments: [Data(file.path.bytes), file.identity.size, file.identity.modified, id]) }
            return Unit(id: id, state: .taken, base: base, number: nil)
        }
    }

    /// What was begun and is not done, the oldest first.
    package func unfinished() throws -> [Unit] {
        try database.read { database in
            try Row.fetchAll(database, sql: "SELECT id, state, base, number FROM units WHERE state <> 'done' ORDER BY id").compactMap { row in
                try State(rawValue: row.column(1)).map { try Unit(id: row.column(0), state: $0, base: row.column(2), number: row.column(3)) }
            }
        }
    }

    /// The files of a unit as they were taken, in the order of their paths.
    package func forEachFile(of unit: Unit, _ body: (_ path: BytePath, _ size: Int64, _ modified: Int64) throws -> Void) throws {
        try database.read { database in
            let rows = try Row.fetchCursor(
                database, sql: "SELECT path, size, modified FROM files WHERE unit = ? ORDER BY path", arguments: [unit.id])
            while let row = try rows.next() { try body(BytePath(row.column(0) as Data), row.column(1), row.column(2)) }
        }
    }

    /// Gives a unit the next number of its base for which `isFree` holds.
    package func name(_ unit: Unit, where isFree: (_ name: String) -> Bool) throws -> Unit {
        try database.write { database in
            var number = 1 + (try Int.fetchOne(database, sql: "SELECT MAX(number) FROM units WHERE base = ?", arguments: [unit.base]) ?? 0)
            while true {
                let named = Unit(id: unit.id, state: .named, base: unit.base, number: number)
                if isFree(named.name ?? "") {
                    try database.execute(
                        sql: "UPDATE units SET state = ?, number = ? WHERE id = ?", arguments: [State.named.rawValue, number, unit.id])
                    return named
                }
                number += 1
            }
        }
    }

    package func set(_ state: State, of unit: Unit) throws {
        try database.write { try $0.execute(sql: "UPDATE units SET state = ? WHERE id = ?", arguments: [state.rawValue, unit.id]) }
    }

    /// Forgets files that are no longer in the inbox, so that one of the same name is new.
    package func forget(_ paths: [BytePath]) throws {
        try database.write { database in
            let statement = try database.cachedStatement(sql: "DELETE FROM files WHERE path = ?")
            for path in paths { try statement.execute(arguments: [Data(path.bytes)]) }
        }
    }
}
