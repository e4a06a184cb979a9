// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Profiles

/// What is posted to `/anonymize` or `/modify` of Orthanc, as a profile.
struct OrthancImport {
    let draft: ImportDraft

    /// What a request may say, and for what no profile has a word, why it does not need one.
    private static let members: [String: String?] = [
        "Remove": nil, "Replace": nil, "Keep": nil, "KeepPrivateTags": nil, "RemovePrivateTags": nil, "PrivateCreator": nil,
        "DicomVersion":
            "the Basic Profile is Table E.1-1 of the edition that the program has, whatever 'DicomVersion' says; see 'profile show basic'",
        "Force": "'Force' is not needed: identifiers are always replaced, and the same way in all files",
        "KeepSource": "inputs are never changed or removed, whatever 'KeepSource' says; delete them yourself when the release is verified",
        "Level": "which patients, studies and series are scrubbed is not said by a profile; name their folders on the command line",
        "Resources": "which patients, studies and series are scrubbed is not said by a profile; name their folders on the command line",
        "Transcode": "files leave in the transfer syntax that they came in; convert them before or after if another one is wanted",
        "LossyQuality": "files leave in the transfer syntax that they came in; convert them before or after if another one is wanted",
        "KeepLabels": "labels and metadata are Orthanc's own and stand in no file",
        "UserMetadata": "labels and metadata are Orthanc's own and stand in no file",
        "Asynchronous": "how Orthanc runs its job is not said by a profile; see '--jobs' on the command line",
        "Synchronous": "how Orthanc runs its job is not said by a profile; see '--jobs' on the command line",
        "Priority": "how Orthanc runs its job is not said by a profile; see '--jobs' on the command line",
        "Permissive": "a file that fails is quarantined and the run goes on, whatever 'Permissive' says",
    ]

    static func isRequest(_ members: [JSONReader.Member]) -> Bool { members.isEmpty || members.contains { Self.members[$0.name] != nil } }

    func read(_ members: [JSONReader.Member]) {
        // Of two members with one name the last one counts, as in Orthanc.
        let last = Dictionary(members.map { ($0.name, $0) }) { $1 }
        let creator = last["PrivateCreator"]?.value.string.map { trimmed($0) }
        for member in members {
            switch Self.members[member.name] {
            case nil:
                draft.note(
                    member.line, "'\(member.name)' is no member of Orthanc's requests, and is not carried over; write a rule for what it means")
            case (let reason??): draft.note(member.line, reason)
            case .some(nil): break
            }
        }
        privateTags(last["KeepPrivateTags"], last["RemovePrivateTags"])
        // In Orthanc's own order: what is kept is neither replaced nor removed.
        for name in list(last["Remove"]) { apply(name, .remove, creator) }
        for member in replacements(last["Replace"]) { apply((member.name, member.line), .replace(member.value), creator) }
        for name in list(last["Keep"]) { apply(name, .keep, creator) }
    }

    private func privateTags(_ keep: JSONReader.Member?, _ remove: JSONReader.Member?) {
        let staying = "private elements are removed here; to keep those known to be safe add 'options: [retain-safe-private]'"
        if let keep, keep.value.boolean != false { draft.note(keep.line, staying) }
        if let remove, remove.value.boolean != true { draft.note(remove.line, staying) }
    }

    private func list(_ member: JSONReader.Member?) -> [(String, Int)] {
        guard let member else { return [] }
        guard let values = member.value.array else {
            draft.note(member.line, "'\(member.name)' is no list of attributes, so nothing is done for it; write [\"PatientName\", \"0010-0020\"]")
            return []
        }
        return values.compactMap { value in
            if let name = value.string { return (name, value.line) }
            draft.note(value.line, "an entry of '\(member.name)' is no text, so nothing is done for it; write an attribute, as \"PatientName\"")
            return nil
        }
    }

    private func replacements(_ member: JSONReader.Member?) -> [JSONReader.Member] {
        guard let member else { return [] }
        if let members = member.value.members { return members }
        draft.note(member.line, "'Replace' is no object, so nothing is done for it; write {\"PatientName\": \"value\"}")
        return []
    }

    // MARK: - Attributes

    private enum Operation {
        case remove
        case replace(JSONReader.Value)
        case keep
    }

    private func apply(_ named: (name: String, line: Int), _ operation: Operation, _ creator: String?) {
        let line = named.line
        switch OrthancPath.meaning(of: named.name) {
        case .nothing(let why):
            draft.note(line, "\(why), so nothing is done for it and the Basic Profile decides; write a rule for the attribute that is meant")
        case .privateElement(let tag): privateElement(tag, operation, creator, line)
        case .attribute(let selector, let tag, let isOneItem):
            if ReservedAttribute.isWrittenByProgram(tag) {
                draft.note(line, "the program writes such an attribute itself, by what it really does; the request's line is not used")
                return
            }
            if isOneItem { draft.note(line, "a path means all items of a sequence here, not the one of that number") }
            guard let action = action(operation, tag, line) else { return }
            draft.add(selector, action, line: line)
        }
    }

    /// The number of a private element names no creator, and its block differs from file to file.
    private func privateElement(_ tag: AttributeTag, _ operation: Operation, _ creator: String?, _ line: Int) {
        if case .remove = operation { return }
        guard let creator, !creator.isEmpty, creator.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C }), tag.group > 0x0008,
            tag.element >= 0x1000
        else {
            draft.note(
                line,
                "\(tag) is private and named without its creator, so nothing is done for it and private elements are removed; write a rule as "
                    + "(\(tag.description.dropFirst().prefix(4)),\"CREATOR\",\(tag.description.dropLast().suffix(2)))"
            )
            return
        }
        let selector = "(\(tag.description.dropFirst().prefix(4)),\"\(creator)\",\(tag.description.dropLast().suffix(2)))"
        if case .keep = operation {
            draft.note(line, "the creator of the private element is taken from 'PrivateCreator'; check that it is the one that is meant")
            draft.add(selector, .keep, line: line)
        } else {
            draft.note(line, "a value for a private element cannot be carried over; the element is removed")
            draft.add(selector, .remove, line: line)
        }
    }

    private func action(_ operation: Operation, _ tag: AttributeTag, _ line: Int) -> ImportedAction? {
        let vr = DataDictionary.entry(for: tag)?.vr
        switch operation {
        case .remove: return .remove
        case .keep:
            if vr == .UI {
                draft.note(line, ImportDraft.keptUID)
                return nil
            }
            if vr == .SQ { draft.note(line, ImportDraft.keptSequence) }
            return .keep
        case .replace(let value): return replaced(value, tag, vr, line)
        }
    }

    private func replaced(_ value: JSONReader.Value, _ tag: AttributeTag, _ vr: ValueRepresentation?, _ line: Int) -> ImportedAction {
        if tag == .patientID || tag == .patientName {
            draft.note(
                line,
                "a request names the ID and name of one patient, a profile is for all; instead comes each patient's pseudonym, and the crosswalk in "
                    + "the state folder has both"
            )
            return .pseudonym
        }
        if vr == .UI {
            draft.note(line, "UIDs go through the project's map, the same for all files; one UID for all would make them one")
            return .hashUID
        }
        if value.string?.isEmpty == true { return .empty }
        draft.note(line, "an attribute that is absent is not added; where it is present its value is replaced")
        if let text = value.string, !text.hasPrefix("data:"), let action = ImportDraft.replacement(text, for: tag) { return action }
        return draft.fallback(line, tag, "a value that the attribute's VR cannot hold, or that is no text,")
    }
}

/// An attribute as a request names it: `PatientName`, `0010-0010`, `(0010,0010)`, `RequestAttributesSequence[0].0020-000d`.
enum OrthancPath {
    case attribute(selector: String, AttributeTag, isOneItem: Bool)
    case privateElement(AttributeTag)
    /// Why it means nothing here.
    case nothing(String)

    static func meaning(of name: String) -> Self {
        var steps: [AttributeTag] = []
        var isOneItem = false
        let parts = name.split(separator: ".", omittingEmptySubsequences: false).map { trimmed(String($0)) }
        for (index, part) in parts.enumerated() {
            let isLast = index == parts.count - 1
            let open = part.firstIndex(of: "[")
            let item = open.map { trimmed(String(part[part.index(after: $0)...])) }
            guard let tag = attribute(trimmed(String(part[..<(open ?? part.endIndex)]))) else {
                return .nothing("'\(name)' is no attribute of PS3.6")
            }
            if isLast {
                guard open == nil else { return .nothing("'\(name)' ends with an item, not with an attribute") }
            } else {
                guard let item, item.hasSuffix("]"), DataDictionary.entry(for: tag).map({ $0.vr == .SQ }) ?? tag.isPrivate else {
                    return .nothing("'\(name)' is no path of the form Sequence[0].Attribute")
                }
                let number = trimmed(String(item.dropLast()))
                guard number == "*" || UInt32(number) != nil else { return .nothing("'\(name)' has no number or * for an item") }
                isOneItem = isOneItem || number != "*"
            }
            steps.append(tag)
        }
        if steps.count == 1, steps[0].isPrivate { return .privateElement(steps[0]) }
        if steps.contains(where: \.isPrivate) { return .nothing("'\(name)' goes through a private element, for which a path has no word") }
        return .attribute(selector: steps.map(ImportDraft.selector).joined(separator: "/*/"), steps[steps.count - 1], isOneItem: isOneItem)
    }

    private static func attribute(_ name: String) -> AttributeTag? {
        var name = name
        // DCMTK's dictionary, which Orthanc asks, marks what is retired.
        if name.hasPrefix("RETIRED_") { name.removeFirst("RETIRED_".count) }
        return AttributeTag(name.replacing("-", with: ",")) ?? DataDictionary.tag(forKeyword: name)
    }
}
