// SPDX-License-Identifier: Apache-2.0

import DICOMIO
import DICOMModel
import Foundation
import ScrubTestSupport
import Testing

/// What is read without DCMTK, DCMTK reads the same.
@Suite struct TwoReadersTests {
    let folder = try! TemporaryFolder()

    private func open(_ url: URL, onlyToolkit: Bool) throws -> (file: DICOMFile, dataSet: DataSet) {
        let file = try DICOMFile(path: Array(url.path.utf8), scratchDirectory: folder.path, onlyToolkit: onlyToolkit)
        return (file, try file.dataSet())
    }

    /// What differs; `nil` where nothing does, or DCMTK reads the file anyway.
    private func difference(_ url: URL) throws -> String? {
        guard let ours = try? open(url, onlyToolkit: false), !ours.file.information.isReadByToolkit else { return nil }
        guard let theirs = try? open(url, onlyToolkit: true) else { return "DCMTK refuses it" }
        let (left, right) = (ours.file.information, theirs.file.information)
        guard left.transferSyntaxUID == right.transferSyntaxUID, left.mediaStorageSOPClassUID == right.mediaStorageSOPClassUID,
            left.mends == right.mends, right.repeatedElements == 0, right.trailingBytes == 0, left.isImplicit == right.isImplicit
        else { return "the outside" }
        guard ours.dataSet.nodes.count == theirs.dataSet.nodes.count else { return "\(ours.dataSet.nodes.count) nodes" }
        for (index, (left, right)) in zip(ours.dataSet.nodes, theirs.dataSet.nodes).enumerated() {
            guard left.tag == right.tag, left.vr == right.vr, left.kind == right.kind, left.flags == right.flags, left.parent == right.parent,
                left.end == right.end, left.length == right.length, ours.dataSet.value(of: index) == theirs.dataSet.value(of: index)
            else { return "\(left.tag) \(left.vr) \(right.vr)" }
            guard left.flags.contains(.large) || left.kind == .pixels, left.length > 8 else { continue }
            guard try ours.file.read(node: index, offset: 3, count: 5) == theirs.file.read(node: index, offset: 3, count: 5) else {
                return "\(left.tag), read in pieces"
            }
        }
        return nil
    }

    @Test("Every fixture reads the same") func fixtures() throws {
        for url in Location.files(below: Location.fixtures) { #expect(try difference(url) == nil, "\(url.lastPathComponent)") }
    }

    @Test(
        "Every file of the corpus reads the same, and most are read without DCMTK",
        .enabled(if: Location.corpus != nil, "skipped: ../shared/corpus is not at hand"))
    func corpus() throws {
        let files = Location.files(below: Location.corpus!)
        for url in files { #expect(try difference(url) == nil, "\(url.path)") }
        let read = files.compactMap { try? open($0, onlyToolkit: false).file.information.isReadByToolkit }
        #expect(read.count { !$0 } * 10 > read.count * 9, "\(read.count { $0 }) of \(read.count) by DCMTK")
    }

    @Test("A broken file is left to DCMTK, or breaks nothing that either reads", arguments: [1, 2, 3, 4])
    func broken(_ seed: UInt64) throws {
        var random = Seeded(seed)
        let sources = Location.files(below: Location.fixtures).compactMap { url -> [UInt8]? in
            guard let data = try? Data(contentsOf: url), data.count < 60_000, (try? open(url, onlyToolkit: false)) != nil else { return nil }
            return Array(data)
        }
        try #require(sources.count > 10)
        for round in 0..<400 {
            var bytes = sources[Int(random.next() % UInt64(sources.count))]
            let header = min(bytes.count, 4096)
            for _ in 0...random.next() % 3 {
                let place = Int(random.next() % UInt64(header))
                switch random.next() % 4 {
                case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
                case 1: bytes[place] = bytes[Int(random.next() % UInt64(header))]
                case 2: bytes[place] ^= 1 << UInt8(random.next() % 8)
                default: bytes.removeLast(min(bytes.count, Int(random.next() % 4)))
                }
            }
            let url = folder.appending("broken.dcm")
            try Data(bytes).write(to: url)
            #expect(try difference(url) == nil, "seed \(seed), round \(round)")
        }
    }
}
