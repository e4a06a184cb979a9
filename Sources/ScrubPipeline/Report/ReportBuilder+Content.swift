// SPDX-License-Identifier: Apache-2.0

internal import Engine
internal import Records
internal import Reports
internal import RunState

/// What the files are: UIDs, dates, pixels, equipment, and what can be told from what is kept.
extension ReportBuilder {
    func uids(_ tally: PlanTally) -> ReportDocument.UIDCounts {
        var result = ReportDocument.UIDCounts(mapped: 0, registered: 0, kept: 0)
        for (id, count) in tally.counts {
            guard let row = tally.rows[id], row.vr == "UI", row.action != "add" else { continue }
            if row.action == ActionName.hashUID.rawValue {
                result.mapped += count.filled
            } else if row.action == ActionName.keep.rawValue {
                if row.reason == Reason.registeredUID.description { result.registered += count.filled } else { result.kept += count.filled }
            }
        }
        return result
    }

    /// Years are those of the inputs; a release does not say them.
    func dates(_ tally: PlanTally) throws -> ReportDocument.DateCounts {
        var result = ReportDocument.DateCounts(shifted: 0, removed: 0, kept: 0)
        for (id, count) in tally.counts {
            guard let row = tally.rows[id], row.vr == "DA" || row.vr == "DT" else { continue }
            switch ActionName(rawValue: row.action) {
            case .keep: result.kept += count.filled
            case .shiftDate, .generalize: result.shifted += count.filled
            case nil: break
            default: result.removed += count.filled
            }
        }
        guard kind == .dryRun else { return result }
        try journal.forEachFacts(of: run.id) { facts in
            guard facts.firstYear > 0 else { return }
            result.firstYear = min(result.firstYear ?? .max, Int(facts.firstYear))
            result.lastYear = max(result.lastYear ?? 0, Int(facts.lastYear))
        }
        return result
    }

    func pixels(_ tally: PlanTally) throws -> [ReportDocument.PixelRisk] {
        var result = tally.pixels.map { risk, modalities in
            pixelRisk(risk, outcome: risk == "none-found" || !profile.flagsBurnedIn ? "released" : "flagged", modalities)
        }
        result += tally.seenPixels.map { pixelRisk($0.key, outcome: "looked-at", $0.value) }
        var held: [String: [String: Int]] = [:]
        try journal.forEachShape(of: run.id, .quarantined, reason: .burnedInText) { shape, files, detail in
            held[detail, default: [:]][shape.modality, default: 0] += files
        }
        result += held.map { pixelRisk($0.key, outcome: "quarantined", $0.value) }
        return result.sorted { ($1.files, $0.risk, $0.outcome) < ($0.files, $1.risk, $1.outcome) }
    }

    /// What became of the images that somebody was to look at. Those quarantined for other reasons are in the verdict.
    func pixelText() throws -> [ReportDocument.PixelText] {
        var rows: [[String]: ReportDocument.PixelText] = [:]
        func add(_ shape: PlanShape, _ files: Int, _ column: WritableKeyPath<ReportDocument.PixelText, Int>? = nil) {
            guard let look = shape.look else { return }
            let modality = shape.modality.isEmpty ? "other" : shape.modality
            var row = rows[[modality, shape.maker]] ?? .init(modality: modality, manufacturer: shape.maker)
            if look.contains(.isSeen) { row.lookedAt += files }
            if let column { row[keyPath: column] += files }
            if column == nil, look.contains(.isChanged) { row.changed += files }
            if column == nil, look.contains(.isReviewed) { row.reviewed += files }
            rows[[modality, shape.maker]] = row
        }
        try journal.forEachShape(of: run.id, .released) { shape, files, _ in add(shape, files) }
        let held: [(QuarantineReason, WritableKeyPath<ReportDocument.PixelText, Int>)] = [
            (.pixelsUnreadable, \.unreadable), (.pixelsNotBlanked, \.notBlanked), (.waitsForReview, \.waiting), (.refusedByReviewer, \.refused),
        ]
        for (reason, column) in held {
            try journal.forEachShape(of: run.id, .quarantined, reason: reason) { shape, files, _ in add(shape, files, column) }
        }
        guard !rows.isEmpty else { return [] }
        for area in try journal.pixelAreas(of: run.id) {
            let key = [area.modality.isEmpty ? "other" : area.modality, area.maker]
            rows[key]?.pixels &+= area.seen
            rows[key]?.blankedPixels &+= area.blanked
        }
        return rows.values.sorted { ($1.lookedAt, $0.modality, $0.manufacturer) < ($0.lookedAt, $1.modality, $1.manufacturer) }
    }

    private func pixelRisk(_ risk: String, outcome: String, _ modalities: [String: Int]) -> ReportDocument.PixelRisk {
        .init(
            risk: risk, files: modalities.values.reduce(0, +), outcome: outcome,
            modalities: Self.counts(modalities.map { ($0.key.isEmpty ? "other" : $0.key, $0.value) }))
    }

    func equipment() throws -> [ReportDocument.Equipment] {
        try journal.equipment(of: run.id).map { .init(manufacturer: $0.maker, model: $0.model, files: $0.files, patients: $0.patients) }
            .sorted { ($1.files, $0.manufacturer, $0.model) < ($0.files, $1.manufacturer, $1.model) }
    }

    func risk(_ tally: PlanTally) throws -> ReportDocument.Risk {
        var estimate = RiskEstimate()
        try journal.forEachQuasi(of: run.id) { estimate.add($0, $1) }
        let options = keepingOptions(tally)
        return estimate.finish { keyword in
            if let option = options[keyword] { return "without \(option)" }
            return switch keyword {
            case "PatientAge": "PatientAge: generalize, bin 10Y"
            case "PatientSize", "PatientWeight": "\(keyword): generalize, bin 10"
            case "PatientBirthDate", "StudyDate": "\(keyword): generalize, date year"
            default: "\(keyword): remove"
            }
        }
    }

    /// The option that keeps an attribute, by keyword. One that cleans it is no reason why it is there.
    private func keepingOptions(_ tally: PlanTally) -> [String: String] {
        var result: [String: String] = [:]
        let keywords = Set(QuasiIdentifiers.keywords)
        for id in tally.counts.keys.sorted() {
            guard let row = tally.rows[id], let option = row.decidingOption, option.hasPrefix("retain-"), keywords.contains(row.keyword) else {
                continue
            }
            result[row.keyword] = min(result[row.keyword] ?? option, option)
        }
        return result
    }
}
