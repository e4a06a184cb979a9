// SPDX-License-Identifier: Apache-2.0

/// Tells most values that are no whole spelling from those that are, by a hash of their symbols.
struct WholeFilter {
    private var bits: [UInt64]
    private static let size = 1 << 14
    /// The hash of no symbols.
    static let seed: UInt64 = 0xCBF2_9CE4_8422_2325

    init() { bits = Array(repeating: 0, count: Self.size / 64) }

    @inline(__always)
    static func hash(_ hash: UInt64, _ symbol: Symbol) -> UInt64 { (hash ^ UInt64(symbol)) &* 0x100_0000_01B3 }

    @inline(__always)
    private static func place(_ hash: UInt64) -> Int { Int(truncatingIfNeeded: hash ^ hash >> 32) & (size - 1) }

    mutating func insert(_ symbols: [Symbol]) {
        let place = Self.place(symbols.reduce(Self.seed) { Self.hash($0, $1) })
        bits[place >> 6] |= 1 << UInt64(place & 63)
    }

    /// - Returns: `false` where none that was inserted has the hash.
    @inline(__always)
    func mayHold(_ hash: UInt64) -> Bool {
        let place = Self.place(hash)
        return bits[place >> 6] & 1 << UInt64(place & 63) != 0
    }
}
