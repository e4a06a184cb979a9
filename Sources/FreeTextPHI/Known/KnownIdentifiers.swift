// SPDX-License-Identifier: Apache-2.0

public import FreeTextCore
package import Identifiers

/// The identifiers of one patient and study, with the ways people write them. Built once, then shared.
public struct KnownIdentifiers: Sendable {
    struct Component: Sendable {
        var letters: [UInt32]
        /// One bit a person, so that partners are told from strangers.
        var person: UInt64
        /// A word or an eponym: counts only with a cue or a partner.
        var isWeak: Bool
    }

    var components: [UInt64: Component] = [:]
    /// Names written as one: both orders, initial and surname, pinyin.
    var joined: [UInt64: Bool] = [:]
    var longestJoined = 0
    /// Components that may be found with typing errors.
    var fuzzy: [Component] = []
    /// Chinese names, folded: the hash of the characters.
    var han: [UInt64: Double] = [:]
    var hanNames: [[UInt32]] = []
    /// Single surnames: count only beside a title or a cue.
    var hanSurnames: Set<UInt32> = []
    /// Readings of given names that the header holds in letters alone.
    var givenReadings: Set<UInt64> = []
    /// Joined readings of names, to find Chinese characters when only pinyin is known.
    var readings: Set<UInt64> = []
    var ids: [UInt64: Int] = [:]
    var idTails: Set<UInt64> = []
    /// Identifiers of three or four characters, and all of them without their leading zeros: count only with a cue.
    var shortIDs: Set<UInt64> = []
    /// Initials of a whole name: `KRS`, `OYYH`.
    var initials: Set<UInt64> = []
    /// Institutions by the first letters of their words.
    var acronyms: Set<UInt64> = []
    /// Chinese names of institutions, for short forms such as 哈医大四院.
    var hanSites: [[UInt32]] = []
    /// Ages over 89 that follow from the birth date and another date of the header.
    var ages: Set<Int> = []
    /// year * 10000 + month * 100 + day
    var dates: Set<Int> = []
    var terms: [UInt64: PHIType] = [:]
    var termFirsts: Set<UInt64> = []
    /// What may follow the first words of an institution, cut short: `DGH`, `Gen`, `Presb`.
    var siteTails: Set<UInt64> = []
    /// The later words of institutions, for abbreviations such as `Ctr`, `Pt`.
    var siteWords: [[UInt32]] = []
    /// The word of an institution's name that alone is an everyday word: counts beside a tail or an article.
    var weakSites: Set<UInt64> = []
    var longestTerm = 0
    var persons = 0
    /// Every exact spelling; the rest is what points at them more loosely.
    private var identity: Identity
    private(set) var index: IdentifierIndex

    /// Nothing of the header can be looked for.
    public var isEmpty: Bool { components.isEmpty && han.isEmpty && ids.isEmpty && dates.isEmpty && terms.isEmpty }

    /// - Parameter header: DICOM keyword to value. Person names as `alphabetic=ideographic=phonetic`; several values parted by `\`.
    public init(header: [String: String]) {
        let identity = Identity(header: header)
        self.init(header: header, identity: identity, index: IdentifierIndex(identity, isWord: Vocabulary.isCommonWord))
    }

    /// With the index that the gate has already.
    package init(header: [String: String], identity: Identity, index: IdentifierIndex) {
        self.identity = identity
        self.index = index
        for (keyword, value) in header.sorted(by: { $0.key < $1.key }) {
            for part in value.split(separator: "\\") { add(String(part), keyword: keyword) }
        }
        addAges(header)
    }

    /// The set with further identifiers, such as spans that were certain in another element of the study.
    public func adding(_ found: [(value: String, type: PHIType)]) -> KnownIdentifiers {
        var copy = self
        for (value, type) in found {
            if let kind = type.kind { copy.identity.add(IdentifierFact(kind, value)) }
            switch type {
            case .person: copy.addName(value)
            case .id, .phone: copy.addID(value)
            case .date: copy.addDate(value)
            case .hospital, .organization, .address: copy.addSite(value, type)
            case .email, .url, .ip: copy.addTerm(value, type)
            case .location, .age: break
            }
        }
        copy.index = IdentifierIndex(copy.identity, isWord: Vocabulary.isCommonWord)
        return copy
    }

    private mutating func add(_ value: String, keyword: String) {
        guard !value.isEmpty else { return }
        let name = Keyword(keyword)
        if name.ends(with: "Date") || name.ends(with: "DateTime") {
            addDate(value)
        } else if name.begins(with: "Institution") || name.ends(with: "DepartmentName") || keyword == "IssuerOfPatientID" {
            addSite(value, name.ends(with: "Address") ? .address : .hospital)
        } else if name.ends(with: "Address") {
            addSite(value, .address)
        } else if name.holds("Telephone") {
            addID(value)
        } else if name.ends(with: "Name") || name.ends(with: "Names") || name.holds("Physician") || name.ends(with: "Author") {
            if keyword == "StationName" || Self.otherNames.contains(where: { name.holds($0) }) { return }
            addName(value)
        } else if name.ends(with: "ID") || name.ends(with: "IDs") || name.ends(with: "Number") || name.ends(with: "UID") {
            if ["SeriesNumber", "InstanceNumber", "AcquisitionNumber", "TemporalPositionIdentifier"].contains(keyword) { return }
            addID(value)
        }
    }

    /// What has a name and is no person.
    private static let otherNames: [StaticString] = ["Protocol", "Manufacturer", "Device", "Sequence"]

    /// Compared by its bytes: going by `Character` took as long as making the spellings of a name.
    private struct Keyword {
        private let bytes: [UInt8]

        init(_ text: String) { bytes = Array(text.utf8) }

        func begins(with piece: StaticString) -> Bool { has(piece, at: 0) }
        func ends(with piece: StaticString) -> Bool { has(piece, at: bytes.count - piece.utf8CodeUnitCount) }
        func holds(_ piece: StaticString) -> Bool { bytes.indices.contains { has(piece, at: $0) } }

        private func has(_ piece: StaticString, at place: Int) -> Bool {
            place >= 0 && place + piece.utf8CodeUnitCount <= bytes.count
                && piece.withUTF8Buffer { piece in piece.indices.allSatisfy { bytes[place + $0] == piece[$0] } }
        }
    }

    // MARK: - Names

    mutating func addName(_ value: String) {
        guard persons < 63 else { return }
        let person: UInt64 = 1 << UInt64(persons)
        persons += 1
        let groups = value.split(separator: "=", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        var latin: [[[UInt32]]] = []
        for group in groups {
            let text = FoldedText(group.unicodeScalars.map(\.value))
            if text.tokens.contains(where: { $0.isHan || $0.kind == .kana || $0.kind == .hangul }) {
                addHan(text, person)
            }
            let words = text.tokens.filter(\.isWord)
            if !words.isEmpty { latin.append(nameParts(text)) }
        }
        for parts in latin { addLatin(parts, person) }
    }

    /// Words of each `^` component, titles and suffixes dropped.
    private func nameParts(_ text: FoldedText) -> [[UInt32]] {
        var parts: [[UInt32]] = []
        var caret = 0
        for (i, t) in text.tokens.enumerated() {
            if text.mark(i) == 94 { caret += 1 }
            guard t.isWord, caret < 3 else { continue }
            var letters: [UInt32] = []
            for k in Int(t.from)..<Int(t.to) where text.scalars[k] != 39 { letters.append(text.scalars[k]) }
            let s = text.text(t)
            if ["dr", "mr", "mrs", "ms", "prof", "jr", "sr", "md", "ii", "iii", "phd", "rn"].contains(s) { continue }
            parts.append(letters)
        }
        return parts
    }

    private mutating func addLatin(_ parts: [[UInt32]], _ person: UInt64) {
        for p in parts where p.count >= 2 {
            let hash = TextHash.of(p)
            let w = Lexicon.shared.word(hash)
            let weak = p.count < 3 || w.word > 0 || w.isTerm || w.has(WordClass.eponym)
            var c = components[hash] ?? Component(letters: p, person: 0, isWeak: weak)
            c.person |= person
            components[hash] = c
            if p.count >= 4 { fuzzy.append(Component(letters: p, person: person, isWeak: weak)) }
            // Umlauts written out: oe for o.
            addUmlauts(p, person, weak)
        }
        for p in parts.dropFirst() where p.count > 3 {
            let name = String(String.UnicodeScalarView(p.compactMap(Unicode.Scalar.init)))
            for short in Nicknames.of[name] ?? [] {
                let letters = short.unicodeScalars.map(\.value)
                components[TextHash.of(letters), default: Component(letters: letters, person: 0, isWeak: true)].person |= person
            }
        }
        guard parts.count >= 2 else { return }
        let some = Array(parts.prefix(4))
        addInitials(some)
        func join(_ list: [[UInt32]], _ strong: Bool) {
            let all = list.flatMap { $0 }
            guard all.count >= 4 else { return }
            joined[TextHash.of(all)] = strong
            longestJoined = max(longestJoined, all.count)
        }
        let last = some[0]
        for i in 1..<some.count {
            let first = some[i]
            join([last, first], true)
            join([first, last], true)
            if let f = first.first {
                join([[f], last], last.count >= 4)
                join([last, [f]], last.count >= 4)
            }
        }
        let letters = KnownIdentifiers.givenInitials(some)
        if letters.count > 1, last.count + letters.count > 4 {
            join([last, letters], true)
            join([letters, last], true)
        }
        if some.count > 2 {
            join(some, true)
            join(some.reversed(), true)
            join(Array(some[1...]) + [last], true)
        }
        // Pinyin known, characters not: remember how the characters would read.
        let full = last + some[1...].flatMap { $0 }
        readings.insert(TextHash.of(full.map { $0 == 252 ? 118 : $0 }))
        if some.count == 2, let parts = Readings.shared.syllables(of: some[1]), parts.count == 2 { givenReadings.insert(TextHash.of(some[1])) }
    }

    /// First letters of the given names, of their syllables where they are pinyin written as one.
    private static func givenInitials(_ name: [[UInt32]]) -> [UInt32] {
        let given = name.dropFirst()
        if given.count == 1, Readings.shared.syllables(of: name[0]) != nil, let parts = Readings.shared.syllables(of: name[1]), parts.count > 1 {
            return parts.compactMap(\.first)
        }
        return given.compactMap(\.first)
    }

    private mutating func addInitials(_ parts: [[UInt32]]) {
        guard let last = parts[0].first else { return }
        let given = KnownIdentifiers.givenInitials(parts)
        for form in [[last] + given, given + [last], [last] + given.prefix(1), given.prefix(1) + [last]] where form.count >= 2 {
            initials.insert(TextHash.of(form))
        }
        // Ou Yang, Van der Berg: the parts of a double surname count too.
        if let double = Readings.shared.syllables(of: parts[0]), double.count > 1 { initials.insert(TextHash.of(double.compactMap(\.first) + given)) }
    }

    private mutating func addAges(_ header: [String: String]) {
        func day(_ v: String) -> Int? {
            let d = v.prefix(8)
            return d.count == 8 ? Int(d) : nil
        }
        guard let born = header["PatientBirthDate"].flatMap(day) else { return }
        for (keyword, value) in header where keyword.hasSuffix("Date") && keyword != "PatientBirthDate" {
            guard let then = day(value), then > born else { continue }
            let age = (then - born) / 10000
            if age > 89, age < 130 { ages.insert(age) }
        }
    }

    private mutating func addUmlauts(_ p: [UInt32], _ person: UInt64, _ weak: Bool) {
        var folded: [UInt32] = []
        var k = 0
        var changed = false
        while k < p.count {
            folded.append(p[k])
            if (p[k] == 97 || p[k] == 111 || p[k] == 117), k + 1 < p.count, p[k + 1] == 101 {
                k += 1
                changed = true
            }
            k += 1
        }
        if changed, folded.count >= 3 {
            components[TextHash.of(folded), default: Component(letters: folded, person: 0, isWeak: weak)].person |= person
        }
    }

    private mutating func addHan(_ text: FoldedText, _ person: UInt64) {
        var parts: [[UInt32]] = [[]]
        for (i, t) in text.tokens.enumerated() {
            if t.isHan || t.kind == .kana || t.kind == .hangul {
                parts[parts.count - 1].append(contentsOf: text.scalars[Int(t.from)..<Int(t.to)])
            } else if text.mark(i) == 94 || text.mark(i) == 0xb7 || text.mark(i) == 0x30fb || t.gap != .glued {
                parts.append([])
            }
        }
        parts = parts.filter { !$0.isEmpty }
        let full = parts.flatMap { $0 }
        guard full.count >= 2 else { return }
        if parts.count == 1, full.count <= 4 {
            let compound = full.count > 2 && Lexicon.shared.compoundSurname(full[0], full[1]) < 63
            parts = compound ? [Array(full[..<2]), Array(full[2...])] : [Array(full[..<1]), Array(full[1...])]
        }
        han[TextHash.of(full)] = 1
        hanNames.append(full)
        if parts.count > 1 {
            if parts[0].count == 1 { hanSurnames.insert(parts[0][0]) }
            han[TextHash.of(parts[1...].flatMap { $0 } + parts[0])] = 1
            let given = parts[1...].flatMap { $0 }
            if given.count >= 2 { han[TextHash.of(given)] = 0.75 }
            // The pinyin of the characters.
            let r = Readings.shared
            let surname = parts[0].count == 1 ? r.surname(parts[0][0]) : parts[0].flatMap(r.reading)
            let name = given.flatMap(r.reading)
            if !surname.isEmpty && !name.isEmpty {
                addLatin([surname, name], person)
                if surname.contains(118) {  // lv, lu, lyu
                    for v: [UInt32] in [[117], [121, 117]] { addLatin([surname.flatMap { $0 == 118 ? v : [$0] }, name], person) }
                }
            }
        }
    }

    // MARK: - Numbers, dates, places

    static func normal(_ text: FoldedText) -> [UInt32] {
        var s: [UInt32] = []
        for t in text.tokens where t.isNumber || t.isWord { s.append(contentsOf: text.scalars[Int(t.from)..<Int(t.to)]) }
        while s.count > 1, s[0] == 48 { s.removeFirst() }
        return s
    }

    mutating func addID(_ value: String) {
        let s = KnownIdentifiers.normal(FoldedText(value.unicodeScalars.map(\.value)))
        let digits = s.filter { $0 >= 48 && $0 <= 57 }
        guard !digits.isEmpty else { return }
        if s.count <= 4 { shortIDs.insert(TextHash.of(s)) }
        guard s.count >= 4 else { return }
        ids[TextHash.of(s)] = s.count
        // JM0066817 -> JM66817
        let prefix = s.prefix { $0 < 48 || $0 > 57 }
        let rest = s.dropFirst(prefix.count)
        if !prefix.isEmpty, prefix.count <= 4, rest.first == 48 {
            let short = prefix + rest.drop { $0 == 48 }
            if short.count >= 5 { ids[TextHash.of(Array(short))] = short.count }
        }
        if digits.count >= 5, digits.count < s.count {
            var d = digits
            while d.count > 1, d[0] == 48 { d.removeFirst() }
            if d.count >= 5 { ids[TextHash.of(d)] = d.count }
        }
        if digits.count > 6 { idTails.insert(TextHash.of(digits.suffix(4))) }
    }

    mutating func addDate(_ value: String) {
        let d = value.unicodeScalars.filter { $0.value >= 48 && $0.value <= 57 }.map { Int($0.value) - 48 }
        guard d.count >= 8 else { return }
        let v = d[..<8].reduce(0) { $0 * 10 + $1 }
        let month = v / 100 % 100
        let day = v % 100
        if v >= 18000101, month >= 1, month <= 12, day >= 1, day <= 31 { dates.insert(v) }
    }

    static func join(_ hashes: [UInt64]) -> UInt64 {
        var h: UInt64 = 7
        for x in hashes { h = h &* 0x9e37_79b9_7f4a_7c15 ^ x }
        return h
    }
}
