// SPDX-License-Identifier: Apache-2.0

import DICOMIO
import DICOMModel
import Engine
import Foundation
import Glibc
import ScrubPipeline
import ScrubTestSupport
import Testing

/// What `Fixtures/planted.json` says of one planted identifier.
struct Planted: Decodable {
    let value: String
    let hex: [String: String]
    let kind: String
    let `where`: String
    let expect: [String]
}

/// Runs the program itself, as a person would.
struct Program {
    static let executable: URL = {
        #if os(Linux)
            let products = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        #else
            let products = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }!.bundleURL.deletingLastPathComponent()
        #endif
        return products.appending(path: "dcmscrub")
    }()

    let exitCode: Int32
    let output: String
    let errors: String

    /// - Parameter hasTerminal: Without one it can ask nobody, whoever runs the tests.
    init(_ arguments: [String], environment: [String: String] = [:], hasTerminal: Bool = true) throws {
        let process = Process()
        // What shows values of originals notes it in the state folder, which here is none of the person's own.
        let state = FileManager.default.temporaryDirectory.appending(path: "dcmscrub-tests-\(getuid())").path
        process.environment = ProcessInfo.processInfo.environment.merging(["XDG_STATE_HOME": state]) { $1 }.merging(environment) { $1 }
        process.executableURL = hasTerminal ? Self.executable : URL(filePath: "/usr/bin/setsid")
        process.arguments = (hasTerminal ? [] : ["--wait", Self.executable.path]) + arguments
        let (out, err) = (Pipe(), Pipe())
        process.standardOutput = out
        process.standardError = err
        try process.run()
        output = String(decoding: out.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        errors = String(decoding: err.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        exitCode = process.terminationStatus
    }
}

/// One release of the sample export, made once for all tests of the suite.
final class SampleRelease: Sendable {
    static let shared = Result { try SampleRelease() }

    let folder: TemporaryFolder
    let exitCode: Int32
    let printed: String
    var release: URL { folder.appending("out") }
    var state: URL { folder.appending("state") }

    private init() throws {
        folder = try TemporaryFolder()
        let key = folder.appending("key")
        try Data(0..<32).write(to: key)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key.path)
        let run = try Program([
            "scrub", Location.fixtures.appending(path: "pacs-export").path, "--output", folder.appending("out").path,
            "--state", folder.appending("state").path, "--key", key.path, "--quiet",
        ])
        exitCode = run.exitCode
        printed = run.output + run.errors
    }
}

@Suite struct FixtureReleaseTests {
    let sample: SampleRelease

    init() throws { sample = try SampleRelease.shared.get() }

    static let planted: [Planted] = {
        let data = try! Data(contentsOf: Location.fixtures.appending(path: "planted.json"))
        return try! JSONDecoder().decode([Planted].self, from: data)
    }()

    @Test("The run ends with some files quarantined and names how many") func exitCode() {
        #expect(sample.exitCode == 2, "\(sample.printed)")
    }

    @Test("No planted identifier is in any byte or name of the release") func nothingSurvives() throws {
        let files = Location.files(below: sample.release)
        #expect(files.count > 20)
        var contents = files.map { ($0.lastPathComponent, Data($0.path.utf8) + (try! Data(contentsOf: $0))) }
        for url in files {
            guard url.pathExtension == "dcm", let inflated = Self.inflated(url) else { continue }
            contents.append(("inflated " + url.lastPathComponent, inflated))
        }
        for planted in Self.planted {
            for (encoding, hex) in planted.hex {
                let bytes = Data(Self.bytes(hex))
                for (name, content) in contents where content.range(of: bytes) != nil {
                    Issue.record("\(planted.kind), \(planted.where), \(encoding): found in \(name)")
                }
            }
        }
    }

    @Test("No planted identifier is in what the program prints") func nothingPrinted() {
        for planted in Self.planted where sample.printed.contains(planted.value) {
            Issue.record("\(planted.kind), \(planted.where): printed")
        }
    }

    @Test("The state folder holds no original value in clear but in the quarantine list") func stateIsSealed() throws {
        let files = Location.files(below: sample.state).filter {
            !["quarantine.jsonl"].contains($0.lastPathComponent) && !$0.lastPathComponent.hasPrefix("journal")
        }
        for url in files {
            let content = try Data(contentsOf: url)
            for planted in Self.planted where !planted.expect.contains("path") {
                #expect(content.range(of: Data(planted.value.utf8)) == nil, "\(planted.where) in \(url.lastPathComponent)")
            }
        }
    }

    @Test("The release verifies") func verifies() throws {
        let run = try Program(["verify", sample.release.path])
        #expect(run.exitCode == 0, "\(run.output)\(run.errors)")
    }

    @Test("DCMTK's own dictionary decides nothing") func ownDictionary() throws {
        let file = sample.folder.appending("implicit.dcm")
        let dataSet = Sample.instance { $0.add(AttributeTag(0x0018, 0x0050), .DS, "2.5 ") }
        try Data(FileBytes.file(dataSet, transferSyntax: FileBytes.implicitLittleEndian)).write(to: file)
        let run = try Program(["inspect", file.path, "--tag", "SliceThickness", "--json"], environment: ["DCMDICTPATH": "/nonexistent"])
        #expect(run.exitCode == 0 && run.output.contains("\"vr\":\"DS\""), "\(run.output)\(run.errors)")
    }

    @Test("Every released file carries its markers and the pseudonyms of the manifest") func markers() throws {
        for url in Location.files(below: sample.release) where url.pathExtension == "dcm" {
            let dataSet = try DICOMFile(path: Array(url.path.utf8), scratchDirectory: sample.folder.path).dataSet()
            #expect(dataSet.text(.patientIdentityRemoved) == "YES")
            #expect(dataSet.text(.sopInstanceUID).map { $0 + ".dcm" } == url.lastPathComponent)
            #expect(dataSet.text(.patientID) == url.pathComponents.dropLast(3).last)
        }
    }

    /// The Data Set of a deflated file as it is read.
    private static func inflated(_ url: URL) -> Data? {
        guard let file = try? DICOMFile(path: Array(url.path.utf8), scratchDirectory: NSTemporaryDirectory()), file.information.isDeflated,
            let dataSet = try? file.dataSet()
        else { return nil }
        return Data(dataSet.bytes)
    }

    private static func bytes(_ hex: String) -> [UInt8] {
        let digits = Array(hex.utf8)
        return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(String(decoding: digits[$0...$0 + 1], as: UTF8.self), radix: 16)! }
    }
}
