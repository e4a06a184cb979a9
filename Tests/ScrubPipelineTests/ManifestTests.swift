// SPDX-License-Identifier: Apache-2.0

import Filesystem
import Foundation
import Records
import Testing

@testable import ScrubPipeline

@Suite struct ManifestTests {
    @Test("The manifest has one line a file, sorted, with the keys that are promised")
    func lines() throws {
        let box = try Sandbox()
        for number in [10, 9, 2] { try box.add("\(number)", release("P-1", number)) }
        try box.run()
        let lines = try box.read(box.output + "/MANIFEST.jsonl").split(separator: "\n").map(String.init)
        let entries = try lines.map { try fromJSON(ManifestEntry.self, $0.utf8) }
        #expect(entries.map(\.instance) == ["2.25.10", "2.25.2", "2.25.9"])
        let keys = try JSONSerialization.jsonObject(with: Data(lines[0].utf8)) as? [String: Any]
        #expect(
            Set(keys!.keys) == [
                "path", "bytes", "sha256", "pixel_sha256", "sop_class", "transfer_syntax", "modality", "patient", "study", "series",
                "instance", "actions",
            ])
    }

    @Test("Checksums are in GNU format over every other file of the release, in the order of the bytes")
    func checksums() throws {
        let box = try Sandbox()
        for number in 1...3 { try box.add("\(number)", release("P-1", number)) }
        try box.run()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/sha256sum")
        process.arguments = ["--check", "--strict", "--quiet", "SHA256SUMS"]
        process.currentDirectoryURL = URL(fileURLWithPath: box.output)
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        let places = try box.read(box.output + "/SHA256SUMS").split(separator: "\n").map { BytePath(String($0.dropFirst(66))) }
        #expect(places == places.sorted() && places.count == 6)
    }

    @Test("Two runs under one key write equal documents")
    func isReproducible() throws {
        let box = try Sandbox()
        try box.add("f", release("P-1", 1))
        try box.run()
        try box.run { $0.output = BytePath(box.root + "/again") }
        for name in ["MANIFEST.jsonl", "RELEASE.json", "REPORT.html", "SHA256SUMS"] {
            #expect(try box.read(box.output + "/" + name) == box.read(box.root + "/again/" + name))
        }
    }

    @Test("A reader of the manifest gives one file after another, and names a line that is none")
    func reader() throws {
        let box = try Sandbox()
        for number in [3, 1] { try box.add("\(number)", release("P-1", number)) }
        try box.run()
        var manifest = try ReleaseManifest(ofRelease: BytePath(box.output))
        #expect(try manifest.next()?.instance == "2.25.1")
        #expect(try manifest.next()?.instance == "2.25.3")
        #expect(try manifest.next() == nil)

        let text = try box.read(box.output + "/MANIFEST.jsonl")
        try box.write(box.root + "/bad/MANIFEST.jsonl", text.prefix { $0 != "\n" } + "\n{}\n")
        var bad = try ReleaseManifest(ofRelease: BytePath(box.root + "/bad"))
        #expect(try bad.next() != nil)
        let error = #expect(throws: PipelineError.self) { try bad.next() }
        #expect(error.map { "\($0)".contains("line 2") } == true)
        #expect(throws: PipelineError.self) { try ReleaseManifest(ofRelease: BytePath(box.root)) }
    }
}
