// SPDX-License-Identifier: Apache-2.0

import Foundation
import ScrubTestSupport
import Testing

@testable import Reports

/// A site key under a passphrase, as its user meets it. Workers can ask nobody.
@Suite struct SealedKeyTests {
    @Test("Every command that needs a key under a passphrase takes it from a file, its workers too, and without it none goes on")
    func commands() throws {
        let folder = try TemporaryFolder()
        func path(_ name: String) -> String { folder.appending(name).path }
        try Data("correct horse\n".utf8).write(to: folder.appending("passphrase"))
        let made = try Program([
            "key", "create", "--passphrase", "--passphrase-file", path("passphrase"), "--output", path("site.key"),
        ])
        #expect(made.exitCode == 0, "\(made.errors)")
        let input = Location.fixtures.appending(path: "pacs-export/WHITCOMB").path
        let key = ["--key", path("site.key")]
        let scrub = ["scrub", input, "--output", path("release"), "--state", path("state"), "--quiet"] + key
        let unlock = ["--key-passphrase-file", path("passphrase")]
        #expect(try Program(scrub, hasTerminal: false).exitCode == 64)
        #expect(try [0, 2].contains(Program(scrub + unlock).exitCode))
        let file = try #require(Location.files(below: folder.appending("release/images")).first)
        let patient = file.pathComponents[file.pathComponents.count - 4]
        let commands = [
            ["verify", path("release"), "--state", path("state")] + key,
            ["inspect", file.path] + key,
            ["key", "fingerprint", path("site.key")],
            ["crosswalk", "find", patient, "--state", path("state"), "--reason", "test"] + key,
        ]
        for command in commands {
            #expect(try Program(command, hasTerminal: false).exitCode == 64, "\(command[0])")
            let run = try Program(command + unlock)
            #expect(run.exitCode == 0, "\(command[0]): \(run.errors)")
        }
    }
}
