// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Yams

/// Reads `pixel-text` of a profile.
struct PixelTextParser {
    let parser: ProfileParser
    let profile: String

    private static let keys = ["look-at", "blank", "keep", "review", "outside-ultrasound-regions", "regions"]
    /// Rows and Columns have two bytes.
    private static let longestSide = 65535

    func document(_ node: Node) throws -> PixelTextDocument {
        let fields = try parser.mapping(node)
        try parser.refuseUnknown(fields, Self.keys)
        var document = PixelTextDocument()
        document.line = node.mark?.line ?? 0
        document.lookAt = try fields["look-at"].map { try word($0, "look-at") }
        document.blank = try fields["blank"].map { try word($0, "blank") }
        document.review = try fields["review"].map { try word($0, "review") }
        document.outside = try fields["outside-ultrasound-regions"].map { try word($0, "outside-ultrasound-regions") }
        if let node = fields["keep"] { document.keep = try parser.sequence(node, "keep").map(term) }
        if let node = fields["regions"] { document.regions = try parser.sequence(node, "regions").map(region) }
        return document
    }

    private func word<Word: RawRepresentable<String> & CaseIterable>(_ node: Node, _ key: String) throws -> Word {
        guard let word = Word(rawValue: try parser.string(node, key)) else {
            throw parser.error(node, "'\(key)' is one of \(Word.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return word
    }

    private func term(_ node: Node) throws -> String {
        let text = try parser.sentence(node, "keep")
        guard text.contains(where: { !$0.isWhitespace }), text.count <= 64, !text.contains("*"), !text.contains("\n") else {
            throw parser.error(
                node, "a term of 'keep' is a whole line of text as it stands in an image, of at most 64 characters and without '*'; write it out")
        }
        return text
    }

    private func region(_ node: Node) throws -> PixelRegionRule {
        let fields = try parser.mapping(node)
        try parser.refuseUnknown(fields, ["when", "boxes"])
        guard let when = fields["when"] else {
            throw parser.error(
                node, "a region needs 'when', else it means every image; name maker, model or size, as {manufacturer: ACME, rows: 600}")
        }
        guard let list = fields["boxes"] else { throw parser.error(node, "a region needs 'boxes', as [[0, 0, 800, 40]]") }
        let boxes = try parser.sequence(list, "boxes").map(box)
        guard !boxes.isEmpty else { throw parser.error(list, "'boxes' has no box; write one, as [[0, 0, 800, 40]], or leave the region out") }
        return PixelRegionRule(
            conditions: try RuleParser(parser: parser, profile: profile).imageConditions(when), boxes: boxes, profile: profile,
            line: node.mark?.line ?? 0)
    }

    private func box(_ node: Node) throws -> PixelBox {
        let wanted =
            """
            a box is four whole numbers from 0 to \(Self.longestSide), [left, top, right, bottom]: corners in pixels, the right and bottom one \
            just outside; not width and height
            """
        guard let numbers = node.sequence?.map(\.int), numbers.count == 4,
            numbers.allSatisfy({ $0.map { (0...Self.longestSide).contains($0) } ?? false })
        else { throw parser.error(node, wanted) }
        let box = PixelBox(left: numbers[0]!, top: numbers[1]!, right: numbers[2]!, bottom: numbers[3]!)
        guard !box.isEmpty else { throw parser.error(node, "this box is empty; \(wanted)") }
        return box
    }
}
