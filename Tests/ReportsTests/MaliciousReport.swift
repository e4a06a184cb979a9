// SPDX-License-Identifier: Apache-2.0

@testable import Reports

/// A report in which every text is hostile: what a header would have to hold, and get past every mask, to reach the page.
enum MaliciousReport {
    static let texts = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)", "{{w.title}}{{{css}}}{{> page}}",
        "</style></script></table>",
        "a\u{202E}gnp.exe", "b\u{0}c\u{7}\u{1B}[2J\r\nd\u{85}\u{2028}e", "q\"\u{301} onfocus=alert(1) autofocus x=\"", "<\u{338}script>",
        "&lt;b&gt;&amp;#60;",
        "=cmd()|' /C calc'!A0", "javascript:alert(1)", "http://tracker.example/x.png", "z" + String(repeating: "\u{20DD}\u{301}", count: 400),
        String(repeating: "W", count: 100_000),
    ]

    static func document(kind: ReportDocument.Kind = .dryRun, text: String) -> ReportDocument {
        let counts = [ReportDocument.Count(name: text, count: 3)]
        var document = SampleReport.document(kind: kind, rows: 2)
        document.toolVersion = text
        document.project = text
        document.profile = .init(name: text, sha256: text, options: [text], methodCodes: [text])
        document.verdict.quarantineReasons = counts
        document.mostIdentifying = [.init(rank: 1, tag: text, keyword: text, files: 1, actions: counts, why: text)]
        document.tags = [
            .init(
                path: text, keyword: text, vr: text, files: 1, occurrences: 1, distinctValues: 1, isApproximate: true, action: text, reason: text,
                optionsThatChangeIt: [text], examples: [text])
        ]
        document.privateBlocks = [.init(group: text, creator: text, files: 1, elements: 1, safeElements: 0, bytes: 1)]
        document.unknown = [.init(path: text, vr: text, files: 1, bytes: 1, action: text)]
        document.freeText = [.init(path: text, keyword: text, values: 1, valuesWithHits: 1, hits: [.init(kind: text, detector: text, count: 1)])]
        document.pixels = [.init(risk: text, files: 1, outcome: text, modalities: counts)]
        document.equipment = [.init(manufacturer: text, model: text, files: 1, patients: 1)]
        document.studiesByModality = counts
        document.actions = counts
        document.broken = counts
        document.risk.quasiIdentifiers = [.init(name: text, distinctValues: 1, patientsFreed: 1, remedy: text)]
        document.risk.patientsByClassSize = counts
        document.notes = [.init(id: text, count: 1), .init(id: text, count: nil)]
        return document
    }
}
