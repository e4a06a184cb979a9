// SPDX-License-Identifier: Apache-2.0

internal import CharacterSets
internal import DICOMModel

extension ActionPlan {
    /// Moves the whole file to ISO_IR 192 where a new value does not fit its set, or the set is none of the standard's.
    mutating func moveToUnicodeIfNeeded(_ subject: Subject) {
        guard !subject.unicodeNodes.isEmpty || !subject.characterSet.isKnown else { return }
        let dataSet = subject.dataSet
        for (index, node) in dataSet.nodes.enumerated() where node.kind == .element {
            if node.tag == .specificCharacterSet {
                if decisions[index].change != .remove { decisions[index] = .remove(.structure) }
                continue
            }
            guard node.vr.usesSpecificCharacterSet else { continue }
            switch decisions[index].change {
            case .none where node.flags.contains(.large): decisions[index] = .remove(.structure)
            case .none: move(index, dataSet.value(of: index), node.vr, subject)
            case .value(let bytes, let vr) where !subject.unicodeNodes.contains(index): move(index, bytes[...], vr, subject)
            default: break
            }
        }
        insertions.append(Template(.specificCharacterSet, .CS, "ISO_IR 192"))
    }

    private mutating func move(_ index: Int, _ bytes: ArraySlice<UInt8>, _ vr: ValueRepresentation, _ subject: Subject) {
        guard bytes.contains(where: { $0 >= 0x80 || $0 == 0x1B }) else { return }
        let text = subject.characterSet(at: index).decodeLeniently(bytes, as: vr)
        decisions[index] = Decision(decisions[index].action, .value(Array(trimmed(text).utf8), vr), decisions[index].reason)
    }
}
