// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Profiles
internal import Pseudonyms
internal import Standard

/// A frame in small, as a person sees it: one byte a pixel, 0 black, at most 64 by 64.
public struct PixelThumbnail: Sendable, Hashable {
    public let columns: Int
    public let rows: Int
    public let gray: [UInt8]

    static let longestSide = 64

    /// Each pixel is the nearest of the frame, the darkest of them 0 and the brightest 255.
    /// - Parameter gray: The frame row by row, larger is brighter.
    /// - Returns: `nil` where the frame has no pixels, or fewer than that.
    public init?(gray: [UInt16], columns: Int, rows: Int) {
        guard columns > 0, rows > 0, gray.count / columns >= rows else { return nil }
        let scale = max(1, (max(rows, columns) + Self.longestSide - 1) / Self.longestSide)
        self.columns = (columns + scale - 1) / scale
        self.rows = (rows + scale - 1) / scale
        var samples: [Int] = []
        for row in 0..<self.rows {
            for column in 0..<self.columns { samples.append(Int(gray[row * scale * columns + column * scale])) }
        }
        let low = samples.min() ?? 0, range = max(1, (samples.max() ?? 0) - low)
        self.gray = samples.map { UInt8(($0 - low) * 255 / range) }
    }

    /// The item of an Icon Image Sequence (PS3.3 section C.7.6.1.1.6).
    var item: [Template] {
        var bytes = gray
        if bytes.count % 2 == 1 { bytes.append(0) }
        let short = { (element: UInt16, value: Int) in
            Template(AttributeTag(0x0028, element), .US, [UInt8(value & 0xFF), UInt8(value >> 8)])
        }
        return [
            short(0x0002, 1), Template(.photometricInterpretation, .CS, "MONOCHROME2"), short(0x0010, rows), short(0x0011, columns),
            short(0x0100, 8), short(0x0101, 8), short(0x0102, 7), short(0x0103, 0), Template(.pixelData, .OB, bytes),
        ]
    }
}
