// SPDX-License-Identifier: Apache-2.0

internal import FreeTextRules

extension PHIDetector {
    /// What of a text is vocabulary of the clinic: an allow-list of words, for texts that may hold nothing else.
    ///
    /// It finds no identifiers; ``clean(_:field:known:languages:policy:)`` comes first. A term that is also somebody's name goes where it stands
    /// beside
    /// something that looks like a name.
    /// - Returns: The words that stay, as they were written; empty where no term is among them.
    public func clinicalWords(of text: String) -> String {
        var kept: [String] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            var rest = line.unicodeScalars[...]
            while !rest.isEmpty {
                let part = PHIDetector.part(of: rest)
                kept.append(words(of: String(part)))
                rest = rest[part.endIndex...]
            }
        }
        return kept.filter { !$0.isEmpty }.joined(separator: text.contains("\n") ? "\n" : " ")
    }

    /// At most a few thousand scalars, up to a space where there is one.
    private static func part(of rest: Substring.UnicodeScalarView) -> Substring.UnicodeScalarView {
        guard let limit = rest.index(rest.startIndex, offsetBy: 4096, limitedBy: rest.endIndex), limit < rest.endIndex else { return rest }
        let space = rest[..<limit].lastIndex(of: " ") ?? limit
        return rest[..<(space > rest.startIndex ? space : limit)]
    }

    private func words(of text: String) -> String {
        let scalars = Array(text.unicodeScalars)
        var analysis = analysis(of: scalars.map(\.value))
        guard !analysis.tokens.isEmpty else { return "" }
        TermPhrases.mark(&analysis)
        return WordFilter(analysis, allowed: allowedRanges(in: analysis.text)).text(from: scalars)
    }
}
