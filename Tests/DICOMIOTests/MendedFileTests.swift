// SPDX-License-Identifier: Apache-2.0

import DICOMIO
import DICOMModel
import Foundation
import ScrubTestSupport
import Testing

/// Files that break the standard and can be read in one way only.
@Suite struct MendedFileTests {
    typealias Mend = FileInformation.Mend

    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// `nil` where the toolkit reads it anyway.
        let mend: Mend?
        /// The Data Set as it is, and as it should be.
        let broken: [UInt8]
        let whole: [UInt8]
        var syntax = FileBytes.explicitLittleEndian
    }

    // MARK: - Bytes

    static let itemEnd: [UInt8] = [0xFE, 0xFF, 0x0D, 0xE0, 0, 0, 0, 0], sequenceEnd: [UInt8] = [0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0]
    static let openItem: [UInt8] = [0xFE, 0xFF, 0x00, 0xE0, 0xFF, 0xFF, 0xFF, 0xFF], undefined: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF]
    static let bigEndian = "1.2.840.10008.1.2.2", jpeg = "1.2.840.10008.1.2.4.50"

    static func little(_ number: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } }
    static func tag(_ number: UInt32) -> [UInt8] { little(Int(number >> 16), 2) + little(Int(number & 0xFFFF), 2) }
    static func text(_ number: UInt32, _ vr: ValueRepresentation, _ value: String, implicit: Bool = false) -> [UInt8] {
        RawElement(number, vr, value).encoded(isImplicit: implicit)
    }
    static func item(_ body: [UInt8]) -> [UInt8] { openItem.prefix(4) + little(body.count, 4) + body }
    static func openSequence(_ number: UInt32, _ vr: String = "SQ") -> [UInt8] { tag(number) + Array(vr.utf8) + [0, 0] + undefined }
    static func sequence(_ number: UInt32, _ body: [UInt8]) -> [UInt8] { tag(number) + Array("SQ".utf8) + [0, 0] + little(body.count, 4) + body }
    static func big(_ number: UInt32, _ vr: String, _ value: String) -> [UInt8] {
        tag(number).enumerated().map { tag(number)[$0.offset ^ 1] } + Array(vr.utf8) + [0, UInt8(value.utf8.count)] + Array(value.utf8)
    }

    /// SOP Class and Instance, Modality; Rows in the middle; Series Number at the end.
    static func head(_ implicit: Bool = false) -> [UInt8] {
        text(0x0008_0016, .UI, Sample.ctImageStorage, implicit: implicit) + text(0x0008_0018, .UI, "2.25.7", implicit: implicit)
            + text(0x0008_0060, .CS, "CT", implicit: implicit)
    }
    static let code = text(0x0008_0100, .SH, "T-D3000") + text(0x0008_0104, .LO, "Chest")
    static let region: UInt32 = 0x0008_2218, privateSequence: UInt32 = 0x0009_1001
    static let creator = text(0x0009_0010, .LO, "ACME 1.0")
    static let name = text(0x0010_0010, .PN, "Ashdown^Lily"), series = text(0x0020_0011, .IS, "4 ")
    static let wholeRegion = openSequence(region) + openItem + code + itemEnd + sequenceEnd

    static let stray: [Row] = [
        Row(testDescription: "an item delimiter at the end", mend: .strayDelimiter, broken: head() + name + itemEnd, whole: head() + name),
        Row(testDescription: "a sequence delimiter at the end", mend: .strayDelimiter, broken: head() + name + sequenceEnd, whole: head() + name),
        Row(
            testDescription: "both, twice", mend: .strayDelimiter, broken: head() + name + itemEnd + sequenceEnd + itemEnd + sequenceEnd,
            whole: head() + name),
        Row(testDescription: "one between elements", mend: .strayDelimiter, broken: head() + sequenceEnd + name, whole: head() + name),
        Row(
            testDescription: "one in Implicit VR", mend: .strayDelimiter,
            broken: head(true) + itemEnd + text(0x0010_0010, .PN, "Ashdown^Lily", implicit: true),
            whole: head(true) + text(0x0010_0010, .PN, "Ashdown^Lily", implicit: true), syntax: FileBytes.implicitLittleEndian),
        Row(
            testDescription: "one in Big Endian", mend: .strayDelimiter,
            broken: big(0x0008_0060, "CS", "CT") + [0xFF, 0xFE, 0xE0, 0x0D, 0, 0, 0, 0] + big(0x0010_0010, "PN", "Ashdown^Lily"),
            whole: big(0x0008_0060, "CS", "CT") + big(0x0010_0010, "PN", "Ashdown^Lily"), syntax: bigEndian),
        Row(
            testDescription: "one inside an item of defined length", mend: nil, broken: head() + sequence(region, item(code + itemEnd)) + name,
            whole: head() + sequence(region, item(code)) + name),
        Row(
            testDescription: "one behind the items of a sequence of defined length", mend: nil,
            broken: head() + sequence(region, item(code) + sequenceEnd) + name, whole: head() + sequence(region, item(code)) + name),
        Row(
            testDescription: "a second item delimiter", mend: .strayDelimiter,
            broken: head() + openSequence(region) + openItem + code + itemEnd + itemEnd + openItem + code + itemEnd + sequenceEnd + name,
            whole: head() + openSequence(region) + openItem + code + itemEnd + openItem + code + itemEnd + sequenceEnd + name),
    ]

    static let missing: [Row] = [
        Row(testDescription: "the last delimiter", mend: .missingDelimiter, broken: head() + wholeRegion.dropLast(8), whole: head() + wholeRegion),
        Row(
            testDescription: "half the last delimiter", mend: .missingDelimiter, broken: head() + wholeRegion.dropLast(5), whole: head() + wholeRegion
        ),
        Row(
            testDescription: "zeros for the last delimiter", mend: .missingDelimiter, broken: head() + wholeRegion.dropLast(8) + little(0, 8),
            whole: head() + wholeRegion),
        Row(
            testDescription: "the last delimiter of a private sequence", mend: .missingDelimiter,
            broken: head() + creator + openSequence(privateSequence) + openItem + code + itemEnd,
            whole: head() + creator + openSequence(privateSequence) + openItem + code + itemEnd + sequenceEnd),
        Row(
            testDescription: "the last delimiter of a sequence inside items of defined length", mend: .missingDelimiter,
            broken: head() + sequence(region, item(code + wholeRegion)).dropLast(8), whole: head() + sequence(region, item(code + wholeRegion))),
        Row(
            testDescription: "a delimiter that the length of the item around it replaces", mend: .missingDelimiter,
            broken: head() + sequence(region, item(code + wholeRegion.dropLast(8))) + name,
            whole: head() + sequence(region, item(code + wholeRegion)) + name),
        Row(
            testDescription: "an item delimiter before that of the sequence", mend: .missingDelimiter,
            broken: head() + openSequence(region) + openItem + code + sequenceEnd + name, whole: head() + wholeRegion + name),
        Row(
            testDescription: "an item delimiter before the next item", mend: .missingDelimiter,
            broken: head() + openSequence(region) + openItem + code + openItem + code + itemEnd + sequenceEnd + name,
            whole: head() + openSequence(region) + openItem + code + itemEnd + openItem + code + itemEnd + sequenceEnd + name),
        Row(
            testDescription: "a sequence delimiter before the next element", mend: .missingDelimiter,
            broken: head() + openSequence(region) + openItem + code + itemEnd + name, whole: head() + wholeRegion + name),
        Row(
            testDescription: "an item delimiter for that of the sequence", mend: nil,
            broken: head() + openSequence(region) + openItem + code + itemEnd + itemEnd + name, whole: head() + wholeRegion + name),
        Row(
            testDescription: "that of the fragments", mend: .missingDelimiter, broken: head() + encapsulated([[1, 2, 3, 4]]).dropLast(8),
            whole: head() + encapsulated([[1, 2, 3, 4]]), syntax: jpeg),
        Row(
            testDescription: "zeros for that of the fragments", mend: .missingDelimiter,
            broken: head() + encapsulated([[1, 2, 3, 4]]).dropLast(8) + little(0, 64),
            whole: head() + encapsulated([[1, 2, 3, 4]]), syntax: jpeg),
        Row(
            testDescription: "that of several fragments of one frame", mend: .missingDelimiter,
            broken: head() + encapsulated([[1, 2, 3, 4], [5, 6, 0xFF, 0xD9]]).dropLast(8),
            whole: head() + encapsulated([[1, 2, 3, 4], [5, 6, 0xFF, 0xD9]]), syntax: jpeg),
        Row(
            testDescription: "that of several frames", mend: .missingDelimiter,
            broken: head() + text(0x0028_0008, .IS, "2 ") + encapsulated([[1, 2, 3, 4], [5, 6]]).dropLast(8),
            whole: head() + text(0x0028_0008, .IS, "2 ") + encapsulated([[1, 2, 3, 4], [5, 6]]), syntax: jpeg),
    ]

    static func encapsulated(_ fragments: [[UInt8]]) -> [UInt8] { openSequence(0x7FE0_0010, "OB") + FileBytes.encapsulated(fragments) }
    static func short(_ number: UInt32, _ letters: String, _ value: String) -> [UInt8] {
        tag(number) + Array(letters.utf8) + little(value.utf8.count, 2) + Array(value.utf8)
    }
    static func implicit(_ number: UInt32, _ value: String) -> [UInt8] { tag(number) + little(value.utf8.count, 4) + Array(value.utf8) }

    static let representations: [Row] =
        [
            ("as in Implicit VR", implicit(0x0010_0010, "Ashdown^Lily")), ("question marks", short(0x0010_0010, "??", "Ashdown^Lily")),
            ("two NULs", short(0x0010_0010, "\0\0", "Ashdown^Lily")), ("blanks", short(0x0010_0010, "  ", "Ashdown^Lily")),
            ("small letters", short(0x0010_0010, "pn", "Ashdown^Lily")), ("other letters", short(0x0010_0010, "OX", "Ashdown^Lily")),
        ].map { Row(testDescription: "VR: \($0.0)", mend: .missingVR, broken: head() + $0.1 + series, whole: head() + name + series) } + [
            Row(
                testDescription: "no VR, two in a row", mend: .missingVR,
                broken: head() + implicit(0x0010_0010, "Ashdown^Lily") + implicit(0x0010_0020, "A1") + series,
                whole: head() + name + text(0x0010_0020, .LO, "A1") + series),
            Row(
                testDescription: "no VR, inside an item", mend: .missingVR,
                broken: head() + openSequence(region) + openItem + implicit(0x0008_0100, "T-D3000 ") + text(0x0008_0104, .LO, "Chest") + itemEnd
                    + sequenceEnd + name,
                whole: head() + wholeRegion + name),
            Row(
                testDescription: "no VR, at the end", mend: .missingVR, broken: head() + name + implicit(0x0020_0011, "4 "),
                whole: head() + name + series),
            Row(
                testDescription: "no VR, long form", mend: .missingVR,
                broken: head() + tag(0x0028_3006) + [0x3F, 0x3F, 0, 0] + little(4, 4) + [1, 2, 3, 4],
                whole: head() + tag(0x0028_3006) + Array("OW".utf8) + [0, 0] + little(4, 4) + [1, 2, 3, 4]),
            Row(
                testDescription: "no VR, a sequence of undefined length", mend: .missingVR,
                broken: head() + tag(region) + undefined + openItem + code + itemEnd + sequenceEnd + name, whole: head() + wholeRegion + name),
            Row(
                testDescription: "no VR, a private sequence without items", mend: .missingVR,
                broken: head() + creator + tag(privateSequence) + undefined + sequenceEnd + name,
                whole: head() + creator + openSequence(privateSequence) + sequenceEnd + name),
            Row(
                testDescription: "items in Explicit VR in UN", mend: .explicitInUnknown,
                broken: head() + openSequence(region, "UN") + openItem + code + itemEnd + sequenceEnd + name, whole: head() + wholeRegion + name),
        ]

    static let meta: [Row] = [
        Row(
            testDescription: "File Meta in Implicit VR in a Data Set in Implicit VR", mend: .fileMetaInDataSet,
            broken: text(0x0002_0003, .UI, "2.25.7", implicit: true) + head(true), whole: head(true), syntax: FileBytes.implicitLittleEndian),
        Row(
            testDescription: "File Meta in Implicit VR in a Data Set in Explicit VR", mend: .fileMetaInDataSet,
            broken: text(0x0002_0003, .UI, "2.25.7", implicit: true) + text(0x0002_0013, .SH, "ABC ", implicit: true) + head(), whole: head()),
        Row(
            testDescription: "File Meta in Big Endian", mend: .fileMetaInDataSet,
            broken: big(0x0002_0013, "SH", "ACME") + big(0x0008_0060, "CS", "CT"),
            whole: big(0x0008_0060, "CS", "CT"), syntax: bigEndian),
        Row(
            testDescription: "File Meta in Implicit VR before compressed pixels", mend: .fileMetaInDataSet,
            broken: text(0x0002_0003, .UI, "2.25.7", implicit: true) + head() + encapsulated([[1, 2]]), whole: head() + encapsulated([[1, 2]]),
            syntax: jpeg),
    ]

    // MARK: - Tests

    let folder = try! TemporaryFolder()

    private func file(_ dataSet: [UInt8], _ syntax: String) throws -> DICOMFile {
        var file = RawFile([])
        file.transferSyntax = syntax
        let url = folder.appending("\(UUID().uuidString).dcm")
        try Data(file.bytes + dataSet).write(to: url)
        return try DICOMFile(path: Array(url.path.utf8), scratchDirectory: folder.path)
    }

    private func written(_ file: DICOMFile) throws -> [UInt8] {
        let collector = Collector()
        try file.writeAll(to: collector)
        return collector.bytes
    }

    @Test("What leaves one reading is read so, said, and written as it should be", arguments: stray + missing + representations + meta)
    func mends(_ row: Row) throws {
        let whole = try file(row.whole, row.syntax), broken = try file(row.broken, row.syntax)
        #expect(whole.information.mends == [])
        #expect(broken.information.mends == Set([row.mend].compactMap(\.self)))
        #expect(broken.information.transferSyntaxUID == whole.information.transferSyntaxUID)
        #expect(broken.information.trailingBytes == 0)
        let (left, right) = (try broken.dataSet(), try whole.dataSet())
        #expect(left.nodes.map(\.tag) == right.nodes.map(\.tag))
        #expect(try written(broken) == written(whole))
    }

    struct Refused: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let bytes: [UInt8]
        var syntax = FileBytes.explicitLittleEndian
        init(_ description: String, _ bytes: [UInt8], _ syntax: String = FileBytes.explicitLittleEndian) {
            (testDescription, self.bytes, self.syntax) = (description, bytes, syntax)
        }
    }

    @Test(
        "What can be read in several ways, or not to the end, is refused",
        arguments: [
            Refused("two delimiters missing", head() + wholeRegion.dropLast(16)),
            Refused("cut in an item", head() + wholeRegion.dropLast(20)),
            Refused("cut in the last value", head() + name.dropLast(1)),
            Refused("cut behind a header", head() + name + text(0x0020_0011, .IS, "44").dropLast(2)),
            Refused("a delimiter with a length at the top", head() + itemEnd.prefix(4) + little(4, 4) + name),
            Refused("a frame missing", head() + text(0x0028_0008, .IS, "3 ") + encapsulated([[1, 2], [3, 4]]).dropLast(8), jpeg),
            Refused("an image cut between fragments", head() + encapsulated([[1, 2, 3, 4], [5, 6, 7, 8]]).dropLast(8), jpeg),
            Refused("cut in a fragment", head() + encapsulated([[1, 2, 3, 4]]).dropLast(10), jpeg),
            Refused("bytes that are no element", head() + Array("Ashdown^Lily was here".utf8) + name),
            Refused("an item at the top", head() + openItem + code + itemEnd),
            Refused("File Meta with a length beyond the file", tag(0x0002_0003) + little(4000, 4) + head(true), FileBytes.implicitLittleEndian),
            Refused("sequences a thousand deep", head() + (0..<1000).flatMap { _ in openSequence(region, "UN") + openItem }),
        ])
    func refuses(_ row: Refused) throws {
        let error = #expect(throws: FileError.self) { try file(row.bytes, row.syntax).dataSet() }
        #expect(error == .malformed || error == .truncated)
    }
}
