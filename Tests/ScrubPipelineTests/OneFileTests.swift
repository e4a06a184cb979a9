// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import Filesystem
import Foundation
import Glibc
import Profiles
import Pseudonyms
import Records
import RunState
import ScrubTestSupport
import Testing
import Workers

@testable import Engine
@testable import ScrubPipeline

/// A file is one file, from discovery to the last byte that is copied.
@Suite struct OneFileTests {
    let folder = try! TemporaryFolder()

    struct Change: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// Takes the input and the file of another patient.
        let make: @Sendable (_ path: String, _ other: String) throws -> Void

        init(_ name: String, _ make: @escaping @Sendable (String, String) throws -> Void) {
            testDescription = name
            self.make = make
        }
    }

    static let changes: [Change] = [
        Change("written in place by another patient's file") { path, other in
            let bytes = try Data(contentsOf: URL(fileURLWithPath: other))
            let file = try #require(FileHandle(forUpdatingAtPath: path))
            file.write(bytes)
        },
        Change("written in place, its stamp set back") { path, _ in
            var before = stat()
            stat(path, &before)
            let file = try #require(FileHandle(forUpdatingAtPath: path))
            try file.seek(toOffset: before.st_size.magnitude > 100 ? UInt64(before.st_size) - 100 : 0)
            file.write(Data([9, 9, 9, 9]))
            utimensat(AT_FDCWD, path, [before.st_atim, before.st_mtim], 0)
        },
        Change("appended to") { path, _ in
            let file = try #require(FileHandle(forUpdatingAtPath: path))
            file.seekToEndOfFile()
            file.write(Data([0, 0]))
        },
        Change("truncated") { path, _ in truncate(path, 400) },
        Change("truncated to nothing") { path, _ in truncate(path, 0) },
        Change("replaced by rename") { path, other in rename(other, path) },
        Change("swapped with another patient's file") { path, other in
            rename(path, path + ".away")
            rename(other, path)
            rename(path + ".away", other)
        },
        Change("removed") { path, _ in unlink(path) },
    ]

    @Test("A file that changes while it is worked on is quarantined, whatever the change and the step", arguments: changes, FilePlanner.Step.allCases)
    func holdsBack(_ change: Change, _ step: FilePlanner.Step) throws {
        let box = try Patients(folder)
        let (outcome, output) = try box.scrub { if $0 == step { try change.make(box.path, box.other) } }
        #expect(outcome == "changed-while-read")
        #expect(!FileManager.default.fileExists(atPath: output))
    }

    @Test("A report quarantines it too", arguments: changes, [FilePlanner.Step.opened, .planned])
    func report(_ change: Change, _ step: FilePlanner.Step) throws {
        let box = try Patients(folder)
        #expect(try box.plan { if $0 == step { try change.make(box.path, box.other) } } == "changed-while-read")
    }

    @Test("So does inspect, and shows nothing of it", arguments: changes, [FilePlanner.Step.opened, .planned])
    func inspects(_ change: Change, _ step: FilePlanner.Step) throws {
        let box = try Patients(folder)
        var failure: (any Error)?
        let inspection = try Inspection(
            reading: HandedFile(opening: BytePath(box.path)), Inspection.Setting(Inspection.Request(), scratch: BytePath(box.folder))
        ) {
            guard $0 == step else { return }
            do { try change.make(box.path, box.other) } catch { failure = error }
        }
        if let failure { throw failure }
        #expect(inspection.rows.isEmpty && inspection.added.isEmpty)
        #expect(inspection.refusal?.hasPrefix("This file would be quarantined: changed-while-read") == true)
    }

    static let replacements: [Change] =
        changes + [
            Change("a link to it") { path, _ in
                rename(path, path + ".dcm")
                symlink(path + ".dcm", path)
            },
            Change("a pipe") { path, _ in
                unlink(path)
                mkfifo(path, 0o600)
            },
            Change("a socket") { path, _ in
                unlink(path)
                mknod(path, S_IFSOCK | 0o600, 0)
            },
            Change("a folder") { path, _ in
                unlink(path)
                mkdir(path, 0o700)
            },
            Change("an equal copy") { path, other in
                unlink(other)
                try FileManager.default.copyItem(atPath: path, toPath: other)
                var before = stat()
                stat(path, &before)
                utimensat(AT_FDCWD, other, [before.st_atim, before.st_mtim], 0)
                rename(other, path)
            },
        ]

    @Test("A file that is not the one that discovery saw is quarantined, and nothing is waited for", arguments: replacements)
    func replaced(_ change: Change) throws {
        let box = try Patients(folder)
        try change.make(box.path, box.other)
        // Whoever sets a stamp back before anything is read harms nobody: what is read is one state of one file.
        let expected =
            change.testDescription == "removed" ? "unreadable" : change.testDescription.hasSuffix("set back") ? "released" : "changed-while-read"
        #expect(try box.scrub().outcome == expected)
        #expect(try box.plan() == expected)
    }

    @Test("A file that a process has open for writing is quarantined until it is closed") func writer() throws {
        let box = try Patients(folder)
        let writer = open(box.path, O_WRONLY | O_CLOEXEC)
        #expect(try box.scrub().outcome == "changed-while-read")
        close(writer)
        #expect(try box.scrub().outcome == "released")
    }

    @Test("A backup that touches the change time between discovery and reading costs nothing") func backup() throws {
        let box = try Patients(folder)
        chmod(box.path, 0o640)
        #expect(try box.scrub().outcome == "released")
    }

    @Test(
        "inspect quarantines a file that is a pipe at last, without waiting",
        arguments: [
            Change("a pipe") { path, _ in
                unlink(path)
                mkfifo(path, 0o600)
            }
        ])
    func pipe(_ change: Change) throws {
        let box = try Patients(folder)
        try change.make(box.path, box.other)
        #expect(throws: InputFile.Refusal.changed) { try InputFile(BytePath(box.path)) }
        #expect(throws: PipelineError.self) { try Inspection(BytePath(box.path), Inspection.Request(), launcher: .obedient) }
    }
}

/// The files of two patients, equally long, and what scrubs or plans the first.
private struct Patients {
    /// Lasts as long as the files are needed.
    private let parent: TemporaryFolder
    let folder: String
    let path: String
    let other: String
    private let identity: FileIdentity
    private let planner: FilePlanner
    private let key = SiteKey(0..<32)!

    init(_ parent: TemporaryFolder) throws {
        self.parent = parent
        folder = parent.path
        path = folder + "/first"
        other = folder + "/second"
        for (path, name, number) in [(path, "Whitcombe^Eleanor", "MRN00123"), (other, "Harrington^Theo", "MRN0099912")] {
            try? FileManager.default.removeItem(atPath: path)
            let image = Sample.instance(patientID: number, name: name) { builder in
                for (tag, value) in [(UInt32(0x0028_0002), UInt8(1)), (0x0028_0010, 40), (0x0028_0011, 50), (0x0028_0100, 16)] {
                    builder.add(AttributeTag(number: tag), .US, [value, 0])
                }
            }
            let bytes = FileBytes.file(image, pixels: Array(repeating: UInt8(number.utf8.count), count: 4000))
            try Data(bytes).write(to: URL(fileURLWithPath: path))
        }
        identity = FileStatus(BytePath(path))!.identity
        planner = FilePlanner(
            engine: ConfidentialityEngine(
                profile: try ConfidentialityProfile.load(nameOrPath: "basic"), identity: ProjectIdentity(siteKey: key, project: "test")),
            scratchDirectory: folder)
    }

    private func work(_ scrubber: any FileScrubbing, _ output: String, _ onStep: @escaping (FilePlanner.Step) throws -> Void) throws -> String {
        var failure: (any Error)?
        planner.onStep = { step in do { try onStep(step) } catch { failure = error } }
        let outcome = scrubber.scrub(
            ScrubTask(FileJob(id: 1, path: BytePath(path), identity: identity, temporaryPath: output, wantsDigest: true))
        ).outcome
        if let failure { throw failure }
        switch outcome {
        case .quarantined(let reason, _): return reason.rawValue
        case .released: return "released"
        default: return "\(outcome)"
        }
    }

    func scrub(_ onStep: @escaping (FilePlanner.Step) throws -> Void = { _ in }) throws -> (outcome: String, output: String) {
        let output = folder + "/out"
        unlink(output)
        let scrubber = FileScrubber(planner: planner, sealer: CrosswalkSealer(key: key.derive(project: "test", purpose: .crosswalk)), recorder: nil)
        return (try work(scrubber, output, onStep), output)
    }

    func plan(_ onStep: @escaping (FilePlanner.Step) throws -> Void = { _ in }) throws -> String {
        let recorder = PlanRecorder(
            engine: planner.engine,
            RecordingSettings(isDryRun: true, hashKey: Array(repeating: 1, count: KeyedHash.keyLengthInBytes), examples: .none))
        let sealer = CrosswalkSealer(key: key.derive(project: "test", purpose: .crosswalk))
        return try work(FileScrubber(planner: planner, sealer: sealer, recorder: recorder), "", onStep)
    }
}
