// SPDX-License-Identifier: Apache-2.0

internal import CharacterSets
internal import DICOMModel
internal import Identifiers

/// The last search before a header is written (law 8): what the file knows of its own patient must not be left in any value that would leave.
///
/// One index is asked, of every value, with its meaning in view. Values that the plan made are searched like those that it keeps;
/// exempt are pseudonyms, hashes, mapped UIDs and shifted dates, where they stand.
struct Gate {
    let subject: Subject
    let index: IdentifierIndex
    let large: LargeValueReader
    let blocks: PrivateBlocks

    init(_ subject: Subject, known: IdentifierSet, ownUIDs: [String], large: LargeValueReader) {
        self.subject = subject
        index = ownUIDs.isEmpty ? known.index : known.index.adding(uids: ownUIDs)
        self.large = large
        blocks = PrivateBlocks(subject.dataSet)
    }

    /// Cleans the elements in which an identifier is left.
    func apply(to plan: inout ActionPlan) {
        guard !index.isEmpty else { return }
        for node in plan.decisions.indices {
            if let decision = searched(node, plan.decisions[node]) { plan.decisions[node] = decision }
        }
        removeTellingBlocks(&plan)
    }

    /// The first node that holds something known.
    /// - Parameters:
    ///   - isExempt: Places of pseudonyms and the like.
    ///   - isRebuilt: Places of makers' values that were rebuilt from numbers and terms.
    func firstHit(_ isExempt: (Int) -> Bool, isRebuilt: (Int) -> Bool) -> Int? {
        guard !index.isEmpty else { return nil }
        let kept = Decision.keep(.notListed)
        return subject.dataSet.nodes.indices.first { node in
            guard searched(node, kept) != nil || isTellingCreator(node), !isExempt(node) else { return false }
            guard isOfKnownForm(node), isRebuilt(node), let value = WrittenValue(node, kept, subject) else { return true }
            return searchedForm(value) != nil
        }
    }

    /// - Returns: What to do with the element instead; `nil` where nothing is found in what would be written.
    private func searched(_ node: Int, _ decision: Decision) -> Decision? {
        let element = subject.dataSet.nodes[node]
        guard element.kind == .element, element.tag != .specificCharacterSet, let value = WrittenValue(node, decision, subject) else { return nil }
        if element.flags.contains(.encapsulated) { return value.isPlanned ? nil : .remove(.structure) }
        if !value.isPlanned, element.flags.contains(.large) { return searchedLarge(value) }
        guard !value.bytes.isEmpty else { return nil }
        if value.isPlanned, isOfKnownForm(node) { return searchedForm(value) }
        switch ValueMeaning(element.tag, value.vr) {
        case .text: return searchedText(value, decision)
        case .uids: return searchedUIDs(value)
        case .numbers: return searchedNumbers(value)
        case .bytes: return searchedBytes(value)
        case .owner: return nil
        }
    }

    private func isOfKnownForm(_ node: Int) -> Bool {
        let tag = subject.dataSet.nodes[node].tag
        return tag.isPrivate && blocks.owner(of: node, in: subject).map { PrivateFormat.covers(group: tag.group, owner: $0) } ?? false
    }

    func context(_ node: Int) -> ElementContext {
        let element = subject.dataSet.nodes[node]
        return ElementContext(
            index: node, item: element.parent, path: subject.dataSet.path(to: node), facts: AttributeFacts(element.tag, rules: []), subject: subject)
    }

    // MARK: - Owners

    /// A creator that tells something is not cut, which would orphan its block: the block goes.
    private func removeTellingBlocks(_ plan: inout ActionPlan) {
        let nodes = subject.dataSet.nodes
        for node in nodes.indices where plan.decisions[node].change == .none && isTellingCreator(node) {
            for owned in nodes.indices
            where nodes[owned].tag.isPrivate && nodes[owned].parent == nodes[node].parent && blocks.creator(of: owned) == node {
                for below in owned..<nodes[owned].end { plan.decisions[below] = .remove(.privateElement) }
            }
        }
    }

    private func isTellingCreator(_ node: Int) -> Bool {
        guard subject.dataSet.nodes[node].tag.isPrivateCreator else { return false }
        let text = trimmed(subject.decoded(node))
        return !subject.profile.knowsCreator(text) && !index.matches(in: text, as: .value).isEmpty
    }
}

/// The value that an element would be written with.
struct WrittenValue {
    let node: Int
    let bytes: ArraySlice<UInt8>
    let vr: ValueRepresentation
    /// The plan made it; otherwise it is the file's own.
    let isPlanned: Bool

    /// - Returns: `nil` where none is written, or one that is not searched because of what it is.
    init?(_ node: Int, _ decision: Decision, _ subject: Subject) {
        self.node = node
        switch decision.change {
        case .none:
            bytes = subject.dataSet.value(of: node)
            vr = subject.dataSet.nodes[node].vr
            isPlanned = false
        case .value(let bytes, let vr):
            guard !decision.action.isExemptFromSearch else { return nil }
            self.bytes = bytes[...]
            self.vr = vr
            isPlanned = true
        case .remove, .items: return nil
        }
    }
}

extension ActionName {
    /// What it writes comes from a key or is a constant: an identifier in it is chance.
    var isExemptFromSearch: Bool {
        switch self {
        case .pseudonym, .hash, .hashUID, .shiftDate, .dummy: true
        case .keep, .remove, .empty, .clean, .mask, .generalize, .replace: false
        }
    }
}
