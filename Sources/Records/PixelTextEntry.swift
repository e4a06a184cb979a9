// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
package import Engine

/// What a line of `MANIFEST.jsonl` says of an image whose every frame was looked at: where something was found and how it was known. Never a text.
package struct PixelTextEntry: Hashable, Sendable {
    /// Of all frames together, sorted by box.
    package var findings: [PixelFinding]
    package var frames: Int
    /// Pixels of each frame that are blanked.
    package var area: Int
    /// A person looked too.
    package var isReviewed: Bool
    /// SHA-256 of the weights of the detector.
    package var weights: String
    /// The program that read lines and its languages; `nil` where the machine has none.
    package var reader: String?

    package init(findings: [PixelFinding], frames: Int, area: Int, isReviewed: Bool, weights: String, reader: String?) {
        self.findings = findings
        self.frames = frames
        self.area = area
        self.isReviewed = isReviewed
        self.weights = weights
        self.reader = reader
    }

    package init(_ conclusion: PixelConclusion, weights: String, reader: String?) {
        self.init(
            findings: conclusion.findings, frames: conclusion.frames, area: conclusion.blankedArea, isReviewed: conclusion.isReviewed,
            weights: weights, reader: reader)
    }

    /// Something was blanked.
    package var changesPixels: Bool { findings.contains(where: \.isBlanked) }
}

extension PixelTextEntry: Decodable {
    private enum CodingKeys: String, CodingKey {
        case frames, area, weights, reader, boxes
        case isReviewed = "reviewed"
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            findings: try values.decode([Box].self, forKey: .boxes).map(\.finding), frames: try values.decode(Int.self, forKey: .frames),
            area: try values.decode(Int.self, forKey: .area), isReviewed: try values.decode(Bool.self, forKey: .isReviewed),
            weights: try values.decode(String.self, forKey: .weights), reader: try values.decodeIfPresent(String.self, forKey: .reader))
    }

    /// `[left, top, right, bottom, "evidence"]`.
    private struct Box: Decodable {
        let finding: PixelFinding

        init(from decoder: any Decoder) throws {
            var values = try decoder.unkeyedContainer()
            let sides = try (0..<4).map { _ in try values.decode(Int.self) }
            finding = PixelFinding(
                box: PixelBox(left: sides[0], top: sides[1], right: sides[2], bottom: sides[3]),
                evidence: try values.decode(PixelFinding.Evidence.self))
            guard values.isAtEnd else { throw DecodingError.dataCorruptedError(in: values, debugDescription: "a box has four sides and a word") }
        }
    }
}
