// SPDX-License-Identifier: Apache-2.0

import Records
import Testing

@Suite struct ShardTests {
    @Test("A shard is K/N", arguments: ["0/2", "3/2", "1", "a/b", "1/2/3", "-1/2", "1/0"])
    func refusesShard(_ text: String) { #expect(Shard(text) == nil) }
}
