// SPDX-License-Identifier: Apache-2.0

internal import CharacterSets
internal import DICOMModel

/// Whose a private element is: its creator's text and where in the block it stands.
struct PrivateOwner {
    let creator: String
    let offset: UInt8
}

/// The reservations of private blocks in one item (PS3.5 section 7.8.1). They hold in that item only.
struct PrivateBlocks {
    private let dataSet: DataSet
    private let subject: Subject
    private var creatorIndices: [AttributeTag: Int] = [:]
    /// For each creator element, the elements in its block.
    private(set) var owners: [Int: [Int]] = [:]

    init(_ dataSet: DataSet, item: Int, subject: Subject) {
        self.dataSet = dataSet
        self.subject = subject
        for index in dataSet.children(of: item) {
            let tag = dataSet.nodes[index].tag
            guard tag.isPrivate else { continue }
            if tag.isPrivateCreator {
                creatorIndices[tag] = index
                owners[index] = []
            } else if let creator = tag.creatorTag, let owner = creatorIndices[creator] {
                owners[owner, default: []].append(index)
            }
        }
    }

    func owner(of index: Int) -> PrivateOwner? {
        let tag = dataSet.nodes[index].tag
        guard let creatorTag = tag.creatorTag, let creator = creatorIndices[creatorTag] else { return nil }
        let text = trimmed(subject.decoded(creator))
        return text.isEmpty ? nil : PrivateOwner(creator: text, offset: UInt8(truncatingIfNeeded: tag.element))
    }

    /// Kept for the time being; ``PlanWalker`` removes those that own nothing in the end.
    func decideCreator(_ index: Int) -> Decision { .keep(.privateElement) }
}

/// Retain Safe Private (PS3.15 section E.3.10): listed elements stay, yet their values go through the engine.
struct SafePrivateDecision {
    let context: ElementContext
    let owner: PrivateOwner?

    func decide() -> Decision {
        guard let (list, element) = strictest() else { return .remove(.privateElement) }
        let reason = Reason.safePrivate(list: list)
        let vr = context.node.vr == .UN ? element.vr ?? .UN : context.node.vr
        switch element.disposition {
        case .remove: return .remove(reason)
        case .hashUID: return vr == .UI ? context.mapUIDs(reason) : .remove(reason)
        case .shiftDate: return [.DA, .DT].contains(vr) ? dates(reason) : .remove(reason)
        case .keep: return kept(reason, vr)
        }
    }

    /// What is kept is still no identifier: UIDs are mapped, dates follow the options, names go.
    func kept(_ reason: Reason, _ listed: ValueRepresentation? = nil) -> Decision {
        switch listed ?? context.node.vr {
        case .UI: return context.mapUIDs(reason)
        case .DA, .DT: return dates(reason)
        case .PN: return .remove(reason)
        default: return .keep(reason)
        }
    }

    private func dates(_ reason: Reason) -> Decision {
        let options = context.subject.profile.options
        if options.contains(.retainLongFullDates) { return context.keepValidDates(reason) }
        if options.contains(.retainLongModifiedDates) { return context.shiftDates(reason) }
        return .remove(reason)
    }

    /// A list that removes what another keeps has the last word.
    private func strictest() -> (String, SafePrivateElement)? {
        guard let owner else { return nil }
        let found = context.subject.profile.privateLists.compactMap { list in
            list.element(creator: owner.creator, group: context.tag.group, offset: owner.offset).map { (list.name, $0) }
        }
        return found.first { $0.1.disposition == .remove } ?? found.first { $0.1.disposition != .keep } ?? found.first
    }
}
