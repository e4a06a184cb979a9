// SPDX-License-Identifier: Apache-2.0

/// SipHash-2-4: 64 bits of a value under a key, so that values can be counted without being held.
struct KeyedHash: Sendable {
    static let keyLengthInBytes = 16

    private let start: (UInt64, UInt64, UInt64, UInt64)

    /// - Parameter key: 16 bytes.
    init?(_ key: some Collection<UInt8>) {
        guard key.count == Self.keyLengthInBytes else { return nil }
        let halves = [key.prefix(8), key.dropFirst(8)].map { $0.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) } }
        start = (
            halves[0] ^ 0x736F_6D65_7073_6575, halves[1] ^ 0x646F_7261_6E64_6F6D, halves[0] ^ 0x6C79_6765_6E65_7261,
            halves[1] ^ 0x7465_6462_7974_6573
        )
    }

    func callAsFunction(_ bytes: some Collection<UInt8>) -> UInt64 {
        var state = State(start)
        var block: UInt64 = 0
        var count: UInt64 = 0
        for byte in bytes {
            block |= UInt64(byte) << (8 * (count & 7))
            count += 1
            if count & 7 == 0 {
                state.take(block)
                block = 0
            }
        }
        state.take(block | (count & 0xFF) << 56)
        return state.finish()
    }

    private struct State {
        var v0, v1, v2, v3: UInt64

        init(_ start: (UInt64, UInt64, UInt64, UInt64)) { (v0, v1, v2, v3) = start }

        mutating func take(_ block: UInt64) {
            v3 ^= block
            round()
            round()
            v0 ^= block
        }

        mutating func finish() -> UInt64 {
            v2 ^= 0xFF
            for _ in 0..<4 { round() }
            return v0 ^ v1 ^ v2 ^ v3
        }

        private mutating func round() {
            v0 &+= v1
            v1 = v1 << 13 | v1 >> 51
            v1 ^= v0
            v0 = v0 << 32 | v0 >> 32
            v2 &+= v3
            v3 = v3 << 16 | v3 >> 48
            v3 ^= v2
            v0 &+= v3
            v3 = v3 << 21 | v3 >> 43
            v3 ^= v0
            v2 &+= v1
            v1 = v1 << 17 | v1 >> 47
            v1 ^= v2
            v2 = v2 << 32 | v2 >> 32
        }
    }
}
