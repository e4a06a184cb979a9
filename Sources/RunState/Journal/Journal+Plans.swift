// SPDX-License-Identifier: Apache-2.0

package import Engine
internal import Filesystem
internal import Foundation
internal import GRDB
package import Records

/// What reports are made of: rows and shapes once for a run, and for each file its shape and its own numbers.
extension Journal {
    func note(_ plan: PlanRecord, of file: Int64, run: Int64, in database: Database) throws {
        for row in plan.newRows {
            try database.cachedStatement(sql: "INSERT OR IGNORE INTO plan_rows (run, id, definition) VALUES (?, ?, ?)")
                .execute(arguments: [run, row.id, Data(row.definition)])
        }
        if let shape = plan.newShape {
            try database.cachedStatement(
                sql: "INSERT OR IGNORE INTO plan_shapes (run, id, modality, equipment, definition) VALUES (?, ?, ?, ?, ?)"
            ).execute(arguments: [run, plan.shape, shape.modality, shape.equipment, Data(shape.definition)])
        }
        try database.cachedStatement(sql: "INSERT OR REPLACE INTO plans (file, shape, facts, quasi) VALUES (?, ?, ?, ?)")
            .execute(arguments: [file, plan.shape, Data(plan.facts), Data(plan.quasi)])
    }

    package func forEachPlanRow(of run: Int64, _ body: (_ id: Int64, PlanRow) throws -> Void) throws {
        try forEach("SELECT id, definition FROM plan_rows WHERE run = ?", [run]) { row in
            try body(row.column("id"), fromJSON(PlanRow.self, row.column("definition") as Data))
        }
    }

    /// The shapes of the files in a state, and how many files have each.
    /// - Parameter reason: Only files quarantined for it.
    package func forEachShape(
        of run: Int64, _ state: FileState, reason: QuarantineReason? = nil, _ body: (PlanShape, _ files: Int, _ detail: String) throws -> Void
    ) throws {
        let isAny = reason == nil
        try forEach(
            """
            SELECT s.definition AS definition, g.files AS files, g.detail AS detail FROM
                (SELECT plans.shape AS shape, COUNT(*) AS files, \(isAny ? "''" : "COALESCE(files.detail, '')") AS detail
                 FROM files JOIN plans ON plans.file = files.id WHERE files.run = ? AND files.state = ? \(isAny ? "" : "AND files.reason = ?")
                 GROUP BY plans.shape\(isAny ? "" : ", files.detail")) AS g
            JOIN plan_shapes AS s ON s.run = ? AND s.id = g.shape
            """, isAny ? [run, state.rawValue, run] : [run, state.rawValue, reason?.rawValue, run]
        ) { row in
            try body(PlanShape(wireForm: Array(row.column("definition") as Data)), row.column("files"), row.column("detail"))
        }
    }

    /// The numbers of each released file, in no order.
    package func forEachFacts(of run: Int64, _ body: (FileFacts) throws -> Void) throws {
        try forEach("SELECT facts FROM plans JOIN files ON files.id = plans.file WHERE run = ? AND state = 'released'", [run]) { row in
            try body(FileFacts(wireForm: Array(row.column(0) as Data)))
        }
    }

    /// How many pixels of the released files were looked at and blanked, by modality and maker.
    package func pixelAreas(of run: Int64) throws -> [(modality: String, maker: String, seen: Int, blanked: Int)] {
        var result: [[String]: (seen: Int, blanked: Int)] = [:]
        try forEach(
            """
            SELECT facts, modality, equipment FROM files JOIN plans ON plans.file = files.id
            JOIN plan_shapes ON plan_shapes.run = files.run AND plan_shapes.id = plans.shape
            WHERE files.run = ? AND state = 'released'
            """, [run]
        ) { row in
            let facts = try FileFacts(wireForm: Array(row.column("facts") as Data))
            guard facts.seenPixels > 0 else { return }
            let maker =
                try (row.column("equipment") as String).split(separator: "\u{1F}", omittingEmptySubsequences: false).first.map(String.init) ?? ""
            let modality: String = try row.column("modality")
            let sum = result[[modality, maker], default: (0, 0)]
            result[[modality, maker]] = (
                sum.seen.addingReportingOverflow(facts.seenPixels).partialValue, sum.blanked.addingReportingOverflow(facts.blankedPixels).partialValue
            )
        }
        return result.map { ($0.key[0], $0.key[1], $0.value.seen, $0.value.blanked) }
    }

    /// What is kept of each patient's quasi-identifiers, patient by patient in the order of the pseudonyms.
    package func forEachQuasi(of run: Int64, _ body: (_ patient: String, [UInt8]) throws -> Void) throws {
        try forEach(
            "SELECT DISTINCT patient, quasi FROM plans JOIN files ON files.id = plans.file WHERE run = ? AND state = 'released' ORDER BY "
                + "patient, quasi",
            [run]
        ) { row in try body(row.column(0), Array(row.column(1) as Data)) }
    }

    package func studiesByModality(of run: Int64) throws -> [(modality: String, studies: Int)] {
        var result: [(String, Int)] = []
        try forEach(
            """
            SELECT modality, COUNT(DISTINCT study) AS studies FROM files JOIN plans ON plans.file = files.id
            JOIN plan_shapes ON plan_shapes.run = files.run AND plan_shapes.id = plans.shape
            WHERE files.run = ? AND state = 'released' GROUP BY modality
            """, [run]
        ) { try result.append(($0.column("modality"), $0.column("studies"))) }
        return result
    }

    package func equipment(of run: Int64) throws -> [(maker: String, model: String, files: Int, patients: Int)] {
        var result: [(String, String, Int, Int)] = []
        try forEach(
            """
            SELECT equipment, COUNT(*) AS files, COUNT(DISTINCT patient) AS patients FROM files JOIN plans ON plans.file = files.id
            JOIN plan_shapes ON plan_shapes.run = files.run AND plan_shapes.id = plans.shape
            WHERE files.run = ? AND state = 'released' GROUP BY equipment
            """, [run]
        ) { row in
            let parts = try (row.column("equipment") as String).split(separator: "\u{1F}", omittingEmptySubsequences: false).map(String.init)
            try result.append((parts[0], parts.count > 1 ? parts[1] : "", row.column("files"), row.column("patients")))
        }
        return result
    }

    /// How many files are quarantined, or no DICOM, by reason.
    package func reasons(of run: Int64, _ state: FileState) throws -> [(reason: String, files: Int)] {
        var result: [(String, Int)] = []
        try forEach(
            "SELECT reason, COUNT(*) AS files FROM files WHERE run = ? AND state = ? AND elsewhere = 0 GROUP BY reason", [run, state.rawValue]
        ) {
            try result.append(($0.column("reason") ?? "", $0.column("files")))
        }
        return result
    }

    private func forEach(_ sql: String, _ arguments: StatementArguments, _ body: (Row) throws -> Void) throws {
        try database.read { database in
            let rows = try Row.fetchCursor(database, sql: sql, arguments: arguments)
            while let row = try rows.next() { try body(row) }
        }
    }
}

/// The outcomes of a report, which writes no release.
extension Journal {
    /// Notes the files that share their SOP Instance UID with another, once for all: the search goes through all files.
    package func findUndecided(of run: Int64) throws {
        try database.write { database in
            try database.execute(sql: "CREATE TABLE undecided (file INTEGER PRIMARY KEY)")
            try database.execute(
                sql: """
                    INSERT INTO undecided SELECT id FROM files WHERE run = ? AND state = 'released' AND instance IN
                        (SELECT instance FROM files WHERE run = ? AND state = 'released' GROUP BY instance HAVING COUNT(*) > 1)
                    """, arguments: [run, run])
        }
    }

    /// The next of them, in the order of their numbers.
    package func undecidedFiles(after id: Int64, limit: Int) throws -> [PendingFile] {
        try database.read { database in
            let sql = "SELECT \(PendingFile.columns) FROM undecided JOIN files ON id = file WHERE digest IS NULL AND file > ? ORDER BY file LIMIT ?"
            return try Array(Row.fetchCursor(database, sql: sql, arguments: [id, limit]).map { try PendingFile($0) })
        }
    }

    /// Decides between files of one SOP Instance UID as a run does, see ``SameInstance``.
    package func decideConflicts(of run: Int64) throws {
        try decide(
            of: run,
            """
            SELECT DISTINCT instance FROM files WHERE run = ? AND instance > ?
                AND id IN (SELECT file FROM undecided) AND state = 'released'
            ORDER BY instance LIMIT 1000
            """)
    }

    /// - Parameter instances: Takes the run and the UID to go on after, and gives a page of SOP Instance UIDs in their order.
    func decide(of run: Int64, _ instances: String) throws {
        var last = ""
        while true {
            let page = try database.write { database in
                let page = try String.fetchAll(database, sql: instances, arguments: [run, last])
                for instance in page {
                    let files = SameInstance(database, run, instance)
                    if let winner = try files.winner() { try files.yield(to: winner) }
                }
                return page
            }
            guard let end = page.last else { return }
            last = end
        }
    }
}
