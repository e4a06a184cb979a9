// SPDX-License-Identifier: Apache-2.0

import DICOMIO
import DICOMModel
import Foundation
import ProfileEngine
import ScrubTestSupport
import Testing

@testable import ScrubPipeline

/// Frames with text beside the image. Their coded data is noise.
private enum Coded {
    static func segment(_ marker: UInt8, _ payload: [UInt8]) -> [UInt8] {
        [0xFF, marker, UInt8((payload.count + 2) >> 8), UInt8((payload.count + 2) & 0xFF)] + payload
    }

    static func segment(_ marker: UInt8, _ text: String) -> [UInt8] { segment(marker, Array(text.utf8)) }

    static let jfif = segment(0xE0, Array("JFIF\0".utf8) + [1, 1, 0, 0, 1, 0, 1, 0, 0])
    static let frameHeader = segment(0xC0, [8, 0, 8, 0, 8, 1, 1, 0x11, 0])
    static let scan = segment(0xDA, [1, 1, 0, 0, 0x3F, 0]) + (0..<1000).map { $0 % 7 == 0 ? 0x41 : UInt8($0 % 199) } + [0xFF, 0xD9]

    static func jpeg(_ segments: [UInt8]...) -> [UInt8] { [0xFF, 0xD8] + jfif + segments.flatMap { $0 } + frameHeader + scan }

    static func codestream(main: [UInt8] = [], tile: [UInt8] = [], tiles: Int = 1) -> [UInt8] {
        let size = segment(0x51, Array(repeating: 0, count: 39))
        let packets: [UInt8] = (0..<300).map { UInt8($0 % 0x8F) }
        let parts = (0..<tiles).flatMap { number -> [UInt8] in
            let length = 12 + tile.count + 2 + packets.count
            return segment(0x90, [0, UInt8(number), 0, 0, UInt8(length >> 8), UInt8(length & 0xFF), 0, 1]) + tile + [0xFF, 0x93] + packets
        }
        return [0xFF, 0x4F] + size + main + parts + [0xFF, 0xD9]
    }

    static func box(_ type: String, _ content: [UInt8]) -> [UInt8] {
        [0, 0, UInt8((content.count + 8) >> 8), UInt8((content.count + 8) & 0xFF)] + Array(type.utf8) + content
    }

    static func comment2000(_ text: String) -> [UInt8] { segment(0x64, [0, 1] + Array(text.utf8)) }

    static let jp2Start = box("jP  ", [0x0D, 0x0A, 0x87, 0x0A]) + box("ftyp", Array("jp2 \0\0\0\0jp2 ".utf8))
        + box("jp2h", box("ihdr", [0, 0, 0, 8, 0, 0, 0, 8, 0, 1, 7, 7, 0, 0]) + box("colr", [1, 0, 0, 0, 0, 0, 17]))

    static func split(_ bytes: [UInt8], every count: Int) -> [[UInt8]] {
        stride(from: 0, to: bytes.count, by: count).map { Array(bytes[$0..<min($0 + count, bytes.count)]) }
    }
}

@Suite struct PixelSegmentTests {
    let folder = try! TemporaryFolder()

    /// The segments found in a value, each as its bytes.
    func segments(_ value: [UInt8]) throws -> [[UInt8]] {
        var found: [[UInt8]] = []
        var end = 0
        var reads = 0
        try CodestreamScanner.scan(length: value.count) { offset, count in
            reads += 1
            #expect(offset >= 0 && offset + count <= value.count)
            return Array(value[offset..<offset + count])
        } _: { segment in
            for piece in segment.pieces {
                #expect(piece.lowerBound >= end && !piece.isEmpty)
                end = piece.upperBound
            }
            found.append(segment.pieces.flatMap { value[$0] })
        }
        #expect(reads < value.count)
        return found
    }

    func texts(_ fragments: [[UInt8]]) throws -> [String] {
        try segments(FileBytes.encapsulated(fragments)).map { String(decoding: $0, as: UTF8.self) }
    }

    struct Scan: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let frame: [UInt8]
        let found: [String]
    }

    static let scans = [
        Scan(testDescription: "JPEG without any", frame: Coded.jpeg(), found: []),
        Scan(testDescription: "COM", frame: Coded.jpeg(Coded.segment(0xFE, "A")), found: ["A"]),
        Scan(testDescription: "Exif and XMP", frame: Coded.jpeg(Coded.segment(0xE1, "Exif B"), Coded.segment(0xE1, "http C")), found: ["Exif B", "http C"]),
        Scan(testDescription: "Photoshop", frame: Coded.jpeg(Coded.segment(0xED, "8BIM")), found: ["8BIM"]),
        Scan(
            testDescription: "what decoders need",
            frame: Coded.jpeg(
                Coded.segment(0xEE, Array("Adobe".utf8) + [0, 100, 0, 0, 0, 0, 1]), Coded.segment(0xE2, "ICC_PROFILE\0\u{1}\u{1}profile"),
                Coded.segment(0xE8, "mrfx\u{1}"), Coded.segment(0xE8, Array("SPIFF\0".utf8) + Array(repeating: 1, count: 24))), found: []),
        Scan(
            testDescription: "what is behind what decoders need",
            frame: Coded.jpeg(
                Coded.segment(0xE0, Array("JFIF\0".utf8) + [1, 1, 0, 0, 1, 0, 1, 1, 1] + Array("RGB".utf8)),
                Coded.segment(0xEE, Array("Adobe".utf8) + [0, 100, 0, 0, 0, 0, 1] + Array("more".utf8))), found: ["RGB", "more"]),
        Scan(testDescription: "JFXX", frame: Coded.jpeg(Coded.segment(0xE0, "JFXX\0\u{10}thumb")), found: ["JFXX\0\u{10}thumb"]),
        Scan(testDescription: "fill bytes and a stray byte", frame: Coded.jpeg([0x00, 0xFF, 0xFF], Coded.segment(0xFE, "A")), found: ["A"]),
        Scan(testDescription: "bytes behind the image", frame: Coded.jpeg() + Array("Doe, Jane".utf8), found: ["Doe, Jane"]),
        Scan(testDescription: "another image behind the image", frame: Coded.jpeg() + Coded.jpeg(Coded.segment(0xFE, "A")), found: ["A"]),
        Scan(
            testDescription: "between two scans and behind the last",
            frame: [0xFF, 0xD8] + Coded.frameHeader + Coded.scan.dropLast(2) + Coded.segment(0xFE, "A") + [0xFF, 0xD0, 0xFF, 0x00, 0x41]
                + Coded.scan.dropLast(2) + Coded.segment(0xE5, "B") + [0xFF, 0xD9], found: ["A", "B"]),
        Scan(testDescription: "bytes behind a codestream", frame: Coded.codestream() + Array("Doe, Jane".utf8), found: ["Doe, Jane"]),
        Scan(testDescription: "codestream", frame: Coded.codestream(), found: []),
        Scan(testDescription: "COM in the main header", frame: Coded.codestream(main: Coded.comment2000("A")), found: ["A"]),
        Scan(testDescription: "COM in tile-parts", frame: Coded.codestream(tile: Coded.comment2000("A"), tiles: 3), found: ["A", "A", "A"]),
        Scan(testDescription: "XML box", frame: Coded.jp2Start + Coded.box("xml ", Array("<A/>".utf8)) + Coded.box("jp2c", Coded.codestream()), found: ["<A/>"]),
        Scan(
            testDescription: "boxes and COM around and in the codestream",
            frame: Coded.jp2Start + Coded.box("jp2c", Coded.codestream(main: Coded.comment2000("A"), tiles: 2)) + Coded.box("uuid", Array("0123456789abcdefB".utf8)),
            found: ["A", "0123456789abcdefB"]),
        Scan(
            testDescription: "box of 64-bit length and one to the end",
            frame: Coded.jp2Start + [0, 0, 0, 1] + Array("xml ".utf8) + [0, 0, 0, 0, 0, 0, 0, 18] + Array("AB".utf8) + [0, 0, 0, 0] + Array("uuidCD".utf8),
            found: ["AB", "CD"]),
        Scan(testDescription: "JPEG XL", frame: [0, 0, 0, 12] + Array("JXL ".utf8) + [0x0D, 0x0A, 0x87, 0x0A] + Coded.box("Exif", [65]) + Coded.box("jxlc", [0xFF, 0x0A]), found: ["A"]),
        Scan(testDescription: "neither", frame: Array("RLE or MPEG".utf8) + Coded.segment(0xFE, "A"), found: []),
    ]

    @Test("Segments beside the image are found, in one fragment or in many", arguments: scans)
    func finds(_ scan: Scan) throws {
        let even = scan.frame.count % 2 == 0 ? scan.frame : scan.frame + [0]
        #expect(try texts([even]).map { $0.trimmingCharacters(in: ["\0"]) } == scan.found.map { $0.trimmingCharacters(in: ["\0"]) })
        guard !scan.found.isEmpty else { return }
        // The first piece must show what the frame is; the others are cut anywhere.
        for length in [2, 6, 14, 50] {
            let pieces = [Array(even.prefix(14))] + Coded.split(Array(even.dropFirst(14)), every: length)
            #expect(try texts(pieces).map { $0.trimmingCharacters(in: ["\0"]) } == scan.found.map { $0.trimmingCharacters(in: ["\0"]) }, "\(length)")
        }
    }

    @Test("A frame with a false length does not reach into the next") func staysInFrame() throws {
        let lying: [UInt8] = [0xFF, 0xD8, 0xFF, 0xFE, 0xFF, 0xFF] + Array("abcd".utf8)
        #expect(try texts([lying, Coded.jpeg(Coded.segment(0xFE, "ok"))]) == ["abcd", "ok"])
    }

    @Test("Frames with any bytes changed or missing end the scan in order") func survivesDamage() throws {
        var generator = SystemRandomNumberGenerator()
        for scan in Self.scans {
            for _ in 0..<200 {
                var frame = scan.frame
                for _ in 0..<Int.random(in: 1...4, using: &generator) {
                    frame[Int.random(in: 0..<min(frame.count, 200), using: &generator)] = [0, 1, 0xFF, 0x7F, 0x93, 0x64].randomElement()!
                }
                frame.removeLast(Int.random(in: 0..<frame.count, using: &generator) / 2 * 2)
                _ = try segments(FileBytes.encapsulated([frame, frame]))
            }
        }
    }

    // MARK: - Whole files

    func scrub(_ input: [UInt8], profile yaml: String = "extends: basic", name: String = "in.dcm") throws -> (file: ReleasedFile, bytes: [UInt8]) {
        let url = folder.appending(name)
        try Data(input).write(to: url)
        return try scrub(url, profile: yaml)
    }

    func scrub(_ url: URL, profile yaml: String) throws -> (file: ReleasedFile, bytes: [UInt8]) {
        let own = folder.appending("own.yaml")
        try Data(yaml.utf8).write(to: own)
        let key = SiteKey(7..<39)!
        let engine = ConfidentialityEngine(
            profile: try ConfidentialityProfile.load(nameOrPath: own.path), identity: ProjectIdentity(siteKey: key, project: "test"))
        let scrubber = FileScrubber(
            planner: FilePlanner(engine: engine, scratchDirectory: folder.path),
            sealer: CrosswalkSealer(key: key.derive(project: "test", purpose: .crosswalk)), recorder: nil)
        let output = folder.appending("out.dcm")
        defer { try? FileManager.default.removeItem(at: output) }
        let outcome = scrubber.scrub(FileJob(id: 1, path: BytePath(url.path), identity: FileStatus(BytePath(url.path))!.identity, temporaryPath: output.path))
        guard case .released(let file) = outcome else { throw Held(outcome: "\(outcome)") }
        return (file, Array(try Data(contentsOf: output)))
    }

    struct Held: Error { let outcome: String }

    static func input(_ fragments: [[UInt8]]) -> [UInt8] {
        let dataSet = Sample.instance {
            $0.add(.rows, .US, [8, 0])
            $0.add(.columns, .US, [8, 0])
        }
        return FileBytes.file(dataSet, transferSyntax: "1.2.840.10008.1.2.4.50", fragments: fragments)
    }

    /// Where the value of Pixel Data begins in a file whose last element it is.
    static func value(_ file: [UInt8], _ fragments: [[UInt8]]) -> [UInt8] { Array(file.suffix(FileBytes.encapsulated(fragments).count)) }

    @Test("A name in COM, Exif or UTF-16 goes, what else is beside the image stays, and no coded byte changes", arguments: [
        "pt. Eleanor W.", "WHITCOMBE, E", "id MRN00123", "Él\u{E9}anor Whitcombé",
    ])
    func blanksIdentified(_ text: String) throws {
        let wide = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        func frame(_ comment: [UInt8], _ exif: [UInt8]) -> [UInt8] {
            Coded.jpeg(Coded.segment(0xFE, comment), Coded.segment(0xFE, "Made by IJG"), Coded.segment(0xE1, exif))
        }
        let exif = Array("Exif\0\0".utf8) + wide
        let original = [frame(Array(text.utf8), exif), frame(Array("plain".utf8), exif)]
        let blank = Array(repeating: UInt8(0), count: exif.count)
        let expected = [
            frame(Array(repeating: 0x20, count: text.utf8.count), blank), frame(Array("plain".utf8), blank),
        ]
        let output = try scrub(Self.input(original))
        #expect(Self.value(output.bytes, expected) == FileBytes.encapsulated(expected))
        #expect(output.file.flags == ["pixel-segments-blanked"])
        #expect(output.file.blankedPixelBytes == text.utf8.count + 2 * exif.count)
    }

    @Test("A name in the boxes and comments of a JP2 file goes") func blanksBoxes() throws {
        func frame(_ comment: String, _ xml: [UInt8]) -> [UInt8] {
            Coded.jp2Start + Coded.box("xml ", xml) + Coded.box("jp2c", Coded.codestream(main: Coded.comment2000(comment)) + [0])
                + Coded.box("uuid", xml)
        }
        let xml = Array("<p>Whitcombe</p>".utf8)
        let blanked = [frame(String(repeating: " ", count: 9), Array(repeating: 0, count: xml.count))]
        let output = try scrub(Self.input([frame("Eleanor W", xml)]))
        #expect(Self.value(output.bytes, blanked) == FileBytes.encapsulated(blanked))
    }

    @Test("A name cut by the border of two fragments, or of two chunks, goes") func blanksAcrossBorders() throws {
        let filler = String(repeating: "x ", count: 32_764)
        let frame = Coded.jp2Start + [0, 1, 0, 24] + Array(("xml " + filler + "Whitcombe").utf8) + Array(repeating: 0x20, count: 7)
        for cut in [65_400, 65_612] {
            let fragments = [Array(frame[..<cut]), Array(frame[cut...])]
            let output = try scrub(Self.input(fragments))
            #expect(!String(decoding: output.bytes, as: UTF8.self).contains("Whitcombe"))
            #expect(output.bytes.suffix(FileBytes.encapsulated(fragments).count).count == FileBytes.encapsulated(fragments).count)
        }
    }

    @Test("Pixels leave as they came where no identifier is found, and under 'keep'") func keeps() throws {
        let plain = [Coded.jpeg(Coded.segment(0xFE, "Made by IJG"), Coded.segment(0xE1, "Exif\0\0 Canon"))]
        let output = try scrub(Self.input(plain))
        #expect(Self.value(output.bytes, plain) == FileBytes.encapsulated(plain) && output.file.flags == nil)
        let named = [Coded.jpeg(Coded.segment(0xFE, "Whitcombe"))]
        let kept = try scrub(Self.input(named), profile: "extends: basic\npixel-segments: keep")
        #expect(Self.value(kept.bytes, named) == FileBytes.encapsulated(named) && kept.file.blankedPixelBytes == nil)
    }

    @Test("Under 'all' every candidate is blanked") func blanksAll() throws {
        let fragments = [Coded.jpeg(Coded.segment(0xFE, "Made by IJG"), Coded.segment(0xED, "8BIM"))]
        let blanked = [Coded.jpeg(Coded.segment(0xFE, "           "), Coded.segment(0xED, [0, 0, 0, 0]))]
        let output = try scrub(Self.input(fragments), profile: "extends: basic\npixel-segments: all")
        #expect(Self.value(output.bytes, blanked) == FileBytes.encapsulated(blanked))
    }

    @Test("Files that differ only in what is blanked are told apart; equal ones are not") func contentDigest() throws {
        let first = try scrub(Self.input([Coded.jpeg(Coded.segment(0xFE, "Whitcombe"))]))
        let again = try scrub(Self.input([Coded.jpeg(Coded.segment(0xFE, "Whitcombe"))]), name: "again.dcm")
        let other = try scrub(Self.input([Coded.jpeg(Coded.segment(0xFE, "whitcombe"))]))
        #expect(first.bytes == other.bytes)
        #expect(first.file.contentDigest == again.file.contentDigest)
        #expect(first.file.contentDigest != other.file.contentDigest)
        #expect(first.file.pixelSHA256 == other.file.pixelSHA256)
    }

    @Test("The profile key takes three words") func policy() throws {
        #expect(throws: ProfileError.self) { try scrub(Self.input([]), profile: "extends: basic\npixel-segments: some") }
    }

    @Test("No compressed file of the corpus has its pixels changed", .enabled(if: Location.corpus != nil, "the corpus of real files is not at hand"))
    func corpus() throws {
        var encapsulated = 0
        for url in Location.files(below: Location.corpus!) {
            guard let file = try? DICOMFile(path: Array(url.path.utf8), scratchDirectory: folder.path), let dataSet = try? file.dataSet(),
                let node = dataSet.find(.pixelData), dataSet.nodes[node].flags.contains(.encapsulated)
            else { continue }
            guard let output = try? scrub(url, profile: "extends: basic") else { continue }
            #expect(output.file.flags?.contains("pixel-segments-blanked") != true, "\(url.lastPathComponent)")
            encapsulated += 1
        }
        #expect(encapsulated > 20)
    }
}
