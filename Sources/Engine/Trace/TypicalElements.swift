// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Identifiers
internal import Profiles
internal import Pseudonyms
internal import Standard

/// Runs the engine over one element at a time, with a value such as its attribute usually has, for the overview of a profile.
struct TypicalElements {
    private let profile: ConfidentialityProfile
    private let engine: ConfidentialityEngine

    init(profile: ConfidentialityProfile) {
        self.profile = profile
        // What pseudonyms and shifts come out is not shown.
        engine = ConfidentialityEngine(profile: profile, identity: ProjectIdentity(siteKey: SiteKey(1...32)!, project: "overview"))
    }

    func row(_ tag: AttributeTag, _ published: String, _ keyword: String, _ name: String) -> OverviewRow {
        let decisions = self.decisions(tag)
        return row(published, keyword, name, decisions + (goes(tag, decisions[0]).map { [.remove(.goesWith($0))] } ?? []))
    }

    private func decisions(_ tag: AttributeTag) -> [Decision] {
        [AttributeType.type3, .type2, .type1].filter { $0 == .type3 || AttributeTypeTable.types(of: tag).contains($0) }.map { decision(tag, $0) }
    }

    /// What the attribute would go with; `nil` where that stays, or nothing of the kind is in any IOD.
    private func goes(_ tag: AttributeTag, _ decision: Decision) -> AttributeTag? {
        guard !decision.reason.isRule, !AttributeTypeTable.types(of: tag).isEmpty, let need = DependentAttributes.need(of: tag, inside: nil) else {
            return nil
        }
        return need.tags.first { needed in
            decisions(needed).contains {
                $0.change == .remove || need.asksForValue && $0.change == .value([], DataDictionary.entry(for: needed)?.vr ?? .UN)
            }
        }
    }

    /// What happens to all that no row names, by kind of value.
    func others(besides seen: Set<AttributeTag>) -> [OverviewRow] {
        var result: [OverviewRow] = []
        if profile.removesUnnamed {
            result += [AttributeTag.sopClassUID, .studyInstanceUID, .seriesInstanceUID, .sopInstanceUID].filter { !seen.contains($0) }.map { tag in
                row(tag, tag.description, DataDictionary.entry(for: tag)?.keyword ?? "", "")
            }
        }
        let blank = AttributeTag(0x0029, 0x1001)
        if profile.options.contains(.retainSafePrivate), !profile.removesUnnamed {
            let lists = profile.privateLists.map(\.name).joined(separator: ", ")
            result.append(
                OverviewRow(tag: "private, listed", keyword: "", name: "", action: "K", reason: Reason.safePrivate(list: lists).description))
        }
        result.append(row("private", "", "", [decision(blank, .type3)]))
        result.append(row("unknown", "", "", [decision(AttributeTag(0x0012, 0x1234), .type3)]))
        for (label, vrs) in Self.kinds {
            guard let tag = DataDictionary.all.first(where: { isUnlisted($0.tag, vrs) && !seen.contains($0.tag) })?.tag else { continue }
            let types: [AttributeType] = profile.removesUnnamed ? [.type3, .type2, .type1] : [.type3]
            result.append(row(label, "", "", types.map { decision(tag, $0) }))
        }
        return result
    }

    private static let kinds: [(String, Set<ValueRepresentation>)] = [
        ("PN", [.PN]), ("UI", [.UI]), ("dates", [.DA, .DT]), ("times", [.TM]), ("text", [.LO, .SH, .ST, .LT, .UT, .UC]), ("coded strings", [.CS]),
        ("numbers", [.DS, .IS, .FD, .FL, .US, .SS, .UL, .SL]), ("sequences", [.SQ]),
    ]

    private func isUnlisted(_ tag: AttributeTag, _ vrs: Set<ValueRepresentation>) -> Bool {
        guard tag.group >= 0x0010, !tag.isPrivate, let entry = DataDictionary.entry(for: tag), vrs.contains(entry.vr), !entry.isRetired else {
            return false
        }
        let facts = engine.tree.facts(tag)
        return facts.row == nil && facts.supplement == nil && (entry.vr == .CS || DefinedTerms.terms(of: tag) == nil)
            && !facts.rules.contains { if case .element(.tag, _) = profile.rules[$0].target { true } else { false } }
    }

    private func row(_ published: String, _ keyword: String, _ name: String, _ decisions: [Decision]) -> OverviewRow {
        var actions: [String] = []
        for decision in decisions {
            let label = label(decision)
            if !actions.contains(label) { actions.append(label) }
        }
        return OverviewRow(
            tag: published, keyword: keyword, name: name, action: actions.joined(separator: "/"), reason: decisions[0].reason.description)
    }

    private func decision(_ tag: AttributeTag, _ type: AttributeType) -> Decision {
        var builder = DataSetBuilder()
        builder.add(.sopClassUID, .UI, "1.2.840.10008.5.1.4.1.1.2")
        let vr = DataDictionary.entry(for: tag)?.vr ?? .LO
        if vr == .SQ {
            builder.addSequence(tag, items: [{ $0.add(.referencedSOPInstanceUID, .UI, "1.2.3.4") }])
        } else {
            builder.add(tag, vr, Self.value(of: tag, vr))
        }
        let dataSet = builder.build()
        return engine.decision(on: dataSet.nodes.lastIndex { $0.tag == tag }!, in: dataSet, assuming: type)
    }

    static func value(of tag: AttributeTag, _ vr: ValueRepresentation) -> String {
        if let term = DefinedTerms.terms(of: tag)?.min() { return term }
        return switch vr {
        case .DA: "20130404"
        case .DT: "20130404101500"
        case .TM: "101500"
        case .AS: "041Y"
        case .UI: tag == .sopClassUID ? "1.2.840.10008.5.1.4.1.1.2" : "1.2.3.4.5.6"
        case .DS, .IS: "7"
        case .US, .SS, .UL, .SL, .UV, .SV, .FL, .FD, .AT: "\u{7}\0\0\0\0\0\0\0"
        case .CS: "OTHER"
        case .PN: "Nobody^Known"
        case .SH where tag.number == 0x0008_0201: "+0100"
        default: tag.number == 0x0018_1020 ? "1.2" : "abcdefgh"
        }
    }

    /// A code of PS3.15 where there is one.
    private func label(_ decision: Decision) -> String {
        switch decision.action {
        case .remove: "X"
        case .empty: "Z"
        case .dummy: "D"
        case .hashUID: "U"
        case .clean: "C"
        // Kept only since there was nothing to clean in this value.
        case .keep: decision.findings == nil ? "K" : "C"
        case .shiftDate: if case .option = decision.reason { "C" } else { decision.action.rawValue }
        default: decision.action.rawValue
        }
    }
}

extension ConfidentialityEngine {
    /// What rules and tables decide on one element if it has that Type; the gate is left out.
    fileprivate func decision(on index: Int, in dataSet: DataSet, assuming type: AttributeType) -> Decision {
        let instance = self.instance(dataSet)
        instance.prepare(identifiers(of: instance, Identity(dataSet, kept: [])))
        let node = dataSet.nodes[index]
        let shape = ElementShape(
            file: instance.shape, path: [], tag: node.tag, vr: node.vr, kind: node.kind, flags: node.flags, facts: tree.facts(node.tag),
            assuming: type
        )
        return ElementContext(index: index, item: 0, decided: DecidedShape(shape, number: -1, profile), instance: instance).decide()
    }
}
