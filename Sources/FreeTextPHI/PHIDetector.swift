// SPDX-License-Identifier: Apache-2.0

public import FreeTextCore
internal import FreeTextRules

/// Finds identifiers in short clinical texts.
///
/// Immutable; make one and share it. The time a text takes grows in step with its length.
public struct PHIDetector: Sendable {
    /// From which score on a find counts.
    public let thresholds: Thresholds
    /// Words that are never hidden, and words that always are. Case and accents do not matter.
    private let allowed: KnownTerms
    private let denied: KnownTerms
    private let cues: CueTable
    private let lexicon: Lexicon
    private let model: NameModel

    /// - Parameters:
    ///   - languages: The packs to use. All of them by default: DICOM text mixes languages.
    ///   - thresholds: The lowest score that counts, by kind of field.
    ///   - allow: The user's terms that must stay, such as a site's protocol names.
    ///   - deny: The user's terms that must go, such as staff names.
    public init(
        languages: [LanguagePack] = LanguagePack.all, thresholds: Thresholds = .protective, allow: [String] = [], deny: [String] = []
    ) {
        self.init(languages: languages, thresholds: thresholds, allow: allow, deny: deny, lexicon: .shared, model: .shared)
    }

    init(
        languages: [LanguagePack], thresholds: Thresholds, allow: [String], deny: [String], lexicon: Lexicon, model: NameModel
    ) {
        self.thresholds = thresholds
        self.lexicon = lexicon
        self.model = model
        cues = CueTable(packs: languages)
        allowed = KnownTerms(allow)
        denied = KnownTerms(deny)
    }

    /// The lowest score that counts in a field.
    public func threshold(for field: FieldContext) -> Double { thresholds.value(for: field.fieldClass) }

    /// Finds the identifiers of a text.
    ///
    /// - Parameters:
    ///   - text: Any text; long ones are searched in overlapping windows.
    ///   - field: Where the text came from, if known.
    ///   - known: The identifiers of this patient and study, if known.
    ///   - languages: ISO 639-1 codes of the languages the text is known to be in, such as `ja`; none if unknown. All packs are
    ///     used in either case, since DICOM text mixes languages; a hint decides where a text could be read two ways.
    /// - Returns: Spans in order that do not overlap, with offsets in Unicode scalars.
    public func spans(in text: String, field: FieldContext = .none, known: KnownIdentifiers? = nil, languages: [String] = []) -> [PHISpan] {
        let hint = LanguageHint(languages)
        if text.utf8.count <= PHIDetector.window {
            return window(text.unicodeScalars.map(\.value), 0, field, known, hint)
        }
        return long(text, field, known, hint)
    }

    // MARK: - Windows

    private static let window = 4096
    private static let overlap = 256

    /// Long texts: windows that end at a space where there is one, with an overlap so that nothing is cut.
    private func long(_ text: String, _ field: FieldContext, _ known: KnownIdentifiers?, _ hint: LanguageHint) -> [PHISpan] {
        var result: [PHISpan] = []
        var buffer: [UInt32] = []
        buffer.reserveCapacity(PHIDetector.window)
        var offset = 0
        var iterator = text.unicodeScalars.makeIterator()
        var more = true
        while more {
            while buffer.count < PHIDetector.window {
                guard let s = iterator.next() else {
                    more = false
                    break
                }
                buffer.append(s.value)
            }
            var cut = buffer.count
            if more {
                var k = cut - 1
                while k > cut - PHIDetector.overlap, !(buffer[k] == 10 || buffer[k] == 32 || buffer[k] == 0x3002 || buffer[k] == 0xff0c) { k -= 1 }
                if k > cut - PHIDetector.overlap { cut = k }
            }
            for s in window(Array(buffer[..<cut]), offset, field, known, hint) { PHIDetector.merge(s, into: &result) }
            guard more else { break }
            let keep = min(PHIDetector.overlap, cut)
            offset += cut - keep
            buffer.removeFirst(cut - keep)
        }
        return result
    }

    private static func merge(_ s: PHISpan, into result: inout [PHISpan]) {
        var new = s
        while let last = result.last, last.range.upperBound > new.range.lowerBound {
            if last.range.lowerBound <= new.range.lowerBound && last.range.upperBound >= new.range.upperBound { return }
            result.removeLast()
            let keep = last.range.count >= new.range.count ? last : new
            new = keep.widened(
                to: min(last.range.lowerBound, new.range.lowerBound)..<max(last.range.upperBound, new.range.upperBound),
                score: max(last.score, new.score))
        }
        result.append(new)
    }

    private func window(_ scalars: [UInt32], _ offset: Int, _ field: FieldContext, _ known: KnownIdentifiers?, _ hint: LanguageHint) -> [PHISpan] {
        var a = Analysis(scalars, offset: offset, field: field, cues: cues, lexicon: lexicon, hint: hint)
        guard !a.tokens.isEmpty else { return [] }
        denied.scan(a.text) { a.hits.append(Hit(start: $0, end: $1, type: .person, score: 1, rule: "user.deny", source: .user)) }
        TextRules.begin(&a)
        known?.scan(&a)
        known?.scanIndex(&a, scalars, offset: offset)
        TextRules.find(&a, model: model)
        removeAllowed(&a)
        return Combiner.combine(a.hits, threshold: threshold(for: field))
    }

    private static let labelWords: Set<String> = Set(PHIType.allCases.map { $0.rawValue.lowercased() })

    /// `[PERSON]` and `[ID:kqxvbn]`, our own replacements.
    private static func labels(_ a: Analysis) -> [(Int, Int)] {
        var found: [(Int, Int)] = []
        for i in a.tokens.indices where a.text.mark(i) == 91 && i + 2 < a.tokens.count && a.tokens[i + 1].isWord {
            guard labelWords.contains(a.text.text(a.tokens[i + 1])) else { continue }
            var k = i + 2
            if a.text.mark(k) == 58, k + 2 < a.tokens.count, a.tokens[k + 1].isWord { k += 2 }
            if a.text.mark(k) == 93 { found.append((Int(a.tokens[i].start), Int(a.tokens[k].end))) }
        }
        return found
    }

    /// The tokens of a text with what the word lists say of them, before any detector ran.
    func analysis(of scalars: [UInt32]) -> Analysis { Analysis(scalars, offset: 0, field: .none, cues: cues, lexicon: lexicon) }

    /// Where the user's terms that must stay stand.
    func allowedRanges(in text: FoldedText) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        allowed.scan(text) { ranges.append($0..<$1) }
        return ranges
    }

    private func removeAllowed(_ a: inout Analysis) {
        guard !a.hits.isEmpty else { return }
        var ranges = PHIDetector.labels(a)
        allowed.scan(a.text) { ranges.append(($0, $1)) }
        guard !ranges.isEmpty else { return }
        a.hits.removeAll { h in h.source != .user && h.source != .known && ranges.contains { $0.0 <= h.start && h.end <= $0.1 } }
        // A hit that only touches a label is cut back to what lies outside.
        for (from, to) in ranges {
            for k in a.hits.indices where a.hits[k].source != .user && a.hits[k].start < to && from < a.hits[k].end {
                if a.hits[k].start >= from { a.hits[k].start = to } else if a.hits[k].end <= to { a.hits[k].end = from }
            }
        }
        a.hits.removeAll { $0.end <= $0.start }
    }
}
