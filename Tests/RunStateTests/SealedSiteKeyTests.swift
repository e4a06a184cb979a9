// SPDX-License-Identifier: Apache-2.0

import Filesystem
import Foundation
import Pseudonyms
import Records
import ScrubTestSupport
import Testing

@testable import RunState

/// One after the other: a process is asked once, by whoever was named last.
@Suite(.serialized) struct SealedSiteKeyTests {
    let folder = try! TemporaryFolder()
    var path: BytePath { BytePath(folder.appending("site.key").path) }

    @Test("A key under a passphrase is no plain key, and the passphrase gives it back") func roundTrip() throws {
        let fingerprint = try SiteKeyFile.create(path, passphrase: "correct horse")
        let file = try readFile(path)
        #expect(OpenedKeys.isSealed(file) && FileStatus(path)?.permissions == 0o600)
        SiteKeyFile.askPassphrase { "wrong" }
        let error = #expect(throws: PipelineError.self) { try SiteKeyFile.read(path) }
        #expect(error?.description == "the passphrase is not that of the key file, or the file was changed")
        SiteKeyFile.askPassphrase { "correct horse" }
        let (key, bytes) = try SiteKeyFile.read(path)
        #expect(key.fingerprint == fingerprint && bytes.count == 32)
        #expect(!file.contains(bytes))
        // It is asked once.
        SiteKeyFile.askPassphrase { throw PipelineError.usage("asked twice") }
        #expect(try SiteKeyFile.read(path).bytes == bytes)
    }

    @Test("A changed byte of the sealed key opens nothing") func changed() throws {
        try SiteKeyFile.create(path, passphrase: "correct horse")
        SiteKeyFile.askPassphrase { "correct horse" }
        let file = try readFile(path)
        for place in stride(from: 40, to: file.count - 40, by: 17) where file[place] != 0x0A {
            var other = file
            other[place] = other[place] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            try Data(other).write(to: URL(filePath: path.readable))
            #expect(throws: PipelineError.self, "\(place)") { try SiteKeyFile.read(path) }
        }
    }

    @Test("A key that takes the place of one under a passphrase is under it too, and both are read") func rotated() throws {
        let old = try SiteKeyFile.create(path, passphrase: "correct horse")
        SiteKeyFile.askPassphrase { "correct horse" }
        let state = BytePath(folder.path)
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: state.readable)
        let (former, new) = try KeyRotation.rotate(state: state)
        #expect(former == old && new != old)
        #expect(OpenedKeys.isSealed(try readFile(path)))
        #expect(try KeyRing(StateFolder(at: state), besides: nil).keys.map(\.fingerprint) == [new, old])
    }
}
