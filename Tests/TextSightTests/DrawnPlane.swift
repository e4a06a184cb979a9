// SPDX-License-Identifier: Apache-2.0

/// A plane of gray values to draw on, with letters of 5 x 7 dots.
struct DrawnPlane {
    let columns: Int
    let rows: Int
    var values: [UInt16]

    init(columns: Int, rows: Int, value: UInt16 = 0) {
        self.columns = columns
        self.rows = rows
        values = Array(repeating: value, count: columns * rows)
    }

    /// Gray noise from a fixed seed, the same on every machine.
    mutating func addNoise(upTo most: UInt16) {
        var state: UInt32 = 7
        for index in values.indices {
            state = state &* 1_664_525 &+ 1_013_904_223
            values[index] &+= UInt16(state >> 16) % most
        }
    }

    /// Draws letters whose dots are squares of `dot` pixels, and gives the box of their ink: left, top, right, bottom.
    mutating func write(_ text: String, left: Int, top: Int, dot: Int, value: UInt16) -> (left: Int, top: Int, right: Int, bottom: Int) {
        var place = left
        for letter in text {
            for (row, bits) in (Self.letters[letter] ?? []).enumerated() {
                for column in 0..<5 where bits & (16 >> column) != 0 {
                    for y in 0..<dot {
                        for x in 0..<dot { values[(top + row * dot + y) * columns + place + column * dot + x] = value }
                    }
                }
            }
            place += 6 * dot
        }
        return (left, top, place - dot, top + 7 * dot)
    }

    private static let letters: [Character: [Int]] = [
        "S": [15, 16, 16, 14, 1, 1, 30], "M": [17, 27, 21, 21, 17, 17, 17], "I": [14, 4, 4, 4, 4, 4, 14], "T": [31, 4, 4, 4, 4, 4, 4],
        "H": [17, 17, 17, 31, 17, 17, 17], "A": [14, 17, 17, 31, 17, 17, 17], "N": [17, 25, 21, 19, 17, 17, 17], "1": [4, 12, 4, 4, 4, 4, 14],
        "9": [14, 17, 17, 15, 1, 2, 12], "7": [31, 1, 2, 4, 8, 8, 8], "0": [14, 17, 19, 21, 25, 17, 14], " ": [],
    ]
}
