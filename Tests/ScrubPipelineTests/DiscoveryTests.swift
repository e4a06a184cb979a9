// SPDX-License-Identifier: Apache-2.0

import Filesystem
import Foundation
import Glibc
import Records
import Testing

@testable import RunState
@testable import ScrubPipeline

@Suite struct DiscoveryTests {
    private func discover(_ inputs: [BytePath], _ change: (inout InputDiscovery) -> Void = { _ in }) throws -> [DiscoveredInput] {
        var discovery = InputDiscovery()
        change(&discovery)
        var result: [DiscoveredInput] = []
        try discovery.run(inputs) { result.append($0) }
        return result
    }

    @Test("A folder is walked; links are not followed, pipes and sockets not opened")
    func walks() throws {
        let box = try Sandbox()
        try box.add("a/b/c", "x")
        try box.add("top", "xy")
        #expect(symlink(box.input, box.input + "/a/loop") == 0)
        #expect(mkfifo(box.input + "/pipe", 0o600) == 0)
        let found = try discover([BytePath(box.input)])
        let root = BytePath(box.input)
        #expect(Set(found.map(\.path)) == [root.appending("a/b/c"), root.appending("top"), root.appending("a/loop"), root.appending("pipe")])
        #expect(found.contains(.notAFile(root.appending("a/loop"), isLink: true)))
        #expect(found.contains(.notAFile(root.appending("pipe"), isLink: false)))
        #expect(found.contains { if case .file(let path, let identity) = $0 { path == root.appending("top") && identity.size == 2 } else { false } })
    }

    @Test("Names that are not UTF-8 keep their bytes")
    func keepsBytes() throws {
        let box = try Sandbox()
        let name: [UInt8] = [0xD5, 0xC5, 0xCE, 0xB0]
        let folder = BytePath(box.input).appending(name)
        try makeFolders(folder)
        try AtomicFile(folder.appending("1.dcm")).commit()
        let found = try discover([BytePath(box.input)])
        #expect(found.map(\.path) == [folder.appending("1.dcm")])
        let line = try jsonLine(QuarantineEntry(run: 1, path: found[0].path, reason: "unreadable", detail: nil))
        #expect(try fromJSON(QuarantineEntry.self, line).pathBytes == found[0].path)
    }

    @Test("A folder that cannot be listed is reported", .enabled(if: geteuid() != 0))
    func reportsUnreadableFolder() throws {
        let box = try Sandbox()
        try box.add("closed/x", "x")
        chmod(box.input + "/closed", 0)
        defer { chmod(box.input + "/closed", 0o700) }
        let found = try discover([BytePath(box.input)])
        #expect(found.count == 1)
        guard case .unreadable = found.first else { return #expect(Bool(false)) }
    }

    @Test("An input that does not exist is a usage error that does not name it")
    func refusesMissing() throws {
        #expect(throws: PipelineError.usage("input 1 does not exist")) { try discover([BytePath("/no/such/Doe^Jane")]) }
    }

    @Test("A list of paths is split at line feeds, or at NULs where there are any", arguments: ["\n", "\0"])
    func readsList(separator: String) throws {
        let box = try Sandbox()
        try box.add("one", "1")
        try box.add("two", "2")
        let names = ["one", "two", "three"].map { box.input + "/" + $0 }
        try box.write(box.root + "/list", names.joined(separator: separator) + separator)
        let found = try discover([BytePath("-")]) {
            $0.list = try? FileDescriptor(opening: BytePath(box.root + "/list"), O_RDONLY, for: "read a list")
        }
        #expect(found.map(\.path) == names.map { BytePath($0) })
        guard case .unreadable = found.last else { return #expect(Bool(false)) }
    }

    private func mediaDirectory() -> String {
        String(repeating: "\0", count: 128) + "DICM\u{2}\0\u{2}\0UI\u{14}\01.2.840.10008.1.3.10\u{2}\0\u{3}\0"
    }

    @Test("A DICOMDIR leads to the files that it names, whatever the case of their names")
    func followsMediaDirectory() throws {
        let box = try Sandbox()
        try box.add("DICOMDIR", mediaDirectory())
        try box.add("images/im1", "1")
        try box.add("IMAGES2/IM2", "2")
        try box.add("other", "3")
        let references = [["IMAGES", "IM1"], ["IMAGES2", "IM2"], ["IMAGES", "GONE"]].map { $0.map { BytePath($0) } }
        let found = try discover([BytePath(box.input + "/DICOMDIR")]) { $0.listMedia = { _ in references } }
        let root = BytePath(box.input)
        #expect(found.map(\.path) == ["DICOMDIR", "images/im1", "IMAGES2/IM2", "images/GONE"].map { root.appending($0) })
        guard case .unreadable = found.last else { return #expect(Bool(false)) }
    }

    struct OnMedium: Sendable, CustomTestStringConvertible {
        let named: String
        let there: [String]
        /// What is found; `nil` where nothing is.
        let found: String?
        var testDescription: String { "\(named) beside \(there.joined(separator: ", "))" }
        init(_ named: String, _ there: [String], _ found: String?) { (self.named, self.there, self.found) = (named, there, found) }
    }

    @Test(
        "A name in a DICOMDIR is found as media and operating systems write it",
        arguments: [
            OnMedium("A\\IM000000", ["A/IM000000"], "A/IM000000"), OnMedium("A\\IM000000", ["A/IM000000.dcm"], "A/IM000000.dcm"),
            OnMedium("A\\IM000000", ["a/im000000.dcm"], "a/im000000.dcm"), OnMedium("A\\IM000000", ["a/im000000.DCM;1"], "a/im000000.DCM;1"),
            OnMedium("A\\IM000000", ["A/IM000000;12"], "A/IM000000;12"), OnMedium("A\\IM000000", ["A/IM000000.;1"], "A/IM000000.;1"),
            OnMedium("A\\IM000000", ["A/im000000."], "A/im000000."), OnMedium("A\\IM000000", ["A/IM000000.IMA", "A/IM000001.dcm"], "A/IM000000.IMA"),
            // The exact name, then the name in another case, then `.dcm`, then any other extension.
            OnMedium("A\\IM1", ["A/IM1.dcm", "A/im1", "A/IM1"], "A/IM1"), OnMedium("A\\IM1", ["A/IM1.dcm", "A/im1"], "A/im1"),
            OnMedium("A\\IM1", ["A/IM1.bak", "A/IM1.xml", "A/im1.DCM"], "A/im1.DCM"), OnMedium("A\\IM1", ["A/IM1.bak", "A/IM10.dcm"], "A/IM1.bak"),
            OnMedium("A\\IM1.DCM", ["A/im1"], "A/im1"), OnMedium("A/IM1", ["A/IM1.dcm"], "A/IM1.dcm"), OnMedium("A\\IM1 ", ["A/IM1"], "A/IM1"),
            OnMedium("A\\IM1\\", ["A/IM1"], "A/IM1"), OnMedium("A\\IM1", ["A.dcm/IM1"], nil), OnMedium("A\\IM1", ["A/IM1x.dcm", "B/IM1"], nil),
            OnMedium("..\\IM1", ["IM1"], nil), OnMedium("A\\..\\IM1", ["IM1", "A/x"], nil),
        ])
    func resolves(_ row: OnMedium) throws {
        let box = try Sandbox()
        try box.add("DICOMDIR", mediaDirectory())
        for name in row.there { try box.add(name, name) }
        let found = try discover([BytePath(box.input + "/DICOMDIR")]) {
            $0.listMedia = { _ in [MediaResolver.components(of: Array(row.named.utf8))] }
        }
        #expect(found.count == 2)
        switch found.last {
        case .file(let path, _): #expect(path.readable == box.input + "/" + (row.found ?? "(nothing)"))
        case .unreadable: #expect(row.found == nil)
        default: Issue.record("neither a file nor told")
        }
    }

    @Test("A DICOMDIR that cannot be read is reported, not passed over")
    func reportsBrokenMediaDirectory() throws {
        let box = try Sandbox()
        try box.add("DICOMDIR", mediaDirectory())
        let found = try discover([BytePath(box.input + "/DICOMDIR")])
        guard found.count == 1, case .unreadable = found[0] else { return #expect(Bool(false)) }
    }

    @Test("The same file by two ways is one input")
    func countsOnce() throws {
        let box = try Sandbox()
        try box.add("a/x", release("P-1", 1))
        #expect(symlink(box.input + "/a", box.root + "/link") == 0)
        let summary = try box.run {
            $0.inputs = [box.input, box.input + "/a", box.input + "/./a/x", box.root + "/link"].map { BytePath($0) }
        }
        #expect(summary.inputs == 1 && summary.released == 1)
    }
}
