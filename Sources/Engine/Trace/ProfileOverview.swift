// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
public import Profiles
internal import Pseudonyms
internal import Standard

/// One line of a profile's overview.
public struct OverviewRow: Sendable, Hashable {
    /// As published: `(0010,0010)`, `(60xx,3000)`.
    public let tag: String
    public let keyword: String
    public let name: String
    /// Codes of PS3.15, or names of actions; several, parted by `/`, where the Type of the attribute in its IOD decides: of Type 3, 2, 1.
    public let action: String
    public let reason: String
}

extension ConfidentialityProfile {
    /// What the profile does with every attribute that a table or a rule names, found by running the engine over one typical element of each, and
    /// what
    /// it does with the others, found in the same way. The gate can still cut a known identifier out of what stays.
    public func overview() -> [OverviewRow] {
        let engine = TypicalElements(profile: self)
        var result: [OverviewRow] = []
        var seen: Set<AttributeTag> = []
        if !removesUnnamed {
            result += ConfidentialityTable.rows.compactMap { row in
                guard let tag = row.tag ?? row.typicalTag else { return nil }
                seen.insert(tag)
                return engine.row(tag, row.publishedTag, row.keyword, row.name)
            }
            result += SupplementaryTable.rows.map { row in
                seen.insert(row.tag)
                return engine.row(row.tag, row.tag.description, row.keyword, DataDictionary.entry(for: row.tag)?.keyword ?? row.keyword)
            }
        }
        for rule in rules {
            guard case .element(let selector, let action) = rule.target else { continue }
            if case .tag(let tag) = selector, rule.conditions.isEmpty, !tag.isPrivate {
                if seen.insert(tag).inserted { result.append(engine.row(tag, tag.description, selector.label.1, rule.because ?? "")) }
                continue
            }
            let (tag, keyword) = selector.label
            result.append(
                OverviewRow(
                    tag: tag, keyword: keyword, name: rule.because ?? "", action: action.label + (rule.conditions.isEmpty ? "" : " (when)"),
                    reason: Reason.rule(profile: rule.profile, line: rule.line).description))
        }
        return result + engine.others(besides: seen)
    }

    /// Rules that keep what the Basic Profile protects, and regions that blank nothing.
    public func warnings() -> [ProfileError] {
        let idle = burnedIn == .clean ? [] : pixelText.regions
        return idle.map { region in
            ProfileError(
                profile: region.profile, line: region.line, column: 1,
                "warning: this region blanks nothing, since 'burned-in' is \(burnedIn.rawValue); write 'burned-in: clean'")
        }
            + rules.compactMap { rule in
                guard appliesBasicProfile, case .element(let selector, .table(.keep)) = rule.target, case .tag(let tag) = selector,
                    let row = ConfidentialityTable.row(for: tag)
                else { return nil }
                return ProfileError(
                    profile: rule.profile, line: rule.line, column: 1,
                    """
                    warning: this keeps \(row.keyword), which the Basic Profile protects with \(row.basic.rawValue). A \
                    release under this profile still claims code 113100.
                    """
                )
            }
    }
}

extension Selector {
    fileprivate var label: (String, String) {
        switch self {
        case .tag(let tag): (tag.description, DataDictionary.entry(for: tag)?.keyword ?? "")
        case .pattern(let value, let mask): ("pattern", "\(AttributeTag(number: value)) & \(AttributeTag(number: mask))")
        case .vr(let vr): ("VR \(vr.rawValue)", "")
        case .privateElement(let group, let creator, let offset):
            (AttributeTag(group, UInt16(offset ?? 0)).description, creator)
        case .path(let steps):
            (
                "path",
                steps.map { step in
                    if case .tag(let tag) = step { return DataDictionary.entry(for: tag)?.keyword ?? tag.description }
                    return "**"
                }.joined(separator: "/")
            )
        }
    }
}

extension RuleAction {
    fileprivate var label: String {
        switch self {
        case .table(let action): action.rawValue
        case .shiftDate: "shift-date"
        case .pseudonym: "pseudonym"
        case .hash: "hash"
        case .mask: "mask"
        case .generalize: "generalize"
        case .replace: "replace"
        case .rebuild: "rebuild"
        }
    }
}

extension ConfidentialityRow {
    /// One of the attributes of a repeating group; `nil` for private ones, which have a line of their own.
    fileprivate var typicalTag: AttributeTag? {
        switch publishedTag {
        case "(50xx,xxxx)": AttributeTag(0x5000, 0x0010)
        case "(60xx,3000)": AttributeTag(0x6000, 0x3000)
        case "(60xx,4000)": AttributeTag(0x6000, 0x4000)
        default: nil
        }
    }
}
