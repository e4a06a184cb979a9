// SPDX-License-Identifier: Apache-2.0

import DICOMIO
import DICOMModel
import Engine
import Filesystem
import Foundation
import Glibc
import Profiles
import Pseudonyms
import Records
import RunState
import ScrubTestSupport
import Testing

@testable import ScrubPipeline

@Suite struct PixelSegmentTests {
    let folder = try! TemporaryFolder()

    // MARK: - Whole files

    func scrub(_ input: [UInt8], profile yaml: String = "extends: basic", name: String = "in.dcm") throws -> (
        file: ManifestEntry, contentDigest: String?, bytes: [UInt8]
    ) {
        let url = folder.appending(name)
        // A worker that another test starts meanwhile must not inherit the open file: it would seem to be written still.
        try FileDescriptor(opening: BytePath(url.path), O_WRONLY | O_CREAT | O_TRUNC, for: "write a file").write(input)
        return try scrub(url, profile: yaml)
    }

    func scrub(_ url: URL, profile yaml: String) throws -> (file: ManifestEntry, contentDigest: String?, bytes: [UInt8]) {
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
        let record = scrubber.scrub(
            ScrubTask(FileJob(id: 1, path: BytePath(url.path), identity: FileStatus(BytePath(url.path))!.identity, temporaryPath: output.path)))
        guard case .released(let instance) = record.outcome else { throw Held(outcome: "\(record.outcome)") }
        return (try fromJSON(ManifestEntry.self, instance.manifest), instance.contentDigest, Array(try Data(contentsOf: output)))
    }

    struct Held: Error { let outcome: String }

    static func input(_ fragments: [[UInt8]], frames: Int = 1) -> [UInt8] {
        let dataSet = Sample.instance {
            if frames > 1 { $0.add(.numberOfFrames, .IS, "\(frames) ") }
            $0.add(.rows, .US, [8, 0])
            $0.add(.columns, .US, [8, 0])
        }
        return FileBytes.file(dataSet, transferSyntax: "1.2.840.10008.1.2.4.50", fragments: fragments)
    }

    /// Where the value of Pixel Data begins in a file whose last element it is.
    static func value(_ file: [UInt8], _ fragments: [[UInt8]]) -> [UInt8] { Array(file.suffix(FileBytes.encapsulated(fragments).count)) }

    @Test(
        "A name in COM, Exif or UTF-16 goes, what else is beside the image stays, and no coded byte changes",
        arguments: [
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
        let output = try scrub(Self.input(original, frames: 2))
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
        #expect(first.contentDigest == again.contentDigest)
        #expect(first.contentDigest != other.contentDigest)
        #expect(first.file.pixelSHA256 == other.file.pixelSHA256)
    }

    @Test("Deflated frames are no deflated Data Set: they leave as they came, without what is behind the stream") func deflatedFrames() throws {
        let frame: [UInt8] = [0x73, 0x74, 0xA4, 0x0C, 0, 0]
        let dataSet = Sample.instance {
            $0.add(.rows, .US, [8, 0])
            $0.add(.columns, .US, [8, 0])
            $0.add(.bitsAllocated, .US, [8, 0])
        }
        let input = FileBytes.file(dataSet, transferSyntax: "1.2.840.10008.1.2.8.1", fragments: [frame + Array("Doe, Jane ".utf8)])
        let output = try scrub(input)
        let expected = [frame + Array(repeating: 0, count: 10)]
        #expect(Self.value(output.bytes, expected) == FileBytes.encapsulated(expected) && output.file.zeroedPixelBytes == 10)
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

    @Test(
        "A name between the fragments of a frame, or at their ends, holds the file back",
        arguments: [Array("Whitcombe, Eleanor".utf8), Array("id MRN00123 ".utf8), "Whitcombe".utf16.flatMap { [UInt8($0), 0] }, []] as [[UInt8]])
    func seams(_ text: [UInt8]) throws {
        let frame = Coded.jpeg()
        let parts = [Array(frame[..<(frame.count - 20)]), Array(frame[(frame.count - 20)...])]
        for fragments in [[parts[0], text, parts[1]], [parts[0] + text, parts[1]], [parts[0], text + parts[1]]] {
            let input = Self.input(fragments)
            guard !text.isEmpty else {
                _ = try scrub(input)
                continue
            }
            do {
                _ = try scrub(input)
                Issue.record("released")
            } catch let held as Held {
                #expect(held.outcome.contains("identifierSurvives"))
            }
        }
    }
}
