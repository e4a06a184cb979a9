// SPDX-License-Identifier: Apache-2.0

package import DICOMIO
package import DICOMModel
package import Engine

/// Sees whether bits beside the sample are set in the cells of native pixels, but for the sign that some writers go on with above High Bit.
package struct UnusedBits {
    private let bits: StoredBits
    private let isBigEndian: Bool
    private var found: UInt64 = 0

    /// - Returns: `nil` where there are none or they are cleared, or the pixels are compressed.
    package init?(_ plan: ActionPlan, _ file: DICOMFile, _ dataSet: DataSet) {
        guard !plan.clearsUnusedBits, let node = dataSet.find(.pixelData),
            dataSet.nodes.count(where: { $0.kind == .pixels }) == 1,
            !dataSet.nodes[node].flags.contains(.encapsulated), let bits = StoredBits(in: dataSet), bits.unused != 0
        else { return nil }
        self.bits = bits
        isBigEndian = file.information.isBigEndian
    }

    package var isSet: Bool { found != 0 }

    package mutating func see(_ bytes: UnsafeRawBufferPointer) {
        switch bits.bitsAllocated {
        case 8: found |= UInt64(collect(bytes, as: Int8.self))
        case 16: found |= UInt64(collect(bytes, as: Int16.self))
        case 32: found |= UInt64(collect(bytes, as: Int32.self))
        default: found |= UInt64(collect(bytes, as: Int64.self))
        }
    }

    private func collect<Cell: FixedWidthInteger & SignedInteger>(_ bytes: UnsafeRawBufferPointer, as: Cell.Type) -> Cell.Magnitude
    where Cell.Magnitude: FixedWidthInteger {
        let unused = Cell(truncatingIfNeeded: bits.unused)
        let above = Cell.bitWidth - 1 - bits.highBit
        let below = Cell(truncatingIfNeeded: (UInt64(1) << UInt64(bits.highBit + 1 - bits.bitsStored)) - 1)
        var all: Cell = 0
        for index in 0..<bytes.count / (Cell.bitWidth / 8) {
            var cell = bytes.loadUnaligned(fromByteOffset: index * (Cell.bitWidth / 8), as: Cell.self)
            if isBigEndian { cell = cell.byteSwapped }
            // What a sample of its width reads as, written over the whole cell.
            let extended = bits.isSigned ? (cell &<< Cell(above)) &>> Cell(above) : 0
            all |= ((cell ^ extended) & unused & ~below) | (cell & below)
        }
        return Cell.Magnitude(truncatingIfNeeded: all)
    }
}
