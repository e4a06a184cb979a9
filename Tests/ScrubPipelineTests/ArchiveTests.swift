// SPDX-License-Identifier: Apache-2.0

import Filesystem
import Foundation
import Glibc
import Release
import Reports
import Testing
import Workers

@testable import RunState
@testable import ScrubPipeline

/// Archives among the inputs are treated as folders, or quarantined.
@Suite struct ArchiveTests {
    typealias Entry = ArchiveBytes.Entry

    private func report(_ box: Sandbox, jobs: Int = 2) throws -> ReportDocument.Verdict {
        var request = ReportRequest(inputs: [BytePath(box.input)])
        request.jobs = jobs
        return try ReportRun(request, launcher: .obedient).run().verdict
    }

    /// Files, some of which share their UID, as a folder would have them.
    static let files: [Entry] =
        (1...9).map { Entry("S/\($0)", release("P-\($0 % 3)", $0)) } + [
            Entry("S/copy", release("P-1", 1)), Entry("S/wrapped", release("P-2", 2, body: "wrapper:A")),
            Entry("S/other", release("P-3", 3, body: "other")),
            Entry("S/text", "hello"), Entry("S/bad", "quarantine"),
        ]

    struct Packed: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let files: [String: [UInt8]]
        init(_ description: String, _ files: [String: [UInt8]]) { (testDescription, self.files) = (description, files) }
    }

    static let packed: [Packed] = [
        Packed("zip", ["study.zip": ArchiveBytes.zip(files)]),
        Packed("zip with descriptors", ["study.zip": ArchiveBytes.zip(files, usesDescriptors: true)]),
        Packed("tar", ["study.tar": ArchiveBytes.tar(files)]), Packed("tar in gzip", ["study.tgz": ArchiveBytes.gzip(ArchiveBytes.tar(files))]),
        Packed(
            "every file in gzip",
            Dictionary(uniqueKeysWithValues: files.enumerated().map { ("\($0.offset).dcm.gz", ArchiveBytes.gzip($0.element.content)) })),
        Packed("another name", ["study": ArchiveBytes.zip(files)]),
        Packed("zip in zip", ["a.zip": ArchiveBytes.zip([Entry("b.zip", ArchiveBytes.zip(files))])]),
        Packed(
            "gzip in tar in zip", ["a": ArchiveBytes.zip([Entry("b", ArchiveBytes.tar(files.map { Entry("x", ArchiveBytes.gzip($0.content)) }))])]),
        Packed("two halves", ["a.zip": ArchiveBytes.zip(Array(files[..<7])), "b.tar": ArchiveBytes.tar(Array(files[7...]))]),
    ]

    @Test("An archive gives the release that a folder of its files gives, in a report too", arguments: packed, [1, 3])
    func isAFolder(_ packed: Packed, jobs: Int) throws {
        let folder = try Sandbox(), box = try Sandbox()
        for file in Self.files {
            try folder.write(folder.input + "/" + String(decoding: file.name, as: UTF8.self), String(decoding: file.content, as: UTF8.self))
        }
        for (name, bytes) in packed.files { try box.write(box.input + "/" + name, bytes) }
        let expected = try folder.run(), summary = try box.run { $0.jobs = jobs }
        #expect(
            try box.read(box.output + "/SHA256SUMS").split(separator: "\n").filter { $0.contains("images/") }
                == folder.read(folder.output + "/SHA256SUMS").split(separator: "\n").filter { $0.contains("images/") })
        #expect(
            summary.released == 9 && summary.released == expected.released && summary.duplicates == expected.duplicates
                && summary.quarantined == expected.quarantined)
        #expect(summary.released + summary.duplicates + summary.quarantined + summary.notDICOM == summary.inputs)
        #expect(try ReleaseVerifier.verify(BytePath(box.output)).problems == [])
        let verdict = try report(box, jobs: jobs)
        #expect(verdict.released == summary.released && verdict.duplicates == summary.duplicates && verdict.quarantined == summary.quarantined)
        #expect(verdict.files == summary.inputs && verdict.patients == summary.patients)
        #expect(FileStatus(BytePath(box.state + "/scratch")) == nil)
    }

    @Test("Names inside lead nowhere; each is an input of its own")
    func names() throws {
        let box = try Sandbox()
        var bytes = Entry("x", release("P-1", 9))
        bytes.name = [0xD5, 0xC5, 0xC8, 0xFD]
        let names = ["../../../evil", "/etc/evil", "a/../../evil", "same", "same", "same", "", "a!/b", String(repeating: "n", count: 3000)]
        try box.write(box.input + "/a.zip", ArchiveBytes.zip(names.enumerated().map { Entry($0.element, release("P-1", 100 + $0.offset)) } + [bytes]))
        var link = Entry("link", "/etc/passwd"), device = Entry("device", "")
        (link.type, device.type) = (UInt8(ascii: "2"), UInt8(ascii: "3"))
        try box.write(box.input + "/b.tar", ArchiveBytes.tar([link, device, Entry("bad", "quarantine")]))
        let summary = try box.run()
        #expect(summary.released == 10 && summary.quarantined == 1 && summary.notDICOM == 4)
        let list = try box.read(box.state + "/quarantine.jsonl")
        #expect(try fromJSON(QuarantineEntry.self, list.utf8.dropLast()).path == box.input + "/b.tar!/bad")
        let files = FileManager.default.enumerator(atPath: box.root)!.compactMap { $0 as? String }
        #expect(!files.contains { $0.contains("evil") })
    }

    struct Refused: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let bytes: [UInt8]
        init(_ description: String, _ bytes: [UInt8]) { (testDescription, self.bytes) = (description, bytes) }
    }

    static func broken(_ change: (inout Entry) -> Void) -> [Entry] {
        var entry = Entry("x", release("P-1", 50))
        change(&entry)
        return files + [entry]
    }

    @Test(
        "An archive that is not opened is quarantined and named",
        arguments: [
            Refused("7z", [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C] + ArchiveBytes.little(0, 100)),
            Refused("RAR", Array("Rar!\u{1A}\u{7}\u{1}\u{0}".utf8) + ArchiveBytes.little(0, 100)),
            Refused("bzip2", Array("BZh91AY&SY".utf8)), Refused("xz", [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0, 0, 4]),
            Refused("Zstandard", [0x28, 0xB5, 0x2F, 0xFD, 4, 0]),
            Refused("ISO", Array(repeating: 0, count: 0x8001) + Array("CD001".utf8) + Array(repeating: 0, count: 3000)),
            Refused("DMG", Array(repeating: 7, count: 2000) + Array("koly".utf8) + Array(repeating: 0, count: 508)),
            Refused("a volume of a zip", [0x50, 0x4B, 7, 8] + ArchiveBytes.zip(files)),
            Refused("the last volume of a zip", ArchiveBytes.zip(files, disk: 2)),
            Refused("a zip behind a program", Array("MZ".utf8) + ArchiveBytes.zip(files)),
            Refused("a zip that ends too early", Array(ArchiveBytes.zip(files).dropLast(30))),
            Refused("a zip cut in the middle", Array(ArchiveBytes.zip(files).prefix(300))),
            Refused("a zip with a wrong sum", ArchiveBytes.zip(broken { $0.hasWrongSum = true })),
            Refused(
                "a zip whose entries share bytes",
                ArchiveBytes.zip((0..<50).map { Entry("\($0)", release("P-1", 1, body: String(repeating: "b", count: 5000))) }, sharing: true)),
            Refused("a tar that ends too early", Array(ArchiveBytes.tar(files).prefix(5300))),
            Refused("a gzip that ends too early", Array(ArchiveBytes.gzip(files[0].content).dropLast(9))),
            Refused("a gzip with a wrong sum", ArchiveBytes.gzip(files[0].content, hasWrongSum: true)),
            Refused("a tar in a gzip with a wrong sum", ArchiveBytes.gzip(ArchiveBytes.tar(files), hasWrongSum: true)),
        ])
    func refuses(_ refused: Refused) throws {
        let box = try Sandbox()
        try box.write(box.input + "/archive.dcm", refused.bytes)
        try box.add("file", release("P-9", 99))
        let summary = try box.run()
        #expect(summary.released == 1 && summary.quarantined == 1 && summary.inputs == 2 && summary.exitCode == 2)
        #expect(try box.quarantine == ["archive.dcm": "archive"])
        let verdict = try report(box)
        #expect(verdict.quarantineReasons.map(\.name) == ["archive"] && verdict.released == 1)
        #expect(FileStatus(BytePath(box.state + "/scratch")) == nil)
    }

    @Test("What is encrypted, or packed in an unknown way, is quarantined alone")
    func locked() throws {
        let box = try Sandbox()
        var strange = Entry("strange", "?")
        strange.method = 77
        try box.write(box.input + "/a.zip", ArchiveBytes.zip(Self.broken { $0.isEncrypted = true } + [strange]))
        let summary = try box.run()
        #expect(summary.released == 9)
        #expect(try box.quarantine.filter { $0.value == "archive" }.keys.sorted() == ["strange", "x"])
    }

    @Test("Archives in archives are opened three deep")
    func depth() throws {
        let box = try Sandbox()
        var content = ArchiveBytes.zip([Entry("in", release("P-1", 1))])
        for level in 2...5 {
            content = ArchiveBytes.zip([Entry("next", content), Entry("file", release("P-1", level))])
        }
        try box.write(box.input + "/a.zip", content)
        let summary = try box.run()
        #expect(summary.released == 3 && summary.quarantined == 1)
        let list = try box.read(box.state + "/quarantine.jsonl")
        #expect(list.contains("a.zip!/next!/next!/next\"") && list.contains("more than 3 deep"))
    }

    private func unpack(_ bytes: [UInt8], bytesAllowed: Int64 = 1 << 20, _ change: (inout ArchiveLimits) -> Void = { _ in }) throws -> (
        UnpackResult, [String]
    ) {
        let box = try Sandbox()
        let path = BytePath(box.root + "/archive")
        try box.write(path.readable, bytes)
        var limits = ArchiveLimits()
        change(&limits)
        let request = UnpackRequest(
            identity: FileStatus(path)!.identity, name: BytePath("archive"), folder: box.root + "/open", bytesAllowed: bytesAllowed,
            limits: limits)
        let result = Unpacker.unpack(request, HandedFile(opening: path))
        return (result, (try? FileManager.default.contentsOfDirectory(atPath: request.folder)) ?? [])
    }

    @Test(
        "More bytes or entries than allowed are refused before they fill the disk",
        arguments: [
            ArchiveBytes.zip(files), ArchiveBytes.tar(files), ArchiveBytes.gzip(ArchiveBytes.tar(files)),
        ])
    func limits(_ bytes: [UInt8]) throws {
        guard case (.opened, let names) = try unpack(bytes) else { return #expect(Bool(false), "not opened") }
        #expect(names.count == Self.files.count + 1)
        for (result, _) in [try unpack(bytes, bytesAllowed: 100), try unpack(bytes) { $0.entries = 13 }] {
            guard case .refused(.archive, _) = result else { return #expect(Bool(false), "not refused") }
        }
        guard case .refused(.noScratch, _) = try unpack(bytes, { $0.reserve = 1 << 60 }).0 else { return #expect(Bool(false), "not refused") }
    }

    @Test("A large archive may open to many times its size, a small one to what nobody minds")
    func ratio() {
        let limits = ArchiveLimits()
        #expect(limits.bytesAllowed(forArchiveOf: 1000) == 1 << 28)
        #expect(limits.bytesAllowed(forArchiveOf: 1 << 30) == 200 << 30)
        #expect(limits.bytesAllowed(forArchiveOf: .max) == 1 << 38)
    }

    // MARK: - Resuming

    @Test("A run over archives that is killed and resumed gives the release of an undisturbed run", arguments: [0, 1, 40, 100])
    func survivesKill(after done: Int) throws {
        let box = try Sandbox()
        let many = (1...120).map { Entry("\($0)", release("P-\($0 % 5)", $0)) }
        try box.write(
            box.input + "/a.zip",
            ArchiveBytes.zip(Array(many[..<50]) + [Entry("inner.tgz", ArchiveBytes.gzip(ArchiveBytes.tar(Array(many[50..<90]))))]))
        for file in many[85...] { try box.write(box.input + "/z/" + String(decoding: file.name, as: UTF8.self), ArchiveBytes.gzip(file.content)) }
        let whole = try box.run { $0.output = BytePath(box.root + "/whole") }
        for last in [done, done + 30, 100_000] {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: WorkerLauncher.testExecutable)
            process.arguments = ["scrub", box.input, box.output, box.state, "2", String(last)]
            try process.run()
            process.waitUntilExit()
        }
        let summary = try box.run { $0.resume = true }
        #expect(summary.released == 120 && summary.duplicates == 5)
        #expect(summary.counts == whole.counts)
        #expect(try box.quarantine == [:])
        #expect(try box.read(box.output + "/SHA256SUMS") == box.read(box.root + "/whole/SHA256SUMS"))
        #expect(FileStatus(BytePath(box.state + "/scratch")) == nil)
    }

    @Test("What was released of an archive and got lost, or of one that is another now, is done again")
    func repairs() throws {
        let box = try Sandbox()
        try box.write(box.input + "/a.zip", ArchiveBytes.zip(Self.files))
        try box.run()
        let whole = try box.read(box.output + "/SHA256SUMS")
        let places = whole.split(separator: "\n").map { String($0.dropFirst(66)) }.filter { $0.hasPrefix("images/") }
        try FileManager.default.removeItem(atPath: box.output + "/" + places[2])
        #expect(try box.run { $0.resume = true }.released == 9)
        #expect(try box.read(box.output + "/SHA256SUMS") == whole)

        // One file less, and one that is new.
        try box.write(
            box.input + "/a.zip", ArchiveBytes.zip(Self.files.filter { $0.name != Array("S/9".utf8) } + [Entry("S/new", release("P-7", 77))]))
        let summary = try box.run { $0.resume = true }
        #expect(summary.released == 9)
        #expect(try box.read(box.output + "/SHA256SUMS").contains("2.25.77.dcm"))
        #expect(try box.quarantine["9"] == "changed-while-read")
        #expect(try ReleaseVerifier.verify(BytePath(box.output)).problems == [])
    }

    @Test("An archive that crashes its reader, or takes too long, costs itself")
    func accounts() throws {
        let box = try Sandbox()
        for number in 1...3 {
            try box.write(
                box.input + "/\(number).zip", ArchiveBytes.zip([Entry("f", release("P-1", number)), Entry("g", number == 2 ? "crash" : "hello")]))
        }
        let summary = try box.run()
        #expect(summary.released == 3 && summary.quarantined == 1 && summary.notDICOM == 5)
        #expect(try box.quarantine == ["g": "parser-crashed"])
    }
}
