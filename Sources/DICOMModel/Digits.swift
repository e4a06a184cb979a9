// SPDX-License-Identifier: Apache-2.0

/// The number that ASCII digits write; `nil` for anything else, and for none.
@inlinable
package func decimal(_ digits: some Collection<UInt8>) -> Int? {
    guard !digits.isEmpty, digits.count <= 18 else { return nil }
    var result = 0
    for digit in digits {
        guard (0x30...0x39).contains(digit) else { return nil }
        result = result * 10 + Int(digit - 0x30)
    }
    return result
}

@inlinable
package func decimalDigitsOnly(_ bytes: some Collection<UInt8>) -> Bool { bytes.allSatisfy { (0x30...0x39).contains($0) } }

/// A number with leading zeros, so that it has at least this many digits.
package func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

/// Bytes as lower-case hexadecimal digits.
@inlinable
package func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}

/// Whether the byte is a letter or digit of ASCII.
package func isLatinAlphanumeric(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte)
}
