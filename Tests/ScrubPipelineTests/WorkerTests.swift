// SPDX-License-Identifier: Apache-2.0

import Filesystem
import Foundation
import Glibc
import Records
import Release
import Testing
import Workers

@testable import ScrubPipeline

@Suite struct WorkerTests {
    @Test("A file that kills its worker is quarantined; the others are released", arguments: [1, 3])
    func survivesCrash(jobs: Int) throws {
        let box = try Sandbox()
        for number in 1...9 { try box.add("f\(number)", release("P-1", number)) }
        try box.add("f0", "crash")
        try box.add("f5x", "crash")
        let summary = try box.run { $0.jobs = jobs }
        #expect(summary.released == 9)
        #expect(try box.quarantine == ["f0": "parser-crashed", "f5x": "parser-crashed"])
    }

    @Test("A worker that something else ends costs nothing")
    func triesAgain() throws {
        let box = try Sandbox()
        try box.add("f", "crash-once P-1 1.2 1.3 2.25.1 mark\n")
        let summary = try box.run()
        #expect(summary.released == 1 && summary.quarantined == 0)
    }

    @Test("A worker that something else ends before it is ready is replaced, and costs its files nothing", arguments: [1, 2])
    func startsAgain(times: Int) throws {
        let box = try Sandbox()
        for number in 1...9 { try box.add("f\(number)", release("P-1", number)) }
        var launcher = WorkerLauncher.obedient
        let script = (1...times).map { "mkdir \(box.root)/start-\($0) 2>/dev/null && exit 1;" }.joined()
        launcher.arguments = ["-c", script + " exec \(launcher.executable) worker"]
        launcher.executable = "/bin/sh"
        let summary = try box.run(launcher: launcher) { $0.jobs = 1 }
        #expect(summary.released == 9 && summary.quarantined == 0)
    }

    @Test("A file that takes too long is quarantined, and its worker replaced")
    func survivesHang() throws {
        let box = try Sandbox()
        for number in 1...9 { try box.add("f\(number)", release("P-1", number)) }
        try box.add("f4x", "hang")
        var launcher = WorkerLauncher.obedient
        launcher.baseSeconds = 0.5
        let summary = try box.run(launcher: launcher) { $0.jobs = 1 }
        #expect(summary.released == 9)
        #expect(try box.quarantine == ["f4x": "timed-out"])
        #expect(try ReleaseVerifier.verify(BytePath(box.output)).isValid)
    }

    @Test(
        "A worker that lies costs the file in its hand, and the others are released",
        arguments: [
            "half-frame", "half-number", "endless-frame", "long-frame", "empty-frame", "nonsense", "text-that-is-none", "many-elements", "answer",
            "other-job",
        ])
    func survivesLies(kind: String) throws {
        let box = try Sandbox()
        for number in 1...9 { try box.add("f\(number)", release("P-1", number)) }
        try box.add("f4x", "lie \(kind)")
        let summary = try box.run()
        #expect(summary.released == 9)
        #expect(try box.quarantine == ["f4x": "parser-crashed"])
        #expect(try ReleaseVerifier.verify(BytePath(box.output)).isValid)
    }

    @Test("A worker that cannot start stops the run", arguments: ["dead-worker", "refusing-worker"])
    func stopsWithoutWorkers(_ argument: String) throws {
        let box = try Sandbox()
        try box.add("f", release("P-1", 1))
        var launcher = WorkerLauncher.obedient
        launcher.arguments = [argument]
        let error = #expect(throws: PipelineError.self) { try box.run(launcher: launcher) }
        #expect(error?.exitCode == 70 && error?.description.contains("--resume") == true)
    }

    @Test("A full disk stops the run; what is done stays, and --resume ends it")
    func stopsOnFullDisk() throws {
        let box = try Sandbox()
        for number in 1...9 { try box.add("f\(number)", release("P-1", number)) }
        try box.add("f5x", "full")
        let error = #expect(throws: PipelineError.self) { try box.run { $0.jobs = 1 } }
        #expect(error?.exitCode == 70)
        #expect(error?.description.contains("no space left") == true)
        try box.add("f5x", release("P-1", 10))
        let summary = try box.run { $0.resume = true }
        #expect(summary.released == 10)
        #expect(try ReleaseVerifier.verify(BytePath(box.output)).isValid)
    }
}
