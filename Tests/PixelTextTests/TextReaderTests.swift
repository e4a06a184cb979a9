// SPDX-License-Identifier: Apache-2.0

import Foundation
import ScrubTestSupport
import Testing

@testable import PixelText

@Suite(.serialized) struct TextReaderTests {
    /// Drawn in DejaVu Sans and Noto Sans, dark letters of 11 to 30 points.
    static let lines = ["view": "AP ERECT", "voltage": "kV 120", "patient": "HOLLOWAY MARIA 4837261", "side": "L"]

    struct Line {
        var gray: [UInt16]
        var columns: Int
        var rows: Int

        /// An image of the kind P5 with one line for each number of its head.
        init(_ name: String) throws {
            let bytes = try [UInt8](Data(contentsOf: Location.package.appending(path: "Tests/PixelTextTests/Lines/\(name).pgm")))
            let head = bytes.split(separator: 0x0A, maxSplits: 3, omittingEmptySubsequences: false)
            let size = String(decoding: head[1], as: UTF8.self).split(separator: " ").compactMap { Int($0) }
            (columns, rows, gray) = (size[0], size[1], head[3].map(UInt16.init))
        }
    }

    static func reader() -> TextReader? {
        let reader = TextReader()
        if reader == nil { print("SKIPPED: needs Tesseract with its English language") }
        return reader
    }

    @Test("Lines read as they are written, in both polarities and any range", arguments: lines.keys.sorted())
    func reads(_ name: String) throws {
        guard let reader = Self.reader() else { return }
        let line = try Line(name)
        let judge = LineJudge(keep: [Self.lines[name]!]) { _ in false }
        for (scale, offset, isInverted) in [(1, 0, false), (1, 0, true), (16, 0, true), (1, 1000, false), (256, 100, true)] {
            let gray = line.gray.map { UInt16((isInverted ? 255 - Int($0) : Int($0)) * scale + offset) }
            let text = reader.read(gray, columns: line.columns, rows: line.rows)
            #expect(judge.judge(text) == .listed, "\(text)")
        }
    }

    @Test("What was read before does not change what is read") func repeats() throws {
        guard let reader = Self.reader() else { return }
        let lines = try ["patient", "view", "voltage", "view", "patient"].map { try Line($0) }
        let first = lines.map { reader.read($0.gray, columns: $0.columns, rows: $0.rows) }
        #expect(first[1] == first[3] && first[0] == first[4])
        #expect(first[2] == Self.reader()?.read(lines[2].gray, columns: lines[2].columns, rows: lines[2].rows))
    }

    @Test("Chinese is read where the language is installed") func han() throws {
        guard let reader = Self.reader(), reader.version.contains("chi_sim") else { return print("SKIPPED: needs tesseract-ocr-chi-sim") }
        let line = try Line("han")
        #expect(reader.read(line.gray, columns: line.columns, rows: line.rows).filter { !$0.isWhitespace }.hasPrefix("张伟"))
    }

    @Test("Nothing, noise and pictures out of measure are no text, and a letter in a wide bar is in doubt") func odd() throws {
        guard let reader = Self.reader() else { return }
        #expect(reader.read([], columns: 0, rows: 0).isEmpty)
        #expect(reader.read([5, 5, 5, 5], columns: 2, rows: 2).isEmpty)
        #expect(reader.read([1, 2], columns: 2, rows: 2).isEmpty)
        #expect(reader.read([UInt16](repeating: 0, count: 40_000) + [1], columns: 40_001, rows: 1).isEmpty)
        let judge = LineJudge(keep: ["L", "R", "I", "-", "1"]) { _ in false }
        var bar = [UInt16](repeating: 0, count: 200 * 20)
        for row in 8..<12 { for column in 10..<190 { bar[row * 200 + column] = 900 } }
        #expect(judge.judge(reader.read(bar, columns: 200, rows: 20)) == .unknown)
        var random = Seeded(7)
        for _ in 0..<5 {
            let noise = (0..<120 * 20).map { _ in UInt16.random(in: 0..<4096, using: &random) }
            #expect(judge.judge(reader.read(noise, columns: 120, rows: 20)) == .unknown)
        }
    }

    @Test("Levels part letters from the ground by their area") func levels() {
        let levels = InkLevels([100, 100, 100, 100, 900, 900])
        #expect(levels?.ink == 900 && levels?.ground == 100)
        #expect(levels?.darkOnBright([100, 500, 900, 65535, 0]) == [255, 127, 0, 0, 255])
        #expect(InkLevels([7, 7]) == nil && InkLevels([]) == nil)
    }
}
