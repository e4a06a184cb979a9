// SPDX-License-Identifier: Apache-2.0

internal import CharacterSets
internal import DICOMModel
internal import FreeTextPHI
internal import Standard

/// What the files of one patient and study say of them, prepared once for every kind of search.
///
/// Most files of a series say the same, so the engine keeps the last few sets.
final class IdentifierSet {
    let identifiers: KnownIdentifiers
    private let header: [String: String]
    private let declared: SpecificCharacterSet
    private(set) lazy var binary = BinaryNeedles(identifiers, declared: declared)
    /// The same for the free-text core, which knows more spellings.
    private(set) lazy var variants = FreeTextPHI.KnownIdentifiers(header: header)
    private var extended: [[Found]: IdentifierSet] = [:]
    private var found: [CleanedKey: [Found]] = [:]
    private var cleaned: [CleanedKey: String] = [:]
    private var searched: [String: Bool] = [:]

    init(_ subject: Subject, _ sources: IdentifierSources) {
        identifiers = KnownIdentifiers(subject, sources)
        header = sources.header(subject)
        declared = subject.characterSet
    }

    private init(_ base: IdentifierSet, _ found: [Found]) {
        identifiers = base.identifiers
        header = base.header
        declared = base.declared
        binary = base.binary
        variants = base.variants.adding(found.map { ($0.value, $0.type) })
    }

    /// What the free-text core is sure of.
    struct Found: Hashable {
        let value: String
        let type: PHIType
    }

    /// This set and what was found in the free text of the same instance.
    func adding(_ found: [Found]) -> IdentifierSet {
        if found.isEmpty { return self }
        if let known = extended[found] { return known }
        let set = IdentifierSet(self, found)
        if extended.count >= 16 { extended.removeAll() }
        extended[found] = set
        return set
    }

    /// What `detect` finds in a text, once for each.
    func found(in text: String, keyword: String, _ detect: () -> [Found]) -> [Found] {
        let key = CleanedKey(keyword: keyword, text: text)
        if let known = found[key] { return known }
        let result = detect()
        if found.count < Self.limit { found[key] = result }
        return result
    }

    private struct CleanedKey: Hashable {
        let keyword: String
        let text: String
    }

    private static let limit = 20_000

    /// A study repeats its values thousands of times.
    func cleaned(_ text: String, keyword: String, _ clean: () -> String) -> String {
        let key = CleanedKey(keyword: keyword, text: text)
        if let known = cleaned[key] { return known }
        let result = clean()
        if cleaned.count < Self.limit { cleaned[key] = result }
        return result
    }

    /// Whether a spelling that only the free-text core knows stands in the text.
    func holdsVariant(_ text: String) -> Bool {
        if let known = searched[text] { return known }
        let result = variants.contains(in: text)
        if searched.count < Self.limit { searched[text] = result }
        return result
    }
}

/// The elements of a Data Set that identify, found in one pass.
struct IdentifierSources {
    private(set) var indices: [(index: Int, kind: KnownIdentifierKind)] = []
    /// Equal for files that say the same.
    private(set) var fingerprint: [UInt8] = []

    /// - Parameter kept: Attributes whose values may leave: a search for them would find what is meant to stay.
    init(_ dataSet: DataSet, _ characterSet: SpecificCharacterSet, kept: Set<AttributeTag>) {
        fingerprint += characterSet.terms.joined(separator: "\\").utf8
        for (index, node) in dataSet.nodes.enumerated() where node.kind == .element && node.length > 0 {
            let meaning = node.tag == .codeMeaning ? KnownIdentifiers.kind(ofMeaningIn: dataSet.nodes[dataSet.nodes[node.parent].parent].tag) : nil
            guard let kind = meaning ?? KnownIdentifiers.kind(of: node), !kept.contains(node.tag) || node.tag == .patientAge else { continue }
            indices.append((index, kind))
            fingerprint += [0, UInt8(truncatingIfNeeded: node.tag.group >> 8), UInt8(truncatingIfNeeded: node.tag.group),
                UInt8(truncatingIfNeeded: node.tag.element >> 8), UInt8(truncatingIfNeeded: node.tag.element)]
            fingerprint += dataSet.value(of: index)
        }
    }

    /// DICOM keyword to value, several values of one keyword behind each other.
    func header(_ subject: Subject) -> [String: String] {
        var result: [String: String] = [:]
        for (index, kind) in indices {
            let tag = subject.dataSet.nodes[index].tag
            let known = tag == .codeMeaning && kind == .institution ? "InstitutionName" : DataDictionary.entry(for: tag)?.keyword
            let keyword = known ?? (kind == .otherPerson ? "OperatorsName" : "")
            guard !keyword.isEmpty else { continue }
            // The core tells names by their keywords.
            let name = keyword == "PersonName" || (kind == .otherPerson && !keyword.hasSuffix("Name")) ? "OperatorsName" : keyword
            let value = trimmed(subject.decoded(index))
            if !value.isEmpty, tag != .patientAge { result[name, default: ""] += result[name] == nil ? value : "\\" + value }
        }
        return result
    }
}

extension ConfidentialityProfile {
    /// The identifying attributes that an option or a rule keeps as they are.
    var keptIdentifiers: Set<AttributeTag> {
        Set(KnownIdentifiers.tags.filter { tag in
            let rule = rules.last { rule in
                guard case .element(.tag(let own), _) = rule.target else { return false }
                return own == tag && rule.conditions.isEmpty
            }
            if let rule, case .element(_, let action) = rule.target { return action == .table(.keep) }
            guard let row = ConfidentialityTable.row(for: tag) else {
                return SupplementaryTable.row(for: tag)?.retainOption.map(options.contains) ?? false
            }
            let asked = options.filter { row.options[$0] != nil }
            return !asked.isEmpty && asked.allSatisfy { row.options[$0] == .keep }
        })
    }
}
