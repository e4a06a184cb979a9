// SPDX-License-Identifier: Apache-2.0

import Audit
import Filesystem
import Foundation
import GRDB
import Glibc
import Records
import Release
import Review
import ScrubTestSupport
import Testing
import Workers

@testable import RunState
@testable import ScrubPipeline

/// The releases of shards, joined.
@Suite struct MergeTests {
    @Test("Joined shards are the release of one run, byte for byte", arguments: 1...7)
    func isOneRun(count: Int) throws {
        let box = try ShardBox()
        try box.addExport()
        let whole = try box.whole()
        var random = Seeded(UInt64(count))
        for number in (1...count).shuffled(using: &random) { try box.shard(number, of: count) }
        var merged = try box.merge(count) {
            $0.releases.shuffle(using: &random)
            $0.shardStates.shuffle(using: &random)
        }
        try box.expectSame(box.box.output, box.root + "/merged")
        (merged.release, merged.quarantineList) = (whole.release, whole.quarantineList)
        #expect(merged == whole)
        #expect(try box.box.read(box.root + "/merged-state/quarantine.jsonl") == box.box.read(box.box.state + "/quarantine.jsonl"))
        #expect(try crosswalk(box.root + "/merged-state") == crosswalk(box.box.state))
        #expect(try journal(box.root + "/merged-state") == journal(box.box.state))
        #expect(try held(box.root + "/merged-state") == held(box.box.state))
    }

    /// All that is known of the files, without the numbers of rows and what is of one moment.
    private func journal(_ state: String) throws -> [String] {
        let journal = try Journal(path: BytePath(state + "/journal.sqlite"))
        return try journal.database.read { database in
            try String.fetchAll(
                database,
                sql: """
                    SELECT hex(f.path) || ' ' || f.size || ' ' || f.state || ' ' || COALESCE(f.reason, '') || ' ' || COALESCE(f.detail, '') || ' '
                        || COALESCE(f.instance, '') || ' ' || COALESCE(f.digest, '') || ' ' || COALESCE(f.place, '') || ' '
                        || COALESCE(f.sha256, '') || ' ' || COALESCE(f.manifest, '') || ' ' || COALESCE(hex(a.path), '') || ' '
                        || COALESCE(r.key, '') || ' ' || COALESCE(r.decision, '')
                    FROM files AS f LEFT JOIN files AS a ON a.id = f.archive LEFT JOIN reviews AS r ON r.file = f.id ORDER BY f.path
                    """)
        }
    }

    private func crosswalk(_ state: String) throws -> [String] {
        var rows: [String] = []
        try Crosswalk(reading: BytePath(state + "/crosswalk.sqlite")).forEachRow { rows.append("\($0) \($1.kind) \($1.pseudonym) \($1.sealed)") }
        return rows
    }

    private func held(_ state: String) throws -> [String] {
        (try FileManager.default.contentsOfDirectory(atPath: state + "/review/held")).sorted()
    }

    @Test("So are those of machines that have the export in another place each")
    func isOneRunOfOtherPlaces() throws {
        let box = try ShardBox()
        try box.addExport()
        try box.addExport(in: box.root + "/elsewhere")
        try box.whole()
        for number in 1...3 { try box.shard(number, of: 3) { if number > 1 { $0.inputs = [BytePath(box.root + "/elsewhere")] } } }
        try box.merge(3)
        try box.expectSame(box.box.output, box.root + "/merged")
        #expect(try journal(box.root + "/merged-state") == journal(box.box.state))
    }

    @Test("So are those that ran one after the other with one state folder, and each event of its log is taken once") func sharesState() throws {
        let box = try ShardBox()
        try box.addExport()
        try box.whole()
        for number in 1...3 { try box.shard(number, of: 3) { $0.state = BytePath(box.state(1)) } }
        try box.merge(3) { $0.shardStates = [BytePath(box.state(1))] }
        try box.expectSame(box.box.output, box.root + "/merged")
        #expect(try journal(box.root + "/merged-state") == journal(box.box.state))
        var events: [AuditEvent] = []
        try AuditLog(state: BytePath(box.root + "/merged-state")).check { events.append($0) }
        for number in 1...3 { #expect(events.filter { $0.shard == "\(number)/3" }.map(\.action) == ["run-started", "run-finished"]) }
    }

    @Test("Folders of the same names belong together, in whatever order a machine names them") func pairsInputs() throws {
        let box = try ShardBox()
        let folders = { (root: String) in ["a", "b"].map { BytePath("\(box.root)/\(root)/\($0)") } }
        for root in ["one", "two"] {
            try box.addExport(in: box.root + "/\(root)/a")
            for patient in 20...24 { try box.box.write(box.root + "/\(root)/b/\(patient)", release("P-\(patient)", patient)) }
        }
        try box.whole { $0.inputs = folders("one") }
        for number in 1...3 { try box.shard(number, of: 3) { $0.inputs = number > 1 ? folders("two").reversed() : folders("one") } }
        try box.merge(3)
        try box.expectSame(box.box.output, box.root + "/merged")
        #expect(try journal(box.root + "/merged-state") == journal(box.box.state))
    }

    @Test("A joined release goes on as one run does: resumed with files lost, and with decisions of a person")
    func goesOn() throws {
        let box = try ShardBox()
        try box.addExport()
        try box.whole()
        _ = try box.shards(3)
        try box.merge(3)
        let merged = box.root + "/merged"
        for place in try box.files(merged).keys.sorted().prefix(20) where place.hasPrefix("images/") {
            try removeFile(BytePath(merged + "/" + place))
        }
        try box.box.run {
            ($0.output, $0.state, $0.key, $0.resume) = (BytePath(merged), BytePath(box.root + "/merged-state"), box.key, true)
        }
        try box.expectSame(box.box.output, merged)
    }

    @Test("The log of a joined release tells what each machine did, and its end is signed")
    func joinsLogs() throws {
        let box = try ShardBox()
        try box.addExport()
        _ = try box.shards(2)
        try box.merge(2)
        let log = AuditLog(state: BytePath(box.root + "/merged-state"))
        var events: [AuditEvent] = []
        #expect(try log.check(key: box.key) { events.append($0) }.isSigned)
        #expect(events.filter { $0.shard == "1/2" }.map(\.action) == ["run-started", "run-finished"])
        #expect(events.filter { $0.shard == "2/2" }.map(\.action) == ["run-started", "run-finished"])
        #expect(events.filter { $0.shard == nil }.map(\.action) == ["run-merging", "run-finished"])
        let sums = try #require(fileDigest(BytePath(box.root + "/merged/SHA256SUMS"))?.sha256)
        let history = try ReleaseHistory(log, checksums: sums)
        #expect(try history.documents == ReleaseFolder(path: BytePath(box.root + "/merged")).documentDigests())
        #expect(try ReleaseFacts.read(from: StateFolder(at: BytePath(box.root + "/merged-state")), checksums: sums) != nil)
    }

    private struct Stop: Error {}

    @Test("A merge that ended anywhere, given again, ends as if nothing had been", arguments: MergeRun.Step.allCases)
    func continues(after step: MergeRun.Step) throws {
        let box = try ShardBox()
        try box.addExport()
        try box.whole()
        _ = try box.shards(3)
        // As if the power had gone: nothing is tidied up.
        let child = fork(box, 3, step)
        #expect(child == SIGKILL)
        try box.merge(3)
        try box.expectSame(box.box.output, box.root + "/merged")
        #expect(try journal(box.root + "/merged-state") == journal(box.box.state))
        #expect(try box.box.read(box.root + "/merged-state/quarantine.jsonl") == box.box.read(box.box.state + "/quarantine.jsonl"))
        try box.merge(3)
        try box.expectSame(box.box.output, box.root + "/merged")
        #expect(try AuditLog(state: BytePath(box.root + "/merged-state")).check().isSigned)
    }

    /// Has another process merge, and kill itself.
    private func fork(_ box: ShardBox, _ count: Int, _ step: MergeRun.Step) -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: WorkerLauncher.testExecutable)
        process.arguments = ["merge", box.root, String(count), step.rawValue]
        try? process.run()
        process.waitUntilExit()
        return process.terminationReason == .uncaughtSignal ? process.terminationStatus : -process.terminationStatus
    }

    @Test("A merge into a folder that another run writes to stops, whatever their state folders") func sharedOutput() throws {
        let box = try ShardBox()
        try box.box.add("f", release("P-1", 1))
        _ = try box.shards(2)
        mkdir(box.root + "/merged", 0o700)
        let folder = try FileDescriptor(opening: BytePath(box.root + "/merged"), O_RDONLY | O_DIRECTORY, for: "open a folder")
        #expect(flock(folder.number, LOCK_EX | LOCK_NB) == 0)
        let error = #expect(throws: PipelineError.self) { try box.merge(2) }
        #expect(error?.exitCode == 70 && error?.description.contains("another run writes to --output") == true)
        #expect(flock(folder.number, LOCK_UN) == 0)
        try box.merge(2)
    }

    struct Wrong: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let code: Int32
        let words: String
        let change: @Sendable (ShardBox, inout MergeRequest) throws -> Void

        init(_ description: String, _ code: Int32, _ words: String, _ change: @escaping @Sendable (ShardBox, inout MergeRequest) throws -> Void) {
            (testDescription, self.code, self.words, self.change) = (description, code, words, change)
        }
    }

    static let wrong: [Wrong] = [
        Wrong("missing", 64, "missing: 2") { $1.releases.remove(at: 1) },
        Wrong("doubled", 64, "named twice") { $1.releases.append($1.releases[0]) },
        Wrong("no release", 64, "--resume") {
            try removeFile(BytePath($0.output(2) + "/RELEASE.json")); _ = $1
        },
        Wrong("no folder", 64, "release 3 does not exist") { $1.releases[2] = BytePath($0.root + "/nowhere") },
        Wrong("whole run", 64, "without --shard") {
            try $0.whole()
            $1.releases[0] = BytePath($0.box.output)
        },
        Wrong("joined already", 64, "joined already") { box, request in
            _ = try MergeRun(request).run()
            request.releases[0] = request.output
            (request.output, request.state) = (BytePath(box.root + "/again"), BytePath(box.root + "/again-state"))
        },
        Wrong("other project", 64, "the project") { box, _ in
            try removeTree(BytePath(box.output(3)))
            try box.shard(3, of: 3) { ($0.project, $0.state) = ("other", BytePath(box.state(3))) }
        },
        Wrong("other number of shards", 64, "the number of shards") { box, _ in
            try removeTree(BytePath(box.output(3)))
            try box.shard(3, of: 4) { $0.state = BytePath(box.state(3)) }
        },
        Wrong("other layout", 64, "--layout") { box, _ in
            try removeTree(BytePath(box.output(3)))
            try box.shard(3, of: 3) { ($0.layout, $0.inputs) = (.dicomdir, [BytePath(box.box.input + "/text-1.txt")]) }
        },
        Wrong("other inputs", 3, "other inputs") { box, _ in
            try removeTree(BytePath(box.output(2)))
            try box.box.add("late", release("P-99", 99))
            try box.shard(2, of: 3)
        },
        Wrong("no state folder", 64, "--shard-state") { $1.shardStates.remove(at: 1) },
        Wrong("other key", 64, "the key is not") {
            try SiteKeyFile.create(BytePath($0.root + "/other.key"))
            $1.key = BytePath($0.root + "/other.key")
        },
        Wrong("no key", 64, "--key") {
            $1.key = nil; _ = $0
        },
        Wrong("changed document", 3, "documents") {
            try $0.box.write($0.output(1) + "/REPORT.html", "x"); _ = $1
        },
        Wrong("changed image", 3, "not as its run wrote it") { box, _ in
            let place = try #require(try box.files(box.output(1)).keys.sorted().first { $0.hasPrefix("images/") })
            try box.box.write(box.output(1) + "/" + place, "x")
        },
        Wrong("missing image", 3, "missing") { box, _ in
            let place = try #require(try box.files(box.output(1)).keys.sorted().first { $0.hasPrefix("images/") })
            try removeFile(BytePath(box.output(1) + "/" + place))
        },
        Wrong("output inside a shard", 64, "lies inside") { $1.output = BytePath($0.output(1) + "/merged") },
        Wrong("state inside a shard's state", 64, "lies inside") { $1.state = BytePath($0.state(1) + "/merged") },
        Wrong("output that holds something", 64, "--output holds something") {
            try $0.box.write($0.root + "/merged/file", "x"); _ = $1
        },
        Wrong("changed log", 3, "audit log") { box, _ in
            let text = try box.box.read(box.state(2) + "/audit.jsonl")
            try box.box.write(box.state(2) + "/audit.jsonl", text.replacing("run-finished", with: "run-finishes"))
        },
    ]

    @Test("What is missing, foreign, unfinished or changed is not joined", arguments: wrong)
    func refuses(_ wrong: Wrong) throws {
        let box = try ShardBox()
        for patient in 1...6 { try box.box.add("\(patient)", release("P-\(patient)", patient)) }
        try box.box.add("text-1.txt", "text")
        _ = try box.shards(3)
        var request = box.request(3)
        try wrong.change(box, &request)
        let error = #expect(throws: PipelineError.self) { try MergeRun(request).run() }
        #expect(error?.exitCode == wrong.code && error?.description.contains(wrong.words) == true, "\(String(describing: error))")
    }

    @Test("The state folders of shards are found in their standard places, and so is the place of the joined one")
    func findsStates() throws {
        let box = try ShardBox()
        for patient in 1...4 { try box.box.add("\(patient)", release("P-\(patient)", patient)) }
        let environment = ["XDG_STATE_HOME": box.root + "/home"]
        for number in 1...2 {
            try box.shard(number, of: 2) { ($0.state, $0.environment) = (nil, environment) }
            #expect(FileStatus(BytePath(box.root + "/home/dcmscrub/default.shard-\(number)-of-2/journal.sqlite")) != nil)
        }
        try box.merge(2) { ($0.state, $0.shardStates, $0.environment) = (nil, [], environment) }
        #expect(FileStatus(BytePath(box.root + "/home/dcmscrub/default/journal.sqlite")) != nil)
    }
}
