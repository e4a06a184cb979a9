// SPDX-License-Identifier: Apache-2.0

import DICOMIO
import DICOMModel
import Foundation
import ScrubTestSupport
import Testing

@testable import PixelText

/// One picture in every native form that a header can say.
struct Picture: Sendable, CustomTestStringConvertible {
    static let columns = 6, rows = 4

    var testDescription: String
    var transferSyntax = FileBytes.explicitLittleEndian
    var samples = 1
    var photometric = "MONOCHROME2"
    var planar = 0
    var frames = 1
    var allocated = 8
    var stored = 8
    var high = 7
    var isSigned = false
    var vr = ValueRepresentation.OW
    var others: [RawElement] = []
    var pixels: [UInt8]

    init(_ description: String, pixels: [UInt8], _ change: (inout Picture) -> Void = { _ in }) {
        testDescription = description
        self.pixels = pixels
        change(&self)
    }

    var file: RawFile {
        func us(_ element: UInt32, _ value: Int) -> RawElement {
            RawElement(0x0028_0000 | element, .US, [UInt8(value & 0xFF), UInt8(value >> 8)])
        }
        let instance = Sample.instance()
        var elements = instance.children(of: 0).map {
            RawElement(instance.nodes[$0].tag.number, instance.nodes[$0].vr, Array(instance.value(of: $0)))
        }
        elements += [
            us(0x02, samples), RawElement(0x0028_0004, .CS, photometric), us(0x06, planar), RawElement(0x0028_0008, .IS, "\(frames)"),
            us(0x10, Self.rows), us(0x11, Self.columns), us(0x100, allocated), us(0x101, stored), us(0x102, high), us(0x103, isSigned ? 1 : 0),
            RawElement(0x7FE0_0010, vr, pixels),
        ]
        var file = RawFile(elements + others)
        file.transferSyntax = transferSyntax
        return file
    }

    func open<Result>(_ body: (DICOMFile, DataSet) throws -> Result) throws -> Result {
        let folder = try TemporaryFolder()
        let path = folder.appending("picture.dcm").path
        try Data(file.bytes).write(to: URL(fileURLWithPath: path))
        let opened = try DICOMFile(path: Array(path.utf8), scratchDirectory: folder.url.path)
        return try body(opened, try opened.dataSet())
    }
}

@Suite struct PlaneTests {
    /// From dark to bright, no two alike.
    static let gray = (0..<24).map { UInt8($0 * 10) }

    static func cells(_ values: [Int], bytes: Int) -> [UInt8] {
        values.flatMap { value in (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
    }

    static let forms: [Picture] = [
        Picture("8 bits", pixels: gray),
        Picture("12 bits in 16", pixels: cells(gray.map { Int($0) }, bytes: 2)) {
            ($0.allocated, $0.stored, $0.high) = (16, 12, 11)
        },
        Picture("12 bits at the top of 16", pixels: cells(gray.map { Int($0) << 4 }, bytes: 2)) {
            ($0.allocated, $0.stored, $0.high) = (16, 12, 15)
        },
        Picture("signed", pixels: cells(gray.map { Int($0) - 100 }, bytes: 2)) {
            ($0.allocated, $0.stored, $0.high, $0.isSigned) = (16, 16, 15, true)
        },
        Picture("32 bits", pixels: cells(gray.map { Int($0) }, bytes: 4)) { ($0.allocated, $0.stored, $0.high) = (32, 32, 31) },
        Picture("bright is low", pixels: gray.map { 255 - $0 }) { $0.photometric = "MONOCHROME1" },
        Picture("colours by pixel", pixels: gray.flatMap { [$0, $0, $0] }) { ($0.samples, $0.photometric) = (3, "RGB") },
        Picture("colours by plane", pixels: gray + gray + gray) { ($0.samples, $0.photometric, $0.planar) = (3, "RGB", 1) },
        Picture("luminance and colour", pixels: gray.flatMap { [$0, 128, 128] }) { ($0.samples, $0.photometric) = (3, "YBR_FULL") },
        Picture(
            "half the colours",
            pixels: stride(from: 0, to: 24, by: 2).flatMap { [gray[$0], gray[$0 + 1], 128, 128] }
        ) { ($0.samples, $0.photometric) = (3, "YBR_FULL_422") },
        Picture("three samples said to be gray", pixels: gray.flatMap { [$0, $0, $0] }) { $0.samples = 3 },
        Picture("a palette in disorder", pixels: (0..<24).map { UInt8(($0 * 7) % 24) }) {
            $0.photometric = "PALETTE COLOR"
            let entries = (0..<24).map { index in Int(gray[(0..<24).first { $0 * 7 % 24 == index }!]) * 257 }
            $0.others = (UInt32(1)...3).flatMap { colour in
                [
                    RawElement(0x0028_1100 | colour, .US, [24, 0, 0, 0, 16, 0]),
                    RawElement(0x0028_1200 | colour, .OW, cells(entries, bytes: 2)),
                ]
            }
        },
    ]

    @Test("A picture has the same order of gray values in every form", arguments: forms)
    func samePlane(_ picture: Picture) throws {
        try picture.open { file, dataSet in
            let form = try ImageForm(file, dataSet)
            let palette = form.hasPalette ? Palette(file, dataSet) : nil
            let planes = PlaneMaker(form, palette).planes(try FrameReader(file, dataSet, form).frame(0).frame)
            #expect(planes.count == 1)
            let low = Int(planes[0].values[0]), step = (Int(planes[0].values[23]) - low) / 23
            #expect(step > 0 && planes[0].values.map { (Int($0) - low) / step } == Array(0..<24))
        }
    }

    @Test("The second frame of single bits begins within a byte, or with one of its own", arguments: [false, true])
    func bits(_ ownByte: Bool) throws {
        // 6 by 3 pixels: 18 bits a frame.
        let frame = (0..<24).map { $0 % 5 == 0 }
        var bits = frame + frame.map { !$0 }
        if ownByte { bits = frame + frame.map { !$0 } }
        let bytes = stride(from: 0, to: bits.count, by: 8).map { start in
            (0..<8).reduce(UInt8(0)) { $0 | (bits[start + $1] ? 1 << UInt8($1) : 0) }
        }
        let picture = Picture("bits", pixels: bytes) { ($0.allocated, $0.stored, $0.high, $0.frames) = (1, 1, 0, 2) }
        try picture.open { file, dataSet in
            let form = try ImageForm(file, dataSet)
            let reader = try FrameReader(file, dataSet, form)
            #expect(try reader.frame(0).frame.bytes == frame.map { $0 ? 1 : 0 })
            #expect(try reader.frame(1).frame.bytes == frame.map { $0 ? 0 : 1 })
        }
    }

    @Test("What is drawn in bits beside the samples is a plane of its own")
    func unusedBits() throws {
        let cells = Self.cells((0..<24).map { $0 * 3 | ($0 % 4 == 0 ? 0x4000 : 0) }, bytes: 2)
        let picture = Picture("overlay", pixels: cells) { ($0.allocated, $0.stored, $0.high) = (16, 12, 11) }
        try picture.open { file, dataSet in
            let form = try ImageForm(file, dataSet)
            let planes = PlaneMaker(form, nil).planes(try FrameReader(file, dataSet, form).frame(0).frame)
            #expect(planes.count == 2)
            #expect(planes[1].values == (0..<24).map { $0 % 4 == 0 ? 0xFFFF : 0 })
        }
    }

    @Test("The sign that goes on above High Bit is no overlay")
    func signGoesOn() throws {
        let picture = Picture("signed", pixels: Self.cells((0..<24).map { $0 - 12 }, bytes: 2)) {
            ($0.allocated, $0.stored, $0.high, $0.isSigned) = (16, 12, 11, true)
        }
        try picture.open { file, dataSet in
            let form = try ImageForm(file, dataSet)
            #expect(PlaneMaker(form, nil).planes(try FrameReader(file, dataSet, form).frame(0).frame).count == 1)
        }
    }

    @Test(
        "An image of a form that nobody decodes is unreadable",
        arguments: [
            Picture("pixels missing", pixels: Array(gray.prefix(20))),
            Picture("12 bits allocated", pixels: gray + gray) { ($0.allocated, $0.stored, $0.high) = (12, 12, 11) },
            Picture("two samples", pixels: gray + gray) { $0.samples = 2 },
            Picture("64 bits", pixels: [UInt8](repeating: 0, count: 192)) { ($0.allocated, $0.stored, $0.high) = (64, 64, 63) },
            Picture("High Bit beyond the cell", pixels: gray) { $0.high = 9 },
            Picture("more frames than pixels", pixels: gray) { $0.frames = 2 },
            Picture("more frames than are counted", pixels: gray) { $0.frames = 1 << 21 },
        ])
    func unreadable(_ picture: Picture) throws {
        try picture.open { file, dataSet in
            _ = #expect(throws: UnreadablePixels.self) { _ = try ImageForm(file, dataSet) }
        }
    }
}

@Suite struct DarkestColourTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let picture: Picture
        let colour: [Int]
        var testDescription: String { picture.testDescription }
    }

    @Test(
        "Boxes are filled with the padding value, else with the darkest colour that occurs",
        arguments: [
            Row(picture: Picture("gray", pixels: (20..<44).map { $0 }), colour: [20]),
            Row(picture: Picture("bright is low", pixels: (20..<44).map { $0 }) { $0.photometric = "MONOCHROME1" }, colour: [43]),
            Row(
                picture: Picture("padding", pixels: (20..<44).map { $0 }) { $0.others = [RawElement(0x0028_0120, .US, [7, 0])] }, colour: [7]),
            Row(
                picture: Picture("padding that no sample can say", pixels: (20..<44).map { $0 }) {
                    $0.others = [RawElement(0x0028_0120, .US, [0, 9])]
                }, colour: [20]),
            Row(
                picture: Picture("signed", pixels: PlaneTests.cells((0..<24).map { $0 - 1000 }, bytes: 2)) {
                    ($0.allocated, $0.stored, $0.high, $0.isSigned) = (16, 16, 15, true)
                }, colour: [-1000]),
            Row(
                picture: Picture("colours", pixels: (0..<24).flatMap { $0 == 5 ? [9, 3, 4] : [50, 60, UInt8($0)] }) {
                    ($0.samples, $0.photometric) = (3, "RGB")
                }, colour: [9, 3, 4]),
            Row(
                picture: Picture("luminance and colour", pixels: (0..<24).flatMap { [UInt8($0 + 30), 10, 200] }) {
                    ($0.samples, $0.photometric) = (3, "YBR_FULL")
                }, colour: [30, 128, 128]),
            Row(picture: PlaneTests.forms.last!, colour: [0]),
        ])
    func colour(_ row: Row) throws {
        try row.picture.open { file, dataSet in
            let form = try ImageForm(file, dataSet)
            var darkest = DarkestColour(form, form.hasPalette ? Palette(file, dataSet) : nil, dataSet)
            darkest.take(try FrameReader(file, dataSet, form).frame(0).frame)
            #expect(darkest.colour == row.colour)
        }
    }
}
