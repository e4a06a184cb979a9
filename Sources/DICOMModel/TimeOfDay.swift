// SPDX-License-Identifier: Apache-2.0

/// `HH`, `HHMM`, `HHMMSS` or `HHMMSS.F` to `.FFFFFF`; also with the colons of before 1993 (PS3.5 section 6.2).
package func isTime(_ text: String) -> Bool {
    var bytes = Array(text.utf8)
    if bytes.count >= 5, bytes[2] == UInt8(ascii: ":") { bytes.removeAll { $0 == UInt8(ascii: ":") } }
    let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard let whole = parts.first, parts.count <= 2, [2, 4, 6].contains(whole.count), let number = decimal(whole) else { return false }
    if parts.count == 2 {
        guard whole.count == 6, (1...6).contains(parts[1].count), decimal(parts[1]) != nil else { return false }
    }
    let scaled = number * [2: 10000, 4: 100, 6: 1][whole.count]!
    return scaled / 10000 <= 23 && scaled / 100 % 100 <= 59 && scaled % 100 <= 60
}

/// `+HHMM` or `-HHMM`, -1200 to +1400.
package func isZone(_ bytes: some Collection<UInt8>) -> Bool {
    guard bytes.count == 5, let sign = bytes.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
        let number = decimal(bytes.dropFirst())
    else { return false }
    return number % 100 <= 59 && number <= (sign == UInt8(ascii: "+") ? 1400 : 1200)
}
