// SPDX-License-Identifier: Apache-2.0

internal import Crypto

/// One of several runs that share the patients of the inputs between them.
public struct Shard: Hashable, Sendable, Codable {
    /// From 1.
    public let number: Int
    /// How many share the inputs.
    public let count: Int

    /// - Parameter text: `K/N`, K from 1 to N.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let number = parts[0], let count = parts[1], (1...Self.most).contains(count), (1...count).contains(number) else {
            return nil
        }
        self.number = number
        self.count = count
    }

    /// Each of them looks at all inputs.
    package static let most = 10_000
}

/// What goes to one shard as a whole: all files of a patient, or a file of none. Machines with the same inputs, project, key and profile find the
/// same units, wherever the inputs are mounted and in whatever order they come.
package struct ShareUnit: Hashable, Sendable {
    package let bytes: [UInt8]

    private static let lengthInBytes = 16

    /// - Returns: `nil` for what is none.
    package init?(bytes: [UInt8]) {
        guard bytes.count == Self.lengthInBytes else { return nil }
        self.bytes = bytes
    }

    private init(_ kind: String, _ content: [UInt8]) {
        bytes = Array(SHA256.hash(data: Array("\(kind)\0".utf8) + content).prefix(Self.lengthInBytes))
    }

    package init(patient pseudonym: String) { self.init("patient", Array(pseudonym.utf8)) }

    /// Of a file that is of no patient. Its name is left out: copies elsewhere are the same.
    /// - Parameter head: What it begins with, up to ``headLengthInBytes``.
    package init(head: [UInt8], size: Int64) { self.init("file \(size)", head) }

    package static let headLengthInBytes = 1 << 16

    /// Of what cannot be read.
    /// - Parameter name: Its path below the input.
    package init(name: [UInt8]) { self.init("name", name) }
}

/// Shares units out: the largest first, each to the shard that has the fewest bytes so far. So no two shards differ by more than the largest unit.
package struct ShareOut {
    /// A heap of the shards, the one with the fewest bytes first; of equals the one with the lowest number.
    private var loads: [(bytes: Int64, number: Int)]

    package init(count: Int) { loads = (1...count).map { (0, $0) } }

    /// - Parameter bytes: Not more than those of the unit before.
    /// - Returns: The number of the shard that takes the unit.
    package mutating func next(_ bytes: Int64) -> Int {
        let taker = loads[0].number
        loads[0].bytes += bytes
        var place = 0
        while true {
            let below = [2 * place + 1, 2 * place + 2].filter { $0 < loads.count && loads[$0] < loads[place] }
            guard let least = below.min(by: { loads[$0] < loads[$1] }) else { return taker }
            loads.swapAt(place, least)
            place = least
        }
    }
}
