// SPDX-License-Identifier: Apache-2.0

import DICOMIO
import DICOMModel
import Foundation
import ScrubTestSupport
import Testing

/// What is put into a Data Set stands in the file as PS3.5 says.
@Suite struct EncodedDataSetTests {
    let folder = try! TemporaryFolder()

    /// Writes a bare instance whose Data Set is what `body` makes, in a transfer syntax, and returns the bytes behind the File Meta Information.
    private func written(_ transferSyntax: String, _ body: (inout EncodedDataSet) throws -> Void) throws -> [UInt8] {
        var source = RawFile([])
        source.transferSyntax = transferSyntax
        let header: [UInt8] =
            switch transferSyntax {
            case FileBytes.implicitLittleEndian: [0x10, 0, 0x20, 0, 4, 0, 0, 0]
            case FileBytes.explicitLittleEndian: [0x10, 0, 0x20, 0, 0x4C, 0x4F, 4, 0]
            default: [0, 0x10, 0, 0x20, 0x4C, 0x4F, 0, 4]
            }
        let url = folder.appending("in.dcm")
        try Data(source.bytes + header + Array("MRN1".utf8)).write(to: url)
        let file = try DICOMFile(path: Array(url.path.utf8), scratchDirectory: folder.path)
        var encoded = EncodedDataSet(try file.dataSet(), like: file.information)
        try body(&encoded)
        let collector = Collector()
        let meta = FileMetaInformation(mediaStorageSOPClassUID: Sample.ctImageStorage, mediaStorageSOPInstanceUID: "2.25.1")
        try file.write(meta, encoded, to: collector)
        let length = Int(collector.bytes[140]) | Int(collector.bytes[141]) << 8
        return Array(collector.bytes[(144 + length)...])
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let vr: ValueRepresentation
        let value: [UInt8]
        let expected: [UInt8]
    }

    @Test(
        "A value of odd length is padded as its VR asks",
        arguments: [
            Row(testDescription: "text with a space", vr: .LO, value: [0x41], expected: [0x10, 0, 0x20, 0, 0x4C, 0x4F, 2, 0, 0x41, 0x20]),
            Row(testDescription: "a UID with a zero", vr: .UI, value: [0x31], expected: [0x10, 0, 0x20, 0, 0x55, 0x49, 2, 0, 0x31, 0]),
            Row(testDescription: "bytes with a zero", vr: .OB, value: [7], expected: [0x10, 0, 0x20, 0, 0x4F, 0x42, 0, 0, 2, 0, 0, 0, 7, 0]),
            Row(testDescription: "nothing not at all", vr: .LO, value: [], expected: [0x10, 0, 0x20, 0, 0x4C, 0x4F, 0, 0]),
        ])
    func pads(_ row: Row) throws {
        #expect(try written(FileBytes.explicitLittleEndian) { try $0.put(.patientID, row.vr, row.value) } == row.expected)
    }

    @Test("A value too long for the short form is written as UN") func long() throws {
        let bytes = try written(FileBytes.explicitLittleEndian) { try $0.put(.patientID, .LO, Array(repeating: 0x41, count: 0x10000)) }
        #expect(Array(bytes.prefix(12)) == [0x10, 0, 0x20, 0, 0x55, 0x4E, 0, 0, 0, 0, 1, 0])
        #expect(bytes.count == 12 + 0x10000)
    }

    @Test("Implicit VR writes no VR") func implicit() throws {
        let bytes = try written(FileBytes.implicitLittleEndian) { try $0.put(.patientID, .LO, [0x41, 0x42]) }
        #expect(bytes == [0x10, 0, 0x20, 0, 2, 0, 0, 0, 0x41, 0x42])
    }

    @Test("Sequences and items say how long they are, with what is taken from the source") func sequences() throws {
        let bytes = try written(FileBytes.explicitLittleEndian) { encoded in
            encoded.beginSequence(AttributeTag(0x0008, 0x1140))
            encoded.beginItem()
            try encoded.keep(1)
            try encoded.end()
            encoded.beginItem()
            try encoded.end()
            try encoded.end()
        }
        let kept: [UInt8] = [0x10, 0, 0x20, 0, 0x4C, 0x4F, 4, 0] + "MRN1".utf8
        let item: [UInt8] = [0xFE, 0xFF, 0, 0xE0]
        #expect(bytes == [8, 0, 0x40, 0x11, 0x53, 0x51, 0, 0, 28, 0, 0, 0] + item + [12, 0, 0, 0] + kept + item + [0, 0, 0, 0])
    }

    @Test("A file in Big Endian has the highest byte of a number first, of bytes none") func bigEndian() throws {
        let bytes = try written("1.2.840.10008.1.2.2") { encoded in
            try encoded.put(.rows, .US, [1, 2])
            try encoded.put(AttributeTag(0x0029, 0x1000), .UN, [1, 2])
        }
        #expect(bytes == [0, 0x28, 0, 0x10, 0x55, 0x53, 0, 2, 2, 1] + [0, 0x29, 0x10, 0, 0x55, 0x4E, 0, 0, 0, 0, 0, 2, 1, 2])
    }
}
