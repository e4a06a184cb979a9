// SPDX-License-Identifier: Apache-2.0

internal import CharacterSets
public import DICOMModel

/// What is not conformant in a Data Set, in words of a closed list, sorted.
public func inputDefects(of dataSet: DataSet) -> [String] {
    var found: Set<String> = []
    for tag in [AttributeTag.sopInstanceUID, .studyInstanceUID, .seriesInstanceUID] {
        let value = dataSet.firstText(tag) ?? ""
        if value.isEmpty { found.insert("missing-uid") } else if !isUID(value) { found.insert("wrong-uid") }
    }
    if !SpecificCharacterSet(in: dataSet).isKnown { found.insert("unknown-character-set") }
    var reserved: Set<UInt64> = []
    for node in dataSet.nodes where node.tag.isPrivateCreator { reserved.insert(UInt64(node.parent) << 32 | UInt64(node.tag.number)) }
    for node in dataSet.nodes.dropFirst() where node.kind != .item {
        if node.flags.contains(.unparsed) { found.insert("unparsed-sequence") }
        if node.tag.isPrivate {
            let creator = node.tag.creatorTag.map { UInt64(node.parent) << 32 | UInt64($0.number) }
            if !node.tag.isPrivateCreator, !node.tag.isGroupLength, !(creator.map(reserved.contains) ?? false) { found.insert("private-without-creator") }
        } else if node.kind == .element, node.vr != .UN, let entry = DataDictionary.entry(for: node.tag), node.vr != entry.vr,
            !entry.alternativeVRs.contains(node.vr)
        {
            found.insert("vr-not-of-dictionary")
        }
    }
    return found.sorted()
}
