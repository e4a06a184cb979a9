// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import ScrubTestSupport
import Testing

@testable import DICOMIO

/// Boxes of native pixels, filled on their way into the new file.
@Suite struct PixelFillTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let geometry: PixelFill.Geometry
        let cells: [[UInt8]]
        let length: Int
    }

    static let columns = 13, rows = 7, frames = 3

    static let layouts: [Row] = [
        row("8 bits", width: 1, planes: 1), row("16 bits", width: 2, planes: 1), row("three samples by pixel", width: 3, planes: 1),
        row("three planes", width: 1, planes: 3), row("three planes of 16 bits", width: 2, planes: 3), row("32 bits", width: 4, planes: 1),
        row("bytes swapped in words", width: 1, planes: 1, isSwapped: true),
    ]

    static func row(_ name: String, width: Int, planes: Int, isSwapped: Bool = false) -> Row {
        let plane = columns * rows * width
        return Row(
            testDescription: name,
            geometry: .init(
                frames: frames, frameStride: plane * planes, planeStride: plane, rowStride: columns * width, hasSwappedBytes: isSwapped),
            cells: (0..<planes).map { plane in (0..<width).map { UInt8(200 + 10 * plane + $0) } }, length: plane * planes * frames)
    }

    @Test("The boxes and nothing else are filled, in whatever pieces the value is written", arguments: layouts)
    func fillsBoxes(_ row: Row) {
        var random = Seeded(UInt64(row.length))
        for _ in 0..<20 {
            let boxes = (0..<3).map { _ in
                let left = Int.random(in: 0..<Self.columns, using: &random), top = Int.random(in: 0..<Self.rows, using: &random)
                return PixelBox(
                    left: left, top: top, right: Int.random(in: left...Self.columns, using: &random),
                    bottom: Int.random(in: top...Self.rows, using: &random))
            }
            let length = row.length + row.length % 2
            let source = (0..<length).map { UInt8($0 % 100) }
            var expected = source
            let width = row.cells[0].count
            for frame in 0..<Self.frames {
                for (plane, cell) in row.cells.enumerated() {
                    for y in 0..<Self.rows {
                        for x in 0..<Self.columns where boxes.contains(where: { $0.left <= x && x < $0.right && $0.top <= y && y < $0.bottom }) {
                            let place =
                                frame * row.geometry.frameStride + plane * row.geometry.planeStride + y * row.geometry.rowStride + x * width
                            for byte in 0..<width { expected[row.geometry.hasSwappedBytes ? (place + byte) ^ 1 : place + byte] = cell[byte] }
                        }
                    }
                }
            }
            #expect(filled(source, PixelFill(boxes, row.geometry, cells: row.cells), &random) == expected)
        }
    }

    @Test("Single bits are filled, where a frame begins within a byte too", arguments: [91, 96])
    func fillsBits(_ stride: Int) {
        var random = Seeded(UInt64(stride))
        let source = [UInt8](repeating: 0xFF, count: (stride * 3 + 7) / 8)
        let box = PixelBox(left: 2, top: 1, right: 11, bottom: 4)
        let fill = PixelFill([box], .init(frames: 3, frameStride: stride, planeStride: stride, rowStride: 13), bit: false)
        var expected = source
        for frame in 0..<3 {
            for y in 1..<4 {
                for x in 2..<11 {
                    let bit = frame * stride + y * 13 + x
                    expected[bit / 8] &= ~(1 << UInt8(bit % 8))
                }
            }
        }
        #expect(filled(source, fill, &random) == expected)
    }

    /// As the writer does: in pieces of a multiple of eight bytes.
    private func filled(_ source: [UInt8], _ fill: PixelFill, _ random: inout Seeded) -> [UInt8] {
        var changes = PixelChanges.none(source.count)
        changes.fill = fill
        var result: [UInt8] = []
        while result.count < source.count {
            let count = min(source.count - result.count, 8 * Int.random(in: 1...6, using: &random))
            var piece = Array(source[result.count..<result.count + count])
            let kept = piece.withUnsafeMutableBytes { changes.apply(to: $0, at: result.count) }
            #expect(kept == count)
            result += piece
        }
        return result
    }
}
