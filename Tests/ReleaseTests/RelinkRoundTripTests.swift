// SPDX-License-Identifier: Apache-2.0

import Foundation
import ScrubTestSupport
import Testing

private let hasHighdicom = (try? Tool("python3", ["-c", "import highdicom"]).exitCode) == 0

/// Out and back: a release of made-up originals, what a vendor makes of it with highdicom, and what `relink` makes of that.
@Suite(.serialized, .enabled(if: hasHighdicom, "needs python3 with pydicom 3 and highdicom"))
struct RelinkRoundTripTests {
    static let script = Location.package.appending(path: "Tests/RoundTrip/round_trip.py").path

    let folder = try! TemporaryFolder()
    var originals: String { folder.appending("originals").path }
    var state: String { folder.appending("state").path }

    init() throws { #expect(try python("originals", originals) == "") }

    func python(_ arguments: String...) throws -> String {
        let run = try Tool("python3", [Self.script] + arguments)
        return run.output + (run.exitCode == 0 ? "" : run.errors)
    }

    func scrub(_ name: String, _ more: [String] = []) throws -> String {
        let output = folder.appending(name).path
        let run = try Program(
            ["scrub", originals, "--output", output, "--state", state, "--profile", "ai-labeling", "--quiet", "--jobs", "2"] + more)
        #expect(run.exitCode == 0, "\(run.output)\(run.errors)")
        return output
    }

    func vendor(_ release: String, _ name: String = "returned", kind: String = "vendor") throws -> String {
        let returned = folder.appending(name).path
        let said = try python(kind, release, returned)
        #expect(said == "")
        return returned
    }

    func relink(_ returned: String, _ name: String = "back", _ more: [String] = []) throws -> (Program, String) {
        let output = folder.appending(name).path
        let state = more.contains("--originals") ? [] : ["--state", state]
        return (try Program(["relink", returned, "--output", output, "--reason", "labels came back"] + state + more), output)
    }

    @Test("All that a vendor makes comes back on its patient; every reference is one of the originals, and no new error is in it")
    func comesBack() throws {
        let release = try scrub("release")
        #expect(try Program(["verify", release, "--state", state]).exitCode == 0)
        let returned = try vendor(release)
        let (run, back) = try relink(returned)
        #expect(run.exitCode == 0, "\(run.output)\(run.errors)")
        let problems = try python("check", originals, back)
        #expect(problems == "")
        let mode = try FileManager.default.attributesOfItem(atPath: back)[.posixPermissions] as? Int
        #expect(mode == 0o700)
        for file in Location.files(below: URL(filePath: back)) where file.pathExtension == "dcm" {
            let name = String(file.path.dropFirst(back.count))
            let (before, after) = (try Self.errors(returned + name), try Self.errors(file.path))
            #expect(after.isSubset(of: before), "\(name): \(after.subtracting(before))")
        }
        let audit = try String(contentsOfFile: state + "/audit.jsonl", encoding: .utf8)
        #expect(audit.contains("\"action\":\"relinked\"") && audit.contains("labels came back"))
    }

    @Test(
        "Orthanc finds every reference, and one patient", .enabled(if: FileManager.default.fileExists(atPath: "/usr/sbin/Orthanc"), "needs orthanc"))
    func orthanc() throws {
        let (run, back) = try relink(try vendor(scrub("release")))
        #expect(run.exitCode == 0)
        let problems = try python("orthanc", originals, back)
        #expect(problems == "")
    }

    @Test("What is of nobody, of two, or refers to what is not here is quarantined and not written") func quarantines() throws {
        let (run, back) = try relink(try vendor(scrub("release"), kind: "quarantined"), "back", ["--json"])
        #expect(run.exitCode == 2)
        let result = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as! [String: Any]
        let files = (result["files"] as! [[String: Any]]).reduce(into: [:]) { $0[$1["path"] as! String] = $1["reason"] as? String ?? "" }
        #expect(
            files == [
                "mixed-reference.dcm": "two-patients", "mixed-text.dcm": "two-patients", "mixed-name.dcm": "two-patients",
                "foreign-reference.dcm": "foreign-reference", "foreign-study.dcm": "study-not-ours", "foreign-patient.dcm": "patient-not-ours",
                "on-quarantined.dcm": "quarantined-reference", "own.dcm": "own-object", "labels.csv": "patient-not-ours",
                "broken.json": "not-understood", "notes.txt": "not-understood", "link.dcm": "link",
            ])
        #expect(Location.files(below: URL(filePath: back)).isEmpty)
    }

    @Test("The key and the originals do without the crosswalk") func fromOriginals() throws {
        let returned = try vendor(scrub("release", ["--project", "vendor-b"]))
        let more = ["--originals", originals, "--key", state + "/site.key", "--state", folder.appending("other").path]
        let (run, back) = try relink(returned, "back", more + ["--project", "vendor-b"])
        #expect(run.exitCode == 0, "\(run.output)\(run.errors)")
        let problems = try python("check", originals, back)
        #expect(problems == "")
        let (other, none) = try relink(returned, "none", more)
        #expect(other.exitCode == 64 && !FileManager.default.fileExists(atPath: none), "\(other.errors)")
    }

    @Test("Two projects of one state and two keys come back, each by its own; a wrong key writes nothing") func projectsAndKeys() throws {
        let first = try vendor(scrub("first"), "returned-first")
        let second = try vendor(scrub("second", ["--project", "two"]), "returned-second")
        let old = try String(contentsOfFile: state + "/audit.jsonl", encoding: .utf8)
        #expect(try Program(["key", "rotate", "--state", state]).exitCode == 0)
        #expect(try Program(["verify", folder.appending("first").path, "--state", state]).exitCode == 0)
        let third = try vendor(scrub("third"), "returned-third")
        for (index, returned) in [first, second, third].enumerated() {
            let (run, back) = try relink(returned, "back-\(index)")
            #expect(run.exitCode == 0, "\(run.output)\(run.errors)")
            let problems = try python("check", originals, back)
            #expect(problems == "")
        }
        #expect(try String(contentsOfFile: state + "/audit.jsonl", encoding: .utf8).hasPrefix(old))
        let key = folder.appending("wrong.key").path
        #expect(try Program(["key", "create", "--output", key]).exitCode == 0)
        let (run, back) = try relink(first, "wrong", ["--key", key])
        #expect(run.exitCode == 64 && run.errors.contains("key") && !FileManager.default.fileExists(atPath: back))
        let audit = try String(contentsOfFile: state + "/audit.jsonl", encoding: .utf8)
        #expect(audit.contains("\"result\":\"refused\""))
    }

    @Test("The crosswalk says who is behind a pseudonym, a UID and a path, and to nobody without the key") func crosswalk() throws {
        let release = try scrub("release")
        let file = Location.files(below: URL(filePath: release + "/images"))[0].path
        let parts = file.dropFirst(release.count + 1).split(separator: "/").map(String.init)
        let access = ["--state", state, "--reason", "a question of the ward"]
        for value in [parts[1], parts[2], parts[3], String(parts[4].dropLast(4)), file, parts.joined(separator: "/")] {
            let found = try Program(["crosswalk", "find", value] + access)
            #expect(found.exitCode == 0 && (found.output.contains("MRN 4711/00") || found.output.contains("8613370")), "\(value): \(found.errors)")
        }
        #expect(try Program(["crosswalk", "find", parts[1], "--state", state]).exitCode == 64)
        #expect(try Program(["crosswalk", "find", "P-0000000000000000"] + access).exitCode == 64)
        let export = folder.appending("who.csv").path
        #expect(try Program(["crosswalk", "export", "--output", export] + access).exitCode == 0)
        let table = try String(contentsOfFile: export, encoding: .utf8)
        #expect(table.contains("Müller^Änne") && table.contains("ACC155501") && table.contains("20240305"))
        #expect(try FileManager.default.attributesOfItem(atPath: export)[.posixPermissions] as? Int == 0o600)
        let sealed = try Data(contentsOf: URL(filePath: state + "/crosswalk.sqlite"))
        for name in ["MRN 4711", "Müller", "ACC155501", "19610203", "1.2.826.0.1.3680043.10.1337.77"] {
            #expect(sealed.range(of: Data(name.utf8)) == nil, "\(name) stands in the crosswalk")
        }
    }

    /// What `dciodvfy` says is wrong, without the values.
    private static func errors(_ path: String) throws -> Set<String> {
        guard FileManager.default.fileExists(atPath: "/usr/bin/dciodvfy") else { return [] }
        let run = try Tool("dciodvfy", [path])
        return Set((run.output + run.errors).split(separator: "\n").map(String.init).filter { $0.hasPrefix("Error") })
    }
}

/// Another program, found in PATH.
struct Tool {
    let exitCode: Int32
    let output: String
    let errors: String

    init(_ name: String, _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [name] + arguments
        let folder = try TemporaryFolder()
        let (out, err) = (folder.appending("out"), folder.appending("err"))
        for url in [out, err] { _ = FileManager.default.createFile(atPath: url.path, contents: nil) }
        process.standardOutput = try FileHandle(forWritingTo: out)
        process.standardError = try FileHandle(forWritingTo: err)
        try process.run()
        process.waitUntilExit()
        output = String(decoding: try Data(contentsOf: out), as: UTF8.self)
        errors = String(decoding: try Data(contentsOf: err), as: UTF8.self)
        exitCode = process.terminationStatus
    }
}
