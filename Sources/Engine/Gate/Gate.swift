// SPDX-License-Identifier: Apache-2.0

internal import CharacterSets
internal import DICOMModel
internal import Identifiers
internal import Profiles
internal import Pseudonyms
internal import Standard

/// The last search before a header is written (law 8): what the file knows of its own patient must not be left in any value that would leave.
///
/// One index is asked, of every value, with its meaning in view. Values that the plan made are searched like those that it keeps;
/// exempt are pseudonyms, hashes, mapped UIDs and shifted dates, where they stand.
struct Gate {
    let searched: SearchedInstance
    let index: IdentifierIndex
    let memo: SearchMemo
    let large: LargeValueReader

    init(_ searched: SearchedInstance, _ search: InstanceSearch, large: LargeValueReader) {
        self.searched = searched
        index = search.index
        memo = search.known.memo
        self.large = large
    }

    var dataSet: DataSet { searched.dataSet }
    var instance: InstanceContext { searched.instance }

    /// Cleans the elements in which an identifier is left.
    func apply(to decisions: inout [Decision]) {
        guard !index.isEmpty else { return }
        for node in decisions.indices {
            if let decision = searched(node, decisions[node]) { decisions[node] = decision }
        }
        removeTellingBlocks(&decisions)
    }

    /// The first node that holds something known.
    /// - Parameters:
    ///   - isExempt: Places of pseudonyms and the like.
    ///   - isRebuilt: Places of makers' values that were rebuilt from numbers and terms.
    func firstHit(_ isExempt: (Int) -> Bool, isRebuilt: (Int) -> Bool) -> Int? {
        guard !index.isEmpty else { return nil }
        let kept = Decision.keep(.notListed)
        return dataSet.nodes.indices.first { node in
            guard searched(node, kept) != nil || isTellingCreator(node), !isExempt(node) else { return false }
            guard isOfKnownForm(node), isRebuilt(node), let value = WrittenValue(node, kept, dataSet) else { return true }
            return searchedForm(value) != nil
        }
    }

    /// - Returns: What to do with the element instead; `nil` where nothing is found in what would be written.
    private func searched(_ node: Int, _ decision: Decision) -> Decision? {
        let element = dataSet.nodes[node]
        guard element.kind == .element, element.tag != .specificCharacterSet, let value = WrittenValue(node, decision, dataSet) else { return nil }
        if element.flags.contains(.encapsulated) { return value.isPlanned ? nil : .remove(.structure) }
        if !value.isPlanned, element.flags.contains(.large) { return searchedLarge(value) }
        guard !value.bytes.isEmpty else { return nil }
        if value.isPlanned, isOfKnownForm(node) { return searchedForm(value) }
        let meaning = ValueMeaning(element.tag, value.vr)
        if holdsNothing(value, meaning) { return nil }
        // The memory does not know in which order a file has the bytes of a number.
        if meaning == .numbers, large.isBigEndian { return searchedNumbers(value) }
        let key = SearchMemo.Key(value, decision, searched)
        if memo.holds(key, index) { return nil }
        let found = searched(value, meaning, decision)
        if found == nil { memo.insert(key, index, values(value, decision)) }
        return found
    }

    private func searched(_ value: WrittenValue, _ meaning: ValueMeaning, _ decision: Decision) -> Decision? {
        switch meaning {
        case .text: searchedText(value, decision)
        case .uids: searchedUIDs(value)
        case .numbers: searchedNumbers(value)
        case .bytes: searchedBytes(value)
        case .owner: nil
        }
    }

    /// The first pass: whether no search can find anything, which is nearly always so.
    private func holdsNothing(_ value: WrittenValue, _ meaning: ValueMeaning) -> Bool {
        value.bytes.withUnsafeBufferPointer { bytes in
            switch meaning {
            case .text: value.vr == .DS || value.vr == .IS ? Quantity.areNumbers(bytes) || holdsNoText(bytes, value.vr) : holdsNoText(bytes, value.vr)
            case .uids: Self.areUIDs(bytes.withoutPadding) && index.holdsNothing(inPlain: bytes.withoutPadding, separator: UInt8(ascii: "\\"))
            case .numbers:
                bytes.count < Self.shortestText
                    || index.holdsNothing(inBytes: UnsafeRawBufferPointer(bytes))
                        && (asInFile(bytes, value.vr)?.withUnsafeBytes { index.holdsNothing(inBytes: $0) } ?? true)
            case .bytes:
                (value.isPlanned || !CompressedText.isHeld(by: bytes, dataSet.nodes[value.node]))
                    && index.holdsNothing(inBytes: UnsafeRawBufferPointer(bytes))
            case .owner: true
            }
        }
    }

    /// Padding of zeros makes the whole value be searched as bytes too, across what parts its values.
    private func holdsNoText(_ bytes: UnsafeBufferPointer<UInt8>, _ vr: ValueRepresentation) -> Bool {
        let text = bytes.withoutPadding
        guard index.holdsNothing(inPlain: text, separator: vr.separatesValues ? UInt8(ascii: "\\") : nil) else { return false }
        return text.count == bytes.count || bytes.last != 0 || index.holdsNothing(inBytes: UnsafeRawBufferPointer(bytes))
    }

    /// What is none is mapped, whatever it says.
    private static func areUIDs(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes.allSatisfy { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "\\") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    private func isOfKnownForm(_ node: Int) -> Bool {
        let tag = dataSet.nodes[node].tag
        return tag.isPrivate && instance.owner(of: node).map { PrivateFormat.covers(group: tag.group, owner: $0) } ?? false
    }

    /// Of an element in which something was found, to say what is left of it. No rule of the profile is asked.
    func context(_ node: Int) -> ElementContext {
        let element = dataSet.nodes[node]
        let shape = ElementShape(
            file: instance.shape, path: dataSet.path(to: node), tag: element.tag, vr: element.vr, kind: element.kind, flags: element.flags,
            facts: AttributeFacts(element.tag, rules: []))
        return ElementContext(index: node, item: element.parent, decided: DecidedShape(shape, number: -1, instance.profile), instance: instance)
    }

    // MARK: - Owners

    /// A creator that tells something is not cut, which would orphan its block: the block goes.
    private func removeTellingBlocks(_ decisions: inout [Decision]) {
        let nodes = dataSet.nodes
        for node in nodes.indices where decisions[node].change == .none && isTellingCreator(node) {
            for owned in nodes.indices
            where nodes[owned].tag.isPrivate && nodes[owned].parent == nodes[node].parent && instance.blocks.creator(of: owned) == node {
                for below in owned..<nodes[owned].end { decisions[below] = .remove(.privateElement) }
            }
        }
    }

    private func isTellingCreator(_ node: Int) -> Bool {
        guard dataSet.nodes[node].tag.isPrivateCreator else { return false }
        let isClean = dataSet.value(of: node).withUnsafeBufferPointer { index.holdsNothing(inPlain: $0.withoutPadding, separator: nil) }
        guard !isClean else { return false }
        let text = trimmed(instance.decoded(node))
        return !instance.profile.knowsCreator(text) && !index.matches(in: text, as: .value).isEmpty
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
    init?(_ node: Int, _ decision: Decision, _ dataSet: DataSet) {
        self.node = node
        switch decision.change {
        case .none:
            bytes = dataSet.value(of: node)
            vr = dataSet.nodes[node].vr
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

extension UnsafeBufferPointer<UInt8> {
    /// Without the blanks and zeros at the end.
    var withoutPadding: UnsafeBufferPointer<UInt8> {
        var count = count
        while count > 0, self[count - 1] == 0x20 || self[count - 1] == 0 { count -= 1 }
        return UnsafeBufferPointer(rebasing: self[..<count])
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
