// SPDX-License-Identifier: Apache-2.0

/// A rectangle of a frame, in pixels from its upper left corner. Half-open: `right` and `bottom` are the first column and row outside.
public struct PixelBox: Sendable, Hashable, Codable, Comparable {
    public var left: Int
    public var top: Int
    public var right: Int
    public var bottom: Int

    public init(left: Int, top: Int, right: Int, bottom: Int) {
        self.left = left
        self.top = top
        self.right = right
        self.bottom = bottom
    }

    public var isEmpty: Bool { right <= left || bottom <= top }
    public var area: Int { isEmpty ? 0 : (right - left) * (bottom - top) }

    /// What of it lies in a frame of that size.
    public func clipped(columns: Int, rows: Int) -> PixelBox {
        intersection(PixelBox(left: 0, top: 0, right: columns, bottom: rows))
    }

    /// What both have; empty where they have nothing in common.
    public func intersection(_ other: PixelBox) -> PixelBox {
        PixelBox(left: max(left, other.left), top: max(top, other.top), right: min(right, other.right), bottom: min(bottom, other.bottom))
    }

    public func intersects(_ other: PixelBox) -> Bool {
        left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }

    public func contains(_ other: PixelBox) -> Bool {
        left <= other.left && top <= other.top && right >= other.right && bottom >= other.bottom
    }

    public func union(_ other: PixelBox) -> PixelBox {
        PixelBox(left: min(left, other.left), top: min(top, other.top), right: max(right, other.right), bottom: max(bottom, other.bottom))
    }

    /// By top, then left.
    public static func < (a: PixelBox, b: PixelBox) -> Bool { (a.top, a.left, a.bottom, a.right) < (b.top, b.left, b.bottom, b.right) }
}

extension [PixelBox] {
    /// The number of pixels in at least one of them.
    public var coveredArea: Int {
        let edges = Set(flatMap { [$0.top, $0.bottom] }).sorted()
        var area = 0
        for (top, bottom) in zip(edges, edges.dropFirst()) {
            var end = Int.min
            for box in filter({ !$0.isEmpty && $0.top <= top && $0.bottom >= bottom }).sorted(by: { $0.left < $1.left }) {
                area += Swift.max(0, box.right - Swift.max(end, box.left)) * (bottom - top)
                end = Swift.max(end, box.right)
            }
        }
        return area
    }
}
