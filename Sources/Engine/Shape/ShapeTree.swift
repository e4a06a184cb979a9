// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Profiles
internal import Pseudonyms
internal import Standard

/// A shape with what was decided on it. Immutable, so that plans can hold it.
final class DecidedShape: Sendable {
    let shape: ElementShape
    let treatment: Treatment
    /// The decision, where values have no part in it.
    let fixed: Decision?
    /// The VR that a value has to be of for the decision on it to be fixed, and that decision.
    let usual: (vr: ValueRepresentation, decision: Decision)?
    let dependence: Treatment.Dependence
    let defects: ShapeDefects
    /// Its place in the tree; that of no other shape until the tree forgets.
    let number: Int

    init(_ shape: ElementShape, number: Int, _ profile: ConfidentialityProfile) {
        self.shape = shape
        self.number = number
        treatment = TreatmentChoice(shape, profile).treatment()
        fixed = treatment.decision(on: shape)
        usual = if case .ifOfVR(let vr, let kept, _) = treatment.work, let decision = kept.decision(on: shape) { (vr, decision) } else { nil }
        dependence = treatment.dependence(on: shape)
        defects = ShapeDefects(shape)
    }
}

/// Every shape that was met, decided once. Files of a series have the same elements in the same order, so the next shape is mostly the one that
/// followed last time.
final class ShapeTree {
    private let profile: ConfidentialityProfile
    private var factsByTag: [AttributeTag: AttributeFacts] = [:]
    private var branches: [Branch] = []
    private var numbers: [Key: Int] = [:]
    private var roots: [FileShape: Int] = [:]
    private var lastFile: (shape: FileShape, root: Int)?
    private var owners: [String: Int32] = [:]
    private var ownerNames: [String] = []
    /// The creators of the last file in their order.
    private var lastOwners: [(value: [UInt8], owner: Int32)] = []

    /// How often it has forgotten: numbers are given anew after that.
    private(set) var generation = 0

    private static let mostShapes = 20_000

    init(_ profile: ConfidentialityProfile) { self.profile = profile }

    private struct Branch {
        let key: Key
        /// `nil` for the root of a kind of file.
        let decided: DecidedShape?
        /// Of the elements below.
        let file: FileShape
        let path: [AttributeTag]
        /// Where the elements below began last time, and what came behind this one; themselves where nothing is known.
        var first: Int
        var next: Int
    }

    private struct Key: Hashable {
        var parent: Int
        var tag: UInt32
        /// An index of creators' names; -1 without.
        var owner: Int32
        var vr: ValueRepresentation
        var kind: DataSet.Kind
        var flags: UInt8
    }

    func facts(_ tag: AttributeTag) -> AttributeFacts {
        if let known = factsByTag[tag] { return known }
        let facts = AttributeFacts(tag, rules: profile.rules)
        factsByTag[tag] = facts
        return facts
    }

    var count: Int { branches.count }

    /// Whether so many shapes are held that they should be forgotten before the next file.
    var isFull: Bool { branches.count > Self.mostShapes }

    func forget() {
        generation += 1
        factsByTag = [:]
        branches = []
        numbers = [:]
        roots = [:]
        lastFile = nil
        owners = [:]
        ownerNames = []
        lastOwners = []
    }

    /// The shape of each node; an item has that of its sequence, the Data Set none.
    func shapes(of instance: InstanceContext) -> [DecidedShape?] {
        let root = root(instance.shape)
        var walk = Walk(tree: self, instance: instance)
        walk.item(0, root)
        return walk.shapes
    }

    private func root(_ file: FileShape) -> Int {
        if let lastFile, lastFile.shape == file { return lastFile.root }
        let root = roots[file] ?? branches.count
        if root == branches.count {
            branches.append(
                Branch(
                    key: Key(parent: -1, tag: 0, owner: -1, vr: .UN, kind: .item, flags: 0), decided: nil, file: file, path: [], first: root,
                    next: root))
            roots[file] = root
        }
        lastFile = (file, root)
        return root
    }

    /// One file on its way through the tree.
    private struct Walk {
        let tree: ShapeTree
        let dataSet: DataSet
        let instance: InstanceContext
        var shapes: [DecidedShape?]
        private var lastCreator = -1
        private var lastOwner: Int32 = -1
        private var creators = 0

        init(tree: ShapeTree, instance: InstanceContext) {
            self.tree = tree
            self.instance = instance
            dataSet = instance.dataSet
            shapes = Array(repeating: nil, count: dataSet.nodes.count)
        }

        mutating func item(_ item: Int, _ parent: Int) {
            var expected = tree.branches[parent].first
            var previous = -1
            var index = item + 1
            let end = dataSet.nodes[item].end
            while index < end {
                let node = dataSet.nodes[index]
                let key = Key(
                    parent: parent, tag: node.tag.number, owner: node.tag.isPrivate ? owner(index) : -1, vr: node.vr, kind: node.kind,
                    flags: node.flags.rawValue)
                let number = tree.branches[expected].key == key ? expected : tree.number(of: key)
                if previous < 0 { tree.branches[parent].first = number } else { tree.branches[previous].next = number }
                let shape = tree.branches[number].decided
                shapes[index] = shape
                if node.kind == .sequence {
                    var child = index + 1
                    while child < node.end {
                        shapes[child] = shape
                        self.item(child, number)
                        child = dataSet.nodes[child].end
                    }
                }
                expected = tree.branches[number].next
                previous = number
                index = node.end
            }
        }

        /// The number of the creator's name; -1 where nobody reserves the block.
        private mutating func owner(_ index: Int) -> Int32 {
            guard let creator = instance.blocks.creator(of: index) else { return -1 }
            if creator == lastCreator { return lastOwner }
            lastCreator = creator
            lastOwner = tree.owner(creator, instance, ordinal: creators)
            creators += 1
            return lastOwner
        }
    }

    private func number(of key: Key) -> Int {
        if let known = numbers[key] { return known }
        let number = branches.count
        let parent = branches[key.parent]
        let tag = AttributeTag(number: key.tag)
        let owner = key.owner < 0 ? nil : PrivateOwner(creator: ownerNames[Int(key.owner)], offset: UInt8(truncatingIfNeeded: tag.element))
        let shape = ElementShape(
            file: parent.file, path: parent.path, tag: tag, vr: key.vr, kind: key.kind, flags: DataSet.Flags(rawValue: key.flags), owner: owner,
            facts: facts(tag))
        branches.append(
            Branch(
                key: key, decided: DecidedShape(shape, number: number, profile), file: parent.file,
                path: key.kind == .sequence ? parent.path + [tag] : [], first: number, next: number))
        numbers[key] = number
        return number
    }

    private func owner(_ creator: Int, _ instance: InstanceContext, ordinal: Int) -> Int32 {
        let value = instance.dataSet.value(of: creator)
        if ordinal < lastOwners.count, value.elementsEqual(lastOwners[ordinal].value) { return lastOwners[ordinal].owner }
        let name = trimmed(instance.decoded(creator))
        let owner: Int32
        if name.isEmpty {
            owner = -1
        } else if let known = owners[name] {
            owner = known
        } else {
            owner = Int32(ownerNames.count)
            ownerNames.append(name)
            owners[name] = owner
        }
        // Other bytes are read by the character set, which is another file's matter.
        let isPlain = value.allSatisfy { (0x20..<0x7F).contains($0) }
        if isPlain, value.count <= 64 {
            if ordinal < lastOwners.count {
                lastOwners[ordinal] = (Array(value), owner)
            } else if ordinal == lastOwners.count, ordinal < 1000 {
                lastOwners.append((Array(value), owner))
            }
        }
        return owner
    }
}
