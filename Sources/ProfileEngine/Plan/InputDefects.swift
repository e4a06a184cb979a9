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
    let blocks = PrivateBlocks(dataSet)
    for (index, node) in dataSet.nodes.enumerated().dropFirst() where node.kind != .item {
        if node.flags.contains(.unparsed) { found.insert("unparsed-sequence") }
        if node.tag.isPrivate {
            if !node.tag.isPrivateCreator, !node.tag.isGroupLength, blocks.creator(of: index) == nil { found.insert("private-without-creator") }
        } else if node.kind == .element, node.vr != .UN, let entry = DataDictionary.entry(for: node.tag), node.vr != entry.vr,
            !entry.alternativeVRs.contains(node.vr)
        {
            found.insert("vr-not-of-dictionary")
        }
    }
    return found.sorted()
}
