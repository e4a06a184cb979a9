// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import ScrubTestSupport
import Testing

/// The program itself, killed at its work with all its workers.
@Suite struct KillTests {
    /// What the run has done when it is killed.
    enum Moment: String, CaseIterable { case started, wroteAFile, recordedAFile }

    let folder = try! TemporaryFolder()

    private func command(_ name: String) throws -> [String] {
        let key = folder.appending("key")
        if !FileManager.default.fileExists(atPath: key.path) {
            try Data(0..<32).write(to: key)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key.path)
        }
        return [
            "scrub", Location.fixtures.appending(path: "pacs-export").path, "--output", folder.appending(name).path, "--state",
            folder.appending(name + "-state").path, "--key", key.path, "--jobs", "2", "--quiet",
        ]
    }

    private func sums(_ name: String) throws -> String {
        try String(contentsOf: folder.appending(name).appending(path: "SHA256SUMS"), encoding: .utf8)
    }

    private func hasCome(_ moment: Moment, _ name: String) -> Bool {
        let paths = FileManager.default.enumerator(atPath: folder.appending(name).path)?.compactMap { $0 as? String } ?? []
        return switch moment {
        case .started: FileManager.default.fileExists(atPath: folder.appending(name + "-state/journal.sqlite").path)
        case .wroteAFile: paths.contains { FileManager.default.isReadableFile(atPath: folder.appending(name + "/" + $0).path) && $0.contains("/") }
        case .recordedAFile: paths.contains { $0.hasPrefix("images/") && $0.hasSuffix(".dcm") }
        }
    }

    @Test("A full or failed disk under a mapped file of the state folder ends a run like any other fault of a disk")
    func mappedFile() throws {
        #expect(try Program(command("whole")).exitCode == 2)
        let (process, errors) = (Process(), Pipe())
        process.executableURL = Program.executable
        process.arguments = try command("killed")
        process.standardOutput = FileHandle.nullDevice
        process.standardError = errors
        try process.run()
        while process.isRunning, !hasCome(.started, "killed") { continue }
        Glibc.kill(process.processIdentifier, SIGBUS)
        let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        if process.terminationStatus != 2 {
            #expect(process.terminationReason == .exit && process.terminationStatus == 70)
            let problem = "dcmscrub: a file of the state folder is mapped into memory, and its disk is full or failed. "
            #expect(text == problem + "Put it right, and give the command again; that of a run with --resume.\n")
            #expect(try Program(command("killed") + ["--resume"]).exitCode == 2)
        }
        #expect(try sums("killed") == sums("whole"))
    }

    @Test("A killed run leaves nothing that passes for a release, and resumed gives that of an undisturbed run", arguments: Moment.allCases)
    func kill(_ moment: Moment) throws {
        #expect(try Program(command("whole")).exitCode == 2)
        let process = Process()
        process.executableURL = Program.executable
        process.arguments = try command("killed")
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        while process.isRunning, !hasCome(moment, "killed") { continue }
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        // On a busy machine the run may have ended first; then there is nothing to resume, and the release is whole already.
        if process.terminationReason == .uncaughtSignal {
            let resumed = try Program(command("killed") + ["--resume"])
            #expect(resumed.exitCode == 2, "\(resumed.errors)")
        }
        #expect(try sums("killed") == sums("whole"))
        #expect(try Program(["verify", folder.appending("killed").path]).exitCode == 0)
    }
}
