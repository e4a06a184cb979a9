// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Profiles
internal import Pseudonyms
internal import Standard

/// A new Icon Image Sequence item (PS3.3 section C.7.6.1.1.6) from the first frame of the instance's own pixels.
///
/// Made where nothing has to be decoded: one sample, 8 or 16 bits, native, little endian. At most 64 by 64, each pixel the nearest of the frame,
/// the darkest of them 0 and the brightest 255.
struct IconImage {
    private let dataSet: DataSet
    private let large: LargeValueReader

    private static let longestSide = 64

    init(_ dataSet: DataSet, _ large: LargeValueReader) {
        self.dataSet = dataSet
        self.large = large
    }

    /// - Returns: `nil` where the pixels are of another kind, or are fewer than the header says.
    func item() -> [Template]? {
        guard !large.isBigEndian, let pixels = dataSet.find(.pixelData), dataSet.nodes[pixels].kind == .pixels,
            !dataSet.nodes[pixels].flags.contains(.encapsulated), number(0x0028_0002) == 1, let rows = number(0x0028_0010),
            let columns = number(0x0028_0011),
            rows > 0, columns > 0, let bits = number(0x0028_0100), bits == 8 || bits == 16, let stored = number(0x0028_0101),
            (1...bits).contains(stored),
            let interpretation = dataSet.text(.photometricInterpretation), ["MONOCHROME1", "MONOCHROME2"].contains(interpretation),
            dataSet.nodes[pixels].length >= rows * columns * bits / 8
        else { return nil }
        let scale = max(1, (max(rows, columns) + Self.longestSide - 1) / Self.longestSide)
        let height = (rows + scale - 1) / scale, width = (columns + scale - 1) / scale
        var samples: [Int] = []
        for row in 0..<height {
            let length = columns * bits / 8
            guard let line = large.read(pixels, row * scale * length, length), line.count == length else { return nil }
            for column in 0..<width { samples.append(sample(line, column * scale, bits, stored)) }
        }
        let low = samples.min() ?? 0, range = max(1, (samples.max() ?? 0) - low)
        var bytes = samples.map { UInt8(($0 - low) * 255 / range) }
        if bytes.count % 2 == 1 { bytes.append(0) }
        return [
            short(0x0028_0002, 1), Template(.photometricInterpretation, .CS, interpretation), short(0x0028_0010, height), short(0x0028_0011, width),
            short(0x0028_0100, 8), short(0x0028_0101, 8), short(0x0028_0102, 7), short(0x0028_0103, 0), Template(.pixelData, .OB, bytes),
        ]
    }

    private func sample(_ line: [UInt8], _ column: Int, _ bits: Int, _ stored: Int) -> Int {
        let raw = bits == 8 ? Int(line[column]) : Int(line[2 * column]) | Int(line[2 * column + 1]) << 8
        let value = raw & (1 << stored - 1)
        let isNegative = number(0x0028_0103) == 1 && value >> (stored - 1) == 1
        return isNegative ? value - 1 << stored : value
    }

    private func number(_ tag: UInt32) -> Int? {
        guard let index = dataSet.find(AttributeTag(number: tag)), dataSet.nodes[index].length >= 2 else { return nil }
        let bytes = Array(dataSet.value(of: index).prefix(2))
        return Int(bytes[0]) | Int(bytes[1]) << 8
    }

    private func short(_ tag: UInt32, _ value: Int) -> Template {
        Template(AttributeTag(number: tag), .US, [UInt8(value & 0xFF), UInt8(value >> 8)])
    }
}
