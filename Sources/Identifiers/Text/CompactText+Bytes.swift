// SPDX-License-Identifier: Apache-2.0

extension CompactText {
    /// Bytes that are no letter or digit of ASCII, and no mark.
    static let byteMark: Symbol = 0x120000

    init(bytes: [UInt8]) { self = bytes.withUnsafeBytes { CompactText(bytes: $0) } }

    /// Bytes of unknown meaning. Letters and digits of ASCII are folded, so that a name is one row of symbols in every set and in
    /// UTF-16; all other bytes are symbols of their own.
    ///
    /// Escape sequences of ISO 2022 are left out, and what they make two-byte characters is read as EUC, which is the same characters.
    init(bytes: UnsafeRawBufferPointer) {
        self.init(symbols: [], gaps: [], starts: [], ends: [])
        reserve(bytes.count)
        var gap = Gap()
        var isDouble = false
        var place = 0
        while place < bytes.count {
            let byte = bytes[place]
            if byte == 0x1B, let (length, double) = Self.escape(bytes, place) {
                place += length
                isDouble = double
                continue
            }
            if isDouble {
                if byte >= 0x21 && byte <= 0x7E {
                    add(Self.byteMark | Symbol(byte | 0x80), &gap, Int32(place))
                    place += 1
                    continue
                }
                isDouble = byte >= 0x80
            }
            switch byte < 0x80 ? ScalarFolding.ascii(byte) : .nothing {
            case .symbol(let symbol):
                if symbol != Symbol(byte) { gap.formUnion(.capital) }
                add(symbol, &gap, Int32(place))
            case .gap(let kind): gap.formUnion(kind)
            default: add(Self.byteMark | Symbol(byte), &gap, Int32(place))
            }
            place += 1
        }
    }

    /// The length of a designation, and whether what follows takes two bytes of seven bits a character.
    static func escape(_ bytes: UnsafeRawBufferPointer, _ place: Int) -> (Int, Bool)? {
        guard place + 2 < bytes.count else { return nil }
        switch (bytes[place + 1], bytes[place + 2]) {
        case (0x24, 0x40), (0x24, 0x42): return (3, true)
        case (0x24, 0x28) where place + 3 < bytes.count: return (4, true)
        case (0x24, 0x29) where place + 3 < bytes.count: return (4, false)
        case (0x28, 0x40...0x5A), (0x29, 0x40...0x5A), (0x2D, 0x40...0x62): return (3, false)
        default: return nil
        }
    }
}
