// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel

extension ElementContext {
    /// Table E.1-1 with the options asked for.
    ///
    /// Of several options on a row the most protective wins: C before K. A retain option beats the Basic action.
    func tableDecision(_ row: ConfidentialityRow) -> Decision {
        let options = subject.profile.orderedOptions.filter { row.options[$0] != nil }
        for option in options where row.options[option] == .clean {
            if let decision = clean(row, option) { return decision }
        }
        // An option that cleans but cannot do so here falls back on the Basic action, whatever another would keep.
        if let option = options.first(where: { row.options[$0] == .keep }), !options.contains(where: { row.options[$0] == .clean }) {
            return keep(option)
        }
        return resolve(.table(row.basic), .table)
    }

    private func keep(_ option: ProfileOption) -> Decision {
        let reason = Reason.option(option)
        if vr == .UI, option != .retainUIDs { return mapUIDs(reason) }
        if vr == .UI, !subject.dataSet.uids(at: index).allSatisfy({ $0.isEmpty || isUID($0) }) { return mapUIDs(reason) }
        if vr == .AS { return capAge(reason) }
        if vr == .CS, strayValues.contains(true) {
            return cleanText(reason, sparing: strayValues.map { !$0 }) ?? resolve(.table(facts.row?.basic ?? .remove), .table)
        }
        if [.DA, .DT, .TM].contains(vr) { return keepValidDates(reason) }
        // Whoever keeps a patient's origin and sex does not mean whatever else was typed there.
        return option == .retainPatientCharacteristics ? searched(reason) : .keep(reason)
    }

    /// - Returns: `nil` where the option has no way to clean this attribute.
    private func clean(_ row: ConfidentialityRow, _ option: ProfileOption) -> Decision? {
        let reason = Reason.option(option)
        switch option {
        case .retainLongModifiedDates:
            switch vr {
            case .DA, .DT, .TM: return DateOwner.owner(of: tag) == .patient ? shiftDates(reason) : nil
            case .SH where tag.number == 0x0008_0201:
                return isZone(Array(trimmed(subject.decoded(index)).utf8)) ? .keep(reason) : nil
            case .SQ: return .keep(reason)
            default: return nil
            }
        case .cleanGraphics:
            // Graphics stay and their texts are cleaned; a bitmap of text cannot be.
            return tag.number == 0x0070_0001 ? .keep(reason) : nil
        case .cleanStructuredContent, .cleanDescriptors, .retainPatientCharacteristics:
            return node.kind == .sequence ? .keep(reason) : vr.isFreeText || vr == .CS ? cleanText(reason) : nil
        default:
            return nil
        }
    }

    /// A date that would move with the patient's days. What a rule says of a private date is the site's own word.
    private var isPatientsDate: Bool { tag.isPrivate || DateOwner.owner(of: tag) == .patient }

    /// Carries out an action on this element.
    func resolve(_ action: RuleAction, _ reason: Reason) -> Decision {
        switch action {
        case .table(let code): resolve(code, reason)
        case .shiftDate: isPatientsDate ? shiftDates(reason) : resolve(facts.row?.basic ?? .remove, reason)
        case .pseudonym: set(subject.pseudonym(in: item), .pseudonym, reason)
        case .hash(let length): hash(length: length, reason)
        case .mask: mask(reason)
        case .generalize(let generalization): generalize(generalization, reason)
        case .replace(let text): replace(text, reason)
        // Icons stay out until the pixels have been looked at; see `PlanWalker.rebuildIcon`.
        case .rebuild: .remove(reason)
        }
    }

    private func resolve(_ code: TableAction, _ reason: Reason) -> Decision {
        switch simple(code) {
        case .remove: return .remove(reason)
        case .keep: return vr == .UI && facts.row?.basic == .mapUID && reason == .table ? mapUIDs(reason) : .keep(reason)
        case .mapUID: return node.kind == .sequence ? .keep(reason) : mapUIDs(reason)
        case .clean: return node.kind == .sequence ? .keep(reason) : cleanText(reason) ?? resolve(facts.row?.basic ?? .remove, reason)
        case .empty: return joined(reason) ?? empty(reason)
        default: return joined(reason) ?? dummy(reason)
        }
    }

    /// The part of a compound action that the attribute's Type in its IOD allows (Table E.1-1a). Without a Type the attribute goes.
    private func simple(_ code: TableAction) -> TableAction {
        guard code.isCompound else { return code }
        let type = attributeType ?? .type3
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
    private func joined(_ reason: Reason) -> Decision? {
        switch tag.number {
        case AttributeTag.patientName.number, AttributeTag.patientID.number:
            set(subject.pseudonym(in: item), .pseudonym, reason)
        case AttributeTag.accessionNumber.number, AttributeTag.studyID.number, 0x0040_2016, 0x0040_2017,
            0x0040_1001, 0x0040_0253, 0x0040_0009:
            node.vr.isText ? hash(length: nil, reason) : nil
        default: nil
        }
    }
}
