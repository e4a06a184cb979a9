// SPDX-License-Identifier: Apache-2.0

internal import CZlib

/// Writes a picture as PNG: no text, no time, nothing but the pixels.
enum PNGEncoder {
    /// - Returns: `nil` where there is no memory.
    static func encode(_ pixels: HeldPixels) -> [UInt8]? {
        guard let data = deflated(filtered(pixels)) else { return nil }
        let header = big(pixels.columns) + big(pixels.rows) + [8, pixels.samples == 3 ? 2 : 0, 0, 0, 0]
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", header) + chunk("IDAT", data) + chunk("IEND", [])
    }

    /// Each row with the filter whose differences are smallest: none, of the pixel to the left, or of the one above.
    private static func filtered(_ pixels: HeldPixels) -> [UInt8] {
        let (length, step) = (pixels.columns * pixels.samples, pixels.samples)
        var result: [UInt8] = []
        result.reserveCapacity((length + 1) * pixels.rows)
        var above = [UInt8](repeating: 0, count: length)
        var candidates = [[UInt8]](repeating: above, count: 3)
        for row in 0..<pixels.rows {
            let line = Array(pixels.bytes[row * length..<(row + 1) * length])
            for index in 0..<length {
                candidates[0][index] = line[index]
                candidates[1][index] = line[index] &- (index < step ? 0 : line[index - step])
                candidates[2][index] = line[index] &- above[index]
            }
            let weights = candidates.map { $0.reduce(0) { $0 + Int(Int8(bitPattern: $1).magnitude) } }
            let best = weights.firstIndex(of: weights.min()!)!
            result.append(UInt8(best))
            result += candidates[best]
            above = line
        }
        return result
    }

    private static func deflated(_ bytes: [UInt8]) -> [UInt8]? {
        var length = compressBound(uLong(bytes.count))
        var result = [UInt8](repeating: 0, count: Int(length))
        guard compress2(&result, &length, bytes, uLong(bytes.count), 7) == Z_OK else { return nil }
        return Array(result[..<Int(length)])
    }

    private static func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
        let content = Array(name.utf8) + data
        return big(data.count) + content + big(Int(crc32(0, content, uInt(content.count))))
    }

    private static func big(_ number: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) } }
}
