// SPDX-License-Identifier: Apache-2.0

internal import CharacterSets
internal import DICOMModel
internal import Standard

/// The single actions. Whatever cannot be done as asked ends in an empty or dummy value, never in the old one.
extension ElementContext {
    /// The VR to write a new value in: the file's own, unless it cannot hold text where text is meant.
    private var outputVR: ValueRepresentation { node.vr == .UN || node.kind != .element || node.vr == .SQ ? vr : node.vr }

    func empty(_ reason: Reason) -> Decision {
        if node.kind == .sequence { return Decision(.empty, .items([]), reason) }
        return node.length == 0 ? .keep(reason) : Decision(.empty, .value([], outputVR), reason)
    }

    func dummy(_ reason: Reason) -> Decision {
        if vr == .SQ { return Decision(.dummy, .items(DummyValues.items(for: tag)), reason) }
        if node.length == 0, !node.flags.contains(.large) { return .keep(reason) }
        if vr == .UI || node.vr == .UI { return mapUIDs(reason) }
        if tag == .encapsulatedDocument {
            let mimeType = subject.dataSet.text(.mimeTypeOfEncapsulatedDocument, in: item) ?? ""
            return Decision(.dummy, .value(DummyDocument.bytes(mimeType: mimeType), .OB), reason)
        }
        guard let bytes = DummyValues.value(for: tag, outputVR) else { return .remove(reason) }
        return Decision(.dummy, .value(bytes, outputVR), reason)
    }

    /// Every value through the map; registered UIDs stay.
    func mapUIDs(_ reason: Reason) -> Decision {
        if node.flags.contains(.large) { return .remove(reason) }
        let originals = subject.dataSet.uids(at: index)
        let mapped = originals.map { $0.isEmpty ? "" : subject.mapped($0) }
        if mapped == originals { return .keep(originals.allSatisfy(\.isEmpty) ? reason : .registeredUID) }
        return Decision(.hashUID, .value(Array(mapped.joined(separator: "\\").utf8), .UI), reason)
    }

    /// Like ``mapUIDs(_:)``, registered UIDs too: one that holds an identifier is none.
    func mapAllUIDs(_ reason: Reason) -> Decision {
        let mapped = subject.dataSet.uids(at: index).map { $0.isEmpty ? "" : subject.identity.uid(for: $0) }
        return Decision(.hashUID, .value(Array(mapped.joined(separator: "\\").utf8), .UI), reason)
    }

    func shiftDates(_ reason: Reason) -> Decision {
        transformValues(.shiftDate, reason) { subject.dateShift.shifted($0, vr) }
    }

    /// Dates that are kept have to be dates: text in a DA can be anything.
    func keepValidDates(_ reason: Reason) -> Decision {
        transformValues(.keep, reason) { DateShift(shiftInDays: 0).shifted($0, vr) == nil ? nil : $0 }
    }

    func capAge(_ reason: Reason) -> Decision {
        transformValues(.generalize, reason) { Age($0)?.capped.text }
    }

    func hash(length: Int?, _ reason: Reason) -> Decision {
        let original = trimmed(subject.decoded(index))
        guard !original.isEmpty else { return empty(reason) }
        let limit = outputVR.maximumCharacters ?? 16
        return set(subject.identity.hash(original, length: min(length ?? 16, limit)), .hash, reason)
    }

    /// Free text without its identifiers.
    /// - Parameter spared: Which values stay as they are, since they are terms of a closed vocabulary.
    /// - Returns: `nil` for a value that is no text, or too long to be held.
    func cleanText(_ reason: Reason, sparing spared: [Bool] = []) -> Decision? {
        guard outputVR.isText, outputVR != .UI, !node.flags.contains(.large) else { return nil }
        let originals = outputVR.separatesValues ? trimmedValues() : [trimmed(subject.decoded(index))]
        let keyword = facts.entry?.keyword ?? ""
        let isTechnical = facts.supplement?.action == .search || facts.supplement?.action == .code && isOfPublishedScheme
        let changed = originals.enumerated().map { position, text in
            text.isEmpty || position < spared.count && spared[position] || subject.isTerm(text, at: index)
                ? text : subject.text.clean(text, keyword: keyword, vr: outputVR.rawValue, isTechnical: isTechnical, known: subject.known)
        }
        if changed == originals { return .keep(reason) }
        if changed.allSatisfy(\.isEmpty) { return isRequiredText ? dummy(reason) : Decision(.clean, .value([], outputVR), reason) }
        return Decision(.clean, .value(subject.encoded(changed.joined(separator: "\\"), outputVR, at: index), outputVR), reason)
    }

    /// A private value of a known format, without its texts.
    func cleanBlob(_ owner: PrivateOwner?, _ reason: Reason) -> Decision? {
        guard node.kind == .element, !node.flags.contains(.large), let owner else { return nil }
        let value = Array(subject.dataSet.value(of: index))
        guard let cleaned = PrivateFormat.cleaned(value, group: tag.group, owner: owner) else { return nil }
        return cleaned == value ? .keep(reason) : Decision(.clean, .value(cleaned, node.vr), reason)
    }

    /// Text without which the item around it is not valid: a code's parts, and the value of a content item.
    var isRequiredText: Bool {
        [.codeValue, .codingSchemeDesignator, .codeMeaning].contains(tag) || tag.number == 0x0040_A160 || tag.number == 0x0070_0006
    }

    /// The first character of every word stays.
    func mask(_ reason: Reason) -> Decision {
        guard outputVR.isText, outputVR != .UI, !node.flags.contains(.large) else { return dummy(reason) }
        var isInside = false
        let masked = trimmed(subject.decoded(index)).map { character -> Character in
            let isWord = character.isLetter || character.isNumber
            defer { isInside = isWord }
            return isWord && isInside ? "*" : character
        }
        return set(String(masked), .mask, reason)
    }

    func replace(_ text: String, _ reason: Reason) -> Decision {
        guard vr != .SQ, vr.isText else { return dummy(reason) }
        return set(text, .replace, reason)
    }

    /// Writes text as the whole value, cut to what the VR holds.
    func set(_ text: String, _ action: ActionName, _ reason: Reason) -> Decision {
        guard node.kind == .element, outputVR.isText else { return dummy(reason) }
        let cut = outputVR.maximumCharacters.map { String(text.unicodeScalars.prefix($0)) } ?? text
        return Decision(action, .value(subject.encoded(cut, outputVR, at: index), outputVR), reason)
    }

    /// Applies `transform` to each value; one that it refuses becomes empty.
    /// - Parameter action: What the decision is called where the value changes.
    func transformValues(_ action: ActionName, _ reason: Reason, _ transform: (String) -> String?) -> Decision {
        guard !node.flags.contains(.large), vr.isText else { return empty(reason) }
        let originals = trimmedValues()
        let changed = originals.map { $0.isEmpty ? "" : transform($0) ?? "" }
        if changed == originals { return .keep(reason) }
        if changed.allSatisfy(\.isEmpty) { return Decision(.empty, .value([], outputVR), reason) }
        let isTransformed = zip(originals, changed).contains { $0 != $1 && !$1.isEmpty }
        return Decision(
            isTransformed ? action : .empty, .value(subject.encoded(changed.joined(separator: "\\"), outputVR, at: index), outputVR), reason)
    }

    func trimmedValues() -> [String] { Self.values(of: index, subject) }

    static func values(of index: Int, _ subject: Subject) -> [String] {
        subject.decoded(index).split(separator: "\\", omittingEmptySubsequences: false).map { trimmed(String($0)) }
    }
}

extension Subject {
    /// Text in the character set of the element's item where it fits; else in UTF-8, and the file moves to ISO_IR 192.
    func encoded(_ text: String, _ vr: ValueRepresentation, at index: Int) -> [UInt8] {
        if let bytes = characterSet(at: index).encode(text, as: vr) { return bytes }
        unicodeNodes.insert(index)
        return Array(text.utf8)
    }
}
