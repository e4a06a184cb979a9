// SPDX-License-Identifier: Apache-2.0

import Filesystem
import Foundation
import Glibc
import Records
import Release
import Testing
import Workers

@testable import Reports
@testable import ScrubPipeline

/// What reads foreign files for a person must end, whatever they are, and print nothing that a terminal obeys.
@Suite struct FaultTests {
    static let crashing = WorkerLauncher(executable: WorkerLauncher.testExecutable, arguments: ["crashing-worker"])
    static let hanging = WorkerLauncher(executable: WorkerLauncher.testExecutable, arguments: ["hanging-worker"], baseSeconds: 0.3)

    @Test(
        "A file that crashes the parser, or takes too long, costs inspect a message",
        arguments: [(crashing, "parser-crashed"), (hanging, "timed-out")])
    func inspect(_ launcher: WorkerLauncher, _ reason: String) throws {
        let box = try Sandbox()
        try box.add("f", "x")
        let inspection = try Inspection(BytePath(box.input + "/f"), Inspection.Request(), launcher: launcher)
        #expect(inspection.rows.isEmpty && inspection.refusal == "This file would be quarantined: \(reason).")
        let error = #expect(throws: PipelineError.self) {
            try Comparison(BytePath(box.input + "/f"), BytePath(box.input + "/f"), values: .masked, launcher: launcher)
        }
        #expect(error?.description == "one of the two files cannot be shown: \(reason)")
    }

    @Test(
        "A released file that crashes the parser, or takes too long, is a problem that verify reports",
        arguments: [
            (crashing, "cannot be searched: parser-crashed"), (hanging, "cannot be searched: timed-out"),
        ])
    func verify(_ launcher: WorkerLauncher, _ problem: String) throws {
        let box = try Sandbox()
        for number in 1...2 { try box.add("f\(number)", release("P-1", number)) }
        try box.run()
        let result = try ReleaseVerifier.verify(BytePath(box.output), state: BytePath(box.state), key: nil, launcher: launcher)
        #expect(result.problems.map(\.what) == [problem, problem])
    }

    @Test("verify waits for no pipe, wherever it stands", arguments: ["SHA256SUMS", "MANIFEST.jsonl", "RELEASE.json", "REPORT.html", "image"])
    func pipes(_ name: String) throws {
        let box = try Sandbox()
        try box.add("f", release("P-1", 1))
        try box.run()
        let image = try box.read(box.output + "/SHA256SUMS").split(separator: "\n").last!.dropFirst(66)
        let path = box.output + "/" + (name == "image" ? String(image) : name)
        try FileManager.default.removeItem(atPath: path)
        #expect(mkfifo(path, 0o600) == 0)
        #expect(try !ReleaseVerifier.verify(BytePath(box.output)).isValid)
    }

    static let hostile = "\u{1B}]0;owned\u{07}\u{1B}[2J\r\n\u{9B}31mx\u{202E}y\u{2066}\u{200B}"

    @Test("No control or direction character of a manifest, a checksum list or a name reaches what verify prints") func escapes() throws {
        let box = try Sandbox()
        try box.add("f", release("P-1", 1))
        try box.run()
        try box.write(box.output + "/images/\(Self.hostile)", "x")
        var manifest = try box.read(box.output + "/MANIFEST.jsonl").split(separator: "\n").map { try fromJSON(ManifestEntry.self, $0.utf8) }
        manifest[0].path = "images/\(Self.hostile)z"
        try Data(manifest.flatMap { $0.line + [0x0A] }).write(to: URL(fileURLWithPath: box.output + "/MANIFEST.jsonl"))
        let sums = try box.read(box.output + "/SHA256SUMS") + String(repeating: "0", count: 64) + "  images/\u{202E}\u{1B}[1m\n"
        try box.write(box.output + "/SHA256SUMS", sums)
        let result = try ReleaseVerifier.verify(BytePath(box.output))
        #expect(result.problemCount >= 4)
        for problem in result.problems { #expect(problem.description.unicodeScalars.allSatisfy(isPlain), "\(problem.description.utf8.map { $0 })") }
    }

    @Test("A manifest line as long as a disk is one bad line") func longLine() throws {
        let box = try Sandbox()
        try box.add("f", release("P-1", 1))
        try box.run()
        let manifest = try box.read(box.output + "/MANIFEST.jsonl")
        try box.write(box.output + "/MANIFEST.jsonl", String(repeating: "x", count: 3 << 20) + "\n" + manifest)
        let problems = try ReleaseVerifier.verify(BytePath(box.output)).problems.map(\.what)
        #expect(problems.contains("has a line out of order or in no known form"))
        #expect(!problems.contains("is in the folder and not in the manifest"))
    }

    @Test(
        "What a terminal obeys is replaced; what it shows stays",
        arguments: [
            ("Müller 患者 שם 😀", "Müller 患者 שם 😀"), ("a\u{1B}[31mb", "a\u{FFFD}[31mb"), ("a\u{9B}b\u{7F}", "a\u{FFFD}b\u{FFFD}"),
            ("a\r\nb\tc", "a  b c"),
            ("x\u{202E}y\u{2069}\u{200F}\u{FEFF}\u{E0041}", "x\u{FFFD}y\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"), ("\u{2028}\u{0}", "\u{FFFD}\u{FFFD}"),
        ])
    func prints(_ text: String, _ expected: String) {
        #expect(printable(text) == expected)
        #expect(printableLines("\(text)\nnext").unicodeScalars.allSatisfy { $0 == "\n" || isPlain($0) })
    }

    @Test("JSON keeps what it says, escaped") func json() throws {
        let line = String(decoding: try jsonLine(["k": Self.hostile + "\u{E0041}"]), as: UTF8.self)
        let safe = printableJSON(line)
        #expect(safe.unicodeScalars.allSatisfy(isPlain))
        #expect(try fromJSON([String: String].self, safe.utf8) == ["k": Self.hostile + "\u{E0041}"])
    }
}
