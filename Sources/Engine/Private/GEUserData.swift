// SPDX-License-Identifier: Apache-2.0

/// The raw header that GE MR keeps in (0043,"GEMS_PARM_01",2A): flags, numbers and whatever else the scanner had in memory.
///
/// Phase encoding polarity stands nowhere else. Of the block the version and three flag words stay, all else becomes zero.
enum GEUserData {
    /// Where the number of bytes before the header stands.
    private static let offsetPlace = 24
    private static let leastLength = 916
    /// From version 25.002 on the header has 76 more bytes in front, and one part of it is 140 shorter.
    private static let newerVersion: Float = 25.002

    /// - Returns: A block of the same length; `nil` if the bytes are not such a block.
    static func cleaned(_ bytes: [UInt8]) -> [UInt8]? {
        guard bytes.count >= leastLength else { return nil }
        let header = Int(word(bytes, offsetPlace))
        guard header + leastLength <= bytes.count else { return nil }
        let version = Float(bitPattern: UInt32(word(bytes, header)) | UInt32(word(bytes, header + 2)) << 16)
        guard version >= 5, version <= 40 else { return nil }
        let isNewer = version >= newerVersion
        let start = header + (isNewer ? 0x4C : 0)
        // Reversed phase encoding, whether the sequence is an EPI, and the order of the lines.
        let flags: [(place: Int, mask: UInt16)] = [(start + 0x30, 0x0004), (start + 0x3A, 0x0800), (start + 0x394 - (isNewer ? 0x8C : 0), 0xFFFF)]
        guard flags.allSatisfy({ $0.place + 2 <= bytes.count }) else { return nil }
        var result = [UInt8](repeating: 0, count: bytes.count)
        for place in [offsetPlace, offsetPlace + 1] + Array(header..<header + 4) { result[place] = bytes[place] }
        for (place, mask) in flags {
            let value = word(bytes, place) & mask
            // A word of text is no order of lines.
            guard value <= 2 || mask != 0xFFFF else { continue }
            result[place] = UInt8(truncatingIfNeeded: value)
            result[place + 1] = UInt8(truncatingIfNeeded: value >> 8)
        }
        return result
    }

    private static func word(_ bytes: [UInt8], _ place: Int) -> UInt16 { UInt16(bytes[place]) | UInt16(bytes[place + 1]) << 8 }
}
