// SPDX-License-Identifier: Apache-2.0

import Audit
import Filesystem
import Foundation
import Glibc
import RunState
import Testing

@testable import ScrubPipeline
@testable import Workers

@Suite struct DoctorTests {
    /// A machine on which all is well.
    static var well: Surroundings {
        var around = Surroundings()
        around.sandbox = WorkerSandbox(landlock: 7, filtersCalls: true, gainsNoPrivileges: true)
        (around.now, around.programDate, around.clockIsSynchronized) = (1_900_000_000, 1_800_000_000, true)
        (around.processor, around.coreLimit) = ("processor : 0\nflags\t\t: fpu sha_ni avx2\n", 1)
        around.room = { _ in DoctorSystem.Room(bytes: 1 << 40, files: 1 << 30) }
        around.kind = { _ in .disk }
        around.textReader = { "5.3.0 eng" }
        return around
    }

    private func findings(
        _ box: Sandbox, _ around: Surroundings = well, _ change: (inout DoctorRequest) -> Void = { _ in }
    ) -> [DoctorFinding] {
        var request = DoctorRequest()
        request.inputs = [BytePath(box.input)]
        request.output = BytePath(box.output)
        request.state = BytePath(box.state)
        request.environment = ["LANG": "en_US.UTF-8"]
        change(&request)
        return Doctor(request, around).findings()
    }

    private func prepared() throws -> Sandbox {
        let box = try Sandbox()
        try box.add("f", release("P-1", 1))
        _ = try StateFolder(opening: BytePath(box.state))
        try SiteKeyFile.create(BytePath(box.state + "/site.key"))
        return box
    }

    @Test("Where all is well every line says so, nothing is left behind, and before the first run too") func well() throws {
        let box = try prepared()
        let found = findings(box)
        #expect(found.allSatisfy { $0.status != .mend } && Doctor.isHealthy(found), "\(found.map(\.line))")
        #expect(Set(found.map(\.topic)).count == 11)
        #expect(try FileManager.default.contentsOfDirectory(atPath: box.state) == ["site.key"])
        let fresh = try Sandbox()
        #expect(Doctor.isHealthy(findings(fresh)))
        #expect(!FileManager.default.fileExists(atPath: fresh.state) && !FileManager.default.fileExists(atPath: fresh.output))
    }

    /// What is wrong with a folder, and the line that says so.
    struct Broken: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let topic: String
        let text: String
        let damage: @Sendable (Sandbox) throws -> Void

        init(_ name: String, _ topic: String, _ text: String, _ damage: @escaping @Sendable (Sandbox) throws -> Void) {
            (testDescription, self.topic, self.text, self.damage) = (name, topic, text, damage)
        }
    }

    @Test(
        "What is wrong in the folders is said, with how to mend it",
        arguments: [
            Broken("an open key", "key", "other users can read it") { chmod($0.state + "/site.key", 0o644) },
            Broken("a key of zeros", "key", "one byte over and over") { try Self.put([UInt8](repeating: 0, count: 32), $0) },
            Broken("a short key", "key", "exactly 32 bytes") { try Self.put([1, 2, 3], $0) },
            Broken("a folder for a key", "key", "no file") { box in
                unlink(box.state + "/site.key")
                mkdir(box.state + "/site.key", 0o700)
            },
            Broken("an open state folder", "state folder", "other users can look into it") { chmod($0.state, 0o755) },
            Broken("a file for a state folder", "state folder", "no folder") { box in
                try removeTree(BytePath(box.state))
                try box.write(box.state, "x")
            },
            Broken("an output inside of the input", "room", "--output lies inside input 1") { box in
                try removeTree(BytePath(box.input))
                symlink(box.root, box.input)
            },
            Broken("no input", "room", "input 1 is not there") { try removeTree(BytePath($0.input)) },
        ])
    func folders(_ broken: Broken) throws {
        let box = try prepared()
        try broken.damage(box)
        try expect(findings(box), broken.topic, broken.text)
    }

    private static func put(_ bytes: [UInt8], _ box: Sandbox) throws {
        unlink(box.state + "/site.key")
        try FileDescriptor(opening: BytePath(box.state + "/site.key"), O_WRONLY | O_CREAT, mode: 0o600, for: "write").write(bytes)
    }

    private func expect(_ found: [DoctorFinding], _ topic: String, _ text: String) throws {
        let wrong = found.filter { $0.status == .mend }
        #expect(wrong.map(\.topic) == [topic] && wrong.first?.text.contains(text) == true, "\(found.map(\.line))")
        #expect(wrong.first?.remedy?.isEmpty == false && !Doctor.isHealthy(found))
        let line = try #require(wrong.first?.line)
        #expect(line.hasPrefix("MEND \(topic): ") && line.hasSuffix(": " + (wrong.first?.remedy ?? "?")))
        #expect(try Doctor.json(found).contains(#""healthy":false"#))
    }

    /// What is wrong with the machine, and the line that says so.
    struct Unfit: Sendable, CustomTestStringConvertible {
        let topic: String
        let text: String
        let change: @Sendable (inout Surroundings) -> Void
        var testDescription: String { "\(topic): \(text)" }

        init(_ topic: String, _ text: String, _ change: @escaping @Sendable (inout Surroundings) -> Void) {
            (self.topic, self.text, self.change) = (topic, text, change)
        }
    }

    @Test(
        "What is wrong with the machine is said, with how to mend it",
        arguments: [
            Unfit("sandbox", "missing: Landlock") { $0.sandbox.landlock = 0 },
            Unfit("character sets", "lacks BIG5") { $0.missingConversions = { ["BIG5"] } },
            Unfit("clock", "before the program was made") { $0.now = 1_700_000_000 },
            Unfit("core dumps", "they are on") { $0.coreLimit = 1 << 30 },
            Unfit("state folder", "lies in memory") { $0.kind = { _ in .memory } },
            Unfit("room", "--output takes 0 more files") {
                $0.room = { $0.readable.hasSuffix("state") ? nil : DoctorSystem.Room(bytes: 1 << 40, files: 0) }
            },
            Unfit("room", "--output has 1 KiB") {
                $0.room = { $0.readable.hasSuffix("state") ? nil : DoctorSystem.Room(bytes: 1024, files: nil) }
            },
            Unfit("room", "the state folder has 1 KiB") {
                $0.room = { DoctorSystem.Room(bytes: $0.readable.hasSuffix("state") ? 1024 : 1 << 40, files: nil) }
            },
        ])
    func machine(_ unfit: Unfit) throws {
        var around = Self.well
        unfit.change(&around)
        try expect(findings(try prepared(), around), unfit.topic, unfit.text)
    }

    @Test("A clock before the newest line of the log is wrong") func log() throws {
        let box = try prepared()
        try AuditLog(StateFolder(at: BytePath(box.state))).append(AuditEvent("verified", toolVersion: "1"))
        var around = Self.well
        (around.now, around.programDate) = (1_600_000_000, 1_500_000_000)
        try expect(findings(box, around), "clock", "before the newest line")
    }

    @Test("What is only worth to know is no fault") func notes() throws {
        var around = Self.well
        (around.processor, around.clockIsSynchronized) = ("flags : fpu", nil)
        around.textReader = { nil }
        around.kind = { _ in .container }
        let found = findings(try prepared(), around) { $0.environment = [:] }
        #expect(Doctor.isHealthy(found))
        let noted = Set(found.filter { $0.status == .note }.map(\.topic))
        #expect(noted.isSuperset(of: ["key", "state folder", "clock", "locale", "processor", "Tesseract"]))
    }

    @Test("No line names a path") func paths() throws {
        let box = try prepared()
        for line in findings(box).map(\.line) { #expect(!line.contains(box.root) && !line.contains("/scrub-test-")) }
    }
}
