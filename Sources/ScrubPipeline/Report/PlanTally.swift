// SPDX-License-Identifier: Apache-2.0

internal import Engine
internal import Records
internal import RunState

/// Rows counted over the files of a run.
struct PlanTally {
    struct Counts {
        var files = 0
        var occurrences = 0
        var filled = 0
    }

    struct Texts {
        var values = 0
        var withHits = 0
        var hits: [TextHit: Int] = [:]

        fileprivate mutating func add(_ entry: PlanEntry, _ files: Int) {
            values += entry.texts * files
            withHits += entry.textsWithHits * files
            for (hit, count) in entry.hits { hits[hit, default: 0] += count * files }
        }
    }

    private(set) var rows: [Int64: PlanRow] = [:]
    private(set) var counts: [Int64: Counts] = [:]
    private(set) var texts: [Int64: Texts] = [:]
    private(set) var defects: [String: Int] = [:]
    /// Files in which at least one row of a private block, and of a tag with a value, occurs.
    private(set) var filesByBlock: [PlanRow.PrivateBlockName: Int] = [:]
    private(set) var filledFilesByTag: [UInt32: Int] = [:]
    /// Files with pixels that nobody was asked to look at, and those that somebody saw: by risk, then by modality.
    private(set) var pixels: [String: [String: Int]] = [:]
    private(set) var seenPixels: [String: [String: Int]] = [:]

    /// - Throws: What the journal throws.
    init(_ journal: Journal, _ run: Int64) throws {
        var all: [Int64: PlanRow] = [:]
        try journal.forEachPlanRow(of: run) { all[$0] = $1 }
        rows = all
        var tally = self
        try journal.forEachShape(of: run, .released) { shape, files, _ in tally.add(shape, files) }
        self = tally
    }

    private mutating func add(_ shape: PlanShape, _ files: Int) {
        var blocks: Set<PlanRow.PrivateBlockName> = []
        var filledTags: Set<UInt32> = []
        for entry in shape.entries {
            let id = Int64(entry.row)
            counts[id, default: Counts()].files += files
            counts[id]!.occurrences += entry.occurrences * files
            counts[id]!.filled += entry.filled * files
            if entry.texts > 0 { texts[id, default: Texts()].add(entry, files) }
            guard let row = rows[id] else { continue }
            if let block = row.block { blocks.insert(block) }
            if entry.filled > 0, row.action != "add" { filledTags.insert(row.tag) }
        }
        for block in blocks { filesByBlock[block, default: 0] += files }
        for tag in filledTags { filledFilesByTag[tag, default: 0] += files }
        for defect in shape.defects { defects[defect, default: 0] += files }
        guard shape.hasPixels else { return }
        let risk = shape.pixelRisk ?? "none-found"
        if shape.look == nil {
            pixels[risk, default: [:]][shape.modality, default: 0] += files
        } else {
            seenPixels[risk, default: [:]][shape.modality, default: 0] += files
        }
    }
}
