// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Profiles
internal import Pseudonyms
internal import Standard

/// What is not conformant in the elements of one shape.
struct ShapeDefects: OptionSet, Sendable {
    let rawValue: UInt8

    static let unparsedSequence = ShapeDefects(rawValue: 1)
    static let privateWithoutCreator = ShapeDefects(rawValue: 2)
    static let vrNotOfDictionary = ShapeDefects(rawValue: 4)

    init(rawValue: UInt8) { self.rawValue = rawValue }

    init(_ shape: ElementShape) {
        self = []
        if shape.flags.contains(.unparsed) { insert(.unparsedSequence) }
        if shape.tag.isPrivate {
            if !shape.tag.isPrivateCreator, !shape.tag.isGroupLength, shape.owner == nil { insert(.privateWithoutCreator) }
        } else if shape.kind == .element, shape.writtenVR != .UN, let entry = shape.facts.entry, shape.writtenVR != entry.vr,
            !entry.alternativeVRs.contains(shape.writtenVR)
        {
            insert(.vrNotOfDictionary)
        }
    }

    fileprivate var words: [String] {
        [
            contains(.unparsedSequence) ? "unparsed-sequence" : nil, contains(.privateWithoutCreator) ? "private-without-creator" : nil,
            contains(.vrNotOfDictionary) ? "vr-not-of-dictionary" : nil,
        ].compactMap { $0 }
    }
}

extension ActionPlan {
    /// What is not conformant in the Data Set, in words of a closed list, sorted.
    public var inputDefects: [String] {
        var found: Set<String> = []
        for tag in [AttributeTag.sopInstanceUID, .studyInstanceUID, .seriesInstanceUID] {
            let value = dataSet.firstText(tag) ?? ""
            if value.isEmpty { found.insert("missing-uid") } else if !isUID(value) { found.insert("wrong-uid") }
        }
        if !isCharacterSetKnown { found.insert("unknown-character-set") }
        var defects: ShapeDefects = []
        for shape in shapes { if let shape { defects.formUnion(shape.defects) } }
        return found.union(defects.words).sorted()
    }
}
