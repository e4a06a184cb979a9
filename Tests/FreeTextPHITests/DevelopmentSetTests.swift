// SPDX-License-Identifier: Apache-2.0

import Foundation
import FreeTextPHI
import Testing

/// Floors on the development set; a quick stand-in for `scripts/eval-text`.
@Suite struct DevelopmentSetTests {
    static let folder: URL? = {
        var root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        for _ in 0..<5 {
            root.deleteLastPathComponent()
            let found = root.appendingPathComponent("shared/text/dev-set")
            if FileManager.default.fileExists(atPath: found.path) { return found }
        }
        print("development set not here: floors are not checked")
        return nil
    }()

    struct Line {
        let text: String
        let spans: [(Int, Int)]
        let known: [String: String]
    }

    static func lines(_ name: String) throws -> [Line] {
        guard let folder else { return [] }
        let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
        return try text.split(separator: "\n").compactMap { line in
            guard let o = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], let text = o["text"] as? String else {
                return nil
            }
            let spans = (o["spans"] as? [[String: Any]] ?? []).compactMap { s in
                if let a = s["start"] as? Int, let b = s["end"] as? Int { (a, b) } else { nil }
            }
            return Line(text: text, spans: spans, known: o["known"] as? [String: String] ?? [:])
        }
    }

    @Test("Recall, blind", .enabled(if: folder != nil), arguments: [("dev_en.jsonl", 0.97), ("dev_zh.jsonl", 0.96)])
    func blind(_ name: String, _ floor: Double) throws {
        var hit = 0
        var all = 0
        for line in try Self.lines(name) {
            let found = detector.spans(in: line.text)
            all += line.spans.count
            hit += line.spans.filter { s in found.contains { $0.range.lowerBound < s.1 && s.0 < $0.range.upperBound } }.count
        }
        #expect(Double(hit) >= floor * Double(all))
    }

    @Test("Recall with header", .enabled(if: folder != nil), arguments: ["dev_en.jsonl", "dev_zh.jsonl"])
    func withHeader(_ name: String) throws {
        var hit = 0
        var all = 0
        for line in try Self.lines(name) where !line.known.isEmpty {
            let found = detector.spans(in: line.text, known: KnownIdentifiers(header: line.known))
            all += line.spans.count
            hit += line.spans.filter { s in found.contains { $0.range.lowerBound <= s.0 && s.1 <= $0.range.upperBound } }.count
        }
        #expect(Double(hit) >= 0.96 * Double(all))
    }

    @Test("Clean lines stay", .enabled(if: folder != nil))
    func retain() throws {
        let lines = try Self.lines("dev_retain.jsonl")
        #expect(lines.filter { !detector.spans(in: $0.text).isEmpty }.count <= lines.count * 12 / 1000)
    }
}
