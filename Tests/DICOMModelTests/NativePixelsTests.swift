// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import Testing

@Suite struct NativePixelsTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var interpretation = "MONOCHROME2"
        var samples = 1
        var bits = 8
        var frames: String?
        var rows = 7
        var columns = 9
        let length: Int
        let expected: NativePixels
    }

    static let rows: [Row] = [
        Row(testDescription: "exactly the pixels", bits: 16, length: 126, expected: .all(paddingAt: nil)),
        Row(testDescription: "a byte that makes the length even", length: 64, expected: .all(paddingAt: 63)),
        Row(testDescription: "bytes behind", bits: 16, length: 140, expected: .first(126)),
        Row(testDescription: "bytes behind an odd number of pixels", length: 80, expected: .first(64)),
        Row(testDescription: "pixels missing", bits: 16, length: 100, expected: .all(paddingAt: nil)),
        Row(testDescription: "frames", bits: 16, frames: "2 ", length: 260, expected: .first(252)),
        Row(testDescription: "frames that are no number", bits: 16, frames: "1A", length: 126, expected: .cannotTell),
        Row(testDescription: "more frames than a number of DICOM can say", bits: 16, frames: "2147483648", length: 126, expected: .cannotTell),
        Row(testDescription: "no rows", rows: 0, length: 126, expected: .cannotTell),
        Row(testDescription: "subsampled", interpretation: "YBR_FULL_422", samples: 3, columns: 8, length: 112, expected: .all(paddingAt: nil)),
        Row(
            testDescription: "subsampled, with bytes behind", interpretation: "YBR_FULL_422", samples: 3, columns: 8, length: 130,
            expected: .first(112)),
        Row(
            testDescription: "said to be subsampled, and is not", interpretation: "YBR_FULL_422", samples: 3, columns: 8, length: 168,
            expected: .all(paddingAt: nil)),
        Row(
            testDescription: "the same, partial, of 16 bits and two frames", interpretation: "YBR_PARTIAL_422", samples: 3, bits: 16, frames: "2",
            columns: 8, length: 672, expected: .all(paddingAt: nil)),
        Row(
            testDescription: "the same in fours", interpretation: "YBR_PARTIAL_420", samples: 3, columns: 8, length: 168,
            expected: .all(paddingAt: nil)),
        Row(
            testDescription: "either of them with bytes behind", interpretation: "YBR_FULL_422", samples: 3, columns: 8, length: 180,
            expected: .cannotTell),
        Row(
            testDescription: "one sample that is said to be subsampled", interpretation: "YBR_FULL_422", columns: 8,
            length: 66, expected: .first(56)),
        Row(testDescription: "single bits", bits: 1, length: 8, expected: .all(paddingAt: nil)),
        Row(testDescription: "single bits, packed over frames", bits: 1, frames: "3", length: 24, expected: .all(paddingAt: nil)),
        Row(testDescription: "single bits, each frame on bytes of its own", bits: 1, frames: "9", length: 72, expected: .all(paddingAt: nil)),
        Row(testDescription: "twelve bits, packed", bits: 12, columns: 8, length: 84, expected: .all(paddingAt: nil)),
        Row(testDescription: "twelve bits in two bytes", bits: 12, columns: 8, length: 112, expected: .all(paddingAt: nil)),
        Row(testDescription: "nothing", rows: 0, length: 0, expected: .all(paddingAt: nil)),
    ]

    @Test("The header tells where pixels end", arguments: rows) func ends(_ row: Row) {
        var builder = DataSetBuilder()
        builder.add(.samplesPerPixel, .US, [UInt8(row.samples), 0])
        builder.add(.photometricInterpretation, .CS, row.interpretation)
        if let frames = row.frames { builder.add(.numberOfFrames, .IS, frames) }
        if row.rows > 0 { builder.add(.rows, .US, [UInt8(row.rows), 0]) }
        builder.add(.columns, .US, [UInt8(row.columns), 0])
        builder.add(.bitsAllocated, .US, [UInt8(row.bits), 0])
        #expect(NativePixels(.pixelData, length: row.length, in: builder.build()) == row.expected)
    }
}
