// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Engine
internal import Reports
internal import Standard

/// What the files hold by class of information, and by level of GB/T 39725-2020.
///
/// The levels there: 1 may be public, 2 identifies nobody, 3 may identify somebody with other knowledge, 4 identifies directly, 5 special diseases
/// and what else the law protects most. Level 5 is not seen in a header; whoever knows that an export is about such a disease has to say so.
enum InformationKind: String, CaseIterable {
    case direct = "direct-identifiers"
    case quasi = "quasi-identifiers"
    case health = "health-facts"
    case technical = "technical"

    var rule: String {
        switch self {
        case .direct: "names of persons (PN), UIDs that no registry lists, and the core attributes that identify or link directly or name staff"
        case .quasi:
            "dates, times and ages (DA, DT, TM, AS), the core attributes that narrow down or name the device, and what the risk figures count"
        case .health: "other text (LO SH ST LT UT UC), and private or unknown elements, whose meaning nobody promises"
        case .technical: "everything else: numbers, codes of closed lists, pixel descriptions"
        }
    }

    init(_ row: PlanRow) {
        let tag = AttributeTag(number: row.tag)
        let group = CoreAttribute.all.first { $0.tag == tag }?.group
        let isRegistered = row.vr == "UI" && row.reason == Reason.registeredUID.description
        self =
            switch (row.vr, group) {
            // Of the core attributes that link, two are dates and times.
            case ("DA", _), ("DT", _), ("TM", _), ("AS", _): .quasi
            case ("PN", _), (_, .direct), (_, .linkage), (_, .staff): .direct
            case ("UI", _): isRegistered ? .technical : .direct
            case (_, .quasi), (_, .device): .quasi
            default:
                if QuasiIdentifiers.keywords.contains(row.keyword) {
                    .quasi
                } else if ["LO", "SH", "ST", "LT", "UT", "UC"].contains(row.vr) || row.block != nil || row.isUnknown {
                    .health
                } else {
                    .technical
                }
            }
    }
}

extension ReportBuilder {
    func classes(_ tally: PlanTally) -> [ReportDocument.InformationClass] {
        var before: [InformationKind: Set<String>] = [:], after = before
        for (id, count) in tally.counts where count.filled > 0 {
            guard let row = tally.rows[id], row.action != "add", row.vr != "SQ" else { continue }
            let kind = InformationKind(row)
            before[kind, default: []].insert(row.path)
            // Pseudonyms, hashes, mapped UIDs, moved dates and constants of the profile hold nothing of the value.
            if let action = ActionName(rawValue: row.action), [.keep, .clean, .generalize, .mask].contains(action) {
                after[kind, default: []].insert(row.path)
            }
        }
        let namesSomebodyBefore = before[.direct] != nil, namesSomebodyAfter = after[.direct] != nil
        return InformationKind.allCases.map { kind in
            let counts = (before[kind]?.count ?? 0, after[kind]?.count ?? 0)
            return .init(
                name: kind.rawValue, rule: kind.rule, attributesBefore: counts.0, attributesAfter: counts.1,
                levelBefore: level(kind, counts.0, beside: namesSomebodyBefore), levelAfter: level(kind, counts.1, beside: namesSomebodyAfter))
        }
    }

    /// Facts beside a name are facts about somebody.
    private func level(_ kind: InformationKind, _ attributes: Int, beside name: Bool) -> Int {
        guard attributes > 0 else { return 0 }
        return switch kind {
        case .direct: 4
        case .quasi: name ? 4 : 3
        case .health: name ? 4 : 2
        case .technical: 2
        }
    }
}
