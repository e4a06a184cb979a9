// SPDX-License-Identifier: Apache-2.0

import Engine
import Filesystem
import Foundation
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

    @Test("A line is what a JSON encoder with sorted keys writes, whatever the texts hold") func encoding() throws {
        var entry = ManifestEntry(patient: "P-1", study: "1.2", series: "1.3", instance: "1.4")
        entry.bytes = 1 << 40
        entry.pixelSHA256 = "00ff"
        entry.modality = String(String.UnicodeScalarView((0...0x7F).map { Unicode.Scalar(UInt8($0)) })) + "é患者\u{2028}😀"
        for action in ActionName.allCases { entry.actions[action.rawValue] = action.rawValue.count }
        entry.flags = ["b", "a\"/\\"]
        (entry.trailingPixelBytes, entry.blankedPixelBytes, entry.zeroedPixelBytes, entry.clearedPixelBytes) = (1, 2, 3, 4)
        #expect(try fromJSON(ManifestEntry.self, entry.line) == entry)
        for _ in 0..<2 {
            let object = try JSONSerialization.jsonObject(with: Data(entry.line))
            let reference = try JSONSerialization.data(withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes])
            #expect(String(decoding: entry.line, as: UTF8.self) == String(decoding: reference, as: UTF8.self))
            (entry.pixelSHA256, entry.flags, entry.actions, entry.blankedPixelBytes) = (nil, nil, [:], nil)
        }
    }

    @Test("A line moves to another path with nothing else changed") func moves() throws {
        var entry = ManifestEntry(patient: "P-1", study: "1.2", series: "1.3", instance: "1.4")
        entry.flags = ["\"path\":\"images/P-1/1.2/1.3/1.4.dcm\""]
        let line = ManifestEntry.line(entry.line, moving: entry.path, to: "DICOM/P0000001/S0000001/R0000001/I0000001")
        entry.path = "DICOM/P0000001/S0000001/R0000001/I0000001"
        #expect(line == entry.line)
        #expect(ManifestEntry.line(entry.line, moving: "images/other", to: "x") == nil)
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
}
