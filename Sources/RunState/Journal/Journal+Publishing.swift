// SPDX-License-Identifier: Apache-2.0

package import Filesystem
internal import Foundation
internal import GRDB

/// Runs whose release gets its final name after they have ended.
extension Journal {
    /// Notes that a release was renamed. Of a finished run that asked nobody anything all is dropped: it is never continued, and what a folder
    /// receives over the years must not make each new run slower.
    package func publish(_ output: BytePath, as final: BytePath) throws {
        let asked = try database.write { database in
            try database.execute(sql: "UPDATE runs SET output = ? WHERE output = ?", arguments: [Data(final.bytes), Data(output.bytes)])
            return try Bool.fetchOne(
                database,
                sql: """
                    SELECT EXISTS (SELECT 1 FROM reviews JOIN files ON files.id = file JOIN runs ON runs.id = run WHERE output = ?)
                    """, arguments: [Data(final.bytes)]) ?? false
        }
        if !asked { try forget(final) }
    }

    /// Drops what is noted of the runs into an output that is no more.
    package func forget(_ output: BytePath) throws {
        let path = Data(output.bytes)
        let runs = "run IN (SELECT id FROM runs WHERE output = ?)"
        try database.write { database in
            for table in ["plans", "reviews"] {
                try database.execute(sql: "DELETE FROM \(table) WHERE file IN (SELECT id FROM files WHERE \(runs))", arguments: [path])
            }
            for table in ["plan_rows", "plan_shapes", "files"] {
                try database.execute(sql: "DELETE FROM \(table) WHERE \(runs)", arguments: [path])
            }
            try database.execute(sql: "DELETE FROM runs WHERE output = ?", arguments: [path])
        }
    }
}
