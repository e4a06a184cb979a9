// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import Filesystem
import Foundation
import Glibc
import Records
import ScrubPipeline
import ScrubTestSupport
import Testing
import Workers

/// A watch with real workers, and with a clock that goes only when the watch waits.
@Suite struct WatchTests {
    let box = try! WatchBox()

    @Test(
        "Each study becomes a release of its own, whatever folders it comes in",
        arguments: [
            ["A/1", "A/2", "B/1"].map { "\($0)=\($0.prefix(1))" }, ["1=A", "2=B", "3=A"], ["p/q/1=A", "p/2=B", "p/q/3=A"],
            ["1=A", "x/2=A", "y/z/3=B"],
        ])
    func groups(_ files: [String]) throws {
        for (number, file) in files.enumerated() {
            let parts = file.split(separator: "=").map(String.init)
            try box.add(parts[0], box.image(study: parts[1], number))
        }
        let summary = try box.watch()
        #expect(summary == (2, 3))
        let releases = try box.releases()
        #expect(releases.count == 2)
        for name in releases {
            #expect(try Program(["verify", box.output + "/" + name]).exitCode == 0)
            #expect(name.hasPrefix("2.25.") && FileManager.default.fileExists(atPath: box.output + "/" + name + "/images"))
        }
    }

    @Test("What comes later for a study becomes a further release, with the same pseudonyms; what was taken is not taken again")
    func addsLater() throws {
        try box.add("a/1", box.image(study: "A", 1))
        _ = try box.watch()
        #expect(try box.watch() == (0, 0))
        try box.add("a/2", box.image(study: "A", 2))
        #expect(try box.watch() == (1, 1))
        let names = try box.releases()
        #expect(names.count == 2 && names[1] == names[0] + "_2")
        let folders = try names.map { name in
            try box.files(in: name).filter { $0.hasSuffix(".dcm") }.map { ($0 as NSString).deletingLastPathComponent }
        }
        #expect(folders[0].count == 1 && folders[0] == folders[1])
    }

    @Test("A watch that ended between any two steps is gone on with: nothing is lost, nothing is released twice", arguments: WatchRun.Step.allCases)
    func survives(_ step: WatchRun.Step) throws {
        for number in 1...3 { try box.add("a/\(number)", box.image(study: "A", number)) }
        let whole = try WatchBox()
        for number in 1...3 { try whole.add("a/\(number)", whole.image(study: "A", number)) }
        _ = try whole.watch()
        let killed = try? box.watch(prepare: { watch in watch.onStep = { if $0 == step { throw WatchEnd() } } })
        #expect(killed == nil)
        // One that was renamed may have been taken away.
        _ = try box.watch()
        #expect(try box.watch() == (0, 0))
        #expect(try box.releases() == whole.releases() && box.releases().count == 1)
        let sums = { (box: WatchBox) in try String(contentsOfFile: box.output + "/" + box.releases()[0] + "/SHA256SUMS", encoding: .utf8) }
        #expect(try sums(box) == sums(whole))
        #expect(try box.hidden() == [])
    }

    @Test("What is still being written is left alone until it is whole")
    func waitsForWriters() throws {
        try box.add("a/1", box.image(study: "A", 1))
        try box.add("a/2.part", box.image(study: "A", 2))
        var writer: FileDescriptor? = try FileDescriptor(opening: BytePath(box.inbox + "/a/1"), O_WRONLY, for: "write a file")
        #expect(try box.watch() == (0, 0))
        #expect(writer != nil)
        writer = nil
        #expect(try box.watch() == (1, 1))
        #expect(rename(box.inbox + "/a/2.part", box.inbox + "/a/2") == 0)
        #expect(try box.watch() == (1, 1))
    }

    @Test("Files that arrive while it watches hold up their study until it is left alone")
    func followsEvents() throws {
        try box.add("a/1", box.image(study: "A", 1))
        var arrivals: [(time: Double, body: () throws -> Void)] = [
            (40, { try box.add("a/2", box.image(study: "A", 2)) }),
            (80, { try box.add("new/folder/3", box.image(study: "A", 3)) }),
            (
                120,
                {
                    try box.add("a/.4.part", box.image(study: "A", 4))
                    #expect(rename(box.inbox + "/a/.4.part", box.inbox + "/a/4") == 0)
                }
            ),
        ]
        let summary = try box.watch(
            once: false,
            until: { time in
                while let next = arrivals.first, next.time <= time {
                    arrivals.removeFirst()
                    try next.body()
                }
                return try !box.releases().isEmpty || time > 1000
            })
        #expect(summary == (1, 4))
    }

    @Test("With --move-done the files of a study leave the inbox, and one of the same name is new")
    func movesDone() throws {
        for _ in 1...2 {
            try box.add("a/1", box.image(study: "A", 1))
            try box.add("a/broken", Array(box.image(study: "A", 2).prefix(700)))
            #expect(try box.watch(change: { $0.doneFolder = BytePath(box.folder.path + "/done") }).0 == 1)
            #expect(box.below(box.inbox) == [])
        }
        #expect(box.below(box.folder.path + "/done") == ["a/1", "a/1~2", "a/broken", "a/broken~2"])
        #expect(try box.releases().count == 2)
    }

    @Test("What may not leave makes no release; why, stands in the state folder, and the log names nothing of it")
    func quarantines() throws {
        try box.add("Whitcomb/broken", Array(box.image(study: "A", 2).prefix(700)))
        try box.add("Whitcomb/readme.txt", Array("Eleanor Whitcomb".utf8))
        #expect(try box.watch() == (0, 0))
        #expect(try box.releases() == [] && box.hidden() == [])
        #expect(box.below(box.state + "/watch/quarantine").count == 1)
        #expect(box.log.contains { $0.contains("1 quarantined") } && !box.log.contains { $0.contains("Whitcomb") || $0.contains("broken") })
        #expect(try box.watch() == (0, 0))
    }

    @Test("Another command that has the state folder costs time and nothing else")
    func waits() throws {
        try box.add("a/1", box.image(study: "A", 1))
        try FileManager.default.createDirectory(atPath: box.state, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let other = open(box.state + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        defer { close(other) }
        #expect(flock(other, LOCK_EX) == 0)
        let summary = try box.watch(
            once: false,
            until: { time in
                if box.log.contains(where: { $0.contains("waits, since state locked") }) { flock(other, LOCK_UN) }
                return try !box.releases().isEmpty || time > 1000
            })
        #expect(summary == (1, 1) && box.log.count { $0.contains("waits") } == 1)
    }

    @Test("A study that was taken when the inbox was unmounted waits for it, and loses no file") func waitsForInbox() throws {
        for number in 1...3 { try box.add("a/\(number)", box.image(study: "A", number)) }
        let away = box.folder.path + "/away"
        let killed = try? box.watch(prepare: { watch in watch.onStep = { if $0 == .taken { throw WatchEnd() } } })
        #expect(killed == nil && rename(box.inbox, away) == 0)
        try FileManager.default.createDirectory(atPath: box.inbox, withIntermediateDirectories: true)
        #expect(try box.watch() == (0, 0))
        #expect(box.log.contains { $0.contains("waits, since the inbox is empty") })
        #expect(rmdir(box.inbox) == 0 && rename(away, box.inbox) == 0)
        #expect(try box.watch() == (1, 3))
    }

    @Test("A second watch of one state folder is refused")
    func isAlone() throws {
        var error: PipelineError?
        _ = try box.watch(
            once: false,
            until: { _ in
                do { _ = try box.watch() } catch let refusal as PipelineError { error = refusal }
                return true
            })
        #expect(error?.exitCode == 70 && error?.description.contains("another watch") == true)
    }
}

/// An inbox, the folder of the releases and a state folder.
final class WatchBox {
    let folder = try! TemporaryFolder()
    var inbox: String { folder.path + "/inbox" }
    var output: String { folder.path + "/out" }
    var state: String { folder.path + "/state" }
    private(set) var log: [String] = []

    init() throws {
        try FileManager.default.createDirectory(atPath: inbox, withIntermediateDirectories: true)
        try Data(0..<32).write(to: folder.appending("key"))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: folder.path + "/key")
    }

    func add(_ name: String, _ bytes: [UInt8]) throws {
        let path = inbox + "/" + name
        try FileManager.default.createDirectory(atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        // A worker that another test starts meanwhile must not inherit the open file: it would seem to be written still.
        try FileDescriptor(opening: BytePath(path), O_WRONLY | O_CREAT | O_TRUNC, for: "write a file").write(bytes)
    }

    func image(study: String, _ number: Int) -> [UInt8] {
        let root = "1.2.826.0.1.3680043.10.1337.\(study.utf8.first ?? 0)"
        var builder = DataSetBuilder()
        builder.add(.sopClassUID, .UI, Sample.ctImageStorage)
        builder.add(.sopInstanceUID, .UI, "\(root).1.\(number)")
        builder.add(.modality, .CS, "CT")
        builder.add(.patientID, .LO, "MRN00123")
        builder.add(.studyInstanceUID, .UI, root)
        builder.add(.seriesInstanceUID, .UI, "\(root).1")
        for (tag, value) in [(UInt32(0x0028_0002), UInt8(1)), (0x0028_0010, 16), (0x0028_0011, 16), (0x0028_0100, 8)] {
            builder.add(AttributeTag(number: tag), .US, [value, 0])
        }
        return FileBytes.file(builder.build(), pixels: Array(repeating: 7, count: 256))
    }

    /// Watches once, or until the body says so, which is asked with the time whenever the watch waits.
    /// - Returns: How many releases and how many files were released.
    func watch(
        once: Bool = true, change: (inout WatchRequest) -> Void = { _ in }, prepare: (WatchRun) -> Void = { _ in },
        until isOver: @escaping (Double) throws -> Bool = { _ in false }
    ) throws -> (Int, Int) {
        var request = WatchRequest(inbox: BytePath(inbox), output: BytePath(output))
        (request.scrub.state, request.scrub.key, request.scrub.jobs) = (BytePath(state), BytePath(folder.path + "/key"), 1)
        request.once = once
        change(&request)
        var time = 0.0
        var isEnded = false
        var failure: (any Error)?
        let clock = WatchClock(
            time: {
                // It goes on while the watch works, too.
                time += 0.001
                return time
            },
            pause: { seconds, _ in
                time += max(seconds, 0.001)
                do { isEnded = try isOver(time) } catch { (isEnded, failure) = (true, error) }
            })
        var observer = WatchObserver()
        observer.notice = { text, _ in self.log.append(text) }
        observer.isInterrupted = { isEnded }
        let watch = try WatchRun(request, launcher: WorkerLauncher(executable: Program.executable.path), observer: observer, clock: clock)
        prepare(watch)
        let summary = try watch.run()
        if let failure { throw failure }
        return (summary.releases, summary.released)
    }

    func releases() throws -> [String] { try names().filter { !$0.hasPrefix(".") } }
    func hidden() throws -> [String] { try names().filter { $0.hasPrefix(".") } }
    private func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: output).sorted() }

    func files(in release: String) throws -> [String] { below(output + "/" + release) }

    func below(_ path: String) -> [String] { Location.files(below: URL(filePath: path)).map { String($0.path.dropFirst(path.count + 1)) } }
}
