// SPDX-License-Identifier: Apache-2.0

internal import CharacterSets
internal import DICOMModel
internal import Profiles
internal import Pseudonyms
internal import Standard

/// Moves the whole file to ISO_IR 192 where a new value does not fit its set, or the set is none of the standard's.
struct UnicodeMove {
    private let instance: InstanceContext

    init(_ instance: InstanceContext) { self.instance = instance }

    /// - Returns: Whether the file is moved, so that it needs a new Specific Character Set.
    func apply(to decisions: inout [Decision]) -> Bool {
        guard !instance.characterSet.isKnown || decisions.contains(where: \.isUnicode) else { return false }
        let dataSet = instance.dataSet
        for (index, node) in dataSet.nodes.enumerated() where node.kind == .element {
            if node.tag == .specificCharacterSet {
                if decisions[index].change != .remove { decisions[index] = .remove(.structure) }
                continue
            }
            guard node.vr.usesSpecificCharacterSet else { continue }
            switch decisions[index].change {
            case .none where node.flags.contains(.large): decisions[index] = .remove(.structure)
            case .none: decisions[index] = moved(index, dataSet.value(of: index), node.vr, decisions[index])
            case .value(let bytes, let vr) where !decisions[index].isUnicode: decisions[index] = moved(index, bytes[...], vr, decisions[index])
            default: break
            }
        }
        return true
    }

    private func moved(_ index: Int, _ bytes: ArraySlice<UInt8>, _ vr: ValueRepresentation, _ decision: Decision) -> Decision {
        guard bytes.contains(where: { $0 >= 0x80 || $0 == 0x1B }) else { return decision }
        let text = instance.characterSet(at: index).decodeLeniently(bytes, as: vr)
        return Decision(decision.action, .value(Array(trimmed(text).utf8), vr), decision.reason, findings: decision.findings, isUnicode: true)
    }
}
