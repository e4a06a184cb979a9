// SPDX-License-Identifier: Apache-2.0

internal import FreeTextCore

/// Check digits and ranges of common identifiers. A right checksum raises a score; a wrong one never acquits.
package enum Validators {
    /// ISO 13616: letters as 10 to 35, the first four characters moved to the end, the remainder by 97 is 1.
    package static func isIBAN(_ s: [UInt32]) -> Bool {
        guard s.count >= 15, s.count <= 34 else { return false }
        var r = 0
        for c in s[4...] + s[..<4] {
            if c >= 48, c <= 57 {
                r = (r * 10 + Int(c) - 48) % 97
            } else if c >= 97, c <= 122 {
                r = (r * 100 + Int(c) - 87) % 97
            } else {
                return false
            }
        }
        return r == 1
    }

    private static func digits(_ s: [UInt8]) -> [Int] { s.filter { $0 >= 48 && $0 <= 57 }.map { Int($0) - 48 } }

    /// Luhn, as on cards and in NPI numbers.
    package static func isLuhn(_ text: String) -> Bool {
        let d = digits(Array(text.utf8))
        guard d.count >= 2 else { return false }
        var sum = 0
        for (i, x) in d.reversed().enumerated() {
            let y = i % 2 == 1 ? x * 2 : x
            sum += y > 9 ? y - 9 : y
        }
        return sum % 10 == 0
    }

    package static func isCard(_ text: String) -> Bool {
        let d = digits(Array(text.utf8))
        return d.count >= 13 && d.count <= 19 && isLuhn(text)
    }

    /// National Provider Identifier: ten digits, Luhn over 80840 + number.
    package static func isNPI(_ text: String) -> Bool {
        let d = digits(Array(text.utf8))
        return d.count == 10 && (d[0] == 1 || d[0] == 2) && isLuhn("80840" + d.map(String.init).joined())
    }

    /// US social security number: nine digits, no area 000, 666 or 9xx.
    package static func isSSN(_ text: String) -> Bool {
        let d = digits(Array(text.utf8))
        guard d.count == 9 else { return false }
        let area = d[0] * 100 + d[1] * 10 + d[2]
        return area != 0 && area != 666 && area < 900 && d[3] * 10 + d[4] != 0 && d[5...].contains { $0 != 0 }
    }

    /// NHS (England) and CHI (Scotland) numbers: ten digits, modulus 11.
    package static func isNHS(_ text: String) -> Bool {
        let d = digits(Array(text.utf8))
        guard d.count == 10 else { return false }
        let sum = (0..<9).reduce(0) { $0 + d[$1] * (10 - $1) }
        let check = 11 - sum % 11
        return (check == 11 ? 0 : check) == d[9] && check != 10
    }

    /// Chinese resident identity number: 18 characters with check, or the old 15 digits; the birth date must be possible.
    package static func isChineseID(_ text: String) -> Bool {
        let s = Array(text.utf8)
        if s.count == 15 {
            guard s.allSatisfy({ $0 >= 48 && $0 <= 57 }) else { return false }
            let d = digits(s)
            return isDay(d[8] * 10 + d[9], d[10] * 10 + d[11]) && d[0] > 0
        }
        guard s.count == 18, s[..<17].allSatisfy({ $0 >= 48 && $0 <= 57 }) else { return false }
        let d = digits(Array(s[..<17]))
        guard d[6] == 1 || d[6] == 2, isDay(d[10] * 10 + d[11], d[12] * 10 + d[13]), d[0] > 0 else { return false }
        let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
        let sum = zip(d, weights).reduce(0) { $0 + $1.0 * $1.1 }
        return Array("10X98765432".utf8)[sum % 11] == (s[17] == 120 ? 88 : s[17])
    }

    private static func isDay(_ month: Int, _ day: Int) -> Bool { month >= 1 && month <= 12 && day >= 1 && day <= 31 }

    /// French social security number (NIR): thirteen digits and a key of 97.
    package static func isNIR(_ text: String) -> Bool {
        let d = digits(Array(text.utf8))
        guard d.count == 15, d[0] == 1 || d[0] == 2 else { return false }
        let v = d[..<13].reduce(0) { $0 * 10 + $1 }
        return 97 - v % 97 == d[13] * 10 + d[14]
    }

    /// Korean resident registration number.
    package static func isRRN(_ text: String) -> Bool {
        let d = digits(Array(text.utf8))
        guard d.count == 13, isDay(d[2] * 10 + d[3], d[4] * 10 + d[5]) else { return false }
        let weights = [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]
        let sum = zip(d, weights).reduce(0) { $0 + $1.0 * $1.1 }
        return (11 - sum % 11) % 10 == d[12]
    }

    /// Japanese individual number (My Number): twelve digits.
    package static func isMyNumber(_ text: String) -> Bool {
        let d = digits(Array(text.utf8))
        guard d.count == 12 else { return false }
        var sum = 0
        for n in 1...11 { sum += d[11 - n] * (n <= 6 ? n + 1 : n - 5) }
        return (sum % 11 <= 1 ? 0 : 11 - sum % 11) == d[11]
    }
}
