// SPDX-License-Identifier: Apache-2.0

import DICOMIO
import DICOMModel
import Foundation
import ScrubTestSupport
import Testing

/// What is written reads the same with DCMTK and without it.
@Suite struct WrittenFileTests {
    let folder = try! TemporaryFolder()

    /// Opens a file, writes it as it is, and returns the path of the copy; `nil` for what is not DICOM or is deflated.
    private func rewritten(_ source: URL, _ number: Int) throws -> URL? {
        guard let file = try? DICOMFile(path: Array(source.path.utf8), scratchDirectory: folder.path), (try? file.dataSet()) != nil,
            !file.information.isDeflated
        else { return nil }
        let collector = Collector()
        try file.writeAll(to: collector)
        let copy = folder.appending("\(number).dcm")
        try Data(collector.bytes).write(to: copy)
        return copy
    }

    private func compare(_ files: [URL]) throws -> Int {
        var compared = 0
        for (number, source) in files.enumerated() {
            guard let copy = try rewritten(source, number) else { continue }
            defer { try? FileManager.default.removeItem(at: copy) }
            let theirs = try DICOMFile(path: Array(copy.path.utf8), scratchDirectory: folder.path)
            let expected = try theirs.dataSet()
            let ours = try WrittenFile(path: Array(copy.path.utf8))
            let read = ours.dataSet
            let isImplicit = theirs.information.transferSyntaxUID == FileBytes.implicitLittleEndian
            try #require(read.nodes.count == expected.nodes.count, "\(source.lastPathComponent)")
            for (index, (left, right)) in zip(read.nodes, expected.nodes).enumerated() {
                #expect(
                    left.tag == right.tag && left.kind == right.kind && left.parent == right.parent && left.end == right.end,
                    "\(source.lastPathComponent) \(left.tag)")
                #expect(
                    isImplicit || left.vr == right.vr || left.kind == .item || left.kind == .pixels,
                    "\(source.lastPathComponent) \(left.tag) \(left.vr) \(right.vr)")
                #expect(
                    left.flags.contains(.large) == right.flags.contains(.large)
                        && left.flags.contains(.encapsulated) == right.flags.contains(.encapsulated))
                if left.kind == .element {
                    #expect(left.length == right.length, "\(source.lastPathComponent) \(left.tag)")
                    #expect(
                        read.value(of: index) == expected.value(of: index) || theirs.information.isBigEndian && isImplicit,
                        "\(source.lastPathComponent) \(left.tag)")
                }
                if left.flags.contains(.large), left.length > 0 {
                    #expect(
                        try ours.read(node: index, offset: 1, count: 64) == theirs.read(node: index, offset: 1, count: 64),
                        "\(source.lastPathComponent) \(left.tag) \(left.vr)")
                }
            }
            compared += 1
        }
        return compared
    }

    @Test("Every fixture reads the same with DCMTK and without it") func fixtures() throws {
        #expect(try compare(Location.files(below: Location.fixtures)) > 25)
    }

    @Test("Every file of the corpus does", .enabled(if: Location.corpus != nil, "skipped: ../shared/corpus is not at hand")) func corpus() throws {
        #expect(try compare(Location.files(below: Location.corpus!)) > 700)
    }

    @Test("A file that is cut short or has bytes behind its end does not read", arguments: [-1, -9, 1, 8, 64])
    func broken(_ change: Int) throws {
        var bytes = FileBytes.file(Sample.instance())
        #expect(throws: Never.self) { try open(bytes) }
        bytes = change < 0 ? bytes.dropLast(-change) : bytes + Array(repeating: 0, count: change)
        #expect(throws: FileError.self) { try open(bytes) }
    }

    private func open(_ bytes: [UInt8]) throws {
        let url = folder.appending("broken.dcm")
        try Data(bytes).write(to: url)
        _ = try WrittenFile(path: Array(url.path.utf8))
    }
}
