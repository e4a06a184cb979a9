// SPDX-License-Identifier: Apache-2.0

internal import FreeTextPHI

/// Takes identifiers out of free text and leaves the clinical words.
struct TextCleaner {
    private let detector: PHIDetector
    private let policy = ReplacementPolicy.removal

    init(_ profile: ConfidentialityProfile) {
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
                let isLong = span.type != .person || value.contains(" ") || value.contains(",") || value.unicodeScalars.allSatisfy { $0.value >= 0x3400 }
                return isLong && value.unicodeScalars.count <= 64 ? IdentifierSet.Found(value: value, type: span.type) : nil
            }
        }
    }

    /// - Returns: The text without identifiers; empty where nothing else was in it.
    func clean(_ text: String, keyword: String, vr: String, known: IdentifierSet) -> String {
        known.cleaned(text, keyword: keyword) {
            let field = FieldContext(keyword: keyword, vr: vr)
            var current = text
            // Taking one thing out can uncover another.
            for _ in 0..<3 {
                let result = detector.clean(current, field: field, known: known.variants, policy: policy)
                if !result.isChanged || result.text == current { break }
                current = result.text
            }
            return current
        }
    }

    /// What the first pass of ``clean(_:keyword:vr:known:)`` finds.
    func spans(_ text: String, keyword: String, vr: String, known: IdentifierSet) -> [PHISpan] {
        text.isEmpty ? [] : detector.spans(in: text, field: FieldContext(keyword: keyword, vr: vr), known: known.variants)
    }
}
