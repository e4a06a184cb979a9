// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Standard

/// Attributes that Table E.1-1 does not list, by what the supplementary table says they hold.
extension ElementContext {
    func supplementDecision(_ row: SupplementaryRow) -> Decision {
        switch row.action {
        case .keep where row.role == .classOrRegistryUID: return keepClassUIDs()
        case .keep, .keepAndReport, .search: return searched()
        case .code: return codeDecision()
        case .text: return textDecision()
        case .structuredText: return structuredTextDecision()
        // The birth date in another calendar is text, and no option on dates means birth dates.
        case .remove where row.role == .date && [.DA, .DT, .TM].contains(row.vr): return dateDecision()
        case .remove: return row.retainOption.flatMap { subject.profile.options.contains($0) ? .keep(.option($0)) : nil } ?? .remove(.supplement)
        case .mapUID: return mapUIDs(.supplement)
        case .removeUnlessRetainPatientCharacteristics:
            return subject.profile.options.contains(.retainPatientCharacteristics)
                ? .keep(.option(.retainPatientCharacteristics)) : .remove(.supplement)
        }
    }

    /// Comments, descriptions and labels, like those that the table lists.
    private func textDecision() -> Decision {
        guard subject.profile.options.contains(.cleanDescriptors) else { return .remove(.supplement) }
        return cleanText(.option(.cleanDescriptors)) ?? .remove(.supplement)
    }

    private func structuredTextDecision() -> Decision {
        if subject.profile.options.contains(.cleanStructuredContent) {
            return cleanText(.option(.cleanStructuredContent)) ?? resolve(.table(.dummy), .supplement)
        }
        return node.length == 0 ? .keep(.notListed) : resolve(.table(.dummy), .supplement)
    }

    /// Part of a code of a scheme that anybody can look up.
    var isOfPublishedScheme: Bool { PublishedCodes.isRegistered(subject.dataSet.text(.codingSchemeDesignator, in: item) ?? "") }

    /// The parts of a code. Those of a published scheme are words that everybody shares; in a scheme of the site's own anything can stand, and is
    /// text.
    func codeDecision(_ reason: Reason = .notListed) -> Decision {
        let isOwn = !isOfPublishedScheme
        let isTyped = [0x0008_0100, 0x0008_0104, 0x0008_0108, 0x0008_0119].contains(tag.number)
        guard isOwn, isTyped, reason == .notListed, subject.profile.options.contains(.cleanDescriptors) else {
            return searched(reason, as: isOwn ? .terms : .products)
        }
        return cleanText(.option(.cleanDescriptors)) ?? .remove(.supplement)
    }

    /// What equipment writes or what is chosen from a list stays, under every profile, without what certainly names somebody.
    ///
    /// A value of an attribute with terms that is none of them is free text in disguise, and cleaned as such where an option cleans text.
    func searched(_ reason: Reason = .notListed, as kind: TechnicalText? = nil) -> Decision {
        guard node.kind == .element, node.vr.isText, !node.flags.contains(.large), vr.isFreeText || [.CS, .UR, .AE].contains(vr) else {
            return .keep(reason)
        }
        // Beyond what is listed makers write what they like, but not in a coded string.
        let isStray = vr == .CS || [0x0018_1020, 0x0042_0012].contains(tag.number) ? strayValues : []
        if isStray.contains(true), subject.profile.options.contains(.cleanDescriptors) {
            return cleanText(.option(.cleanDescriptors), sparing: isStray.map { !$0 }) ?? .keep(reason)
        }
        // A lone word of capitals is what a coded string looks like.
        let kind = kind ?? (facts.supplement?.role == .maker || vr == .CS ? .products : .terms)
        let originals = node.vr.separatesValues ? trimmedValues() : [trimmed(subject.decoded(index))]
        let changed = originals.map { text -> String in
            if text.isEmpty || subject.isTerm(text, at: index) { return text }
            return subject.text.withoutCertain(text, keyword: facts.entry?.keyword ?? "", as: kind, known: subject.known)
        }
        if changed == originals { return .keep(reason) }
        if changed.allSatisfy(\.isEmpty) { return isRequiredText ? dummy(.certainFind) : Decision(.clean, .value([], node.vr), .certainFind) }
        return Decision(.clean, .value(subject.encoded(changed.joined(separator: "\\"), node.vr, at: index), node.vr), .certainFind)
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
