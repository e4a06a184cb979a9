// SPDX-License-Identifier: Apache-2.0

import Audit
import Filesystem
import Foundation
import Glibc
import Records
import ScrubTestSupport
import Testing

@testable import RunState

@Suite struct AuditLogTests {
    @Test(
        "The audit log names the user as /etc/passwd does, else by number",
        arguments: [
            (0, "root"), (1000, "ana"), (7, "uid 7"), (33, "uid 33"),
        ] as [(uid_t, String)])
    func user(_ number: uid_t, _ name: String) throws {
        let folder = try TemporaryFolder()
        try Data("root:x:0:0::/:/bin/sh\n#x\nana:x:1000:1000:Ana B.:/home/ana:\n:x:33:\nhalf:x\n".utf8).write(to: folder.appending("passwd"))
        #expect(userName(number, in: BytePath(folder.path + "/passwd")) == name)
        #expect(userName(number, in: BytePath(folder.path + "/none")) == "uid \(number)")
    }

    @Test("A signed end or key that cannot be read for a while brands no log as broken", arguments: ["audit.head", "audit.key"])
    func unreadable(_ name: String) throws {
        let folder = try TemporaryFolder()
        let log = AuditLog(state: BytePath(folder.path))
        try SiteKeyFile.create(log.state.siteKey)
        for _ in 0..<2 { try log.append(AuditEvent("verified")) }
        // What is in its place cannot be read by anybody.
        try FileManager.default.moveItem(at: folder.appending(name), to: folder.appending("kept"))
        try FileManager.default.createDirectory(at: folder.appending(name), withIntermediateDirectories: false)
        let error = #expect(throws: PipelineError.self) { try log.append(AuditEvent("verified")) }
        #expect(error?.exitCode == 70)
        try FileManager.default.removeItem(at: folder.appending(name))
        try FileManager.default.moveItem(at: folder.appending("kept"), to: folder.appending(name))
        try log.append(AuditEvent("verified"))
        let (lines, isSigned) = try log.check()
        #expect(lines == 3 && isSigned)
    }
}
