// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import Engine
import Filesystem
import Foundation
import Testing

@testable import Review

@Suite struct ReviewPageTests {
    /// Letters of a scanner's overlay, by rows of five bits.
    private static let glyphs: [Character: [UInt8]] = [
        "D": [0x1E, 0x11, 0x11, 0x11, 0x11, 0x11, 0x1E], "O": [0x0E, 0x11, 0x11, 0x11, 0x11, 0x11, 0x0E],
        "E": [0x1F, 0x10, 0x10, 0x1E, 0x10, 0x10, 0x1F],
        "J": [0x07, 0x02, 0x02, 0x02, 0x02, 0x12, 0x0C], "N": [0x11, 0x19, 0x15, 0x13, 0x11, 0x11, 0x11],
        "1": [0x04, 0x0C, 0x04, 0x04, 0x04, 0x04, 0x0E],
        "9": [0x0E, 0x11, 0x11, 0x0F, 0x01, 0x02, 0x0C], "6": [0x06, 0x08, 0x10, 0x1E, 0x11, 0x11, 0x0E],
        "4": [0x02, 0x06, 0x0A, 0x12, 0x1F, 0x02, 0x02],
    ]

    /// A fan as of an ultrasound, with text where the findings are.
    private func picture(_ question: HeldQuestion, _ number: Int, _ texts: [(String, Int, Int, Int)]) -> (HeldPixels, HeldPixels) {
        let (columns, rows) = (question.columns, question.rows)
        var bytes = [UInt8](repeating: 0, count: columns * rows * 3)
        var seed = UInt32(number + 1)
        for y in 0..<rows {
            for x in 0..<columns {
                seed = seed &* 1_664_525 &+ 1_013_904_223
                let (dx, dy) = (Double(x - columns / 2), Double(y - 20))
                let distance = (dx * dx + dy * dy).squareRoot()
                guard dy > 0, abs(dx) < dy * 0.9, distance < Double(rows) * 0.9, distance > 30 else { continue }
                let gray = UInt8(min(200, 40 + 60 * (sin(distance / 23 + Double(number)) + 1) * (cos(dx / 31) * 0.4 + 0.6) + Double(seed >> 27)))
                for sample in 0..<3 { bytes[(y * columns + x) * 3 + sample] = gray }
            }
        }
        var blanked = bytes
        for (text, left, top, scale) in texts {
            for (place, letter) in text.enumerated() {
                for (row, bits) in (Self.glyphs[letter] ?? []).enumerated() {
                    for column in 0..<5 where bits & (0x10 >> column) != 0 {
                        for dy in 0..<scale {
                            for dx in 0..<scale {
                                let at = ((top + row * scale + dy) * columns + left + (place * 6 + column) * scale + dx) * 3
                                (bytes[at], bytes[at + 1], bytes[at + 2]) = (235, 235, 180)
                            }
                        }
                    }
                }
            }
        }
        for box in question.findings.filter({ $0.evidence != .listed }).map(\.box) {
            for y in box.top..<box.bottom {
                for x in box.left..<box.right { for sample in 0..<3 { blanked[(y * columns + x) * 3 + sample] = 0 } }
            }
        }
        return (
            HeldPixels(columns: columns, rows: rows, samples: 3, bytes: bytes)!, HeldPixels(columns: columns, rows: rows, samples: 3, bytes: blanked)!
        )
    }

    private func hold(_ box: ReviewBox, _ number: Int, columns: Int = 640, rows: Int = 480, frames: Int = 1, makesAfter: Bool = true) throws {
        let name = HeldFinding(box: PixelBox(left: 12, top: 8, right: 150, bottom: 30), evidence: .text, score: 960, frame: frames - 1)
        let date = HeldFinding(box: PixelBox(left: columns - 130, top: 10, right: columns - 30, bottom: 28), evidence: .known, score: 990, frame: 0)
        let weak = HeldFinding(
            box: PixelBox(left: columns / 2 - 30, top: rows - 90, right: columns / 2 + 26, bottom: rows - 72), evidence: .weak,
            score: 300 + number % 200,
            frame: 0)
        let rule = HeldFinding(box: PixelBox(left: 0, top: rows - 24, right: columns, bottom: rows), evidence: .rule, score: 0, frame: 0)
        let listed = HeldFinding(
            box: PixelBox(left: columns - 60, top: rows / 2, right: columns - 40, bottom: rows / 2 + 16), evidence: .listed, score: 900, frame: 0)
        let findings = [name, date, rule, listed] + (number % 3 == 0 ? [weak] : [])
        let question = HeldQuestion(key: ReviewBox.key(number), columns: columns, rows: rows, frames: frames, findings: findings)
        var writer = try HeldImageWriter(folder: box.folder.held, question: question)
        for frame in question.framesToShow {
            var texts = [("1964", columns - 126, 12, 2), ("9O", columns - 58, rows / 2 + 1, 2)]
            if frame == frames - 1 { texts.append(("DOE JOE", 16, 10, 3)) }
            let (before, after) = picture(question, number + frame, texts)
            try writer.add(frame: frame, before, blanked: makesAfter ? after : nil)
        }
        try writer.finish(
            doubt: number % 3 == 0 ? .weak : .required, modality: number % 5 == 0 ? "ES" : "US", series: "2.25.\(number / 10)",
            profile: String(repeating: "a", count: 64), weights: String(repeating: "b", count: 64), fill: [0, 0, 0])
    }

    private func sheet(_ box: ReviewBox, _ numbers: some Sequence<Int>) throws -> ReviewSheet {
        try ReviewSheet(ReviewSheet.ordered(numbers.map { try #require(try box.folder.image(ReviewBox.key($0))) }))
    }

    @Test("The page is the same for the same images, and doubtful ones come first")
    func isDeterministic() throws {
        let box = try ReviewBox()
        for number in 0..<6 { try hold(box, number, columns: 200, rows: 150) }
        let sheet = try sheet(box, 0..<6)
        #expect(sheet.digest == (try self.sheet(box, (0..<6).reversed()).digest))
        #expect(sheet.images.prefix(2).allSatisfy { $0.image.doubt == .weak })
        let (first, second) = (box.state.appending("1.html"), box.state.appending("2.html"))
        let digests = try [first, second].map { try ReviewPage.write(sheet, of: box.folder, part: nil, to: $0) }
        #expect(Set(digests).count == 1)
        #expect(FileStatus(first)?.permissions == 0o600)
    }

    @Test("Every part of what is held is in the digest of the sheet")
    func digestsAll() throws {
        let box = try ReviewBox()
        let image = try box.hold(ReviewBox.question())
        let digest = try sheet(box, [1]).digest
        let path = box.folder.description(of: image.key)
        let text = String(decoding: try readFile(path), as: UTF8.self)
        for (old, new) in [
            ("\"evidence\":\"weak\"", "\"evidence\":\"text\""), ("900", "901"), ("[20,10,120,30]", "[20,10,120,31]"), ("\"frame\":0", "\"frame\": 0"),
            ("\"US\"", "\"XA\""),
            ("\"doubt\":\"weak\"", "\"doubt\":\"required\""), ("\"fill\":[0]", "\"fill\":[9]"), ("aaaa", "aaab"), ("bbbb", "bbba"),
            (image.before[0].sha256, String(repeating: "c", count: 64)), (image.details[0].sha256, String(repeating: "d", count: 64)),
            ("2.25.7", "2.25.8"),
        ] {
            let changed = text.replacingOccurrences(of: old, with: new)
            try #require(changed != text)
            let file = try AtomicFile(path, mode: 0o600)
            try file.write(changed.utf8)
            try file.commit()
            #expect(try sheet(box, [1]).digest != digest, "\(old)")
        }
    }

    @Test("A picture that is not as it was written is not shown")
    func refusesChangedPicture() throws {
        let box = try ReviewBox()
        let image = try box.hold(ReviewBox.question())
        let sheet = try sheet(box, [1])
        let path = box.folder.held.appending(image.before[0].name)
        let file = try AtomicFile(path, mode: 0o600)
        try file.write(try readFile(box.folder.held.appending(image.details[0].name)))
        try file.commit()
        #expect(throws: ReviewError.self) { try ReviewPage.write(sheet, of: box.folder, part: nil, to: box.state.appending("page.html")) }
        #expect(FileStatus(box.state.appending("page.html")) == nil)
    }

    @Test("Nothing that a header or a changed file says ends the element that the data stand in")
    func escapes() throws {
        let box = try ReviewBox()
        let image = try box.hold(ReviewBox.question(), modality: "</script><b>\u{2028}")
        #expect(image.modality == "")
        let path = box.folder.description(of: image.key)
        let file = try AtomicFile(path, mode: 0o600)
        try file.write(
            String(decoding: try readFile(path), as: UTF8.self).replacing("\"modality\":\"\"", with: "\"modality\":\"</script><b>\"").utf8)
        try file.commit()
        #expect(!String(decoding: try sheet(box, [1]).data, as: UTF8.self).contains("<"))
    }

    @Test("Too many pictures for a browser become several pages, each image on one of them")
    func splits() throws {
        let box = try ReviewBox()
        try box.hold(ReviewBox.question())
        let found = try #require(try box.folder.image(ReviewBox.key(1)))
        let parts = ReviewPage.parts(Array(repeating: found, count: 2500))
        #expect(parts.map(\.count).reduce(0, +) == 2500)
        #expect(parts.count == 3)
        #expect(ReviewPage.parts([]).isEmpty)
    }

    @Test("Pages for the browser test", .enabled(if: ProcessInfo.processInfo.environment["DCMSCRUB_REVIEW_PAGES"] != nil))
    func writesPages() throws {
        let target = BytePath(try #require(ProcessInfo.processInfo.environment["DCMSCRUB_REVIEW_PAGES"]))
        let box = try ReviewBox()
        for number in 0..<300 { try hold(box, number, columns: 320, rows: 240, makesAfter: number % 2 == 0) }
        for number in 310..<314 { try hold(box, number) }
        try hold(box, 900, frames: 24)
        try hold(box, 901, columns: 1400, rows: 900)
        _ = try ReviewPage.write(sheet(box, 0..<300), of: box.folder, part: nil, to: target.appending("large.html"))
        let small = try sheet(box, [310, 311, 312, 313, 900, 901])
        _ = try ReviewPage.write(small, of: box.folder, part: (2, 3), to: target.appending("small.html"))
        // Pages that somebody changed: the data, and a picture.
        let text = String(decoding: try readFile(target.appending("small.html"), limit: 1 << 27), as: UTF8.self)
        try Data(text.replacing("\"columns\":640", with: "\"columns\":641", maxReplacements: 1).utf8).write(
            to: URL(fileURLWithPath: target.appending("tampered-data.html").readable))
        let start = try #require(text.firstRange(of: "id=\"b0-0\">")).upperBound
        let other = try #require(text.firstRange(of: "id=\"b1-0\">")).upperBound
        let (startEnd, otherEnd) = (text[start...].firstIndex(of: "<")!, text[other...].firstIndex(of: "<")!)
        let swapped = text[..<start] + text[other..<otherEnd] + text[startEnd...]
        try Data(swapped.utf8).write(to: URL(fileURLWithPath: target.appending("tampered-picture.html").readable))
    }
}
