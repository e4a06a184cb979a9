// SPDX-License-Identifier: Apache-2.0

import CPixelCodecs
import Foundation
import ScrubTestSupport
import Testing

@Suite struct BlankBlocksTests {
    /// Made by libjpeg and DCMTK from a drawn picture of 51 by 37 pixels. `finest`,
    /// `progressive` and `arithmetic` have 16 by 16, `one-symbol` 24 by 24.
    static let sequential = [
        "gray", "gray-restart", "444", "422", "420", "411", "440", "unlike", "rgb", "two-scans", "three-scans", "wide-quantizer", "finest",
        "one-symbol", "12-bits-gray", "12-bits-444", "12-bits-420",
    ]

    static func image(_ name: String) throws -> [UInt8] {
        try [UInt8](Data(contentsOf: Location.package.appending(path: "Tests/PixelBlocksTests/Images/\(name).jpg")))
    }

    struct Blanked {
        var status: pixelcodec_status
        var bytes: [UInt8] = []
        var touched: [pixelcodec_box] = []
    }

    /// - form: The size that the header says, where it is not that of the stream.
    static func blank(_ bytes: [UInt8], _ boxes: [pixelcodec_box], fill: [Int32] = [0, 128, 128], form: (Int, Int, Int)? = nil) -> Blanked {
        let frame = form ?? size(bytes)
        var blanked = Blanked(status: PIXELCODEC_OK)
        blanked.touched = Array(repeating: pixelcodec_box(), count: boxes.count)
        var about = pixelcodec_form()
        (about.columns, about.rows, about.samples) = (UInt32(frame.0), UInt32(frame.1), UInt16(frame.2))
        about.bits_allocated = 16
        var written: [UInt8] = []
        blanked.status = withUnsafeMutablePointer(to: &written) { written in
            pixelcodec_blank_blocks(
                &about, bytes, bytes.count, boxes, boxes.count, fill, &blanked.touched,
                { context, bytes, count in
                    context!.assumingMemoryBound(to: [UInt8].self).pointee += UnsafeBufferPointer(start: bytes, count: count)
                    return true
                }, written)
        }
        blanked.bytes = written
        return blanked
    }

    /// Columns, rows and components by the frame header.
    static func size(_ bytes: [UInt8]) -> (Int, Int, Int) {
        for start in 0..<max(0, bytes.count - 9) where bytes[start] == 0xFF && [0xC0, 0xC1, 0xC2, 0xC9].contains(bytes[start + 1]) {
            let numbers = bytes[start + 5..<start + 10].map(Int.init)
            return (numbers[2] << 8 | numbers[3], numbers[0] << 8 | numbers[1], numbers[4])
        }
        return (1, 1, 1)
    }

    static func boxes(_ number: UInt64, in frame: (Int, Int, Int)) -> [pixelcodec_box] {
        var random = Seeded(number)
        return (0..<Int.random(in: 1...3, using: &random)).map { _ in
            let (left, top) = (Int32.random(in: -4..<Int32(frame.0), using: &random), Int32.random(in: -4..<Int32(frame.1), using: &random))
            return pixelcodec_box(
                left: left, top: top, right: left + .random(in: 1...20, using: &random), bottom: top + .random(in: 1...12, using: &random))
        }
    }

    /// Whether any pixel of the box takes a sample from the block.
    static func touches(_ box: pixelcodec_box, _ column: Int, _ row: Int, _ component: CoefficientReader.Component, _ image: CoefficientReader)
        -> Bool
    {
        let widest = image.components.map(\.horizontal).max()!
        let highest = image.components.map(\.vertical).max()!
        let columns = max(0, Int(box.left))..<max(0, min(image.columns, Int(box.right)))
        let rows = max(0, Int(box.top))..<max(0, min(image.rows, Int(box.bottom)))
        return columns.contains { $0 * component.horizontal / widest / 8 == column }
            && rows.contains { $0 * component.vertical / highest / 8 == row }
    }

    @Test("Blocks that a box touches take the fill, all others keep their coefficients", arguments: sequential)
    func blanksBlocks(_ name: String) throws {
        let original = try Self.image(name)
        let before = try CoefficientReader(original)
        for number in 0..<12 as Range<UInt64> {
            let boxes = Self.boxes(number, in: Self.size(original))
            let highest = (1 << before.precision) - 1
            let fill = (0..<3).map { Int32([0, highest, highest / 2 + 1, highest / 3][(Int(number) + $0) % 4]) }
            let blanked = Self.blank(original, boxes, fill: fill)
            try #require(blanked.status == PIXELCODEC_OK)
            let after = try CoefficientReader(blanked.bytes)
            for (index, component) in before.components.enumerated() {
                let step = Double(component.quantum) / 8
                for row in 0..<component.down {
                    for column in 0..<component.across {
                        let place = row * component.stride + column
                        let block = after.components[index].blocks[place]
                        guard boxes.contains(where: { Self.touches($0, column, row, component, before) }) else {
                            if block != component.blocks[place] { Issue.record("a block changed outside of the boxes") }
                            continue
                        }
                        let value = min(Double(highest), max(0, Double(1 << (before.precision - 1)) + Double(block[0]) * step))
                        #expect(block.dropFirst().allSatisfy { $0 == 0 })
                        #expect(abs(value - Double(fill[index])) <= step / 2)
                        if fill[index] == 0 || fill[index] == highest { #expect(value == Double(fill[index])) }
                    }
                }
            }
            let kept = before.segments.filter { $0.marker != 0xC4 }, written = after.segments.filter { $0.marker != 0xC4 }
            #expect(kept.map(\.marker) == written.map(\.marker) && kept.map(\.bytes) == written.map(\.bytes))
            #expect(blanked.bytes.count < original.count + 600)
        }
    }

    @Test("Touched boxes reach to the edges of the blocks of all components", arguments: ["gray", "420", "411", "two-scans"])
    func saysWhatIsTouched(_ name: String) throws {
        let unit: (Int32, Int32) = ["gray": (8, 8), "420": (16, 16), "411": (32, 8), "two-scans": (16, 16)][name]!
        let boxes = [
            pixelcodec_box(left: 33, top: 17, right: 34, bottom: 18), pixelcodec_box(left: 50, top: 36, right: 90, bottom: 90),
            pixelcodec_box(left: -9, top: 3, right: 0, bottom: 4), pixelcodec_box(left: 9, top: 9, right: 9, bottom: 20),
        ]
        let touched = Self.blank(try Self.image(name), boxes).touched
        #expect(touched[0].left == 33 / unit.0 * unit.0 && touched[0].right == min(51, (33 / unit.0 + 1) * unit.0))
        #expect(touched[0].top == 17 / unit.1 * unit.1 && touched[0].bottom == min(37, (17 / unit.1 + 1) * unit.1))
        #expect(touched[1].left == 50 / unit.0 * unit.0 && touched[1].right == 51 && touched[1].bottom == 37)
        #expect(touched[2].right == 0 && touched[3].right == 0)
    }

    @Test("Without a box the stream stays as it is", arguments: sequential)
    func emptyList(_ name: String) throws {
        let original = try Self.image(name)
        #expect(Self.blank(original, []).bytes == original)
    }

    @Test("Comments and application segments pass, bytes behind the end go") func segments() throws {
        let original = try Self.image("420")
        let extra = Coded.segment(0xE7, "APP") + Coded.segment(0xFE, "COM")
        let box = pixelcodec_box(left: 0, top: 0, right: 9, bottom: 9)
        let blanked = Self.blank([0xFF, 0xD8] + extra + original.dropFirst(2) + [0, 7], [box]).bytes
        let plain = Self.blank(original, [box]).bytes
        #expect(blanked == [0xFF, 0xD8] + extra + plain.dropFirst(2))
    }

    @Test(
        "Damage to any byte is seen, or is a stream that was blanked as it reads", arguments: ["gray-restart", "420", "three-scans", "12-bits-gray"])
    func damage(_ name: String) throws {
        let original = try Self.image(name)
        let form = Self.size(original)
        let box = pixelcodec_box(left: 10, top: 10, right: 30, bottom: 15)
        var blanked = 0
        for place in original.indices {
            var damaged = original
            damaged[place] ^= 0x11
            let result = Self.blank(damaged, [box], form: form)
            guard result.status == PIXELCODEC_OK else {
                #expect(result.bytes.isEmpty)
                continue
            }
            blanked += 1
            #expect(try Self.isEqual(CoefficientReader(damaged), CoefficientReader(result.bytes), outside: box))
        }
        #expect(blanked < original.count)
    }

    static func isEqual(_ before: CoefficientReader, _ after: CoefficientReader, outside box: pixelcodec_box) -> Bool {
        zip(before.components, after.components).allSatisfy { old, new in
            (0..<old.down * old.across).allSatisfy { block in
                let (row, column) = (block / old.across, block % old.across)
                let place = row * old.stride + column
                return old.blocks[place] == new.blocks[place] || touches(box, column, row, old, before)
            }
        }
    }

    @Test("A cut stream is unreadable wherever it is cut", arguments: ["gray-restart", "two-scans", "12-bits-gray"])
    func cut(_ name: String) throws {
        let original = try Self.image(name)
        for count in original.indices {
            let result = Self.blank(Array(original[..<count]), [], form: Self.size(original))
            #expect(result.status == PIXELCODEC_UNREADABLE && result.bytes.isEmpty)
        }
    }

    @Test("Other processes are not supported", arguments: ["progressive", "arithmetic"])
    func unsupported(_ name: String) throws { #expect(Self.blank(try Self.image(name), []).status == PIXELCODEC_UNSUPPORTED) }

    @Test("Another size, two images in one and a sink that stops end the work") func refuses() throws {
        let original = try Self.image("420")
        for form in [(52, 37, 3), (51, 38, 3), (51, 37, 1)] { #expect(Self.blank(original, [], form: form).status == PIXELCODEC_UNREADABLE) }
        #expect(Self.blank(original + original, []).status == PIXELCODEC_UNREADABLE)
        var about = pixelcodec_form()
        (about.columns, about.rows, about.samples, about.bits_allocated) = (51, 37, 3, 8)
        let status = pixelcodec_blank_blocks(&about, original, original.count, [], 0, [0, 0, 0], nil, { _, _, _ in false }, nil)
        #expect(status == PIXELCODEC_STOPPED)
    }

    @Test("libjpeg decodes what was written, and the same pixels outside", arguments: sequential.filter { !$0.hasPrefix("12") })
    func independentDecoder(_ name: String) throws {
        let program = URL(filePath: "/usr/bin/djpeg")
        guard FileManager.default.isExecutableFile(atPath: program.path) else {
            print("SKIPPED: needs djpeg of libjpeg-turbo-progs")
            return
        }
        let original = try Self.image(name)
        let (columns, rows, samples) = Self.size(original)
        let before = try Self.decode(original, program)
        for number in 0..<5 as Range<UInt64> {
            let blanked = Self.blank(original, Self.boxes(number, in: (columns, rows, samples)))
            let after = try Self.decode(blanked.bytes, program)
            try #require(before.count == after.count)
            let head = before.count - columns * rows * samples
            for pixel in 0..<columns * rows {
                let (column, row) = (Int32(pixel % columns), Int32(pixel / columns))
                let isTouched = blanked.touched.contains { $0.left <= column && column < $0.right && $0.top <= row && row < $0.bottom }
                if isTouched { continue }
                let range = head + pixel * samples..<head + (pixel + 1) * samples
                if before[range] != after[range] { Issue.record("a pixel changed outside of the boxes") }
            }
        }
    }

    /// A PNM image, without smoothing over the edges of blocks. A warning is an error.
    static func decode(_ bytes: [UInt8], _ program: URL) throws -> [UInt8] {
        let folder = try TemporaryFolder()
        let file = folder.url.appending(path: "image.jpg")
        try Data(bytes).write(to: file)
        let process = Process()
        let (output, errors) = (Pipe(), Pipe())
        process.executableURL = program
        process.arguments = ["-nosmooth", "-pnm", file.path]
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let decoded = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        let complaints = try errors.fileHandleForReading.readToEnd() ?? Data()
        #expect(process.terminationStatus == 0 && complaints.isEmpty)
        return [UInt8](decoded)
    }
}
