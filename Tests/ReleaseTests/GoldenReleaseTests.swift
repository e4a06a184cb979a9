// SPDX-License-Identifier: Apache-2.0

import Foundation
import ScrubPipeline
import ScrubTestSupport
import Testing

/// What `scripts/golden-release` kept of a version, unpacked; gone when the value goes.
private final class GoldenRelease {
    static let folder = Location.package.appending(path: "Tests/Golden/releases")
    static let versions = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter { !$0.hasPrefix(".") }.sorted()
    private static let madeAt = "/tmp/dcmscrub-golden-0123456789"

    let version: String
    let root: String

    init(_ version: String) throws {
        self.version = version
        root = String(Self.madeAt.dropLast(10)) + UUID().uuidString.prefix(13).replacing("-", with: "").prefix(10)
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        let process = Process()
        process.executableURL = URL(filePath: "/bin/tar")
        process.arguments = ["-xzf", Self.folder.appending(path: version + "/golden.tar.gz").path, "-C", root, "--no-same-owner"]
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        try moveJournal()
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    func path(_ name: String) -> String { root + "/" + name }
    var state: String { path("state") }

    func read(_ name: String) throws -> String { try String(contentsOfFile: path(name), encoding: .utf8) }

    /// The journal has absolute paths, as bytes and, of inputs, in base 64. Those of today are as long, so they can take their places in its pages.
    private func moveJournal() throws {
        let journal = URL(filePath: state + "/journal.sqlite")
        var content = try Data(contentsOf: journal)
        func base64(_ root: String) -> Data { Data(Data((root + "/in").utf8).base64EncodedString().utf8) }
        for (old, new) in [(Data(Self.madeAt.utf8), Data(root.utf8)), (base64(Self.madeAt), base64(root))] {
            try #require(old.count == new.count)
            while let place = content.firstRange(of: old) { content.replaceSubrange(place, with: new) }
        }
        try content.write(to: journal)
    }

    var files: [String: Data] {
        get throws {
            let all = Location.files(below: URL(filePath: path("stopped")))
            return try Dictionary(uniqueKeysWithValues: all.map { ($0.path, try Data(contentsOf: $0)) })
        }
    }

    func patients(_ release: String) throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: path(release + "/images")).sorted() }

    func command(_ output: String, _ more: String...) throws -> Program {
        try Program(["scrub", path("in"), "--output", path(output), "--state", state, "--project", "golden", "--quiet"] + more)
    }
}

/// What earlier versions wrote is read, checked and gone on with.
@Suite struct GoldenReleaseTests {
    @Test("There is a golden release of the first version") func isThere() { #expect(GoldenRelease.versions.contains("0.1.0")) }

    @Test("Releases and packages of every version verify, alone and with their state folder", arguments: GoldenRelease.versions)
    func verifies(_ version: String) throws {
        let golden = try GoldenRelease(version)
        for name in ["uid", "media", "held", "package"] {
            for more in [[], ["--state", golden.state]] {
                let run = try Program(["verify", golden.path(name)] + more)
                #expect(run.exitCode == 0, "\(name) \(run.output)\(run.errors)")
            }
        }
        // The log, to which verify --state has added.
        let audit = try Program(["audit", "verify", "--state", golden.state])
        #expect(audit.exitCode == 0 && audit.output.contains("the end is signed"), "\(audit.output)\(audit.errors)")
        #expect(try golden.read("uid/RELEASE.json").contains("\"tool_version\" : \"\(version)\""))
    }

    @Test("A change of one byte in a release of an earlier version is found", arguments: GoldenRelease.versions) func findsChange(_ version: String)
        throws
    {
        let golden = try GoldenRelease(version)
        let image = try #require(try golden.read("uid/SHA256SUMS").split(separator: "\n").last?.dropFirst(66))
        let url = URL(filePath: golden.path("uid/" + image))
        var content = try Data(contentsOf: url)
        content[content.endIndex - 1] ^= 1
        try content.write(to: url)
        #expect(try Program(["verify", golden.path("uid")]).exitCode == 3)
    }

    @Test("Who is behind a pseudonym of an earlier version, and what came back of it, is found", arguments: GoldenRelease.versions)
    func leadsBack(_ version: String) throws {
        let golden = try GoldenRelease(version)
        let patient = try #require(try golden.patients("uid").first)
        let found = try Program(["crosswalk", "find", patient, "--state", golden.state, "--reason", "a test", "--project", "golden"])
        #expect(found.exitCode == 0 && found.output.contains("patient_id: "), "\(found.output)\(found.errors)")
        let relinked = try Program([
            "relink", golden.path("returned"), "--output", golden.path("back"), "--state", golden.state, "--reason", "a test", "--project", "golden",
        ])
        #expect(relinked.exitCode == 0, "\(relinked.output)\(relinked.errors)")
        let labels = try golden.read("back/labels.csv")
        #expect(!labels.contains("P-") && !labels.contains(",2.25.") && labels.contains("nodule"))
    }

    @Test("A handoff and a review of an earlier version stand as they stood", arguments: GoldenRelease.versions) func keepsDecisions(
        _ version: String
    ) throws {
        let golden = try GoldenRelease(version)
        let again = try Program([
            "handoff", "release", golden.path("request.json"), "--release", golden.path("uid"), "--state", golden.state, "--to", golden.path("twice"),
        ])
        #expect(again.exitCode == 3 && again.errors.contains("released as a folder already"), "\(again.errors)")
        let status = try Program(["review", "status", golden.state, "--json"])
        #expect(status.exitCode == 0 && status.output.contains("\"released\":1") && status.output.contains("\"refused\":1"), "\(status.output)")
    }

    @Test("A run of an earlier version is not continued, and loses nothing by the attempt", arguments: GoldenRelease.versions)
    func refusesToResume(_ version: String) throws {
        let golden = try GoldenRelease(version)
        let before = try golden.files
        let run = try golden.command("stopped", "--resume")
        if version == ToolVersion.current {
            #expect(run.exitCode == 2, "\(run.errors)")
            #expect(try Program(["verify", golden.path("stopped"), "--state", golden.state]).exitCode == 0)
        } else {
            #expect(run.exitCode == 64 && run.errors.contains("the version of dcmscrub is not that of the run to continue"), "\(run.errors)")
            #expect(try golden.files == before)
        }
        #expect(try Program(["audit", "verify", "--state", golden.state]).exitCode == 0)
    }

    @Test("A new run in the state folder of an earlier version gives its patients the same pseudonyms", arguments: GoldenRelease.versions)
    func goesOn(_ version: String) throws {
        let golden = try GoldenRelease(version)
        let run = try golden.command("new", "--profile", "ai-labeling")
        #expect(run.exitCode == 2, "\(run.errors)")
        #expect(try golden.patients("new") == golden.patients("uid"))
        for name in ["new", "uid", "media"] {
            let verified = try Program(["verify", golden.path(name), "--state", golden.state])
            #expect(verified.exitCode == 0, "\(name) \(verified.output)")
        }
    }
}
