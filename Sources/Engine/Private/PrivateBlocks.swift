// SPDX-License-Identifier: Apache-2.0

internal import CharacterSets
internal import DICOMModel
internal import Profiles
internal import Pseudonyms
internal import Standard

/// Whose a private element is: its creator's text and where in the block it stands.
struct PrivateOwner: Sendable {
    let creator: String
    let offset: UInt8
}

/// Which creator element reserves the block that a private element lies in (PS3.5 section 7.8.1). A reservation holds in its item only.
struct PrivateBlocks: Sendable {
    /// For each node that of its creator element, -1 without; empty where nothing is private.
    private var creators: [Int32] = []

    init(_ dataSet: DataSet) {
        guard dataSet.nodes.contains(where: { $0.tag.isPrivate }) else { return }
        // By item and tag; -1 where an item reserves one block twice, so that nobody can tell whose it is.
        var reserved: [UInt64: Int32] = [:]
        for (index, node) in dataSet.nodes.enumerated() where node.tag.isPrivateCreator && node.kind == .element {
            let key = Self.key(node.parent, node.tag)
            reserved[key] = reserved[key] == nil ? Int32(index) : -1
        }
        creators = Array(repeating: -1, count: dataSet.nodes.count)
        guard !reserved.isEmpty else { return }
        // Elements of one block stand together.
        var last: (key: UInt64, creator: Int32) = (.max, -1)
        for (index, node) in dataSet.nodes.enumerated() where node.tag.isPrivate {
            guard let tag = node.tag.isPrivateCreator ? node.tag : node.tag.creatorTag else { continue }
            let key = Self.key(node.parent, tag)
            if key != last.key { last = (key, reserved[key] ?? -1) }
            creators[index] = last.creator
        }
    }

    /// The node of the creator element; of a creator element, its own. `nil` where no creator, or more than one, reserves the block.
    func creator(of index: Int) -> Int? {
        guard !creators.isEmpty, creators[index] >= 0 else { return nil }
        return Int(creators[index])
    }

    private static func key(_ item: Int, _ tag: AttributeTag) -> UInt64 { UInt64(item) << 32 | UInt64(tag.number) }
}

extension InstanceContext {
    /// Whose a private element is; `nil` where nobody can tell.
    func owner(of index: Int) -> PrivateOwner? {
        guard let creator = blocks.creator(of: index) else { return nil }
        let text = trimmed(decoded(creator))
        return text.isEmpty ? nil : PrivateOwner(creator: text, offset: UInt8(truncatingIfNeeded: dataSet.nodes[index].tag.element))
    }
}
