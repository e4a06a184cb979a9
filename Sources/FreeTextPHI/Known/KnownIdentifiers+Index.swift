// SPDX-License-Identifier: Apache-2.0

internal import FreeTextCore
internal import FreeTextRules
package import Identifiers

/// What the word lists say of a word, for the other targets.
package enum Vocabulary {
    /// Whether a word is one of the clinic, of protocols or a drug.
    package static func isTerm(_ word: String) -> Bool { Lexicon.shared.word(TextHash.of(word.lowercased())).isTerm }

    /// Whether folded letters are one word that texts use, or an eponym.
    package static let isCommonWord: IdentifierIndex.WordTest = { letters in
        if letters.allSatisfy({ (0x4E00...0x9FFF).contains($0) }) { return KnownIdentifiers.isWord(Lexicon.shared.hanWord(TextHash.of(letters))) }
        guard letters.allSatisfy({ (0x61...0x7A).contains($0) }) else { return false }
        let word = Lexicon.shared.word(TextHash.of(letters))
        return word.isTerm || word.has(WordClass.eponym) || word.word == 3
    }
}

extension KnownIdentifiers {
    private static let allCues = CueTable(packs: LanguagePack.all)

    /// Whether the one search finds a value of the header in a text, in any exact spelling. A name that is a word as well needs more than itself: a
    /// Chinese one, to stand apart.
    public func contains(in text: String) -> Bool {
        let matches = index.matches(in: text)
        if matches.isEmpty || matches.contains(where: { !$0.isWord }) { return !matches.isEmpty }
        let analysis = Analysis(text.unicodeScalars.map(\.value), offset: 0, field: .none, cues: Self.allCues, lexicon: .shared)
        return matches.contains { match in
            guard let first = analysis.tokens.firstIndex(where: { $0.start == match.range.lowerBound && $0.isHan }),
                let last = analysis.tokens.firstIndex(where: { $0.end == match.range.upperBound })
            else { return false }
            return isSetApart(analysis, first, last + 1)
        }
    }

    /// Whether it finds one in bytes of unknown meaning, in every encoding.
    public func contains(inBytes bytes: some Collection<UInt8>) -> Bool { !index.matches(inBytes: Array(bytes)).isEmpty }

    /// What the one index of the header finds; names that are words are left to the evidence around them.
    func scanIndex(_ a: inout Analysis, _ scalars: [UInt32], offset: Int) {
        let text = String(String.UnicodeScalarView(scalars.map { Unicode.Scalar($0) ?? "\u{FFFD}" }))
        for match in index.matches(in: text) where !match.isWord {
            let (start, end) = (match.range.lowerBound + offset, match.range.upperBound + offset)
            // An address for mail that holds the name goes as a whole.
            if a.hits.contains(where: { $0.source == .format && $0.start <= start && $0.end >= end }) { continue }
            a.hits.append(Hit(start: start, end: end, rule: .knownIndex, type: match.kind.type))
        }
    }
}

extension IdentifierKind {
    fileprivate var type: PHIType {
        switch self {
        case .patientName, .otherPerson: .person
        case .patientID, .accession, .device, .uid: .id
        case .birthDate, .examDate: .date
        case .phone: .phone
        case .address: .address
        case .institution, .characteristic: .hospital
        }
    }
}

extension PHIType {
    /// What a find of this type is to the index.
    var kind: IdentifierKind? {
        switch self {
        case .person: .otherPerson
        case .id: .accession
        case .phone: .phone
        case .date: .examDate
        case .hospital, .organization: .institution
        case .address: .address
        case .email, .url, .ip, .location, .age: nil
        }
    }
}
