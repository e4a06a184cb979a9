// SPDX-License-Identifier: Apache-2.0

import Audit
import Filesystem
import Foundation
import Pseudonyms
import Records
import Release
import RunState
import Testing

@testable import ScrubPipeline
@testable import Workers

/// Workers are kept in, whatever a file makes of them.
@Suite(.enabled(if: WorkerSandbox.ofThisMachine().isWhole, "needs Landlock and seccomp"))
struct GuardTests {
    /// Workers that try everything with a file that is none of theirs.
    private func escaping(_ box: Sandbox) throws -> WorkerLauncher {
        try box.write(box.root + "/theirs/x", "x")
        return WorkerLauncher(executable: WorkerLauncher.testExecutable, arguments: ["escaping-worker", box.root + "/theirs"])
    }

    static let unguarded = WorkerLauncher(executable: WorkerLauncher.testExecutable, arguments: ["unguarded-worker"])

    struct Attempt: Sendable, CustomTestStringConvertible {
        let kind: String
        /// Below the folder of the test.
        var path = "in/other"
        var testDescription: String { "\(kind) \(path)" }
    }

    @Test(
        "A worker reaches nothing but the file in its hand",
        arguments: [
            Attempt(kind: "read"), Attempt(kind: "read", path: "state/journal.sqlite"), Attempt(kind: "read", path: "state/site.key"),
            Attempt(kind: "write"), Attempt(kind: "write", path: "out/images"), Attempt(kind: "write", path: "state/x"),
            Attempt(kind: "move"), Attempt(kind: "move", path: "state/site.key"), Attempt(kind: "list", path: "in"),
            Attempt(kind: "list", path: "state"), Attempt(kind: "socket"), Attempt(kind: "spawn"), Attempt(kind: "fork"),
            Attempt(kind: "trace"), Attempt(kind: "signal"), Attempt(kind: "mode"), Attempt(kind: "memory"),
        ])
    func staysIn(_ attempt: Attempt) throws {
        let box = try Sandbox()
        try box.add("f", "escape \(attempt.kind) \(box.root)/\(attempt.path)\n")
        try box.add("other", release("P-1", 1))
        #expect(try box.run().released == 1)
        let list = try box.read(box.state + "/quarantine.jsonl")
        #expect(list.contains(#""detail":"refused""#), "\(list)")
    }

    @Test("So do workers that scrub, search and compare") func run() throws {
        let box = try Sandbox()
        try box.add("f", release("P-1", 1))
        try box.write(box.input + "/a.tar", ArchiveBytes.tar([ArchiveBytes.Entry("in", release("P-1", 2))]))
        #expect(try box.run(launcher: escaping(box)).released == 2)
        let result = try ReleaseVerifier.verify(
            BytePath(box.output), state: BytePath(box.state), key: nil, opensFiles: true, launcher: escaping(box))
        #expect(result.problems.allSatisfy { !$0.what.contains("parser-crashed") }, "\(result.problems)")
    }

    @Test("So do workers of all other roles") func roles() throws {
        let box = try Sandbox()
        let scratch = BytePath(box.root + "/scratch"), file = BytePath(box.input + "/f")
        try makeFolders(scratch)
        try box.add("f", "no DICOM")
        let crosswalk = BytePath(box.root + "/crosswalk.sqlite")
        _ = try Crosswalk(path: crosswalk)
        let setting = RelinkSetting(
            crosswalk: crosswalk, keys: [Data(0..<32).base64EncodedString()], project: "p", scratch: scratch.readable, description: "")
        let unpack = UnpackRequest(
            identity: FileStatus(file)!.identity, name: BytePath("f"), folder: box.root + "/scratch/1", bytesAllowed: 1 << 20, limits: ArchiveLimits()
        )
        for role: WorkerRole in [
            .listMedia(scratch: scratch), .unpack(into: scratch), .inspect(Inspection.Request(), scratch: scratch), .contrast(scratch: scratch),
            .relink(setting), .arrivals(siteKey: Array(0..<32), project: "p", scratchDirectory: scratch.readable),
        ] {
            // A new role belongs above.
            let questions: [(WorkerQuestion, [BytePath])] =
                switch role {
                case .listMedia: [(.listMedia, [file])]
                case .unpack: [(.unpack(unpack), [file])]
                case .inspect: [(.inspect, [file])]
                case .contrast: [(.contrast(.masked), [file, file])]
                case .relink: [(.survey(name: BytePath("f")), [file]), (.index, [file])]
                case .arrivals: [(.owner, [file])]
                case .scrub, .search, .compare: []
                }
            for (question, files) in questions {
                let answer = try WorkerConversation(escaping(box), role).ask(question, about: files, bytes: 0)
                guard case .reply = answer else { return #expect(Bool(false), "\(question): \(answer)") }
            }
        }
    }

    @Test("Workers write where they have to: held images, scratch, archives, new files") func writes() throws {
        let box = try Sandbox()
        try box.add("f", "review P-1 1.2 1.3 2.25.1\n")
        try box.write(box.input + "/g.gz", ArchiveBytes.gzip(Array(release("P-1", 2).utf8)))
        let summary = try box.run()
        #expect(summary.released == 1 && summary.waitsForReview == 1)
    }

    @Test("Where something is missing, a run goes on and its first line of the log says so; required, it does not begin") func missing() throws {
        let box = try Sandbox()
        try box.add("f", release("P-1", 1))
        var launcher = Self.unguarded
        launcher.sandbox = .require
        let error = #expect(throws: PipelineError.self) { try box.run(launcher: launcher) }
        #expect(error?.exitCode == 70 && error?.description.contains("Landlock, seccomp") == true)
        #expect(try box.run(launcher: Self.unguarded) { $0.resume = true }.released == 1)
    }

    /// What starts workers.
    struct Start: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let start: @Sendable (Sandbox, WorkerLauncher) throws -> Void

        init(_ description: String, _ start: @escaping @Sendable (Sandbox, WorkerLauncher) throws -> Void) {
            (testDescription, self.start) = (description, start)
        }
    }

    static let starts: [Start] = [
        Start("scrub") { box, launcher in try box.run(launcher: launcher) { $0.state = BytePath(box.root + "/new") } },
        Start("resume") { box, launcher in try box.run(launcher: launcher) { $0.resume = true } },
        Start("report") { box, launcher in
            var request = ReportRequest(inputs: [BytePath(box.input)])
            request.temporaryFolder = BytePath(box.root)
            _ = try ReportRun(request, launcher: launcher).run()
        },
        Start("watch") { box, launcher in
            var request = WatchRequest(inbox: BytePath(box.input), output: BytePath(box.root + "/releases"))
            (request.scrub.state, request.once, request.doneFolder) = (BytePath(box.root + "/new"), true, BytePath(box.root + "/done"))
            _ = try WatchRun(request, launcher: launcher).run()
        },
        Start("relink") { box, launcher in
            var request = RelinkRequest(returned: BytePath(box.output), output: BytePath(box.root + "/back"), reason: "test")
            (request.state, request.originals) = (BytePath(box.root + "/new"), BytePath(box.input))
            _ = try RelinkRun(request, launcher: launcher).run()
        },
        Start("review apply") { box, launcher in
            _ = try ReviewDesk(state: BytePath(box.state)).apply(BytePath(box.input + "/f"), key: nil, jobs: 1, launcher: launcher)
        },
        Start("handoff prepare") { box, launcher in
            var preparation = HandoffPreparation(
                release: BytePath(box.output), recipient: "A", purpose: "b", output: BytePath(box.root + "/request.json"))
            preparation.state = BytePath(box.state)
            _ = try preparation.run(launcher: launcher)
        },
        Start("verify") { box, launcher in
            _ = try ReleaseVerifier.verify(BytePath(box.output), state: BytePath(box.state), key: nil, opensFiles: true, launcher: launcher)
        },
        Start("inspect") { box, launcher in _ = try Inspection(BytePath(box.input + "/f"), Inspection.Request(), launcher: launcher) },
        Start("inspect of two") { box, launcher in
            _ = try Comparison(BytePath(box.input + "/f"), BytePath(box.input + "/f"), values: .masked, launcher: launcher)
        },
    ]

    @Test("Where workers must be kept in and cannot be, no command makes or changes anything", arguments: starts)
    func makesNothing(_ start: Start) throws {
        let box = try Sandbox()
        try box.add("f", release("P-1", 1))
        try box.run()
        let before = try snapshot(box.root)
        var launcher = Self.unguarded
        launcher.sandbox = .require
        let error = #expect(throws: PipelineError.self) { try start.start(box, launcher) }
        #expect(error?.exitCode == 70 && error?.description.contains("--sandbox require") == true, "\(String(describing: error))")
        let after = try snapshot(box.root)
        // A database that is opened counts that.
        let changed = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] && $0 != "state/journal.sqlite" }
        #expect(changed.isEmpty)
    }

    /// Every name below a folder, with what is in the file.
    private func snapshot(_ folder: String) throws -> [String: Data?] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
        return Dictionary(uniqueKeysWithValues: names.map { ($0, FileManager.default.contents(atPath: folder + "/" + $0)) })
    }

    @Test("What would hold is tried, so that a container that has it and refuses it does not pass") func probes() throws {
        let process = Process(), pipe = Pipe()
        (process.executableURL, process.arguments) = (URL(filePath: WorkerLauncher.testExecutable), ["probe"])
        process.standardOutput = pipe
        try process.run()
        #expect(String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self) == "no-new-privs\n")
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }

    @Test("The log says what holds") func audited() throws {
        let box = try Sandbox()
        try box.add("f", release("P-1", 1))
        try box.run()
        let started = try box.read(box.state + "/audit.jsonl").split(separator: "\n").map { try AuditEvent(line: Array($0.utf8)) }
            .first { $0.action == "run-started" }
        #expect(started?.sandbox == WorkerSandbox.ofThisMachine().description)
        #expect(started?.sandbox?.hasPrefix("landlock-") == true)
    }
}
