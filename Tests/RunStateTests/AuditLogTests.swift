// SPDX-License-Identifier: Apache-2.0

import Filesystem
import Foundation
import Glibc
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
}
