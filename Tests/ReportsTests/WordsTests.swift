// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Reports

@Suite struct WordsTests {
    private static let english = Words.entries(of: PackageResources.en_txt)
    private static let chinese = Words.entries(of: PackageResources.zh_txt)
    /// Sentences of the engine, which are English anyway.
    private static func isPhrase(_ key: String) -> Bool { ["because.", "why.", "remedy."].contains { key.hasPrefix($0) } }

    @Test("Every language has every word")
    func keysAgree() {
        let english = Set(Self.english.keys.filter { !Self.isPhrase($0) }), chinese = Set(Self.chinese.keys.filter { !Self.isPhrase($0) })
        #expect(english.subtracting(chinese).sorted() == [])
        #expect(chinese.subtracting(english).sorted() == [])
        #expect(english.count > 200)
    }

    @Test("Translations fill in the same figures")
    func placeholdersAgree() {
        for (key, text) in Self.english {
            guard let other = Self.chinese[key] else { continue }
            func names(_ text: String) -> [String] { text.matches(of: /\{\w+\}/).map { String($0.0) }.sorted() }
            #expect(names(text) == names(other), "\(key)")
        }
    }

    @Test("Every word that a template asks for is there, and every word is asked for")
    func templatesAgree() {
        let templates = [
            PackageResources.page_mustache, PackageResources.verdict_mustache, PackageResources.tags_mustache, PackageResources.findings_mustache,
            PackageResources.risk_mustache,
        ].map { String(decoding: $0, as: UTF8.self) }.joined()
        for match in templates.matches(of: /w\.(\w+)/) { #expect(Self.english[String(match.1)] != nil, "\(match.1)") }
    }

    @Test(
        "Words of closed lists are known in both languages",
        arguments: [
            (
                "action",
                ["keep", "remove", "empty", "dummy", "clean", "pseudonym", "hash", "mask", "generalize", "replace", "hash-uid", "shift-date", "add"]
            ),
            (
                "means",
                ["keep", "remove", "empty", "dummy", "clean", "pseudonym", "hash", "mask", "generalize", "replace", "hash-uid", "shift-date", "add"]
            ),
            (
                "risk",
                [
                    "none-found", "burned-in-annotation", "secondary-capture", "captured-screen", "screen-save", "slide-label", "recorded-voice",
                    "overlay-in-pixels", "region-of-profile", "kind-of-image", "class-and-modality-differ", "not-gray", "eight-bits", "no-geometry",
                    "several-frames", "conversion",
                ]
            ),
            (
                "quarantine",
                [
                    "unreadable", "truncated", "malformed", "no-memory", "no-scratch", "over-limit", "pixel-data-not-followed", "cannot-encode",
                    "identifier-survives", "burned-in-text", "rule", "archive",
                    "changed-while-read",
                    "parser-crashed", "timed-out", "uid-conflict", "internal-error", "pixels-unreadable", "pixels-not-blanked", "waits-for-review",
                    "refused-by-reviewer",
                ]
            ),
            (
                "note",
                [
                    "dry-run-limits", "held-back-not-counted", "studies-of-several-patients", "pixels-not-looked-at", "distinct-approximate",
                    "risk-approximate", "values-masked", "values-whole", "rows-cut", "dry-run-limits-pixels", "some-pixels-not-looked-at",
                ]
            ),
            (
                "broken",
                [
                    "repeated-elements", "trailing-bytes", "no-file-meta-information", "missing-uid", "unknown-character-set", "vr-not-of-dictionary",
                    "private-without-creator",
                    "unparsed-sequence", "wrong-uid", "stray-delimiter", "missing-delimiter", "missing-vr", "file-meta-in-data-set",
                    "explicit-in-unknown",
                ]
            ),
            ("pixelOutcome", ["released", "flagged", "looked-at", "quarantined"]),
            ("kind", ["PERSON", "DATE", "ID", "PHONE", "EMAIL", "URL", "IP", "ADDRESS", "LOCATION", "HOSPITAL", "ORGANIZATION", "AGE"]),
        ])
    func closedLists(_ list: String, _ entries: [String]) {
        for entry in entries {
            #expect(Self.english["\(list).\(entry)"] != nil, "\(list).\(entry)")
            #expect(Self.chinese["\(list).\(entry)"] != nil, "\(list).\(entry)")
        }
    }

    @Test(
        "A sentence of the engine is translated, with what is in it",
        arguments: [
            ("Table E.1-1, Basic Profile", "表 E.1-1，基本方案"), ("Table E.1-1, option retain-uids", "表 E.1-1，选项 retain-uids"),
            ("profile ai-labeling, line 14", "方案 ai-labeling，第 14 行"), ("something new", "something new"),
        ])
    func phrases(_ english: String, _ chinese: String) {
        #expect(Words(.zh, .dryRun).phrase("because", english) == chinese)
        #expect(Words(.en, .dryRun).phrase("because", english) == english)
    }

    @Test("What is filled in is not filled again")
    func sentencesAreFilledOnce() {
        #expect(Words(.en, .dryRun).sentence("verdictSome", ["released": "{files}", "files": "9"]) == "{files} of 9 files would be released.")
        #expect(Words(.en, .release)["verdictSome"] == "{released} of {files} files were released.")
    }

    @Test("Figures are written the same everywhere")
    func figures() {
        #expect(Figures.count(1_234_567) == "1,234,567")
        #expect(Figures.count(999) == "999")
        #expect(Figures.count(-1_000) == "-1,000")
        #expect(Figures.share(1, of: 3) == "33.3 %")
        #expect(Figures.share(1, of: 1_000_000) == "< 0.1 %")
        #expect(Figures.share(999_999, of: 1_000_000) == "99.9 %")
        #expect(Figures.share(3, of: 3) == "100 %")
        #expect(Figures.share(1, of: 0) == "–")
        #expect(Figures.bytes(999) == "999 B")
        #expect(Figures.bytes(1_250) == "1.3 kB")
        #expect(Figures.bytes(9_960) == "10 kB")
        #expect(Figures.bytes(999_600) == "1.0 MB")
        #expect(Figures.bytes(25_418_330_112) == "25 GB")
        #expect(Figures.length(1, of: 3) == "33.33%")
        #expect(Figures.length(5, of: 3) == "100.00%")
        #expect(Figures.risk(0.336) == "33.6 %")
        #expect(Figures.risk(1) == "100 %")
    }
}
