// SPDX-License-Identifier: Apache-2.0

import Foundation
import ScrubTestSupport
import Testing

/// An export that is shared by machines.
@Suite struct ShardedReleaseTests {
    let folder = try! TemporaryFolder()

    private func path(_ name: String) -> String { folder.appending(name).path }

    private func scrub(_ name: String, _ more: [String]) throws {
        let run = try Program(
            ["scrub", "--output", path(name), "--state", path(name + "-state"), "--key", path("key"), "--quiet", "--jobs", "2"] + more)
        #expect([0, 2].contains(run.exitCode), "\(run.errors)")
    }

    /// Always the same, so that the first of the pseudonyms is always the same patient's.
    private func makeKey() throws {
        try Data(7..<39).write(to: folder.appending("key"))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path("key"))
    }

    /// Scrubs the inputs in one run and in shards, and joins these.
    private func makeBoth(of count: Int, _ line: [String]) throws {
        try makeKey()
        try scrub("whole", line)
        for number in 1...count { try scrub("part-\(number)", line + ["--shard", "\(number)/\(count)"]) }
        let merged = try Program(
            ["merge", "--output", path("merged"), "--state", path("merged-state"), "--key", path("key"), "--quiet"]
                + (1...count).reversed().map { path("part-\($0)") } + (1...count).flatMap { ["--shard-state", path("part-\($0)-state")] })
        #expect([0, 2].contains(merged.exitCode), "\(merged.errors)")
    }

    private func expectSame(_ one: String, _ other: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let names = try FileManager.default.subpathsOfDirectory(atPath: path(one)).sorted()
        #expect(try FileManager.default.subpathsOfDirectory(atPath: path(other)).sorted() == names, sourceLocation: sourceLocation)
        for name in names {
            #expect(
                FileManager.default.contentsEqual(atPath: path(one + "/" + name), andPath: path(other + "/" + name)), "\(name)",
                sourceLocation: sourceLocation)
        }
    }

    private func patients(_ release: String) throws -> Set<String> {
        let lines = try String(contentsOfFile: path(release + "/MANIFEST.jsonl"), encoding: .utf8).split(separator: "\n")
        return Set(try lines.map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)).patient })
    }

    private struct Line: Decodable { let patient: String }

    @Test("Two machines make the release that one makes, with its DICOMDIR, and each part is a release") func merge() throws {
        try makeBoth(of: 2, [Location.fixtures.appending(path: "pacs-export").path, "--layout", "dicomdir"])
        for number in 1...2 {
            let verified = try Program(["verify", path("part-\(number)"), "--state", path("part-\(number)-state"), "--key", path("key")])
            #expect(verified.exitCode == 0, "\(verified.output)\(verified.errors)")
        }
        try expectSame("whole", "merged")
    }

    struct Way: Sendable, CustomTestStringConvertible {
        let layout: String
        let profile: String
        let count: Int
        var testDescription: String { "\(profile), \(layout), \(count) shards" }
    }

    @Test(
        "Patients who are written in several ways are never split, and what conflicts between patients ends as in one run",
        arguments: [
            Way(layout: "uid", profile: "basic", count: 7), Way(layout: "dicomdir", profile: "ai-labeling", count: 3),
            Way(layout: "uid", profile: "folding.yaml", count: 3),
        ])
    func conflicts(_ way: Way) throws {
        try ConflictingExport.write(to: folder.appending("in"))
        let folding = "name: folding\nextends: basic\npatient-key: {issuer: true, fold-case: true, fold-zeros: true}\n"
        try Data(folding.utf8).write(to: folder.appending("folding.yaml"))
        let profile = way.profile.hasSuffix(".yaml") ? path(way.profile) : way.profile
        try makeBoth(of: way.count, [path("in"), "--layout", way.layout, "--profile", profile])
        try expectSame("whole", "merged")
        let list = "-state/quarantine.jsonl"
        #expect(FileManager.default.contentsEqual(atPath: path("whole" + list), andPath: path("merged" + list)))
        #expect(try String(contentsOfFile: path("whole" + list), encoding: .utf8).contains("uid-conflict"))
        let parts = try (1...way.count).flatMap { try patients("part-\($0)") }
        let whole = try patients("whole")
        #expect(parts.count == Set(parts).count && whole.isSubset(of: parts))
    }

    /// Times, digests of what has a time in it, and how many lines a log has.
    private static var ofOneMoment: Regex<Substring> { /\d{4}-\d\d-\d\dT[\d:.]+Z|[0-9a-f]{64}|\d+ lines/ }

    /// What both state folders say to a command.
    private func said(_ arguments: (_ name: String) -> [String], sourceLocation: SourceLocation = #_sourceLocation) throws -> String {
        let said = try ["whole", "merged"].map { name in
            let run = try Program(arguments(name))
            #expect([0, 2].contains(run.exitCode), "\(name): \(run.output)\(run.errors)", sourceLocation: sourceLocation)
            return "\(run.exitCode)\n\(run.output)\(run.errors)".replacing(path(name), with: "NAME").replacing(Self.ofOneMoment, with: "-")
        }
        #expect(said[0] == said[1], sourceLocation: sourceLocation)
        return said[0]
    }

    @Test("A joined state folder serves every command as that of one run does") func commands() throws {
        let input = path("in")
        try ConflictingExport.write(to: folder.appending("in"))
        try makeBoth(of: 3, [input, "--profile", "ai-labeling"])
        let patient = try #require(try patients("whole").min())
        let image = try #require(try FileManager.default.subpathsOfDirectory(atPath: path("whole")).sorted().first { $0.hasSuffix(".dcm") })
        let state = { [path($0 + "-state"), "--key", path("key")] }
        for value in [{ _ in patient }, { path($0) + "/" + image }] as [(String) -> String] {
            let found = try said { ["crosswalk", "find", value($0), "--reason", "test", "--state"] + state($0) }
            #expect(found.contains("patient_id"))
        }
        _ = try said { ["crosswalk", "export", "--reason", "test", "--output", path($0 + ".csv"), "--state"] + state($0) }
        #expect(FileManager.default.contentsEqual(atPath: path("whole.csv"), andPath: path("merged.csv")))
        try Data("patient,label\n\(patient),nodule\n".utf8).write(to: folder.appending("labels.csv"))
        _ = try said { ["relink", path("labels.csv"), "--output", path($0 + "-back"), "--reason", "test", "--state"] + state($0) }
        try expectSame("whole-back", "merged-back")
        let signer = try Program(["key", "create", "--approver", "--no-passphrase", "--output", path("ada")]).output.trimmingCharacters(in: .newlines)
        let approvers = "required: 1\noperator-may-approve: true\napprovers:\n  - {name: Ada Byron, role: board, key: \"\(signer)\"}\n"
        for name in ["whole", "merged"] { try Data(approvers.utf8).write(to: folder.appending(name + "-state/approvers.yaml")) }
        _ = try said {
            ["handoff", "prepare", path($0), "--recipient", "A", "--purpose", "b", "--output", path($0 + ".json"), "--state", path($0 + "-state")]
        }
        let request = { [path($0 + ".json"), "--release", path($0), "--state", path($0 + "-state")] }
        _ = try said { ["handoff", "approve"] + request($0) + ["--as", path("ada"), "--role", "board", "--yes"] }
        _ = try said { ["handoff", "release"] + request($0) + ["--to", path($0 + "-package")] }
        _ = try said { ["verify", path($0 + "-package"), "--state"] + state($0) }
        for command in ["make", "status"] { _ = try said { ["review", command, "--state", path($0 + "-state")] } }
        for name in ["whole", "merged"] { try FileManager.default.removeItem(atPath: path(name + "/" + image)) }
        _ = try said { ["scrub", input, "--output", path($0), "--profile", "ai-labeling", "--resume", "--quiet", "--state"] + state($0) }
        try expectSame("whole", "merged")
        for command in [["verify"], ["audit", "verify"]] {
            _ = try said { command + (command.count == 1 ? [path($0)] : []) + ["--state"] + state($0) }
        }
    }
}
