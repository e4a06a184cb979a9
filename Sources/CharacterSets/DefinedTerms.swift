// SPDX-License-Identifier: Apache-2.0

/// One term of Specific Character Set (0008,0005), as read.
enum DefinedTerm: Hashable, Sendable {
    /// An empty value: the default repertoire.
    case empty
    /// A set without code extension (PS3.3 Table C.12-2), or the same set with it (Table C.12-3); `nil` is ISO IR 6.
    case single(number: Int, Charset?, extensible: Bool)
    /// A set of two-byte characters, reached by an escape sequence only (PS3.3 Table C.12-4).
    case double(number: Int, Charset)
    case utf8
    /// A multi-byte encoding without code extension other than UTF-8 (PS3.3 Table C.12-5).
    case multiByte(Charset)
    case unknown

    /// Reads a term as files spell it: any case, any of blank, `_` and `-` between the parts, padded.
    init(_ text: String) {
        var key = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case " ", "_", "-", "\0", "\t", "\r", "\n", ".", ":": continue
            case "a"..."z": key.unicodeScalars.append(Unicode.Scalar(UInt8(scalar.value) - 0x20))
            default: key.unicodeScalars.append(scalar)
            }
        }
        if key.isEmpty {
            self = .empty
        } else if let known = Self.otherSpellings[key] {
            self = known
        } else if key.hasPrefix("ISO2022IR"), let number = Int(key.dropFirst(9)) {
            self = Self.registered(number, extensible: true)
        } else if key.hasPrefix("ISOIR"), let number = Int(key.dropFirst(5)) {
            self = Self.registered(number, extensible: false)
        } else if key.hasPrefix("IR"), let number = Int(key.dropFirst(2)) {
            self = Self.registered(number, extensible: false)
        } else {
            self = .unknown
        }
    }

    private static func registered(_ number: Int, extensible: Bool) -> DefinedTerm {
        if number == 6 { return .single(number: 6, nil, extensible: extensible) }
        if number == 192 { return .utf8 }
        if let charset = singleByteSets[number] { return .single(number: number, charset, extensible: extensible) }
        if let charset = doubleByteSets[number] { return .double(number: number, charset) }
        return .unknown
    }

    /// By number in the ISO registry.
    private static let singleByteSets: [Int: Charset] = [
        100: .latin1, 101: .latin2, 109: .latin3, 110: .latin4, 148: .latin5, 203: .latin9,
        144: .cyrillic, 127: .arabic, 126: .greek, 138: .hebrew, 166: .thai, 13: .katakana,
    ]

    private static let doubleByteSets: [Int: Charset] = [
        87: .jisX0208, 159: .jisX0212, 149: .ksX1001, 58: .gb2312,
    ]

    private static let otherSpellings: [String: DefinedTerm] = [
        "GB18030": .multiByte(.gb18030), "GBK": .multiByte(.gbk), "ISO2022GBK": .multiByte(.gbk),
        "ISO2022GB18030": .multiByte(.gb18030), "GB2312": .multiByte(.gb18030),
        "UTF8": .utf8, "UNICODE": .utf8, "ISO10646": .utf8, "UNICODEUTF8": .utf8,
        "ASCII": .single(number: 6, nil, extensible: false), "USASCII": .single(number: 6, nil, extensible: false),
        "ISO646": .single(number: 6, nil, extensible: false),
        "ISO88591": registered(100, extensible: false), "LATIN1": registered(100, extensible: false),
        "ISO88592": registered(101, extensible: false), "LATIN2": registered(101, extensible: false),
        "ISO88593": registered(109, extensible: false), "ISO88594": registered(110, extensible: false),
        "ISO88595": registered(144, extensible: false), "ISO88596": registered(127, extensible: false),
        "ISO88597": registered(126, extensible: false), "ISO88598": registered(138, extensible: false),
        "ISO88599": registered(148, extensible: false), "ISO885911": registered(166, extensible: false),
        "ISO885915": registered(203, extensible: false), "TIS620": registered(166, extensible: false),
        "EUCKR": registered(149, extensible: true), "KSC5601": registered(149, extensible: true),
        "KSX1001": registered(149, extensible: true),
    ]

    /// The term as the standard spells it, with code extension or without.
    func spelling(extended: Bool) -> String {
        switch self {
        case .empty, .unknown: ""
        case .single(let number, _, let extensible): extended || extensible ? "ISO 2022 IR \(number)" : "ISO_IR \(number)"
        case .double(let number, _): "ISO 2022 IR \(number)"
        case .utf8: "ISO_IR 192"
        case .multiByte(.gbk): "GBK"
        case .multiByte: "GB18030"
        }
    }

    /// ISO IR 6, said or left empty.
    var isDefaultRepertoire: Bool {
        switch self {
        case .empty, .single(_, nil, _): true
        default: false
        }
    }
}
