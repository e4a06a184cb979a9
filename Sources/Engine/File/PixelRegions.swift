// SPDX-License-Identifier: Apache-2.0

internal import CharacterSets
internal import DICOMModel
internal import Profiles
internal import Pseudonyms
internal import Standard

/// The boxes of an image that are blanked without being looked for.
struct PixelRegions {
    private let instance: InstanceContext
    private let columns: Int
    private let rows: Int

    /// More regions than any maker writes would make too many boxes.
    private static let mostRegions = 64

    init(_ instance: InstanceContext) {
        self.instance = instance
        columns = instance.dataSet.number(.columns) ?? 0
        rows = instance.dataSet.number(.rows) ?? 0
    }

    /// What the rules of the profile say of an image of this maker, model and size.
    func ofRules() -> [PixelBox] {
        instance.profile.pixelText.regions.filter { rule in
            rule.conditions.allSatisfy { $0.holds(in: instance.dataSet, decoded: instance.decoded) }
        }.flatMap(\.boxes).map { $0.clipped(columns: columns, rows: rows) }.filter { !$0.isEmpty }
    }

    /// What lies in no ultrasound region of the header. Regions that cover nothing of the frame say nothing about the rest of it.
    func outsideUltrasoundRegions() -> [PixelBox] {
        let dataSet = instance.dataSet
        guard let sequence = dataSet.find(Self.ultrasoundRegions), dataSet.nodes[sequence].kind == .sequence else { return [] }
        let regions = dataSet.children(of: sequence).prefix(Self.mostRegions).compactMap { item -> PixelBox? in
            let sides = Self.sides.compactMap { dataSet.number($0, in: item) }
            guard sides.count == 4, sides.allSatisfy({ $0 >= 0 }) else { return nil }
            // The last column and row belong to the region.
            let box = PixelBox(left: sides[0], top: sides[1], right: sides[2] + 1, bottom: sides[3] + 1).clipped(columns: columns, rows: rows)
            return box.isEmpty ? nil : box
        }
        return regions.isEmpty ? [] : regions.complement(columns: columns, rows: rows)
    }

    private static let ultrasoundRegions = AttributeTag(0x0018, 0x6011)
    /// Region Location Min X0, Min Y0, Max X1, Max Y1.
    private static let sides = [0x6018, 0x601A, 0x601C, 0x601E].map { AttributeTag(0x0018, $0) }
}

extension [PixelBox] {
    /// What of a frame lies in none of them, as boxes that do not overlap, from above.
    func complement(columns: Int, rows: Int) -> [PixelBox] {
        let boxes = map { $0.clipped(columns: columns, rows: rows) }.filter { !$0.isEmpty }
        let edges = Set(boxes.flatMap { [$0.top, $0.bottom] } + [0, rows]).sorted()
        var result: [PixelBox] = []
        var above: [PixelBox] = []
        for (top, bottom) in zip(edges, edges.dropFirst()) {
            var gaps: [PixelBox] = []
            var end = 0
            for box in boxes.filter({ $0.top <= top && $0.bottom >= bottom }).sorted(by: { $0.left < $1.left }) {
                if box.left > end { gaps.append(PixelBox(left: end, top: top, right: box.left, bottom: bottom)) }
                end = Swift.max(end, box.right)
            }
            if end < columns { gaps.append(PixelBox(left: end, top: top, right: columns, bottom: bottom)) }
            // One box where the band above has the same gaps.
            if gaps.map(\.left) == above.map(\.left), gaps.map(\.right) == above.map(\.right) {
                for index in above.indices { above[index].bottom = bottom }
            } else {
                result += above
                above = gaps
            }
        }
        return (result + above).sorted()
    }
}
