// SPDX-License-Identifier: Apache-2.0

/// Which bits of a pixel cell hold the sample (PS3.5 section 8.1.1). Older overlays live in the others (PS3.3 section C.9.2, retired).
public struct StoredBits: Sendable, Equatable {
    public let bitsAllocated: Int
    public let highBit: Int
    public let bitsStored: Int
    public let isSigned: Bool

    /// - Returns: `nil` where cells are no whole bytes, or the header contradicts itself.
    public init?(in dataSet: DataSet) {
        guard let allocated = dataSet.number(.bitsAllocated), [8, 16, 32, 64].contains(allocated) else { return nil }
        let stored = dataSet.number(.bitsStored) ?? allocated
        let high = dataSet.number(.highBit) ?? stored - 1
        guard (1...allocated).contains(stored), (stored - 1..<allocated).contains(high) else { return nil }
        bitsAllocated = allocated
        bitsStored = stored
        highBit = high
        isSigned = dataSet.number(.pixelRepresentation) == 1
    }

    /// One where a bit belongs to the sample.
    public var mask: UInt64 {
        let width = bitsStored == 64 ? UInt64.max : (1 << UInt64(bitsStored)) - 1
        return width << UInt64(highBit + 1 - bitsStored)
    }

    /// One where a bit of the cell belongs to no sample.
    public var unused: UInt64 { ~mask & (bitsAllocated == 64 ? UInt64.max : (1 << UInt64(bitsAllocated)) - 1) }

    /// The mask as it lies over the bytes of one cell.
    public func bytes(isBigEndian: Bool) -> [UInt8] {
        let little = (0..<bitsAllocated / 8).map { UInt8(truncatingIfNeeded: mask >> UInt64(8 * $0)) }
        return isBigEndian ? little.reversed() : little
    }
}
