// SPDX-License-Identifier: Apache-2.0

/// An Age String (PS3.5 section 6.2): three digits and D, W, M or Y.
package struct Age: Equatable, Sendable {
    package let count: Int
    package let unit: UInt8

    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 4, let count = decimal(bytes.prefix(3)), Array("DWMY".utf8).contains(bytes[3]) else { return nil }
        self.count = count
        unit = bytes[3]
    }

    package init(years: Int) {
        count = years
        unit = UInt8(ascii: "Y")
    }

    /// Whole years, rounded down.
    package var years: Int {
        switch unit {
        case UInt8(ascii: "Y"): count
        case UInt8(ascii: "M"): count / 12
        case UInt8(ascii: "W"): count / 52
        default: count / 365
        }
    }

    /// `090Y` for everyone above 89 years (45 CFR 164.514(b)(2)(i)(C)).
    package var capped: Age { years > 89 ? Age(years: 90) : self }

    package var text: String { padded(count, 3) + String(UnicodeScalar(unit)) }
}
