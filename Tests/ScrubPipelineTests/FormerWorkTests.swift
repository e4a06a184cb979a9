// SPDX-License-Identifier: Apache-2.0

import Filesystem
import Foundation
import Glibc
import Records
import Release
import RunState
import Testing

@testable import ScrubPipeline

/// What a resumed run believes of what is there already, and what it reads again.
@Suite struct FormerWorkTests {
    let box: Sandbox

    init() throws {
        box = try Sandbox()
        for number in 1...20 { try box.add("\(number)", release("P-\(number % 3)", number)) }
        try box.run()
    }

    private func sums() throws -> String { try box.read(box.output + "/SHA256SUMS") }

    private func inode(_ name: String) throws -> Int64 { try #require(FileStatus(BytePath(box.output + "/" + name))).identity.inode }

    struct Loss: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// The machine went down before the run had ended in order.
        let wasCut: Bool
        let isFound: Bool
    }

    /// Only bytes of which the file system says nothing: else the file would be read again in any case.
    @Test(
        "Bytes that a power cut took unseen are found; without one, no released file is read again",
        arguments: [
            Loss(testDescription: "after a power cut", wasCut: true, isFound: true),
            Loss(testDescription: "after a run that ended in order", wasCut: false, isFound: false),
        ])
    func findsLostBytes(_ loss: Loss) throws {
        let whole = try sums()
        let journal = try Journal(path: BytePath(box.state + "/journal.sqlite"))
        let run = try #require(try journal.latestRun(output: BytePath(box.output)))
        let file = try #require(try journal.releasedFiles(of: run.id, after: "", limit: 100).dropFirst(7).first)
        let path = BytePath(box.output + "/" + file.place)
        let status = try #require(FileStatus(path))
        try box.write(path.readable, [UInt8](repeating: 0, count: Int(status.size)))
        try journal.note(stamps: [file.id: try #require(FileStatus(path)).stamp])
        if loss.wasCut { try journal.unsettle(run.id, boot: "an earlier one") }
        try box.run { $0.resume = true }
        #expect(try sums() == whole)
        #expect((fileDigest(path)?.sha256 == file.sha256) == loss.isFound)
        // Whatever a resumed run believes, this does not.
        #expect(try ReleaseVerifier.verify(BytePath(box.output)).isValid == loss.isFound)
        #expect(try journal.isKept(run.id))
    }

    @Test("A run that was cut stays in doubt until all of it has been read") func staysInDoubt() throws {
        let journal = try Journal(path: BytePath(box.state + "/journal.sqlite"))
        let run = try #require(try journal.latestRun(output: BytePath(box.output)))
        try journal.unsettle(run.id, boot: "an earlier one")
        var observer = RunObserver()
        observer.isInterrupted = { true }
        #expect(throws: PipelineError.self) { try box.run(observer: observer) { $0.resume = true } }
        #expect(try !journal.isKept(run.id))
        try box.run { $0.resume = true }
        #expect(try journal.isKept(run.id))
    }

    struct Change: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let change: @Sendable (_ path: String) throws -> Void
    }

    @Test(
        "A released file that was changed, replaced or emptied is made again",
        arguments: [
            Change(testDescription: "other bytes of the same length") { path in
                let descriptor = try FileDescriptor(opening: BytePath(path), O_WRONLY, for: "write a file")
                #expect(pwrite(descriptor.number, "XX", 2, 0) == 2)
            },
            Change(testDescription: "another file") { path in
                try FileManager.default.moveItem(atPath: path, toPath: path + ".old")
                try FileManager.default.copyItem(atPath: path + ".old", toPath: path)
                try FileManager.default.removeItem(atPath: path + ".old")
                #expect(truncate(path, 3) == 0)
            },
            Change(testDescription: "empty") { #expect(truncate($0, 0) == 0) },
            Change(testDescription: "a folder") { path in
                try FileManager.default.removeItem(atPath: path)
                try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
            },
            Change(testDescription: "a link") { path in
                try FileManager.default.removeItem(atPath: path)
                try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/etc/hostname")
            },
            Change(testDescription: "no release at all") { path in
                let images = try #require(path.range(of: "/images/"))
                try FileManager.default.removeItem(atPath: String(path[..<images.lowerBound]))
            },
        ])
    func makesAgain(_ change: Change) throws {
        let whole = try sums()
        let place = try #require(whole.split(separator: "\n").map { String($0.dropFirst(66)) }.first { $0.hasPrefix("images/") })
        try change.change(box.output + "/" + place)
        #expect(try box.run { $0.resume = true }.released == 20)
        #expect(try sums() == whole)
        #expect(try ReleaseVerifier.verify(BytePath(box.output)).problems == [])
    }

    @Test("A finished run that is resumed writes only the documents again that are not what it wrote", arguments: [false, true])
    func leavesDocuments(isDamaged: Bool) throws {
        let whole = try sums(), summary = try box.run { $0.resume = true }, manifest = try inode(ReleaseFolder.manifestName)
        if isDamaged { try box.write(box.output + "/" + ReleaseFolder.reportName, "damaged") }
        #expect(try box.run { $0.resume = true } == summary)
        #expect(try (inode(ReleaseFolder.manifestName) == manifest) == !isDamaged)
        #expect(try sums() == whole)
        #expect(try ReleaseVerifier.verify(BytePath(box.output)).problems == [])
    }
}
