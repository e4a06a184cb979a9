// SPDX-License-Identifier: Apache-2.0

internal import Engine

/// What the files of a series mostly have in common: which rows they have, how often, and what they are.
struct PlanShape: Hashable, Sendable {
    var modality: String
    var hasPixels: Bool
    var pixelRisk: String?
    /// Of our own list; empty where the file names none.
    var maker: String
    /// Masked, unless values are shown whole.
    var model: String
    /// Words of ``ActionPlan/inputDefects`` and of the file around the Data Set.
    var defects: [String]
    /// With identifiers for rows, in their order.
    var entries: [PlanEntry]
}

extension PlanShape: WireFormed {
    func write(to wire: inout WireWriter) {
        wire.append(modality)
        wire.append(hasPixels)
        wire.append(pixelRisk) { $0.append($1) }
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

    init(from wire: inout WireReader) throws(WireReader.Malformed) {
        modality = try wire.text()
        hasPixels = try wire.flag()
        pixelRisk = try wire.optional { wire throws(WireReader.Malformed) in try wire.text() }
        maker = try wire.text()
        model = try wire.text()
        defects = try wire.all { wire throws(WireReader.Malformed) in try wire.text() }
        entries = try wire.all { wire throws(WireReader.Malformed) in
            var entry = PlanEntry(row: Int(try wire.fixed()), occurrences: try wire.number(), filled: try wire.number())
            entry.texts = try wire.number()
            entry.textsWithHits = try wire.number()
            let hits = try wire.all { wire throws(WireReader.Malformed) in
                (TextHit(kind: try wire.text(), detector: try wire.text()), try wire.number())
            }
            for (hit, count) in hits { entry.hits[hit, default: 0] += count }
            return entry
        }
    }
}

/// Numbers that differ from file to file.
struct FileFacts: Hashable {
    /// Of all dates that parse; 0 without any.
    var firstYear = 0
    var lastYear = 0
    /// By ``PlanRow/bytesKey``, hashed.
    var bytes: [Int64: Int] = [:]

    mutating func see(year: Int) {
        if firstYear == 0 || year < firstYear { firstYear = year }
        if year > lastYear { lastYear = year }
    }
}

extension FileFacts: WireFormed {
    func write(to wire: inout WireWriter) {
        wire.append(firstYear)
        wire.append(lastYear)
        wire.append(all: bytes.sorted { $0.key < $1.key }) { wire, part in
            wire.append(fixed: part.key)
            wire.append(part.value)
        }
    }

    init(from wire: inout WireReader) throws(WireReader.Malformed) {
        firstYear = try wire.number()
        lastYear = try wire.number()
        let parts = try wire.all { wire throws(WireReader.Malformed) in (try wire.fixed(), try wire.number()) }
        bytes = Dictionary(parts) { $0 + $1 }
    }
}

/// What workers record of their plans.
package struct PlanRecording: Codable, Sendable {
    /// Nothing is written, and values are counted.
    package var isDryRun: Bool
    /// 16 bytes under which values are hashed.
    var hashKey: [UInt8]
    var examples: ShownValues
}

/// Whether a report shows values of headers.
public enum ShownValues: String, Codable, Sendable, CaseIterable {
    case none, masked, full
}
