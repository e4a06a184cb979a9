// SPDX-License-Identifier: Apache-2.0

import Filesystem
import Foundation
import GRDB
import Records
import Testing
import Workers

@testable import RunState
@testable import ScrubPipeline

/// Databases of a state folder that something else than a run has written to.
@Suite struct DamagedDatabaseTests {
    /// Each column of the database, with bytes in place of text, and with text in place of all else.
    private func forEachDamage(of state: String, _ name: String, _ body: (_ state: String, _ column: String) throws -> Void) throws {
        let columns = try DatabaseQueue(path: state + "/" + name).read {
            try Row.fetchAll(
                $0,
                sql: """
                    SELECT tables.name AS place, columns.name AS name, columns.type AS type
                    FROM sqlite_master AS tables, pragma_table_info(tables.name) AS columns
                    WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite%' AND tables.name NOT LIKE 'grdb%'
                    """
            ).map { ($0["place"] as String, $0["name"] as String, $0["type"] as String) }
        }
        #expect(columns.count > 4)
        for (table, column, type) in columns {
            let value = type == "TEXT" ? Data([0xFF, 0xFE]).databaseValue : "Zebedee".databaseValue
            let copy = state + "-damaged"
            try FileManager.default.copyItem(atPath: state, toPath: copy)
            defer { try? removeTree(BytePath(copy)) }
            var configuration = Configuration()
            configuration.foreignKeysEnabled = false
            let database = try DatabaseQueue(path: copy + "/" + name, configuration: configuration)
            // A column that is a key takes no value twice.
            try? database.write { try $0.execute(sql: "UPDATE \(table) SET \(column) = ?", arguments: [value]) }
            try database.close()
            try body(copy, "\(table).\(column)")
        }
    }

    @Test("A value that no run writes, in any column of a journal, ends a resumed run with an error that does not show it") func journal() throws {
        let box = try Sandbox()
        for number in 1...3 { try box.add("\(number)", release("P-\(number)", number)) }
        try box.add("4", "refuse")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: WorkerLauncher.testExecutable)
        process.arguments = ["scrub", box.input, box.output, box.state, "1", "1"]
        try process.run()
        process.waitUntilExit()
        try forEachDamage(of: box.state, "journal.sqlite") { state, column in
            do {
                try box.run {
                    $0.state = BytePath(state)
                    $0.resume = true
                }
            } catch let error as PipelineError {
                #expect(!error.description.contains("Zebedee"), "\(column)")
            }
        }
    }

    @Test("A value that no run writes, in any column of a crosswalk, is an error that does not show it, and no search without end") func crosswalk()
        throws
    {
        let box = try Sandbox()
        try FileManager.default.createDirectory(atPath: box.state, withIntermediateDirectories: true)
        let written = try Crosswalk(path: BytePath(box.state + "/crosswalk.sqlite"))
        try written.add([CrosswalkEntry(kind: "patient", pseudonym: "A", sealedOriginal: [1, 2, 3])], project: "p", key: "f")
        try forEachDamage(of: box.state, "crosswalk.sqlite") { state, column in
            do {
                let crosswalk = try Crosswalk(reading: BytePath(state + "/crosswalk.sqlite"))
                _ = try (crosswalk.projects(), crosswalk.keys())
                try crosswalk.forEachRow { _, _ in }
            } catch let error as PipelineError {
                #expect(!error.description.contains("Zebedee"), "\(column)")
            }
        }
    }
}
