// SPDX-License-Identifier: Apache-2.0

internal import CharacterSets
public import DICOMModel
internal import FreeTextPHI
internal import Identifiers
public import Profiles
public import Pseudonyms
internal import Standard

/// Decides what happens to every Data Element of one SOP Instance (PS3.15 Annex E). It never touches a file.
///
/// One engine serves one thread. It remembers shapes, pseudonyms and texts, so that the second file of a series costs less than the first; what it
/// remembers never changes a decision.
public final class ConfidentialityEngine {
    public let profile: ConfidentialityProfile
    let tree: ShapeTree
    let markers: Markers
    private let pseudonyms: PseudonymMemory
    private let values = ValueMemory()
    let facts = FactsMemory()
    private let text: TextCleaner
    private let keptIdentifiers: Set<AttributeTag>
    private let looksForCertain: Bool
    private var identifierSets = IdentifierSets()
    private var optionsByShape: [Int: [ProfileOption]] = [:]

    public var identity: ProjectIdentity { pseudonyms.identity }

    public init(profile: ConfidentialityProfile, identity: ProjectIdentity) {
        self.profile = profile
        pseudonyms = PseudonymMemory(identity)
        keptIdentifiers = profile.keptIdentifiers
        looksForCertain = !profile.options.isDisjoint(with: [.cleanDescriptors, .cleanStructuredContent, .cleanGraphics])
        text = TextCleaner(profile)
        tree = ShapeTree(profile)
        markers = Markers(profile)
    }

    /// The plan for a Data Set. The same Data Set, key, project and profile always give the same plan.
    /// - Parameters:
    ///   - dataSet: All elements; Pixel Data and large values without their bytes.
    ///   - fallback: Stands in for what the Data Set lacks and a file needs.
    ///   - large: Reads values that the Data Set leaves in the file, so that the gate can search them.
    public func plan(_ dataSet: DataSet, fallback: InstanceFallback, large: LargeValueReader = .none) -> ActionPlan {
        planAndSearch(dataSet, fallback: fallback, large: large).plan
    }

    /// The plan, and the search for what its gate looked for, to be run again on what is written.
    /// - Parameter repeated: What elements say that the file sends again: they do not leave, and other readers may have taken them.
    package func planAndSearch(
        _ dataSet: DataSet, repeated: [DataSet] = [], fallback: InstanceFallback, large: LargeValueReader = .none
    ) -> (plan: ActionPlan, search: InstanceSearch) {
        if tree.isFull { forget() }
        var instance = self.instance(dataSet, fallback, large: large)
        var shapes = tree.shapes(of: instance)
        if let mended = dataSet.underTrueVRs(shapes) {
            instance = self.instance(mended, fallback, large: large)
            shapes = tree.shapes(of: instance)
        }
        var identity = Identity(instance.dataSet, kept: keptIdentifiers)
        for elements in repeated { identity.add(elements, kept: keptIdentifiers) }
        let known = identifiers(of: instance, identity)
        instance.prepare(identifierSets.set(known, adding: found(in: instance, shapes, known)))
        values.begin(instance)
        var walker = PlanWalker(instance: instance, engine: self, shapes: shapes, values: values)
        walker.walk()
        let search = InstanceSearch(known: instance.known, ownUIDs: identity.ownUIDs)
        return (walker.plan(search, overflow: identity.overflow), search)
    }

    func instance(_ dataSet: DataSet, _ fallback: InstanceFallback = .none, large: LargeValueReader = .none) -> InstanceContext {
        InstanceContext(dataSet, fallback: fallback, profile, pseudonyms, text, large: large)
    }

    private func forget() {
        tree.forget()
        values.forget()
        optionsByShape = [:]
    }

    /// The set of a series is made for its first file and found again for the others.
    func identifiers(of instance: InstanceContext, _ identity: Identity) -> IdentifierSet {
        identifierSets.set(identity, declared: instance.declaredSets)
    }

    /// What is certain in one free text of the instance is known in all its others.
    private func found(in instance: InstanceContext, _ shapes: [DecidedShape?], _ known: IdentifierSet) -> [IdentifierSet.Found] {
        guard looksForCertain else { return [] }
        var result: Set<IdentifierSet.Found> = []
        let nodes = instance.dataSet.nodes
        for index in nodes.indices {
            let node = nodes[index]
            guard node.kind == .element, node.vr.isFreeText, !node.tag.isPrivate, (6...4096).contains(node.length), !node.flags.contains(.large),
                result.count < 64, let shape = shapes[index]
            else { continue }
            if let found = values.found(shape, instance, index, known) {
                result.formUnion(found)
                continue
            }
            let keyword = shape.shape.facts.entry?.keyword ?? ""
            let found = text.certain(in: trimmed(instance.decoded(index)), keyword: keyword, vr: node.vr.rawValue, known: known)
            values.remember(found, shape, instance, index, known)
            result.formUnion(found)
        }
        return result.sorted { ($0.type.rawValue, $0.value) < ($1.type.rawValue, $1.value) }
    }

    // MARK: - What would change a decision

    /// The options that would change what happens to elements of a shape, in the order of CID 7050. One that the profile has changes it by being
    /// left out. Found by deciding anew with the other options, once for each shape.
    func optionsThatChange(_ decided: DecidedShape) -> [ProfileOption] {
        if let known = optionsByShape[decided.number] { return known }
        let options = profile.appliesBasicProfile ? TreatmentChoice.optionsThatChange(decided.treatment, on: decided.shape, profile) : []
        optionsByShape[decided.number] = options
        return options
    }
}

/// What a file offers where its Data Set has nothing.
public struct InstanceFallback: Sendable {
    /// Media Storage SOP Class UID (0002,0002), maybe empty.
    public let sopClassUID: String
    /// Identifies the bytes of the file; the UIDs of an instance without any are derived from it.
    public let contentDigest: String

    public init(sopClassUID: String, contentDigest: String) {
        self.sopClassUID = sopClassUID
        self.contentDigest = contentDigest
    }

    static var none: InstanceFallback { InstanceFallback(sopClassUID: "", contentDigest: "") }
}
