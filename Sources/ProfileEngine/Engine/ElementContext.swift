// SPDX-License-Identifier: Apache-2.0

internal import CharacterSets
internal import DICOMModel
internal import Standard

/// One element on its way to a decision: rules first, then the tables, then what no table lists.
struct ElementContext {
    let index: Int
    let item: Int
    /// The sequences around it, outermost first.
    let path: [AttributeTag]
    let facts: AttributeFacts
    let subject: Subject
    /// Stands in for the Type in the IOD, where what a profile would do is asked.
    var assumedType: AttributeType?
    /// Of an element that the Data Set does not have, for which the node stands in.
    var assumedTag: AttributeTag?

    var node: DataSet.Node { subject.dataSet.nodes[index] }
    var tag: AttributeTag { assumedTag ?? node.tag }

    /// The VR that counts: the dictionary's where the file says UN or contradicts it.
    var vr: ValueRepresentation {
        guard let entry = facts.entry, node.vr != entry.vr, !entry.alternativeVRs.contains(node.vr) else { return node.vr }
        return node.kind == .sequence ? .SQ : entry.vr
    }

    func decide(_ blocks: PrivateBlocks) -> Decision {
        let decision = decideAsTold(blocks)
        return conforming(decision, isAsked: decision.reason.isAskedFor)
    }

    private func decideAsTold(_ blocks: PrivateBlocks) -> Decision {
        if let decision = structural() { return decision }
        let owner = tag.isPrivate ? blocks.owner(of: index, in: subject) : nil
        if let match = matchingRule(owner: owner) {
            if case .element(_, let action) = match.target {
                if action == .table(.clean), let decision = cleanBlob(owner, .rule(profile: match.profile, line: match.line)) { return decision }
                if tag.isPrivate, action == .table(.keep) {
                    return SafePrivateDecision(context: self, owner: owner).kept(.rule(profile: match.profile, line: match.line))
                }
                let reason = Reason.rule(profile: match.profile, line: match.line)
                if subject.profile.removesUnnamed, action == .table(.keep), node.kind == .element { return keptTerms(reason) }
                let decision = resolve(action, reason)
                return action == .table(.remove) || action == .table(.empty) ? decision : conforming(decision, isAsked: false)
            }
        }
        if tag.isPrivate { return privateDecision(owner) }
        if !path.isEmpty, let decision = ReportedAge(context: self).decision() { return decision }
        if subject.profile.removesUnnamed { return allowListDecision() }
        if path.last.map(StructuredContent.sequences.contains) == true, let decision = StructuredContent(subject)?.valueDecision(tag, item: item) {
            return decision
        }
        if subject.profile.appliesBasicProfile {
            if let row = facts.row { return tableDecision(row) }
            if let supplement = facts.supplement { return supplementDecision(supplement) }
        }
        return unlistedDecision()
    }

    private func structural() -> Decision? {
        if tag.isGroupLength || tag.group < 0x0008 || tag.group == 0xFFFC || tag.group == 0xFFFE || tag.group == 0xFFFF { return .remove(.structure) }
        if node.flags.contains(.unparsed) { return .remove(.structure) }
        if RuleCheck.isAlwaysRemoved(tag) { return .remove(.structure) }
        switch tag.number {
        case AttributeTag.specificCharacterSet.number: return subject.characterSet.isKnown ? .keep(.notListed) : .remove(.structure)
        case AttributeTag.patientIdentityRemoved.number, AttributeTag.deidentificationMethod.number,
            AttributeTag.deidentificationMethodCodeSequence.number, AttributeTag.longitudinalTemporalInformationModified.number:
            return .remove(.structure)
        default: return nil
        }
    }

    private func matchingRule(owner: PrivateOwner?) -> Rule? {
        for number in facts.rules.reversed() {
            let rule = subject.profile.rules[number]
            guard rule.matches(self, owner: owner), rule.conditions.allSatisfy({ $0.holds(in: subject) }) else { continue }
            if rule.unlessListed,
                facts.row != nil && !tag.isPrivate || facts.supplement?.decidesWithoutValue == true || isNamedByAnotherRule(number, owner)
            {
                continue
            }
            return rule
        }
        return nil
    }

    private func isNamedByAnotherRule(_ number: Int, _ owner: PrivateOwner?) -> Bool {
        facts.rules.contains { other in
            guard other != number, case .element(let selector, _) = subject.profile.rules[other].target else { return false }
            if case .vr = selector { return false }
            return subject.profile.rules[other].matches(self, owner: owner)
        }
    }

    private func privateDecision(_ owner: PrivateOwner?) -> Decision {
        // Kept for the time being: the walker removes those that own nothing in the end.
        if tag.isPrivateCreator { return .keep(.privateElement) }
        guard subject.profile.options.contains(.retainSafePrivate) || !subject.profile.appliesBasicProfile && !subject.profile.removesUnnamed,
            let owner
        else { return .remove(.privateElement) }
        return SafePrivateDecision(context: self, owner: owner).decide()
    }

    func dateDecision() -> Decision {
        if subject.profile.options.contains(.retainLongFullDates) { return keepValidDates(.option(.retainLongFullDates)) }
        if subject.profile.options.contains(.retainLongModifiedDates), DateOwner.owner(of: tag) == .patient {
            return shiftDates(.option(.retainLongModifiedDates))
        }
        return .remove(.supplement)
    }

    private func unlistedDecision() -> Decision {
        guard let entry = facts.entry else { return .remove(.unknownElement) }
        if vr == .PN || node.vr == .PN || entry.vr == .PN { return .remove(.personName) }
        if vr == .UI || node.vr == .UI { return facts.supplement?.role == .classOrRegistryUID ? keepClassUIDs() : mapUIDs(.instanceUID) }
        if vr == .DA || vr == .DT { return dateDecision() }
        if vr == .TM { return keepValidDates(.notListed) }
        // Text under the name of a number, or the other way round: nobody can read it as what it should be.
        if node.kind == .element, node.vr.isText != vr.isText, node.vr != .UN { return .remove(.unknownElement) }
        // A profile that does not apply the table means to keep what it lists.
        if facts.row != nil { return .keep(.notListed) }
        return facts.supplement?.action == .code ? codeDecision() : searched()
    }

    /// Which of the values are none of the attribute's terms.
    var strayValues: [Bool] {
        guard !node.flags.contains(.large), node.vr.isText else { return [] }
        return trimmedValues().map { DefinedTerms.isStray($0, of: tag, vr: vr) }
    }

    /// What an allow-list keeps of a coded attribute: its terms, and nothing that somebody typed.
    func keptTerms(_ reason: Reason) -> Decision {
        let isStray = strayValues
        guard isStray.contains(true) else { return searched(reason) }
        let isImageType = tag.number == 0x0008_0008 || tag.number == 0x0008_9007
        let values = zip(trimmedValues(), isStray).map { value, isStray in !isStray ? value : isImageType ? "OTHER" : "" }
        if values.allSatisfy(\.isEmpty) { return .remove(reason) }
        return Decision(.clean, .value(subject.encoded(values.joined(separator: "\\"), node.vr, at: index), node.vr), reason)
    }

    /// A class or registry UID stays if it is registered or a maker's. Another names a site, and is mapped; what is no UID goes.
    func keepClassUIDs() -> Decision {
        let originals = subject.dataSet.uids(at: index)
        guard originals.allSatisfy({ $0.isEmpty || isUID($0) }) else { return .remove(.supplement) }
        let written = originals.map(subject.classUID)
        if written == originals { return .keep(.registeredUID) }
        return Decision(.hashUID, .value(Array(written.joined(separator: "\\").utf8), .UI), .supplement)
    }
}
