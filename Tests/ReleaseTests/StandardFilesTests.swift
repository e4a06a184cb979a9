// SPDX-License-Identifier: Apache-2.0

import Foundation
import ScrubTestSupport
import Testing

/// Wherever what is printed goes.
@Suite struct StandardFilesTests {
    let folder = try! TemporaryFolder()

    /// - Parameter redirections: As a shell writes them.
    private func run(_ redirections: String, _ arguments: [String]) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/bash")
        process.arguments = ["-o", "pipefail", "-c", "exec \"$0\" \"$@\" \(redirections)", Program.executable.path] + arguments
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }

    @Test(
        "A program that is started with standard files closed writes what it prints into none of its own",
        arguments: [">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
    func closed(_ redirections: String) throws {
        try Data(0..<32).write(to: folder.appending("key"))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: folder.path + "/key")
        let input = Location.fixtures.appending(path: "pacs-export/WHITCOMB").path
        let code = try run(
            redirections,
            ["scrub", input, "--output", folder.path + "/out", "--state", folder.path + "/state", "--key", folder.path + "/key", "--jobs", "1"])
        #expect([0, 2].contains(code))
        #expect(try Data(contentsOf: folder.appending("state").appending(path: "lock")).isEmpty)
        #expect(try Program(["verify", folder.path + "/out"]).exitCode == 0)
        #expect(try Program(["audit", "verify", "--state", folder.path + "/state"]).exitCode == 0)
    }

    @Test("What did not get where it was printed is an error; a reader who has enough is none", arguments: [("> /dev/full", 70), ("| true", 0)])
    func lost(_ redirections: String, _ code: Int32) throws {
        #expect(try run(redirections, ["profile", "show", "basic"]) == code)
    }
}
