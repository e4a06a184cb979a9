// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Profiles
internal import Pseudonyms
internal import Standard

/// What PS3.3 allows only beside another attribute goes with it: left alone it is an error that the input did not have.
struct DependentElements {
    private let dataSet: DataSet
    private let shapes: [DecidedShape?]

    init(_ dataSet: DataSet, _ shapes: [DecidedShape?]) {
        self.dataSet = dataSet
        self.shapes = shapes
    }

    /// One that goes can take others along, hence until nothing goes any more.
    func apply(to decisions: inout [Decision]) { while removesSome(&decisions) {} }

    private func removesSome(_ decisions: inout [Decision]) -> Bool {
        var removes = false
        for index in dataSet.nodes.indices {
            let node = dataSet.nodes[index]
            guard node.kind == .element || node.kind == .sequence, let shape = shapes[index]?.shape, shape.need != nil || shape.measures != nil,
                stays(index, decisions), !decisions[index].reason.isRule, let gone = lost(shape, in: node.parent, decisions)
            else { continue }
            var reason = Reason.goesWith(gone)
            if case .gate = decisions[index].reason { reason = decisions[index].reason }
            for below in index..<node.end { decisions[below] = .remove(reason) }
            removes = true
        }
        return removes
    }

    /// An element whose sequence is replaced as a whole has a part in neither.
    private func stays(_ index: Int, _ decisions: [Decision]) -> Bool {
        let item = dataSet.nodes[index].parent
        return decisions[index].change != .remove && (item == 0 || decisions[dataSet.nodes[item].parent].change == .none)
    }

    private func lost(_ shape: ElementShape, in item: Int, _ decisions: [Decision]) -> AttributeTag? {
        if let measured = shape.measures {
            return dataSet.find(measured, in: item).flatMap { decisions[$0].change == .none ? nil : measured }
        }
        return shape.need.flatMap { lost($0, in: item, decisions) }
    }

    /// - Returns: What the file had and the plan takes away; `nil` where something is left, or nothing ever was.
    private func lost(_ need: DependentAttributes.Need, in item: Int, _ decisions: [Decision]) -> AttributeTag? {
        var gone: AttributeTag?
        for tag in need.tags {
            guard let index = dataSet.find(tag, in: item), !need.asksForValue || hasValue(index) else { continue }
            switch decisions[index].change {
            case .none: return nil
            case .value(let bytes, _): if !need.asksForValue || !bytes.isEmpty { return nil }
            case .items(let items): if !need.asksForValue || !items.isEmpty { return nil }
            case .remove: break
            }
            gone = gone ?? tag
        }
        return gone
    }

    private func hasValue(_ index: Int) -> Bool {
        let node = dataSet.nodes[index]
        return node.kind == .sequence ? node.end > index + 1 : node.length > 0
    }
}
