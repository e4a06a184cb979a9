// SPDX-License-Identifier: Apache-2.0

internal import Crypto
package import DICOMModel
package import Engine

/// A place that was found in the pixels of a held image, and the frame that shows it best.
package struct HeldFinding: Sendable, Hashable {
    package let box: PixelBox
    package let evidence: PixelFinding.Evidence
    /// Of 1000; 0 for what no detector found.
    package let score: Int
    /// Counted from 0.
    package let frame: Int

    package init(box: PixelBox, evidence: PixelFinding.Evidence, score: Int, frame: Int) {
        self.box = box
        self.evidence = evidence
        self.score = min(max(score, 0), 1000)
        self.frame = frame
    }

    /// What the profile or the last search asks to be blanked stays blanked, whatever a person decides.
    package var isLocked: Bool { evidence == .rule || evidence == .known }
}

/// What a person is asked about one image. A decision answers this question and no other: not one about another file, nor one in which something
/// else was found.
package struct HeldQuestion: Sendable, Hashable {
    /// SHA-256 of the content of the input, in lower-case hexadecimal digits.
    package let key: String
    package let columns: Int
    package let rows: Int
    package let frames: Int
    /// In an order that depends on them alone.
    package let findings: [HeldFinding]

    package init(key: String, columns: Int, rows: Int, frames: Int, findings: [HeldFinding]) {
        self.key = key
        self.columns = columns
        self.rows = rows
        self.frames = frames
        self.findings = findings.sorted {
            $0.box != $1.box ? $0.box < $1.box : ($0.evidence.rawValue, $0.frame, $0.score) < ($1.evidence.rawValue, $1.frame, $1.score)
        }
    }

    /// Scores are left out: they say how sure the detector was, not what it asks.
    package var digest: String {
        var text = "dcmscrub-question/1\n\(key) \(columns) \(rows) \(frames)\n"
        for finding in findings {
            let box = finding.box
            text += "\(box.left) \(box.top) \(box.right) \(box.bottom) \(finding.evidence.rawValue) \(finding.frame)\n"
        }
        return hexadecimal(SHA256.hash(data: Array(text.utf8)))
    }

    /// The boxes that a release has to blank, whatever a person decides.
    package var lockedBoxes: [PixelBox] { findings.filter(\.isLocked).map(\.box) }

    /// The frames that a person has to see: those that show a finding best, and the first and the middle one.
    package var framesToShow: [Int] {
        let best = Set(findings.map(\.frame)).sorted().prefix(Self.mostFramesShown)
        return Set(best + [0, frames / 2]).filter { (0..<max(1, frames)).contains($0) }.sorted()
    }

    /// So many at most: an image can have a finding in each of 10,000 frames.
    package static let mostFramesShown = 48
    package static let mostFindings = 4096

    /// What is wrong with it; `nil` where nothing is.
    package var problem: String? {
        guard isDigest(key) else { return "its key is no SHA-256" }
        guard (1...65535).contains(columns), (1...65535).contains(rows), (1...Int(Int32.max)).contains(frames) else { return "its size is none" }
        guard findings.count <= Self.mostFindings else { return "it has too many findings" }
        let frame = PixelBox(left: 0, top: 0, right: columns, bottom: rows)
        guard findings.allSatisfy({ !$0.box.isEmpty && frame.contains($0.box) && (0..<frames).contains($0.frame) }) else {
            return "a finding lies outside of it"
        }
        return nil
    }
}

/// Whether a text is a SHA-256 in lower-case hexadecimal digits.
package func isDigest(_ text: String) -> Bool {
    text.utf8.count == 64 && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
}

// MARK: - JSON

/// A box is `[left, top, right, bottom]`, as in a profile.
struct BoxNumbers: Codable, Hashable, Sendable {
    let box: PixelBox

    init(_ box: PixelBox) { self.box = box }

    init(from decoder: any Decoder) throws {
        var numbers = try decoder.unkeyedContainer()
        let values = try (0..<4).map { _ in try numbers.decode(Int.self) }
        guard numbers.isAtEnd else { throw DecodingError.dataCorruptedError(in: numbers, debugDescription: "a box has four numbers") }
        box = PixelBox(left: values[0], top: values[1], right: values[2], bottom: values[3])
    }

    func encode(to encoder: any Encoder) throws {
        var numbers = encoder.unkeyedContainer()
        for number in [box.left, box.top, box.right, box.bottom] { try numbers.encode(number) }
    }
}

extension HeldFinding: Codable {
    private enum CodingKeys: String, CodingKey { case box, evidence, score, frame }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            box: try values.decode(BoxNumbers.self, forKey: .box).box, evidence: try values.decode(PixelFinding.Evidence.self, forKey: .evidence),
            score: try values.decode(Int.self, forKey: .score), frame: try values.decode(Int.self, forKey: .frame))
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(BoxNumbers(box), forKey: .box)
        try values.encode(evidence, forKey: .evidence)
        try values.encode(score, forKey: .score)
        try values.encode(frame, forKey: .frame)
    }
}

extension HeldQuestion: Codable {
    private enum CodingKeys: String, CodingKey { case key, columns, rows, frames, findings }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            key: try values.decode(String.self, forKey: .key), columns: try values.decode(Int.self, forKey: .columns),
            rows: try values.decode(Int.self, forKey: .rows), frames: try values.decode(Int.self, forKey: .frames),
            findings: try values.decode([HeldFinding].self, forKey: .findings))
    }
}
