// SPDX-License-Identifier: Apache-2.0

import DICOMIO
import DICOMModel
import Foundation
import ScrubTestSupport
import Testing

@testable import PixelStreams

/// What the walk over compressed frames finds beside the image, format by format.
@Suite struct PixelWalkTests {
    static let jpeg = "1.2.840.10008.1.2.4.50", rle = "1.2.840.10008.1.2.5", uncompressed = "1.2.840.10008.1.2.1.98",
        deflated = "1.2.840.10008.1.2.8.1"
    static let jpegXL = "1.2.840.10008.1.2.4.110", mpeg2 = "1.2.840.10008.1.2.4.100", h264 = "1.2.840.10008.1.2.4.102",
        h265 = "1.2.840.10008.1.2.4.107"

    /// 8 by 8 grey pixels of 8 bits.
    static func form(_ syntax: String, frames: Int = 1, bits: Int = 8) -> FrameForm {
        FrameForm(transferSyntax: syntax, frames: frames, length: 64 * bits / 8, rows: 8, columns: 8, samples: 1, bitsAllocated: bits)
    }

    /// The spans found in a value, each as its kind and its bytes; junk of zeros is none.
    static func spans(_ value: [UInt8], _ form: FrameForm) throws -> [(kind: PixelSpan.Kind, bytes: [UInt8])] {
        var found: [(PixelSpan.Kind, [UInt8])] = []
        var reads = 0
        let bytes = PixelBytes(length: value.count) { offset, count in
            reads += 1
            #expect(offset >= 0 && offset + count <= value.count)
            return Array(value[offset..<offset + count])
        }
        try EncapsulatedPixels.walk(bytes, form) { span in
            var end = 0
            for range in span.pieces.ranges {
                #expect(range.lowerBound >= end && !range.isEmpty)
                end = range.upperBound
            }
            let content = span.pieces.ranges.flatMap { value[$0] }
            if span.kind != .junk || content.contains(where: { $0 != 0 }) { found.append((span.kind, content)) }
        }
        #expect(reads <= 50 + value.count)
        return found
    }

    static func texts(_ fragments: [[UInt8]], _ form: FrameForm) throws -> [String] {
        try spans(FileBytes.encapsulated(fragments), form).map { String(decoding: $0.bytes, as: UTF8.self).trimmingCharacters(in: ["\0"]) }
    }

    struct Scan: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let syntax: String
        let frame: [UInt8]
        let found: [String]

        init(_ description: String, _ syntax: String, _ frame: [UInt8], _ found: String...) {
            testDescription = description
            self.syntax = syntax
            self.frame = frame
            self.found = found
        }
    }

    private static let scanData = Coded.scan.without(2)

    private static let endsInside: [UInt8] = {
        var frame = Coded.codestream()
        frame.replaceSubrange(frame.count - 30..<frame.count - 28, with: [0xFF, 0xD9])
        return frame
    }()

    static let stills: [Scan] = [
        Scan("JPEG without any", jpeg, Coded.jpeg()),
        Scan("COM", jpeg, Coded.jpeg(Coded.segment(0xFE, "A")), "A"),
        Scan("Exif and XMP", jpeg, Coded.jpeg(Coded.segment(0xE1, "Exif B"), Coded.segment(0xE1, "http C")), "Exif B", "http C"),
        Scan("Photoshop", jpeg, Coded.jpeg(Coded.segment(0xED, "8BIM")), "8BIM"),
        Scan(
            "what decoders need", jpeg,
            Coded.jpeg(
                Coded.segment(0xEE, cat(text("Adobe"), [0, 100, 0, 0, 0, 0, 1])), Coded.segment(0xE8, "mrfx\u{1}"),
                Coded.segment(0xE8, cat(text("SPIFF\0"), fill(1, 24))))),
        Scan(
            "what is behind what decoders need", jpeg,
            Coded.jpeg(
                Coded.segment(0xE0, cat(text("JFIF\0"), [1, 1, 0, 0, 1, 0, 1, 1, 1], text("RGB"))),
                Coded.segment(0xEE, cat(text("Adobe"), [0, 100, 0, 0, 0, 0, 1], text("more")))), "RGB", "more"),
        Scan("JFXX", jpeg, Coded.jpeg(Coded.segment(0xE0, "JFXX\0\u{10}thumb")), "JFXX\0\u{10}thumb"),
        Scan("fill bytes and stray ones", jpeg, Coded.jpeg(cat(text("Doe"), [0xFF, 0xFF]), Coded.segment(0xFE, "A")), "Doe", "A"),
        Scan(
            "behind the tables of a header", jpeg,
            Coded.jpeg(
                Coded.segment(0xDB, cat([0], fill(1, 64), text("Doe"))), Coded.segment(0xDD, cat([0, 0], text("Jane K."))),
                Coded.segment(0xC4, cat([0, 1], fill(0, 15), [9], text("Ann")))), "Doe", "Jane K.", "Ann"),
        Scan("a segment that nobody knows", jpeg, Coded.jpeg(Coded.segment(0xF2, "Doe")), "Doe"),
        Scan("bytes behind the image", jpeg, cat(Coded.jpeg(), text("Doe, Jane")), "Doe, Jane"),
        Scan(
            "another image behind the only one", jpeg, cat(Coded.jpeg(), Coded.jpeg(Coded.segment(0xFE, "A"))),
            String(decoding: Coded.jpeg(Coded.segment(0xFE, "A")), as: UTF8.self)),
        Scan(
            "between two scans and behind the last", jpeg,
            cat(
                [0xFF, 0xD8], Coded.frameHeader, scanData, Coded.segment(0xFE, "A"), [0xFF, 0xD0, 0xFF, 0x00, 0x42], scanData,
                Coded.segment(0xE5, "C"), [0xFF, 0xD9]), "A", "B", "C"),
        Scan(
            "JPEG-LS, whose stuffing is of one bit", jpeg,
            cat(
                [0xFF, 0xD8], Coded.segment(0xF7, [8, 0, 8, 0, 8, 1, 1, 0x11, 0]), Coded.segment(0xDA, [1, 1, 0, 0, 0, 0]),
                [1, 2, 0xFF, 0x7E, 3, 0xFF, 0x41, 4, 0xFF, 0xD9], text("Doe")), "Doe"),
        Scan("bytes behind a codestream", jpeg, cat(Coded.codestream(), text("Doe, Jane")), "Doe, Jane"),
        Scan("codestream", jpeg, Coded.codestream()),
        Scan("codestream without its end", jpeg, Coded.codestream().without(2)),
        Scan("bytes where the end of a codestream should be", jpeg, cat(Coded.codestream().without(2), text("Doe, Jane")), "Doe, Jane"),
        Scan("COM in the main header", jpeg, Coded.codestream(main: Coded.comment2000("A")), "A"),
        Scan("COM in tile-parts", jpeg, Coded.codestream(tile: Coded.comment2000("A"), tiles: 3), "A", "A", "A"),
        Scan(
            "behind the numbers of a header", jpeg, Coded.codestream(main: Coded.segment(0x52, cat([0, 0, 0, 1, 0, 1, 4, 4, 0, 0], text("Doe")))),
            "Doe"),
        Scan("XML box", jpeg, cat(Coded.jp2Start, Coded.box("xml ", text("<A/>")), Coded.box("jp2c", Coded.codestream())), "<A/>"),
        Scan(
            "boxes and COM around and in the codestream", jpeg,
            cat(
                Coded.jp2Start, Coded.box("jp2c", cat(Coded.codestream(main: Coded.comment2000("A"), tiles: 2), text("in"))),
                Coded.box("uuid", text("0123456789abcdefB"))), "A", "in", "0123456789abcdefB"),
        Scan(
            "box of 64-bit length and one to the end", jpeg,
            cat(Coded.jp2Start, [0, 0, 0, 1], text("xml "), [0, 0, 0, 0, 0, 0, 0, 18], text("AB"), [0, 0, 0, 0], text("uuidCD")), "AB", "CD"),
        Scan(
            "behind what boxes need", jpeg,
            cat(Coded.jp2Start, Coded.box("jp2h", Coded.box("colr", cat([1, 0, 0, 0, 0, 0, 17], text("Doe")))), Coded.box("free", text("Jane"))),
            "Doe", "Jane"),
        Scan(
            "JPEG XL in boxes", jpeg,
            cat(Coded.xlStart, Coded.box("Exif", [65]), Coded.box("jxlc", cat(Coded.jpegXL, text("Doe"))), Coded.box("jbrd", [66])), "A", "B", "Doe"),
        Scan(
            "JPEG XL in parts", jpeg,
            cat(
                Coded.xlStart, Coded.box("jxlp", cat([0, 0, 0, 0], Array(Coded.jpegXL.prefix(30)))), Coded.box("xml ", [65]),
                Coded.box("jxlp", cat([0x80, 0, 0, 1], Array(Coded.jpegXL.dropFirst(30))))), "A"),
    ]

    @Test("What is beside the image is found, in one fragment or in many", arguments: stills)
    func finds(_ scan: Scan) throws {
        let even = scan.frame.count % 2 == 0 ? scan.frame : scan.frame + [0]
        let found = scan.found.map { $0.trimmingCharacters(in: ["\0"]) }
        #expect(try Self.texts([even], Self.form(scan.syntax)) == found)
        guard !scan.found.isEmpty, !scan.testDescription.hasPrefix("another image") else { return }
        // The first piece must show what the frame is; the others are cut anywhere.
        for length in [2, 6, 14, 50] {
            let pieces = [Array(even.prefix(14))] + Coded.split(Array(even.dropFirst(14)), every: length)
            #expect(try Self.texts(pieces, Self.form(scan.syntax)) == found, "\(length)")
        }
    }

    static let others: [Scan] = [
        Scan("RLE", rle, Coded.rle([Coded.run])),
        Scan("RLE: behind the segment", rle, Coded.rle([cat(Coded.run, text("Doe, Jane"))]), "Doe, Jane"),
        Scan("RLE: a run that goes on behind the last pixel", rle, Coded.rle([cat([0xC2, 7, 8], text("Doe, Jane"))]), "oe, Jane"),
        Scan("RLE: unused numbers of the header", rle, Coded.rle([Coded.run], unused: text("Jane")), "Jane"),
        Scan("RLE: before the first segment", rle, Coded.rle([Coded.run], gap: text("Jane")), "Jane"),
        Scan("RLE: a segment too many", rle, Coded.rle([Coded.run, text("Doe, Jane")]), "B", "Doe, Jane"),
        Scan("uncompressed", uncompressed, fill(65, 64)),
        Scan("uncompressed: behind the frame", uncompressed, cat(fill(65, 64), text("Doe, Jane")), "Doe, Jane"),
        Scan("deflated", deflated, [0x73, 0x74, 0xA4, 0x0C, 0, 0]),
        Scan("deflated: behind the stream", deflated, cat([0x73, 0x74, 0xA4, 0x0C, 0, 0], text("Doe, Jane")), "Doe, Jane"),
        Scan("naked JPEG XL", jpegXL, Coded.jpegXL),
        Scan("naked JPEG XL: behind the image", jpegXL, cat(Coded.jpegXL, text("Doe, Jane")), "Doe, Jane"),
    ]

    @Test("Frames whose length only the header tells are followed to their ends", arguments: others)
    func endsOfFrames(_ scan: Scan) throws {
        let even = scan.frame.count % 2 == 0 ? scan.frame : scan.frame + [0]
        let found = scan.testDescription.hasSuffix("too many") ? nil : scan.found
        let texts = try Self.texts([even], Self.form(scan.syntax))
        if let found { #expect(texts == found) } else { #expect(texts.last == scan.found.last) }
        guard scan.testDescription.hasPrefix("RLE") else { return }
        #expect(try Self.texts([even, even], Self.form(scan.syntax, frames: 2)) == texts + texts)
        // A fragment behind the last frame belongs to none.
        #expect(try Self.texts([even, text("Jane")], Self.form(scan.syntax)).last?.hasSuffix("Jane") == true)
        #expect(try Self.texts([even, even, text("Jane")], Self.form(scan.syntax, frames: 2)).last == "Jane")
    }

    @Test("A value without what was found is followed the same way, and nothing is found in it", arguments: others)
    func isZeroed(_ scan: Scan) throws {
        let form = Self.form(scan.syntax)
        var value = FileBytes.encapsulated([scan.frame.count % 2 == 0 ? scan.frame : scan.frame + [0]])
        var found: [Range<Int>] = []
        let before = value
        try EncapsulatedPixels.walk(PixelBytes(length: value.count) { Array(before[$0..<$0 + $1]) }, form) { found += $0.pieces.ranges }
        for range in found { value.replaceSubrange(range, with: Array(repeating: 0, count: range.count)) }
        #expect(try Self.spans(value, form).isEmpty)
    }

    static let videos: [Scan] = [
        Scan("MPEG-2 user data", mpeg2, Coded.units(cat([0xB3], fill(4, 8)), cat([0xB2], text("Doe, Jane")), cat([0x01], Coded.slice)), "Doe, Jane"),
        Scan(
            "MPEG-2: behind headers", mpeg2,
            Coded.units(
                cat([0xB3, 1, 2, 3, 4, 5, 6, 7, 4], text("Doe")), cat([0xB8, 1, 2, 3, 4], text("Jane")), cat([0x01], Coded.slice),
                cat([0xB7], text("end"))), "Doe", "Jane", "end"),
        Scan("MPEG-2: before the first start code", mpeg2, cat(text("Doe"), Coded.units(cat([0x01], Coded.slice))), "Doe"),
        Scan(
            "MPEG-2: packets that are no video", mpeg2,
            Coded.units(
                cat([0xE0, 0, 13, 0x80, 0, 0, 0, 0, 1, 0xB2], text("Jane")), cat([0xBD, 0, 3], text("Doe")), cat([0xBE, 0, 3], text("Pad"))), "Jane",
            "Doe", "Pad"),
        Scan(
            "H.264 user data", h264, Coded.units([0x67, 1, 2], Coded.information(5, text("0123456789abcdefDoe, Jane")), cat([0x65], Coded.slice)),
            "0123456789abcdefDoe, Jane"),
        Scan("H.264: numbers of SEI stay", h264, Coded.units([0x67, 1, 2], Coded.information(6, [1, 2]), cat([0x65], Coded.slice))),
        Scan(
            "H.264: behind delimiters, in filler and in units of no known type", h264,
            Coded.units(
                cat([0x09, 0x10], text("Doe")), [0x0C, 0xFF, 0xFF, 0x80], cat([0x0C], text("Jane")), cat([0x1E], text("own")),
                cat([0x65], Coded.slice)), "Doe", "Jane", "own"),
        Scan(
            "H.265 user data", h265, Coded.units([0x40, 1, 2], cat([0x4E, 1, 5, 5], text("J Doe"), [0x80]), cat([0x26, 1], Coded.slice)), "J Doe"),
        Scan(
            "MP4: titles, free space, names of tracks and encoders, and the time of recording", h264,
            cat(
                Coded.box("ftyp", text("isom\0\0\0\0")),
                Coded.box(
                    "moov",
                    cat(
                        Coded.box("mvhd", cat([0, 0, 0, 0], text("time"), text("now!"), [0, 0, 0, 0])),
                        Coded.box(
                            "trak",
                            Coded.box(
                                "mdia",
                                cat(
                                    Coded.box("hdlr", cat(fill(0, 24), text("Track"))),
                                    Coded.box(
                                        "minf",
                                        Coded.box(
                                            "stbl",
                                            Coded.box(
                                                "stsd",
                                                cat([0, 0, 0, 0, 0, 0, 0, 1], Coded.box("avc1", cat(fill(0, 42), text("Coder"), fill(0, 31)))))))))),
                        Coded.box("udta", text("Doe, Jane")))), Coded.box("free", text("Free")),
                Coded.box("mdat", cat([0, 0, 0, 8], Coded.information(5, text("Mail")), [0, 0, 0, 3, 0x65, 1, 2])), text("tail")),
            "timenow!", "Track", "Coder", "Doe, Jane", "Free", "Mail", "tail"),
        Scan(
            "transport stream: user data over packets, service names, empty packets", mpeg2,
            cat(
                Coded.packet(0, [0, 0, 0xB0, 13, 0, 1, 0xC1, 0, 0, 0, 1, 0xE1, 0, 0, 0, 0, 0]),
                Coded.packet(0x100, [0, 2, 0xB0, 18, 0, 1, 0xC1, 0, 0, 0xE1, 1, 0xF0, 0, 2, 0xE1, 1, 0xF0, 0, 0, 0, 0, 0]),
                Coded.packet(0x101, [0, 0, 1, 0xE0, 0, 0, 0x80, 0, 0, 0, 0, 1, 0xB2, 0x44]), Coded.packet(0x11, text("Service")),
                Coded.packet(0x101, begins: false, cat(text("oe"), [0, 0, 1, 1], Array(Coded.slice.prefix(50)))), Coded.packet(0x1FFF, text("Empty")),
                text("tail")), "Service", "Empty", "tail", "Doe"),
    ]

    @Test("What a video lets its writer say is found", arguments: videos)
    func videosTextCarriers(_ scan: Scan) throws {
        let even = scan.frame.count % 2 == 0 ? scan.frame : scan.frame + [0]
        let sealed = try Self.spans(FileBytes.encapsulated([even]), Self.form(scan.syntax)).filter { $0.kind != .sealed && Set($0.bytes) != [0xFF] }
        #expect(sealed.map { String(decoding: $0.bytes, as: UTF8.self).trimmingCharacters(in: ["\0"]) }.filter { !$0.isEmpty } == scan.found)
        #expect(sealed.allSatisfy { $0.kind != .opaque })
    }

    @Test("A message of SEI keeps the bytes that prevent a start code") func emulationPrevention() throws {
        let frame = Coded.units([0x67, 1], [6, 5, 7] + text("Do") + [0, 0, 3, 1] + text("Ja") + [0x80], [0x65] + Coded.slice)
        let spans = try Self.spans(FileBytes.encapsulated([frame]), Self.form(Self.h264))
        #expect(spans.filter { $0.kind == .userData }.map { String(decoding: $0.bytes, as: UTF8.self) } == ["Do\u{1}Ja"])
    }

    /// A unit whose start code is damaged is read as the rest of the one before it.
    static let headers: [Scan] = [
        Scan("H.264 parameters", h264, Coded.units(cat([0x68], text("Quillfeather")), cat([0x65], Coded.slice)), "Quillfeather"),
        Scan("H.265 parameters", h265, Coded.units(cat([0x44, 1], text("Quillfeather")), cat([0x26, 1], Coded.slice)), "Quillfeather"),
        Scan("MPEG-2 picture header", mpeg2, Coded.units(cat([0], text("Quillfeather")), cat([1], Coded.slice)), "Quillfeather"),
    ]

    @Test("Headers of a video are searched however short they are", arguments: headers) func sealed(_ scan: Scan) throws {
        let spans = try Self.spans(FileBytes.encapsulated([scan.frame]), Self.form(scan.syntax))
        #expect(spans.filter { $0.kind == .sealed }.map { String(decoding: $0.bytes, as: UTF8.self) } == scan.found)
    }

    static let unfollowed: [Scan] = [
        Scan("JPEG without an end", jpeg, Coded.jpeg().without(2)),
        Scan("a length beyond the frame", jpeg, cat([0xFF, 0xD8, 0xFF, 0xFE, 0xFF, 0xFF], text("abcd"))),
        Scan("a codestream that ends inside a tile-part", jpeg, Coded.codestream().without(20)), Scan("an end inside a tile-part", jpeg, endsInside),
        Scan("nothing that is known", jpeg, text("Doe, Jane")), Scan("RLE without a header", rle, text("Doe, Jane")),
        Scan("RLE that points backwards", rle, Coded.rle([[], Coded.run])), Scan("a broken stream", deflated, [0xFF, 1, 2, 3]),
        Scan("JPEG XL of another kind", jpegXL, [0xFF, 0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]),
    ]

    @Test("A still image that does not tell its end is quarantined", arguments: unfollowed) func notFollowed(_ scan: Scan) {
        #expect(throws: FileError.pixelsNotFollowed) { try Self.texts([scan.frame], Self.form(scan.syntax)) }
    }

    @Test("A video that nobody can follow is searched") func opaque() throws {
        #expect(try Self.spans(FileBytes.encapsulated([text("Doe, Jane")]), Self.form(Self.h264)).map(\.kind) == [.opaque])
    }

    @Test("Fragments before the first frame, and frames beyond their number, belong to no image") func strayFragments() throws {
        let frame = Coded.jpeg(Coded.segment(0xFE, "A"))
        #expect(try Self.texts([text("Jane"), frame], Self.form(Self.jpeg)) == ["Jane", "A"])
        #expect(
            try Self.spans(FileBytes.encapsulated([frame, frame, frame]), Self.form(Self.jpeg, frames: 2)).map(\.kind) == [.comment, .comment, .junk])
        #expect(try Self.texts([frame + frame], Self.form(Self.jpeg, frames: 2)) == ["A", "A"])
        // It could be the frame that is missing.
        #expect(throws: FileError.pixelsNotFollowed) { try Self.texts([text("Jane"), frame], Self.form(Self.jpeg, frames: 2)) }
    }

    @Test("Sizes that no header can say are none, so that no product of them overflows") func sizes() {
        let huge: [(AttributeTag, String)] = [
            (.numberOfFrames, "4611686018427387904"), (.rows, "70000"), (.columns, "2147483647"), (.samplesPerPixel, "70000"),
            (.bitsAllocated, "-1"),
        ]
        for (tag, value) in huge {
            var header = DataSetBuilder()
            header.add(tag, .IS, value)
            #expect(FrameForm(Self.jpeg, in: header.build()) == nil, "\(tag)")
        }
    }

    @Test("A table of offsets is true where it points at each frame") func offsetTable() throws {
        let first = Array(repeating: UInt8(1), count: 10), second = Array(repeating: UInt8(2), count: 4)
        let tables: [([Int], Bool)] = [
            ([0, 18], true), ([0, 12], false), ([0], false), ([8, 18], false), ([0, 18, 30], false), ([18, 0], false), ([0x616E614A, 0x65], false),
        ]
        for (table, isTrue) in tables {
            let bytes = table.flatMap { offset -> [UInt8] in
                [UInt8(offset & 0xFF), UInt8(offset >> 8 & 0xFF), UInt8(offset >> 16 & 0xFF), UInt8(offset >> 24 & 0xFF)]
            }
            let value = Array(FileBytes.encapsulated([bytes, first, second]).dropFirst(8))
            var offsets = OffsetTable(PixelBytes(length: value.count) { offset, count in Array(value[offset..<offset + count]) })
            #expect(try offsets.isTrue(frames: 2) == isTrue, "\(table)")
        }
    }

    @Test("Frames with any bytes changed or missing end the walk in order", arguments: stills + others + videos) func survivesDamage(_ scan: Scan)
        throws
    {
        var generator = Seeded(UInt64(scan.frame.count))
        for _ in 0..<120 {
            var frame = scan.frame
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                frame[Int.random(in: 0..<min(frame.count, 250), using: &generator)] = [0, 1, 0xFF, 0x7F, 0x93, 0x64, 0x80, 0x47].randomElement(
                    using: &generator)!
            }
            frame.removeLast(Int.random(in: 0..<frame.count, using: &generator) / 2 * 2)
            do {
                _ = try Self.spans(FileBytes.encapsulated([frame, frame]), Self.form(scan.syntax, frames: Int.random(in: 1...3, using: &generator)))
            } catch is FileError {}
        }
    }
}

private func text(_ text: String) -> [UInt8] { Array(text.utf8) }
private func fill(_ byte: UInt8, _ count: Int) -> [UInt8] { Array(repeating: byte, count: count) }
private func cat(_ parts: [UInt8]...) -> [UInt8] { parts.flatMap { $0 } }

extension [UInt8] {
    fileprivate func without(_ last: Int) -> [UInt8] { Array(dropLast(last)) }
}
