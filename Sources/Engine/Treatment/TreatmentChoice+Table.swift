// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Profiles
internal import Pseudonyms
internal import Standard

extension TreatmentChoice {
    /// What no rule names and no maker owns.
    func unnamedTreatment() -> Treatment {
        if profile.removesUnnamed { return allowListTreatment() }
        let treatment = listedTreatment() ?? unlistedTreatment()
        guard options.contains(.cleanStructuredContent), StructuredContent.values.contains(tag),
            shape.path.last.map(StructuredContent.sequences.contains) == true
        else { return treatment }
        return Treatment(.contentValue(else: treatment), treatment.reason)
    }

    private func listedTreatment() -> Treatment? {
        guard profile.appliesBasicProfile else { return nil }
        return facts.row.map(tableTreatment) ?? facts.supplement.map(supplementTreatment)
    }

    /// Table E.1-1 with the options asked for.
    ///
    /// Of several options on a row the most protective wins: C before K. A retain option beats the Basic action.
    func tableTreatment(_ row: ConfidentialityRow) -> Treatment {
        let asked = orderedOptions.filter { row.options[$0] != nil }
        let otherwise = withoutCleaning(row, asked)
        for option in asked where row.options[option] == .clean {
            if let treatment = clean(option, else: otherwise) { return treatment }
        }
        return otherwise
    }

    private func withoutCleaning(_ row: ConfidentialityRow, _ asked: [ProfileOption]) -> Treatment {
        // An option that cleans but cannot do so here falls back on the Basic action, whatever another would keep.
        if let option = asked.first(where: { row.options[$0] == .keep }), !asked.contains(where: { row.options[$0] == .clean }) {
            return keep(option)
        }
        return resolve(row.basic, .table)
    }

    private func keep(_ option: ProfileOption) -> Treatment {
        let reason = Reason.option(option)
        switch vr {
        case .UI: return option == .retainUIDs ? Treatment(.keepUIDs, reason) : mapUIDs(reason)
        case .AS: return Treatment(.capAge, reason)
        case .DA, .DT, .TM: return Treatment(.keepDates, reason)
        default: break
        }
        // Whoever keeps a patient's origin and sex does not mean whatever else was typed there.
        let kept = option == .retainPatientCharacteristics ? searched(reason) : .keep(reason)
        guard vr == .CS else { return kept }
        return Treatment(.ifStray(cleanStray(reason) ?? resolve(facts.row?.basic ?? .remove, .table), else: kept), reason)
    }

    /// - Parameter otherwise: What happens to a value that the option cannot clean.
    /// - Returns: `nil` where the option has no way to clean this attribute.
    private func clean(_ option: ProfileOption, else otherwise: Treatment) -> Treatment? {
        let reason = Reason.option(option)
        switch option {
        case .retainLongModifiedDates:
            switch vr {
            case .DA, .DT, .TM: return DateOwner.owner(of: tag) == .patient ? Treatment(.shiftDates, reason) : nil
            case .SH where tag == .timezoneOffsetFromUTC: return Treatment(.ifZone(.keep(reason), else: otherwise), reason)
            case .SQ: return .keep(reason)
            default: return nil
            }
        case .cleanGraphics:
            // Graphics stay and their texts are cleaned; a bitmap of text cannot be.
            return tag == .graphicAnnotationSequence ? .keep(reason) : nil
        case .cleanStructuredContent, .cleanDescriptors, .retainPatientCharacteristics:
            return shape.kind == .sequence ? .keep(reason) : vr.isFreeText || vr == .CS ? cleanText(reason) : nil
        default:
            return nil
        }
    }

    /// Attributes that Table E.1-1 does not list, by what the supplementary table says they hold.
    func supplementTreatment(_ row: SupplementaryRow) -> Treatment {
        switch row.action {
        case .keep where row.role == .classOrRegistryUID: return keepClassUIDs()
        case .keep, .keepAndReport, .search: return searched()
        case .code: return codeTreatment()
        // Comments, descriptions and labels, like those that the table lists.
        case .text:
            guard options.contains(.cleanDescriptors) else { return .remove(.supplement) }
            return cleanText(.option(.cleanDescriptors)) ?? .remove(.supplement)
        case .structuredText:
            let dummy = resolve(.dummy, .supplement)
            guard options.contains(.cleanStructuredContent) else { return Treatment(.ifEmpty(.keep(.notListed), else: dummy), .supplement) }
            return cleanText(.option(.cleanStructuredContent)) ?? dummy
        // The birth date in another calendar is text, and no option on dates means birth dates.
        case .remove where row.role == .date && [.DA, .DT, .TM].contains(row.vr): return dateTreatment()
        case .remove: return keptBy(row.retainOption)
        case .mapUID: return mapUIDs(.supplement)
        case .removeUnlessRetainPatientCharacteristics: return keptBy(.retainPatientCharacteristics)
        }
    }

    private func keptBy(_ option: ProfileOption?) -> Treatment {
        guard let option, options.contains(option) else { return .remove(.supplement) }
        return .keep(.option(option))
    }

    /// The parts of a code. Those of a published scheme are words that everybody shares; in a scheme of the site's own anything can stand, and is
    /// text.
    private func codeTreatment() -> Treatment {
        let isTyped = tag.isOfCodingScheme || tag == AttributeTag.extendedCodeMeaning
        let own =
            isTyped && options.contains(.cleanDescriptors)
            ? cleanText(.option(.cleanDescriptors)) ?? .remove(.supplement) : searched(as: .terms)
        return Treatment(.byScheme(published: searched(as: .products), own: own), .notListed)
    }

    func dateTreatment() -> Treatment {
        if options.contains(.retainLongFullDates) { return Treatment(.keepDates, .option(.retainLongFullDates)) }
        if options.contains(.retainLongModifiedDates), DateOwner.owner(of: tag) == .patient {
            return Treatment(.shiftDates, .option(.retainLongModifiedDates))
        }
        return .remove(.supplement)
    }

    /// By the kind of value, where no table of ours has the attribute.
    private func unlistedTreatment() -> Treatment {
        guard let entry = facts.entry else { return .remove(.unknownElement) }
        if vr == .PN || shape.writtenVR == .PN || entry.vr == .PN { return .remove(.personName) }
        if vr == .UI || shape.writtenVR == .UI {
            return facts.supplement?.role == .classOrRegistryUID ? keepClassUIDs() : mapUIDs(.instanceUID)
        }
        if vr == .DA || vr == .DT { return dateTreatment() }
        if vr == .TM { return Treatment(.keepDates, .notListed) }
        if shape.kind == .element, shape.writtenVR.isText != vr.isText, shape.writtenVR != .UN { return contradiction() }
        // A profile that does not apply the table means to keep what it lists.
        if facts.row != nil { return .keep(.notListed) }
        return facts.supplement?.action == .code ? codeTreatment() : searched()
    }
}

extension SupplementaryRow {
    /// The option under which Table E.1-1 keeps attributes of this kind.
    var retainOption: ProfileOption? {
        switch role {
        case .device: .retainDeviceIdentity
        case .institution: .retainInstitutionIdentity
        default: nil
        }
    }
}
