// SPDX-License-Identifier: Apache-2.0

/// All words of the page in one language, for one kind of report.
struct Words: Sendable {
    /// By key; where the report is of a release, the sentences in the past tense.
    let table: [String: String]
    /// Sentences of the engine with a `*` in them: the pieces around it, and the translation.
    private let patterns: [(prefix: String, pieces: [Substring], text: String)]

    init(_ language: ReportLanguage, _ kind: ReportDocument.Kind) {
        let bytes =
            switch language {
            case .en: PackageResources.en_txt
            case .zh: PackageResources.zh_txt
            }
        var table = Self.entries(of: bytes)
        for (key, text) in table where key.hasSuffix("@release") {
            table[key] = nil
            if kind == .release { table[String(key.dropLast("@release".count))] = text }
        }
        self.table = table
        patterns = table.keys.filter { $0.contains("*") }.sorted().map { key in
            let dot = key.firstIndex(of: ".") ?? key.startIndex
            return (String(key[...dot]), key[dot...].dropFirst().split(separator: "*", omittingEmptySubsequences: false), table[key] ?? "")
        }
    }

    static func entries(of bytes: [UInt8]) -> [String: String] {
        var entries: [String: String] = [:]
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") where !line.hasPrefix("#") {
            guard let sign = line.firstRange(of: " = ") else { continue }
            entries[String(line[..<sign.lowerBound])] = String(line[sign.upperBound...])
        }
        return entries
    }

    /// The key itself where the table lacks it, so that a gap is seen.
    subscript(_ key: String) -> String { table[key] ?? key }

    /// Fills `{name}` with the text given for it, once each; what is filled in is not looked at again.
    func sentence(_ key: String, _ values: [String: String]) -> String {
        var rest = self[key][...]
        var sentence = ""
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            sentence += rest[..<open]
            let name = String(rest[rest.index(after: open)..<close])
            sentence += values[name] ?? "{\(name)}"
            rest = rest[rest.index(after: close)...]
        }
        return sentence + rest
    }

    /// The word for an entry of a closed list, such as `action.keep`. An entry that has none is shown as it is, with spaces for hyphens.
    func word(_ list: String, _ entry: String) -> String {
        table["\(list).\(entry)"] ?? String(entry.map { $0 == "-" ? " " : $0 })
    }

    /// A sentence of the engine in this language, or as it is where the table does not have it.
    func phrase(_ list: String, _ text: String) -> String {
        if let exact = table["\(list).\(text)"] { return exact }
        for pattern in patterns where pattern.prefix == list + "." {
            guard let parts = Self.match(text, pattern.pieces) else { continue }
            var filled = ""
            for (index, piece) in pattern.text.split(separator: "*", omittingEmptySubsequences: false).enumerated() {
                if index > 0, index <= parts.count { filled += parts[index - 1] }
                filled += piece
            }
            return filled
        }
        return text
    }

    /// What stands for each `*`; `nil` where the text is another.
    private static func match(_ text: String, _ pieces: [Substring]) -> [Substring]? {
        guard let first = pieces.first, let last = pieces.last, text.hasPrefix(first) else { return nil }
        var rest = text.dropFirst(first.count)
        guard rest.hasSuffix(last) else { return nil }
        rest = rest.dropLast(last.count)
        var parts: [Substring] = []
        for piece in pieces.dropFirst().dropLast() {
            guard let range = rest.firstRange(of: piece) else { return nil }
            parts.append(rest[..<range.lowerBound])
            rest = rest[range.upperBound...]
        }
        return parts + [rest]
    }
}
