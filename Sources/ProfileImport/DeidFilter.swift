// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Standard
internal import Yams

/// One LABEL of a `%filter` section: files whose pixels deid would blacken or set aside. A profile blanks the one and quarantines the other.
struct DeidFilter {
    let list: String
    let line: Int
    private var when: [(String, Node)] = []
    private var tests: [ImportedTest] = []
    private var coordinates = DeidCoordinates()
    private var hasCoordinates = false
    /// Criteria that only a region can say, with what is said where there is none.
    private var onlyOfRegions: [Int] = []
    private var hasCriteria = false

    init(list: String, line: Int) {
        self.list = list
        self.line = line
    }

    mutating func add(_ content: String, _ line: Int, _ draft: ImportDraft) {
        if content.lowercased().contains("coordinates") {
            hasCoordinates = true
            if !coordinates.add(content) {
                draft.note(
                    line,
                    "these coordinates cannot be said in a profile and are left out; text that is found is blanked all the same. Write boxes "
                        + "into 'pixel-text: regions' for more.")
            }
            return
        }
        if list.contains("whitelist") { return }
        hasCriteria = true
        let text = trimmed(content, also: "+")
        if let test = number(text) {
            tests.append(test)
            onlyOfRegions.append(line)
        } else if let (test, node) = criterion(text) {
            tests.append(test)
            let keyword = ImportDraft.selector(test.attribute)
            if when.contains(where: { $0.0 == keyword }) { onlyOfRegions.append(line) } else { when.append((keyword, node)) }
        } else {
            leftOut(line, draft, hasCoordinates ? "blanked" : "blanked or quarantined")
        }
    }

    private func leftOut(_ line: Int, _ draft: ImportDraft, _ what: String) {
        draft.note(
            line,
            "this criterion cannot be said in a profile and is left out, so that more files are \(what); write a condition with 'when' if that "
                + "is too much"
        )
    }

    func finish(_ draft: ImportDraft) {
        if list.contains("whitelist") {
            draft.note(line, "a list of files that are clean releases nothing from the checks here; 'burned-in' decides about the others")
            return
        }
        if hasCoordinates { return blank(draft) }
        for line in onlyOfRegions { leftOut(line, draft, "quarantined") }
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

    private func blank(_ draft: ImportDraft) {
        draft.cleansPixels = true
        if coordinates.keepsUltrasoundRegions { draft.blanksOutsideUltrasoundRegions = true }
        guard !coordinates.boxes.isEmpty else { return }
        if coordinates.keepsUltrasoundRegions, coordinates.blanksAll {
            // The whole but the regions: what 'outside-ultrasound-regions' says of images that have some.
            return
        }
        guard !tests.isEmpty else {
            draft.note(
                line,
                hasCriteria
                    ? "none of the criteria can be said in a profile, and the coordinates are left out; text that is found is blanked all the same"
                    : "coordinates for every image are left out: they would blank images of all makers and sizes; text that is found is blanked "
                        + "all the same")
            return
        }
        draft.addRegion(tests, coordinates.boxes)
    }

    /// A comparison of whole numbers, as of Rows.
    private func number(_ text: String) -> ImportedTest? {
        let words = text.split(separator: " ", maxSplits: 2).map(String.init)
        guard words.count == 3, let tag = ImportDraft.attribute(named: words[1]), !tag.isPrivate, tag.group >= 0x0008,
            let entry = DataDictionary.entry(for: tag), entry.vr == .US || entry.vr == .UL
        else { return nil }
        let numbers = words[2].split(separator: "|").map { Int(trimmed(String($0))) }
        guard !numbers.isEmpty, numbers.allSatisfy({ $0.map { $0 >= 0 } ?? false }) else { return nil }
        let values = numbers.map { String($0!) }
        return switch words[0].lowercased() {
        case "equals", "contains": ImportedTest(attribute: tag, what: .isOneOf(values))
        case "notequals", "notcontains": ImportedTest(attribute: tag, what: .isNoneOf(values))
        default: nil
        }
    }

    private func criterion(_ text: String) -> (ImportedTest, Node)? {
        guard !text.contains("||"), !text.hasPrefix("|"), !text.contains(" + ") else { return nil }
        let words = text.split(separator: " ", maxSplits: 2).map(String.init)
        guard words.count >= 2, let tag = ImportDraft.attribute(named: words[1]), !tag.isPrivate, tag.group >= 0x0008,
            let entry = DataDictionary.entry(for: tag)
        else { return nil }
        func said(_ what: ImportedTest.What) -> (ImportedTest, Node) {
            let test = ImportedTest(attribute: tag, what: what)
            return (test, test.value)
        }
        switch words[0].lowercased() {
        case "missing": return said(.isPresent(false))
        case "present": return said(.isPresent(true))
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
            let patterns = values.map { isPart ? "*" + Self.widened($0) + "*" : $0 }
            return said(isNegated ? .isNoneOf(patterns) : .isOneOf(patterns))
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
}
