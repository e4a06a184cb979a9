// SPDX-License-Identifier: Apache-2.0

import Filesystem
import Foundation
import Glibc
import Records
import RunState
import ScrubTestSupport
import Testing

@Suite struct SiteKeyFileTests {
    @Test("A key file is made once, for its owner alone, and read only if closed to others")
    func keyFile() throws {
        let folder = try TemporaryFolder()
        let path = BytePath(folder.path + "/key")
        let fingerprint = try SiteKeyFile.create(path)
        #expect(FileStatus(path)?.permissions == 0o600 && FileStatus(path)?.size == 32)
        #expect(throws: PipelineError.self) { try SiteKeyFile.create(path) }
        #expect(try SiteKeyFile.fingerprint(path) == fingerprint)
        chmod(folder.path + "/key", 0o640)
        #expect(throws: PipelineError.self) { try SiteKeyFile.fingerprint(path) }
        chmod(folder.path + "/key", 0o600)
        try Data("short".utf8).write(to: folder.appending("key"))
        #expect(throws: PipelineError.self) { try SiteKeyFile.fingerprint(path) }
    }
}
