// SPDX-License-Identifier: Apache-2.0

import Records
import ScrubTestSupport
import Testing

@Suite struct ShardTests {
    @Test("A shard is K/N", arguments: ["0/2", "3/2", "1", "a/b", "1/2/3", "-1/2", "1/0", "1/10001"])
    func refusesShard(_ text: String) { #expect(Shard(text) == nil) }

    @Test("Each unit goes to the shard that has the fewest bytes, of equals to the one with the lowest number", arguments: [1, 2, 3, 7, 100])
    func sharesOut(count: Int) {
        var random = Seeded(UInt64(count))
        let sizes = (0..<500).map { _ in Int64.random(in: 0...1000, using: &random) }.sorted(by: >)
        var shares = ShareOut(count: count)
        var loads = [Int64](repeating: 0, count: count)
        for size in sizes {
            let taker = shares.next(size)
            #expect(taker - 1 == loads.indices.min { (loads[$0], $0) < (loads[$1], $1) })
            loads[taker - 1] += size
        }
        #expect(loads.max()! - loads.min()! <= sizes[0])
    }
}
