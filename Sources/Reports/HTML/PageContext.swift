// SPDX-License-Identifier: Apache-2.0

/// What the templates are filled with: all figures as text, in the order of the page.
struct PageContext {
    typealias Values = [String: Any]

    let document: ReportDocument
    let language: ReportLanguage
    let words: Words
    private let templates: PageTemplates

    init(_ document: ReportDocument, _ language: ReportLanguage, _ templates: PageTemplates) {
        self.document = document
        self.language = language
        self.templates = templates
        words = Words(language, document.kind)
    }

    var isRelease: Bool { document.kind == .release }
    var showsExamples: Bool { !isRelease && document.tags.contains { $0.examples != nil } }

    var values: Values {
        let style = templates.style + labels
        var values: Values = [
            "w": words.table, "lang": language.tag, "policy": PageTemplates.policy(style: style, script: templates.script),
            "css": style, "js": templates.script,
            "isRelease": isRelease, "project": document.project, "version": document.toolVersion,
            "footer": words.sentence("footer", ["version": document.toolVersion]),
            "showsExamples": showsExamples, "profile": profile,
        ]
        for part in [verdict, tags, findings, risk] { values.merge(part) { first, _ in first } }
        values["notes"] = notes
        return values
    }

    /// Words that the style puts before figures where the table of tags has no columns, on a phone.
    private var labels: String {
        let words = [("files", words["files"]), ("distinct", words["distinct"]), ("options", words["changedBy"])]
        return ":root { " + words.map { "--label-\($0): \"\($1) \";" }.joined(separator: " ") + " }\n"
    }

    private var profile: Values {
        let profile = document.profile
        return ["name": profile.name, "sha256": profile.sha256, "options": profile.options, "methods": profile.methodCodes]
    }

    private var notes: [String] {
        document.notes.map { note in
            let text = words.word("note", note.id)
            guard let count = note.count else { return text }
            let filled = words.sentence("note.\(note.id)", ["count": Figures.count(count)])
            return words.table["note.\(note.id)"] == nil ? "\(text): \(Figures.count(count))" : filled
        }
    }

    // MARK: - Verdict

    private var verdict: Values {
        let verdict = document.verdict
        let rest = verdict.skipped + verdict.notDICOM + verdict.duplicates
        let counts = ["files": Figures.count(verdict.files), "released": Figures.count(verdict.released)]
        let released = verdict.released == 0 ? "verdictNone" : verdict.released == verdict.files ? "verdictAll" : "verdictSome"
        let held = verdict.quarantined == 0 ? "heldNone" : verdict.quarantined == 1 ? "heldOne" : "heldSome"
        let outcomes = [
            ("released", verdict.released), ("quarantined", verdict.quarantined), ("duplicates", verdict.duplicates),
            ("skipped", verdict.skipped), ("notDICOM", verdict.notDICOM),
        ].filter { $0.1 > 0 }
        let (segments, _) = stack(outcomes.map { ("o-\($0.0)", words["outcome.\($0.0)"], $0.1) })
        var values: Values = [
            "sentence": words.sentence(released, counts),
            "held": words.sentence(held, ["held": Figures.count(verdict.quarantined)]),
            "hasHeld": verdict.quarantined > 0,
            "figures": [
                figure("files", Figures.count(verdict.files)), figure("patients", Figures.count(verdict.patients)),
                figure("studies", Figures.count(verdict.studies)), figure("series", Figures.count(verdict.series)),
                figure("size", Figures.bytes(verdict.bytes)),
            ],
            "outcomes": segments,
            "reasons": bars(verdict.quarantineReasons) { words.word("quarantine", $0) },
            "modalities": bars(document.studiesByModality) { $0 },
            "actions": actions,
        ]
        if rest > 0 { values["rest"] = words.sentence(rest == 1 ? "restOne" : "restSome", ["rest": Figures.count(rest)]) }
        return values
    }

    private var actions: [Values] {
        let families = ["keep", "change", "remove", "add"]
        let sorted = document.actions.filter { $0.count > 0 }.enumerated().sorted { left, right in
            let (first, second) = (
                families.firstIndex(of: Self.family(left.element.name))!, families.firstIndex(of: Self.family(right.element.name))!
            )
            return (first, -left.element.count, left.offset) < (second, -right.element.count, right.offset)
        }.map(\.element)
        var tones: [String: Int] = [:]
        var (segments, _) = stack(
            sorted.map { action in
                let family = Self.family(action.name)
                tones[family, default: -1] += 1
                return ("f-\(family) t\(tones[family]! % 4)", words.word("action", action.name), action.count)
            })
        for (index, action) in sorted.enumerated() { segments[index]["meaning"] = words.table["means.\(action.name)"] ?? "" }
        return segments
    }

    /// How much an action leaves of a value. Not told by colour alone: the mark has another shape for each.
    static func family(_ action: String) -> String {
        switch action {
        case "keep": "keep"
        case "remove", "empty": "remove"
        case "add": "add"
        default: "change"
        }
    }

    // MARK: - Charts

    func figure(_ key: String, _ text: String) -> Values { ["label": words[key], "value": text] }

    /// Segments of one bar, side by side.
    private func stack(_ parts: [(style: String, name: String, count: Int)]) -> ([Values], total: Int) {
        let total = parts.reduce(0) { $0 + $1.count }
        var before = 0
        let segments = parts.map { part in
            defer { before += part.count }
            return [
                "style": part.style, "name": part.name, "count": Figures.count(part.count), "raw": part.count,
                "share": Figures.share(part.count, of: total), "x": Figures.length(before, of: total), "width": Figures.length(part.count, of: total),
            ] as Values
        }
        return (segments, total)
    }

    /// Rows with a bar each, the longest one as wide as there is room.
    func bars(_ counts: [ReportDocument.Count], name: (String) -> String) -> [Values] {
        let most = counts.map(\.count).max() ?? 0
        let total = counts.reduce(0) { $0 + $1.count }
        return counts.map { entry in
            [
                "name": name(entry.name), "count": Figures.count(entry.count), "raw": entry.count,
                "share": Figures.share(entry.count, of: total), "width": Figures.length(entry.count, of: most),
            ]
        }
    }
}
