// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel

/// Moves dates by whole days; the time of day stays.
struct DateShift {
    /// Negative moves back.
    let shiftInDays: Int

    /// - Returns: The moved value; `nil` for one that does not parse, which must not be kept, and for a placeholder, which would tell the shift.
    func shifted(_ text: String, _ vr: ValueRepresentation) -> String? {
        switch vr {
        case .DA: shiftedDate(text)
        case .DT: shiftedDateTime(text)
        case .TM: isTime(text) ? text : nil
        default: nil
        }
    }

    private func shiftedDate(_ text: String) -> String? {
        guard let day = CalendarDay(text), shiftInDays == 0 || !day.isPlaceholder else { return nil }
        let moved = day + shiftInDays
        return moved.number > 365 ? moved.text : nil
    }

    /// `YYYYMMDD`, then maybe a time with fraction, then maybe a zone. A date without its day cannot be moved by days.
    private func shiftedDateTime(_ text: String) -> String? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 8, let day = shiftedDate(String(text.utf8.prefix(8)) ?? "") else { return nil }
        let rest = bytes[8...]
        let zoneStart = rest.firstIndex { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") } ?? rest.endIndex
        guard zoneStart == rest.startIndex || isTime(String(decoding: rest[..<zoneStart], as: UTF8.self)) else { return nil }
        guard zoneStart == rest.endIndex || isZone(rest[zoneStart...]) else { return nil }
        return day + String(decoding: rest, as: UTF8.self)
    }
}

/// `HH`, `HHMM`, `HHMMSS` or `HHMMSS.F` to `.FFFFFF`; also with the colons of before 1993 (PS3.5 section 6.2).
func isTime(_ text: String) -> Bool {
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
func isZone(_ bytes: some Collection<UInt8>) -> Bool {
    guard bytes.count == 5, let sign = bytes.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
        let number = decimal(bytes.dropFirst())
    else { return false }
    return number % 100 <= 59 && number <= (sign == UInt8(ascii: "+") ? 1400 : 1200)
}
