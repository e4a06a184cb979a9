// SPDX-License-Identifier: Apache-2.0

/// A character set in which bytes may have been written although nobody declares it.
package struct ReadableSet: Hashable, Sendable {
    private let charset: Charset

    /// The sets in which the bytes are characters from the first to the last.
    package static func all(of bytes: [UInt8]) -> [ReadableSet] {
        guard bytes.contains(where: { $0 >= 0x80 }) else { return [] }
        return Charset.allCases.filter { !$0.isDoubleByteSet && !$0.isSearchedOnly }.map(ReadableSet.init).filter { set in
            !bytes.withUnsafeBytes { set.read($0).scalars }.contains(0xFFFD)
        }
    }

    /// - Returns: The characters, U+FFFD for bytes that are none; and where each begins in the bytes, behind them where the last one ends.
    package func read(_ bytes: UnsafeRawBufferPointer) -> (scalars: [UInt32], starts: [Int]) {
        let table = ConversionTable.of(charset)
        var scalars: [UInt32] = []
        var starts: [Int] = []
        scalars.reserveCapacity(bytes.count)
        starts.reserveCapacity(bytes.count + 1)
        var place = 0
        while place < bytes.count {
            let byte = bytes[place]
            starts.append(place)
            if byte < 0x80 {
                scalars.append(UInt32(byte))
            } else if let scalar = table.scalar(single: byte) {
                scalars.append(scalar)
            } else if !charset.isSingleByte, place + 1 < bytes.count, let scalar = table.scalar(lead: byte, trail: bytes[place + 1]) {
                scalars.append(scalar)
                place += 1
            } else {
                scalars.append(0xFFFD)
            }
            place += 1
        }
        starts.append(bytes.count)
        return (scalars, starts)
    }
}
