// SPDX-License-Identifier: Apache-2.0

import Filesystem
import Foundation
import GRDB
import Glibc
import Records
import Release
import ScrubTestSupport
import Testing
import Workers

@testable import RunState
@testable import ScrubPipeline

/// Runs of which each does a part of the patients.
@Suite struct ShardRunTests {
    /// The inputs of a shard by their paths below the export, whatever became of them.
    private func inputs(_ box: ShardBox, _ state: String, below root: String) throws -> Set<String> {
        let journal = try Journal(path: BytePath(state + "/journal.sqlite"))
        return try journal.database.read { database in
            Set(
                try Data.fetchAll(database, sql: "SELECT path FROM files WHERE elsewhere = 0")
                    .map { String(String(decoding: $0, as: UTF8.self).dropFirst(root.utf8.count)) })
        }
    }

    private func patients(_ output: String) throws -> Set<String> {
        Set((try? FileManager.default.contentsOfDirectory(atPath: output + "/images")) ?? [])
    }

    @Test("Every input is one shard's, and every patient too, those in archives as well", arguments: [1, 2, 3, 5, 20])
    func shares(count: Int) throws {
        let box = try ShardBox()
        try box.addExport()
        let whole = try box.whole()
        let summaries = try box.shards(count)
        #expect(summaries.reduce(0) { $0 + $1.inputs } == whole.inputs)
        var taken: [String] = [], patients: [String] = []
        for number in 1...count {
            taken += try inputs(box, box.state(number), below: box.box.input)
            patients += try self.patients(box.output(number))
        }
        #expect(taken.count == whole.inputs)
        #expect(try Set(taken) == inputs(box, box.box.state, below: box.box.input))
        #expect(Set(patients).count == patients.count)
        for number in 1...count {
            let found = try ReleaseVerifier.verify(
                BytePath(box.output(number)), state: nil, key: nil, opensFiles: false, launcher: .obedient, progress: { _ in })
            #expect(found.isValid, "\(found.problems)")
        }
    }

    @Test("The parts are the same wherever the export is mounted, in whatever order it is named, and however it is listed")
    func isStable() throws {
        let box = try ShardBox()
        try box.addExport()
        try box.addExport(in: box.root + "/elsewhere/deep")
        for number in 1...3 {
            try box.shard(number, of: 3)
            let expected = try inputs(box, box.state(number), below: box.box.input)
            try removeTree(BytePath(box.output(number)))
            try box.shard(number, of: 3) {
                $0.inputs = [BytePath(box.root + "/elsewhere/deep")]
                $0.state = BytePath(box.root + "/other-\(number)")
            }
            #expect(try inputs(box, box.root + "/other-\(number)", below: box.root + "/elsewhere/deep") == expected)
            try removeTree(BytePath(box.output(number)))
            try box.shard(number, of: 3) {
                var random = Seeded(UInt64(number))
                let names = (try? FileManager.default.contentsOfDirectory(atPath: box.box.input)) ?? []
                $0.inputs = names.shuffled(using: &random).map { BytePath(box.box.input + "/" + $0) }
                $0.inputs.removeAll { FileStatus($0)?.kind == .link }
                $0.state = BytePath(box.root + "/listed-\(number)")
            }
            #expect(try inputs(box, box.root + "/listed-\(number)", below: box.box.input) == expected.subtracting(["/link"]))
            try removeTree(BytePath(box.output(number)))
            try box.shard(number, of: 3) {
                var random = Seeded(UInt64(number))
                let names = (try? FileManager.default.subpathsOfDirectory(atPath: box.box.input)) ?? []
                let lines = names.shuffled(using: &random).filter { $0 != "link" }.map { "\(box.box.input)/\($0)\n" }
                try? box.box.write(box.root + "/list", lines.joined())
                ($0.inputs, $0.list) = ([BytePath("-")], BytePath(box.root + "/list"))
                $0.state = BytePath(box.root + "/piped-\(number)")
            }
            #expect(try inputs(box, box.root + "/piped-\(number)", below: box.box.input) == expected.subtracting(["/link"]))
        }
    }

    @Test("No shard has more than another by more than the largest patient")
    func isBalanced() throws {
        let box = try ShardBox()
        var random = Seeded(5)
        for patient in 1...40 {
            try box.box.add(
                "\(patient)", release("P-\(patient)", patient, body: String(repeating: "x", count: .random(in: 1...5000, using: &random))))
        }
        _ = try box.shards(4)
        let sizes = try (1...4).map { try box.files(box.output($0)).filter { $0.key.hasPrefix("images/") }.reduce(0) { $0 + $1.value.count } }
        #expect(sizes.max()! - sizes.min()! < 5100, "\(sizes)")
    }

    @Test("A shard without a key makes none: each machine would have another")
    func needsKey() throws {
        let box = try ShardBox()
        try box.box.add("1", release("P-1", 1))
        let error = #expect(throws: PipelineError.self) { try box.shard(1, of: 2) { $0.key = nil } }
        #expect(error?.exitCode == 64 && error?.description.contains("dcmscrub key create") == true)
        #expect(FileStatus(BytePath(box.state(1) + "/site.key")) == nil)
    }

    @Test("A shard that was interrupted anywhere is continued, and ends as if nothing had been", arguments: [0, 1, 3, 10, 40, 60, 80, 120])
    func resumes(after ticks: Int) throws {
        let box = try ShardBox()
        try box.addExport()
        try box.shard(2, of: 3)
        let expected = try box.files(box.output(2))
        try removeTree(BytePath(box.output(2)))
        try removeTree(BytePath(box.state(2)))
        var observer = RunObserver()
        var count = 0
        observer.isInterrupted = {
            count += 1
            return count > ticks
        }
        var request = box.box.request
        (request.output, request.state, request.key) = (BytePath(box.output(2)), BytePath(box.state(2)), box.key)
        request.shard = Shard("2/3")
        #expect(throws: PipelineError.self) { try ScrubRun(request, launcher: .obedient, observer: observer).run() }
        try box.shard(2, of: 3) { $0.resume = true }
        #expect(try box.files(box.output(2)) == expected)
    }

    @Test("So is one that was interrupted when an archive had just been opened, those in other archives too", arguments: 1...5)
    func resumes(afterArchive last: Int) throws {
        let box = try ShardBox()
        try box.addExport()
        let inner = ArchiveBytes.zip((1...9).map { ArchiveBytes.Entry("n/\($0)", release("P-\($0)", 7000 + $0)) })
        try box.box.write(box.box.input + "/d.tar", ArchiveBytes.tar([ArchiveBytes.Entry("inner.zip", inner)]))
        try box.whole()
        for number in 1...3 {
            var opened = 0, total = 0
            var observer = RunObserver()
            observer.progress = { progress in
                if progress.phase == .sharing, progress.total > total { opened += 1 }
                total = progress.total
            }
            observer.isInterrupted = { opened >= last }
            var request = box.box.request
            (request.output, request.state, request.key) = (BytePath(box.output(number)), BytePath(box.state(number)), box.key)
            request.shard = Shard("\(number)/3")
            #expect(throws: PipelineError.self) { try ScrubRun(request, launcher: .obedient, observer: observer).run() }
            try box.shard(number, of: 3) { $0.resume = true }
        }
        try box.merge(3)
        try box.expectSame(box.box.output, box.root + "/merged")
    }

    @Test("An archive that changes between two sittings of a shard stops it: its patients were shared out")
    func refusesChangedArchive() throws {
        let box = try ShardBox()
        try box.addExport()
        try box.shard(1, of: 2)
        try box.box.write(box.box.input + "/a.zip", ArchiveBytes.zip([ArchiveBytes.Entry("new", release("P-77", 1))]))
        let error = #expect(throws: PipelineError.self) { try box.shard(1, of: 2) { $0.resume = true } }
        #expect(error?.exitCode == 64 && error?.description.contains("archive") == true)
    }
}
