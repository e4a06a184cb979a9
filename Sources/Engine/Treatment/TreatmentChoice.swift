// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Profiles
internal import Pseudonyms
internal import Standard

/// Chooses what is done with the elements of one shape: rules first, then the tables, then what no table lists.
struct TreatmentChoice {
    let shape: ElementShape
    let profile: ConfidentialityProfile
    /// Those of the profile, or others, where it is asked what would happen then.
    let options: Set<ProfileOption>
    let orderedOptions: [ProfileOption]

    init(_ shape: ElementShape, _ profile: ConfidentialityProfile, options: Set<ProfileOption>? = nil) {
        self.shape = shape
        self.profile = profile
        self.options = options ?? profile.options
        orderedOptions = self.options.sorted { $0.method.codeValue < $1.method.codeValue }
    }

    var tag: AttributeTag { shape.tag }
    var vr: ValueRepresentation { shape.vr }
    var facts: AttributeFacts { shape.facts }

    func treatment() -> Treatment { undated(judged(chosen())) }

    private func chosen() -> Treatment {
        if let treatment = structural() { return treatment }
        if let rule = matchingRule(), case .element(_, let action) = rule.target { return treatment(rule, action) }
        if tag.isPrivate { return privateTreatment() }
        let unnamed = unnamedTreatment()
        return !shape.path.isEmpty && ReportedAge.parts.contains(tag) ? Treatment(.reportedAge(else: unnamed), unnamed.reason) : unnamed
    }

    /// What ACR-NEMA wrote in front of all else: of the file as it came, and some readers stop there.
    private static let lengthToEnd: UInt32 = 0x0008_0001

    private func structural() -> Treatment? {
        if tag.isGroupLength || tag.number == Self.lengthToEnd || tag.group < 0x0008 || tag.group == 0xFFFC || tag.group == 0xFFFE
            || tag.group == 0xFFFF
        {
            return .remove(.structure)
        }
        if shape.flags.contains(.unparsed) || ReservedAttribute.isAlwaysRemoved(tag) { return .remove(.structure) }
        switch tag {
        case .specificCharacterSet: return shape.file.isCharacterSetKnown ? .keep(.notListed) : .remove(.structure)
        case .patientIdentityRemoved, .deidentificationMethod, .deidentificationMethodCodeSequence, .longitudinalTemporalInformationModified:
            return .remove(.structure)
        default: return nil
        }
    }

    // MARK: - Rules

    private func matchingRule() -> Rule? {
        for number in facts.rules.reversed() {
            let rule = profile.rules[number]
            guard rule.matches(shape), shape.file.conditionsHold[number] else { continue }
            if rule.unlessListed,
                facts.row != nil && !tag.isPrivate || facts.supplement?.decidesWithoutValue == true || isNamedByAnotherRule(number)
            {
                continue
            }
            return rule
        }
        return nil
    }

    private func isNamedByAnotherRule(_ number: Int) -> Bool {
        facts.rules.contains { other in
            guard other != number, case .element(let selector, _) = profile.rules[other].target else { return false }
            if case .vr = selector { return false }
            return profile.rules[other].matches(shape)
        }
    }

    private func treatment(_ rule: Rule, _ action: RuleAction) -> Treatment {
        let reason = Reason.rule(profile: rule.profile, line: rule.line)
        if tag.isPrivate, action == .table(.keep) { return keptPrivate(reason) }
        if profile.removesUnnamed, action == .table(.keep), shape.kind == .element { return keptTerms(reason) }
        var treatment = resolve(action, reason)
        treatment.conforms = action != .table(.remove) && action != .table(.empty)
        if action == .table(.clean), shape.kind == .element, let owner = shape.owner, PrivateFormat.covers(group: tag.group, owner: owner) {
            return Treatment(.rebuildForm(else: treatment), reason)
        }
        return treatment
    }

    /// Carries out an action of a rule or a table on elements of this shape.
    func resolve(_ action: RuleAction, _ reason: Reason) -> Treatment {
        switch action {
        case .table(let code): resolve(code, reason)
        case .shiftDate: isPatientsDate ? Treatment(.shiftDates, reason) : resolve(facts.row?.basic ?? .remove, reason)
        case .pseudonym: Treatment(.pseudonym, reason)
        case .hash(let length): Treatment(.hash(length: length), reason)
        case .mask: Treatment(.mask, reason)
        case .generalize(let generalization): Treatment(.generalize(generalization), reason)
        case .replace(let text): Treatment(.replace(text), reason)
        case .rebuild: Treatment(.rebuildIcon, reason)
        }
    }

    /// A date that would move with the patient's days. What a rule says of a private date is the site's own word.
    private var isPatientsDate: Bool { tag.isPrivate || DateOwner.owner(of: tag) == .patient }

    func resolve(_ code: ActionCode, _ reason: Reason) -> Treatment {
        switch simple(code) {
        case .remove: return .remove(reason)
        case .keep: return vr == .UI && facts.row?.basic == .mapUID && reason == .table ? mapUIDs(reason) : .keep(reason)
        case .mapUID: return shape.kind == .sequence ? .keep(reason) : mapUIDs(reason)
        case .clean: return shape.kind == .sequence ? .keep(reason) : cleanText(reason) ?? resolve(facts.row?.basic ?? .remove, reason)
        case .empty: return joined(reason) ?? Treatment(.empty, reason)
        default: return joined(reason) ?? (vr == .UI ? mapUIDs(reason) : Treatment(.dummy, reason))
        }
    }

    /// The part of a compound action that the attribute's Type in its IOD allows (Table E.1-1a). Without a Type the attribute goes.
    private func simple(_ code: ActionCode) -> ActionCode {
        guard code.isCompound else { return code }
        let type = shape.type ?? .type3
        return switch (code, type) {
        case (.emptyOrDummy, .type1): .dummy
        case (.emptyOrDummy, _): .empty
        // Mapped references are as safe as none, and an empty sequence breaks what points to it.
        case (.removeEmptyOrMapUIDs, .type1), (.removeEmptyOrMapUIDs, .type2): .mapUID
        case (_, .type3): .remove
        case (.removeOrEmpty, _), (.removeEmptyOrDummy, .type2), (.removeEmptyOrMapUIDs, _): .empty
        default: .dummy
        }
    }

    /// Attributes that join instances or orders get a pseudonym where the table would empty or replace them.
    private func joined(_ reason: Reason) -> Treatment? {
        switch tag.number {
        case AttributeTag.patientName.number, AttributeTag.patientID.number: Treatment(.pseudonym, reason)
        case AttributeTag.accessionNumber.number, AttributeTag.studyID.number, 0x0040_2016, 0x0040_2017,
            0x0040_1001, 0x0040_0253, 0x0040_0009:
            shape.writtenVR.isText ? Treatment(.hash(length: nil), reason) : nil
        default: nil
        }
    }

    /// Every value through the map; under Retain UIDs what is a UID stays.
    func mapUIDs(_ reason: Reason) -> Treatment { Treatment(.mapUIDs(keepsUIDs: options.contains(.retainUIDs)), reason) }

    func keepClassUIDs() -> Treatment { Treatment(.keepClassUIDs(keepsUIDs: options.contains(.retainUIDs)), .supplement) }

    // MARK: - Texts

    /// - Returns: `nil` for values that are no text, or too long to be held.
    func cleanText(_ reason: Reason) -> Treatment? { shape.holdsText ? Treatment(.cleanText(wording), reason) : nil }

    /// Of terms those that are none are cleaned.
    func cleanStray(_ reason: Reason) -> Treatment? { shape.holdsText ? Treatment(.cleanStray(wording), reason) : nil }

    private var wording: Treatment.Wording {
        switch facts.supplement?.action {
        case .search: .equipment
        case .code: .byScheme
        default: .people
        }
    }

    /// What equipment writes or what is chosen from a list stays, under every profile, without what certainly names somebody.
    ///
    /// A value of an attribute with terms that is none of them is free text in disguise, and cleaned as such where an option cleans text.
    func searched(_ reason: Reason = .notListed, as kind: TechnicalText? = nil) -> Treatment {
        guard shape.kind == .element, shape.writtenVR.isText, !shape.isLarge, vr.isFreeText || [.CS, .UR, .AE].contains(vr) else {
            return .keep(reason)
        }
        // A lone word of capitals is what a coded string looks like.
        let kind = kind ?? (facts.supplement?.role == .maker || vr == .CS ? .products : .terms)
        let searched = Treatment(.search(kind), reason)
        // Beyond what is listed makers write what they like, but not in a coded string.
        guard vr == .CS || [.softwareVersions, .mimeTypeOfEncapsulatedDocument].contains(tag), options.contains(.cleanDescriptors) else {
            return searched
        }
        return Treatment(.ifStray(cleanStray(.option(.cleanDescriptors)) ?? .keep(reason), else: searched), reason)
    }

    /// What an allow-list keeps of a coded attribute: its terms, and nothing that somebody typed.
    func keptTerms(_ reason: Reason) -> Treatment {
        let searched = searched(reason)
        return shape.writtenVR.isText && !shape.isLarge ? Treatment(.ifStray(Treatment(.dropStray, reason), else: searched), reason) : searched
    }
}

extension TreatmentChoice {
    /// Options with which, or without which, another treatment would be chosen, in the order of CID 7050.
    static func optionsThatChange(_ treatment: Treatment, on shape: ElementShape, _ profile: ConfidentialityProfile) -> [ProfileOption] {
        OptionCheck.supported.filter { option in
            TreatmentChoice(shape, profile, options: profile.options.symmetricDifference([option])).treatment() != treatment
        }.sorted { $0.method.codeValue < $1.method.codeValue }
    }
}
