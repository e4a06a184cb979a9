// SPDX-License-Identifier: Apache-2.0

/// 64-bit hashing of folded scalars (FNV-1a with a final mix). Fixed for ever: the generated tables depend on it.
public enum TextHash {
    @inlinable public static var seed: UInt64 { 0xcbf2_9ce4_8422_2325 }

    @inlinable @inline(__always)
    public static func add(_ hash: UInt64, _ scalar: UInt32) -> UInt64 { (hash ^ UInt64(scalar)) &* 0x100_0000_01b3 }

    @inlinable @inline(__always)
    public static func finish(_ hash: UInt64) -> UInt64 {
        var h = hash
        h ^= h >> 33
        h &*= 0xff51_afd7_ed55_8ccd
        h ^= h >> 33
        h &*= 0xc4ce_b9fe_1a85_ec53
        h ^= h >> 33
        return h
    }

    @inlinable public static func of(_ text: String) -> UInt64 { of(text.unicodeScalars.map(\.value)) }

    @inlinable public static func of(_ scalars: some Sequence<UInt32>) -> UInt64 {
        var h = seed
        for s in scalars { h = add(h, s) }
        return finish(h)
    }
}

/// A read-only hash table, read in place from the program image: nothing is decoded at start.
///
/// A slot is three bytes of fingerprint, 0 if it is empty, and the bytes of a value, both little-endian. Eight bytes follow the last
/// slot, so that one load reads a whole slot. The pointer is to immutable, immortal memory, hence `@unchecked Sendable`.
public struct PackedTable: @unchecked Sendable {
    private let base: UnsafeRawPointer
    private let slots: UInt64
    private let size: Int
    private let valueMask: UInt64

    private static let padding = 8
    private static let fingerprintSize = 3

    /// - Parameter start: Memory of `count` bytes, made by ``pack(_:valueSize:)``, that is never freed.
    public init(start: UnsafeRawPointer, count: Int, valueSize: Int) {
        base = start
        size = PackedTable.fingerprintSize + valueSize
        slots = UInt64(max(count - PackedTable.padding, 0) / size)
        valueMask = 1 << UInt64(8 * valueSize) - 1
    }

    /// Builds a table in memory that is never freed; for the trainer.
    public init(entries: [UInt64: UInt32], valueSize: Int) {
        let bytes = PackedTable.pack(entries, valueSize: valueSize)
        let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes.count, alignment: 1)
        memory.copyMemory(from: bytes, byteCount: bytes.count)
        self.init(start: memory, count: bytes.count, valueSize: valueSize)
    }

    @inline(__always)
    private static func fingerprint(_ hash: UInt64) -> UInt64 {
        let f = hash & 0xff_ffff
        return f == 0 ? 1 : f
    }

    @inline(__always)
    private static func slot(_ hash: UInt64, _ slots: UInt64) -> Int { Int(((hash >> 32) &* slots) >> 32) }

    /// The value stored for a hash made by ``TextHash``, or `nil`.
    public func value(_ hash: UInt64) -> UInt32? {
        guard slots > 0 else { return nil }
        let wanted = PackedTable.fingerprint(hash)
        var i = PackedTable.slot(hash, slots)
        while true {
            let entry = UInt64(littleEndian: base.loadUnaligned(fromByteOffset: i &* size, as: UInt64.self))
            let f = entry & 0xff_ffff
            if f == 0 { return nil }
            if f == wanted { return UInt32(truncatingIfNeeded: entry >> 24 & valueMask) }
            i &+= 1
            if i == Int(slots) { i = 0 }
        }
    }

    /// The bytes of a table, in a fixed order.
    public static func pack(_ entries: [UInt64: UInt32], valueSize: Int) -> [UInt8] {
        let slots = entries.count * 10 / 7 + 1
        let size = fingerprintSize + valueSize
        var bytes = [UInt8](repeating: 0, count: slots * size + padding)
        for (hash, value) in entries.sorted(by: { $0.key < $1.key }) {
            precondition(UInt64(value) >> UInt64(8 * valueSize) == 0, "the value \(value) is wider than \(valueSize) bytes")
            var i = slot(hash, UInt64(slots))
            while bytes[i * size] | bytes[i * size + 1] | bytes[i * size + 2] != 0 {
                i += 1
                if i == slots { i = 0 }
            }
            let entry = fingerprint(hash) | UInt64(value) << 24
            for k in 0..<size { bytes[i * size + k] = UInt8(truncatingIfNeeded: entry >> UInt64(8 * k)) }
        }
        return bytes
    }
}
