// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Standard

extension ConfidentialityProfile {
    /// The options that would change what happens to an element, as far as the tables tell without its value.
    ///
    /// One that the profile has is among them where it decided: it changes the action by being left out.
    func optionsThatChange(_ tag: AttributeTag, vr: ValueRepresentation, isListedPrivate: Bool, reason: Reason) -> [ProfileOption] {
        switch reason {
        case .rule, .structure, .gate, .notAllowed, .required, .registeredUID, .unknownElement, .personName, .certainFind: return []
        case .privateElement: return isListedPrivate && appliesBasicProfile && !removesUnnamed ? [.retainSafePrivate] : []
        case .safePrivate:
            let dates: [ProfileOption] = vr == .DA || vr == .DT ? [.retainLongFullDates, .retainLongModifiedDates] : []
            return sorted((options.contains(.retainSafePrivate) ? [.retainSafePrivate] : []) + dates)
        case .option(let option): return sorted([option] + others(tag, vr, besides: option))
        case .table, .supplement, .instanceUID, .notListed: return sorted(others(tag, vr, besides: nil))
        }
    }

    private func others(_ tag: AttributeTag, _ vr: ValueRepresentation, besides used: ProfileOption?) -> [ProfileOption] {
        guard appliesBasicProfile, !removesUnnamed else { return [] }
        if let row = ConfidentialityTable.row(for: tag) {
            return ProfileOption.allCases.filter { option in
                guard option != used, !options.contains(option), OptionCheck.supported.contains(option), let action = row.options[option] else {
                    return false
                }
                return action == .keep || option.canCleanElement(vr, tag)
            }
        }
        guard let row = SupplementaryTable.row(for: tag) else {
            return vr == .DA || vr == .DT ? dateOptions(tag).filter { $0 != used } : []
        }
        let possible: [ProfileOption] =
            switch row.action {
            case .remove where row.role == .date && [.DA, .DT, .TM].contains(row.vr): dateOptions(tag)
            case .mapUID: [.retainUIDs]
            case .text, .code: [.cleanDescriptors]
            case .structuredText: [.cleanStructuredContent]
            case .remove where row.retainOption != nil: [row.retainOption!]
            case .removeUnlessRetainPatientCharacteristics: [.retainPatientCharacteristics]
            case .keep, .keepAndReport, .remove, .search: []
            }
        return possible.filter { $0 != used && !options.contains($0) }
    }

    /// What no patient owns is never moved.
    private func dateOptions(_ tag: AttributeTag) -> [ProfileOption] {
        DateOwner.owner(of: tag) == .patient ? [.retainLongFullDates, .retainLongModifiedDates] : [.retainLongFullDates]
    }

    private func sorted(_ options: [ProfileOption]) -> [ProfileOption] {
        Set(options).sorted { $0.method.codeValue < $1.method.codeValue }
    }
}

extension ProfileOption {
    /// Whether the option's `C` has a way to clean such an element.
    fileprivate func canCleanElement(_ vr: ValueRepresentation, _ tag: AttributeTag) -> Bool {
        switch self {
        case .retainLongModifiedDates: [.DA, .DT, .TM, .SQ].contains(vr) && DateOwner.owner(of: tag) == .patient || tag.number == 0x0008_0201
        case .cleanGraphics: tag.number == 0x0070_0001
        case .cleanStructuredContent, .cleanDescriptors, .retainPatientCharacteristics: vr == .SQ || vr == .CS || vr.isFreeText
        default: false
        }
    }
}
