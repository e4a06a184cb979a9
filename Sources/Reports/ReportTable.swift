// SPDX-License-Identifier: Apache-2.0

/// The report for a terminal, at most 120 columns wide and mostly 100, the verdict first.
public struct ReportTable {
    private let document: ReportDocument
    private let isColored: Bool
    private var lines: [String] = []

    static let width = 120
    private static let textWidth = 96

    /// - Parameter isColored: With escape sequences for colours, for a terminal.
    public static func text(for document: ReportDocument, isColored: Bool) -> String {
        var table = ReportTable(document: document, isColored: isColored)
        table.write()
        return table.lines.joined(separator: "\n") + "\n"
    }

    private init(document: ReportDocument, isColored: Bool) {
        self.document = document
        self.isColored = isColored
    }

    private mutating func write() {
        verdict()
        mostIdentifying()
        risk()
        classes()
        pixels()
        freeText()
        privateBlocks()
        other()
        tags()
        notes()
    }

    // MARK: - Sections

    private mutating func verdict() {
        let verdict = document.verdict
        let word = document.kind == .dryRun ? "would be" : "were"
        let sentence = "\(verdict.released) of \(verdict.files) inputs \(word) released with profile \(document.profile.name)."
        lines.append(painted(printable(sentence), verdict.quarantined == 0 ? "1;32" : "1;33"))
        let options = document.profile.options.joined(separator: ", ")
        if !options.isEmpty { lines += wrapped("Options: " + options, indent: 2) }
        lines.append("")
        rows(
            [
                [
                    "released", number(verdict.released),
                    "\(number(verdict.patients)) patients, \(number(verdict.studies)) studies, \(number(verdict.series)) series",
                ],
                ["quarantined", number(verdict.quarantined), listed(verdict.quarantineReasons)],
                ["duplicates", number(verdict.duplicates), "the same image again"],
                ["not DICOM", number(verdict.notDICOM), ""],
                ["passed over", number(verdict.skipped), "links, special files, DICOMDIRs, opened archives"],
            ], limits: [12, 12, 70], right: [1])
    }

    private mutating func mostIdentifying() {
        title("The 18 most identifying attributes")
        rows(
            [["TAG", "ATTRIBUTE", "FILES", "ACTION"]]
                + document.mostIdentifying.map { [$0.tag, $0.keyword, number($0.files), $0.actions.isEmpty ? "does not occur" : listed($0.actions)] },
            limits: [11, 24, 11, 48], right: [2])
    }

    private mutating func risk() {
        let risk = document.risk
        title("Risk that a patient is recognized by what is kept")
        guard risk.patients > 0 else { return lines.append("  no patients") }
        lines += wrapped(
            "Of \(number(risk.patients)) patients \(number(risk.alone)) are alone in what is kept of them; the smallest group has "
                + "\(number(risk.smallestClass)). "
                + "Highest risk 1/\(number(risk.smallestClass)), mean \(percent(risk.averageRisk)).", indent: 2)
        guard !risk.quasiIdentifiers.isEmpty else { return }
        rows(
            [["KEPT ATTRIBUTE", "VALUES", "FREED", "WHAT WOULD HELP"]]
                + risk.quasiIdentifiers.map { [$0.name, number($0.distinctValues), number($0.patientsFreed), $0.remedy ?? ""] },
            limits: [28, 9, 9, 48], right: [1, 2])
    }

    private mutating func classes() {
        title("Classes of information, with the level of GB/T 39725-2020")
        rows(
            [["CLASS", "ATTRIBUTES BEFORE", "LEVEL", "AFTER", "LEVEL"]]
                + document.classes.map {
                    [$0.name, number($0.attributesBefore), "\($0.levelBefore)", number($0.attributesAfter), "\($0.levelAfter)"]
                }, limits: [28, 17, 5, 9, 5], right: [1, 2, 3, 4])
    }

    private mutating func pixels() {
        title("Text in the pixels, judged from the header")
        rows(document.pixels.map { [$0.risk, number($0.files), $0.outcome, listed($0.modalities)] }, limits: [26, 11, 12, 44], right: [1])
        guard !document.pixelText.isEmpty else { return }
        title("Text in the pixels, where somebody looked")
        rows(
            [["IMAGES OF", "LOOKED AT", "CHANGED", "REVIEWED", "WAITING", "HELD", "UNREADABLE", "BLANKED"]]
                + document.pixelText.map { row in
                    [
                        row.modality + (row.manufacturer.isEmpty ? "" : " \(row.manufacturer)"), number(row.lookedAt), number(row.changed),
                        number(row.reviewed), number(row.waiting), number(row.refused + row.notBlanked), number(row.unreadable),
                        row.pixels == 0 ? "" : percent(Double(row.blankedPixels) / Double(row.pixels)),
                    ]
                }, limits: [30, 9, 9, 9, 9, 9, 10, 8], right: [1, 2, 3, 4, 5, 6, 7])
    }

    private mutating func freeText() {
        title("Free text that was searched")
        rows(
            document.freeText.isEmpty
                ? []
                : [["FIELD", "VALUES", "WITH HITS", "FOUND"]]
                    + document.freeText.map { field in
                        [
                            field.keyword.isEmpty ? field.path : field.keyword, number(field.values), number(field.valuesWithHits),
                            field.hits.map { "\($0.kind) by \($0.detector) \(number($0.count))" }.joined(separator: ", "),
                        ]
                    }, limits: [32, 9, 9, 42], right: [1, 2])
    }

    private mutating func privateBlocks() {
        title("Private elements")
        rows(
            document.privateBlocks.isEmpty
                ? []
                : [["GROUP", "CREATOR", "FILES", "ELEMENTS", "SAFE", "BYTES"]]
                    + document.privateBlocks.map {
                        [
                            $0.group, $0.creator ?? "(on no list)", number($0.files), number($0.elements), number($0.safeElements),
                            number(Int($0.bytes)),
                        ]
                    },
            limits: [5, 34, 11, 11, 11, 15], right: [2, 3, 4, 5])
        guard !document.unknown.isEmpty else { return }
        title("Elements in no dictionary")
        rows(
            document.unknown.map { [$0.path, $0.vr, number($0.files), "\(number(Int($0.bytes))) bytes", $0.action] }, limits: [44, 2, 11, 18, 12],
            right: [2, 3])
    }

    private mutating func other() {
        title("UIDs, dates, equipment, defects")
        let dates = document.dates
        let years = dates.firstYear.map { first in ", years \(first) to \(dates.lastYear ?? first)" } ?? ""
        rows(
            [
                [
                    "UIDs",
                    "\(number(document.uids.mapped)) mapped, \(number(document.uids.registered)) of the standard kept, "
                        + "\(number(document.uids.kept)) others kept",
                ],
                ["dates", "\(number(dates.shifted)) moved or made coarser, \(number(dates.removed)) removed, \(number(dates.kept)) kept\(years)"],
                ["studies", document.studiesByModality.map { "\($0.name) \(number($0.count))" }.joined(separator: ", ")],
                ["defects", document.broken.isEmpty ? "none" : listed(document.broken)],
            ], limits: [9, 87], right: [])
        rows(
            document.equipment.map {
                [
                    $0.manufacturer.isEmpty ? "(none named)" : $0.manufacturer, $0.model, "\(number($0.files)) files",
                    "\(number($0.patients)) patients",
                ]
            },
            limits: [24, 30, 18, 18], right: [2, 3])
    }

    private mutating func tags() {
        title("All tags")
        let showsExamples = document.tags.contains { $0.examples != nil }
        var cells = [["TAG", "ATTRIBUTE", "VR", "FILES", "VALUES", "ACTION", "WHY"]]
        for row in document.tags {
            let distinct = row.distinctValues.map { (row.isApproximate ? "~" : "") + number($0) } ?? ""
            let steps = row.path.split(separator: "/")
            let tag = String(repeating: " ", count: min(4, steps.count - 1) * 2) + (steps.last ?? "")
            cells.append([tag, row.keyword, row.vr, number(row.files), distinct, row.action, shortened(row.reason)])
            if showsExamples, let examples = row.examples, !examples.isEmpty {
                cells.append(["", examples.joined(separator: " | ")])
            }
        }
        rows(cells, limits: [26, 30, 2, 9, 8, 10, 100], right: [3, 4])
    }

    /// There is no room for more, and hardly another table.
    private func shortened(_ reason: String) -> String {
        let table = "Table E.1-1, "
        return reason.hasPrefix(table) ? String(reason.dropFirst(table.count)) : reason
    }

    private mutating func notes() {
        guard !document.notes.isEmpty else { return }
        title("To know")
        for note in document.notes {
            guard let sentence = Self.sentence(note.id) else { continue }
            lines += wrapped("- " + sentence.replacingCount(note.count), indent: 2)
        }
    }

    static func sentence(_ note: String) -> String? {
        switch note {
        case "dry-run-limits": "Only headers were read. A file can still be quarantined when it is written and read back."
        case "studies-of-several-patients":
            "# studies have files of more than one Patient ID, so one patient may have several pseudonyms and date shifts in a study; "
                + "'patient-key' of a profile can fold spellings."
        case "held-back-not-counted": "The tables count only files that are released; # quarantined are not in them."
        case "dry-run-limits-pixels":
            "Only headers and the pixels that the profile asks for were read. A file can still be quarantined when it is written and read back."
        case "some-pixels-not-looked-at": "Nobody looked at the pixels of # released images; what may stand in them is judged from the header."
        case "pixels-not-looked-at": "Nobody looked at the pixels; what may stand in them is judged from the header."
        case "distinct-approximate": "# rows have more than 4,096 different values; their number is estimated (~)."
        case "risk-approximate": "The risk was computed for # patients, chosen at random."
        case "values-masked": "Values of the originals are shown masked."
        case "values-whole": "Values of the originals are shown whole. Handle this report like the originals."
        case "rows-cut": "# rows are left out."
        default: nil
        }
    }

    // MARK: - Lines

    private mutating func title(_ text: String) {
        lines += ["", painted(text, "1")]
    }

    /// Cells in columns, each as wide as its widest cell up to a limit; longer ones are cut.
    private mutating func rows(_ cells: [[String]], limits: [Int], right: Set<Int>) {
        guard !cells.isEmpty else { return lines.append("  none") }
        let cells = cells.map { $0.map(printable) }
        let isWide = { (row: [String]) in row.count == limits.count }
        let widths = limits.indices.map { column in min(limits[column], cells.filter(isWide).map { columns(of: $0[column]) }.max() ?? 0) }
        for row in cells {
            guard isWide(row) else {
                lines.append("      " + fitted(row.last ?? "", Self.width - 6))
                continue
            }
            var line = ""
            for (column, cell) in row.enumerated() {
                let room = max(0, min(widths[column], Self.width - 2 - columns(of: line)))
                let text = fitted(cell, room)
                let padding = String(repeating: " ", count: max(0, room - columns(of: text)))
                line += right.contains(column) ? padding + text : text + padding
                if column + 1 < row.count { line += "  " }
            }
            while line.last == " " { line.removeLast() }
            lines.append("  " + line)
        }
    }

    private func wrapped(_ text: String, indent: Int) -> [String] {
        var result: [String] = []
        var line = String(repeating: " ", count: indent)
        for word in printable(text).split(separator: " ") {
            if columns(of: line) + word.count + 1 > Self.textWidth {
                result.append(line)
                line = String(repeating: " ", count: indent + 2)
            }
            line += (line.last == " " ? "" : " ") + word
        }
        return result + [line]
    }

    /// East Asian characters take two columns.
    private func columns(of text: String) -> Int { text.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x1100 && $1.value != 0x2026 ? 2 : 1) } }

    private func fitted(_ text: String, _ limit: Int) -> String {
        guard columns(of: text) > limit else { return text }
        var result = text
        while !result.isEmpty, columns(of: result) > limit - 1 { result.removeLast() }
        return limit > 0 ? result + "…" : ""
    }

    private func listed(_ counts: [ReportDocument.Count]) -> String { counts.map { "\($0.name) \(number($0.count))" }.joined(separator: ", ") }

    /// With thousands parted by commas.
    private func number(_ value: Int) -> String {
        let digits = Array(String(value))
        return String(
            digits.enumerated().flatMap { index, digit in
                index > 0 && (digits.count - index) % 3 == 0 && digits[index - 1] != "-" ? [",", digit] : [digit]
            })
    }

    private func percent(_ share: Double) -> String {
        let tenths = Int((share * 1000).rounded())
        return "\(tenths / 10).\(tenths % 10) %"
    }

    private func painted(_ text: String, _ code: String) -> String { isColored ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text }
}

extension String {
    fileprivate func replacingCount(_ count: Int?) -> String {
        guard let count else { return self }
        return split(separator: "#", omittingEmptySubsequences: false).joined(separator: String(count))
    }
}
