// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel

/// The coordinates of one LABEL of deid: what is blackened, and what of it stays.
struct DeidCoordinates {
    private(set) var boxes: [PixelBox] = []
    /// What is kept lies in the ultrasound regions of the header.
    private(set) var keepsUltrasoundRegions = false
    private(set) var blanksAll = false

    var isEmpty: Bool { boxes.isEmpty && !keepsUltrasoundRegions }

    /// Takes in a line, in deid's order: what comes later wins.
    /// - Returns: `false` where the line cannot be said in a profile.
    mutating func add(_ content: String) -> Bool {
        let words = content.split(maxSplits: 1, whereSeparator: \.isWhitespace).map(String.init)
        guard words.count == 2 else { return false }
        let verb = words[0].lowercased(), value = trimmed(words[1]).lowercased()
        let keeps = verb.hasSuffix("keepcoordinates")
        guard ["coordinates", "keepcoordinates", "ctpcoordinates", "ctpkeepcoordinates"].contains(verb) else { return false }
        if value == "from:sequenceofultrasoundregions" || value == "from:(0018,6011)" || value == "from:00186011" {
            keepsUltrasoundRegions = keepsUltrasoundRegions || keeps
            return keeps
        }
        guard let new = value == "all" ? [Self.whole] : Self.boxes(value, isSize: verb.hasPrefix("ctp")) else { return false }
        if keeps {
            // What nothing has blackened cannot be kept from it.
            guard !boxes.isEmpty else { return false }
            for box in new { boxes = boxes.flatMap { $0.subtracting(box) } }
        } else {
            if value == "all" { blanksAll = true }
            boxes += new
        }
        return true
    }

    private static let whole = PixelBox(left: 0, top: 0, right: ImportDraft.longestSide, bottom: ImportDraft.longestSide)

    /// Boxes parted by semicolons, their numbers by commas.
    private static func boxes(_ text: String, isSize: Bool) -> [PixelBox]? {
        var result: [PixelBox] = []
        for part in text.split(separator: ";") {
            let numbers = part.split(separator: ",", omittingEmptySubsequences: false).compactMap { Int(trimmed(String($0))) }
            guard numbers.count == 4, numbers.allSatisfy({ $0 >= 0 }) else { return nil }
            let box =
                isSize
                ? PixelBox(corner: numbers[0], numbers[1], size: numbers[2], numbers[3])
                : PixelBox(left: numbers[0], top: numbers[1], right: numbers[2], bottom: numbers[3])
            guard let box, !box.isEmpty else { return nil }
            result.append(box)
        }
        return result.isEmpty ? nil : result
    }
}
