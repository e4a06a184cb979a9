// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Profiles
internal import Pseudonyms
internal import Standard

/// Overlay planes whose bits live in the pixel cells, beside the samples (PS3.3 section C.9.2 of editions before 2004): nothing of them is in
/// Overlay Data (60xx,3000).
struct EmbeddedOverlays {
    /// Their groups, with a node of each.
    let planes: [(group: UInt16, node: Int)]
    /// Whether the cells have room for them, native and beside the samples, so that they can be cleared without touching an image.
    let canBeCleared: Bool

    init(_ dataSet: DataSet) {
        let bits = StoredBits(in: dataSet)
        let pixels = dataSet.find(.pixelData).map { dataSet.nodes[$0] }
        let hasRoom = pixels.map { !$0.flags.contains(.encapsulated) } == true && bits.map { $0.unused != 0 } == true
        var planes: [(UInt16, Int)] = []
        var isInSample = false
        for index in dataSet.children(of: 0) {
            let tag = dataSet.nodes[index].tag
            guard tag.group & 0xFF01 == 0x6000, tag.group <= 0x601E, planes.last?.0 != tag.group else { continue }
            let number = { (element: UInt16) in dataSet.number(AttributeTag(tag.group, element)) }
            let hasData = dataSet.find(AttributeTag(tag.group, 0x3000)).map { dataSet.nodes[$0].length > 0 } ?? false
            let position = number(0x0102) ?? 0
            // One bit at 0 is how a plane with data of its own is described; without data it is a remnant, or a slip.
            let isDeclared = position > 0 || !hasData && (number(0x0100) ?? 1) > 1
            guard isDeclared || !hasData && hasRoom else { continue }
            planes.append((tag.group, index))
            // Drawn into the image, for all that the header says.
            if isDeclared, number(0x0102) != nil, let bits, position < 64, bits.mask >> UInt64(position) & 1 == 1 { isInSample = true }
        }
        self.planes = pixels == nil ? [] : planes
        canBeCleared = hasRoom && !isInSample
    }
}
