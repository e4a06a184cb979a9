// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
import Testing

@testable import Reports

@Suite struct ReportPageTests {
    @Test("The same document gives the same bytes", arguments: ReportLanguage.allCases)
    func isDeterministic(_ language: ReportLanguage) throws {
        let document = SampleReport.document(rows: 300, examples: true)
        #expect(try ReportPage.html(for: document, language: language) == ReportPage.html(for: document, language: language))
    }

    /// Every place of the page in which a text of the document stands keeps the shape that it has with a harmless text.
    @Test("Markup in a value does nothing", arguments: MaliciousReport.texts)
    func valuesAreInert(_ text: String) throws {
        for language in ReportLanguage.allCases {
            for kind in [ReportDocument.Kind.dryRun, .release] {
                let hostile = try ReportPage.html(for: MaliciousReport.document(kind: kind, text: text), language: language)
                let harmless = try ReportPage.html(for: MaliciousReport.document(kind: kind, text: "harmless"), language: language)
                let (hostileShape, harmlessShape) = (Markup(hostile), Markup(harmless))
                #expect(hostileShape.tags == harmlessShape.tags)
                #expect(hostileShape.quotationMarks == harmlessShape.quotationMarks)
                let isClean = !hostile.unicodeScalars.contains { "\u{202E}\u{0}\u{7}\u{1B}\r\u{85}\u{2028}".unicodeScalars.contains($0) }
                #expect(isClean)
                let growth = hostile.utf8.count - harmless.utf8.count
                #expect(growth < 60_000)
            }
        }
    }

    @Test("It links nowhere and loads nothing", arguments: ReportLanguage.allCases, [ReportDocument.Kind.dryRun, .release])
    func isSelfContained(_ language: ReportLanguage, _ kind: ReportDocument.Kind) throws {
        let page = try ReportPage.html(for: SampleReport.document(kind: kind, rows: 20), language: language)
        for word in [
            "http:", "https:", "//www", "src=", "@import", "url(", "javascript:", "innerHTML", "eval(", "fetch(", "<link", "<form", "<iframe",
            "style=", "onclick",
        ] {
            let occurs = page.contains(word)
            #expect(!occurs, "\(word)")
        }
        let links = page.matches(of: /href="([^"]*)"/).map { String($0.1) }
        #expect(links.count > 10)
        for link in links {
            #expect(link.hasPrefix("#"))
            let leads = page.contains("id=\"\(link.dropFirst())\"")
            #expect(leads, "\(link)")
        }
        let identifiers = page.matches(of: /\bid="([^"]*)"/).map { String($0.1) }
        #expect(Set(identifiers).count == identifiers.count)
    }

    @Test("The policy allows this style and this script, and nothing else")
    func policyFits() throws {
        let page = try ReportPage.html(for: SampleReport.document(), language: .zh)
        let policy = try #require(page.firstMatch(of: /Content-Security-Policy" content="([^"]*)"/)).1.replacing("&#39;", with: "'")
        let style = try #require(page.firstMatch(of: /(?s)<style>(.*?)<\/style>/)).1
        let script = try #require(page.firstMatch(of: /(?s)<script>(.*?)<\/script>/)).1
        func digest(_ text: Substring) -> String { Data(SHA256.hash(data: Data(text.utf8))).base64EncodedString() }
        #expect(
            policy
                == "default-src 'none'; style-src 'sha256-\(digest(style))'; script-src 'sha256-\(digest(script))'; "
                + "base-uri 'none'; form-action 'none'"
        )
    }

    @Test("Figures of the document stand on the page", arguments: ReportLanguage.allCases)
    func showsFigures(_ language: ReportLanguage) throws {
        let page = try ReportPage.html(for: SampleReport.document(), language: language).replacing("<wbr>", with: "")
        for figure in [
            "47,640", "48,213", "402", "612", "1,094", "5,871", "25 GB", "4,210,664", "54.3 %", "1,482,220", "GEMS_PARM_01", "2014", "2025", "33.6 %",
            "3–4", "131",
            "ScheduledProcedure", "retain-long-full-dates", "113100 Basic Application Confidentiality Profile", "PatientAge: generalize, bin 10Y",
        ] {
            let occurs = page.contains(figure)
            #expect(occurs, "\(figure)")
        }
        let lang = page.firstMatch(of: /<html lang="([^"]*)">/).map { String($0.1) }
        #expect(lang == (language == .en ? "en" : "zh-Hans"))
        #expect(page.matches(of: /<h1>/).count == 1)
    }

    @Test("The page of a release has no distinct values and no examples, whatever the document holds")
    func releaseHidesValues() throws {
        let document = SampleReport.document(kind: .release, rows: 40, examples: true)
        let page = try ReportPage.html(for: document, language: .en)
        let (masked, examples, future, past) = (
            page.contains("Sm***"), page.contains("Examples"), page.contains("would be"), page.contains("files were released")
        )
        #expect(!masked)
        #expect(!examples)
        #expect(!future)
        #expect(past)
        #expect(page.matches(of: /<th role="columnheader" scope="col"[^>]*>Distinct/).isEmpty)
        let dryRunShows = try ReportPage.html(for: SampleReport.document(rows: 40, examples: true), language: .en).contains("Sm***")
        #expect(dryRunShows)
    }

    @Test("An empty export has a page too", arguments: ReportLanguage.allCases)
    func emptyDocument(_ language: ReportLanguage) throws {
        var document = SampleReport.document(rows: 0)
        document.verdict = .init(
            files: 0, patients: 0, studies: 0, series: 0, studiesOfSeveralPatients: 0, released: 0, quarantined: 0, skipped: 0, notDICOM: 0,
            duplicates: 0, bytes: 0, quarantineReasons: [])
        document.risk = .init(
            patients: 0, smallestClass: 0, alone: 0, classes: 0, highestRisk: 0, averageRisk: 0, quasiIdentifiers: [], patientsByClassSize: [],
            isApproximate: false)
        document.privateBlocks = []
        document.notes = []
        let page = try ReportPage.html(for: document, language: language)
        let (isWhole, hasMustache) = (page.hasSuffix("</html>\n"), page.contains("{" + "{"))
        #expect(isWhole)
        #expect(!hasMustache)
    }

    /// For the browser test, which runs afterwards.
    @Test("Pages for the browser test", .enabled(if: ProcessInfo.processInfo.environment["DCMSCRUB_REPORT_PAGES"] != nil))
    func writesPages() throws {
        let folder = URL(filePath: ProcessInfo.processInfo.environment["DCMSCRUB_REPORT_PAGES"] ?? "", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        func write(_ name: String, _ document: ReportDocument, _ language: ReportLanguage = .en) throws {
            try Data(ReportPage.html(for: document, language: language).utf8).write(to: folder.appending(path: name + ".html"))
        }
        try write("en", SampleReport.document())
        try write("zh", SampleReport.document(), .zh)
        try write("release", SampleReport.document(kind: .release))
        try write("release-zh", SampleReport.document(kind: .release), .zh)
        try write("examples", SampleReport.document(examples: true))
        try write("large", SampleReport.document(rows: 5_000))
        for (index, text) in MaliciousReport.texts.enumerated() { try write("hostile-\(index)", MaliciousReport.document(text: text)) }
    }
}

/// The tags of a page, as a browser splits them, and how many quotation marks there are; without the breaks of a long keyword. For comparing two
/// pages.
struct Markup {
    var tags: [String] = []
    var quotationMarks = 0

    init(_ page: String) {
        let body = page.replacing("<wbr>", with: "").unicodeScalars.split(separator: "\n", omittingEmptySubsequences: true)
        for line in body {
            for tag in String(String.UnicodeScalarView(line)).unicodeScalars.split(separator: "<").dropFirst() {
                tags.append(String(String.UnicodeScalarView(tag.prefix { !" >/\n".unicodeScalars.contains($0) })))
            }
            quotationMarks += line.count { $0 == "\"" }
        }
    }
}
