// SPDX-License-Identifier: Apache-2.0

/// The gray values of the letters of a line and of the ground behind them.
struct InkLevels {
    let ink: Int
    let ground: Int

    /// Parts the values in two groups that differ most from each other; the larger one is the ground.
    /// - Returns: `nil` for a picture of one value.
    init?(_ gray: [UInt16]) {
        guard let least = gray.min().map(Int.init), let greatest = gray.max().map(Int.init), least < greatest else { return nil }
        let bins = 256
        let range = greatest - least + 1
        var counts = [Int](repeating: 0, count: bins)
        var sums = [Int](repeating: 0, count: bins)
        for value in gray {
            let bin = (Int(value) - least) * bins / range
            counts[bin] += 1
            sums[bin] += Int(value)
        }
        let total = sums.reduce(0, +)
        var below = (count: 0, sum: 0)
        var best: (spread: Double, low: (count: Int, sum: Int))?
        for bin in 0..<bins - 1 {
            below.count += counts[bin]
            below.sum += sums[bin]
            let above = (count: gray.count - below.count, sum: total - below.sum)
            guard below.count > 0, above.count > 0 else { continue }
            let distance = Double(above.sum) / Double(above.count) - Double(below.sum) / Double(below.count)
            let spread = distance * distance * Double(below.count) * Double(above.count)
            if spread > best?.spread ?? 0 { best = (spread, below) }
        }
        guard let low = best?.low else { return nil }
        let dark = low.sum / low.count
        let bright = (total - low.sum) / (gray.count - low.count)
        (ink, ground) = low.count * 2 > gray.count ? (bright, dark) : (dark, bright)
        guard ink != ground else { return nil }
    }

    /// The letters black and the ground white, all else between them.
    func darkOnBright(_ gray: [UInt16]) -> [UInt8] { gray.map { UInt8(clamping: (Int($0) - ink) * 255 / (ground - ink)) } }

    /// Whether so many letters fill the width of the ink. A single letter that was read where a word stands is wrong.
    func fits(_ line: String, _ picture: [UInt8], columns: Int) -> Bool {
        var (left, right, top, bottom) = (columns, -1, Int.max, -1)
        for (place, value) in picture.enumerated() where value < 128 {
            left = min(left, place % columns)
            right = max(right, place % columns)
            top = min(top, place / columns)
            bottom = max(bottom, place / columns)
        }
        guard right >= left else { return false }
        // An M is about as wide as it is high; letters may stand apart.
        return right - left + 1 <= (line.count + 1) * 2 * (bottom - top + 1)
    }
}
