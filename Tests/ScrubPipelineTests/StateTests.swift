// SPDX-License-Identifier: Apache-2.0

import Audit
import Filesystem
import Foundation
import Glibc
import Records
import Testing

@testable import RunState
@testable import ScrubPipeline

@Suite struct StateTests {
    @Test("The state folder is closed to others, and so are the key and the log")
    func isClosed() throws {
        let box = try Sandbox()
        try makeFolders(BytePath(box.state), mode: 0o755)
        chmod(box.state, 0o755)
        try box.run()
        #expect(FileStatus(BytePath(box.state))?.permissions == 0o700)
        for name in ["site.key", "audit.jsonl", "quarantine.jsonl"] {
            #expect(FileStatus(BytePath(box.state + "/" + name))?.permissions == 0o600, "\(name)")
        }
    }

    @Test("A folder of other things that is open to others does not become the state folder")
    func refusesForeignFolder() throws {
        let box = try Sandbox()
        try box.write(box.state + "/thesis.txt", "x")
        chmod(box.state, 0o755)
        #expect(throws: PipelineError.self) { try box.run() }
        #expect(FileStatus(BytePath(box.state))?.permissions == 0o755)
    }

    @Test("Two runs cannot use one state folder")
    func locks() throws {
        let box = try Sandbox()
        let folder = try StateFolder(opening: BytePath(box.state))
        let lock = try folder.lock()
        let error = #expect(throws: PipelineError.self) { try box.run() }
        #expect(error?.exitCode == 70)
        #expect(error?.description.hasPrefix("state locked") == true)
        withExtendedLifetime(lock) {}
    }

    struct Nesting: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let output: String
        let state: String
        var input = "in"
    }

    @Test(
        "Output, state and inputs may not lie inside one another",
        arguments: [
            Nesting(testDescription: "output in input", output: "in/out", state: "state"),
            Nesting(testDescription: "state in input", output: "out", state: "in/state"),
            Nesting(testDescription: "output is input", output: "in", state: "state"),
            Nesting(testDescription: "state in output", output: "out", state: "out/state"),
            Nesting(testDescription: "output in state", output: "state/out", state: "state"),
            Nesting(testDescription: "same", output: "out", state: "./in/../out"),
            Nesting(testDescription: "input in output", output: "in", state: "state", input: "in/sub"),
            Nesting(testDescription: "through a link", output: "link/out", state: "state"),
            Nesting(testDescription: "file in output", output: "in", state: "state", input: "in/sub/f"),
        ])
    func refusesNesting(_ nesting: Nesting) throws {
        let box = try Sandbox()
        try box.add("sub/f", "x")
        #expect(symlink(box.input, box.root + "/link") == 0)
        let error = #expect(throws: PipelineError.self) {
            try box.run {
                $0.output = BytePath(box.root + "/" + nesting.output)
                $0.state = BytePath(box.root + "/" + nesting.state)
                $0.inputs = [BytePath(box.root + "/" + nesting.input)]
            }
        }
        #expect(error?.exitCode == 64)
        #expect(FileStatus(BytePath(box.state)) == nil)
    }

    @Test("Each line of the audit log holds the digest of the one before; a line cut short is dropped")
    func chains() throws {
        let box = try Sandbox()
        try box.run()
        let path = box.state + "/audit.jsonl"
        let cut = FileHandle(forWritingAtPath: path)!
        cut.seekToEndOfFile()
        cut.write(Data("{\"time\":".utf8))
        try box.run { $0.resume = true }
        let lines = try box.read(path).split(separator: "\n")
        let events = try lines.map { try fromJSON(AuditEvent.self, $0.utf8) }
        #expect(events.map(\.action) == ["key-created", "run-started", "run-finished", "run-resumed", "run-finished"])
        var previous = String(repeating: "0", count: 64)
        for (line, event) in zip(lines, events) {
            #expect(event.previous == previous)
            try box.write(box.root + "/line", String(line))
            previous = fileDigest(BytePath(box.root + "/line"))?.sha256 ?? ""
        }
        #expect(events.allSatisfy { $0.time.count == 24 && $0.time.hasSuffix("Z") })
    }

    @Test("Any number of checks read the crosswalk at once, beside a run that writes it")
    func readsSideBySide() async throws {
        let box = try Sandbox()
        try box.add("1", release("P-1", 1))
        try box.run()
        let path = BytePath(box.state + "/crosswalk.sqlite")
        let counts = try await withThrowingTaskGroup(of: Int.self) { group in
            for reader in 0..<32 {
                group.addTask { reader % 8 == 0 ? try Crosswalk(path: path).count() : try Crosswalk(reading: path).count() }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(counts == Array(repeating: 1, count: 32))
    }
}
