// SPDX-License-Identifier: Apache-2.0

public import DICOMModel
public import Identifiers
internal import Profiles
internal import Pseudonyms
public import Standard

/// What is to be done with every element of one SOP Instance, and why. Plain data: the report, `inspect` and the run use the same plan.
public struct ActionPlan: Sendable {
    public private(set) var dataSet: DataSet
    /// One for each node of the Data Set, in its order. Nodes below a removed or replaced sequence repeat its decision.
    public private(set) var decisions: [Decision]
    /// What led to each decision besides the value. An item has that of its sequence, the Data Set itself none.
    let shapes: [DecidedShape?]
    /// Elements put into the Data Set besides: markers, and UIDs without which there is no file.
    public private(set) var insertions: [Template]
    public let summary: InstanceSummary
    /// `nil`, or why the file must not be released whatever the elements say.
    public let refusal: Refusal?
    /// Why text in the pixels is likely; `nil` where nothing points to it, which does not prove that there is none.
    public let burnedInRisk: String?
    /// The same, whatever the profile wants done about it.
    public let pixelRisk: String?
    /// Overlays live in the cells of native pixels, beside the samples, and go: the bits that are no sample are to be cleared.
    public let clearsUnusedBits: Bool
    /// What is to be done about text in the pixels; `nil` where they are not looked at.
    public let look: PixelLook?
    /// What came of it; `nil` before it is done.
    public private(set) var pixels: PixelConclusion?
    /// Of (0008,0005), see ``SpecificCharacterSet/isKnown``.
    let isCharacterSetKnown: Bool

    /// Forgets the values of the Data Set, once they are written. Its nodes stay.
    package mutating func letGoOfValues() { dataSet = DataSet(nodes: dataSet.nodes, bytes: []) }

    /// Takes in what came of looking at the pixels.
    package mutating func conclude(_ conclusion: PixelConclusion) {
        pixels = conclusion
        PixelConsequences(dataSet, conclusion).apply(to: &decisions, &insertions)
    }

    /// The file says of itself that its pixels are clean (CID 7050, 113101).
    public var claimsCleanPixels: Bool {
        insertions.contains { PixelConsequences.claims(in: $0) }
    }

    /// The node whose treatment decided on a node: itself, or the sequence around it that went as a whole.
    func origin(of index: Int) -> Int {
        var origin = index
        var item = dataSet.nodes[index].kind == .item ? index : dataSet.nodes[index].parent
        while item != 0 {
            let sequence = dataSet.nodes[item].parent
            if decisions[sequence].change != .none { origin = sequence }
            item = dataSet.nodes[sequence].parent
        }
        return origin
    }

    /// The number of elements by action, sequences and their items not counted.
    public var counts: [ActionName: Int] {
        var numbers = [Int](repeating: 0, count: ActionName.allCases.count)
        for index in decisions.indices {
            let kind = dataSet.nodes[index].kind
            let action = decisions[index].action
            if kind == .element || action != .keep && kind == .sequence { numbers[action.place] += 1 }
        }
        var result: [ActionName: Int] = [:]
        for action in ActionName.allCases where numbers[action.place] > 0 { result[action] = numbers[action.place] }
        return result
    }
}

/// What is done with one element, as it is counted and shown.
public enum ActionName: String, Sendable, CaseIterable, CodingKeyRepresentable, Codable {
    case keep, remove, empty, dummy, clean, pseudonym, hash, mask, generalize, replace
    case hashUID = "hash-uid"
    case shiftDate = "shift-date"

    fileprivate var place: Int {
        switch self {
        case .keep: 0
        case .remove: 1
        case .empty: 2
        case .dummy: 3
        case .clean: 4
        case .pseudonym: 5
        case .hash: 6
        case .mask: 7
        case .generalize: 8
        case .replace: 9
        case .hashUID: 10
        case .shiftDate: 11
        }
    }
}

/// The decision on one node.
public struct Decision: Sendable, Equatable {
    public let action: ActionName
    public let change: Change
    public let reason: Reason
    /// What the free-text core found in the value; `nil` where it was not asked.
    public let findings: [TextFinding]?
    /// The new value is in UTF-8, since it does not fit the character set of the file.
    let isUnicode: Bool

    init(_ action: ActionName, _ change: Change, _ reason: Reason, findings: [TextFinding]? = nil, isUnicode: Bool = false) {
        self.action = action
        self.change = change
        self.reason = reason
        self.findings = findings
        self.isUnicode = isUnicode
    }

    static func keep(_ reason: Reason) -> Decision { Decision(.keep, .none, reason) }
    static func remove(_ reason: Reason) -> Decision { Decision(.remove, .remove, reason) }
}

/// What happens to the bytes.
public enum Change: Sendable, Equatable {
    case none
    case remove
    /// A new value, unpadded; empty for zero length.
    case value([UInt8], ValueRepresentation)
    /// A new sequence in place of the old.
    case items([[Template]])
}

/// A new element of a plan: text or bytes, or a sequence of items.
public struct Template: Sendable, Equatable {
    public enum Content: Sendable, Equatable {
        case value([UInt8])
        case items([[Template]])
    }

    public let tag: AttributeTag
    public let vr: ValueRepresentation
    public let content: Content

    public init(_ tag: AttributeTag, _ vr: ValueRepresentation, _ text: String) {
        self.init(tag, vr, Array(text.utf8))
    }

    public init(_ tag: AttributeTag, _ vr: ValueRepresentation, _ bytes: [UInt8]) {
        self.tag = tag
        self.vr = vr
        content = .value(bytes)
    }

    public init(_ tag: AttributeTag, items: [[Template]]) {
        self.tag = tag
        vr = .SQ
        content = .items(items)
    }
}

/// The rule, row or check that decided.
public enum Reason: Sendable, Hashable {
    /// Table E.1-1, column Basic Profile.
    case table
    /// Table E.1-1, the column of an Option.
    case option(ProfileOption)
    /// A rule of a profile.
    case rule(profile: String, line: Int)
    /// Our own additions to the table.
    case supplement
    /// Group length, command or directory group, encrypted attributes: nothing a released Data Set may hold.
    case structure
    case privateElement
    case safePrivate(list: String)
    /// An element of an even group that no dictionary knows.
    case unknownElement
    case personName
    case instanceUID
    case registeredUID
    /// An allow-list profile does not name it.
    case notAllowed
    /// An allow-list profile does not name it, but the IOD cannot be without it.
    case required
    /// The attribute that it may not stand without goes.
    case goesWith(AttributeTag)
    /// A known identifier of this patient or study was found in it.
    case gate(IdentifierKind)
    /// The free-text core is certain that the value of a technical attribute names somebody.
    case certainFind
    /// Somebody looked at the pixels, or they are no longer what they were.
    case pixels
    case notListed
}

extension Reason {
    /// For programs: it stays when the sentence for people changes.
    public var code: String {
        switch self {
        case .table: "table"
        case .option(let option): "option \(option.rawValue)"
        case .rule(let profile, let line): "rule \(profile) \(line)"
        case .supplement: "supplement"
        case .structure: "structure"
        case .privateElement: "private"
        case .safePrivate(let list): "safe-private \(list)"
        case .unknownElement: "unknown-element"
        case .personName: "person-name"
        case .instanceUID: "instance-uid"
        case .registeredUID: "registered-uid"
        case .notAllowed: "not-allowed"
        case .required: "required"
        case .goesWith(let tag): "goes-with \(tag)"
        case .gate(let kind): "gate \(kind)"
        case .certainFind: "certain-find"
        case .pixels: "pixels"
        case .notListed: "not-listed"
        }
    }
}

extension Reason: CustomStringConvertible {
    public var description: String {
        switch self {
        case .table: "Table E.1-1, Basic Profile"
        case .option(let option): "Table E.1-1, option \(option.rawValue)"
        case .rule(let profile, let line): "profile \(profile), line \(line)"
        case .supplement: "not in Table E.1-1, but can identify"
        case .structure: "has no place in a released Data Set"
        case .privateElement: "private"
        case .safePrivate(let list): "safe private, list \(list)"
        case .unknownElement: "in no dictionary"
        case .personName: "a person's name (PN)"
        case .instanceUID: "a UID of an instance"
        case .registeredUID: "a registered UID"
        case .notAllowed: "not on the profile's allow-list"
        case .required: "not on the profile's allow-list, but of Type 1 in the IOD"
        case .goesWith(let tag): "stands only beside \(tag), which goes"
        case .gate(let kind): "gate: holds the \(kind.rawValue)"
        case .certainFind: "certainly names somebody"
        case .pixels: "follows from what was seen in the pixels"
        case .notListed: "identifies nobody by itself"
        }
    }
}

/// What the release says about an instance. All pseudonymous.
public struct InstanceSummary: Sendable, Equatable {
    public let sopClassUID: String
    public let modality: String
    public let patient: String
    public let studyInstanceUID: String
    public let seriesInstanceUID: String
    public let sopInstanceUID: String
    /// New value and original, for the crosswalk in the state folder.
    public let crosswalk: [CrosswalkPair]
}

public struct CrosswalkPair: Sendable, Hashable {
    public enum Kind: String, Sendable, Codable, CaseIterable {
        case patient, study, series, instance, uid, accession
        /// What a file says of its patient and study besides; ``ReleasedSearch`` looks for it.
        case known
        /// What a return puts back, by patient and by study: ``OriginalFacts``.
        case patientFacts = "patient-facts"
        case studyFacts = "study-facts"
        /// A UID of the instance that stays as it is, under what it would become.
        case kept

        /// Values of the kind are written in place of others.
        public var isWritten: Bool {
            switch self {
            case .patient, .study, .series, .instance, .uid, .accession: true
            case .known, .patientFacts, .studyFacts, .kept: false
            }
        }
    }

    public let kind: Kind
    public let pseudonym: String
    public let original: String

    package init(kind: Kind, pseudonym: String, original: String) {
        self.kind = kind
        self.pseudonym = pseudonym
        self.original = original
    }
}

/// Why an instance must not be released.
public enum Refusal: Sendable, Equatable, CustomStringConvertible {
    public var description: String {
        switch self {
        case .identifierSurvives(let tag): "a known identifier is left in \(tag)"
        case .notARegisteredUID(let tag): "\(tag) holds something that is no UID"
        case .tooMuchToSearch(let what): "it holds \(what)"
        case .pixelsElsewhere: "its pixels stand elsewhere, where nobody can look at them"
        case .burnedInText(let why): "text in the pixels is likely (\(why))"
        case .quarantined(let profile, let line): "profile \(profile), line \(line) quarantines it"
        case .skipped(let profile, let line): "profile \(profile), line \(line) skips it"
        }
    }

    /// A known identifier is left that cannot be cleaned away.
    case identifierSurvives(AttributeTag)
    /// Text in the pixels is likely, and the profile quarantines such files.
    case burnedInText(String)
    /// The profile wants pixels looked at, and the file only says where they can be had: Pixel Data Provider URL (0028,7FE0).
    case pixelsElsewhere
    /// SOP Class UID or Transfer Syntax UID is not a UID. Its text cannot be judged, and it cannot be replaced.
    case notARegisteredUID(AttributeTag)
    /// More identifying values than a search can be bounded for; the text says which cap.
    case tooMuchToSearch(String)
    /// A rule of the profile.
    case quarantined(profile: String, line: Int)
    case skipped(profile: String, line: Int)
}
