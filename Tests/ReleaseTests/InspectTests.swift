// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import Foundation
import ScrubTestSupport
import Testing

@Suite struct InspectTests {
    let folder = try! TemporaryFolder()
    static let slice = Location.fixtures.appending(path: "pacs-export/WHITCOMB/20210317/CT1/IM000001").path

    private func rows(_ arguments: [String]) throws -> [[String: Any]] {
        let run = try Program(["inspect"] + arguments + ["--json"])
        #expect(run.exitCode == 0, "\(run.errors)")
        return try run.output.split(separator: "\n").map { try JSONSerialization.jsonObject(with: Data($0.utf8)) as! [String: Any] }
    }

    @Test("Why tells the Type that resolved a compound action, and detectors with their scores") func why() throws {
        let name = try #require(try rows([Self.slice, "--tag", "(0008,0080)", "--profile", "basic"]).first { $0["depth"] as? Int == 0 })
        let explanation = try #require(name["explanation"] as? [String: Any])
        #expect(
            explanation["tableAction"] as? String == "X/Z/D" && explanation["attributeType"] as? Int == 3
                && explanation["iod"] as? String == "CT Image")
        #expect(explanation["optionsThatChangeIt"] as? [String] == ["retain-institution-identity"])
        let text = try #require(
            try rows([Self.slice, "--tag", "StudyDescription", "--profile", "ai-labeling"]).first?["explanation"] as? [String: Any])
        #expect(text["option"] as? String == "clean-descriptors" && text["optionAction"] as? String == "C")
        let findings = try #require(text["findings"] as? [[String: Any]])
        #expect(
            findings.contains { $0["kind"] as? String == "PERSON" && ($0["score"] as? Double ?? 0) > 0.5 && $0["detector"] as? String == "known" })
    }

    @Test(
        "--tag takes keywords, tags and paths",
        arguments: [
            ("PatientName", 1), ("(0010,0010)", 1), ("(0008,0096)[*]/(0008,0080)", 1), ("(0008,0096)[1]/(0008,0080)", 1), ("InstitutionName", 2),
            ("NoSuchThing", 0),
        ])
    func tag(_ tag: String, _ count: Int) throws { #expect(try rows([Self.slice, "--tag", tag]).count == count) }

    @Test("Of several files, each row names its file, the code of the reason and the digest of the new value") func each() throws {
        let broken = folder.appending("text.dcm")
        try Data("no image".utf8).write(to: broken)
        let run = try Program(["inspect", "--each", "--json", "--tag", "FrameOfReferenceUID", "--tag", "KVP", Self.slice, broken.path, Self.slice])
        #expect(run.exitCode == 2, "\(run.errors)")
        let lines = try run.output.split(separator: "\n").map { try JSONSerialization.jsonObject(with: Data($0.utf8)) as! [String: Any] }
        #expect(lines.map { $0["file"] as? String } == [Self.slice, Self.slice, broken.path, Self.slice, Self.slice])
        #expect(lines[2]["refusal"] as? String == "This file is no DICOM file; a run passes it over.")
        let rows = lines.compactMap { $0["row"] as? [String: Any] }
        #expect(rows.map { $0["reasonCode"] as? String } == ["not-listed", "table", "not-listed", "table"])
        // One key for all of them, so one pseudonym; what stays has no digest.
        let digest = try #require(rows[1]["valueDigest"] as? String)
        #expect(digest.count == 16 && rows[3]["valueDigest"] as? String == digest && rows[0]["valueDigest"] == nil)
        #expect(try Program(["inspect", "--each", Self.slice]).exitCode == 64)
    }

    @Test("Every process makes the same plan", arguments: ["basic", "ai-labeling"]) func deterministic(_ profile: String) throws {
        // A process seeds its hash tables anew: what depends on their order differs between processes only.
        let key = folder.appending("site.key")
        try Data((0..<32).map { UInt8(200 - $0) }).write(to: key)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key.path)
        let plans = try (0..<3).map { _ in
            try Program(["inspect", Self.slice, "--json", "--key", key.path, "--profile", profile]).output
        }
        #expect(plans[0].split(separator: "\n").count > 60 && Set(plans).count == 1)
    }

    @Test("Without a key, pseudonyms and dates are shown under another random key each time; a key of zeros is refused") func keys() throws {
        let shown = { try self.rows([Self.slice, "--tag", "PatientID", "--profile", "ai-labeling"]).first?["after"] as? String }
        #expect(try shown() != shown())
        let key = folder.appending("zeros.key")
        try Data(repeating: 0, count: 32).write(to: key)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key.path)
        let run = try Program(["inspect", Self.slice, "--key", key.path])
        #expect(run.exitCode == 64 && run.errors.contains("anybody can guess"), "\(run.errors)")
    }

    @Test("A file that a run quarantines gets the run's own words, and exit code 2") func broken() throws {
        let state = folder.appending("state")
        let strict = folder.appending("strict.yaml")
        try Data("extends: ai-labeling\nburned-in: quarantine".utf8).write(to: strict)
        let run = try Program([
            "scrub", Location.fixtures.appending(path: "pacs-export").path, "--output", folder.appending("out").path, "--state", state.path,
            "--quiet", "--profile", strict.path,
        ])
        #expect(run.exitCode == 2)
        var seen: Set<String> = []
        for line in try String(contentsOf: state.appending(path: "quarantine.jsonl"), encoding: .utf8).split(separator: "\n") {
            let entry = try JSONSerialization.jsonObject(with: Data(line.utf8)) as! [String: Any]
            let reason = entry["reason"] as! String
            guard reason != "uid-conflict", seen.insert(reason).inserted else { continue }
            let inspect = try Program(["inspect", entry["path"] as! String, "--profile", strict.path])
            #expect(inspect.exitCode == 2 && inspect.errors.contains("quarantined: \(reason)"), "\(inspect.errors)")
            if let detail = entry["detail"] as? String { #expect(inspect.errors.contains(detail)) }
        }
        #expect(seen.count >= 2)
    }

    @Test("An input beside its output: same, changed, removed, added") func compare() throws {
        let input = folder.appending("in.dcm")
        let dataSet = Sample.instance {
            $0.add(AttributeTag(0x0010, 0x1040), .LO, "12 Harbour Lane")
            $0.add(AttributeTag(0x0018, 0x0050), .DS, "2.5 ")
            for (tag, value) in [(UInt32(0x0028_0002), UInt8(1)), (0x0028_0010, 2), (0x0028_0011, 2), (0x0028_0100, 8)] {
                $0.add(AttributeTag(number: tag), .US, [value, 0])
            }
        }
        try Data(FileBytes.file(dataSet, pixels: [1, 2, 3, 4])).write(to: input)
        let run = try Program(["scrub", input.path, "--output", folder.appending("out").path, "--state", folder.appending("state").path, "--quiet"])
        #expect(run.exitCode == 0, "\(run.errors)")
        let output = try #require(Location.files(below: folder.appending("out")).first { $0.pathExtension == "dcm" })
        let rows = try rows([input.path, output.path])
        let difference = { (keyword: String) in rows.first { $0["keyword"] as? String == keyword }?["difference"] as? String }
        #expect(difference("SliceThickness") == "same" && difference("PixelData") == "same" && difference("Modality") == "same")
        #expect(
            difference("PatientName") == "changed" && difference("PatientAddress") == "removed" && difference("PatientIdentityRemoved") == "added")
        let text = try Program(["inspect", input.path, output.path])
        #expect(text.exitCode == 0 && !text.output.contains("Harbour") && !text.output.contains("Whitcombe"))
        #expect(try Program(["inspect", input.path, folder.appending("none").path]).exitCode == 64)
    }
}
