// SPDX-License-Identifier: Apache-2.0

internal import CharacterSets
internal import DICOMModel

/// Whose a private element is: its creator's text and where in the block it stands.
struct PrivateOwner {
    let creator: String
    let offset: UInt8
}

/// Which creator element reserves the block that a private element lies in (PS3.5 section 7.8.1). A reservation holds in its item only.
struct PrivateBlocks {
    private let dataSet: DataSet
    /// By item and tag; -1 where an item reserves one block twice, so that nobody can tell whose it is.
    private var creators: [UInt64: Int] = [:]

    init(_ dataSet: DataSet) {
        self.dataSet = dataSet
        for (index, node) in dataSet.nodes.enumerated() where node.tag.isPrivateCreator && node.kind == .element {
            let key = Self.key(node.parent, node.tag)
            creators[key] = creators[key] == nil ? index : -1
        }
    }

    /// The node of the creator element; of a creator element, its own. `nil` where no creator, or more than one, reserves the block.
    func creator(of index: Int) -> Int? {
        let node = dataSet.nodes[index]
        guard let tag = node.tag.isPrivateCreator ? node.tag : node.tag.creatorTag, let creator = creators[Self.key(node.parent, tag)] else {
            return nil
        }
        return creator < 0 ? nil : creator
    }

    func owner(of index: Int, in subject: Subject) -> PrivateOwner? {
        guard !creators.isEmpty, let creator = creator(of: index) else { return nil }
        let text = trimmed(subject.decoded(creator))
        return text.isEmpty ? nil : PrivateOwner(creator: text, offset: UInt8(truncatingIfNeeded: dataSet.nodes[index].tag.element))
    }

    private static func key(_ item: Int, _ tag: AttributeTag) -> UInt64 { UInt64(item) << 32 | UInt64(tag.number) }
}

/// Retain Safe Private (PS3.15 section E.3.10): listed elements stay, yet their values go through the engine.
struct SafePrivateDecision {
    let context: ElementContext
    let owner: PrivateOwner?

    func decide() -> Decision {
        guard let (list, element) = strictest() else { return .remove(.privateElement) }
        let reason = Reason.safePrivate(list: list.name)
        let vr = context.node.vr == .UN ? element.vr ?? .UN : context.node.vr
        switch element.disposition {
        case .remove: return .remove(reason)
        case .hashUID: return vr == .UI ? context.mapUIDs(reason) : .remove(reason)
        case .shiftDate: return [.DA, .DT].contains(vr) ? dates(reason, isPatients: !list.isShipped || isPatientsDate) : .remove(reason)
        case .keep: return kept(reason, vr)
        }
    }

    /// What is kept is still no identifier: UIDs are mapped, dates follow the options, names go.
    func kept(_ reason: Reason, _ listed: ValueRepresentation? = nil) -> Decision {
        switch listed ?? context.node.vr {
        case .UI: return context.mapUIDs(reason)
        case .DA, .DT: return dates(reason, isPatients: isPatientsDate)
        case .PN: return .remove(reason)
        default: return .keep(reason)
        }
    }

    private func dates(_ reason: Reason, isPatients: Bool) -> Decision {
        let options = context.subject.profile.options
        if options.contains(.retainLongFullDates) { return context.keepValidDates(reason) }
        if options.contains(.retainLongModifiedDates), isPatients { return context.shiftDates(reason) }
        return .remove(reason)
    }

    /// The shipped lists say that a date is to be moved, not whose it is; a site that lists one knows.
    private var isPatientsDate: Bool {
        guard let owner else { return false }
        return DateOwner.isPatients(creator: owner.creator, group: context.tag.group, offset: owner.offset)
    }

    /// A list that removes what another keeps has the last word.
    private func strictest() -> (PrivateList, SafePrivateElement)? {
        guard let owner else { return nil }
        let found = context.subject.profile.privateLists.compactMap { list in
            list.element(creator: owner.creator, group: context.tag.group, offset: owner.offset).map { (list, $0) }
        }
        return found.first { $0.1.disposition == .remove } ?? found.first { $0.1.disposition != .keep } ?? found.first
    }
}
