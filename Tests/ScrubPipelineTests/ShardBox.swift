// SPDX-License-Identifier: Apache-2.0

import Filesystem
import Foundation
import Glibc
import Records
import Testing
import Workers

@testable import RunState
@testable import ScrubPipeline

/// A sandbox in which runs share one key, as shards do.
final class ShardBox {
    let box: Sandbox
    var root: String { box.root }
    var key: BytePath { BytePath(root + "/site.key") }

    init() throws {
        box = try Sandbox()
        try SiteKeyFile.create(BytePath(root + "/site.key"))
    }

    func output(_ shard: Int) -> String { root + "/out-\(shard)" }
    func state(_ shard: Int) -> String { root + "/state-\(shard)" }

    /// All in one run.
    @discardableResult
    func whole(_ change: (inout ScrubRequest) -> Void = { _ in }) throws -> RunSummary {
        try box.run {
            $0.key = key
            change(&$0)
        }
    }

    @discardableResult
    func shard(_ number: Int, of count: Int, _ change: (inout ScrubRequest) -> Void = { _ in }) throws -> RunSummary {
        try box.run {
            $0.output = BytePath(output(number))
            $0.state = BytePath(state(number))
            $0.key = key
            $0.shard = Shard("\(number)/\(count)")
            change(&$0)
        }
    }

    func shards(_ count: Int, _ change: (inout ScrubRequest) -> Void = { _ in }) throws -> [RunSummary] {
        try (1...count).map { try shard($0, of: count, change) }
    }

    func request(_ count: Int) -> MergeRequest {
        var request = MergeRequest(releases: (1...count).map { BytePath(output($0)) }, output: BytePath(root + "/merged"))
        request.state = BytePath(root + "/merged-state")
        request.shardStates = (1...count).map { BytePath(state($0)) }
        request.key = key
        request.jobs = 2
        return request
    }

    @discardableResult
    func merge(_ count: Int, _ change: (inout MergeRequest) -> Void = { _ in }) throws -> RunSummary {
        var request = request(count)
        change(&request)
        return try MergeRun(request).run()
    }

    /// Every file of a folder, by its path below it.
    func files(_ folder: String) throws -> [String: Data] {
        var result: [String: Data] = [:]
        for case let name as String in FileManager.default.enumerator(atPath: folder)! where FileStatus(BytePath(folder + "/" + name))?.kind == .file
        {
            result[name] = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))
        }
        return result
    }

    func expectSame(_ one: String, _ other: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let (mine, others) = (try files(one), try files(other))
        #expect(mine.keys.sorted() == others.keys.sorted(), sourceLocation: sourceLocation)
        for (name, content) in mine { #expect(content == others[name], "\(name)", sourceLocation: sourceLocation) }
    }

    /// Patients of all sizes; copies and conflicts inside a patient and between patients; what is damaged, held, in archives, linked, or no DICOM.
    func addExport(in folder: String? = nil) throws {
        func add(_ name: String, _ content: String) throws { try add(name, Array(content.utf8)) }
        func add(_ name: String, _ content: [UInt8]) throws { try box.write((folder ?? box.input) + "/" + name, content) }
        for patient in 1...9 {
            for file in 1...patient {
                try add("p\(patient)/\(file)", release("P-\(patient)", 100 * patient + file, body: String(repeating: "x", count: 40 * patient)))
            }
        }
        try add("copy", release("P-3", 301, body: String(repeating: "x", count: 120)))
        for patient in 1...9 { try add("conflict-\(patient)", release("P-\(patient)", 777)) }
        for body in ["a", "b", "wrapper:1", "wrapper:2"] { try add("inner-\(body)", release("P-5", 888, body: body)) }
        for number in 1...4 { try add("held-\(number)", "review P-\(number) 1.2 1.2.3 2.25.\(9000 + number)\n") }
        for number in 1...3 { try add("bad-\(number)", "quarantine \(number)") }
        for number in 1...6 { try add("text-\(number).txt", "this is no DICOM \(number)") }
        let members =
            (1...9).map { ArchiveBytes.Entry("m/\($0)", release("P-\($0)", 5000 + $0)) } + [
                ArchiveBytes.Entry("copy", release("P-2", 201, body: String(repeating: "x", count: 80))), ArchiveBytes.Entry("note", "nothing"),
                ArchiveBytes.Entry("conflict", release("P-8", 777, body: "other")),
            ]
        try add("a.zip", ArchiveBytes.zip(members + [ArchiveBytes.Entry("b.tar", ArchiveBytes.tar([ArchiveBytes.Entry("x", release("P-4", 6000))]))]))
        try add("c.tar", ArchiveBytes.tar([ArchiveBytes.Entry("y", release("P-1", 6001)), ArchiveBytes.Entry("z", release("P-7", 6002))]))
        try add("damaged.zip", Array(ArchiveBytes.zip(members).dropLast(30)))
        try FileManager.default.createSymbolicLink(atPath: (folder ?? box.input) + "/link", withDestinationPath: "copy")
    }
}
