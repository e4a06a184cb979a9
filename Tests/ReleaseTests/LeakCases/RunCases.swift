// SPDX-License-Identifier: Apache-2.0

import DICOMIO
import DICOMModel
import Engine
import Foundation
import GRDB
import Pseudonyms
import ScrubTestSupport
import Testing

/// Cases about a whole run: names of files, what lies beside them, and what the state folder holds.
@Suite struct RunCases {
    private static let shared = Result { try Export() }

    /// An export whose every path names the patient, and its release.
    final class Export: Sendable {
        let folder: TemporaryFolder
        let printed: String
        let released: [String: [UInt8]]
        let state: [String: [UInt8]]
        var release: URL { folder.appending("out") }

        init() throws {
            folder = try TemporaryFolder()
            let input = folder.appending("in/THORNBURY_ROSALIND/1931-02-03")
            try FileManager.default.createDirectory(at: input.appending(path: "KZ-0048213"), withIntermediateDirectories: true)
            func write(_ name: String, _ bytes: [UInt8]) throws { try Data(bytes).write(to: input.appending(path: name)) }
            func image(_ number: Int) -> RawFile {
                RawFile(
                    Patient.file([RawElement(0x0008_0018, .UI, "1.2.826.0.1.3680043.10.1337.7.\(number)"), RawElement(0x0020_0013, .IS, "\(number)")])
                )
            }
            try write("KZ-0048213/thornbury.dcm", image(1).bytes)
            try write("Thornbury", image(2).bytes)
            try write("Rosalind.jpg", image(3).bytes)
            try write("KZ-0048213/scan.txt", image(4).bytes)
            try write("thornbury-broken.dcm", Array(image(5).bytes.dropLast(40)))
            try write("Thornbury text behind.dcm", image(6).bytes + Array("Rosalind Thornbury".utf8))
            try write("notes Thornbury.txt", Array("Rosalind Thornbury, KZ-0048213".utf8))
            try write("Thornbury.jpeg", [0xFF, 0xD8, 0xFF, 0xE0, 0, 16] + Array("JFIF\0Thornbury".utf8))
            try write("Thornbury.zip", [0x50, 0x4B, 3, 4] + Array("Thornbury".utf8))
            try write("viewer.exe", Array("MZ Thornbury".utf8))
            try write("DICOMDIR", Self.directory)
            try write("KZ-0048213/DIRFILE", Self.directory)
            let key = folder.appending("key")
            try Data(LeakRelease.key).write(to: key)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key.path)
            let run = try Program([
                "scrub", folder.appending("in").path, "--output", folder.appending("out").path, "--state", folder.appending("state").path, "--key",
                key.path, "--profile", "research-longitudinal",
            ])
            printed = run.output + run.errors
            let read = { (folder: URL) in
                Dictionary(uniqueKeysWithValues: try Location.files(below: folder).map { ($0.path, [UInt8](try Data(contentsOf: $0))) })
            }
            released = try read(folder.appending("out"))
            state = try read(folder.appending("state"))
        }

        private static var directory: [UInt8] {
            let record = { (type: String, elements: [RawElement]) in
                [
                    RawElement(0x0004_1400, .UL, [0, 0, 0, 0]), RawElement(0x0004_1410, .US, [0xFF, 0xFF]),
                    RawElement(0x0004_1420, .UL, [0, 0, 0, 0]), RawElement(0x0004_1430, .CS, type),
                ] + elements
            }
            var file = RawFile([
                RawElement(0x0008_0016, .UI, "1.2.840.10008.1.3.10"), RawElement(0x0008_0018, .UI, "1.2.826.0.1.3680043.10.1337.7.99"),
                RawElement(0x0004_1130, .CS, "THORNBURY"), RawElement(0x0004_1200, .UL, [0, 0, 0, 0]),
                RawElement(0x0004_1202, .UL, [0, 0, 0, 0]), RawElement(0x0004_1212, .US, [0, 0]),
                .sequence(
                    0x0004_1220, record("PATIENT", [RawElement(0x0010_0010, .PN, "Thornbury^Rosalind"), RawElement(0x0010_0020, .LO, "KZ-0048213")]),
                    record(
                        "IMAGE",
                        [
                            RawElement(0x0004_1500, .CS, "THORNBUR\\KZ004821"),
                            .sequence(0x0088_0200, [RawElement(0x7FE0_0010, .OB, Array("Thornbury icon".utf8))]),
                        ])),
            ])
            file.meta = [RawElement(0x0002_0016, .AE, "THORNBURY")]
            return file.bytes
        }
    }

    let export: Export

    init() throws { export = try Self.shared.get() }

    static let identifiers = Patient.identifiers + ["1931-02-03", "THORNBUR\\", "KZ004821"]

    private func expectNone(of identifiers: [String], in bytes: [UInt8], _ name: String, sourceLocation: SourceLocation = #_sourceLocation) {
        let content = Needles.lowercased(bytes)
        for identifier in identifiers {
            for (encoding, needle) in Needles.of(identifier) where content.range(of: needle) != nil {
                Issue.record("'\(identifier)' (\(encoding)) is in \(name)", sourceLocation: sourceLocation)
            }
        }
    }

    @Test("L05: names of files and folders are in no output, message or log") func paths() {
        let root = export.folder.path
        for (path, bytes) in export.released {
            expectNone(of: Self.identifiers, in: Array(path.dropFirst(root.count).utf8), "an output's name")
            expectNone(of: Self.identifiers, in: bytes, (path as NSString).lastPathComponent)
        }
        expectNone(of: Self.identifiers, in: Array(export.printed.utf8), "what is printed")
        for (path, bytes) in export.state where path.hasSuffix("audit.jsonl") || path.hasSuffix(".lock") {
            expectNone(of: Self.identifiers, in: bytes, "the audit log")
        }
        expectNone(of: Self.identifiers, in: export.state.keys.flatMap { Array($0.dropFirst(root.count).utf8) }, "a name in the state folder")
    }

    @Test("L05: a path that cannot be used is named back to nobody but the person who typed it") func errors() throws {
        let run = try Program([
            "scrub", export.folder.appending("in").path, "--output", export.release.path, "--state", export.folder.appending("state").path, "--quiet",
        ])
        #expect(run.exitCode == 64)
        expectNone(of: Self.identifiers, in: Array((run.output + run.errors).utf8), "an error text")
    }

    @Test("L06: a DICOMDIR is read for its references and never copied") func directories() {
        #expect(!export.released.keys.contains { $0.hasSuffix("DICOMDIR") || $0.hasSuffix("DIRFILE") })
        #expect(!export.released.values.contains { Needles.contains(Array("1.2.840.10008.1.3.10".utf8), in: $0, exactly: true) })
    }

    @Test("L09: DICOM files under any name are released, and nothing that is none") func anyName() {
        let images = export.released.keys.filter { $0.hasSuffix(".dcm") }
        #expect(images.count == 5, "\(export.printed)")
        #expect(export.released.first { $0.key.hasSuffix("MANIFEST.jsonl") }?.value.split(separator: 0x0A).count == images.count)
    }

    @Test("L07: a file with text behind its last element is released without the text") func textBehind() throws {
        let name = LeakRelease.identity.uid(for: "1.2.826.0.1.3680043.10.1337.7.6") + ".dcm"
        let bytes = try #require(export.released.first { $0.key.hasSuffix(name) }).value
        #expect(!Needles.contains(Array("Thornbury".utf8), in: bytes))
        #expect(bytes.suffix(Patient.pixels.count).elementsEqual(Patient.pixels))
    }

    /// SHA-256, MD5 and SHA-1 of the ID, the name, the birth date and the accession number.
    private static let hashes = [
        "16ba967b5c5e21be53b5ef85c1b4653d", "5fa5198cd9cf658bd9037794600d3eb7", "02220590ce75a291890612aaa73999a4",
        "4c89dfa19afa75dc2fa9222e2ed96630", "883a03eef07c67aaab25aefbe6b9639b",
        "9dd0cbd462c6d4ff4edc1121593050375", "4948f7f3fec2c8186aab1a7364b72e76", "63dfe0693df5d03bf955e16d9356b3b2",
        "93bfff55c1c741347875c776bc9d6de1", "16af1322b536f94b0f35d1145be35b6d", "fe8dd0619fb84feda630dd7937f0040f",
        "d955c13e6a825be4de3000e8e1bf657b",
    ]

    @Test("L49: the state folder holds original paths in the journal and the quarantine list, and else nothing of a patient") func stateFolder()
        throws
    {
        #expect(export.state.keys.contains { $0.hasSuffix("crosswalk.sqlite") } && export.state.keys.contains { $0.hasSuffix("quarantine.jsonl") })
        for (path, bytes) in export.state {
            let name = (path as NSString).lastPathComponent
            let digits = Needles.lowercased(bytes)
            #expect(!Self.hashes.contains { digits.range(of: Data($0.prefix(16).utf8)) != nil }, "\(name)")
            if name.hasPrefix("journal") { continue }
            if name == "quarantine.jsonl" {
                for line in bytes.split(separator: 0x0A) {
                    var entry = try JSONSerialization.jsonObject(with: Data(line)) as! [String: Any]
                    entry["path"] = nil
                    expectNone(of: Self.identifiers, in: Array(try JSONSerialization.data(withJSONObject: entry)), name)
                }
                continue
            }
            expectNone(of: Self.identifiers, in: bytes, name)
        }
    }

    @Test("L46: no unkeyed hash is in the release") func unkeyedHashes() {
        for (path, bytes) in export.released {
            let content = Needles.lowercased(bytes)
            #expect(!Self.hashes.contains { content.range(of: Data($0.prefix(16).utf8)) != nil }, "\((path as NSString).lastPathComponent)")
        }
    }

    private func scrubbed(_ name: String, _ key: [UInt8], _ project: String) throws -> DataSet {
        let input = export.folder.appending("in/THORNBURY_ROSALIND/1931-02-03/Thornbury"), keyFile = export.folder.appending("key-" + name)
        try Data(key).write(to: keyFile)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: keyFile.path)
        let out = export.folder.appending("out-" + name)
        let run = try Program([
            "scrub", input.path, "--output", out.path, "--state", export.folder.appending("state-" + name).path, "--key", keyFile.path, "--project",
            project, "--profile", "research-longitudinal", "--quiet",
        ])
        #expect(run.exitCode == 0, "\(run.output)\(run.errors)")
        let file = try #require(Location.files(below: out).first { $0.pathExtension == "dcm" })
        return try DICOMFile(path: Array(file.path.utf8), scratchDirectory: NSTemporaryDirectory()).dataSet()
    }

    @Test("L46: another key or another project gives other pseudonyms, UIDs, hashes and dates") func keys() throws {
        let one = try scrubbed("one", LeakRelease.key, "default")
        for other in [try scrubbed("two", LeakRelease.key.reversed(), "default"), try scrubbed("three", LeakRelease.key, "other")] {
            for tag in [
                AttributeTag.patientID, .patientName, .sopInstanceUID, .studyInstanceUID, .seriesInstanceUID, .frameOfReferenceUID, .accessionNumber,
                .studyID, .studyDate,
            ] {
                #expect(one.text(tag)?.isEmpty == false && one.text(tag) != other.text(tag), "\(tag)")
            }
        }
    }

    @Test("L50: a release into which somebody put an identifier does not verify", arguments: ["appended", "new file", "manifest"]) func plantedLater(
        _ how: String
    ) throws {
        let copy = export.folder.appending("copy " + how)
        try FileManager.default.copyItem(at: export.release, to: copy)
        #expect(try Program(["verify", copy.path]).exitCode == 0)
        switch how {
        case "appended":
            let file = try #require(Location.files(below: copy).first { $0.pathExtension == "dcm" })
            try (try Data(contentsOf: file) + Data("Thornbury".utf8)).write(to: file)
        case "new file": try Data("Thornbury".utf8).write(to: copy.appending(path: "images/notes.txt"))
        default:
            let manifest = copy.appending(path: "MANIFEST.jsonl")
            try (try Data(contentsOf: manifest) + Data("{\"path\":\"Thornbury\"}\n".utf8)).write(to: manifest)
        }
        #expect(try Program(["verify", copy.path]).exitCode == 3)
    }

    struct Planted: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let expected: String
        let plant: @Sendable (inout [UInt8]) throws -> Void
    }

    @Test(
        "L50: with the state folder a file that names its patient again does not verify, wherever it does and whatever the checksums say",
        arguments: [
            Planted(testDescription: "Patient's Name", expected: "holds an identifier of its patient in (0010,0010)") { bytes in
                let tag: [UInt8] = [0x10, 0, 0x10, 0, 0x50, 0x4E]
                let start = try #require(bytes.indices.first { bytes[$0...].starts(with: tag) })
                bytes.replaceSubrange(start + 8..<start + 26, with: Array("Thornbury^Rosalind".utf8))
            },
            Planted(testDescription: "the preamble", expected: "holds an identifier of its patient in the preamble") { bytes in
                bytes.replaceSubrange(0..<9, with: Array("Thornbury".utf8))
            },
            Planted(testDescription: "Implementation Version Name", expected: "in the preamble or in File Meta Information") { bytes in
                let tag: [UInt8] = [0x02, 0, 0x13, 0, 0x53, 0x48]
                let start = try #require(bytes.indices.first { bytes[$0...].starts(with: tag) })
                bytes.replaceSubrange(start + 8..<start + 16, with: Array("ROSALIND".utf8))
            },
            Planted(testDescription: "behind the last pixel", expected: "holds something beside the image in its pixel data") { bytes in
                let tag: [UInt8] = [0xE0, 0x7F, 0x10, 0, 0x4F, 0x57, 0, 0]
                let start = try #require(bytes.indices.last { bytes[$0...].starts(with: tag) })
                bytes += Array("Rosalind".utf8)
                bytes[start + 8] += 8
            },
            Planted(testDescription: "behind the last element", expected: "holds bytes that belong to no element") { bytes in
                bytes += Array("Rosalind".utf8)
            },
            Planted(testDescription: "an original UID behind a length that looks like a digit", expected: "in the preamble") { bytes in
                bytes.replaceSubrange(0..<31, with: [0x30, 0] + Array("1.2.826.0.1.3680043.10.1337.6".utf8))
            },
            Planted(testDescription: "the day of birth as the day of the study", expected: "holds an identifier of its patient in (0008,0020)") {
                bytes in
                let tag: [UInt8] = [0x08, 0, 0x20, 0, 0x44, 0x41]
                let start = try #require(bytes.indices.first { bytes[$0...].starts(with: tag) })
                bytes.replaceSubrange(start + 6..<start + 8 + Int(bytes[start + 6]), with: [8, 0] + Array("19310203".utf8))
            },
            Planted(testDescription: "an original UID in place of a new one", expected: "in (0020,000D)") { bytes in
                let tag: [UInt8] = [0x20, 0, 0x0D, 0, 0x55, 0x49]
                let start = try #require(bytes.indices.first { bytes[$0...].starts(with: tag) })
                let length = Int(bytes[start + 6])
                let uid = Array("1.2.826.0.1.3680043.10.1337.6".utf8)
                bytes.replaceSubrange(start + 8..<start + 8 + length, with: uid + Array(repeating: 0, count: length - uid.count))
            },
        ])
    func searchedAgain(_ planted: Planted) throws {
        let copy = export.folder.appending("copy searched " + planted.testDescription), state = export.folder.appending("state").path,
            key = export.folder.appending("key").path
        try FileManager.default.copyItem(at: export.release, to: copy)
        #expect(try Program(["verify", copy.path, "--state", state, "--key", key]).exitCode == 0)
        let file = try #require(Location.files(below: copy).first { $0.pathExtension == "dcm" })
        var bytes = Array(try Data(contentsOf: file))
        try planted.plant(&bytes)
        try Data(bytes).write(to: file)
        let run = try Program(["verify", copy.path, "--state", state, "--key", key])
        #expect(run.exitCode == 3 && run.output.contains(planted.expected), "\(run.output)")
        #expect(!(run.output + run.errors).lowercased().contains("thornbur"))
    }

    @Test("Where what the crosswalk holds was changed, a release is not said to be searched for it", arguments: ["patient", "known", "instance"])
    func changedCrosswalk(_ kind: String) throws {
        let state = export.folder.appending("state changed " + kind), key = export.folder.appending("key").path
        try FileManager.default.copyItem(at: export.folder.appending("state"), to: state)
        try DatabaseQueue(path: state.appending(path: "crosswalk.sqlite").path).write {
            try $0.execute(sql: "UPDATE entries SET sealed = zeroblob(length(sealed)) WHERE kind = ?", arguments: [kind])
        }
        let run = try Program(["verify", export.release.path, "--state", state.path, "--key", key])
        #expect(run.exitCode == 3 && run.output.contains("entries in the crosswalk were changed"), "\(run.output)")
    }

    @Test("A profile that is called like the patient stays in De-identification Method, and nothing else that is called so does") func profileName()
        throws
    {
        let profile = export.folder.appending("called.yaml"), out = export.folder.appending("out called"), state = export.folder.appending("called")
        let key = export.folder.appending("key").path
        try Data("name: Thornbury\nextends: basic\n".utf8).write(to: profile)
        let scrubbed = try Program([
            "scrub", export.folder.appending("in").path, "--output", out.path, "--state", state.path, "--key", key, "--profile", profile.path,
            "--quiet",
        ])
        #expect(scrubbed.exitCode == 2)
        let verify = { try Program(["verify", out.path, "--state", state.path, "--key", key]) }
        #expect(try verify().exitCode == 0)
        let file = try #require(Location.files(below: out).first { $0.pathExtension == "dcm" })
        var bytes = Array(try Data(contentsOf: file))
        let name = Array("profile Thornbury".utf8)
        let place = try #require(bytes.indices.first { bytes[$0...].starts(with: name) })
        bytes.replaceSubrange(place..<place + name.count, with: "patient Thornbury".utf8)
        try Data(bytes).write(to: file)
        let run = try verify()
        #expect(run.exitCode == 3 && run.output.contains("holds an identifier of its patient in (0012,0063)"))
    }

    @Test("A short number of one study is no identifier in another of the same patient; the staff of a study is one in all its files") func studies()
        throws
    {
        let folder = try TemporaryFolder()
        func write(_ name: String, _ study: String, _ changes: [RawElement]) throws {
            let elements = Patient.file(
                [
                    RawElement(0x0020_000D, .UI, "1.2.826.0.1.3680043.10.1337.9.\(study)"),
                    RawElement(0x0008_0018, .UI, "1.2.826.0.1.3680043.10.1337.9.\(study).\(name)"),
                ] + changes)
            let url = folder.appending("in/\(study)/\(name)")
            try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(RawFile(elements).bytes).write(to: url)
        }
        try write("1", "1", [RawElement(0x0020_0010, .SH, "1")])
        try write("1", "2", [RawElement(0x0020_9056, .SH, "1")])
        try write("2", "2", [RawElement(0x0008_1070, .PN, "Quackenbush^Odalys")])
        let key = folder.appending("key"), out = folder.appending("out"), state = folder.appending("state")
        try Data(LeakRelease.key).write(to: key)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key.path)
        #expect(
            try Program(["scrub", folder.appending("in").path, "--output", out.path, "--state", state.path, "--key", key.path, "--quiet"]).exitCode
                == 0)
        let verify = { try Program(["verify", out.path, "--state", state.path, "--key", key.path]) }
        #expect(try verify().exitCode == 0)
        let file = try #require(
            Location.files(below: out).first { file in
                (try? DICOMFile(path: Array(file.path.utf8), scratchDirectory: folder.path).dataSet())?.find(AttributeTag(0x0020, 0x9056)) != nil
            })
        var bytes = Array(try Data(contentsOf: file))
        bytes.replaceSubrange(0..<11, with: Array("QUACKENBUSH".utf8))
        try Data(bytes).write(to: file)
        let run = try verify()
        #expect(run.exitCode == 3 && run.output.contains("in the preamble"))
    }

    @Test("verify takes only the state folder of the run") func otherState() throws {
        #expect(try Program(["verify", export.release.path, "--state", export.folder.appending("in").path]).exitCode == 64)
    }
}
