// SPDX-License-Identifier: Apache-2.0

internal import FreeTextPHI
internal import Profiles
internal import Standard

/// Takes identifiers out of free text and leaves the clinical words.
struct TextCleaner {
    private let detector: PHIDetector
    private let policy = ReplacementPolicy.removal
    private let keepsTermsOnly: Bool

    init(_ profile: ConfidentialityProfile) {
        keepsTermsOnly = profile.keepsTermsOnly
        detector = PHIDetector(
            thresholds: profile.textThresholds == .protective ? .protective : .balanced, allow: profile.allowedTerms, deny: profile.deniedTerms)
    }

    private static let certainty = 0.96

    /// Names, numbers and addresses that leave no doubt, so that they can be looked for in other elements.
    func certain(in text: String, keyword: String, vr: String, known: IdentifierSet) -> [IdentifierSet.Found] {
        known.found(in: text, keyword: keyword) {
            let scalars = Array(text.unicodeScalars)
            return spans(text, keyword: keyword, vr: vr, known: known).compactMap { span in
                guard span.score >= Self.certainty, !span.isKnown, [.person, .id, .phone, .email].contains(span.type) else { return nil }
                let value = String(String.UnicodeScalarView(scalars[span.range]))
                let isLong =
                    span.type != .person || value.contains(" ") || value.contains(",") || value.unicodeScalars.allSatisfy { $0.value >= 0x3400 }
                return isLong && value.unicodeScalars.count <= 64 ? IdentifierSet.Found(value: value, type: span.type) : nil
            }
        }
    }

    /// - Parameter isTechnical: Equipment writes the text. The rule that only terms stay does not apply to it.
    /// - Returns: The text without identifiers; empty where nothing else was in it.
    func clean(_ text: String, keyword: String, vr: String, isTechnical: Bool, known: IdentifierSet) -> CleanedText {
        known.cleaned(text, keyword: isTechnical ? "technical \(keyword)" : keyword) {
            let field = FieldContext(keyword: keyword, vr: vr)
            var current = text
            var findings: [TextFinding]?
            // Taking one thing out can uncover another.
            for _ in 0..<3 {
                let result = detector.clean(current, field: field, known: known.variants, policy: policy)
                findings = findings ?? result.spans.map { TextFinding($0) }
                if !result.isChanged || result.text == current { break }
                current = result.text
            }
            return CleanedText(text: keepsTermsOnly && !isTechnical ? detector.clinicalWords(of: current) : current, findings: findings ?? [])
        }
    }

    /// What is left of a text where numbers should be: the clinic's words, units and numbers beside them.
    func words(of text: String, keyword: String, vr: String, known: IdentifierSet) -> String {
        known.cleaned(text, keyword: "words \(keyword)") {
            let left = clean(text, keyword: keyword, vr: vr, isTechnical: false, known: known)
            return CleanedText(text: detector.clinicalWords(of: left.text), findings: left.findings)
        }.text
    }

    private func spans(_ text: String, keyword: String, vr: String, known: IdentifierSet) -> [PHISpan] {
        text.isEmpty ? [] : detector.spans(in: text, field: FieldContext(keyword: keyword, vr: vr), known: known.variants)
    }
}

/// A text without what was found in it.
struct CleanedText: Sendable {
    let text: String
    let findings: [TextFinding]
}

/// What a technical attribute holds.
enum TechnicalText: String {
    /// Names of products, of which any word can be one: a lone word says nothing.
    case products
    case terms
}

extension TextCleaner {
    /// A technical value that certainly names somebody, whoever it is, without what identifies in it; empty where it is the name of a product.
    func withoutCertain(_ text: String, keyword: String, as kind: TechnicalText, known: IdentifierSet) -> CleanedText {
        known.cleaned(text, keyword: kind == .products ? "products \(keyword)" : "terms \(keyword)") {
            guard let found = certain(in: text, as: kind) else { return CleanedText(text: text, findings: []) }
            let left = kind == .products ? "" : detector.clean(text, policy: policy).text
            return CleanedText(text: certain(in: left, as: kind) == nil ? left : "", findings: found.map { TextFinding($0) })
        }
    }

    /// - Returns: What certainly names somebody, or nothing but the form of a name; `nil` where neither is in the text.
    private func certain(in text: String, as kind: TechnicalText) -> [PHISpan]? {
        let scalars = Array(text.unicodeScalars)
        // The field would tell the core to expect no name.
        let spans = detector.spans(in: text)
        let certain = spans.filter { isCertain($0, among: spans, in: scalars, as: kind) }
        return certain.isEmpty && !Self.hasFormOfPersonName(text) ? nil : certain
    }

    private func isCertain(_ span: PHISpan, among spans: [PHISpan], in scalars: [Unicode.Scalar], as kind: TechnicalText) -> Bool {
        switch span.type {
        case .person:
            if TechnicalNames.contains(String(String.UnicodeScalarView(scalars[span.range]))) { return false }
            guard span.detector == "names" else { return span.score >= (kind == .products && span.detector == "cue" ? 0.65 : 0.55) }
            let isLone = Self.isWord(span.range, in: scalars) && spans.count { $0.type == .person } == 1
            return isLone ? kind == .terms && span.score >= 0.86 && Self.isLongWord(span.range, in: scalars) : span.score >= 0.45
        case .email, .phone, .id: return span.score >= Self.certainty
        case .address, .hospital: return kind == .terms && span.score >= 0.86
        // Versions look like dates and addresses of hosts.
        case .date, .url, .ip, .location, .organization, .age: return false
        }
    }

    /// `SMITH^J`: letters and carets only, a caret between two words that are no terms.
    private static func hasFormOfPersonName(_ text: String) -> Bool {
        let parts = text.split(separator: "^")
        return text.first != "^" && parts.count >= 2
            && parts.allSatisfy { part in
                part.contains(where: \.isLetter) && part.allSatisfy { $0.isLetter || " .'-=".contains($0) }
                    && !Vocabulary.isTerm(String(part))
            }
    }

    private static func isWord(_ range: Range<Int>, in scalars: [Unicode.Scalar]) -> Bool {
        scalars[range].allSatisfy { $0.properties.isAlphabetic && $0.value < 0x3000 }
    }

    /// Too long for the abbreviations and codes of makers, and no part of one.
    private static func isLongWord(_ range: Range<Int>, in scalars: [Unicode.Scalar]) -> Bool {
        func isDigit(_ position: Int) -> Bool { scalars.indices.contains(position) && scalars[position].properties.numericType != nil }
        return range.count >= 6 && !isDigit(range.lowerBound - 1) && !isDigit(range.upperBound)
    }
}
