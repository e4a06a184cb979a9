// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Standard

/// Which attributes a field of a deid recipe means.
enum DeidFields {
    enum Meaning {
        /// As a profile writes them, with the attribute where there is one.
        case selectors([(String, AttributeTag?)])
        case vr(ValueRepresentation)
        /// `(0018,xxxx)`.
        case group(String)
        case all
        /// All but these.
        case allBut([(String, AttributeTag?)])
        /// Why it means nothing here.
        case unknown(String)
    }

    static func meaning(of field: String) -> Meaning {
        if field.lowercased() == "all" { return .all }
        // A private element with its creator has no expander, though the creator may hold a colon.
        if field.contains("\"") { return privateElement(field) }
        guard let colon = field.firstIndex(of: ":") else { return single(field) }
        let expander = field[..<colon].lowercased(), expression = String(field[field.index(after: colon)...])
        switch expander {
        case "endswith": return expanded("(?:\(expression))$").map { .selectors($0) } ?? unreadable(field)
        case "startswith": return expanded("^(?:\(expression))").map { .selectors($0) } ?? unreadable(field)
        case "contains": return expanded(expression).map { .selectors($0) } ?? unreadable(field)
        case "except", "allexcept": return expanded(expression).map { .allBut($0) } ?? unreadable(field)
        case "select": return selected(expression)
        default: return .unknown("'\(expander):' is no way to choose fields that deid documents")
        }
    }

    private static func unreadable(_ field: String) -> Meaning { .unknown("the pattern of '\(field)' cannot be read") }

    private static func single(_ field: String) -> Meaning {
        if field.contains("__") {
            let steps = field.split(separator: "_", omittingEmptySubsequences: true).map { ImportDraft.attribute(named: String($0)) }
            guard !steps.contains(nil) else { return .unknown("'\(field)' is no path of attributes of PS3.6") }
            return .selectors([(steps.map { ImportDraft.selector($0!) }.joined(separator: "/*/"), steps.last!)])
        }
        if let tag = ImportDraft.attribute(named: field) {
            if tag.isPrivate { return .unknown("\(tag) is private and named without its creator") }
            return .selectors([(ImportDraft.selector(tag), tag)])
        }
        if let row = ConfidentialityTable.rows.first(where: { $0.name.lowercased() == field.lowercased() }), let tag = row.tag {
            return .selectors([(ImportDraft.selector(tag), tag)])
        }
        return .unknown("'\(field)' is no attribute of PS3.6")
    }

    private static func privateElement(_ field: String) -> Meaning {
        let parts = field.split(separator: "\"", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let group = UInt16(parts[0].filter(\.isHexDigit), radix: 16), group & 1 == 1, group > 0x0008,
            let offset = UInt8(parts[2].filter(\.isHexDigit), radix: 16), !trimmed(parts[1]).isEmpty, !parts[1].contains("\\")
        else { return .unknown("'\(field)' is not a private element with its creator") }
        let digits = AttributeTag(group, UInt16(offset)).description
        return .selectors([("(\(digits.dropFirst().prefix(4)),\"\(trimmed(parts[1]))\",\(digits.dropLast().suffix(2)))", nil)])
    }

    private static func selected(_ expression: String) -> Meaning {
        let parts = expression.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return .unknown("'select:\(expression)' has no value") }
        switch parts[0].lowercased() {
        case "vr":
            guard let vr = ValueRepresentation(rawValue: parts[1].prefix(2).uppercased()) else { return .unknown("'\(parts[1])' is no VR") }
            return .vr(vr)
        case "group":
            guard let group = UInt16(parts[1], radix: 16) else { return .unknown("'\(parts[1])' is no group") }
            if group & 1 == 1 { return .unknown("group \(parts[1]) is private, and a rule names private elements with their creator") }
            return .group("(\(AttributeTag(group, 0).description.dropFirst().prefix(4)),xxxx)")
        default: return .unknown("'select:\(parts[0])' is no property that deid documents")
        }
    }

    /// Every attribute whose keyword or tag the expression finds; `nil` if it is no expression.
    private static func expanded(_ expression: String) -> [(String, AttributeTag?)]? {
        guard !expression.isEmpty, let pattern = try? Regex(expression).ignoresCase() else { return nil }
        let finds = { (keyword: String, tag: AttributeTag) in
            !keyword.isEmpty && (keyword.contains(pattern) || String(tag.description.filter(\.isHexDigit)).contains(pattern))
        }
        var result = DataDictionary.all.filter { $0.tag.group >= 0x0008 && finds($0.keyword, $0.tag) }.map {
            (ImportDraft.selector($0.tag), Optional($0.tag))
        }
        result += DataDictionary.repeating.filter { finds($0.entry.keyword, $0.lower) }.map { (Self.pattern($0), nil) }
        return result
    }

    private static func pattern(_ entry: RepeatingDictionaryEntry) -> String {
        let digits = Array(entry.lower.description.filter(\.isHexDigit))
        let text = digits.indices.map { entry.mask >> UInt32(28 - 4 * $0) & 0xF == 0xF ? digits[$0] : "x" }
        return "(\(String(text[0..<4])),\(String(text[4..<8])))"
    }
}
