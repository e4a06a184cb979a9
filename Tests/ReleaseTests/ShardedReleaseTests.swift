// SPDX-License-Identifier: Apache-2.0

import Foundation
import ScrubTestSupport
import Testing

/// The sample export, shared by two machines.
@Suite struct ShardedReleaseTests {
    let folder = try! TemporaryFolder()

    private func path(_ name: String) -> String { folder.appending(name).path }

    private func scrub(_ name: String, _ more: [String] = []) throws {
        let run = try Program(
            [
                "scrub", Location.fixtures.appending(path: "pacs-export").path, "--output", path(name), "--state", path(name + "-state"),
                "--key", path("key"), "--layout", "dicomdir", "--quiet",
            ] + more)
        #expect([0, 2].contains(run.exitCode), "\(run.errors)")
    }

    @Test("Two machines make the release that one makes, with its DICOMDIR, and each part is a release") func merge() throws {
        #expect(try Program(["key", "create", "--output", path("key")]).exitCode == 0)
        try scrub("whole")
        for number in 1...2 {
            try scrub("part-\(number)", ["--shard", "\(number)/2"])
            let verified = try Program(["verify", path("part-\(number)"), "--state", path("part-\(number)-state"), "--key", path("key")])
            #expect(verified.exitCode == 0, "\(verified.output)\(verified.errors)")
        }
        let merged = try Program([
            "merge", path("part-2"), path("part-1"), "--output", path("merged"), "--state", path("merged-state"), "--key", path("key"),
            "--shard-state", path("part-1-state"), "--shard-state", path("part-2-state"), "--quiet",
        ])
        #expect(merged.exitCode == 2, "\(merged.errors)")
        let names = try FileManager.default.subpathsOfDirectory(atPath: path("whole")).sorted()
        #expect(try FileManager.default.subpathsOfDirectory(atPath: path("merged")).sorted() == names)
        for name in names {
            #expect(FileManager.default.contentsEqual(atPath: path("whole/" + name), andPath: path("merged/" + name)), "\(name)")
        }
        #expect(try Program(["verify", path("merged"), "--state", path("merged-state"), "--key", path("key")]).exitCode == 0)
        #expect(try Program(["audit", "verify", "--state", path("merged-state"), "--key", path("key")]).exitCode == 0)
    }
}
