// SPDX-License-Identifier: Apache-2.0

import FreeTextCore
import FreeTextPHI
import FreeTextRules
import Testing

@Suite struct RuleTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let rule: Rule
        var testDescription: String { rule.id }
    }

    private static let all = TextRules.all + Rule.known
    private static let rows = all.map(Row.init)
    private static let header = KnownIdentifiers(header: Rule.exampleHeader)

    /// Rules of the header stand in a study that has one; the others find without.
    private func spans(_ rule: Rule, in text: String) -> [PHISpan] {
        detector.spans(in: text, field: rule.field, known: rule.source == .known ? Self.header : nil)
    }

    /// Where the rule itself found something, whatever became of it.
    private func finds(_ rule: Rule, in text: String) -> [Range<Int>] {
        spans(rule, in: text).flatMap(\.evidence).filter { $0.rule == rule.id }.map(\.range)
    }

    @Test("A rule finds what its example marks", arguments: rows)
    func matches(_ row: Row) throws {
        let rule = row.rule
        let marked = Array(rule.matching.unicodeScalars)
        let start = try #require(marked.firstIndex(of: "⟦"))
        let end = try #require(marked.firstIndex(of: "⟧"))
        let text = String(String.UnicodeScalarView(marked.filter { $0 != "⟦" && $0 != "⟧" }))
        #expect(finds(rule, in: text).contains(start..<end - 1), "found \(finds(rule, in: text)) in \(text)")
    }

    @Test("A rule finds nothing in the example that looks alike", arguments: rows)
    func leaves(_ row: Row) { #expect(finds(row.rule, in: row.rule.notMatching).isEmpty, "in \(row.rule.notMatching)") }

    @Test("Each rule has a name of its own and a weight from 0 to 1")
    func names() {
        #expect(Set(Self.all.map(\.id)).count == Self.all.count)
        #expect(Self.all.allSatisfy { $0.weight > 0 && $0.weight <= 1 })
    }

    @Test("The detector of a span, and each of its reasons, is that of a rule", arguments: rows)
    func detectors(_ row: Row) {
        let rule = row.rule
        let text = rule.matching.filter { $0 != "⟦" && $0 != "⟧" }
        for span in spans(rule, in: text) {
            #expect(Self.all.contains { $0.source.name == span.detector })
            for reason in span.evidence { #expect(Self.all.contains { $0.id == reason.rule }) }
        }
    }
}
