// SPDX-License-Identifier: Apache-2.0

import Filesystem
import Foundation
import Glibc
import Records
import Workers

@testable import RunState
@testable import ScrubPipeline

/// A temporary folder with an input, an output and a state folder to be; gone when the value goes away.
final class Sandbox {
    let root: String
    var input: String { root + "/in" }
    var output: String { root + "/out" }
    var state: String { root + "/state" }

    init() throws {
        var template = Array((FileManager.default.temporaryDirectory.path + "/scrub-test-XXXXXX").utf8CString)
        guard let made = mkdtemp(&template), let path = realpath(made, nil) else { throw SystemError("make a folder") }
        root = String(cString: path)
        free(path)
        try FileManager.default.createDirectory(atPath: input, withIntermediateDirectories: true)
    }

    deinit { try? removeTree(BytePath(root)) }

    /// Writes a file below the input.
    func add(_ name: String, _ content: String) throws {
        try write(input + "/" + name, content)
    }

    func write(_ path: String, _ content: String) throws { try write(path, Array(content.utf8)) }

    /// A worker that another test starts meanwhile must not inherit the open file: it would seem to be written still.
    func write(_ path: String, _ content: [UInt8]) throws {
        try FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try FileDescriptor(opening: BytePath(path), O_WRONLY | O_CREAT | O_TRUNC, for: "write a file").write(content)
    }

    func read(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    var request: ScrubRequest {
        var request = ScrubRequest(inputs: [BytePath(input)], output: BytePath(output))
        request.state = BytePath(state)
        request.jobs = 2
        return request
    }

    /// A run with obedient workers.
    @discardableResult
    func run(
        launcher: WorkerLauncher = .obedient, observer: RunObserver = RunObserver(), _ change: (inout ScrubRequest) -> Void = { _ in }
    ) throws -> RunSummary {
        var request = request
        change(&request)
        return try ScrubRun(request, launcher: launcher, observer: observer).run()
    }

    /// Reasons by file name, from the quarantine list.
    var quarantine: [String: String] {
        get throws {
            let lines = try read(state + "/quarantine.jsonl").split(separator: "\n")
            return Dictionary(
                uniqueKeysWithValues: try lines.map { line in
                    let entry = try fromJSON(QuarantineEntry.self, line.utf8)
                    return ((entry.path as NSString).lastPathComponent, entry.reason)
                })
        }
    }
}

extension WorkerLauncher {
    static let testExecutable = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appendingPathComponent("scrub-test-worker").path

    static var obedient: WorkerLauncher { WorkerLauncher(executable: testExecutable) }
}

/// The first line of a file that an obedient worker releases.
func release(_ patient: String, _ instance: Int, body: String = "") -> String {
    "release \(patient) 1.2.\(patient.utf8.count) 1.2.3 2.25.\(instance)\n\(body)"
}
