// SPDX-License-Identifier: Apache-2.0

/// Bytes that are text for the most part, read as UTF-8, and as ISO 8859-1 where they are none.
struct TextInBytes {
    private(set) var scalars: [UInt32] = []
    /// Where each scalar begins in the bytes, and behind them where the last one ends.
    private(set) var starts: [Int] = []

    /// - Returns: `nil` for bytes of something else.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard Self.isText(bytes) else { return nil }
        var place = 0
        scalars.reserveCapacity(bytes.count)
        starts.reserveCapacity(bytes.count + 1)
        while place < bytes.count {
            let (scalar, length) = Self.character(bytes, place)
            starts.append(place)
            scalars.append(scalar)
            place += length
        }
        starts.append(bytes.count)
    }

    /// Whether ``init(_:)`` takes the bytes for text, for less.
    static func isText(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var letters = 0
        var others = 0
        var place = 0
        while place < bytes.count {
            let byte = bytes[place]
            if byte < 0x80 {
                if byte >= 0x20 && byte != 0x7F || (0x09...0x0D).contains(byte) { letters += 1 } else if byte != 0 { others += 1 }
                place += 1
            } else if let (_, length) = longCharacter(bytes, place) {
                letters += length
                place += length
            } else {
                if byte < 0xC0 { others += 1 }
                place += 1
            }
        }
        return letters > others * 3
    }

    /// The scalar at a place, and how many bytes it takes.
    @inline(__always)
    static func character(_ bytes: UnsafeRawBufferPointer, _ place: Int) -> (UInt32, Int) {
        let byte = bytes[place]
        if byte < 0x80 { return (UInt32(byte), 1) }
        // ISO 8859-1 has the letters of most that is no UTF-8.
        return longCharacter(bytes, place) ?? (byte >= 0xA0 ? UInt32(byte) : 0xFFFD, 1)
    }

    /// One character of two to four bytes.
    private static func longCharacter(_ bytes: UnsafeRawBufferPointer, _ place: Int) -> (UInt32, Int)? {
        let first = bytes[place]
        let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
        guard (0xC2...0xF4).contains(first), place + length <= bytes.count else { return nil }
        var scalar = UInt32(first) & (length == 2 ? 0x1F : length == 3 ? 0x0F : 0x07)
        for next in place + 1..<place + length {
            guard bytes[next] & 0xC0 == 0x80 else { return nil }
            scalar = scalar << 6 | UInt32(bytes[next] & 0x3F)
        }
        return Unicode.Scalar(scalar) == nil ? nil : (scalar, length)
    }
}
