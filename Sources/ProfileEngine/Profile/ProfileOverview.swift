// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Standard

/// One line of a profile's overview.
public struct OverviewRow: Sendable, Hashable {
    /// As published: `(0010,0010)`, `(60xx,3000)`.
    public let tag: String
    public let keyword: String
    public let name: String
    /// A code of PS3.15, or the name of an action.
    public let action: String
    public let reason: String
}

extension ConfidentialityProfile {
    /// What the profile does with every attribute that a table or a rule names, at the top level and without conditions.
    public func overview() -> [OverviewRow] {
        var result: [OverviewRow] = []
        if appliesBasicProfile && !removesUnnamed {
            result += ConfidentialityTable.rows.map { row in
                let (action, reason) = decision(row)
                return OverviewRow(
                    tag: row.publishedTag, keyword: row.keyword, name: row.name, action: row.joinedAction(action), reason: reason.description)
            }
            result += SupplementaryTable.rows.map { row in
                let (action, reason) = decision(row)
                return OverviewRow(
                    tag: row.tag.description, keyword: row.keyword, name: DataDictionary.entry(for: row.tag)?.keyword ?? row.keyword,
                    action: action, reason: reason.description)
            }
        }
        let ruled = rules.compactMap { rule -> OverviewRow? in
            guard case .element(let selector, let action) = rule.target else { return nil }
            let (tag, keyword) = selector.label
            var label = action.label
            if case .tag(let tag) = selector, let row = ConfidentialityTable.row(for: tag) { label = row.joinedAction(label) }
            return OverviewRow(
                tag: tag, keyword: keyword, name: rule.because ?? "", action: label + (rule.conditions.isEmpty ? "" : " (when)"),
                reason: Reason.rule(profile: rule.profile, line: rule.line).description)
        }
        let replaced = Set(rules.filter(\.conditions.isEmpty).compactMap { rule -> String? in
            guard case .element(.tag(let tag), _) = rule.target else { return nil }
            return tag.description
        })
        return result.filter { !replaced.contains($0.tag) } + ruled + rest()
    }

    /// What happens to all that no row names.
    private func rest() -> [OverviewRow] {
        func row(_ tag: String, _ action: String, _ reason: Reason) -> OverviewRow {
            OverviewRow(tag: tag, keyword: "", name: "", action: action, reason: reason.description)
        }
        if removesUnnamed {
            return ["StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID"].map { keyword in
                let tag = DataDictionary.tag(forKeyword: keyword)!
                return OverviewRow(tag: tag.description, keyword: keyword, name: "", action: "U", reason: Reason.instanceUID.description)
            } + [row("all others", "X", .notAllowed)]
        }
        return [
            options.contains(.retainSafePrivate)
                ? row("private", "K", .safePrivate(list: privateLists.map(\.name).joined(separator: ", "))) : nil,
            row(options.contains(.retainSafePrivate) ? "private, others" : "private", "X", .privateElement),
            row("PN", "X", .personName), row("UI", "U", .instanceUID), row("unknown", "X", .unknownElement), row("all others", "K", .notListed),
        ].compactMap { $0 }
    }

    private func decision(_ row: ConfidentialityRow) -> (String, Reason) {
        let asked = orderedOptions.filter { row.options[$0] != nil }
        if let option = asked.first(where: { row.options[$0] == .clean }) {
            return option.canClean(row) ? ("C", .option(option)) : (row.basic.rawValue, .table)
        }
        if let option = asked.first { return ("K", .option(option)) }
        return (row.basic.rawValue, .table)
    }

    private func decision(_ row: SupplementaryRow) -> (String, Reason) {
        switch row.action {
        case .keep where row.role == .classOrRegistryUID: return ("K", .registeredUID)
        case .keep, .keepAndReport, .search: return ("K", .notListed)
        case .mapUID: return ("U", .supplement)
        case .remove where row.role == .date && [.DA, .DT, .TM].contains(row.vr):
            if options.contains(.retainLongFullDates) { return ("K", .option(.retainLongFullDates)) }
            return options.contains(.retainLongModifiedDates) && DateOwner.owner(of: row.tag) == .patient ? ("C", .option(.retainLongModifiedDates)) : ("X", .supplement)
        case .remove:
            if let option = row.retainOption, options.contains(option) { return ("K", .option(option)) }
            return ("X", .supplement)
        case .removeUnlessRetainPatientCharacteristics:
            return options.contains(.retainPatientCharacteristics) ? ("K", .option(.retainPatientCharacteristics)) : ("X", .supplement)
        case .code: return options.contains(.cleanDescriptors) ? ("C", .option(.cleanDescriptors)) : ("K", .notListed)
        case .text: return options.contains(.cleanDescriptors) ? ("C", .option(.cleanDescriptors)) : ("X", .supplement)
        case .structuredText: return options.contains(.cleanStructuredContent) ? ("C", .option(.cleanStructuredContent)) : ("D", .supplement)
        }
    }

    /// Rules that keep what the Basic Profile protects.
    public func warnings() -> [ProfileError] {
        rules.compactMap { rule in
            guard appliesBasicProfile, case .element(let selector, .table(.keep)) = rule.target, case .tag(let tag) = selector,
                let row = ConfidentialityTable.row(for: tag)
            else { return nil }
            return ProfileError(
                profile: rule.profile, line: rule.line, column: 1,
                "warning: this keeps \(row.keyword), which the Basic Profile protects with \(row.basic.rawValue). A release under this profile still claims code 113100.")
        }
    }
}

extension ConfidentialityRow {
    /// Attributes that join instances or orders get a pseudonym where the table would empty or replace them.
    fileprivate func joinedAction(_ action: String) -> String {
        guard ["Z", "D", "Z/D"].contains(action) else { return action }
        if ["PatientName", "PatientID"].contains(keyword) { return "pseudonym" }
        return isJoined ? "hash" : action
    }

    private var isJoined: Bool {
        [
            "AccessionNumber", "StudyID", "PlacerOrderNumberImagingServiceRequest", "FillerOrderNumberImagingServiceRequest", "RequestedProcedureID",
            "PerformedProcedureStepID", "ScheduledProcedureStepID",
        ].contains(keyword)
    }
}

extension ProfileOption {
    fileprivate func canClean(_ row: ConfidentialityRow) -> Bool {
        guard let vr = row.vr else { return false }
        return switch self {
        case .retainLongModifiedDates: [.DA, .DT, .TM, .SH, .SQ].contains(vr) && row.tag.map { DateOwner.owner(of: $0) == .patient } != false
        case .cleanGraphics: row.keyword == "GraphicAnnotationSequence"
        case .cleanStructuredContent, .cleanDescriptors, .retainPatientCharacteristics: vr == .SQ || vr == .CS || vr.isFreeText
        default: false
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
            ("path", steps.map { step in
                if case .tag(let tag) = step { return DataDictionary.entry(for: tag)?.keyword ?? tag.description }
                return "**"
            }.joined(separator: "/"))
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
