// SPDX-License-Identifier: Apache-2.0

internal import CharacterSets
public import DICOMModel
internal import FreeTextPHI
internal import Identifiers
internal import Standard

/// Decides what happens to every Data Element of one SOP Instance (PS3.15 Annex E). It never touches a file.
///
/// One engine serves one thread; it remembers what it found out about tags.
public final class ConfidentialityEngine {
    public let profile: ConfidentialityProfile
    public let identity: ProjectIdentity
    let text: TextCleaner
    private let keptIdentifiers: Set<AttributeTag>
    private var factsByTag: [AttributeTag: AttributeFacts] = [:]
    private var identifierSets = IdentifierSets()

    public init(profile: ConfidentialityProfile, identity: ProjectIdentity) {
        self.profile = profile
        self.identity = identity
        keptIdentifiers = profile.keptIdentifiers
        text = TextCleaner(profile)
    }

    /// The plan for a Data Set. The same Data Set, key, project and profile always give the same plan.
    /// - Parameters:
    ///   - dataSet: All elements; Pixel Data and large values without their bytes.
    ///   - fallback: Stands in for what the Data Set lacks and a file needs.
    ///   - large: Reads values that the Data Set leaves in the file, so that the gate can search them.
    public func plan(_ dataSet: DataSet, fallback: InstanceFallback, large: LargeValueReader = .none) -> ActionPlan {
        let subject = Subject(dataSet, fallback: fallback, identity: identity, profile: profile, text: text)
        let identity = Identity(dataSet, kept: keptIdentifiers)
        let known = identifiers(of: subject, identity)
        subject.prepare(identifierSets.set(known, adding: found(in: subject, known)))
        var walker = PlanWalker(subject: subject, engine: self)
        walker.walk()
        return walker.plan(identity, large: large)
    }

    /// The set of a series is made for its first file and found again for the others.
    func identifiers(of subject: Subject, _ identity: Identity) -> IdentifierSet {
        identifierSets.set(identity, declared: subject.declaredSets)
    }

    /// What is certain in one free text of the instance is known in all its others.
    private func found(in subject: Subject, _ known: IdentifierSet) -> [IdentifierSet.Found] {
        guard !profile.options.isDisjoint(with: [.cleanDescriptors, .cleanStructuredContent, .cleanGraphics]) else { return [] }
        var result: Set<IdentifierSet.Found> = []
        for (index, node) in subject.dataSet.nodes.enumerated() where node.kind == .element && node.vr.isFreeText && !node.tag.isPrivate {
            guard (6...4096).contains(node.length), !node.flags.contains(.large), result.count < 64 else { continue }
            let keyword = facts(node.tag).entry?.keyword ?? ""
            result.formUnion(text.certain(in: trimmed(subject.decoded(index)), keyword: keyword, vr: node.vr.rawValue, known: known))
        }
        return result.sorted { ($0.type.rawValue, $0.value) < ($1.type.rawValue, $1.value) }
    }

    func facts(_ tag: AttributeTag) -> AttributeFacts {
        if let known = factsByTag[tag] { return known }
        let facts = AttributeFacts(tag, rules: profile.rules)
        factsByTag[tag] = facts
        return facts
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
}

/// What the tables say about a tag, looked up once.
struct AttributeFacts {
    let entry: DictionaryEntry?
    let row: ConfidentialityRow?
    let supplement: SupplementaryRow?
    /// Indices of the rules that could match it.
    let rules: [Int]

    init(_ tag: AttributeTag, rules: [Rule]) {
        entry = DataDictionary.entry(for: tag)
        row = ConfidentialityTable.row(for: tag)
        supplement = SupplementaryTable.row(for: tag)
        self.rules = rules.indices.filter { rules[$0].couldMatch(tag) }
    }
}

extension Rule {
    func couldMatch(_ tag: AttributeTag) -> Bool {
        guard case .element(let selector, _) = target else { return false }
        return switch selector {
        case .tag(let own): own == tag
        case .pattern(let value, let mask): tag.number & mask == value
        case .vr: true
        case .privateElement(let group, _, _): tag.group == group
        case .path(let steps): steps.last == .tag(tag) || steps.last == .anyDepth
        }
    }
}
