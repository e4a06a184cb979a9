// SPDX-License-Identifier: Apache-2.0

/// The meaning of Specific Character Set (0008,0005) (PS3.3 section C.12.1.1.2, PS3.5 section 6.1.2).
///
/// A plain value: cheap to copy, safe to use from any thread.
public struct SpecificCharacterSet: Hashable, Sendable {
    /// The defined terms as they are to be written into (0008,0005).
    ///
    /// Spelled as the standard does whatever was read: a term that stood alone for code extension is mended, and a
    /// term that is not known is left out, since anything at all can stand in such a value. Empty means that the
    /// attribute was absent or empty.
    public let terms: [String]

    /// Every term is known and the terms can stand together. Where this is `false`, no strict reading should be trusted.
    public let isKnown: Bool

    let scheme: Scheme

    /// Reads the values of (0008,0005), one string a value.
    ///
    /// Takes the common misspellings as well: `ISO-IR 100`, `ISO_IR_100`, `iso 2022 ir 100`, `ISO-8859-1`, `UTF-8`,
    /// padding of blanks or NUL. With several values, `ISO_IR n` is read as `ISO 2022 IR n`.
    public init(terms: [String]) {
        var parsed = terms.map(DefinedTerm.init)
        while parsed.count > 1, parsed.last == .empty { parsed.removeLast() }
        if parsed == [.empty] { parsed = [] }

        let meaningful = parsed.filter { !$0.isDefaultRepertoire }
        if let standing = meaningful.first(where: \.standsAlone) {
            self.terms = [standing.spelling(extended: false)]
            isKnown = meaningful.allSatisfy { $0 == standing }
            scheme = standing == .utf8 ? .utf8 : .multiByte(standing.multiByteCharset ?? .gb18030)
            return
        }
        isKnown = !parsed.contains(.unknown)
        let extended = parsed.count > 1
        let spellings = parsed.map { $0.spelling(extended: extended) }
        self.terms = spellings.allSatisfy(\.isEmpty) ? [] : spellings
        scheme = .codeExtension(CodeExtension(parsed))
    }

    /// ISO IR 6, which is what a Data Set without (0008,0005) is in.
    public static let defaultRepertoire = SpecificCharacterSet(terms: [])

    /// `ISO_IR 192`: Unicode in UTF-8, which fits every text.
    public static let unicode = SpecificCharacterSet(terms: ["ISO_IR 192"])

    /// Has the C library load all conversions, for a process that cannot open files later. Tables are still made when a text asks for them.
    public static func loadConversions() {
        for name in Set(Charset.allCases.map(\.iconvName)) { IconvProbe.load(name) }
    }

    /// Names the conversions that the C library of this machine lacks; text in those sets cannot be decoded here.
    ///
    /// Empty on a complete installation. Makes every table, which takes some tens of milliseconds.
    public static func missingConversions() -> [String] {
        var names: [String] = []
        for charset in Charset.allCases where ConversionTable.of(charset).isEmpty && !names.contains(charset.iconvName) {
            names.append(charset.iconvName)
        }
        return names
    }
}

/// How bytes become characters.
enum Scheme: Hashable, Sendable {
    case codeExtension(CodeExtension)
    case multiByte(Charset)
    case utf8
    /// One byte a character, all of 80 to FF; not in the standard.
    case singleByte(Charset)
}

/// Single-byte sets with or without code extension by escape sequences (PS3.5 section 6.1.2.5).
struct CodeExtension: Hashable, Sendable {
    /// The sets other than ISO IR 6 in the order of the values.
    let charsets: [Charset]
    /// In force at the start and after every delimiter, for the bytes 80 to FF.
    let initialG1: Charset?
    /// Escape sequences are legal.
    let isExtensible: Bool

    init(_ terms: [DefinedTerm]) {
        charsets = terms.compactMap(\.codeExtensionCharset)
        let first = terms.first?.codeExtensionCharset
        initialG1 = first?.isDesignatedAsG0 == true ? nil : first
        isExtensible = terms.count > 1 || terms.contains(where: \.permitsEscapes)
    }

    /// The first value is ISO IR 13, whose G0 half is JIS X 0201 romaji.
    var startsInRomaji: Bool { initialG1 == .katakana }
    var hasRomaji: Bool { charsets.contains(.katakana) }
}

extension DefinedTerm {
    fileprivate var standsAlone: Bool {
        switch self {
        case .utf8, .multiByte: true
        default: false
        }
    }

    fileprivate var multiByteCharset: Charset? {
        if case .multiByte(let charset) = self { charset } else { nil }
    }

    fileprivate var codeExtensionCharset: Charset? {
        switch self {
        case .single(_, let charset, _): charset
        case .double(_, let charset): charset
        default: nil
        }
    }

    fileprivate var permitsEscapes: Bool {
        switch self {
        case .single(_, _, let extensible): extensible
        case .double: true
        default: false
        }
    }
}
