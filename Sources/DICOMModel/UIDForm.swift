// SPDX-License-Identifier: Apache-2.0

/// Digits and dots, at most 64 characters, no empty component (PS3.5 section 9.1). Leading zeros are let pass.
package func isUID(_ text: String) -> Bool {
    guard (1...64).contains(text.utf8.count) else { return false }
    return text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { !$0.isEmpty && decimalDigitsOnly($0) }
}
