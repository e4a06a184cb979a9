// SPDX-License-Identifier: Apache-2.0

/// 64-bit hashing of folded scalars (FNV-1a with a final mix). Fixed for ever: the generated tables depend on it.
package enum TextHash {
    package static let seed: UInt64 = 0xcbf2_9ce4_8422_2325

    @inline(__always)
    package static func add(_ hash: UInt64, _ scalar: UInt32) -> UInt64 { (hash ^ UInt64(scalar)) &* 0x100_0000_01b3 }

    @inline(__always)
    package static func finish(_ hash: UInt64) -> UInt64 {
        var h = hash
        h ^= h >> 33
        h &*= 0xff51_afd7_ed55_8ccd
        h ^= h >> 33
        h &*= 0xc4ce_b9fe_1a85_ec53
        h ^= h >> 33
        return h
    }

    package static func of(_ text: String) -> UInt64 { of(text.unicodeScalars.map(\.value)) }

    package static func of(_ scalars: some Sequence<UInt32>) -> UInt64 {
        var h = seed
        for s in scalars { h = add(h, s) }
        return finish(h)
    }
}

/// A read-only hash table in ASCII text, six bits a character, read in place from the program image.
///
/// A slot is four characters of fingerprint and `width` characters of value. Nothing is decoded at start.
/// The pointer is to immutable, immortal memory, hence `@unchecked Sendable`.
package struct PackedTable: @unchecked Sendable {
    private let base: UnsafePointer<UInt8>
    private let slots: Int
    private let width: Int

    package init(_ text: StaticString, width: Int) {
        base = text.utf8Start
        self.width = width
        slots = text.utf8CodeUnitCount / (4 + width)
    }

    /// Builds a table in memory that is never freed; for the trainer.
    package init(entries: [UInt64: UInt32], width: Int) {
        let bytes = PackedTable.pack(entries, width: width)
        let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: max(bytes.count, 1))
        memory.initialize(from: bytes, count: bytes.count)
        base = UnsafePointer(memory)
        self.width = width
        slots = bytes.count / (4 + width)
    }

    @inline(__always)
    private static func fingerprint(_ hash: UInt64) -> UInt32 {
        let f = UInt32(truncatingIfNeeded: hash) & 0xff_ffff
        return f == 0 ? 1 : f
    }

    @inline(__always)
    private static func slot(_ hash: UInt64, _ slots: Int) -> Int { Int(((hash >> 32) &* UInt64(slots)) >> 32) }

    /// The value stored for a hash made by ``TextHash``, or `nil`.
    package func value(_ hash: UInt64) -> UInt32? {
        guard slots > 0 else { return nil }
        let wanted = PackedTable.fingerprint(hash)
        var i = PackedTable.slot(hash, slots)
        let size = 4 + width
        while true {
            let p = base + i * size
            let f =
                UInt32(p[0] &- 48) | UInt32(p[1] &- 48) << 6 | UInt32(p[2] &- 48) << 12 | UInt32(p[3] &- 48) << 18
            if f == 0 { return nil }
            if f == wanted {
                var v: UInt32 = 0
                for k in 0..<width { v |= UInt32(p[4 + k] &- 48) << UInt32(6 * k) }
                return v
            }
            i += 1
            if i == slots { i = 0 }
        }
    }

    /// The text form of a table, in a fixed order.
    package static func pack(_ entries: [UInt64: UInt32], width: Int) -> [UInt8] {
        let slots = entries.count * 10 / 7 + 1
        let size = 4 + width
        var bytes = [UInt8](repeating: 48, count: slots * size)
        for (hash, value) in entries.sorted(by: { $0.key < $1.key }) {
            var i = slot(hash, slots)
            while bytes[i * size] != 48 || bytes[i * size + 1] != 48 || bytes[i * size + 2] != 48 || bytes[i * size + 3] != 48 {
                i += 1
                if i == slots { i = 0 }
            }
            let f = fingerprint(hash)
            for k in 0..<4 { bytes[i * size + k] = 48 + UInt8(f >> UInt32(6 * k) & 63) }
            for k in 0..<width { bytes[i * size + 4 + k] = 48 + UInt8(value >> UInt32(6 * k) & 63) }
        }
        return bytes
    }
}
