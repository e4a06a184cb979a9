// SPDX-License-Identifier: Apache-2.0

/// Digits and dots, at most 64 characters, no empty component (PS3.5 section 9.1). Leading zeros are let pass.
package func isUID(_ text: String) -> Bool {
    guard (1...64).contains(text.utf8.count) else { return false }
    var isComponentEmpty = true
    for byte in text.utf8 {
        if byte == UInt8(ascii: ".") {
            guard !isComponentEmpty else { return false }
            isComponentEmpty = true
        } else {
            guard (0x30...0x39).contains(byte) else { return false }
            isComponentEmpty = false
        }
    }
    return !isComponentEmpty
}
