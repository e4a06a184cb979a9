// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// How many different values there are, from their hashes: exact up to ``exactLimit``, beyond that an estimate (HyperLogLog with
/// 1,024 registers, standard error 3.3 %) in 1 KiB.
struct DistinctCount: Sendable {
    static let exactLimit = 4096
    private static let bits = 10

    private var exact: Set<UInt64> = []
    private var registers: [UInt8] = []

    var isApproximate: Bool { !registers.isEmpty }

    /// - Returns: Whether the hash changed anything. What changes nothing here changes nothing in a count that was fed all that did.
    mutating func insert(_ hash: UInt64) -> Bool {
        if isApproximate { return raise(hash) }
        guard exact.insert(hash).inserted else { return false }
        guard exact.count > Self.exactLimit else { return true }
        registers = Array(repeating: 0, count: 1 << Self.bits)
        for hash in exact { _ = raise(hash) }
        exact = []
        return true
    }

    var count: Int {
        guard isApproximate else { return exact.count }
        let size = Double(registers.count)
        let sum = registers.reduce(0.0) { $0 + pow(2, -Double($1)) }
        let estimate = 0.7213 / (1 + 1.079 / size) * size * size / sum
        let zeros = registers.count { $0 == 0 }
        return max(Self.exactLimit + 1, Int(estimate <= 2.5 * size && zeros > 0 ? size * log(size / Double(zeros)) : estimate))
    }

    private mutating func raise(_ hash: UInt64) -> Bool {
        let register = Int(hash >> (64 - UInt64(Self.bits)))
        let rank = UInt8((hash << UInt64(Self.bits)).leadingZeroBitCount + 1)
        guard rank > registers[register] else { return false }
        registers[register] = rank
        return true
    }
}
