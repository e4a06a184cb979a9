// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Pseudonyms
internal import Standard

/// Moves the dates back that were copied from the release, and leaves those of the vendor's own work.
///
/// A date was copied if, moved back, it is a day of the originals. The vendor worked after the release was made, and the release's dates lie before
/// the days of the originals, so the vendor's own dates are no such days. Of attributes that only a scanner or a hospital writes, a date that is no
/// known day was copied too, unless it would come to lie behind the last of them.
struct ReturnedDates {
    private let days: Set<CalendarDay>
    /// How far the release moved them; negative is back.
    private let shifts: [Int]
    private let last: CalendarDay?
    private let isCertain: Bool

    /// - Parameter isCertain: The release is known to have moved the dates by the one number of days.
    init(days: Set<CalendarDay>, shifts: Set<Int>, isCertain: Bool) {
        self.isCertain = isCertain
        self.days = days
        self.shifts = shifts.filter { $0 != 0 }.sorted()
        last = days.max()
    }

    /// - Returns: `nil` for a value that stays.
    func movedBack(_ value: String, _ tag: AttributeTag) -> String? {
        guard !shifts.isEmpty, tag.isPrivate || DateOwner.owner(of: tag) == .patient, let day = CalendarDay(value.prefix(8)) else { return nil }
        for shift in shifts where days.contains(day + -shift) { return (day + -shift).text + value.dropFirst(8) }
        guard isCertain, Self.onlyCopied.contains(tag.number), shifts.count == 1, let last, day + -shifts[0] <= last + 1 else { return nil }
        return (day + -shifts[0]).text + value.dropFirst(8)
    }

    /// Who makes something of images does not write these anew: acquisition, injection, visit, request.
    private static let onlyCopied: Set<UInt32> = [
        0x0008_0022, 0x0008_002A, 0x0018_9074, 0x0018_9151, 0x0018_9516, 0x0018_9517, 0x0018_1078, 0x0018_1079, 0x0038_0020, 0x0038_0030,
        0x0032_1000, 0x0032_1010, 0x0032_1040, 0x0032_1050, 0x0040_0002, 0x0040_0004, 0x0040_2004, 0x0018_9701, 0x0018_9804, 0x0018_9919,
    ]
}
