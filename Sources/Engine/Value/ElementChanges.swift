// SPDX-License-Identifier: Apache-2.0

internal import CharacterSets
internal import DICOMModel
internal import Profiles
internal import Pseudonyms
internal import Standard

/// The single actions. Whatever cannot be done as asked ends in an empty or dummy value, never in the old one.
extension ElementContext {
    func empty(_ reason: Reason) -> Decision {
        if node.kind == .sequence { return Decision(.empty, .items([]), reason) }
        return node.length == 0 ? .keep(reason) : Decision(.empty, .value([], outputVR), reason)
    }

    func dummy(_ reason: Reason) -> Decision {
        if vr == .SQ { return Decision(.dummy, .items(DummyValues.items(for: tag)), reason) }
        if node.length == 0, !node.flags.contains(.large) { return .keep(reason) }
        if vr == .UI || node.vr == .UI { return mapUIDs(reason) }
        if tag == .encapsulatedDocument {
            let mimeType = instance.dataSet.text(.mimeTypeOfEncapsulatedDocument, in: item) ?? ""
            return Decision(.dummy, .value(DummyDocument.bytes(mimeType: mimeType), .OB), reason)
        }
        guard let bytes = DummyValues.value(for: tag, outputVR) else { return .remove(reason) }
        return Decision(.dummy, .value(bytes, outputVR), reason)
    }

    /// Every value through the map; registered UIDs stay.
    func mapUIDs(_ reason: Reason) -> Decision {
        if node.flags.contains(.large) { return .remove(reason) }
        let originals = instance.dataSet.uids(at: index)
        let mapped = originals.map { $0.isEmpty ? "" : instance.mapped($0) }
        if mapped == originals { return .keep(originals.allSatisfy(\.isEmpty) ? reason : .registeredUID) }
        return Decision(.hashUID, .value(Array(mapped.joined(separator: "\\").utf8), .UI), reason)
    }

    func hash(length: Int?, _ reason: Reason) -> Decision {
        let original = trimmed(instance.decoded(index))
        guard !original.isEmpty else { return empty(reason) }
        let limit = outputVR.maximumCharacters ?? 16
        return set(instance.identity.hash(original, length: min(length ?? 16, limit)), .hash, reason)
    }

    /// The first character of every word stays.
    func mask(_ reason: Reason) -> Decision {
        guard outputVR.isText, outputVR != .UI, !node.flags.contains(.large) else { return dummy(reason) }
        var isInside = false
        let masked = trimmed(instance.decoded(index)).map { character -> Character in
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

    /// Icons stay out unless they can be made anew.
    func rebuildIcon(_ reason: Reason) -> Decision {
        guard item == 0, let icon = IconImage(instance.dataSet, instance.large).item() else { return .remove(reason) }
        return Decision(.replace, .items([icon]), reason)
    }

    /// A private value of a known format, without its texts; `nil` where it does not read as one.
    func rebuildForm(_ reason: Reason) -> Decision? {
        guard let owner = shape.owner else { return nil }
        let value: [UInt8]?
        if node.flags.contains(.large) {
            value = node.length <= PrivateFormat.mostBytes ? instance.large.read(index, 0, node.length) : nil
        } else {
            value = Array(instance.dataSet.value(of: index))
        }
        guard let value, let cleaned = PrivateFormat.cleaned(value, group: tag.group, owner: owner) else { return nil }
        return cleaned == value && !node.flags.contains(.large) ? .keep(reason) : Decision(.clean, .value(cleaned, node.vr), reason)
    }

    // MARK: - New values

    /// Writes text as the whole value, cut to what the VR holds. A pseudonym that is cut is another one: where the attribute's own VR holds more than
    /// the one of the file, it is taken.
    private func set(_ text: String, _ action: ActionName, _ reason: Reason) -> Decision {
        guard node.kind == .element, outputVR.isText else { return dummy(reason) }
        let isCut = outputVR.maximumCharacters.map { text.unicodeScalars.count > $0 } ?? false
        let vr = isCut && self.vr.isText && self.vr.maximumCharacters ?? .max > outputVR.maximumCharacters ?? .max ? self.vr : outputVR
        return written(vr.maximumCharacters.map { String(text.unicodeScalars.prefix($0)) } ?? text, vr, action, reason)
    }

    func setPseudonym(_ reason: Reason) -> Decision { set(instance.pseudonym(in: item), .pseudonym, reason) }

    func written(
        _ text: String, _ vr: ValueRepresentation, _ action: ActionName, _ reason: Reason, findings: [TextFinding]? = nil
    ) -> Decision {
        let (bytes, isUnicode) = instance.encoded(text, vr, at: index)
        return Decision(action, .value(bytes, vr), reason, findings: findings, isUnicode: isUnicode)
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
        return written(changed.joined(separator: "\\"), outputVR, isTransformed ? action : .empty, reason)
    }

    func trimmedValues() -> [String] { Self.values(of: index, instance) }

    static func values(of index: Int, _ instance: InstanceContext) -> [String] {
        let text = instance.decoded(index)
        guard text.utf8.contains(UInt8(ascii: "\\")) else { return [trimmed(text)] }
        return text.split(separator: "\\", omittingEmptySubsequences: false).map { trimmed(String($0)) }
    }
}
