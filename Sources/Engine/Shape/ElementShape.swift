// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Profiles
internal import Pseudonyms
internal import Standard

/// What of a file decides on all its elements alike.
struct FileShape: Hashable, Sendable {
    let sopClassUID: String
    /// Specific Character Set holds nothing but terms of the standard.
    let isCharacterSetKnown: Bool
    /// For each rule of the profile, whether its conditions hold.
    let conditionsHold: [Bool]
}

/// What an element is apart from its value: where it stands, in what kind of file, whose it is. Elements of one shape meet the same rules.
struct ElementShape: Sendable {
    let file: FileShape
    /// The sequences around it, outermost first.
    let path: [AttributeTag]
    let tag: AttributeTag
    /// As the file has it.
    let writtenVR: ValueRepresentation
    let kind: DataSet.Kind
    let flags: DataSet.Flags
    /// Of a private element whose block is reserved.
    let owner: PrivateOwner?
    let facts: AttributeFacts
    /// The attribute's Type in the IOD; `nil` where the IOD has no place for it.
    let type: AttributeType?
    /// What it may not stand without.
    let need: DependentAttributes.Need?
    /// The VR that counts: the dictionary's where the file says UN or contradicts it.
    let vr: ValueRepresentation

    /// - Parameter type: Stands in for the Type in the IOD, where what a profile would do is asked.
    init(
        file: FileShape, path: [AttributeTag], tag: AttributeTag, vr writtenVR: ValueRepresentation, kind: DataSet.Kind, flags: DataSet.Flags = [],
        owner: PrivateOwner? = nil, facts: AttributeFacts, assuming type: AttributeType? = nil
    ) {
        self.file = file
        self.path = path
        self.tag = tag
        self.writtenVR = writtenVR
        self.kind = kind
        self.flags = flags
        self.owner = owner
        self.facts = facts
        self.type = type ?? AttributeTypeTable.type(of: tag, inside: path, sopClass: file.sopClassUID)
        // Where the IOD has no place for it, no condition of the IOD is about it.
        need = (self.type ?? .type3) == .type3 ? nil : DependentAttributes.need(of: tag, inside: path.last)
        vr =
            if let entry = facts.entry, writtenVR != entry.vr, !entry.alternativeVRs.contains(writtenVR) {
                kind == .sequence ? .SQ : entry.vr
            } else {
                writtenVR
            }
    }

    /// The attribute of whose very value it gives the length.
    var measures: AttributeTag? { tag == AttributeTag(0x0042, 0x0015) ? .encapsulatedDocument : nil }

    var isLarge: Bool { flags.contains(.large) }

    /// The VR to write a new value in: the file's own, unless it cannot hold what is meant.
    var outputVR: ValueRepresentation {
        if writtenVR == .UN || kind != .element || writtenVR == .SQ { return vr }
        return ValueGrammar.isClosed(vr) || ValueGrammar.isClosed(writtenVR) || writtenVR.isText != vr.isText ? vr : writtenVR
    }

    /// The file gives the attribute a VR that it does not have.
    var isMisdeclared: Bool {
        writtenVR != vr && kind == .element && !isLarge && !flags.contains(.encapsulated) && !flags.contains(.unparsed)
    }

    /// The file gives the VR of days to an attribute that is a number.
    var isDatedNumber: Bool {
        isMisdeclared && (writtenVR == .DA || writtenVR == .DT) && (vr == .DS || vr == .IS || ValueGrammar.isBinaryNumber(vr))
    }

    /// Whether ``ElementContext/cleanText(_:_:sparing:)`` has a text to clean.
    var holdsText: Bool { outputVR.isText && outputVR != .UI && !isLarge && writtenVR.bytesOfNumber == nil }
}

extension AttributeTag {
    /// What it says depends on the Coding Scheme Designator beside it.
    var isOfCodingScheme: Bool { isCodeValue || self == .codeMeaning }
    /// Half of it is another code, and without it the item is not valid.
    var isPartOfCode: Bool { isOfCodingScheme || self == .codingSchemeDesignator }
    var isCodeValue: Bool { self == .codeValue || self == .longCodeValue }
}

/// What the tables say about a tag, looked up once.
struct AttributeFacts: Sendable {
    let entry: DictionaryEntry?
    /// Of Table E.1-1; for a private tag, that of all private attributes.
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

    func matches(_ shape: ElementShape) -> Bool {
        guard case .element(let selector, _) = target else { return false }
        switch selector {
        case .tag(let tag): return shape.tag == tag
        case .pattern(let value, let mask): return shape.tag.number & mask == value
        case .vr(let vr): return shape.vr == vr || shape.writtenVR == vr
        case .privateElement(let group, let creator, let offset):
            return shape.tag.group == group && shape.owner?.creator == creator && (offset == nil || shape.owner?.offset == offset)
        case .path(let steps): return pathMatches(steps[...], (shape.path + [shape.tag])[...])
        }
    }
}

private func pathMatches(_ steps: ArraySlice<Selector.PathStep>, _ tags: ArraySlice<AttributeTag>) -> Bool {
    guard let step = steps.first else { return tags.isEmpty }
    switch step {
    case .tag(let tag): return tags.first == tag && pathMatches(steps.dropFirst(), tags.dropFirst())
    case .anyDepth:
        return pathMatches(steps.dropFirst(), tags) || (!tags.isEmpty && pathMatches(steps, tags.dropFirst()))
    }
}
