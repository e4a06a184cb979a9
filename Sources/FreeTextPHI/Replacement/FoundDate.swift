// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import FreeTextRules

/// A date as it was written: its parts and where they stand, so that it can be written again in the same form.
package struct FoundDate {
    package private(set) var year: Int?
    package private(set) var month: Int?
    package private(set) var day: Int?
    private var pieces: [Piece] = []
    private let scalars: [UInt32]

    private enum Part { case year, month, day, monthName, compact }
    private struct Piece {
        let part: Part
        let from: Int
        let to: Int
    }

    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
    ]

    /// Reads a date; `nil` if the form is not one that can be rewritten.
    package init?(_ scalars: [UInt32]) {
        self.scalars = scalars
        var numbers: [(value: Int, from: Int, to: Int)] = []
        var name: (Int, Int, Int)?
        var i = 0
        var compact: (Int, Int)?
        while i < scalars.count {
            let s = scalars[i]
            if s >= 48 && s <= 57 {
                var j = i
                var v = 0
                while j < scalars.count, scalars[j] >= 48, scalars[j] <= 57, j - i < 9 {
                    v = v * 10 + Int(scalars[j]) - 48
                    j += 1
                }
                if j - i == 8 { compact = (i, j) }
                numbers.append((v, i, j))
                i = j
            } else if let u = Unicode.Scalar(s), u.properties.isAlphabetic, !(s >= 0x4e00) {
                var j = i
                var word = ""
                while j < scalars.count, let w = Unicode.Scalar(scalars[j]), w.properties.isAlphabetic {
                    word += String(w).lowercased()
                    j += 1
                }
                if word.count >= 3, let m = FoundDate.months.firstIndex(where: { $0.hasPrefix(word) }) { name = (m + 1, i, j) }
                i = j
            } else {
                if hanNumeral(s) { return nil }
                i += 1
            }
        }
        if let (from, to) = compact, numbers.count == 1 {
            let v = numbers[0].value
            (year, month, day) = (v / 10000, v / 100 % 100, v % 100)
            pieces = [Piece(part: .compact, from: from, to: to)]
        } else if let (m, from, to) = name {
            month = m
            pieces.append(Piece(part: .monthName, from: from, to: to))
            for n in numbers {
                if n.to - n.from == 4 || day != nil || (n.from > to && numbers.count == 1 && n.value > 31) {
                    year = n.to - n.from == 2 ? FoundDate.century(n.value) : n.value
                    pieces.append(Piece(part: .year, from: n.from, to: n.to))
                } else {
                    day = n.value
                    pieces.append(Piece(part: .day, from: n.from, to: n.to))
                }
            }
        } else if numbers.count == 3 {
            let (a, b, c) = (numbers[0], numbers[1], numbers[2])
            if a.to - a.from == 4 {
                set(a, b, c)
            } else if scalars.contains(0x5e74) {
                set(a, b, c)
            } else if a.value > 12 {
                set(c, b, a)
            } else if b.value > 12 {
                set(c, a, b)
            } else {
                // Both read; dots and dashes mean day first, slashes month first.
                if scalars.contains(47) { set(c, a, b) } else { set(c, b, a) }
            }
        } else if numbers.count == 2, numbers[0].to - numbers[0].from == 4 {
            (year, month) = (numbers[0].value, numbers[1].value)
            pieces = [piece(.year, numbers[0]), piece(.month, numbers[1])]
        } else if numbers.count == 2, numbers[1].to - numbers[1].from == 4 {
            (month, year) = (numbers[0].value, numbers[1].value)
            pieces = [piece(.month, numbers[0]), piece(.year, numbers[1])]
        } else {
            return nil
        }
        if let month, month < 1 || month > 12 { return nil }
        if let day, day < 1 || day > 31 { return nil }
    }

    private func piece(_ part: Part, _ n: (value: Int, from: Int, to: Int)) -> Piece { Piece(part: part, from: n.from, to: n.to) }

    private mutating func set(_ y: (value: Int, from: Int, to: Int), _ m: (value: Int, from: Int, to: Int), _ d: (value: Int, from: Int, to: Int)) {
        year = y.to - y.from == 2 ? FoundDate.century(y.value) : y.value
        month = m.value
        day = d.value
        pieces = [piece(.year, y), piece(.month, m), piece(.day, d)]
    }

    private static func century(_ v: Int) -> Int { v > 35 ? 1900 + v : 2000 + v }

    /// The date moved by whole days, in the same form; `nil` without a year.
    package func shifted(byDays days: Int) -> String? {
        // The 31st of a shorter month is counted on into the next one.
        guard let year, let month, let first = CalendarDay(year: year, month: month, day: 1) else { return nil }
        let (y, m, d) = (first + ((day ?? 15) - 1 + days)).components
        var out = scalars
        for p in pieces.sorted(by: { $0.from > $1.from }) {
            let width = p.to - p.from
            let text: String
            switch p.part {
            case .year: text = width == 2 ? FoundDate.pad(y % 100, 2) : FoundDate.pad(y, width)
            case .month: text = FoundDate.pad(m, width == 2 || m > 9 ? 2 : 1)
            case .day: text = FoundDate.pad(d, width == 2 || d > 9 ? 2 : 1)
            case .compact: text = FoundDate.pad(y * 10000 + m * 100 + d, 8)
            case .monthName:
                var s = width <= 4 ? String(FoundDate.months[m - 1].prefix(3)) : FoundDate.months[m - 1]
                let upper = { (s: UInt32) in s >= 65 && s <= 90 }
                if upper(scalars[p.from]) { s = width > 1 && upper(scalars[p.from + 1]) ? s.uppercased() : s.prefix(1).uppercased() + s.dropFirst() }
                text = s
            }
            out.replaceSubrange(p.from..<p.to, with: text.unicodeScalars.map(\.value))
        }
        return String(String.UnicodeScalarView(out.compactMap(Unicode.Scalar.init)))
    }

    private static func pad(_ v: Int, _ width: Int) -> String {
        let s = String(v)
        return String(repeating: "0", count: max(0, width - s.count)) + s
    }
}

private func hanNumeral(_ s: UInt32) -> Bool { DateDetector.hanDigit(s) != nil || s == 0x5341 }
