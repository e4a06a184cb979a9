// SPDX-License-Identifier: Apache-2.0

import Audit
import Filesystem
import Foundation
import Handoff
import Records
import Release
import RunState
import ScrubTestSupport
import Testing

@testable import ScrubPipeline

/// A release with its state folder, keys of three approvers, and what a handoff needs; gone when the value goes.
final class HandoffBox: Sendable {
    private static let template = Result {
        let folder = try TemporaryFolder()
        let run = try Program([
            "scrub", Location.fixtures.appending(path: "pacs-export/WHITCOMB").path, "--output", folder.appending("out").path, "--state",
            folder.appending("state").path, "--profile", "ai-labeling", "--quiet",
        ])
        guard run.exitCode == 0 || run.exitCode == 2 else { throw PipelineError.stopped(run.errors) }
        for name in ["ada", "ben", "cyd"] {
            guard try Program(["key", "create", "--approver", "--no-passphrase", "--output", folder.appending(name).path]).exitCode == 0 else {
                throw PipelineError.stopped("no key")
            }
        }
        return folder
    }

    let folder: TemporaryFolder
    var release: String { folder.appending("out").path }
    var state: String { folder.appending("state").path }
    var request: String { folder.appending("request.json").path }
    var package: String { folder.appending("package").path }

    init(operatorMayApprove: Bool = true, ben: String = "Ben Other") throws {
        folder = try TemporaryFolder()
        _ = try Self.shell("cp -a \(try Self.template.get().path)/. .", in: folder.path)
        try writeApprovers(operatorMayApprove: operatorMayApprove, ben: ben)
    }

    func writeApprovers(operatorMayApprove: Bool = true, ben: String = "Ben Other") throws {
        func fingerprint(_ name: String) throws -> String {
            try ApproverPublicKey(pem: String(contentsOf: folder.appending(name + ".pub.pem"), encoding: .utf8)).fingerprint
        }
        let text = """
            required: 2
            operator-may-approve: \(operatorMayApprove)
            approvers:
              - {name: Ada Byron, role: data-protection, key: "\(try fingerprint("ada"))"}
              - {name: \(ben), role: radiology, key: "\(try fingerprint("ben"))"}
              - {name: Cyd Third, role: board, key: "\(try fingerprint("cyd"))"}

            """
        try Data(text.utf8).write(to: folder.appending("state/approvers.yaml"))
    }

    /// Runs a line as the README prints it.
    @discardableResult
    static func shell(_ command: String, in folder: String) throws -> (exitCode: Int32, output: String) {
        let process = Process(), pipe = Pipe()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", command]
        process.currentDirectoryURL = URL(filePath: folder)
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, output)
    }

    func prepare(_ more: [String] = [], to request: String? = nil) throws -> Program {
        try Program(
            [
                "handoff", "prepare", release, "--recipient", "Vendor A", "--purpose", "lung nodules", "--state", state, "--output",
                request ?? self.request,
            ]
                + more)
    }

    func approve(_ key: String, _ role: String, _ more: [String] = [], request: String? = nil) throws -> Program {
        try Program(
            [
                "handoff", "approve", request ?? self.request, "--release", release, "--state", state, "--as", folder.appending(key).path, "--role",
                role, "--yes",
            ]
                + more)
    }

    func release(_ more: [String]? = nil, request: String? = nil) throws -> Program {
        try Program(["handoff", "release", request ?? self.request, "--release", release, "--state", state] + (more ?? ["--to", package]))
    }

    /// Prepared, and approved by Ada and Ben.
    func approved(_ more: [String] = []) throws {
        #expect(try prepare(more).exitCode == 0)
        #expect(try approve("ada", "data-protection").exitCode == 0)
        #expect(try approve("ben", "radiology").exitCode == 0)
    }

    func text(_ name: String) throws -> String { try String(contentsOf: folder.appending(name), encoding: .utf8) }

    func write(_ name: String, _ text: String) throws { try Data(text.utf8).write(to: folder.appending(name)) }

    /// An image of the release, from the top of the release.
    var image: String {
        get throws { String(try text("out/SHA256SUMS").split(separator: "\n").last!.dropFirst(66)) }
    }

    /// Adds an event of another time to the log, properly signed, as a clock that was wrong for a while would have.
    func log(at time: String) throws {
        let log = AuditLog(state: BytePath(state))
        let key = AuditKey(seed: Array(try Data(contentsOf: folder.appending("state/audit.key"))))!
        var chain = AuditChain()
        let path = folder.appending("state/audit.jsonl")
        var bytes = Array(try Data(contentsOf: path))
        for line in bytes.split(separator: 0x0A) { _ = try chain.take(Array(line)) }
        var event = AuditEvent("verified")
        event.time = time
        event.result = .success
        event.previous = chain.last
        bytes += try event.line + [0x0A]
        try Data(bytes).write(to: path)
        _ = try chain.take(try event.line)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try (encoder.encode(try AuditHead(.init(chain), key: key)) + [0x0A]).write(to: folder.appending("state/audit.head"))
        #expect(try log.check().isSigned)
    }
}
