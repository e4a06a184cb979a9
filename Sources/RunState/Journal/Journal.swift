// SPDX-License-Identifier: Apache-2.0

package import Filesystem
internal import Foundation
internal import GRDB
package import Records

/// What each run has done, in `journal.sqlite`. A row of `files` is an input; its state is where it stands.
package final class Journal: Sendable {
    /// Read while it is written: what is still to do is looked up beside the recording of what is done.
    let database: DatabasePool

    /// - Parameter isKept: Of a report it goes with its folder, and need not outlast a power cut.
    package init(path: BytePath, isKept: Bool = true) throws {
        var configuration = Configuration()
        configuration.label = "journal"
        configuration.prepareDatabase {
            // Each connection keeps so many KiB of pages and takes as many again to sort, however many files there are. What writes needs the rows of
            // some batches and the inner pages of the indices, so that they are not read again for each batch.
            try $0.execute(sql: "PRAGMA cache_size = \($0.configuration.readonly ? -1000 : -4000)")
        }
        database = try DatabasePool(path: path.readable, configuration: configuration)
        try database.writeWithoutTransaction { database in
            // What a large statement puts aside are pages with original paths: they go nowhere but into the journal's own folder.
            let folder = path.parent.readable.replacing("'", with: "''")
            try database.execute(sql: "PRAGMA temp_store_directory = '\(folder)'")
            // What a power cut takes from the log is found missing, and done again, by a resumed run.
            try database.execute(sql: "PRAGMA synchronous = \(isKept ? "NORMAL" : "OFF")")
        }
        try database.write { database in
            try database.execute(sql: Self.schema)
            // A journal of an earlier version; its pending files are looked at again when their run is continued.
            let columns = try database.columns(in: "files").map(\.name)
            for column in ["device", "inode"] where !columns.contains(column) {
                try database.execute(sql: "ALTER TABLE files ADD COLUMN \(column) INTEGER NOT NULL DEFAULT 0")
            }
            for column in ["archive INTEGER", "source BLOB", "stamp INTEGER", "unit BLOB", "elsewhere INTEGER NOT NULL DEFAULT 0"]
            where !columns.contains(String(column.prefix { $0 != " " })) {
                try database.execute(sql: "ALTER TABLE files ADD COLUMN \(column)")
            }
            let ofRuns = try database.columns(in: "runs").map(\.name)
            for column in ["profile BLOB", "boot TEXT", "documents BLOB", "survey TEXT", "shards TEXT"]
            where !ofRuns.contains(String(column.prefix { $0 != " " })) {
                try database.execute(sql: "ALTER TABLE runs ADD COLUMN \(column)")
            }
            try database.execute(sql: "CREATE INDEX IF NOT EXISTS members ON files (archive, state) WHERE archive IS NOT NULL")
            for (index, state) in [("archives", FileState.archive), ("quarantined", .quarantined)] {
                try database.execute(sql: "CREATE INDEX IF NOT EXISTS \(index) ON files (run, path) WHERE state = '\(state.rawValue)'")
            }
        }
    }

    private static let schema = """
        CREATE TABLE IF NOT EXISTS runs (
            id INTEGER PRIMARY KEY AUTOINCREMENT, output BLOB NOT NULL, settings BLOB NOT NULL, state TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS files (
            id INTEGER PRIMARY KEY, run INTEGER NOT NULL, path BLOB NOT NULL, size INTEGER NOT NULL, modified INTEGER NOT NULL,
            device INTEGER NOT NULL DEFAULT 0, inode INTEGER NOT NULL DEFAULT 0,
            state TEXT NOT NULL, reason TEXT, detail TEXT,
            instance TEXT, digest TEXT, place TEXT, sha256 TEXT, patient TEXT, study TEXT, series TEXT, manifest BLOB,
            UNIQUE (run, path));
        CREATE TABLE IF NOT EXISTS plan_rows (
            run INTEGER NOT NULL, id INTEGER NOT NULL, definition BLOB NOT NULL, PRIMARY KEY (run, id)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS plan_shapes (
            run INTEGER NOT NULL, id INTEGER NOT NULL, modality TEXT NOT NULL, equipment TEXT NOT NULL, definition BLOB NOT NULL,
            PRIMARY KEY (run, id)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS plans (file INTEGER PRIMARY KEY, shape INTEGER NOT NULL, facts BLOB NOT NULL, quasi BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS reviews (file INTEGER PRIMARY KEY, key TEXT NOT NULL, decision TEXT);
        CREATE INDEX IF NOT EXISTS pending ON files (run, path) WHERE state = 'pending';
        CREATE INDEX IF NOT EXISTS instances ON files (run, instance) WHERE instance IS NOT NULL;
        """
}

/// Where an input stands.
package enum FileState: String {
    case pending, released, quarantined
    case notDICOM = "not-dicom"
    case duplicate
    /// An archive that was found and is still to be opened.
    case archive
    /// In an archive that has to be opened once more, since the run is continued.
    case waiting

    /// Those that no run ends with.
    package static let unfinished: [FileState] = [.pending, .archive, .waiting]
}

/// What must be the same for a run to be continued.
package struct RunSettings: Codable, Hashable, Sendable {
    package var toolVersion: String
    package var project: String
    package var keyFingerprint: String
    package var profileName: String
    package var profileDigest: String
    package var keepWeekday: Bool
    package var shard: Shard?
    /// `nil` for files named by UID.
    package var layout: ReleaseLayout?
    package var inputs: [BytePath]

    package init(
        toolVersion: String, project: String, keyFingerprint: String, profileName: String, profileDigest: String, keepWeekday: Bool,
        shard: Shard? = nil, layout: ReleaseLayout? = nil, inputs: [BytePath]
    ) {
        self.toolVersion = toolVersion
        self.project = project
        self.keyFingerprint = keyFingerprint
        self.profileName = profileName
        self.profileDigest = profileDigest
        self.keepWeekday = keepWeekday
        self.shard = shard
        self.layout = layout
        self.inputs = inputs
    }
}

package struct RunRecord {
    package enum State: String {
        case discovering, scrubbing, finished
    }

    package let id: Int64
    package let settings: RunSettings
    package var state: State
}

extension Journal {
    /// The last run that wrote to an output.
    package func latestRun(output: BytePath) throws -> RunRecord? {
        try database.read { database in
            let row = try Row.fetchOne(
                database, sql: "SELECT * FROM runs WHERE output = ? ORDER BY id DESC LIMIT 1", arguments: [Data(output.bytes)])
            guard let row, let state = try RunRecord.State(rawValue: row.column("state")) else { return nil }
            return try RunRecord(id: row.column("id"), settings: fromJSON(RunSettings.self, row.column("settings") as Data), state: state)
        }
    }

    /// Begins a run; what earlier runs noted about the same output is dropped. It is on the disk when this returns: what is in the output afterwards
    /// belongs to a run that is known.
    /// - Parameters:
    ///   - profile: Enough to load it again, for what continues the run without its command.
    ///   - shards: Of a merge: what it joins.
    ///   - number: That of a run to the same output that came to nothing; `nil` for the next.
    package func beginRun(
        output: BytePath, _ settings: RunSettings, profile: String? = nil, shards: String? = nil, number: Int64? = nil
    ) throws -> RunRecord {
        let text = Data(try jsonLine(settings))
        return try durably { database in
            for table in ["plan_rows", "plan_shapes"] {
                try database.execute(sql: "DELETE FROM \(table) WHERE run IN (SELECT id FROM runs WHERE output = ?)", arguments: [Data(output.bytes)])
            }
            for table in ["plans", "reviews"] {
                try database.execute(
                    sql: "DELETE FROM \(table) WHERE file IN (SELECT files.id FROM files JOIN runs ON runs.id = run WHERE output = ?)",
                    arguments: [Data(output.bytes)])
            }
            try database.execute(
                sql: "DELETE FROM files WHERE run IN (SELECT id FROM runs WHERE output = ?)", arguments: [Data(output.bytes)])
            try database.execute(sql: "DELETE FROM runs WHERE output = ?", arguments: [Data(output.bytes)])
            try database.execute(
                sql: "INSERT INTO runs (id, output, settings, state, profile, shards) VALUES (?, ?, ?, ?, ?, ?)",
                arguments: [number, Data(output.bytes), text, RunRecord.State.discovering.rawValue, profile.map { Data($0.utf8) }, shards])
            return RunRecord(id: database.lastInsertedRowID, settings: settings, state: .discovering)
        }
    }

    /// Writes, and flushes the log before it returns.
    private func durably<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try database.writeWithoutTransaction { database in
            let usual = try Int.fetchOne(database, sql: "PRAGMA synchronous") ?? 1
            try database.execute(sql: "PRAGMA synchronous = FULL")
            defer { try? database.execute(sql: "PRAGMA synchronous = \(usual)") }
            var result: Result?
            try database.inTransaction {
                result = try body(database)
                return .commit
            }
            return result!
        }
    }

    /// Makes the order of the released files known, and what is asked of all files: the rows themselves are ten times as long. A run has no use for
    /// it while it records, and would touch some pages more for each file.
    package func indexOutcomes() throws {
        try database.write { database in
            try database.execute(sql: "CREATE INDEX IF NOT EXISTS places ON files (run, place, sha256) WHERE place IS NOT NULL")
            // In the order of the plans, which are looked up beside them.
            try database.execute(
                sql: "CREATE INDEX IF NOT EXISTS outcomes ON files (run, state, id, reason, size, patient, study, series, elsewhere)")
        }
    }

    package func forgetOutcomes() throws {
        try database.write { try $0.execute(sql: "DROP INDEX IF EXISTS places; DROP INDEX IF EXISTS outcomes") }
    }

    package func set(_ state: RunRecord.State, of run: Int64) throws {
        try database.write { database in
            try database.execute(sql: "UPDATE runs SET state = ? WHERE id = ?", arguments: [state.rawValue, run])
        }
    }
}
