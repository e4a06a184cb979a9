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

    @Test("Nothing but the key lies in its folder, whatever becomes of it") func leavesNothing() throws {
        let folder = try TemporaryFolder()
        try SiteKeyFile.create(BytePath(folder.path + "/key"))
        #expect(throws: PipelineError.self) { try SiteKeyFile.create(BytePath(folder.path + "/key")) }
        #expect(throws: PipelineError.self) { try SiteKeyFile.create(BytePath(folder.path + "/none/key")) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["key"])
    }

    @Test("A key file that is no file is no key, and none that is damaged either") func noFile() throws {
        let folder = try TemporaryFolder()
        mkdir(folder.path + "/key", 0o700)
        #expect(throws: PipelineError.usage("the key file is not a file")) { try SiteKeyFile.read(BytePath(folder.path + "/key")) }
    }
}
