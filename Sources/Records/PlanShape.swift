// SPDX-License-Identifier: Apache-2.0

package import Engine

/// What the files of a series mostly have in common: which rows they have, how often, and what they are.
package struct PlanShape: Hashable, Sendable {
    package var modality: String
    package var hasPixels: Bool
    package var pixelRisk: String?
    /// `nil` where nobody was asked to look at the pixels.
    package var look: PixelLookState?
    /// Of our own list; empty where the file names none.
    package var maker: String
    /// Masked, unless values are shown whole.
    package var model: String
    /// Words of ``ActionPlan/inputDefects`` and of the file around the Data Set.
    package var defects: [String]
    /// With identifiers for rows, in their order.
    package var entries: [PlanEntry]

    package init(
        modality: String, hasPixels: Bool, pixelRisk: String?, look: PixelLookState?, maker: String, model: String, defects: [String],
        entries: [PlanEntry]
    ) {
        self.modality = modality
        self.hasPixels = hasPixels
        self.pixelRisk = pixelRisk
        self.look = look
        self.maker = maker
        self.model = model
        self.defects = defects
        self.entries = entries
    }
}

extension PlanShape: WireFormed {
    package func write(to wire: inout WireWriter) {
        wire.append(modality)
        wire.append(hasPixels)
        wire.append(pixelRisk) { $0.append($1) }
        wire.append(look) { $0.append(Int($1.rawValue)) }
        wire.append(maker)
        wire.append(model)
        wire.append(all: defects) { $0.append($1) }
        wire.append(all: entries) { wire, entry in
            wire.append(fixed: Int64(entry.row))
            for count in [entry.occurrences, entry.filled, entry.texts, entry.textsWithHits] { wire.append(count) }
            wire.append(all: entry.hits.sorted { $0.key < $1.key }) { wire, hit in
                wire.append(hit.key.kind)
                wire.append(hit.key.detector)
                wire.append(hit.value)
            }
        }
    }

    package init(from wire: inout WireReader) throws(WireReader.Malformed) {
        modality = try wire.text()
        hasPixels = try wire.flag()
        pixelRisk = try wire.optional { wire throws(WireReader.Malformed) in try wire.text() }
        look = try wire.optional { wire throws(WireReader.Malformed) in PixelLookState(rawValue: UInt8(truncatingIfNeeded: try wire.number())) }
        maker = try wire.text()
        model = try wire.text()
        defects = try wire.all { wire throws(WireReader.Malformed) in try wire.text() }
        entries = try wire.all { wire throws(WireReader.Malformed) in
            var entry = PlanEntry(row: Int(try wire.fixed()), occurrences: try wire.count(), filled: try wire.count())
            entry.texts = try wire.count()
            entry.textsWithHits = try wire.count()
            let hits = try wire.all { wire throws(WireReader.Malformed) in
                (TextHit(kind: try wire.text(), detector: try wire.text()), try wire.count())
            }
            for (hit, count) in hits { guard entry.hits.updateValue(count, forKey: hit) == nil else { throw WireReader.Malformed() } }
            return entry
        }
    }
}

/// What came of looking at the pixels of a file.
package struct PixelLookState: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Every frame; without it nobody could.
    package static let isSeen = PixelLookState(rawValue: 1)
    package static let isChanged = PixelLookState(rawValue: 2)
    package static let isReviewed = PixelLookState(rawValue: 4)

    /// - Returns: `nil` where nobody was asked to look.
    package init?(_ plan: ActionPlan) {
        guard plan.look != nil else { return nil }
        self = []
        guard let pixels = plan.pixels else { return }
        insert(.isSeen)
        if pixels.changesPixels { insert(.isChanged) }
        if pixels.isReviewed { insert(.isReviewed) }
    }
}

/// Numbers that differ from file to file.
package struct FileFacts: Hashable {
    /// Of all dates that parse; 0 without any.
    package var firstYear = 0
    package var lastYear = 0
    /// By ``PlanRow/bytesKey``, hashed.
    package var bytes: [Int64: Int] = [:]
    /// Pixels of all frames that were looked at, and of those that are blanked.
    package var seenPixels = 0
    package var blankedPixels = 0

    /// What no file has, so that the sums of a run fit, whatever a worker says.
    private static let tooManyBytes = 1 << 41, tooManyPixels = 1 << 51

    package init() {}

    package mutating func see(year: Int) {
        if firstYear == 0 || year < firstYear { firstYear = year }
        if year > lastYear { lastYear = year }
    }
}

extension FileFacts: WireFormed {
    package func write(to wire: inout WireWriter) {
        wire.append(firstYear)
        wire.append(lastYear)
        wire.append(all: bytes.sorted { $0.key < $1.key }) { wire, part in
            wire.append(fixed: part.key)
            wire.append(part.value)
        }
        wire.append(seenPixels)
        wire.append(blankedPixels)
    }

    package init(from wire: inout WireReader) throws(WireReader.Malformed) {
        firstYear = try wire.number()
        lastYear = try wire.number()
        let parts = try wire.all { wire throws(WireReader.Malformed) in (try wire.fixed(), try wire.number(below: Self.tooManyBytes)) }
        for (key, count) in parts { guard bytes.updateValue(count, forKey: key) == nil else { throw WireReader.Malformed() } }
        seenPixels = try wire.number(below: Self.tooManyPixels)
        blankedPixels = try wire.number(below: Self.tooManyPixels)
    }
}
