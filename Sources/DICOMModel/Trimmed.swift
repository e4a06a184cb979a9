// SPDX-License-Identifier: Apache-2.0

/// Text without blanks, NULs and other control characters at both ends.
package func trimmed(_ text: String, also others: String = "") -> String {
    let isPadding = { (scalar: Unicode.Scalar) in scalar.value <= 0x20 || scalar == "\u{3000}" || others.unicodeScalars.contains(scalar) }
    let scalars = text.unicodeScalars
    guard let first = scalars.firstIndex(where: { !isPadding($0) }), let last = scalars.lastIndex(where: { !isPadding($0) })
    else { return "" }
    return String(scalars[first...last])
}
