// SPDX-License-Identifier: Apache-2.0

public import FreeTextCore
internal import FreeTextRules
internal import Identifiers

extension KnownIdentifiers {
    private static let noCues = CueTable(packs: [])
    private static let allCues = CueTable(packs: LanguagePack.all)

    /// Exact known identifiers and their sure variants, with few false alarms: for a last search over finished text.
    ///
    /// Words that are also surnames count only beside a partner; typing errors do not count.
    public func matches(in text: String) -> [PHISpan] {
        guard !isEmpty else { return [] }
        let scalars = text.unicodeScalars.map(\.value)
        var a = Analysis(scalars, offset: 0, field: .none, cues: KnownIdentifiers.noCues, lexicon: .shared)
        guard !a.tokens.isEmpty else { return [] }
        TermPhrases.mark(&a)
        scan(&a, strict: true)
        // 姓名高峰: whether a name that is a word stands apart, the words beside it tell.
        if a.hasHan, hasWordName {
            var cued = Analysis(scalars, offset: 0, field: .none, cues: KnownIdentifiers.allCues, lexicon: .shared)
            scanHan(&cued, strict: true)
            a.hits += cued.hits
        }
        // Dates in any spelling.
        DateDetector.scan(&a)
        a.hits.removeAll { $0.source == .date && !isKnownDate(text, $0) }
        for k in a.hits.indices { a.hits[k].source = .known }
        return Combiner.combine(a.hits, threshold: 0.9)
    }

    public func contains(in text: String) -> Bool { !matches(in: text).isEmpty }

    private func isKnownDate(_ text: String, _ h: Hit) -> Bool {
        let scalars = Array(text.unicodeScalars)[h.start..<h.end]
        guard let d = FoundDate(Array(scalars.map(\.value))) else { return false }
        guard let y = d.year, let m = d.month, let day = d.day else { return false }
        let swapped = d.isAmbiguous && dates.contains(y * 10000 + day * 100 + m)
        return dates.contains(y * 10000 + m * 100 + day) || swapped
    }

    /// Searches bytes of unknown meaning, in every encoding.
    public func matches(inBytes bytes: some Collection<UInt8>) -> Bool { !index.matches(inBytes: Array(bytes)).isEmpty }
}
