// SPDX-License-Identifier: Apache-2.0

package import DICOMModel

/// Moves dates by whole days; the time of day stays.
package struct DateShift {
    /// Negative moves back.
    package let shiftInDays: Int

    package init(shiftInDays: Int) { self.shiftInDays = shiftInDays }

    /// - Returns: The moved value; `nil` for one that does not parse, which must not be kept, and for a placeholder, which would tell the shift.
    package func shifted(_ text: String, _ vr: ValueRepresentation) -> String? {
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
