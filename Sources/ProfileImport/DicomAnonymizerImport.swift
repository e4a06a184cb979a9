// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Profiles
internal import Standard

/// A dictionary of the Python package dicom-anonymizer, as a profile.
struct DicomAnonymizerImport {
    let draft: ImportDraft

    /// What a line asks for. Older versions write `deleteOrEmpty` for `delete_or_empty`.
    private static let codes: [String: String] = [
        "replace": "D", "empty": "Z", "delete": "X", "keep": "K", "replaceuid": "U", "emptyorreplace": "Z/D", "deleteorempty": "X/Z",
        "deleteorreplace": "X/D", "deleteoremptyorreplace": "X/Z/D", "deleteoremptyorreplaceuid": "X/Z/U*",
    ]

    /// A rule in the making; what keeps stands first, since in dicom-anonymizer `keep` undoes only the line of the table for that very tag.
    private struct Entry {
        let tag: PythonTag
        let action: JSONReader.Member
        let name: String
        var order: Int { name == "keep" ? 0 : tag.isRange ? 2 : 1 }
    }

    static func isDictionary(_ members: [JSONReader.Member]) -> Bool { members.contains { PythonTag($0.name) != nil } }

    func read(_ members: [JSONReader.Member]) {
        var entries: [Entry] = []
        for member in members {
            guard let tag = PythonTag(member.name) else {
                draft.note(
                    member.line,
                    "'\(member.name)' is no tag as dicom-anonymizer reads it, as \"(0x0010, 0x0010)\"; nothing is done for it and the Basic Profile "
                        + "decides. Write a rule for the attribute that is meant."
                )
                continue
            }
            let name = member.value.string ?? member.value.members?.last { $0.name == "action" }?.value.string ?? ""
            entries.append(Entry(tag: tag, action: member, name: name.filter { $0 != "_" }.lowercased()))
        }
        for order in 0...2 { entries.filter { $0.order == order }.forEach(carryOut) }
    }

    private func carryOut(_ entry: Entry) {
        let line = entry.action.line
        if entry.tag.isRange { return range(entry, line) }
        let tag = AttributeTag(entry.tag.group, entry.tag.element)
        if tag.isPrivate {
            // A private element is removed unless a line names it, whatever the line says.
            draft.note(
                line,
                "\(tag) is private and named without its creator, so nothing is done for it and private elements are removed; write a rule as "
                    + "(\(tag.description.dropFirst().prefix(4)),\"CREATOR\",\(tag.description.dropLast().suffix(2)))"
            )
            return
        }
        if ReservedAttribute.isWrittenByProgram(tag) {
            draft.note(line, "the program writes such an attribute itself, by what it really does; the dictionary's line is not used")
            return
        }
        if entry.name == "keep", let row = ConfidentialityTable.row(for: tag), row.tag == nil {
            draft.note(line, "\(tag) is removed with its group by dicom-anonymizer too, whatever its line says; write a rule to keep it")
            return
        }
        if entry.name == "keep", DataDictionary.entry(for: tag)?.vr == .UI { return draft.note(line, ImportDraft.keptUID) }
        draft.add(ImportDraft.selector(tag), action(entry, tag, line), line: line)
    }

    private func action(_ entry: Entry, _ tag: AttributeTag, _ line: Int) -> ImportedAction {
        let vr = DataDictionary.entry(for: tag)?.vr
        let arguments = entry.action.value.members ?? []
        let argument = { (name: String) in arguments.last { $0.name == name }?.value.string }
        switch entry.name {
        case "keep":
            if vr == .SQ { draft.note(line, ImportDraft.keptSequence) }
            return .keep
        case "replaceuid":
            return vr == .UI ? .hashUID : draft.fallback(line, tag, "'replace_UID' for an attribute that holds no UID")
        case "replacewithvalue": return replaced(argument("value"), tag, vr, line)
        case "regexp": return substituted(argument("find"), argument("replace"), tag, vr, line)
        default:
            guard let code = Self.codes[entry.name] else { return draft.fallback(line, tag, "what is no action of dicom-anonymizer") }
            return ImportedAction(name: code)
        }
    }

    private func replaced(_ value: String?, _ tag: AttributeTag, _ vr: ValueRepresentation?, _ line: Int) -> ImportedAction {
        if tag == .patientID {
            draft.note(line, "one Patient ID for all would make all patients one; instead comes each patient's pseudonym")
            return .pseudonym
        }
        if vr == .UI {
            draft.note(line, "UIDs go through the project's map, the same for all files; one UID for all would make them one")
            return .hashUID
        }
        if value?.isEmpty == true { return .empty }
        return value.flatMap { ImportDraft.replacement($0, for: tag) }
            ?? draft.fallback(line, tag, "a value that the attribute's VR cannot hold, or that is no text,")
    }

    /// Of all expressions those that replace the whole value, or the end of a date by its first day.
    private func substituted(_ find: String?, _ value: String?, _ tag: AttributeTag, _ vr: ValueRepresentation?, _ line: Int) -> ImportedAction {
        guard let find, let value else { return draft.fallback(line, tag, "'regexp' without 'find' and 'replace'") }
        if [".*", ".+", "^.*$", "^.+$"].contains(find), !value.contains("\\") { return replaced(value, tag, vr, line) }
        let digits = ["\\d", ".", "[0-9]"]
        if vr == .DA, value == "0101", digits.contains(where: { find == "\($0){4}$" }) {
            return ImportedAction(name: "generalize", with: ["date": "year"])
        }
        if vr == .DA, value == "01", digits.contains(where: { find == "\($0){2}$" }) {
            return ImportedAction(name: "generalize", with: ["date": "month"])
        }
        return draft.fallback(line, tag, "'regexp', a substitution inside a value,")
    }

    // MARK: - Ranges

    private func range(_ entry: Entry, _ line: Int) {
        guard entry.name != "keep" else {
            draft.note(
                line, "a range of attributes is not kept, since PS3.15 protects some of them; add rules with 'action: keep' for those that are needed"
            )
            return
        }
        let (pattern, isWider) = entry.tag.pattern
        guard pattern.dropFirst().prefix(4) != "xxxx" else {
            draft.note(line, "a range over all groups cannot be carried over, and the Basic Profile decides; write rules, or 'default: remove'")
            return
        }
        guard !(entry.tag.groupMask & 1 == 1 && entry.tag.group & 1 == 1) else {
            draft.note(
                line, "the range is private, and private elements are removed, but for those that an option or a rule with their creator keeps")
            return
        }
        if isWider { draft.note(line, "a range goes by whole digits here, so \(pattern) means more attributes than the dictionary's line") }
        if entry.name != "delete" { draft.note(line, "a range of attributes is removed, not changed; write rules for those that are needed") }
        draft.add(pattern, .remove, line: line)
    }
}

/// A tag as Python writes a tuple: `(0x0010, 0x0010)`, or with two masks a range, `(0x6000, 0x3000, 0xFF00, 0xFFFF)`.
struct PythonTag {
    let group: UInt16
    let element: UInt16
    let groupMask: UInt16
    let elementMask: UInt16

    var isRange: Bool { groupMask != 0xFFFF || elementMask != 0xFFFF }

    init?(_ text: String) {
        var body = trimmed(text)
        if body.hasPrefix("("), body.hasSuffix(")") { body = String(body.dropFirst().dropLast()) }
        let words = body.split(separator: ",", omittingEmptySubsequences: false).map { trimmed(String($0)) }
        let numbers = words.map(Self.number)
        guard numbers.count == 2 || numbers.count == 4, !numbers.contains(nil) else { return nil }
        group = numbers[0]!
        element = numbers[1]!
        groupMask = numbers.count == 4 ? numbers[2]! : 0xFFFF
        elementMask = numbers.count == 4 ? numbers[3]! : 0xFFFF
    }

    /// Python takes no number with a zero before it, so `(0010,0010)` is none.
    private static func number(_ word: String) -> UInt16? {
        let lower = word.lowercased()
        if lower.hasPrefix("0x") { return UInt16(lower.dropFirst(2), radix: 16) }
        guard word == "0" || word.first != "0", word.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return UInt16(word)
    }

    /// `(60xx,3000)`; wider where a mask splits a digit.
    var pattern: (text: String, isWider: Bool) {
        var isWider = false
        func digits(_ value: UInt16, _ mask: UInt16) -> String {
            let hexadecimal = Array(AttributeTag(value, 0).description.dropFirst().prefix(4))
            return String(
                hexadecimal.indices.map { index in
                    let part = mask >> UInt16(12 - 4 * index) & 0xF
                    if part == 0xF { return hexadecimal[index] }
                    isWider = isWider || part != 0
                    return "x"
                })
        }
        return ("(\(digits(group, groupMask)),\(digits(element, elementMask)))", isWider)
    }
}
