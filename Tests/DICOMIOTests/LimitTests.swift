// SPDX-License-Identifier: Apache-2.0

import DICOMIO
import DICOMModel
import Foundation
import Glibc
import ScrubTestSupport
import Testing

/// What a file may ask of the parser before it is refused.
@Suite struct LimitTests {
    let folder = try! TemporaryFolder()

    private func open(_ bytes: [UInt8], scratch: String? = nil) throws -> DataSet {
        let url = folder.appending("in.dcm")
        try Data(bytes).write(to: url)
        return try DICOMFile(path: Array(url.path.utf8), scratchDirectory: scratch ?? folder.path).dataSet()
    }

    enum Form: CaseIterable, Sendable { case explicit, implicit, unknown }

    /// (0008,2218) inside itself, of undefined length.
    private static func nested(_ depth: Int, _ form: Form) -> [UInt8] {
        let undefined: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF], zero: [UInt8] = [0, 0, 0, 0]
        let tag: [UInt8] = [0x08, 0x00, 0x18, 0x22]
        let head: [UInt8] =
            switch form {
            case .explicit: tag + Array("SQ".utf8) + [0, 0] + undefined
            case .implicit: tag + undefined
            case .unknown: tag + Array("UN".utf8) + [0, 0] + undefined
            }
        let inner = form == .explicit ? head : tag + undefined
        let item: [UInt8] = [0xFE, 0xFF, 0x00, 0xE0] + undefined, end: [UInt8] = [0xFE, 0xFF, 0x0D, 0xE0] + zero + [0xFE, 0xFF, 0xDD, 0xE0] + zero
        let opening = head + item + (0..<depth - 1).flatMap { _ in inner + item }
        return opening + (0..<depth).flatMap { _ in end }
    }

    @Test(
        "Sequences lie up to 256 levels deep; one more is refused, and so are a hundred thousand", arguments: Form.allCases,
        [256, 257, 1000, 100_000])
    func nesting(_ form: Form, _ depth: Int) throws {
        let syntax = form == .implicit ? FileBytes.implicitLittleEndian : FileBytes.explicitLittleEndian
        let bytes = FileBytes.file(Sample.instance(), transferSyntax: syntax, trailer: Self.nested(depth, form))
        if depth <= 256 {
            #expect(try open(bytes).nodes.count { $0.kind == .sequence } == depth)
        } else {
            #expect(throws: FileError.tooDeep) { try open(bytes) }
        }
    }

    /// A deflated file of zeros in Pixel Data.
    private func deflated(megabytes: Int) throws -> [UInt8] {
        let plain = FileBytes.file(Sample.instance(), transferSyntax: "1.2.840.10008.1.2.1.99")
        let start = plain.firstRange(of: [0x08, 0x00, 0x16, 0x00])!.lowerBound
        let url = folder.appending("data")
        let length = UInt32(megabytes << 20)
        let head = Array(plain[start...]) + [0xE0, 0x7F, 0x10, 0x00, 0x4F, 0x57, 0, 0] + withUnsafeBytes(of: length.littleEndian) { Array($0) }
        try Data(head).write(to: url)
        truncate(url.path, Int(length) + head.count)
        // gzip's body is what a deflated Data Set is: without its header of 10 bytes and its trailer of 8.
        let process = Process()
        process.executableURL = URL(filePath: "/bin/gzip")
        process.arguments = ["-n", "-k", "-f", "-1", url.path]
        try process.run()
        process.waitUntilExit()
        let body = Array(try Data(contentsOf: folder.appending("data.gz")).dropFirst(10).dropLast(8))
        return Array(plain[..<start]) + body + (body.count % 2 == 1 ? [0] : [])
    }

    @Test("A deflated file is read; one that inflates to far more than its length is refused", arguments: [(1, true), (200, true), (300, false)])
    func bomb(_ megabytes: Int, _ isRead: Bool) throws {
        let bytes = try deflated(megabytes: megabytes)
        if isRead {
            #expect(try open(bytes).nodes.last?.length == megabytes << 20)
        } else {
            #expect(throws: FileError.inflatesTooFar) { try open(bytes) }
        }
    }

    @Test("Where the scratch folder takes nothing, the error says so") func scratch() throws {
        let bytes = try deflated(megabytes: 1)
        #expect(throws: FileError.noScratch(errno: ENOENT)) { try open(bytes, scratch: folder.path + "/none") }
    }

    @Test("A file that ends in a hole as long as a disk is read at once") func hole() throws {
        let url = folder.appending("in.dcm")
        try Data(FileBytes.file(Sample.instance())).write(to: url)
        truncate(url.path, 4 << 40)
        #expect(try DICOMFile(path: Array(url.path.utf8), scratchDirectory: folder.path).information.trailingBytes > 3 << 40)
    }

    @Test("What is read later is read from the same file, though its name leads to another by then") func laterReading() throws {
        let text = [UInt8](repeating: 0x41, count: 200_000)
        let url = folder.appending("in.dcm")
        let trailer = FileBytes.element(AttributeTag(0x7FE1, 0x1001), .UT, text, isImplicit: false)
        try Data(FileBytes.file(Sample.instance(), pixels: [1, 2, 3, 4], trailer: trailer)).write(to: url)
        let file = try DICOMFile(path: Array(url.path.utf8), scratchDirectory: folder.path)
        let dataSet = try file.dataSet()
        try FileManager.default.removeItem(at: url)
        try Data(repeating: 0x42, count: 300_000).write(to: url)
        #expect(try file.read(node: dataSet.nodes.count - 1, offset: 100_000, count: 100_000) == Array(text.suffix(100_000)))
        let collector = Collector()
        try file.writeAll(to: collector)
        #expect(Array(collector.bytes.suffix(200_000)) == text)
    }
}
