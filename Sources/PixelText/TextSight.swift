// SPDX-License-Identifier: Apache-2.0

internal import CTextSight
internal import DICOMModel

/// A line of text that the detector saw.
struct SeenLine: Hashable {
    let box: PixelBox
    /// 0...1000.
    let score: Int
    let isWeak: Bool
}

/// The detector of text lines. The same plane gives the same lines on every machine.
package enum TextSight {
    /// SHA-256 of its weights.
    package static var digest: String { String(cString: textsight_digest()) }

    private static let usual = 256

    static func lines(in plane: GrayPlane) throws(UnreadablePixels) -> [SeenLine] {
        var capacity = usual
        while true {
            var boxes = [textsight_box](repeating: textsight_box(), count: capacity)
            var count = 0
            switch textsight_find(plane.values, UInt32(plane.columns), UInt32(plane.rows), &boxes, capacity, &count) {
            case TEXTSIGHT_OK:
                return boxes.prefix(count).compactMap { box in
                    let place = PixelBox(left: Int(box.left), top: Int(box.top), right: Int(box.right), bottom: Int(box.bottom))
                        .clipped(columns: plane.columns, rows: plane.rows)
                    return place.isEmpty ? nil : SeenLine(box: place, score: Int(box.score), isWeak: box.is_weak != 0)
                }
            case TEXTSIGHT_TOO_MANY where count > capacity: capacity = count
            default: throw UnreadablePixels("looking at a frame needs more memory than there is")
            }
        }
    }
}
