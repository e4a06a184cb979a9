// SPDX-License-Identifier: Apache-2.0

import Filesystem
import Foundation
import Glibc
import Records
import Release
import RunState
import Testing
import Workers

@testable import ScrubPipeline

@Suite struct ResumeTests {
    private func fill(_ box: Sandbox) throws {
        for number in 1...150 {
            try box.add("a/\(number)", release("P-\(number % 5)", number))
            if number % 10 == 0 { try box.add("b/\(number)", release("P-\(number % 7)", number, body: "conflict")) }
            if number % 25 == 0 { try box.add("c/\(number)", release("P-\(number % 5)", number)) }
        }
    }

    private func sums(_ box: Sandbox, _ output: String) throws -> String { try box.read(output + "/SHA256SUMS") }

    @Test("A run killed at any moment and resumed gives the release of an undisturbed run", arguments: [0, 1, 65, 130, 168])
    func survivesKill(after done: Int) throws {
        let box = try Sandbox()
        try fill(box)
        try box.run { $0.output = BytePath(box.root + "/whole") }
        // Killed again and again, each time further on.
        for last in [done, done + 10, 100_000] {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: WorkerLauncher.testExecutable)
            process.arguments = ["scrub", box.input, box.output, box.state, "2", String(last)]
            try process.run()
            process.waitUntilExit()
        }
        let summary = try box.run { $0.resume = true }
        #expect(summary.released == 150)
        #expect(summary.duplicates + summary.quarantined == 21)
        #expect(try sums(box, box.output) == sums(box, box.root + "/whole"))
        #expect(try ReleaseVerifier.verify(BytePath(box.output)).problems == [])
    }

    @Test(
        "A run killed while it records, between any two steps, and resumed gives the release of an undisturbed run",
        arguments: ["flushed", "sealed", "journaled"], [1, 2])
    func survivesKillOfRecorder(step: String, batch: Int) throws {
        let box = try Sandbox()
        try fill(box)
        try box.run { $0.output = BytePath(box.root + "/whole") }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: WorkerLauncher.testExecutable)
        process.arguments = ["scrub", box.input, box.output, box.state, "2", "\(step):\(batch)"]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationReason == .uncaughtSignal && FileStatus(BytePath(box.output + "/SHA256SUMS")) == nil)
        let summary = try box.run { $0.resume = true }
        #expect(summary.released == 150)
        #expect(try sums(box, box.output) == sums(box, box.root + "/whole"))
        #expect(try ReleaseVerifier.verify(BytePath(box.output)).problems == [])
        #expect(try Crosswalk(path: BytePath(box.state + "/crosswalk.sqlite")).count() == 150)
    }

    @Test("A run of another version of dcmscrub is not continued") func refusesOtherVersion() throws {
        let box = try Sandbox()
        try box.run()
        let journal = try Journal(path: BytePath(box.state + "/journal.sqlite"))
        var settings = try #require(try journal.latestRun(output: BytePath(box.output))).settings
        settings.toolVersion = "99"
        _ = try journal.beginRun(output: BytePath(box.output), settings)
        let error = #expect(throws: PipelineError.self) { try box.run { $0.resume = true } }
        #expect(error?.exitCode == 64 && error?.description.contains("the version of dcmscrub") == true)
    }

    @Test("An interrupted run ends in order and can be resumed")
    func survivesInterruption() throws {
        let box = try Sandbox()
        try fill(box)
        var isInterrupted = false
        var observer = RunObserver()
        observer.progress = { isInterrupted = $0.done >= 40 }
        observer.isInterrupted = { isInterrupted }
        let error = #expect(throws: PipelineError.self) { try box.run(observer: observer) }
        #expect(error?.exitCode == 70)
        #expect(error?.description.contains("--resume") == true)
        let summary = try box.run { $0.resume = true }
        #expect(summary.released == 150)
        #expect(try ReleaseVerifier.verify(BytePath(box.output)).problems == [])
    }

    @Test("A resumed run does again what is missing or changed, and removes what is not recorded")
    func repairs() throws {
        let box = try Sandbox()
        try fill(box)
        try box.run()
        let whole = try sums(box, box.output)
        let places = whole.split(separator: "\n").map { String($0.dropFirst(66)) }.filter { $0.hasPrefix("images/") }
        try FileManager.default.removeItem(atPath: box.output + "/" + places[3])
        try box.write(box.output + "/" + places[40], "broken")
        try box.write(box.output + "/images/P-9/1/1/stray.dcm", "stray")
        try box.write(box.output + "/.dcmscrub-part/17", "half")
        let summary = try box.run { $0.resume = true }
        #expect(summary.released == 150)
        #expect(try sums(box, box.output) == whole)
        #expect(try ReleaseVerifier.verify(BytePath(box.output)).problems == [])
    }

    struct Change: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let change: @Sendable (inout ScrubRequest) -> Void
    }

    @Test(
        "Another project, profile, key or input is refused on --resume",
        arguments: [
            Change(testDescription: "project") { $0.project = "other" },
            Change(testDescription: "--keep-weekday") { $0.keepsWeekday = true },
            Change(testDescription: "profile") { $0.profile = "ai-labeling" },
            Change(testDescription: "shard") { $0.shard = Shard("1/2") },
            Change(testDescription: "inputs") { $0.inputs.append(BytePath("-")) },
        ])
    func refusesChanges(_ change: Change) throws {
        let box = try Sandbox()
        try box.add("f", release("P-1", 1))
        try box.run()
        let error = #expect(throws: PipelineError.self) {
            try box.run {
                $0.resume = true
                change.change(&$0)
            }
        }
        #expect(error?.exitCode == 64)
        #expect(error?.description.contains("\(change.testDescription) is not that of the run to continue") == true)
    }

    @Test("Another key is refused on --resume")
    func refusesOtherKey() throws {
        let box = try Sandbox()
        try box.run()
        try SiteKeyFile.create(BytePath(box.root + "/other.key"))
        let error = #expect(throws: PipelineError.self) {
            try box.run {
                $0.resume = true
                $0.key = BytePath(box.root + "/other.key")
            }
        }
        #expect(error?.description.contains("the key") == true)
    }

    @Test("An output that holds something is refused, without and with --resume", arguments: [false, true])
    func refusesFullOutput(resume: Bool) throws {
        let box = try Sandbox()
        try box.write(box.output + "/something", "x")
        let error = #expect(throws: PipelineError.self) { try box.run { $0.resume = resume } }
        #expect(error?.exitCode == 64)
        #expect(FileStatus(BytePath(box.state)) == nil)
    }

    @Test("--resume with nothing begun begins")
    func beginsWhenNothingIsThere() throws {
        let box = try Sandbox()
        try box.add("f", release("P-1", 1))
        #expect(try box.run { $0.resume = true }.released == 1)
    }
}
