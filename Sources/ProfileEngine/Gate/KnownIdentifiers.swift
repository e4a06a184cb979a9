// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel

/// What a file says of its own patient and study, in the spellings that are searched for.
public struct KnownIdentifiers: Sendable {
    /// How the surroundings of a hit are judged.
    enum Boundary {
        /// No letter or digit of the Latin script may touch it.
        case word
        /// No digit may touch it.
        case digits
        /// Characters of a script without spaces: it may stand anywhere.
        case none
    }

    struct Needle {
        let bytes: [UInt8]
        let kind: KnownIdentifierKind
        let boundary: Boundary
    }

    private(set) var needles: [Needle] = []
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

    static var tags: [AttributeTag] { kindByTag.keys.map { AttributeTag(number: $0) } }

    private static let kindByTag: [UInt32: KnownIdentifierKind] = [
        0x0010_0010: .patientName, 0x0010_1001: .patientName, 0x0010_1005: .patientName, 0x0010_1060: .otherPerson,
        0x0010_2297: .otherPerson, 0x0010_0020: .patientID, 0x0010_1000: .patientID, 0x0010_1090: .patientID,
        0x0038_0010: .accession, 0x0010_0030: .birthDate, 0x0010_0033: .birthDate, 0x0008_0050: .accession,
        0x0040_2016: .accession, 0x0040_2017: .accession, 0x0040_1001: .accession,
        0x0010_2154: .phone, 0x0010_1040: .address, 0x0008_0081: .address, 0x0008_0092: .address,
        0x0008_0094: .phone, 0x0008_0080: .institution, 0x0008_1040: .institution, 0x0018_1000: .device, 0x0010_1050: .patientID,
        0x0040_A075: .otherPerson, 0x0040_A123: .otherPerson,
        0x0008_0020: .examDate, 0x0008_0021: .examDate, 0x0008_0022: .examDate, 0x0008_0023: .examDate, 0x0040_0244: .examDate,
        0x0040_0002: .examDate, 0x0038_0020: .examDate, 0x0040_0001: .device, 0x0010_0021: .institution, 0x0010_2299: .institution,
        0x0010_2155: .phone, 0x0040_1104: .phone, 0x0040_1103: .phone, 0x0040_1102: .address, 0x0020_0010: .accession, 0x0038_0060: .accession,
        0x0012_0040: .patientID, 0x0012_0042: .patientID, 0x0018_1004: .device, 0x0018_1007: .device, 0x0018_1008: .device,
        0x0008_1010: .device, 0x0010_0034: .birthDate, 0x0040_0253: .accession, 0x0040_0009: .accession, 0x0032_1033: .institution,
        0x0038_0300: .institution, 0x0010_2180: .institution, 0x0008_0055: .device, 0x0040_0241: .device, 0x0040_0242: .device,
    ]

    private mutating func add(_ value: String, _ kind: KnownIdentifierKind, _ vr: ValueRepresentation) {
        spell(value, kind)
        switch kind {
        case .patientName, .otherPerson: addName(value, kind)
        case .patientID, .accession, .device: addNumber(value, kind)
        case .birthDate: addDate(value)
        case .examDate: addExamDate(value)
        case .phone: addPhone(value)
        case .address, .institution: addPhrase(value, kind)
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
        case .phone, .address, .institution:
            if value.utf8.count >= 6 { spellings.append((value, kind)) }
        }
    }

    private mutating func append(_ bytes: [UInt8], _ kind: KnownIdentifierKind, _ boundary: Boundary) {
        guard !bytes.isEmpty, !CommonTerms.contains(bytes), seen.insert(bytes).inserted else { return }
        needles.append(Needle(bytes: bytes, kind: kind, boundary: boundary))
    }

    /// Each component, and the whole in both orders; what is written without spaces, as a whole only.
    private mutating func addName(_ value: String, _ kind: KnownIdentifierKind) {
        for group in value.split(separator: "=") {
            let components = group.split(separator: "^", omittingEmptySubsequences: false).map { trimmed(String($0)) }
            if group.unicodeScalars.contains(where: isIdeographic) {
                let whole = folded(components.prefix(2).joined())
                if group.unicodeScalars.filter(isIdeographic).count >= 2 { append(whole, kind, .none) }
                append(folded(components.prefix(2).joined(separator: " ")), kind, .none)
                for component in components.prefix(3) where component.unicodeScalars.count(where: isIdeographic) >= 2 { append(folded(component), kind, .none) }
                continue
            }
            let words = components.prefix(3).flatMap { $0.split { $0 == " " || $0 == "-" || $0 == "," }.map(String.init) }
            for part in components.prefix(3) + words where part.unicodeScalars.count >= 3 && part.contains(where: \.isLetter) {
                append(folded(part), kind, .word)
            }
            for form in Self.joinedForms(components) where form.count >= 5 { append(form, kind, .word) }
            let names = components.prefix(2).filter { !$0.isEmpty }
            guard names.count == 2, names.joined().unicodeScalars.count >= 4 else { continue }
            for joint in [" ", "", "_", ", ", "-", ".", "^"] {
                append(folded(names.joined(separator: joint)), kind, .word)
                append(folded(names.reversed().joined(separator: joint)), kind, .word)
            }
        }
    }

    /// `OBRIEN`, `vandermeulen`, `hsmith`, `smithh`, `janemarysmith`, and `Mueller` for `Müller`.
    private static func joinedForms(_ components: [String]) -> [[UInt8]] {
        let bare = { (text: String) in folded(text).filter { isLatinAlphanumeric($0) || $0 >= 0x80 } }
        guard let family = components.first, !bare(family).isEmpty else { return [] }
        let given = components.dropFirst().prefix(2).map { String($0) }
        let spelled = folded(family.lowercased().replacing("ä", with: "ae").replacing("ö", with: "oe").replacing("ü", with: "ue"))
        var forms = [bare(family), spelled]
        let parts = family.split { " '’-".contains($0) }.map { String($0) }
        if parts.count > 1 { forms += [folded(parts.joined(separator: " ")), folded(parts[parts.count - 1])] }
        if let first = given.first.map({ bare($0) }), let initial = first.first {
            forms += [[initial] + bare(family), bare(family) + [initial]]
            let all = given.flatMap { bare($0) }
            forms += [all + bare(family), bare(family) + all]
        }
        return forms
    }

    /// As written, without separators, and without leading zeros.
    private mutating func addNumber(_ value: String, _ kind: KnownIdentifierKind) {
        let bytes = folded(value)
        guard bytes.contains(where: { (0x30...0x39).contains($0) }) || bytes.count >= 6 else { return }
        let bare = bytes.filter { isLatinAlphanumeric($0) || $0 >= 0x80 }
        let short = Array(bare.drop { $0 == UInt8(ascii: "0") })
        for variant in [bytes, bare, short] where variant.count >= 4 { append(variant, kind, .word) }
        let digits = Array(bare.reversed().prefix { (0x30...0x39).contains($0) }.reversed())
        for variant in [digits, Array(digits.drop { $0 == UInt8(ascii: "0") })] where variant.count >= 5 { append(variant, kind, .word) }
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

    private mutating func addDate(_ value: String) {
        guard let day = CalendarDay(value) else {
            if value.unicodeScalars.count >= 6 { append(folded(value), .birthDate, .digits) }
            return
        }
        for spelling in DateSpellings.all(of: day) { append(folded(spelling), .birthDate, .digits) }
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
