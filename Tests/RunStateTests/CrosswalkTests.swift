// SPDX-License-Identifier: Apache-2.0

import Filesystem
import Foundation
import RunState
import Testing

@Suite struct CrosswalkTests {
    @Test("What is entered in the crosswalk is on the disk before the journal says that its file is done")
    func isDurable() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(try Crosswalk(path: BytePath(folder.path).appending("crosswalk.sqlite")).durability == 2)
    }
}
