// SPDX-License-Identifier: Apache-2.0

import DICOMIO
import DICOMModel
import ScrubTestSupport
import Testing

@testable import ScrubPipeline

/// Boxes of a profile, blanked in native pixels of every form. The image is 6 by 4, the box covers columns 1 to 3 of rows 1 and 2.
extension PixelSegmentTests {
    struct Native: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var samples = 1
        var photometric = "MONOCHROME2"
        var planar = 0
        var frames = 1
        var allocated = 8
        var stored = 8
        var isSigned = false
        var others: [RawElement] = []
        let pixels: [UInt8]
        let expected: [UInt8]

        init(_ description: String, _ pixels: [UInt8], expected: [UInt8], _ change: (inout Native) -> Void = { _ in }) {
            testDescription = description
            self.pixels = pixels
            self.expected = expected
            change(&self)
        }

        var file: RawFile {
            func us(_ element: UInt32, _ value: Int) -> RawElement {
                RawElement(0x0028_0000 | element, .US, [UInt8(value & 0xFF), UInt8(value >> 8)])
            }
            let instance = Sample.instance()
            let elements = instance.children(of: 0).map {
                RawElement(instance.nodes[$0].tag.number, instance.nodes[$0].vr, Array(instance.value(of: $0)))
            }
            return RawFile(
                elements + [
                    us(0x02, samples), RawElement(0x0028_0004, .CS, photometric), us(0x06, planar), RawElement(0x0028_0008, .IS, "\(frames)"),
                    us(0x10, 4), us(0x11, 6), us(0x100, allocated), us(0x101, stored), us(0x102, stored - 1), us(0x103, isSigned ? 1 : 0),
                    RawElement(0x7FE0_0010, .OW, pixels),
                ] + others)
        }
    }

    /// Cells of one plane, with those in the box replaced.
    private static func plane(_ cells: [[UInt8]], filled: [UInt8]? = nil) -> [UInt8] {
        cells.enumerated().flatMap { index, cell in
            let (row, column) = (index / 6 % 4, index % 6)
            return filled != nil && (1...2).contains(row) && (1...3).contains(column) ? filled! : cell
        }
    }

    /// Y Y Cb Cr for two pixels; the box takes in the pixels that share their colour with its own.
    private static func pairs(filled: Bool) -> [UInt8] {
        (0..<12).flatMap { pair -> [UInt8] in
            let isInside = (1...2).contains(pair / 3) && pair % 3 < 2
            return filled && isInside ? [40, 40, 128, 128] : [UInt8(40 + 2 * pair), UInt8(41 + 2 * pair), 100, 150]
        }
    }

    private static func gray(_ frames: Int = 1) -> [[UInt8]] { (0..<24 * frames).map { [UInt8($0 + 9)] } }
    private static func words(_ value: (Int) -> Int) -> [[UInt8]] {
        (0..<24).map { [UInt8(truncatingIfNeeded: value($0)), UInt8(truncatingIfNeeded: value($0) >> 8)] }
    }

    static let natives: [Native] = [
        Native("8 bits", plane(gray()), expected: plane(gray(), filled: [9])),
        Native("two frames", plane(gray(2)), expected: plane(gray(2), filled: [9])) { $0.frames = 2 },
        Native("bright is low", plane(gray()), expected: plane(gray(), filled: [32])) { $0.photometric = "MONOCHROME1" },
        Native("signed", plane(words { $0 - 900 }), expected: plane(words { $0 - 900 }, filled: [0x7C, 0xFC])) {
            ($0.allocated, $0.stored, $0.isSigned) = (16, 16, true)
        },
        Native("12 bits with a padding value", plane(words { $0 + 50 }), expected: plane(words { $0 + 50 }, filled: [7, 0])) {
            ($0.allocated, $0.stored) = (16, 12)
            $0.others = [RawElement(0x0028_0120, .US, [7, 0])]
        },
        Native(
            "colours by pixel", plane((0..<24).map { [UInt8($0 + 1), 90, 80] }),
            expected: plane((0..<24).map { [UInt8($0 + 1), 90, 80] }, filled: [1, 90, 80])
        ) { ($0.samples, $0.photometric) = (3, "RGB") },
        Native(
            "colours by plane", plane(gray()) + plane(gray()) + plane(gray()),
            expected: plane(gray(), filled: [9]) + plane(gray(), filled: [9]) + plane(gray(), filled: [9])
        ) { ($0.samples, $0.photometric, $0.planar) = (3, "RGB", 1) },
        Native(
            "luminance and colour", plane((0..<24).map { [UInt8($0 + 40), 100, 150] }),
            expected: plane((0..<24).map { [UInt8($0 + 40), 100, 150] }, filled: [40, 128, 128])
        ) { ($0.samples, $0.photometric) = (3, "YBR_FULL") },
        Native("half the colours, two pixels each", pairs(filled: false), expected: pairs(filled: true)) {
            ($0.samples, $0.photometric) = (3, "YBR_FULL_422")
        },
        // Bits 7 to 9 and 13 to 15 of all ones.
        Native("single bits", [0xFF, 0xFF, 0xFF, 0], expected: [0x7F, 0x1C, 0xFF, 0]) {
            ($0.allocated, $0.stored) = (1, 1)
            $0.others = [RawElement(0x0028_0120, .US, [0, 0])]
        },
    ]

    @Test("A box of the profile is filled and nothing else changes, in every native form", arguments: natives)
    func blanksNative(_ native: Native) throws {
        let profile = """
            extends: basic
            burned-in: clean
            pixel-text:
              review: none
              regions:
                - when: {rows: 4, columns: 6}
                  boxes: [[1, 1, 4, 3]]
            """
        let output = try scrub(native.file.bytes, profile: profile)
        #expect(Array(output.bytes.suffix(native.expected.count)) == native.expected)
        let text = String(decoding: output.bytes, as: UTF8.self)
        #expect(text.contains("113101") && output.contentDigest != nil)
    }
}
