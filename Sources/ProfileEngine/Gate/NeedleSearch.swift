// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// The position of a needle whose surroundings fit, in folded text.
func find(_ needle: KnownIdentifiers.Needle, in bytes: [UInt8], from start: Int = 0) -> Int? {
    let length = needle.bytes.count
    var position = start
    while position + length <= bytes.count {
        let found: Int? = bytes.withUnsafeBytes { haystack in
            guard let hit = memchr(haystack.baseAddress! + position, Int32(needle.bytes[0]), haystack.count - position - length + 1) else { return nil }
            return UnsafeRawPointer(hit) - haystack.baseAddress!
        }
        guard let found else { return nil }
        if bytes[found..<found + length].elementsEqual(needle.bytes), needle.boundary.fits(bytes, found..<found + length) { return found }
        position = found + 1
    }
    return nil
}

extension KnownIdentifiers.Boundary {
    func fits(_ text: [UInt8], _ range: Range<Int>) -> Bool {
        let before = range.lowerBound > 0 ? text[range.lowerBound - 1] : 0x20
        let after = range.upperBound < text.count ? text[range.upperBound] : 0x20
        let isDigit = { (byte: UInt8) in (0x30...0x39).contains(byte) }
        switch self {
        case .none: return true
        case .time: return !isDigit(before) && isTimeOfDay(text[range.upperBound...].prefix(6))
        case .digits: return !isDigit(before) && !isDigit(after)
        case .word:
            // A letter next to a digit is a boundary too: `MRN00123456`, `SMITH2`.
            return !touches(before, text[range.lowerBound]) && !touches(text[range.upperBound - 1], after)
        }
    }

    private func isTimeOfDay(_ bytes: ArraySlice<UInt8>) -> Bool {
        let digits = bytes.prefix { (0x30...0x39).contains($0) }.map { Int($0 - 0x30) }
        return digits.count >= 4 && digits[0] * 10 + digits[1] < 24 && digits[2] < 6
    }

    private func touches(_ left: UInt8, _ right: UInt8) -> Bool {
        let isDigit = { (byte: UInt8) in (0x30...0x39).contains(byte) }
        guard isLatinAlphanumeric(left), isLatinAlphanumeric(right) else { return false }
        return isDigit(left) == isDigit(right)
    }
}
