// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Yams

/// One LABEL of a `%filter` section: files whose pixels deid would blacken or set aside. A profile quarantines them.
struct DeidFilter {
    let list: String
    let line: Int
    private var when: [(String, Node)] = []
    private var hasCoordinates = false

    init(list: String, line: Int) {
        self.list = list
        self.line = line
    }

    mutating func add(_ content: String, _ line: Int, _ draft: ImportDraft) {
        if content.lowercased().contains("coordinates") {
            hasCoordinates = true
            return
        }
        if list.contains("whitelist") { return }
        let text = trimmed(content, also: "+")
        if let (keyword, test) = criterion(text), !when.contains(where: { $0.0 == keyword }) {
            when.append((keyword, test))
        } else {
            draft.note(
                line,
                "this criterion cannot be said in a profile and is left out, so that more files are quarantined; write a rule with 'when' if "
                    + "that is too much"
            )
        }
    }

    func finish(_ draft: ImportDraft) {
        if list.contains("whitelist") {
            draft.note(line, "a list of files that are clean releases nothing from the checks here; 'burned-in' decides about the others")
            return
        }
        if hasCoordinates {
            draft.note(
                line, "no pixels are blackened here: such files are quarantined. Blacken them with another program first, and take the rule out.")
        }
        guard !when.isEmpty else {
            draft.quarantinesBurnedIn = true
            draft.note(
                line,
                "none of the criteria can be said in a profile; 'burned-in: quarantine' is set instead. Write a rule with 'when' and 'file: "
                    + "quarantine'."
            )
            return
        }
        draft.quarantine(when: when, line: line, because: "pixels may hold text")
    }

    private func criterion(_ text: String) -> (String, Node)? {
        guard !text.contains("||"), !text.hasPrefix("|"), !text.contains(" + ") else { return nil }
        let words = text.split(separator: " ", maxSplits: 2).map(String.init)
        guard words.count >= 2, let tag = ImportDraft.attribute(named: words[1]), !tag.isPrivate, tag.group >= 0x0008,
            let entry = DataDictionary.entry(for: tag)
        else { return nil }
        let keyword = ImportDraft.selector(tag)
        switch words[0].lowercased() {
        case "missing": return (keyword, mapping("present", Node("false", Tag(.bool))))
        case "present": return (keyword, mapping("present", Node("true", Tag(.bool))))
        case "contains", "equals", "notcontains", "notequals":
            guard words.count == 3, entry.vr.isText, entry.vr.separatesValues, !words[2].contains(where: { "()[]{}\\^$".contains($0) }) else {
                return nil
            }
            guard words[0].lowercased().hasSuffix("contains") || !words[2].contains("*") else { return nil }
            let isPart = words[0].lowercased().hasSuffix("contains")
            let values = words[2].split(separator: "|").map { trimmed(String($0)) }.filter { !$0.isEmpty }
            // A sign of a regular expression stands for anything, which is wider. In a negated test wider would be narrower.
            let isNegated = words[0].lowercased().hasPrefix("not")
            guard !values.isEmpty, !isNegated || !words[2].contains(where: { ".?*+".contains($0) }) else { return nil }
            let patterns = values.map { value in
                Node(isPart ? "*" + Self.widened(value) + "*" : value, Tag(.str), .singleQuoted)
            }
            let list = patterns.count == 1 ? patterns[0] : Node(patterns, Tag(.seq), .flow)
            return (keyword, isNegated ? mapping("not", list) : list)
        default: return nil
        }
    }

    /// With `*` for every sign of a regular expression, and for what may be missing.
    private static func widened(_ expression: String) -> String {
        var result = ""
        for character in expression {
            if "?*".contains(character), !result.isEmpty { result.removeLast() }
            result.append(".?*+".contains(character) ? "*" : character)
        }
        return result
    }

    private func mapping(_ key: String, _ value: Node) -> Node { Node([(Node(key), value)], Tag(.map), .flow) }
}
