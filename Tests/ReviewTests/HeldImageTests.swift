// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import Engine
import Filesystem
import Foundation
import Testing

@testable import Review

/// A state folder for one test.
final class ReviewBox {
    let state: BytePath
    var folder: ReviewFolder { ReviewFolder(state: state) }

    init() throws {
        state = BytePath(FileManager.default.temporaryDirectory.path + "/review-\(UUID().uuidString)")
        try makeFolders(state, mode: 0o700)
    }

    deinit { try? removeTree(state) }

    static func key(_ number: Int) -> String { String(repeating: "0", count: 60) + String(number + 0x1000, radix: 16) }

    static func question(_ number: Int = 1, frames: Int = 1, columns: Int = 320, rows: Int = 200, also more: [HeldFinding] = []) -> HeldQuestion {
        HeldQuestion(
            key: key(number), columns: columns, rows: rows, frames: frames,
            findings: [
                HeldFinding(box: PixelBox(left: 20, top: 10, right: 120, bottom: 30), evidence: .text, score: 900, frame: 0),
                HeldFinding(box: PixelBox(left: 200, top: 150, right: 260, bottom: 170), evidence: .weak, score: 400, frame: frames - 1),
            ] + more)
    }

    /// Pixels with a ramp and bright stripes where the findings are.
    static func pixels(_ question: HeldQuestion, samples: Int = 1) -> HeldPixels {
        var bytes = [UInt8](repeating: 0, count: question.columns * question.rows * samples)
        for y in 0..<question.rows {
            for x in 0..<question.columns {
                let isText = question.findings.contains {
                    $0.box.contains(PixelBox(left: x, top: y, right: x + 1, bottom: y + 1)) && (x / 3 + y / 4).isMultiple(of: 2)
                }
                for sample in 0..<samples {
                    bytes[(y * question.columns + x) * samples + sample] = isText ? 240 : UInt8((x + y * sample) / 8 % 100)
                }
            }
        }
        return HeldPixels(columns: question.columns, rows: question.rows, samples: samples, bytes: bytes)!
    }

    @discardableResult
    func hold(_ question: HeldQuestion, samples: Int = 1, doubt: HeldImage.Doubt = .weak, modality: String = "US", series: String = "2.25.7")
        throws -> HeldImage
    {
        var writer = try HeldImageWriter(folder: folder.held, question: question)
        for frame in question.framesToShow { try writer.add(frame: frame, Self.pixels(question, samples: samples)) }
        return try writer.finish(
            doubt: doubt, modality: modality, series: series, profile: String(repeating: "a", count: 64), weights: String(repeating: "b", count: 64),
            fill: samples == 1 ? [0] : [0, 0, 0])
    }
}

@Suite struct HeldImageTests {
    @Test("What is written is read again, and nobody else can read it")
    func readsBack() throws {
        let box = try ReviewBox()
        let written = try box.hold(ReviewBox.question(frames: 7))
        let found = try #require(try box.folder.image(written.key))
        #expect(found.image == written)
        #expect(written.before.map(\.frame) == [0, 3, 6])
        #expect(written.details.compactMap(\.finding) == [0, 1])
        #expect(FileStatus(box.folder.held)?.permissions == 0o700)
        var permissions: Set<UInt32?> = []
        try forEachName(in: box.folder.held) { permissions.insert($1?.permissions) }
        #expect(permissions == [0o600])
    }

    @Test("The same image gives the same bytes", arguments: [1, 3])
    func isDeterministic(samples: Int) throws {
        let (first, second) = (try ReviewBox(), try ReviewBox())
        let question = ReviewBox.question(columns: 1500, rows: 300)
        let images = (try first.hold(question, samples: samples), try second.hold(question, samples: samples))
        #expect(images.0 == images.1)
        let found = try #require(try first.folder.image(question.key))
        let same = try #require(try second.folder.image(question.key))
        #expect(same.digest == found.digest)
        #expect(found.image.before[0].columns == 1024)
        #expect(found.image.before[0].rows == 204)
    }

    @Test("A PNG is one that zlib and the standard's checks take")
    func writesPNG() throws {
        let pixels = ReviewBox.pixels(ReviewBox.question(), samples: 3)
        let bytes = try #require(PNGEncoder.encode(pixels))
        #expect(bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]))
        #expect(bytes.suffix(12) == [0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82])
    }

    @Test("What does not fit the image is not held")
    func refusesMalformed() throws {
        let box = try ReviewBox()
        let outside = HeldFinding(box: PixelBox(left: 300, top: 0, right: 321, bottom: 10), evidence: .text, score: 1, frame: 0)
        let laterFrame = HeldFinding(box: PixelBox(left: 0, top: 0, right: 9, bottom: 10), evidence: .text, score: 1, frame: 1)
        for finding in [outside, laterFrame] {
            #expect(throws: ReviewError.self) { try HeldImageWriter(folder: box.folder.held, question: ReviewBox.question(also: [finding])) }
        }
        var writer = try HeldImageWriter(folder: box.folder.held, question: ReviewBox.question())
        #expect(throws: ReviewError.self) { try writer.add(frame: 0, HeldPixels(columns: 2, rows: 2, samples: 1, bytes: [0, 0, 0, 0])!) }
        #expect(HeldPixels(columns: 2, rows: 2, samples: 1, bytes: [0]) == nil)
    }

    @Test("A description that was changed so that it makes no sense is refused")
    func refusesChanged() throws {
        let box = try ReviewBox()
        let image = try box.hold(ReviewBox.question())
        let path = box.folder.description(of: image.key)
        let text = String(decoding: try readFile(path), as: UTF8.self)
        for (old, new) in [
            ("dcmscrub-held/1", "dcmscrub-held/2"), (image.key + "-d0", "../" + image.key + "-d0"), ("\"columns\":320", "\"columns\":90"),
            ("\"frames\":1", "\"frames\":0"), (image.key, ReviewBox.key(9)), ("\"US\"", "\"\(String(repeating: "U", count: 17))\""),
        ] {
            let changed = text.replacingOccurrences(of: old, with: new)
            try #require(changed != text)
            let file = try AtomicFile(path, mode: 0o600)
            try file.write(changed.utf8)
            try file.commit()
            #expect(throws: ReviewError.self, "\(old)") { try box.folder.image(image.key) }
        }
    }
}
