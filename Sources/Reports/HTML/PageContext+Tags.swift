// SPDX-License-Identifier: Apache-2.0

internal import Mustache

extension PageContext {
    /// A long table is cut into bodies, so that the browser need not lay out those that are not in view. As in `report.js`.
    private static let rowsOfABody = 100

    var tags: Values {
        let rows = document.tags
        let actions = Set(rows.map(\.action)).sorted()
        let names = Dictionary(uniqueKeysWithValues: actions.map { ($0, words.word("action", $0)) })
        let reasons = Dictionary(uniqueKeysWithValues: Set(rows.map(\.reason)).map { ($0, words.phrase("because", $0)) })
        let total = Figures.count(rows.count)
        return [
            "core": document.mostIdentifying.map(core),
            "tagBodies": stride(from: 0, to: rows.count, by: Self.rowsOfABody).map { start in
                // By a name: a bare array around the rows would be searched for each word that a row does not have itself.
                [
                    "rows": rows[start..<min(start + Self.rowsOfABody, rows.count)].map {
                        TagCells(
                            row: $0, action: names[$0.action] ?? $0.action, reason: reasons[$0.reason] ?? $0.reason, showsValues: !isRelease,
                            about: words["approximate"])
                    }
                ] as Values
            },
            "isLong": rows.count > 4 * Self.rowsOfABody,
            "hasTags": !rows.isEmpty,
            "tagsKind": isRelease ? "is-release" : showsExamples ? "has-examples" : "is-plain",
            "tagActions": actions.map { ["value": $0, "name": names[$0] ?? $0] },
            "tagVRs": Set(rows.map(\.vr)).filter { !$0.isEmpty }.sorted(),
            "shownAll": words.sentence("shownAll", ["total": total]),
        ]
    }

    private func core(_ tag: ReportDocument.CoreTag) -> Values {
        let files = document.verdict.released
        return [
            "rank": tag.rank, "tag": tag.tag, "keyword": tag.keyword, "why": words.phrase("why", tag.why),
            "isAbsent": tag.files == 0, "files": Figures.count(tag.files), "raw": tag.files,
            "width": Figures.length(tag.files, of: files), "share": Figures.share(tag.files, of: files),
            "actions": tag.actions.map {
                [
                    "name": words.word("action", $0.name), "family": Self.family($0.name), "count": Figures.count($0.count),
                    "several": tag.actions.count > 1,
                ] as Values
            },
        ]
    }
}

/// A row of the table of tags, as the template asks for it; thousands of them, so without a dictionary each.
private struct TagCells: MustacheParent {
    let row: ReportDocument.TagRow
    let action: String
    let reason: String
    let showsValues: Bool
    let about: String

    func child(named name: String) -> Any? {
        switch name {
        case "path": row.path
        case "keyword": row.keyword
        case "hasKeyword": !row.keyword.isEmpty
        case "hasHumps": row.keyword.count > 22
        case "humps": humps
        case "vr": row.vr
        case "files": Figures.count(row.files)
        case "action": action
        case "word": row.action
        case "family": PageContext.family(row.action)
        case "reason": reason
        case "hasOptions": !row.optionsThatChangeIt.isEmpty
        case "options": row.optionsThatChangeIt.joined(separator: ", ")
        case "distinct":
            if showsValues { row.distinctValues.map { (row.isApproximate ? "\(about) " : "") + Figures.count($0) } ?? "–" } else { nil }
        case "examples": showsValues ? row.examples ?? [] : nil
        default: nil
        }
    }

    /// The words of a long keyword, between which a line may break.
    private var humps: [String] {
        var humps: [String] = []
        for character in row.keyword {
            if character.isUppercase, humps.last?.last?.isLowercase ?? true { humps.append("") }
            if humps.isEmpty { humps.append("") }
            humps[humps.count - 1].append(character)
        }
        return humps
    }
}
