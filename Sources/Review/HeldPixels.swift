// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel

/// A frame as a person sees it: gray or RGB, 8 bits a sample, row by row without gaps.
package struct HeldPixels: Sendable {
    package let columns: Int
    package let rows: Int
    /// 1 or 3.
    package let samples: Int
    package private(set) var bytes: [UInt8]

    /// - Returns: `nil` where the bytes are not as many as the size needs.
    package init?(columns: Int, rows: Int, samples: Int, bytes: [UInt8]) {
        guard (1...65535).contains(columns), (1...65535).contains(rows), samples == 1 || samples == 3, bytes.count == columns * rows * samples else {
            return nil
        }
        self.init(columns, rows, samples, bytes)
    }

    private init(_ columns: Int, _ rows: Int, _ samples: Int, _ bytes: [UInt8]) {
        (self.columns, self.rows, self.samples, self.bytes) = (columns, rows, samples, bytes)
    }

    /// The same at most `longest` pixels wide and high, each pixel the mean of those that it stands for.
    func fitting(_ longest: Int) -> HeldPixels {
        let longer = max(columns, rows)
        guard longer > longest else { return self }
        let (width, height) = (max(1, columns * longest / longer), max(1, rows * longest / longer))
        var result = [UInt8](repeating: 0, count: width * height * samples)
        bytes.withUnsafeBufferPointer { bytes in
            for y in 0..<height {
                let (top, bottom) = (y * rows / height, max((y + 1) * rows / height, y * rows / height + 1))
                for x in 0..<width {
                    let (left, right) = (x * columns / width, max((x + 1) * columns / width, x * columns / width + 1))
                    for sample in 0..<samples {
                        var sum = 0
                        for row in top..<bottom {
                            for column in left..<right { sum += Int(bytes[(row * columns + column) * samples + sample]) }
                        }
                        let count = (bottom - top) * (right - left)
                        result[(y * width + x) * samples + sample] = UInt8((sum + count / 2) / count)
                    }
                }
            }
        }
        return HeldPixels(width, height, samples, result)
    }

    /// A part of it. The box has to lie inside.
    func cut(_ box: PixelBox) -> HeldPixels {
        var result: [UInt8] = []
        result.reserveCapacity(box.area * samples)
        for row in box.top..<box.bottom {
            result += bytes[(row * columns + box.left) * samples..<(row * columns + box.right) * samples]
        }
        return HeldPixels(box.right - box.left, box.bottom - box.top, samples, result)
    }

    /// The same with its darkest value black and its brightest white: faint letters can be seen.
    var stretched: HeldPixels {
        guard let low = bytes.min(), let high = bytes.max(), high > low else { return self }
        let range = Int(high - low)
        return HeldPixels(columns, rows, samples, bytes.map { UInt8((Int($0 - low) * 255 + range / 2) / range) })
    }

    /// The same in 64 levels, which a person does not tell from 256 and which takes half the room.
    var coarse: HeldPixels {
        HeldPixels(columns, rows, samples, bytes.map { $0 & 0xFC | $0 >> 6 })
    }
}
