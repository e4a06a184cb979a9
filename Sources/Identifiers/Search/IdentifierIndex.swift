// SPDX-License-Identifier: Apache-2.0

package import CharacterSets
internal import DICOMModel

/// Every spelling of an identity, and the one search for them.
///
/// A text is folded once and read once, so that its cost does not depend on how many there are.
package final class IdentifierIndex: Sendable {
    /// What a text is.
    package enum Reading: Sendable {
        /// A sentence.
        case prose
        /// A short value that stands by itself, so that from end to end it may be a surname of two letters or a short number.
        case value
        /// Only whole values and long strong forms count.
        case code
    }

    /// Whether a folded word (lower case, base letters; or Chinese characters) is an everyday or clinical one.
    package typealias WordTest = @Sendable ([UInt32]) -> Bool

    /// By how many bytes pieces of a long value must overlap: no needle is longer in any encoding.
    package static let overlap = 512

    let automaton: Automaton
    private let skeletons: [Romanization: Automaton]
    /// What a value from end to end may be, by the hash of its symbols.
    let wholeFilter: WholeFilter
    private let wholes: [[Symbol]: IdentifierKind]
    let exact: [(bytes: [UInt8], kind: IdentifierKind)]
    private let initials: [Set<Symbol>]
    let scripts: Set<Romanization>
    private let hasLatinNames: Bool
    private let encodings: [SpecificCharacterSet]
    private let isWord: WordTest
    /// In which the names of the file read as names too, whatever is declared: the rest may be written in them.
    let guessedSets: [ReadableSet]
    let own: Automaton?

    /// - Parameters:
    ///   - encodings: The character sets that the file declares, that of the Data Set first, those of items behind it.
    ///   - isWord: Tells names that are words.
    package init(_ identity: Identity, encodings: [SpecificCharacterSet] = [], isWord: @escaping WordTest = { _ in false }) {
        var builder = NeedleBuilder(isWord: isWord)
        builder.isForeign = identity.facts.contains { !$0.kind.isDate && $0.text.utf8.contains { $0 >= 0x80 } }
        for fact in identity.facts where fact.kind.isName { builder.add(fact, readIn: encodings.first ?? .defaultRepertoire) }
        for fact in identity.facts where !fact.kind.isName { builder.add(fact) }
        automaton = Automaton(builder.tree)
        skeletons = builder.skeletons.mapValues { Automaton($0) }
        var wholeFilter = WholeFilter()
        for symbols in builder.wholes.keys { wholeFilter.insert(symbols) }
        for fact in identity.facts { wholeFilter.insert(CompactText(fact.text).symbols) }
        self.wholeFilter = wholeFilter
        wholes = builder.wholes
        exact = builder.exact
        initials = builder.initials
        scripts = builder.scripts
        hasLatinNames = builder.hasLatinNames
        self.encodings = encodings.isEmpty ? [.defaultRepertoire] : encodings
        self.isWord = isWord
        guessedSets = Self.guessedSets(identity)
        own = Self.uids(identity.ownUIDs)
    }

    private init(_ base: IdentifierIndex, own: Automaton?) {
        (automaton, skeletons, wholeFilter) = (base.automaton, base.skeletons, base.wholeFilter)
        (wholes, exact, initials, scripts, hasLatinNames) = (base.wholes, base.exact, base.initials, base.scripts, base.hasLatinNames)
        (encodings, isWord, guessedSets, self.own) = (base.encodings, base.isWord, base.guessedSets, own)
    }

    private static func guessedSets(_ identity: Identity) -> [ReadableSet] {
        var result: [ReadableSet] = []
        for fact in identity.facts where fact.kind.isName && !fact.bytes.isEmpty && !fact.bytes.contains(0x1B) && result.count < 8 {
            for set in ReadableSet.all(of: fact.bytes) where !result.contains(set) {
                let text = String(String.UnicodeScalarView(fact.bytes.withUnsafeBytes { set.read($0).scalars }.compactMap { Unicode.Scalar($0) }))
                if PlausibleName.isOne(text) { result.append(set) }
            }
        }
        return result
    }

    private static func uids(_ uids: [String]) -> Automaton? {
        guard !uids.isEmpty else { return nil }
        var builder = NeedleBuilder(slots: 256) { _ in false }
        for uid in uids { builder.add(IdentifierFact(.uid, uid)) }
        return builder.tree.isEmpty ? nil : Automaton(builder.tree)
    }

    package var isEmpty: Bool { automaton.isEmpty && wholes.isEmpty && own == nil }

    /// How many spellings it holds.
    package var count: Int { automaton.needles.count }

    /// About how much memory it takes.
    package var bytes: Int { automaton.bytes + skeletons.values.reduce(0) { $0 + $1.bytes } + wholes.count * 96 + exact.count * 64 + 4096 }

    /// The same and the UIDs of one file, at next to no cost.
    package func adding(uids: [String]) -> IdentifierIndex { IdentifierIndex(self, own: Self.uids(uids)) }

    // MARK: - Search

    /// - Returns: What was found in ascending order, overlaps joined, in Unicode scalars of the text.
    package func matches(in text: String, as reading: Reading = .prose) -> [IdentifierMatch] {
        let compact = CompactText(text)
        guard compact.count > 0 else { return [] }
        var found: [IdentifierMatch] = []
        if reading != .prose, let kind = wholes[compact.symbols], let first = compact.starts.first, let last = compact.ends.last {
            found.append(IdentifierMatch(range: Int(first)..<Int(last), kind: kind))
        }
        search(compact, isBytes: false, reading, &found) { Int($0)..<Int($1) }
        if !compact.hasLetters.isSubset(of: [.latin]) || text.utf8.contains(where: { $0 >= 0x80 }) {
            searchBytesBehind(text, reading, &found)
        }
        return joined(found)
    }

    /// Searches bytes of unknown meaning: every spelling in every encoding.
    /// - Returns: What was found in ascending order, overlaps joined, in bytes.
    package func matches(inBytes bytes: UnsafeRawBufferPointer) -> [IdentifierMatch] {
        guard !isEmpty, bytes.count >= NeedleBuilder.shortestBytes else { return [] }
        var found: [IdentifierMatch] = []
        collect(CompactText(bytes: bytes), isBytes: true, .prose, &found) { Int($0)..<Int($1) }
        // Bytes that are text are read as one, in every spelling: MÜLLER of Mr Müller.
        if let text = TextInBytes(bytes) {
            search(CompactText(scalars: text.scalars), isBytes: true, .prose, &found) { text.starts[Int($0)]..<text.starts[Int($1)] }
        }
        if !guessedSets.isEmpty, Self.mayBeText(bytes) {
            for set in guessedSets {
                let text = set.read(bytes)
                search(CompactText(scalars: text.scalars), isBytes: true, .prose, &found) { text.starts[Int($0)]..<text.starts[Int($1)] }
            }
        }
        for needle in exact {
            var place = 0
            while let start = Self.find(needle.bytes, in: bytes, from: place) {
                place = start + needle.bytes.count
                found.append(IdentifierMatch(range: start..<place, kind: needle.kind))
            }
        }
        return joined(found)
    }

    /// Hardly a control character, and letters beyond ASCII.
    static func mayBeText(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var controls = 0
        var wide = 0
        for byte in bytes {
            if byte >= 0x80 { wide += 1 } else if byte < 0x20 && !(0x09...0x0D).contains(byte) && byte != 0 || byte == 0x7F { controls += 1 }
        }
        return wide > 0 && controls * 8 <= bytes.count
    }

    /// The spellings themselves, and those that romanizations agree on.
    private func search(
        _ compact: CompactText, isBytes: Bool, _ reading: Reading, _ found: inout [IdentifierMatch], _ range: (Int32, Int32) -> Range<Int>
    ) {
        collect(compact, isBytes: isBytes, reading, &found, range)
        for script in Romanization.allCases where isRomanized(script, compact) {
            guard let automaton = skeletons[script] else { continue }
            let skeleton = script.skeleton(of: compact)
            let hits = Searcher(automaton: automaton, text: skeleton, isBytes: isBytes, isLexical: isWord).hits()
            for hit in hits where reading != .code || hit.isStrong { append(hit, skeleton, &found, range) }
        }
    }

    static func find(_ needle: [UInt8], in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
        guard start + needle.count <= bytes.count else { return nil }
        return (start...bytes.count - needle.count).first { place in
            bytes[place] == needle[0] && needle.indices.allSatisfy { bytes[place + $0] == needle[$0] }
        }
    }

    package func matches(inBytes bytes: [UInt8]) -> [IdentifierMatch] { bytes.withUnsafeBytes { matches(inBytes: $0) } }

    /// A text in the script for Latin names, a Latin text for names in the script.
    private func isRomanized(_ script: Romanization, _ text: CompactText) -> Bool {
        let own: CompactText.Scripts = script == .cyrillic ? .cyrillic : script == .greek ? .greek : .kana
        return text.hasLetters.contains(own) ? hasLatinNames : text.hasLetters.contains(.latin) && scripts.contains(script)
    }

    /// A text that was read in another set than it was written in has the bytes of the name, though not its letters.
    private func searchBytesBehind(_ text: String, _ reading: Reading, _ found: inout [IdentifierMatch]) {
        let scalars = text.unicodeScalars.map(\.value)
        var seen: Set<[UInt8]> = []
        for set in encodings {
            for (bytes, origins) in set.bytesBehind(scalars) where seen.insert(bytes).inserted {
                collect(CompactText(bytes: bytes), isBytes: true, reading, &found, shortest: scalars.contains { $0 > 0x2E80 } ? 6 : 0) { start, end in
                    Int(origins[Int(start)])..<Int(origins[Int(end) - 1]) + 1
                }
            }
        }
    }

    /// - Parameters:
    ///   - shortest: Encoded needles of fewer bytes are left out.
    ///   - range: The range of units between two places of the folded text.
    private func collect(
        _ compact: CompactText, isBytes: Bool, _ reading: Reading, _ found: inout [IdentifierMatch], shortest: Int = 0,
        _ range: (Int32, Int32) -> Range<Int>
    ) {
        var hits = Searcher(automaton: automaton, text: compact, isBytes: isBytes, isLexical: isWord).hits()
        if let own { hits += Searcher(automaton: own, text: compact, isBytes: isBytes, isLexical: isWord).hits() }
        var name: Hit?
        for var hit in hits {
            if hit.kind.isName, let last = name, hit.start > last.start, hit.start < last.end, hit.end > last.end {
                // LONG CORDELIA long axis: the second reading of a name takes a word that is none of it.
                let rest = Array(compact.symbols[last.end..<hit.end])
                if rest.count == 1 || isWord(rest) { continue }
            }
            if hit.kind.isName, hit.end > name?.end ?? 0 { name = hit }
            let isWhole = hit.start == 0 && hit.end == compact.count
            if hit.isEncoded, hit.end - hit.start < shortest { continue }
            if reading == .code, !isWhole, !hit.isStrong || hit.isWord { continue }
            if reading != .prose, isWhole { hit.isWord = false }
            if hit.kind.isName, !hit.isWord, !isBytes { extend(&hit, compact) }
            append(hit, compact, &found, range)
        }
    }

    private func append(_ hit: Hit, _ text: CompactText, _ found: inout [IdentifierMatch], _ range: (Int32, Int32) -> Range<Int>) {
        found.append(IdentifierMatch(range: range(text.starts[hit.start], text.ends[hit.end - 1]), kind: hit.kind, isWord: hit.isWord))
    }

    /// Initials of the same person beside the name.
    private func extend(_ hit: inout Hit, _ text: CompactText) {
        func isInitial(_ place: Int) -> Bool {
            let letter = text.symbols[place]
            guard letter > 57 else { return false }
            var persons = hit.persons
            while persons != 0 {
                let person = persons.trailingZeroBitCount
                persons &= persons - 1
                for number in stride(from: person, to: initials.count, by: 64) where initials[number].contains(letter) { return true }
            }
            return false
        }
        let near = { (gap: Gap) in gap.isOpen && gap.marks.isDisjoint(with: [.line, .slash]) }
        for _ in 0..<2 {
            let end = hit.end
            if end < text.count, near(text.gaps[end]), end + 1 == text.count || text.gaps[end + 1].isOpen, text.gaps[end].contains(.capital),
                isInitial(end)
            {
                hit.end += 1
            }
            let start = hit.start - 1
            if start >= 0, near(text.gaps[start + 1]), start == 0 || text.gaps[start].isOpen, text.gaps[start].contains(.capital), isInitial(start) {
                hit.start -= 1
            }
        }
    }

    private func joined(_ matches: [IdentifierMatch]) -> [IdentifierMatch] {
        guard matches.count > 1 else { return matches }
        var result: [IdentifierMatch] = []
        for match in matches.sorted(by: { ($0.range.lowerBound, -$0.range.upperBound) < ($1.range.lowerBound, -$1.range.upperBound) }) {
            guard let last = result.last, match.range.lowerBound < last.range.upperBound else {
                result.append(match)
                continue
            }
            result[result.count - 1] = IdentifierMatch(
                range: last.range.lowerBound..<max(last.range.upperBound, match.range.upperBound),
                kind: last.isWord && !match.isWord ? match.kind : last.kind,
                isWord: last.isWord && match.isWord)
        }
        return result
    }
}

extension NeedleBuilder {
    /// A name and, where its bytes may mean something else than they are declared to, what else they may mean.
    fileprivate mutating func add(_ fact: IdentifierFact, readIn set: SpecificCharacterSet) {
        add(fact)
        let persons: UInt64 = initials.isEmpty ? 0 : 1 << UInt64((initials.count - 1) & 63)
        guard fact.bytes.contains(where: { $0 >= 0x80 || $0 == 0x1B }) else { return }
        for group in fact.bytes.split(separator: 0x3D) {
            let parts = group.split(separator: 0x5E).map { Array($0) }
            for part in parts + [parts.flatMap { $0 }] { addBytes(part, fact.kind, persons: persons) }
        }
        for reading in set.readings(fact.bytes, as: .PN) where reading != fact.text && PlausibleName.isOne(reading) { addName(reading, fact.kind) }
    }
}

/// Tells readings of bytes in a wrong set from names.
enum PlausibleName {
    /// Letters of one script beside Latin, and no word that mixes two.
    static func isOne(_ text: String) -> Bool {
        let compact = CompactText(text)
        guard compact.count >= 2 else { return false }
        for word in compact.words {
            let classes = Set(word.map { SymbolClass($0) }).subtracting([.digit])
            guard classes.count <= 1 || classes == [.han, .kana] else { return false }
        }
        return !text.unicodeScalars.contains {
            $0.value == 0xFFFD || $0.properties.generalCategory == .privateUse || (0x80..<0xC0).contains($0.value) || $0.value == 0xD7
                || $0.value == 0xF7
        }
    }
}

extension IdentifierKind {
    var isDate: Bool { self == .birthDate || self == .examDate }
}
