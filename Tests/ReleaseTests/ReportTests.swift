// SPDX-License-Identifier: Apache-2.0

import DICOMIO
import DICOMModel
import Engine
import Foundation
import ScrubTestSupport
import Standard
import Testing

@testable import Reports

@Suite struct TranslationTests {
    @Test("What tells why an attribute is among the most telling is said in Chinese on the Chinese page", arguments: CoreAttribute.all)
    func reasons(_ attribute: CoreAttribute) {
        #expect(Words(.zh, .dryRun).phrase("why", attribute.reason) != attribute.reason)
        #expect(Words(.en, .dryRun).phrase("why", attribute.reason) == attribute.reason)
    }
}

/// Runs `report` and reads what it says.
struct Report {
    let run: Program
    let json: [String: Any]

    init(_ inputs: [String], _ more: [String] = []) throws {
        run = try Program(["report"] + inputs + ["--quiet", "--format", "json"] + more)
        json = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any] ?? [:]
    }

    func counts(_ key: String) -> [String: Int] { Self.counts(json[key]) }

    static func counts(_ value: Any?) -> [String: Int] {
        Dictionary(uniqueKeysWithValues: (value as? [[String: Any]] ?? []).map { ($0["name"] as! String, $0["count"] as! Int) })
    }

    var verdict: [String: Any] { json["verdict"] as? [String: Any] ?? [:] }
    var tags: [[String: Any]] { json["tags"] as? [[String: Any]] ?? [] }
}

/// The report against the run that follows it.
@Suite struct ReportEqualityTests {
    static let export = Location.fixtures.appending(path: "pacs-export").path
    let folder = try! TemporaryFolder()

    private func compare(_ input: String, _ options: [String]) throws -> (Report, URL)? {
        let key = folder.appending("key")
        try Data(0..<32).write(to: key)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key.path)
        let report = try Report([input], options + ["--key", key.path])
        let output = folder.appending("out-\(UUID().uuidString)")
        let run = try Program(
            ["scrub", input, "--output", output.path, "--state", folder.appending("state").path, "--key", key.path, "--quiet"] + options)
        #expect(report.run.exitCode == run.exitCode, "\(report.run.errors)\(run.errors)")

        var reasons: [String: Int] = [:]
        for line in try String(contentsOf: folder.appending("state").appending(path: "quarantine.jsonl"), encoding: .utf8).split(separator: "\n") {
            let entry = try JSONSerialization.jsonObject(with: Data(line.utf8)) as! [String: Any]
            reasons[entry["reason"] as! String, default: 0] += 1
        }
        // A slow machine, which nothing foresees.
        guard reasons["timed-out"] == nil else { return nil }
        var sums: [String: Int] = [:]
        for line in try String(contentsOf: output.appending(path: "MANIFEST.jsonl"), encoding: .utf8).split(separator: "\n") {
            let entry = try JSONSerialization.jsonObject(with: Data(line.utf8)) as! [String: Any]
            for (action, count) in entry["actions"] as! [String: Int] { sums[action, default: 0] += count }
        }
        #expect(report.counts("actions") == sums)
        let document = try JSONSerialization.jsonObject(with: Data(contentsOf: output.appending(path: "RELEASE.json"))) as! [String: Any]
        let counts = document["counts"] as! [String: Int]
        for key in ["released", "quarantined", "duplicates", "patients", "studies", "series"] {
            #expect(report.verdict[key] as? Int == counts[key], "\(key)")
        }
        #expect((report.verdict["not_dicom"] as! Int) + (report.verdict["skipped"] as! Int) == counts["not_dicom"])

        #expect(Report.counts(report.verdict["quarantine_reasons"]) == reasons)
        return (report, output)
    }

    @Test(
        "What the report counts is what the run does, and what the released files hold",
        arguments: [
            ["--profile", "basic"], ["--profile", "ai-labeling"], ["--profile", "research-longitudinal", "--keep-weekday"],
            ["--profile", "basic", "--with", "retain-safe-private", "--with", "clean-graphics", "--with", "retain-uids"],
            ["--profile", "ai-labeling-minimal"],
        ])
    func sample(options: [String]) throws {
        let (report, output) = try #require(try compare(Self.export, options))
        try compareTagByTag(report, output)
    }

    @Test(
        "The same over real files", .enabled(if: Location.corpus != nil, "the corpus is not at hand"),
        arguments: [["--profile", "basic"], ["--profile", "ai-labeling"]])
    func corpus(options: [String]) throws {
        guard let (report, output) = try compare(Location.corpus!.path, options) else { return }
        try compareTagByTag(report, output)
    }

    /// For each path of standard attributes: what the report does not remove stands in the output that many times.
    private func compareTagByTag(_ report: Report, _ output: URL) throws {
        var found: [String: Int] = [:]
        for url in Location.files(below: output) where url.pathExtension == "dcm" {
            let dataSet = try DICOMFile(path: Array(url.path.utf8), scratchDirectory: folder.path).dataSet()
            for (index, node) in dataSet.nodes.enumerated().dropFirst() where node.kind != .item {
                let path = (dataSet.path(to: index).map { "\($0)[*]" } + ["\(node.tag)"]).joined(separator: "/")
                found[path, default: 0] += 1
            }
        }
        var expected: [String: Int] = [:]
        var replaced: [String] = []
        for row in report.tags {
            let path = row["path"] as! String
            let action = row["action"] as! String
            if row["vr"] as! String == "SQ", ["dummy", "empty", "add"].contains(action) { replaced.append(path + "[*]/") }
            if action != "remove" { expected[path, default: 0] += row["occurrences"] as! Int }
        }
        let isCompared = { (path: String) in
            !replaced.contains { path.hasPrefix($0) } && !path.contains("\"") && !path.contains("x")
                && path.split(separator: "(").allSatisfy { Int($0.prefix(4), radix: 16).map { $0 % 2 == 0 } ?? true }
        }
        for (path, count) in expected where isCompared(path) { #expect(found[path] == count, "\(path)") }
        for (path, count) in found where isCompared(path) { #expect(expected[path] == count, "\(path)") }
    }

    @Test("Any number of workers gives the same report") func deterministic() throws {
        let outputs = try ["1", "3"].map { try Report([Self.export], ["--jobs", $0, "--show-values", "--profile", "ai-labeling"]).run.output }
        let isEqual = outputs[0] == outputs[1]
        #expect(isEqual && outputs[0].count > 10_000)
    }

    @Test("Real output has the published shape") func schema() throws {
        let schema =
            try JSONSerialization.jsonObject(with: Data(contentsOf: Location.package.appending(path: "docs/report.schema.json"))) as! [String: Any]
        for options in [[], ["--show-values"], ["--profile", "research-longitudinal"], ["--profile", "ai-labeling-minimal"]] {
            let report = try Report([Self.export], options)
            #expect(SchemaValidator(schema).problems(report.json) == [])
            for row in report.tags { #expect((row["examples"] != nil) == options.contains("--show-values")) }
        }
        #expect(SchemaValidator(schema).problems(["format": "dcmscrub-report/2"]).count > 10)
    }

    @Test("Nothing is written but the output file, and nothing stays behind") func writesNothing() throws {
        let places = ["tmp", "home", "state", "in"].map { folder.appending($0) }
        for place in places { try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true) }
        try FileManager.default.copyItem(at: Location.fixtures.appending(path: "pacs-export/odd"), to: places[3].appending(path: "odd"))
        let before = try listing(places[3])
        let environment = ["TMPDIR": places[0].path, "HOME": places[1].path, "XDG_STATE_HOME": places[2].path]
        for more in [[], ["--output", folder.appending("r.html").path, "--format", "html"], ["--format", "nonsense"], ["--profile", "nonsense"]] {
            _ = try Program(["report", places[3].path, "--quiet"] + more, environment: environment)
            for place in places.prefix(3) { #expect(try FileManager.default.contentsOfDirectory(atPath: place.path) == [], "\(more)") }
        }
        #expect(try listing(places[3]) == before)
        #expect(FileManager.default.fileExists(atPath: folder.appending("r.html").path))
    }

    private func listing(_ folder: URL) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted().map { name in
            let attributes = try FileManager.default.attributesOfItem(atPath: folder.path + "/" + name)
            return "\(name) \(attributes[.size] ?? "") \(attributes[.modificationDate] ?? "")"
        }
    }

    @Test(
        "Wrong usage is refused before anything is read",
        arguments: [
            ["--output", "IN/report.json"], ["--lang", "fr"], ["--bom"], ["--jobs", "0"], ["--show-values=all"], ["--show-values=full"],
            ["--with", "nonsense"],
            ["--project", "a/b"], ["--output", "/no/such/folder/report"],
        ])
    func usage(arguments: [String]) throws {
        let input = folder.appending("in")
        try FileManager.default.createDirectory(at: input, withIntermediateDirectories: true)
        let run = try Program(["report", input.path, "--quiet"] + arguments.map { $0.replacing("IN", with: input.path) })
        #expect(run.exitCode == 64 && run.output.isEmpty, "\(run.output)\(run.errors)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: input.path) == [])
    }
}
