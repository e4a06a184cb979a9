// SPDX-License-Identifier: Apache-2.0

internal import GRDB
internal import Records

/// What a resumed run tries once more: files that were quarantined, but for no fault of their own.
extension Journal {
    /// Of rows that discovery wrote for what it could not look at: a file that was not there, a folder that could not be listed.
    static let wasNotSeen =
        "files.state = 'quarantined' AND files.reason = '\(QuarantineReason.unreadable.rawValue)' AND files.device = 0 AND files.inode = 0"

    /// Makes files pending again whose quarantine may pass; see ``QuarantineReason/mayPass``.
    package func retryQuarantined(of run: Int64) throws {
        let reasons = QuarantineReason.allCases.filter(\.mayPass).map { "'\($0.rawValue)'" }.joined(separator: ", ")
        let isTried = "run = ? AND state = 'quarantined' AND reason IN (\(reasons)) AND NOT (archive IS NULL AND \(Self.wasNotSeen))"
        try database.write { database in
            try database.execute(sql: "DELETE FROM reviews WHERE file IN (SELECT id FROM files WHERE \(isTried))", arguments: [run])
            try database.execute(
                sql:
                    "UPDATE files SET state = 'pending', reason = NULL, detail = NULL, instance = NULL, digest = NULL, sha256 = NULL"
                    + " WHERE \(isTried)",
                arguments: [run])
        }
    }

    /// Whether there is something among the inputs that discovery could not look at.
    package func hasUnseen(in run: Int64) throws -> Bool {
        try database.read { database in
            try Bool.fetchOne(
                database, sql: "SELECT EXISTS (SELECT 1 FROM files WHERE run = ? AND archive IS NULL AND \(Self.wasNotSeen))", arguments: [run])
                ?? false
        }
    }

    /// Drops that, since the inputs are gone through again.
    package func forgetUnseen(in run: Int64) throws {
        try database.write { try $0.execute(sql: "DELETE FROM files WHERE run = ? AND archive IS NULL AND \(Self.wasNotSeen)", arguments: [run]) }
    }
}
