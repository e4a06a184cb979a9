// SPDX-License-Identifier: Apache-2.0

import Filesystem
import Glibc
import Records
import Testing

@testable import Workers

@Suite struct SandboxTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let sandbox: WorkerSandbox
        let text: String
        let missing: [String]
        var testDescription: String { text }
    }

    static let rows = [
        Row(sandbox: WorkerSandbox(landlock: 7, filtersCalls: true, gainsNoPrivileges: true), text: "landlock-7,seccomp,no-new-privs", missing: []),
        Row(sandbox: WorkerSandbox(landlock: 0, filtersCalls: true, gainsNoPrivileges: true), text: "seccomp,no-new-privs", missing: ["Landlock"]),
        Row(sandbox: WorkerSandbox(landlock: 2, filtersCalls: false, gainsNoPrivileges: true), text: "landlock-2,no-new-privs", missing: ["seccomp"]),
        Row(sandbox: .none, text: "none", missing: ["Landlock", "seccomp", "no_new_privs"]),
    ]

    @Test("What holds and what is missing is said; required, nothing may be missing", arguments: rows)
    func says(_ row: Row) throws {
        #expect(row.sandbox.description == row.text)
        #expect(row.sandbox.missing == row.missing)
        #expect(try WorkerSandbox(wireForm: row.sandbox.wireForm) == row.sandbox)
        guard !row.missing.isEmpty else {
            #expect(try SandboxMode.require.warning(row.sandbox) == nil)
            return
        }
        let warning = try #require(try SandboxMode.try.warning(row.sandbox))
        #expect(warning.contains(row.missing.joined(separator: ", ")) && warning.contains("WARNING"))
        let error = #expect(throws: PipelineError.self) { try SandboxMode.require.warning(row.sandbox) }
        #expect(error?.exitCode == 70 && error?.description.contains(WorkerSandbox.remedy) == true)
    }

    @Test("A request comes with its files, in their order, and with why one could not be opened") func files() throws {
        var files: [FileDescriptor] = [FileDescriptor(owning: dup(0)), FileDescriptor(owning: dup(0))]
        let given = [HandedFile(files[0]), HandedFile(failure: ENOENT), HandedFile(files[1])]
        let frame = WorkerRequest.frame([1, 2], given)
        guard case .question([1, 2], let taken) = try WorkerRequest(frame: frame, { files.removeFirst() }) else {
            return #expect(Bool(false), "another request")
        }
        #expect(taken.map { $0.descriptor?.number } == given.map { $0.descriptor?.number } && taken[1].failure == ENOENT)
        #expect(throws: WireReader.Malformed.self) { try WorkerRequest(frame: frame) { nil } }
    }
}
