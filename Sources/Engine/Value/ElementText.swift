// SPDX-License-Identifier: Apache-2.0

internal import CharacterSets
internal import DICOMModel
internal import Profiles
internal import Pseudonyms
internal import Standard

/// What happens to text.
extension ElementContext {
    /// Free text without its identifiers.
    /// - Parameter spared: Which values stay as they are, since they are terms of a closed vocabulary.
    func cleanText(_ wording: Treatment.Wording, _ reason: Reason, sparing spared: [Bool] = []) -> Decision {
        let originals = outputVR.separatesValues ? trimmedValues() : [trimmed(instance.decoded(index))]
        let keyword = shape.facts.entry?.keyword ?? ""
        let isTechnical = wording == .equipment || wording == .byScheme && isOfPublishedScheme
        var findings: [TextFinding] = []
        let changed = originals.enumerated().map { position, text in
            if text.isEmpty || position < spared.count && spared[position] || instance.isTerm(text, at: index) { return text }
            let cleaned = instance.text.clean(text, keyword: keyword, vr: outputVR.rawValue, isTechnical: isTechnical, known: instance.known)
            findings += cleaned.findings
            return cleaned.text
        }
        if changed == originals { return Decision(.keep, .none, reason, findings: []) }
        return cleaned(changed, outputVR, reason, findings)
    }

    /// What certainly names somebody goes, all else stays.
    func search(_ kind: TechnicalText, _ reason: Reason) -> Decision {
        let originals = node.vr.separatesValues ? trimmedValues() : [trimmed(instance.decoded(index))]
        let keyword = shape.facts.entry?.keyword ?? ""
        var findings: [TextFinding] = []
        let changed = originals.map { text -> String in
            if text.isEmpty || instance.isTerm(text, at: index) { return text }
            let cleaned = instance.text.withoutCertain(text, keyword: keyword, as: kind, known: instance.known)
            findings += cleaned.findings
            return cleaned.text
        }
        return changed == originals ? .keep(reason) : cleaned(changed, node.vr, .certainFind, findings)
    }

    /// What is of the VR stays, and of other values the words that everybody shares.
    func keepWords(_ reason: Reason) -> Decision {
        let originals = trimmedValues()
        let keyword = shape.facts.entry?.keyword ?? ""
        let changed = originals.map { text in
            text.isEmpty || Quantity.holds(text, vr) || isRatio(text)
                ? text : instance.text.words(of: text, keyword: keyword, vr: vr.rawValue, known: instance.known)
        }
        return changed == originals ? .keep(.notListed) : cleaned(changed, node.vr == .UN ? vr : node.vr, reason, [])
    }

    /// `12.5:1`: too few digits for a day or a number that somebody was given.
    private func isRatio(_ text: String) -> Bool {
        text.utf8.allSatisfy { (0x20...0x3F).contains($0) } && text.utf8.count { (0x30...0x39).contains($0) } <= 5
    }

    private func cleaned(_ changed: [String], _ vr: ValueRepresentation, _ reason: Reason, _ findings: [TextFinding]) -> Decision {
        if changed.allSatisfy(\.isEmpty) {
            return isRequiredText ? dummy(reason) : Decision(.clean, .value([], vr), reason, findings: findings)
        }
        return written(changed.joined(separator: "\\"), vr, .clean, reason, findings: findings)
    }

    /// Text without which the item around it is not valid: a code's parts, and the value of a content item.
    var isRequiredText: Bool {
        tag.isPartOfCode || tag.number == 0x0040_A160 || tag.number == 0x0070_0006
    }
}
