// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Yams

/// One thing that has to hold for an image, as a profile writes it.
struct ImportedTest: Hashable {
    enum What: Hashable {
        case isOneOf([String])
        case isNoneOf([String])
        case isPresent(Bool)
    }

    let attribute: AttributeTag
    let what: What

    /// What stands behind the attribute.
    var value: Node {
        switch what {
        case .isOneOf(let values): Self.list(values)
        case .isNoneOf(let values): Node([(Node("not"), Self.list(values))], Tag(.map), .flow)
        case .isPresent(let isPresent): Node([(Node("present"), Node(isPresent ? "true" : "false", Tag(.bool)))], Tag(.map), .flow)
        }
    }

    /// A mapping with one key.
    var node: Node {
        let selector = ImportDraft.selector(attribute)
        return Node([(selector.hasPrefix("(") ? Node(selector, Tag(.str), .singleQuoted) : Node(selector), value)], Tag(.map), .flow)
    }

    private static func list(_ values: [String]) -> Node {
        let nodes = values.map { Node($0, Tag(.str), .singleQuoted) }
        return nodes.count == 1 ? nodes[0] : Node(nodes, Tag(.seq), .flow)
    }
}

extension ImportDraft {
    /// Adds a region of `pixel-text`. Boxes that are empty, and equal regions, are left out.
    func addRegion(_ tests: [ImportedTest], _ boxes: [PixelBox]) {
        let boxes = boxes.map { $0.clipped(columns: Self.longestSide, rows: Self.longestSide) }.filter { !$0.isEmpty }
        guard !boxes.isEmpty, !tests.isEmpty else { return }
        let numbers = boxes.map { box in
            Node([box.left, box.top, box.right, box.bottom].map { Node(String($0), Tag(.int)) }, Tag(.seq), .flow)
        }
        let region = Node(
            [(Node("when"), Node(tests.map(\.node), Tag(.seq), .flow)), (Node("boxes"), Node(numbers, Tag(.seq), .flow))], Tag(.map), .flow)
        if !regions.contains(region) { regions.append(region) }
    }

    /// Rows and Columns have two bytes.
    static let longestSide = 65535

    var pixelText: Node? {
        guard !regions.isEmpty || blanksOutsideUltrasoundRegions else { return nil }
        var fields: [(Node, Node)] = []
        if blanksOutsideUltrasoundRegions { fields.append((Node("outside-ultrasound-regions"), Node("blank"))) }
        if !regions.isEmpty { fields.append((Node("regions"), Node(regions, Tag(.seq), .block))) }
        return Node(fields, Tag(.map), .block)
    }
}

extension PixelBox {
    /// Four numbers that are a corner and a size.
    init?(corner left: Int, _ top: Int, size width: Int, _ height: Int) {
        guard left >= 0, top >= 0, width > 0, height > 0, left <= ImportDraft.longestSide, top <= ImportDraft.longestSide else { return nil }
        self.init(left: left, top: top, right: left + min(width, ImportDraft.longestSide), bottom: top + min(height, ImportDraft.longestSide))
    }

    /// What of it lies outside of another, as boxes that do not overlap.
    func subtracting(_ other: PixelBox) -> [PixelBox] {
        guard intersects(other) else { return [self] }
        let middle = (top: max(top, other.top), bottom: min(bottom, other.bottom))
        return [
            PixelBox(left: left, top: top, right: right, bottom: middle.top),
            PixelBox(left: left, top: middle.top, right: max(left, other.left), bottom: middle.bottom),
            PixelBox(left: min(right, other.right), top: middle.top, right: right, bottom: middle.bottom),
            PixelBox(left: left, top: middle.bottom, right: right, bottom: bottom),
        ].filter { !$0.isEmpty }
    }
}
