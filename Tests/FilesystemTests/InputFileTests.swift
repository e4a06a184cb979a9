// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Filesystem

@Suite struct InputFileTests {
    @Test(
        "Reading begins when the clock of the stamps has moved on",
        arguments: [
            (stamp: 1_000_000_000, now: 1_000_000_000, granularity: 0, wait: 1_000_000),
            (1_000_000_000, 1_000_000_001, 0, 0),
            (1_003_000_000, 1_000_000_000, 0, 3_000_001),
            (1_000_000_000, 2_000_000_000, 2_000_000_000, 1_000_000_001),
            (9_000_000_000, 1_000_000_000, 0, 0),
        ] as [(stamp: Int64, now: Int64, granularity: Int64, wait: Int64)])
    func settles(stamp: Int64, now: Int64, granularity: Int64, wait: Int64) {
        #expect(InputFile.nanosecondsUntilChangesShow(stamp: stamp, now: now, granularity: granularity) == wait)
    }

    @Test("Where a file system makes inode numbers up, another number is no other file") func inodes() {
        let identity = FileIdentity(device: 1, inode: 2, size: 3, modified: 4)
        let renumbered = FileIdentity(device: 1, inode: 9, size: 3, modified: 4)
        #expect(identity.isSame(as: renumbered, hasStableInodes: false) && !identity.isSame(as: renumbered, hasStableInodes: true))
        #expect(!identity.isSame(as: FileIdentity(device: 1, inode: 2, size: 3, modified: 5), hasStableInodes: false))
    }
}
