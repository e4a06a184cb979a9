// SPDX-License-Identifier: Apache-2.0

package import Filesystem
internal import Foundation
internal import GRDB
package import Records

/// Which files a person has to see, and by which decision each of them ended as it did.
extension Journal {
    package struct Review {
        /// What the file is asked under.
        package let key: String
        /// The digest of the decision that its outcome goes by.
        package let decision: String?
        package let state: FileState
        package let reason: QuarantineReason?

        package var isWaiting: Bool { state == .quarantined && reason == .waitsForReview }
        package var isRefused: Bool { state == .quarantined && reason == .refusedByReviewer }
        package var isReleased: Bool { state == .released }
    }

    func note(_ review: ReviewMark?, of file: Int64, in database: Database) throws {
        guard let review else { return }
        try database.cachedStatement(sql: "INSERT OR REPLACE INTO reviews (file, key, decision) VALUES (?, ?, ?)")
            .execute(arguments: [file, review.key, review.decision])
    }

    package func forEachReview(of run: Int64, _ body: (Review) throws -> Void) throws {
        try database.read { database in
            let rows = try Row.fetchCursor(
                database,
                sql: "SELECT key, decision, state, reason FROM reviews JOIN files ON files.id = file WHERE run = ? ORDER BY key, file",
                arguments: [run])
            while let row = try rows.next() {
                guard let state = try FileState(rawValue: row.column("state")) else { continue }
                try body(
                    Review(
                        key: row.column("key"), decision: row.column("decision"), state: state,
                        reason: (row.column("reason") as String?).flatMap { QuarantineReason(rawValue: $0) }))
            }
        }
    }

    /// Has files done again that ended by another decision than holds now, or wait for a question that nobody can be asked any more.
    package func redoReviews(of run: Int64, decision: (_ key: String) -> String?, isHeld: (_ key: String) -> Bool) throws {
        var last: Int64 = -1
        while true {
            let page = try database.read { database in
                try Row.fetchAll(
                    database,
                    sql: """
                        SELECT file, key, decision, reason FROM reviews JOIN files ON files.id = file WHERE run = ? AND file > ?
                            AND state IN ('released', 'quarantined', 'duplicate') ORDER BY file LIMIT 1000
                        """, arguments: [run, last])
            }
            guard let end = page.last else { return }
            last = try end.column("file")
            let changed = try page.filter { row in
                let key: String = try row.column("key")
                let isLost = try row.column("reason") as String? == QuarantineReason.waitsForReview.rawValue && !isHeld(key)
                return try row.column("decision") as String? != decision(key) || isLost
            }
            try redo(changed.map { try $0.column("file") }, in: run)
        }
    }

    /// A run as the journal has it, to be continued without the command that began it.
    package struct StoredRun {
        package let record: RunRecord
        package let output: BytePath
        /// Enough to load the profile again; `nil` for a run of an earlier version.
        package let profile: String?
    }

    /// All runs whose files are known, the oldest first.
    package func runs() throws -> [StoredRun] {
        try database.read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM runs ORDER BY id").compactMap { row in
                guard let state = try RunRecord.State(rawValue: row.column("state")) else { return nil }
                return try StoredRun(
                    record: RunRecord(id: row.column("id"), settings: fromJSON(RunSettings.self, row.column("settings") as Data), state: state),
                    output: BytePath(row.column("output") as Data),
                    profile: (row.column("profile") as Data?).map { String(decoding: $0, as: UTF8.self) })
            }
        }
    }
}
