// SPDX-License-Identifier: Apache-2.0

internal import Filesystem
package import Records

/// What `RELEASE.json` says of the pixels of all images together. It depends on the lines of the manifest and the decisions alone.
package struct PixelTextCounts: Codable, Hashable, Sendable {
    /// Images of which every frame was seen.
    package private(set) var lookedAt = 0
    /// Those in which something was blanked.
    package private(set) var changed = 0
    /// Those that a person looked at too.
    package private(set) var reviewed = 0
    /// SHA-256 of the weights of the detector: one, unless the program was replaced between the parts of a run.
    package private(set) var weights: [String] = []
    package private(set) var readers: [String] = []
    /// SHA-256 of what people decided.
    package var decisions: String?

    enum CodingKeys: String, CodingKey {
        case changed, reviewed, weights, readers
        case lookedAt = "looked_at"
        case decisions = "decisions_sha256"
    }

    package init(decisions: String? = nil) { self.decisions = decisions }

    package var isEmpty: Bool { lookedAt == 0 && decisions == nil }

    /// Takes in a line of the manifest.
    package mutating func add(_ line: [UInt8]) throws {
        // In any text the quotes are escaped, so that this is the key; most lines need not be taken apart.
        guard position(of: Self.key, in: line) != nil else { return }
        add(try fromJSON(ManifestEntry.self, line))
    }

    package mutating func add(_ entry: ManifestEntry) {
        guard let text = entry.pixelText else { return }
        lookedAt += 1
        if text.changesPixels { changed += 1 }
        if text.isReviewed { reviewed += 1 }
        if !weights.contains(text.weights) { weights = (weights + [text.weights]).sorted() }
        if let reader = text.reader, !readers.contains(reader) { readers = (readers + [reader]).sorted() }
    }

    private static let key = Array("\"pixel_text\":{".utf8)
}
