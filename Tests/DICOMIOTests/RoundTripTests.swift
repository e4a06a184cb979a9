// SPDX-License-Identifier: Apache-2.0

import DICOMIO
import DICOMModel
import Foundation
import ScrubTestSupport
import Testing

/// Collects what a file writes.
final class Collector: FileSink {
    var bytes: [UInt8] = []
    var pixels: [UInt8] = []
    /// What was shown of the file; the same as its bytes.
    var seen: [UInt8] = []
    func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
        self.bytes += bytes
        return true
    }
    func see(_ bytes: UnsafeRawBufferPointer, of streams: FileStreams) {
        if streams.contains(.file) { seen += bytes }
        if streams.contains(.pixels) { pixels += bytes }
    }
}

extension DICOMFile {
    /// Writes what was read, but for one element of the top level.
    func writeAll(leavingOut tag: AttributeTag? = nil, to sink: some FileSink) throws {
        let dataSet = try dataSet()
        let encoded = try EncodedDataSet(all: dataSet, without: tag, like: information)
        try write(
            FileMetaInformation(mediaStorageSOPClassUID: Sample.ctImageStorage, mediaStorageSOPInstanceUID: "2.25.1"), encoded, to: sink)
    }
}

@Suite struct RoundTripTests {
    let folder = try! TemporaryFolder()

    func written(
        _ bytes: [UInt8], name: String = "in.dcm", leavingOut tag: AttributeTag? = nil, change: (DICOMFile, DataSet) throws -> Void = { _, _ in }
    ) throws
        -> Collector
    {
        let url = folder.appending(name)
        try Data(bytes).write(to: url)
        let file = try DICOMFile(path: Array(url.path.utf8), scratchDirectory: folder.path)
        try change(file, try file.dataSet())
        let collector = Collector()
        try file.writeAll(leavingOut: tag, to: collector)
        #expect(collector.seen == collector.bytes)
        return collector
    }

    static let pixels: [UInt8] = (0..<200).map { UInt8($0) }

    @Test("Pixels come out as they went in, in either VR encoding", arguments: [FileBytes.explicitLittleEndian, FileBytes.implicitLittleEndian])
    func splice(_ transferSyntax: String) throws {
        let dataSet = Sample.instance { $0.add(.rows, .US, [10, 0]) }
        let output = try written(FileBytes.file(dataSet, transferSyntax: transferSyntax, pixels: Self.pixels))
        #expect(output.pixels == Self.pixels)
        #expect(Array(output.bytes.suffix(200)) == Self.pixels)
    }

    @Test("Preamble and File Meta Information are written anew") func meta() throws {
        let output = try written(FileBytes.file(Sample.instance(), preamble: "II*\0 Eleanor Whitcombe"))
        #expect(output.bytes.prefix(128).allSatisfy { $0 == 0 })
        let text = String(decoding: output.bytes, as: UTF8.self)
        #expect(!text.contains("SENDING_SITE") && !text.contains("1.2.826.0.1.3680043.10.1337.9\0"))
        #expect(text.contains(FileMetaInformation.implementationClassUID))
    }

    @Test("Elements behind the pixels are read, can be removed, and stand behind the pixels again") func trailer() throws {
        let tag = AttributeTag(0x7FE1, 0x1001)
        let trailer = FileBytes.element(tag, .LO, Array("Whitcombe ".utf8), isImplicit: false)
        let input = FileBytes.file(Sample.instance(), pixels: Self.pixels, trailer: trailer)
        #expect(Array(try written(input).bytes.suffix(trailer.count)) == trailer)
        let removed = try written(input, leavingOut: tag)
        #expect(Array(removed.bytes.suffix(200)) == Self.pixels)
    }

    @Test("Bytes beyond the last pixel can be cut off") func cut() throws {
        let output = try written(FileBytes.file(Sample.instance(), pixels: Self.pixels + Array("Whitcombe!".utf8))) { file, dataSet in
            let node = dataSet.nodes[dataSet.find(.pixelData)!]
            try file.editPixels(node, [PixelEdit(200..<node.length, fill: nil)])
        }
        #expect(output.pixels == Self.pixels && Array(output.bytes.suffix(200)) == Self.pixels)
    }

    /// Pixel Data of four bytes behind a header that is given but for its length.
    private func pixelElement(_ vr: String, _ rest: [UInt8]) -> [UInt8] { [0xE0, 0x7F, 0x10, 0x00] + vr.utf8 + rest + [1, 2, 3, 4] }

    @Test("What is reserved in the header of Pixel Data is written as zero") func reserved() throws {
        let output = try written(FileBytes.file(Sample.instance(), trailer: pixelElement("OW", [0x5A, 0x51, 4, 0, 0, 0])))
        #expect(Array(output.bytes.suffix(16)) == pixelElement("OW", [0, 0, 4, 0, 0, 0]))
    }

    @Test("Pixel Data of a VR with a short length, of a sequence or of no VR is read and not written", arguments: ["US", "SQ", "UT", "ZZ"])
    func strangePixels(_ vr: String) throws {
        let input = FileBytes.file(Sample.instance(), trailer: pixelElement(vr, vr == "US" ? [4, 0] : [0, 0, 4, 0, 0, 0]))
        #expect(throws: FileError.self) { try written(input) }
    }

    @Test("A sequence sent as UN is parsed as Implicit VR and walked") func unknownSequence() throws {
        let inner = FileBytes.element(AttributeTag(0x0010, 0x0010), .PN, Array("Whitcombe^".utf8), isImplicit: true)
        let item: [UInt8] = [0xFE, 0xFF, 0x00, 0xE0, UInt8(inner.count), 0, 0, 0] + inner
        let dataSet = Sample.instance { $0.add(AttributeTag(0x0008, 0x1140), .UN, item) }
        _ = try written(FileBytes.file(dataSet)) { _, read in
            let sequence = try #require(read.find(AttributeTag(0x0008, 0x1140)))
            #expect(read.nodes[sequence].kind == .sequence)
            #expect(read.path(to: sequence + 2) == [AttributeTag(0x0008, 0x1140)])
            #expect(read.nodes[sequence + 2].vr == .PN)
        }
    }

    @Test("A large value is read in pieces and passed on whole") func large() throws {
        let value = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 / 7) }
        let tag = AttributeTag(0x0028, 0x3006)
        let output = try written(FileBytes.file(Sample.instance { $0.add(tag, .OW, value) })) { file, dataSet in
            let node = try #require(dataSet.find(tag))
            #expect(dataSet.nodes[node].flags.contains(.large) && dataSet.value(of: node).isEmpty)
            #expect(try file.read(node: node, offset: 70_000, count: 5) == Array(value[70_000..<70_005]))
        }
        #expect(Array(output.bytes.suffix(100_000)) == value)
    }

    struct Broken: Sendable, CustomTestStringConvertible {
        let name: String
        let bytes: [UInt8]
        let error: FileError
        var testDescription: String { name }
    }

    @Test(
        "What is not a whole DICOM file is refused",
        arguments: [
            Broken(name: "empty", bytes: [], error: .notDICOM),
            Broken(name: "text", bytes: Array("Patient: Eleanor Whitcombe, born 1952".utf8), error: .notDICOM),
            Broken(name: "truncated in the pixels", bytes: Array(FileBytes.file(Sample.instance(), pixels: pixels).dropLast(10)), error: .truncated),
            Broken(name: "truncated in the header", bytes: Array(FileBytes.file(Sample.instance()).dropLast(10)), error: .truncated),
            Broken(
                name: "prefix and padding", bytes: Array(repeating: 0, count: 128) + Array("DICM".utf8) + Array(repeating: 0, count: 512),
                error: .malformed),
            Broken(name: "prefix only", bytes: Array(repeating: 0, count: 128) + Array("DICM".utf8), error: .malformed),
        ])
    func refuses(_ broken: Broken) throws {
        let url = folder.appending("broken")
        try Data(broken.bytes).write(to: url)
        #expect(throws: broken.error) { try DICOMFile(path: Array(url.path.utf8), scratchDirectory: folder.path).dataSet() }
    }

    @Test(
        "Every file of the corpus is read or refused, and what is read is written again with the same pixels",
        .enabled(if: Location.corpus != nil, "the corpus of real files is not at hand"))
    func corpus() throws {
        var read = 0
        var images = 0
        for url in Location.files(below: Location.corpus!) {
            guard let file = try? DICOMFile(path: Array(url.path.utf8), scratchDirectory: folder.path) else { continue }
            let dataSet = try file.dataSet()
            let collector = Collector()
            try file.writeAll(to: collector)
            let again = folder.appending("again")
            try Data(collector.bytes).write(to: again)
            let copy = try DICOMFile(path: Array(again.path.utf8), scratchDirectory: folder.path)
            let copied = try copy.dataSet()
            #expect(copied.nodes.map(\.tag) == dataSet.nodes.map(\.tag), "\(url.lastPathComponent)")
            if let node = dataSet.find(.pixelData), let copiedNode = copied.find(.pixelData) {
                let count = dataSet.nodes[node].length
                #expect(copied.nodes[copiedNode].length == count, "\(url.lastPathComponent)")
                let isSame = try file.read(node: node, offset: 0, count: count) == copy.read(node: copiedNode, offset: 0, count: count)
                #expect(isSame, "\(url.lastPathComponent)")
                images += 1
            }
            read += 1
        }
        #expect(read >= 850 && images >= 800)
    }
}
