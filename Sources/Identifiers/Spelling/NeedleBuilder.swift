// SPDX-License-Identifier: Apache-2.0

internal import CharacterSets

/// Makes the needles of an identity.
struct NeedleBuilder {
    let tree: NeedleTree
    /// What is looked for in the skeletons of texts.
    private(set) var skeletons: [Romanization: NeedleTree] = [:]
    /// Encoded names of which folding would leave too little: UTF-16 whose bytes are marks of ASCII.
    private(set) var exact: [(bytes: [UInt8], kind: IdentifierKind)] = []
    /// Too short or too common to be searched for inside a text: only as a value from end to end.
    private(set) var wholes: [[Symbol]: IdentifierKind] = [:]
    /// First letters of the parts of each person's name.
    var initials: [Set<Symbol>] = []
    /// Scripts of names, for which texts in Latin letters are romanized as well.
    var scripts: Set<Romanization> = []
    /// Whether Latin names are there to be found in other scripts.
    var hasLatinNames = false
    var hasHan = false
    /// Some value is not ASCII, so that dates may be written in its letters too.
    var isForeign = false
    private let isLexical: IdentifierIndex.WordTest
    private var judged: [[Symbol]: Bool] = [:]
    private var encoded: Set<[UInt32]> = []

    init(slots: Int = 8192, isWord: @escaping IdentifierIndex.WordTest) {
        tree = NeedleTree(slots: slots)
        isLexical = isWord
    }

    mutating func isWord(_ symbols: [Symbol]) -> Bool {
        if let known = judged[symbols] { return known }
        let result = isLexical(symbols)
        judged[symbols] = result
        return result
    }

    mutating func add(_ spelling: Spelling, _ needle: Needle) {
        tree.add(spelling.symbols, gaps: spelling.gaps, needle)
    }

    mutating func addSkeleton(_ symbols: [Symbol], _ script: Romanization, _ needle: Needle) {
        let tree = skeletons[script] ?? NeedleTree(slots: 256)
        skeletons[script] = tree
        tree.add(symbols, gaps: Array(repeating: GapPolicy.closed, count: symbols.count), needle)
    }

    /// The spelling counts as a value from end to end, however short it is.
    mutating func addWhole(_ symbols: [Symbol], _ kind: IdentifierKind) {
        guard !symbols.isEmpty, !NameWords.nobody.contains(symbols), wholes[symbols] == nil else { return }
        wholes[symbols] = kind
    }

    /// Letters beyond ASCII in every encoding and case.
    mutating func addBytes(of text: String, _ kind: IdentifierKind, persons: UInt64 = 0, isWord: Bool = false) {
        guard text.utf8.contains(where: { $0 >= 0x80 }) else { return }
        for form in [text, text.lowercased(), text.uppercased(), capitalized(text)] {
            addBytes(encodingsOf: form, kind, persons: persons, isWord: isWord)
        }
    }

    mutating func addBytes(encodingsOf text: String, _ kind: IdentifierKind, persons: UInt64 = 0, isWord: Bool = false) {
        let scalars = text.unicodeScalars.map(\.value)
        guard scalars.contains(where: { $0 >= 0x80 }), scalars.count <= 64, encoded.insert(scalars).inserted else { return }
        for bytes in EveryEncoding.spellings(of: scalars) { addBytes(bytes, kind, persons: persons, isWord: isWord) }
    }

    /// Bytes as they stand in a file; ASCII alone is found by its letters.
    mutating func addBytes(_ bytes: [UInt8], _ kind: IdentifierKind, persons: UInt64 = 0, isWord: Bool = false) {
        guard bytes.contains(where: { $0 >= 0x80 || $0 < 0x20 }) else { return }
        let text = CompactText(bytes: bytes)
        guard text.count >= Self.shortestBytes else {
            if bytes.count >= Self.shortestBytes, bytes.contains(where: { $0 >= 0x20 && $0 < 0x80 }), !exact.contains(where: { $0.bytes == bytes }) {
                exact.append((bytes, kind))
            }
            return
        }
        let gaps = text.gaps.map { $0.isOpen ? GapPolicy.mayOpen : GapPolicy.closed }
        tree.add(
            text.symbols, gaps: gaps,
            Needle(kind: kind, reach: .bytes, style: kind.isName ? .name : .phrase, isWord: isWord, isStrong: true, persons: persons))
    }

    /// Shorter ones turn up by chance.
    static let shortestBytes = 4

    private func capitalized(_ text: String) -> String {
        var start = true
        var result = ""
        for character in text.lowercased() {
            result += start ? String(character).uppercased() : String(character)
            start = !character.isLetter
        }
        return result
    }
}

/// Folded letters, and where something may stand between them.
struct Spelling: Hashable {
    var symbols: [Symbol]
    var gaps: [UInt8]

    init(symbols: [Symbol], gaps: [UInt8]) {
        self.symbols = symbols
        self.gaps = gaps
    }

    /// What the text has between its letters may be there, or not, or something else.
    init(_ text: CompactText, open: UInt8 = GapPolicy.mayOpen) {
        symbols = text.symbols
        gaps = text.gaps.map { $0.isOpen ? open : GapPolicy.closed }
    }

    init(_ text: String, open: UInt8 = GapPolicy.mayOpen) { self.init(CompactText(text), open: open) }

    var count: Int { symbols.count }

    /// The other behind this one, with or without something between.
    func joined(_ other: Spelling, by gap: UInt8 = GapPolicy.mayOpen) -> Spelling {
        guard !other.symbols.isEmpty else { return self }
        guard !symbols.isEmpty else { return other }
        return Spelling(symbols: symbols + other.symbols, gaps: gaps + [gap] + other.gaps.dropFirst())
    }

    /// Its words.
    var words: [Spelling] {
        var result: [Spelling] = []
        var start = 0
        guard !symbols.isEmpty else { return [] }
        for place in 1...symbols.count where place == symbols.count || gaps[place] != GapPolicy.closed {
            if place > start { result.append(Spelling(symbols: Array(symbols[start..<place]), gaps: Array(gaps[start..<place]))) }
            start = place
        }
        return result
    }

    var isLatin: Bool { symbols.allSatisfy { $0 < 0x370 } }
}
