// SPDX-License-Identifier: Apache-2.0

internal import FreeTextPHI

/// Takes identifiers out of free text and leaves the clinical words.
struct TextCleaner {
    private let detector: PHIDetector
    private let policy = ReplacementPolicy.removal

    init(allow: [String] = [], deny: [String] = []) {
        detector = PHIDetector(allow: allow, deny: deny)
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
