// SPDX-License-Identifier: Apache-2.0

import Filesystem
import Foundation
import GRDB
import Glibc
import Records
import Release
import Testing
import Workers

@testable import RunState
@testable import ScrubPipeline

/// Inputs that are gone for a while: a disk that is unmounted, a share that hangs up, a file that somebody moves.
@Suite struct InputsGoneTests {
    let box: Sandbox

    init() throws {
        box = try Sandbox()
        for number in 1...12 { try box.add("\(number % 3)/\(number)", release("P-\(number % 2)", number)) }
        try box.run { $0.output = BytePath(box.root + "/whole") }
    }

    private var away: String { box.root + "/away" }

    private func isWhole() throws -> Bool {
        try box.read(box.output + "/SHA256SUMS") == box.read(box.root + "/whole/SHA256SUMS") && ReleaseVerifier.verify(BytePath(box.output)).isValid
    }

    private func whenFirst(_ phase: RunProgress.Phase, _ change: @escaping () -> Void) -> RunObserver {
        var observer = RunObserver()
        var isDone = false
        observer.progress = { progress in
            guard progress.phase == phase, !isDone else { return }
            isDone = true
            change()
        }
        return observer
    }

    enum Replacement: String, CaseIterable { case nothing, emptyFolder, otherFolder }

    private func takeAway(_ replacement: Replacement) {
        _ = rename(box.input, away)
        if replacement != .nothing { mkdir(box.input, 0o700) }
        if replacement == .otherFolder { try? box.write(box.input + "/other", "another disk") }
    }

    private func bringBack() throws {
        try removeTree(BytePath(box.input))
        #expect(rename(away, box.input) == 0)
    }

    @Test(
        "An input folder that goes away while files are found or read stops the run, and costs none of its files",
        arguments: Replacement.allCases, [RunProgress.Phase.discovering, .scrubbing])
    func folder(_ replacement: Replacement, _ phase: RunProgress.Phase) throws {
        let error = #expect(throws: PipelineError.self) { try box.run(observer: whenFirst(phase) { takeAway(replacement) }) }
        #expect(error?.exitCode == 70)
        #expect(error?.description.contains("input 1 is no longer there") == true && error?.description.contains("--resume") == true)
        try bringBack()
        #expect(try box.run { $0.resume = true }.released == 12)
        #expect(try isWhole())
    }

    @Test("A run that is resumed while its disk is not mounted stops again") func stillUnmounted() throws {
        _ = #expect(throws: PipelineError.self) { try box.run(observer: whenFirst(.scrubbing) { takeAway(.emptyFolder) }) }
        let error = #expect(throws: PipelineError.self) { try box.run { $0.resume = true } }
        #expect(error?.exitCode == 70)
        try bringBack()
        #expect(try box.run { $0.resume = true }.released == 12)
        #expect(try isWhole())
    }

    @Test("A file that was gone for a while costs itself, and a resumed run tries it again") func file() throws {
        let path = box.input + "/1/4"
        let first = try box.run(observer: whenFirst(.scrubbing) { _ = rename(path, away) })
        #expect(first.released == 11)
        #expect(try box.quarantine == ["4": "unreadable"])
        #expect(try box.run { $0.resume = true }.released == 11)
        #expect(rename(away, path) == 0)
        #expect(try box.run { $0.resume = true }.released == 12)
        #expect(try isWhole())
    }

    @Test("A run that had finished, and ended again once it had tried a file once more, writes its documents anew") func documents() throws {
        let path = box.input + "/1/4"
        #expect(try box.run(observer: whenFirst(.scrubbing) { _ = rename(path, away) }).quarantined == 1)
        #expect(rename(away, path) == 0)
        var observer = RunObserver()
        var isFinishing = false
        observer.progress = { isFinishing = $0.phase == .finishing }
        observer.isInterrupted = { isFinishing }
        #expect(throws: PipelineError.self) { try box.run(observer: observer) { $0.resume = true } }
        #expect(try box.run { $0.resume = true }.released == 12)
        #expect(try isWhole())
    }

    @Test("A part of the inputs that was gone while files were found is found by a resumed run") func subfolder() throws {
        let path = box.input + "/1"
        // A folder that is taken away once its name is read cannot be listed.
        let first = try box.run(observer: whenFirst(.discovering) { _ = rename(path, away) })
        #expect(first.released < 12)
        #expect(rename(away, path) == 0)
        let resumed = try box.run { $0.resume = true }
        guard first.quarantined > 0 else { return }  // its name was not read yet: then nobody knows of it
        #expect(resumed.released == 12 && resumed.quarantined == 0)
        #expect(try isWhole())
    }

    @Test("A file whose worker is killed twice is tried again by a resumed run") func killedWorker() throws {
        let journal = try Journal(path: BytePath(box.state + "/journal.sqlite"))
        try box.run()
        let run = try #require(try journal.latestRun(output: BytePath(box.output))).id
        try journal.database.write {
            try $0.execute(
                sql: "UPDATE files SET state = 'quarantined', reason = 'parser-crashed', place = NULL WHERE run = \(run) AND instance = '2.25.7'")
        }
        let resumed = try box.run { $0.resume = true }
        #expect(resumed.released == 12 && resumed.quarantined == 0)
        #expect(try isWhole())
    }

    @Test(
        "What is wrong with a file itself is not tried again",
        arguments: [QuarantineReason.malformed, .truncated, .rule, .burnedInText, .uidConflict])
    func stays(_ reason: QuarantineReason) { #expect(!reason.mayPass) }

    @Test("Of two runs with one --output, whatever their state folders, the second stops") func sharedOutput() throws {
        mkdir(box.output, 0o700)
        let folder = try FileDescriptor(opening: BytePath(box.output), O_RDONLY | O_DIRECTORY, for: "open a folder")
        #expect(flock(folder.number, LOCK_EX | LOCK_NB) == 0)
        let error = #expect(throws: PipelineError.self) { try box.run { $0.state = BytePath(box.root + "/other-state") } }
        #expect(error?.exitCode == 70 && error?.description.contains("another run writes to --output") == true)
        #expect(flock(folder.number, LOCK_UN) == 0)
        #expect(try box.run().released == 12)
    }
}
