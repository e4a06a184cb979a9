// SPDX-License-Identifier: Apache-2.0

import DICOMIO
import DICOMModel
import Foundation
import ScrubTestSupport
import Testing

/// Releases of the sample export under 8.3 names.
@Suite struct MediaLayoutTests {
    let folder = try! TemporaryFolder()

    init() throws {
        try Data(0..<32).write(to: key)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key.path)
    }

    var key: URL { folder.appending("key") }

    func scrub(_ name: String, _ more: [String] = []) throws -> URL {
        let output = folder.appending(name)
        let run = try Program(
            [
                "scrub", Location.fixtures.appending(path: "pacs-export").path, "--output", output.path, "--layout", "dicomdir",
                "--state", folder.appending("state-" + name).path, "--key", key.path, "--quiet",
            ] + more)
        #expect(run.exitCode == 2, "\(run.output)\(run.errors)")
        return output
    }

    func lines(_ url: URL) throws -> [String] { try String(contentsOf: url, encoding: .utf8).split(separator: "\n").map(String.init) }

    func entries(_ release: URL) throws -> [[String: Any]] {
        try lines(release.appending(path: "MANIFEST.jsonl")).map { try JSONSerialization.jsonObject(with: Data($0.utf8)) as! [String: Any] }
    }

    @Test("Files have 8.3 names, the DICOMDIR lists each of them, and the release verifies") func release() throws {
        let release = try scrub("out", ["--jobs", "2"])
        #expect(try Program(["verify", release.path]).exitCode == 0)
        let entries = try entries(release)
        #expect(entries.count > 20)
        #expect(!FileManager.default.fileExists(atPath: release.appending(path: "images").path))
        #expect(try lines(release.appending(path: "SHA256SUMS")).contains { $0.hasSuffix("  DICOMDIR") })

        let directory = release.appending(path: "DICOMDIR")
        let dataSet = try DICOMFile(path: Array(directory.path.utf8), scratchDirectory: folder.path).dataSet()
        #expect(dataSet.text(AttributeTag(4, 0x1130)) == "DCMSCRUB")
        let records = dataSet.children(of: try #require(dataSet.find(AttributeTag(4, 0x1220))))
        var files: Set<String> = []
        for record in records {
            guard let path = dataSet.text(AttributeTag(4, 0x1500), in: record) else { continue }
            #expect(
                path.split(separator: "\\").allSatisfy {
                    $0.utf8.count <= 8 && $0.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || $0 == 0x5F }
                })
            let name = path.replacing("\\", with: "/")
            files.insert(name)
            let file = try DICOMFile(path: Array(release.appending(path: name).path.utf8), scratchDirectory: folder.path)
            #expect(try file.dataSet().text(.sopInstanceUID) == dataSet.text(AttributeTag(4, 0x1511), in: record))
            #expect(file.information.transferSyntaxUID == dataSet.text(AttributeTag(4, 0x1512), in: record))
        }
        #expect(files == Set(entries.map { $0["path"] as! String }))
        let types = Set(records.compactMap { dataSet.text(AttributeTag(4, 0x1430), in: $0) })
        #expect(
            types.isSuperset(of: [
                "PATIENT", "STUDY", "SERIES", "IMAGE", "SR DOCUMENT", "PRESENTATION", "RT PLAN", "RT STRUCTURE SET", "WAVEFORM", "ENCAP DOC",
            ]), "\(types)")
        #expect(try visited([UInt8](Data(contentsOf: directory))) == records.count)
    }

    /// How many records are reached by their offsets; each has to begin with an item tag.
    private func visited(_ bytes: [UInt8]) throws -> Int {
        func number(_ place: Int) -> Int { (0..<4).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) } }
        let marker = Data(bytes).range(of: Data([4, 0, 0, 0x12, 0x55, 0x4C, 4, 0]))!
        var count = 0
        func follow(_ first: Int, depth: Int) {
            var place = first
            while place != 0 {
                #expect(Array(bytes[place..<place + 4]) == [0xFE, 0xFF, 0x00, 0xE0] && depth < 4)
                count += 1
                follow(number(place + 38), depth: depth + 1)
                place = number(place + 16)
            }
        }
        follow(number(marker.upperBound), depth: 0)
        return count
    }

    @Test("dcmdump reads the DICOMDIR", .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/dcmdump"), "dcmdump is not installed"))
    func dump() throws {
        let release = try scrub("out")
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/dcmdump")
        process.arguments = [release.appending(path: "DICOMDIR").path]
        // The toolkit inside this process has its own ideas of a dictionary.
        process.environment = ProcessInfo.processInfo.environment.filter { $0.key != "DCMDICTPATH" }
        let (out, err) = (Pipe(), Pipe())
        process.standardOutput = out
        process.standardError = err
        try process.run()
        let text = String(decoding: out.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let errors = String(decoding: err.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0 && errors.isEmpty, "\(errors)")
        #expect(text.contains("\"Directory Record\" PATIENT") || text.contains("PATIENT"))
    }

    @Test("No planted identifier is in the DICOMDIR") func nothingSurvives() throws {
        let content = try Data(contentsOf: try scrub("out").appending(path: "DICOMDIR"))
        for planted in FixtureReleaseTests.planted {
            #expect(content.range(of: Data(planted.value.utf8)) == nil, "\(planted.kind), \(planted.where)")
        }
    }

    @Test("Any number of jobs, and a run stopped between two renames, give the same release") func isReproducible() throws {
        let one = try scrub("one", ["--jobs", "1"])
        let sums = try lines(one.appending(path: "SHA256SUMS"))
        let two = try scrub("two", ["--jobs", "3"])
        #expect(try lines(two.appending(path: "SHA256SUMS")) == sums)
        let manager = FileManager.default
        let entries = try entries(two)
        // As a killed run leaves it: the first files have their new names, the others not yet; then also with all of them moved.
        for moved in [0, 1, entries.count / 2, entries.count] {
            for entry in entries.dropFirst(moved) {
                let place = two.appending(path: "images/\(entry["patient"]!)/\(entry["study"]!)/\(entry["series"]!)/\(entry["instance"]!).dcm")
                try manager.createDirectory(at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
                try manager.moveItem(at: two.appending(path: entry["path"] as! String), to: place)
            }
            for name in ["SHA256SUMS", "DICOMDIR"] { try manager.removeItem(at: two.appending(path: name)) }
            try Data("half".utf8).write(to: two.appending(path: ".DICOMDIR.part"))
            _ = try scrub("two", ["--resume"])
            #expect(try lines(two.appending(path: "SHA256SUMS")) == sums, "\(moved)")
            #expect(try Program(["verify", two.path]).exitCode == 0)
        }
        let other = try Program([
            "scrub", Location.fixtures.appending(path: "pacs-export").path, "--output", two.path, "--state", folder.appending("state-two").path,
            "--key", key.path, "--quiet", "--resume",
        ])
        #expect(other.exitCode == 64 && other.errors.contains("--layout"))
    }
}
