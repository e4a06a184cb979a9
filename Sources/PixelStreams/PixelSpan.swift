// SPDX-License-Identifier: Apache-2.0

internal import DICOMIO

/// Bytes of a compressed value that are neither coded image nor the header that a decoder needs.
struct PixelSpan: Equatable {
    enum Kind {
        /// COM of JPEG or JPEG 2000: text.
        case comment
        /// APPn of JPEG, the texts of a colour profile.
        case application
        /// A box of a JP2, JPH, JPEG XL or MP4 file.
        case box
        /// A box whose content is compressed again, so that it cannot be searched.
        case compressedBox
        /// What a video lets its writer say: user data, names of tracks and encoders. No zeros may stand there.
        case userData
        /// When a recording was made, as a number.
        case time
        /// Bytes that belong to nothing: before, between and behind what the format knows.
        case junk
        /// Headers that cannot be changed, and that are longer than they need to be: they are searched.
        case sealed
        /// Bytes whose form is not known: they are searched, which does not prove much.
        case opaque
    }

    let kind: Kind
    /// Where its bytes lie in the value of Pixel Data; in more than one piece where a frame is split over items.
    let pieces: Pieces

    /// What it is blanked with.
    var fill: UInt8 { kind == .comment || kind == .userData ? 0x20 : 0 }
}

/// Takes what a walker finds.
typealias PixelSpanReceiver = (PixelSpan) throws(FileError) -> Void

/// Ranges of a value, in order, none touching another.
struct Pieces: Equatable {
    private(set) var ranges: [Range<Int>] = []
    private(set) var count = 0

    private static let most = 1 << 16

    /// - Throws: ``FileError/malformed`` where there are more than any writer makes.
    mutating func add(_ range: Range<Int>) throws(FileError) {
        guard !range.isEmpty else { return }
        count += range.count
        if let last = ranges.last, last.upperBound == range.lowerBound {
            ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
        } else {
            guard ranges.count < Self.most else { throw .malformed }
            ranges.append(range)
        }
    }

    /// Part of them, counted in their bytes.
    func slice(_ part: Range<Int>) -> Pieces {
        var result = Pieces()
        var start = 0
        for range in ranges where start < part.upperBound {
            let from = max(part.lowerBound, start), to = min(part.upperBound, start + range.count)
            if from < to {
                result.ranges.append(range.lowerBound + from - start..<range.lowerBound + to - start)
                result.count += to - from
            }
            start += range.count
        }
        return result
    }

    func from(_ start: Int) -> Pieces { slice(min(start, count)..<count) }
}
