// SPDX-License-Identifier: Apache-2.0

internal import CharacterSets
package import DICOMModel

/// One value that identifies: decoded, and as its bytes stand in the file.
package struct IdentifierFact: Hashable, Sendable {
    package let kind: IdentifierKind
    package let text: String
    /// Empty where no file brought it, or where it is plain ASCII.
    package let bytes: [UInt8]

    package init(_ kind: IdentifierKind, _ text: String, bytes: [UInt8] = []) {
        self.kind = kind
        self.text = text
        self.bytes = bytes
    }
}

/// What a file says of its own patient and study, collected once.
package struct Identity: Sendable {
    /// A cap that was exceeded: what is beyond it would not be searched for, so the file must not leave.
    package enum Overflow: String, Sendable {
        case tooManyValues = "more identifying values than can be searched for"
        case longName = "a Person Name longer than any name"
    }

    /// Different values; a study with more names its people nowhere near as often.
    package static let mostFacts = 4000
    /// Of one Person Name with all its groups, in bytes: three groups of 64 characters need no more in any encoding.
    package static let longestName = 1024

    package private(set) var facts: [IdentifierFact] = []
    /// UIDs that differ from file to file: ``IdentifierIndex/adding(uids:)`` takes those of the next one.
    package private(set) var ownUIDs: [String] = []
    package private(set) var overflow: Overflow?
    private var seen: Set<IdentifierFact> = []
    private var seenUIDs: Set<String> = []

    /// - Parameter kept: Attributes whose values may leave: a search for them would find what is meant to stay.
    package init(_ dataSet: DataSet, kept: Set<AttributeTag>) { add(dataSet, kept: kept) }

    /// What the elements say that a file sends again.
    package mutating func add(_ dataSet: DataSet, kept: Set<AttributeTag>) {
        var sets: [Int: SpecificCharacterSet] = [:]
        func characterSet(of item: Int) -> SpecificCharacterSet {
            if let known = sets[item] { return known }
            let set: SpecificCharacterSet
            if let own = dataSet.text(.specificCharacterSet, in: item) {
                set = SpecificCharacterSet(terms: own.split(separator: "\\", omittingEmptySubsequences: false).map(String.init))
            } else {
                set = item == 0 ? .defaultRepertoire : characterSet(of: dataSet.nodes[dataSet.nodes[item].parent].parent)
            }
            sets[item] = set
            return set
        }
        let model = Self.trimmed(dataSet.text(.manufacturerModelName) ?? "")
        for (index, node) in dataSet.nodes.enumerated() where node.kind == .element && node.length > 0 {
            let meaning = node.tag == .codeMeaning ? Self.kind(ofMeaningIn: dataSet.nodes[dataSet.nodes[node.parent].parent].tag) : nil
            guard let kind = meaning ?? Self.kind(of: node.tag, vr: node.vr), !kept.contains(node.tag) || node.tag == .patientAge else { continue }
            if node.flags.contains(.large) {
                if kind.isName { overflow = .longName }
                continue
            }
            let set = characterSet(of: node.parent)
            for value in set.splitValues(dataSet.value(of: index), as: node.vr) where !value.isEmpty {
                // Some makers write the model where the serial number should be; the model of thousands is no identity.
                if kind == .device, model.contains(where: \.isLetter), Self.trimmed(set.decodeLeniently(value, as: node.vr)) == model { continue }
                add(kind, value, node, set)
            }
        }
    }

    private mutating func add(_ kind: IdentifierKind, _ value: ArraySlice<UInt8>, _ node: DataSet.Node, _ set: SpecificCharacterSet) {
        var value = value
        if kind.isName, value.count > Self.longestName {
            overflow = .longName
            value = value.prefix(256)
        }
        let text = Self.trimmed(set.decodeLeniently(value, as: node.vr))
        guard !text.isEmpty else { return }
        if kind == .uid {
            addUID(text, isOwn: Self.ownUIDTags.contains(node.tag.number))
        } else {
            addParts(kind, text)
            let isPlain = value.allSatisfy { $0 < 0x80 && $0 != 0x1B }
            add(IdentifierFact(kind, kind == .examDate ? String(text.prefix(8)) : text, bytes: isPlain ? [] : Array(value)))
        }
    }

    /// A length that is too great takes in what stands behind the value, binary lengths and all.
    private mutating func addParts(_ kind: IdentifierKind, _ text: String) {
        guard text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else { return }
        for part in text.unicodeScalars.split(whereSeparator: { $0.properties.generalCategory == .control }) {
            let part = Self.trimmed(String(part))
            // UIDs among them are those of classes and syntaxes too.
            guard part.unicodeScalars.count >= Self.shortestPart, !isUID(part) else { continue }
            add(IdentifierFact(part.contains("^") ? .otherPerson : kind, part))
        }
    }

    /// In characters: shorter ones are lengths and VRs that spell something.
    private static let shortestPart = 6

    private mutating func addUID(_ text: String, isOwn: Bool) {
        guard UIDRegistry.kind(of: text) == nil else { return }
        guard isOwn else {
            add(IdentifierFact(.uid, text))
            return
        }
        if ownUIDs.count < Self.mostFacts, seenUIDs.insert(text).inserted { ownUIDs.append(text) }
    }

    /// - Parameter header: DICOM keyword to value, PN as `alphabetic=ideographic=phonetic`, several values parted by `\`.
    package init(header: [String: String]) {
        for (keyword, value) in header.sorted(by: { $0.key < $1.key }) {
            guard let kind = Self.kind(ofKeyword: keyword) else { continue }
            for part in value.split(separator: "\\") {
                let text = Self.trimmed(String(part))
                guard !text.isEmpty else { continue }
                if kind == .uid { addUID(text, isOwn: false) } else { add(IdentifierFact(kind, text)) }
            }
        }
    }

    /// What was found for certain in another text of the instance.
    package mutating func add(_ fact: IdentifierFact) {
        var fact = fact
        if fact.kind.isName, fact.text.utf8.count > Self.longestName {
            overflow = .longName
            fact = IdentifierFact(fact.kind, String(fact.text.prefix(64)))
        }
        guard seen.insert(fact).inserted else { return }
        if facts.count >= Self.mostFacts {
            overflow = overflow ?? .tooManyValues
        } else {
            facts.append(fact)
        }
    }

    /// What all files of the study say.
    package var ofStudy: Identity {
        var identity = self
        identity.ownUIDs = []
        return identity
    }

    /// Equal for files that say the same, whatever their own UIDs are.
    package var fingerprint: [UInt8] {
        var result: [UInt8] = []
        for fact in facts {
            result.append(UInt8(truncatingIfNeeded: IdentifierKind.allCases.firstIndex(of: fact.kind)!))
            result += fact.text.utf8
            result.append(0)
            result += fact.bytes
            result.append(0xFF)
        }
        return result
    }

    private static func trimmed(_ text: String) -> String {
        var view = text.unicodeScalars[...]
        while let first = view.first, first.value <= 0x20 { view.removeFirst() }
        while let last = view.last, last.value <= 0x20 { view.removeLast() }
        return String(view)
    }
}
