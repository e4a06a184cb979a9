// SPDX-License-Identifier: Apache-2.0

internal import CharacterSets
internal import DICOMModel
internal import FreeTextPHI
internal import Identifiers
internal import Profiles
internal import Pseudonyms
internal import Standard

/// What the files of one patient and study say of them, and the one index of it, prepared once.
///
/// Most files of a series say the same, so the engine keeps the sets of the last studies: ``IdentifierSets``.
final class IdentifierSet {
    let identity: Identity
    let index: IdentifierIndex
    /// Values of its files in which nothing was found.
    let memo = SearchMemo()
    private var indexWithOwn: (uids: [String], index: IdentifierIndex)?
    let declared: [SpecificCharacterSet]
    /// The same for the free-text core, which adds evidence of its own: typing errors, nicknames, initials.
    private(set) lazy var variants = FreeTextPHI.KnownIdentifiers(header: Self.header(identity), identity: identity, index: index)
    private var found: [CleanedKey: [Found]] = [:]
    private var cleaned: [CleanedKey: CleanedText] = [:]
    private var crosswalks: [[String]: [CrosswalkPair]] = [:]

    init(_ identity: Identity, declared: [SpecificCharacterSet]) {
        let identity = identity.ofStudy
        self.identity = identity
        self.declared = declared
        index = IdentifierIndex(identity, encodings: declared, isWord: Vocabulary.isCommonWord)
    }

    /// The index and the UIDs of one file; of the last file, it is there still.
    func index(withOwn uids: [String]) -> IdentifierIndex {
        if uids.isEmpty { return index }
        if let indexWithOwn, indexWithOwn.uids == uids { return indexWithOwn.index }
        let index = index.adding(uids: uids)
        indexWithOwn = (uids, index)
        return index
    }

    /// What the free-text core is sure of.
    struct Found: Hashable {
        let value: String
        let type: PHIType
    }

    /// What was found in the free text of an instance besides what its attributes say.
    func identity(adding found: [Found]) -> Identity {
        var identity = identity
        for one in found { identity.add(IdentifierFact(one.kind, one.value)) }
        return identity
    }

    /// Whether a value of this kind is one of those that were collected.
    func holds(_ text: String, _ kind: IdentifierKind) -> Bool { values[text] == kind }

    private lazy var values = Dictionary(identity.facts.map { ($0.text, $0.kind) }) { first, _ in first }

    /// What `detect` finds in a text, once for each.
    func found(in text: String, keyword: String, _ detect: () -> [Found]) -> [Found] {
        let key = CleanedKey(keyword: keyword, text: text)
        if let known = found[key] { return known }
        let result = detect()
        if mayRemember(key) { found[key] = result }
        return result
    }

    private struct CleanedKey: Hashable {
        let keyword: String
        let text: String
    }

    /// What the two tables of texts may take together.
    private static let mostTextBytes = 1 << 20
    private var textBytes = 0

    /// A study repeats its values thousands of times.
    func cleaned(_ text: String, keyword: String, _ clean: () -> CleanedText) -> CleanedText {
        let key = CleanedKey(keyword: keyword, text: text)
        if let known = cleaned[key] { return known }
        let result = clean()
        if mayRemember(key) { cleaned[key] = result }
        return result
    }

    private func mayRemember(_ key: CleanedKey) -> Bool {
        guard textBytes < Self.mostTextBytes else { return false }
        textBytes += key.text.utf8.count * 2 + key.keyword.utf8.count + 96
        return true
    }

    /// About how much memory it takes.
    var bytes: Int { index.bytes + memo.size + textBytes }

    /// All of it, for a search of the release long after the run.
    func crosswalk(patient: String, study: String, _ project: ProjectIdentity) -> [CrosswalkPair] {
        let key = [patient, study]
        if let known = crosswalks[key] { return known }
        let pairs = identity.facts.filter(\.isTelling).map { fact in
            let owner = fact.kind.isOfPatient ? patient : study
            return CrosswalkPair.known(fact, owner: owner, mark: project.hash("\(fact.kind.rawValue)\0\(fact.text)", length: 16))
        }
        crosswalks[key] = pairs
        return pairs
    }

    /// DICOM keyword to value, several values of one keyword behind each other.
    private static func header(_ identity: Identity) -> [String: String] {
        var result: [String: String] = [:]
        for fact in identity.facts {
            guard let keyword = keyword(fact) else { continue }
            result[keyword, default: ""] += result[keyword] == nil ? fact.text : "\\" + fact.text
        }
        return result
    }

    private static func keyword(_ fact: IdentifierFact) -> String? {
        switch fact.kind {
        case .patientName: "PatientName"
        case .otherPerson: "OperatorsName"
        case .patientID: "PatientID"
        case .accession: "AccessionNumber"
        case .device: "DeviceSerialNumber"
        case .birthDate: CalendarDay(fact.text) == nil ? nil : "PatientBirthDate"
        case .examDate: "StudyDate"
        case .phone: "PatientTelephoneNumbers"
        case .address: "PatientAddress"
        case .institution: "InstitutionName"
        case .characteristic, .uid: nil
        }
    }
}

extension IdentifierSet.Found {
    var kind: IdentifierKind {
        switch type {
        case .person: .otherPerson
        case .phone: .phone
        case .hospital, .organization: .institution
        case .address, .location, .email, .url, .ip: .address
        case .date: .examDate
        case .id, .age: .patientID
        }
    }
}

extension ConfidentialityProfile {
    /// The identifying attributes that an option or a rule keeps as they are.
    var keptIdentifiers: Set<AttributeTag> {
        Set(
            Identity.sources.filter { tag in
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
