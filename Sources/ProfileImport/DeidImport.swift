// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Profiles
internal import Yams

/// A recipe of pydicom/deid as a profile.
final class DeidImport {
    private let draft: ImportDraft
    private var actions: [Action] = []
    private var groups: [String: [String]] = [:]
    private var named: [String: (String, Int)] = [:]

    private struct Action {
        let verb: String
        let field: String
        let value: String
        let line: Int
    }

    /// Later ones win. deid's own order, but that what is blanked is blanked whatever else is asked for.
    private static let order = ["REMOVE", "JITTER", "REPLACE", "ADD", "BLANK", "KEEP"]

    init(draft: ImportDraft) { self.draft = draft }

    static func isFormatLine(_ line: String) -> Bool {
        let words = line.split(whereSeparator: \.isWhitespace).map { $0.lowercased() }
        return words.count >= 2 && words[0] == "format" && words[1] == "dicom"
    }

    func read(_ text: String) {
        var section = "", sectionName = ""
        var filter: DeidFilter?
        for (index, raw) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = index + 1
            let content = trimmed(Self.withoutComment(String(raw)), also: "\u{FEFF}")
            guard !content.isEmpty, !Self.isFormatLine(content) else { continue }
            let words = content.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
            if content.hasPrefix("%") {
                filter?.finish(draft)
                filter = nil
                section = words[0].dropFirst().lowercased()
                sectionName = words.dropFirst().joined(separator: " ")
                if !["header", "filter", "fields", "values", "labels"].contains(section) {
                    draft.note(line, "there is no section '%\(section)' in deid; its lines are not carried over. Write rules for what they mean.")
                }
                continue
            }
            switch section {
            case "header": header(words, line)
            case "filter":
                if words[0].uppercased() == "LABEL" {
                    filter?.finish(draft)
                    filter = DeidFilter(list: sectionName.lowercased(), line: line)
                } else if filter != nil {
                    filter?.add(content, line, draft)
                } else {
                    draft.note(line, "a criterion without LABEL is not carried over; write a rule with 'when' for it")
                }
            case "fields": fields(words, sectionName, line)
            case "values":
                draft.note(
                    line,
                    "values of a group are not collected; the gate already searches every file for the names, IDs and dates of its own "
                        + "patient. Write rules for attributes that may hold others."
                )
            case "labels": break
            default: draft.note(line, "this line stands in no known section and is not carried over; write a rule for what it means")
            }
        }
        filter?.finish(draft)
        carryOut()
    }

    /// A `#` begins a comment.
    private static func withoutComment(_ line: String) -> String {
        line.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).first.map(String.init) ?? ""
    }

    private func fields(_ words: [String], _ group: String, _ line: Int) {
        if words[0].uppercased() == "FIELD", words.count == 2 {
            groups[group, default: []].append(words[1])
        } else {
            draft.note(line, "'\(words[0])' in a group of fields is not carried over; write FIELD lines, or rules for the attributes that are meant")
        }
    }

    private func header(_ words: [String], _ line: Int) {
        let verb = words[0].uppercased()
        guard Self.order.contains(verb), words.count > 1 else {
            draft.note(line, "'\(words[0])' is no action of deid with a field, and is not carried over; write a rule for what it means")
            return
        }
        // The creator of a private element may hold blanks.
        var field = words[1], used = 2
        while field.filter({ $0 == "\"" }).count == 1, used < words.count {
            field += " " + words[used]
            used += 1
        }
        let value = words.dropFirst(used).joined(separator: " ")
        if field.lowercased().hasPrefix("values:") {
            draft.note(
                line,
                "values of a group are not collected; the gate already searches every file for the names, IDs and dates of its own patient. "
                    + "Write rules for attributes that may hold others."
            )
        } else if field.lowercased().hasPrefix("fields:") {
            let members = groups[String(field.dropFirst(7))] ?? []
            if members.isEmpty {
                draft.note(line, "the group '\(field)' has no fields, so nothing is done for it; write rules for the attributes that are meant")
            }
            actions += members.map { Action(verb: verb, field: $0, value: value, line: line) }
        } else {
            actions.append(Action(verb: verb, field: field, value: value, line: line))
        }
    }

    // MARK: - Rules

    private func carryOut() {
        for verb in Self.order { actions.filter { $0.verb == verb }.forEach(carryOut) }
        guard draft.removesUnnamed else { return }
        // deid never touches these.
        for keyword in [
            "PixelData", "RedPaletteColorLookupTableData", "GreenPaletteColorLookupTableData", "BluePaletteColorLookupTableData", "VOILUTSequence",
        ] where named[keyword] == nil {
            draft.add(keyword, .keep, line: 1)
        }
    }

    private func carryOut(_ action: Action) {
        let protects = action.verb != "KEEP"
        switch DeidFields.meaning(of: action.field) {
        case .selectors(let selectors):
            if selectors.isEmpty { draft.note(action.line, "'\(action.field)' means no attribute of PS3.6; write a rule for what is meant") }
            for (selector, tag) in selectors { add(selector, tag, action) }
        case .vr(let vr):
            if protects {
                draft.add(vr: vr.rawValue, simple(action, vr: vr), line: action.line)
            } else {
                draft.note(
                    action.line, "all attributes of VR \(vr.rawValue) cannot be kept at once; add rules with 'action: keep' for those that are needed"
                )
            }
        case .group(let pattern):
            if protects {
                draft.add(pattern, .remove, line: action.line)
                if action.verb != "REMOVE" {
                    draft.note(action.line, "a group of attributes is removed, not changed; write rules for those that are needed")
                }
            } else {
                draft.keepUnlisted(pattern, line: action.line)
                draft.note(
                    action.line,
                    "of a kept group the attributes that PS3.15 protects stay protected; add rules with 'action: keep' for those that are needed")
            }
        case .all:
            guard protects else {
                draft.note(
                    action.line,
                    "not all attributes can be kept: the Basic Profile decides about those that no rule names; add rules with 'action: keep' "
                        + "for those that are needed"
                )
                return
            }
            draft.removesUnnamed = true
            if action.verb != "REMOVE" || !action.value.isEmpty {
                draft.note(
                    action.line,
                    "what '\(action.verb) ALL' does to each attribute cannot be carried over; all that no rule names is removed. Take "
                        + "'default: remove' out if it only looked for names: the gate does."
                )
            }
        case .allBut(let exceptions):
            guard protects else {
                draft.note(
                    action.line,
                    "'KEEP \(action.field)' cannot be carried over, and the Basic Profile decides; add rules with 'action: keep' for the "
                        + "attributes that are needed"
                )
                return
            }
            draft.removesUnnamed = true
            if action.verb != "REMOVE" {
                draft.note(action.line, "what is not excepted is removed, not changed; write rules for those that are needed")
            }
            draft.note(
                action.line,
                "of the excepted attributes those that PS3.15 protects are removed all the same; add rules with 'action: keep' for those that "
                    + "are needed"
            )
            for (selector, _) in exceptions { draft.keepUnlisted(selector, line: action.line) }
        case .unknown(let why):
            draft.note(action.line, "\(why), so nothing is done for it and the Basic Profile decides; write a rule for the attribute that is meant")
        }
    }

    private func add(_ selector: String, _ tag: AttributeTag?, _ action: Action) {
        if let tag, ReservedAttribute.isWrittenByProgram(tag) {
            draft.note(action.line, "the program writes such an attribute itself, by what it really does; the recipe's line is not used")
            return
        }
        if action.verb == "KEEP", tag == .pixelData, !draft.removesUnnamed { return }
        let result = simple(action, tag: tag)
        if let (first, line) = named[selector], first != result.name {
            draft.note(action.line, "\(selector) is also named in line \(line); '\(result.name)' is done. Take out the line that is not meant.")
        }
        named[selector] = (result.name, action.line)
        draft.add(selector, result, line: action.line)
    }

    private func simple(_ action: Action, tag: AttributeTag? = nil, vr known: ValueRepresentation? = nil) -> ImportedAction {
        let vr = known ?? tag.flatMap(DataDictionary.entry)?.vr
        let isDate = vr.map { [.DA, .DT, .TM].contains($0) } ?? false
        switch action.verb {
        case "KEEP":
            if vr == .SQ { draft.note(action.line, ImportDraft.keptSequence) }
            return .keep
        case "BLANK": return .empty
        case "REMOVE":
            if !action.value.isEmpty {
                draft.note(
                    action.line,
                    "the condition '\(action.value)' cannot be carried over; the attribute is always removed. Write a rule with 'when' if that "
                        + "is too much."
                )
            }
            return .remove
        case "JITTER":
            guard isDate else { return fallback(action, tag, "JITTER on what is no date") }
            draft.note(
                action.line,
                "dates move by days that are computed for each patient (1 to 3650 back), not by those of the recipe; the distances within a "
                    + "patient stay"
            )
            return .shiftDate
        default: return replaced(action, tag, vr, isDate)
        }
    }

    private func replaced(_ action: Action, _ tag: AttributeTag?, _ vr: ValueRepresentation?, _ isDate: Bool) -> ImportedAction {
        if action.verb == "ADD" { draft.note(action.line, "an attribute that is absent is not added; where it is present its value is replaced") }
        guard action.value.lowercased().hasPrefix("var:") || action.value.lowercased().hasPrefix("func:") else {
            return ImportDraft.replacement(action.value, for: tag) ?? fallback(action, tag, "a value that the attribute's VR cannot hold")
        }
        if tag == .patientID || tag == .patientName {
            draft.note(
                action.line,
                "instead of '\(action.value)' comes the patient's pseudonym, which is the same in all files of a project; the crosswalk in the "
                    + "state folder has both"
            )
            return .pseudonym
        }
        if vr == .UI {
            draft.note(action.line, "instead of '\(action.value)' UIDs go through the project's map, the same for all files")
            return .hashUID
        }
        if isDate {
            draft.note(action.line, "instead of '\(action.value)' dates move by days that are computed for each patient (1 to 3650 back)")
            return .shiftDate
        }
        if tag == .accessionNumber || tag == .studyID {
            draft.note(action.line, "instead of '\(action.value)' comes a hash with the project's key, which is the same in all files of a project")
            return .hash
        }
        return fallback(action, tag, "'\(action.value)', a variable or function of a program,")
    }

    private func fallback(_ action: Action, _ tag: AttributeTag?, _ what: String) -> ImportedAction {
        draft.fallback(action.line, tag, what)
    }
}
