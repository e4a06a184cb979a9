// SPDX-License-Identifier: Apache-2.0

import CPixelCodecs
import Testing

/// What is encoded comes back, bit by bit, in every syntax that is encoded.
@Suite struct RoundTripTests {
    struct Depth: CustomTestStringConvertible {
        var bitsAllocated: Int, bits: Int, isSigned = false
        var testDescription: String { "\(isSigned ? "signed " : "")\(bits) in \(bitsAllocated)" }
    }
    static let depths = [
        Depth(bitsAllocated: 8, bits: 8), Depth(bitsAllocated: 8, bits: 7), Depth(bitsAllocated: 16, bits: 12), Depth(bitsAllocated: 16, bits: 16),
        Depth(bitsAllocated: 16, bits: 12, isSigned: true), Depth(bitsAllocated: 16, bits: 16, isSigned: true),
    ]

    @Test(arguments: TestForm.encodable, depths) func comesBack(syntax: String, depth: Depth) {
        for (columns, rows) in [(1, 1), (1, 9), (33, 1), (37, 29), (130, 70)] {
            for samples in [1, 3] {
                for hasTransform in samples == 3 && TestForm.byComponents.contains(syntax) ? [false, true] : [false] {
                    let form = TestForm(
                        syntax: syntax, columns: columns, rows: rows, samples: samples, bitsAllocated: depth.bitsAllocated, bits: depth.bits,
                        isPlanar: rows == 29, isSigned: depth.isSigned)
                    for picture in TestForm.Picture.allCases { check(form, form.picture(picture), form.stream(hasTransform: hasTransform)) }
                }
            }
        }
    }

    @Test(arguments: TestForm.byBytes) func cellsOfFourBytesAndOfOneBitComeBack(syntax: String) {
        let wide = TestForm(syntax: syntax, columns: 37, rows: 29, samples: 3, bitsAllocated: 32, bits: 32)
        check(wide, wide.picture(.noise), wide.stream())
        let narrow = TestForm(syntax: syntax, columns: 37, rows: 29, bitsAllocated: 1, bits: 1)
        check(narrow, narrow.picture(.noise), narrow.stream())
    }

    /// Overlays stand in the bits above those stored: no syntax of bytes may lose them.
    @Test(arguments: TestForm.byBytes) func bitsAboveTheHighBitComeBack(syntax: String) {
        var form = TestForm(syntax: syntax, columns: 37, rows: 29, bitsAllocated: 16, bits: 16)
        let samples = form.picture(.noise)
        form.bits = 12
        check(form, samples, form.stream())
    }

    @Test(arguments: [57, 70, 80, 81, 90, 91, 201, 202, 203]) func samplesThatTheBitsDoNotHoldAreRefused(number: Int) {
        var form = TestForm(syntax: TestForm.jpeg(number), columns: 8, rows: 8, bitsAllocated: 16, bits: 16)
        let samples = form.picture(.noise)
        form.bits = 12
        #expect(form.encode(samples, like: form.stream()).status == PIXELCODEC_UNREADABLE)
    }

    @Test func treeByResolutionListsItsTileParts() throws {
        let form = TestForm(syntax: TestForm.jpeg(202), columns: 300, rows: 200, bitsAllocated: 16, bits: 16)
        let code = form.encode(form.picture(.waves), like: form.stream()).code
        let coding = try #require(code.firstRange(of: [0xFF, 0x52]))
        #expect(code[coding.lowerBound + 5] == 2, "the progression is resolution, position, component, layer")
        #expect(300 >> code[coding.lowerBound + 9] <= 64, "the smallest image is a thumbnail")
        let lengths = try #require(code.firstRange(of: [0xFF, 0x55]))
        let tile = try #require(code.firstRange(of: [0xFF, 0x90]))
        #expect(lengths.lowerBound < tile.lowerBound)
        #expect(Array(code[lengths.lowerBound + 8..<lengths.lowerBound + 12]) == Array(code[tile.lowerBound + 6..<tile.lowerBound + 10]))
    }

    @Test func sinkStopsTheEncoder() {
        let form = TestForm(syntax: TestForm.jpeg(70), columns: 8, rows: 8)
        var stream = form.stream()
        let samples = form.picture(.noise)
        let status = form.with { pixelcodec_encode($0, &stream, samples, samples.count, { _, _, _ in false }, nil) }
        #expect(status == PIXELCODEC_STOPPED)
    }

    private func check(_ form: TestForm, _ samples: [UInt8], _ stream: pixelcodec_stream) {
        let (encoded, code) = form.encode(samples, like: stream)
        #expect(encoded == PIXELCODEC_OK)
        let (decoded, again, found) = form.decode(code)
        #expect(decoded == PIXELCODEC_OK)
        #expect(again == samples, "\(form)")
        #expect(found.bits == stream.bits && found.is_signed == stream.is_signed && !found.is_lossy)
        #expect(found.is_rgb == stream.is_rgb && found.has_component_transform == stream.has_component_transform)
    }
}
