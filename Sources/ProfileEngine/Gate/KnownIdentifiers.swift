// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import FreeTextPHI
internal import Standard

/// What a file says of its own patient and study, in the spellings that are searched for.
public struct KnownIdentifiers: Sendable {
    /// How the surroundings of a hit are judged.
    enum Boundary {
        /// No letter or digit of the Latin script may touch it.
        case word
        /// No digit may touch it.
        case digits
        /// No digit before it, and a time of day behind it.
        case time
        /// Characters of a script without spaces: it may stand anywhere.
        case none
    }

    struct Needle {
        let bytes: [UInt8]
        let kind: KnownIdentifierKind
        let boundary: Boundary
        /// Also a word of the clinic, or an eponym: in free text its surroundings say what it means.
        var isWord = false
    }

    private(set) var needles: [Needle] = []
    /// Too short or too common to be searched for inside a text: only as a value from end to end.
    private(set) var wholeValues: [[UInt8]: KnownIdentifierKind] = [:]
    /// The values as the file spells them, for bytes that are no text.
    private(set) var spellings: [(String, KnownIdentifierKind)] = []
    private var seen: Set<[UInt8]> = []

    init(_ subject: Subject, _ sources: IdentifierSources) {
        for (index, kind) in sources.indices {
            for value in subject.decoded(index).split(separator: "\\") { add(trimmed(String(value)), kind, subject.dataSet.nodes[index].vr) }
        }
    }

    static func kind(of node: DataSet.Node) -> KnownIdentifierKind? {
        if let kind = kindByTag[node.tag.number] { return kind }
        return node.vr == .PN ? .otherPerson : nil
    }

    /// What a code says of the institution or person that the sequence around it names.
    static func kind(ofMeaningIn sequence: AttributeTag) -> KnownIdentifierKind? {
        switch sequence.number {
        case 0x0008_0082, 0x0008_1041, 0x0040_4040: .institution
        case 0x0040_1101: .otherPerson
        default: nil
        }
    }

    static var tags: [AttributeTag] { kindByTag.keys.map { AttributeTag(number: $0) } }

    /// Those of Table E.1-1, and what the supplementary table calls an identity.
    private static let kindByTag = SupplementaryTable.rows.reduce(into: listed) { result, row in
        guard let kind = row.role.identifierKind, row.vr.isText else { return }
        result[row.tag.number] = result[row.tag.number] ?? kind
    }

    private static let listed: [UInt32: KnownIdentifierKind] = [
        0x0010_0010: .patientName, 0x0010_1001: .patientName, 0x0010_1005: .patientName, 0x0010_1060: .otherPerson,
        0x0010_2297: .otherPerson, 0x0010_0020: .patientID, 0x0010_1000: .patientID, 0x0010_1090: .patientID,
        0x0038_0010: .accession, 0x0010_0030: .birthDate, 0x0010_1010: .birthDate, 0x0010_0033: .birthDate, 0x0008_0050: .accession,
        0x0040_2016: .accession, 0x0040_2017: .accession, 0x0040_1001: .accession,
        0x0010_2154: .phone, 0x0010_1040: .address, 0x0008_0081: .address, 0x0008_0092: .address,
        0x0008_0094: .phone, 0x0008_0080: .institution, 0x0008_1040: .institution, 0x0018_1000: .device, 0x0010_1050: .patientID,
        0x0040_A075: .otherPerson, 0x0040_A123: .otherPerson,
        0x0008_0020: .examDate, 0x0008_0021: .examDate, 0x0008_0022: .examDate, 0x0008_0023: .examDate, 0x0040_0244: .examDate,
        0x0040_0002: .examDate, 0x0038_0020: .examDate, 0x0040_0001: .device, 0x0010_0021: .institution, 0x0010_2299: .institution,
        0x0010_2155: .phone, 0x0040_1104: .phone, 0x0040_1103: .phone, 0x0040_1102: .address, 0x0020_0010: .accession, 0x0038_0060: .accession,
        0x0012_0040: .patientID, 0x0012_0042: .patientID, 0x0018_1004: .device, 0x0018_1007: .device, 0x0018_1008: .device,
        0x0008_1010: .device, 0x0010_0034: .birthDate, 0x0040_0253: .accession, 0x0040_0009: .accession, 0x0032_1033: .institution,
        0x0038_0300: .institution, 0x0010_2180: .characteristic, 0x0010_2150: .address, 0x0010_2152: .address, 0x0010_1080: .characteristic,
        0x0010_1081: .characteristic, 0x0010_2160: .characteristic, 0x0010_2162: .characteristic, 0x0010_21F0: .characteristic, 0x0008_0054: .device,
        0x0008_0055: .device, 0x0040_0241: .device, 0x0040_0242: .device,
    ]

    private mutating func add(_ value: String, _ kind: KnownIdentifierKind, _ vr: ValueRepresentation) {
        spell(value, kind)
        switch kind {
        case .patientName, .otherPerson: addName(value, kind)
        case .patientID, .accession, .device: addNumber(value, kind)
        case .birthDate: vr == .AS ? addAge(value) : addDate(value)
        case .examDate: addExamDate(value)
        case .phone: addPhone(value)
        case .address, .institution: addPhrase(value, kind)
        case .characteristic: addCharacteristic(value)
        }
    }

    private mutating func spell(_ value: String, _ kind: KnownIdentifierKind) {
        switch kind {
        case .patientName, .otherPerson:
            for group in value.split(separator: "=") {
                let parts = group.split(separator: "^").map { trimmed(String($0)) }.filter { $0.unicodeScalars.count >= 3 || $0.unicodeScalars.count(where: isIdeographic) >= 2 }
                spellings += parts.map { ($0.uppercased(), kind) } + parts.map { (String(decoding: folded($0), as: UTF8.self), kind) }
                spellings += (parts + [parts.joined(separator: "^"), parts.joined()]).filter { !CommonTerms.contains(folded($0)) }.map { ($0, kind) }
            }
        case .patientID, .accession, .device:
            if value.contains(where: \.isNumber), value.utf8.count >= 5 { spellings.append((value, kind)) }
            let digits = String(value.filter { $0.isASCII && $0.isNumber })
            if digits.count >= 5 { spellings += [digits, String(digits.drop { $0 == "0" })].filter { $0.count >= 5 }.map { ($0, kind) } }
        case .examDate:
            if let day = CalendarDay(value) { spellings.append((day.text, kind)) }
        case .birthDate:
            if let day = CalendarDay(value) { spellings += DateSpellings.all(of: day).filter { $0.utf8.allSatisfy { $0 < 0x80 } }.map { ($0, kind) } }
        case .phone, .address, .institution, .characteristic:
            if value.utf8.count >= 6, value.contains(" ") || kind != .characteristic { spellings.append((value, kind)) }
        }
    }

    mutating func append(_ bytes: [UInt8], _ kind: KnownIdentifierKind, _ boundary: Boundary) {
        guard !bytes.isEmpty, !CommonTerms.contains(bytes), seen.insert(boundary == .time ? bytes + [0] : bytes).inserted else { return }
        let isName = boundary == .word && (kind == .patientName || kind == .otherPerson)
        let isWord = isName && isCommonWord(bytes)
        if isWord { addWholeValue(bytes, kind) }
        needles.append(Needle(bytes: bytes, kind: kind, boundary: boundary, isWord: isWord))
    }

    /// As written, without separators, and without leading zeros.
    private mutating func addNumber(_ value: String, _ kind: KnownIdentifierKind) {
        let bytes = folded(value)
        guard bytes.count >= 4 && bytes.contains(where: { (0x30...0x39).contains($0) }) || bytes.count >= 6 else {
            addShortNumber(bytes, kind)
            return
        }
        let bare = bytes.filter { isLatinAlphanumeric($0) || $0 >= 0x80 }
        let short = Array(bare.drop { $0 == UInt8(ascii: "0") })
        for variant in [bytes, bare, short] where variant.count >= 4 { append(variant, kind, .word) }
        let digits = Array(bare.reversed().prefix { (0x30...0x39).contains($0) }.reversed())
        for variant in [digits, Array(digits.drop { $0 == UInt8(ascii: "0") })] where variant.count >= 5 { append(variant, kind, .word) }
    }

    /// A short one means something by itself or behind a cue only.
    private mutating func addShortNumber(_ bytes: [UInt8], _ kind: KnownIdentifierKind) {
        let isNumber = bytes.allSatisfy { (0x30...0x39).contains($0) }
        if bytes.count >= (isNumber ? 3 : 2) { addWholeValue(bytes, kind) }
        guard bytes.count >= 2, kind == .patientID || kind == .accession else { return }
        for cue in ["id", "mrn", "pid", "pat", "patient", "patient id", "acc", "accession", "no", "nr", "hn", "episode", "病历号", "住院号", "患者番号"] {
            for joint in [" ", ":", ": ", "=", "#", "_", "-", ". ", " #"] { append(Array((cue + joint).utf8) + bytes, kind, .word) }
        }
    }

    mutating func addWholeValue(_ bytes: [UInt8], _ kind: KnownIdentifierKind) {
        if wholeValues[bytes] == nil { wholeValues[bytes] = kind }
    }

    /// One word of it is part of other texts as well: white matter, a driver.
    private mutating func addCharacteristic(_ value: String) {
        let bytes = folded(value)
        guard !CommonTerms.contains(bytes), bytes.count >= 2 else { return }
        addWholeValue(bytes, .characteristic)
        if bytes.contains(0x20) || value.unicodeScalars.count(where: isIdeographic) >= 3 { addPhrase(value, .characteristic) }
    }

    private mutating func addPhone(_ value: String) {
        let digits = value.utf8.filter { (0x30...0x39).contains($0) }
        guard digits.count >= 6 else {
            addPhrase(value, .phone)
            return
        }
        append(folded(value), .phone, .digits)
        append(Array(digits), .phone, .digits)
    }

    private mutating func addPhrase(_ value: String, _ kind: KnownIdentifierKind) {
        let bytes = folded(value)
        if value.unicodeScalars.count(where: isIdeographic) >= 3 {
            append(bytes, kind, .none)
        } else if bytes.count >= 5 {
            append(bytes, kind, .word)
        } else if bytes.count >= 2 {
            addWholeValue(bytes, kind)
        }
        if kind == .address {
            for line in value.split(whereSeparator: { ",;^\r\n，；".contains($0) }) {
                let part = trimmed(String(line))
                if part.unicodeScalars.count >= 6 || part.unicodeScalars.count(where: isIdeographic) >= 3 {
                    append(folded(part), kind, part.unicodeScalars.contains(where: isIdeographic) ? .none : .word)
                }
            }
        }
    }

    private mutating func addExamDate(_ value: String) {
        guard let day = CalendarDay(value) else { return }
        let (year, month, date) = day.components
        let y = String(year), m = padded(month, 2), d = padded(date, 2)
        for spelling in [y + m + d, "\(y)-\(m)-\(d)", "\(y)/\(m)/\(d)", "\(d).\(m).\(y)", "\(m)/\(d)/\(y)", "\(d)/\(m)/\(y)", "\(y)年\(month)月\(date)日"] {
            append(folded(spelling), .examDate, .digits)
        }
    }

    /// An age that few people reach tells the year of birth.
    private mutating func addAge(_ value: String) {
        guard let age = Age(value), age.years > 89 else { return }
        for unit in ["y", " y", "yo", " yo", " y/o", " years", " year", "-year", "岁", "歳"] {
            append(Array(String(age.years).utf8) + folded(unit), .birthDate, .word)
            append(Array("0\(age.years)".utf8) + folded(unit), .birthDate, .word)
        }
    }

    private mutating func addDate(_ value: String) {
        guard let day = CalendarDay(value) else {
            if value.unicodeScalars.count >= 6 { append(folded(value), .birthDate, .digits) }
            return
        }
        for spelling in DateSpellings.all(of: day) { append(folded(spelling), .birthDate, .digits) }
        append(Array(day.text.utf8), .birthDate, .time)
    }
}

func isIdeographic(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x3040...0x30FF, 0x3400...0x9FFF, 0xAC00...0xD7AF, 0xF900...0xFAFF, 0x20000...0x3FFFF: true
    default: false
    }
}

func isLatinAlphanumeric(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte)
}

/// Whether folded bytes are one word that texts of the clinic use.
private func isCommonWord(_ bytes: [UInt8]) -> Bool {
    guard bytes.allSatisfy({ (0x61...0x7A).contains($0) }) else { return false }
    let word = Lexicon.shared.word(TextHash.of(bytes.map { UInt32($0) }))
    return word.isTerm || word.has(WordClass.eponym) || word.word == 3
}

extension SupplementaryRow.Role {
    /// What an attribute of this role says of the patient, the study or the site; `nil` where it says nothing that can be searched for.
    var identifierKind: KnownIdentifierKind? {
        switch self {
        case .person: .otherPerson
        case .identifier: .accession
        case .institution: .institution
        case .place: .address
        case .device, .network: .device
        default: nil
        }
    }
}
