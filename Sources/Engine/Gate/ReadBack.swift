// SPDX-License-Identifier: Apache-2.0

internal import CharacterSets
package import DICOMModel
internal import Profiles
internal import Pseudonyms
internal import Standard

extension ConfidentialityEngine {
    /// Runs the whole search of the gate again on a Data Set that was written.
    /// - Parameters:
    ///   - plan: What was carried out on `original`.
    ///   - search: That of the plan's gate.
    ///   - large: Reads long values of what was written.
    /// - Returns: The first attribute in which a known identifier is left.
    package func firstSurvivor(
        in written: DataSet, of original: DataSet, plan: ActionPlan, search: InstanceSearch, large: LargeValueReader
    ) -> AttributeTag? {
        // Made only where something is found, which is rare.
        lazy var exempt = ExemptPlaces(original, plan)
        lazy var places = Places(written)
        return firstSurvivor(
            in: written, search, large: large, isExempt: { exempt.holds(places.place(of: $0)) },
            isRebuilt: { exempt.isRebuilt(places.place(of: $0)) })
    }

    func firstSurvivor(
        in written: DataSet, _ search: InstanceSearch, large: LargeValueReader, isExempt: (Int) -> Bool, isRebuilt: (Int) -> Bool
    ) -> AttributeTag? {
        let searched = SearchedInstance(written) { [self] in
            let instance = self.instance(written)
            instance.prepare(search.known)
            return instance
        }
        return Gate(searched, search, large: large).firstHit(isExempt, isRebuilt: isRebuilt).map { written.nodes[$0].tag }
    }
}

/// Where an element stands: tags, and which item of each sequence, from the top.
struct Place: Hashable {
    private(set) var steps: [UInt64] = []

    func appending(_ tag: AttributeTag, item: Int = 0) -> Place {
        var place = self
        place.steps.append(UInt64(item) << 32 | UInt64(tag.number))
        return place
    }

    /// The places around it, the nearest last, and it itself.
    var lineage: some Sequence<Place> { steps.indices.lazy.map { end in Place(steps: Array(steps[...end])) } }
}

/// The places of all nodes of a Data Set.
struct Places {
    private var places: [Place]

    /// - Parameter isWritten: Items that are left out are not counted.
    init(_ dataSet: DataSet, isWritten: (Int) -> Bool = { _ in true }) {
        places = Array(repeating: Place(), count: dataSet.nodes.count)
        var ordinals: [Int: Int] = [:]
        for (index, node) in dataSet.nodes.enumerated().dropFirst() {
            switch node.kind {
            case .item:
                let ordinal = ordinals[node.parent, default: 0]
                if isWritten(index) { ordinals[node.parent] = ordinal + 1 }
                places[index] = places[dataSet.nodes[node.parent].parent].appending(dataSet.nodes[node.parent].tag, item: ordinal + 1)
            case .element, .sequence, .pixels: places[index] = places[node.parent].appending(node.tag)
            }
        }
    }

    func place(of node: Int) -> Place { places[node] }
}

/// The places whose values come from keys or are constants; an identifier in them is chance.
private struct ExemptPlaces {
    private var places: Set<Place> = []
    private var rebuilt: Set<Place> = []

    init(_ original: DataSet, _ plan: ActionPlan) {
        let all = Places(original) { plan.decisions[$0].change != .remove }
        for (index, decision) in plan.decisions.enumerated().dropFirst() {
            switch decision.change {
            case .value where decision.action.isExemptFromSearch, .items: places.insert(all.place(of: index))
            case .value where decision.action == .clean && original.nodes[index].tag.isPrivate: rebuilt.insert(all.place(of: index))
            default: break
            }
        }
        // Markers of our own making.
        for template in plan.insertions { places.insert(Place().appending(template.tag)) }
    }

    func isRebuilt(_ place: Place) -> Bool { rebuilt.contains(place) }

    /// A sequence of our own making is exempt with what is in it.
    func holds(_ place: Place) -> Bool { places.contains(place) || place.lineage.contains { places.contains($0.asSequence) } }
}

extension Place {
    /// The sequence that the last step is an item of.
    fileprivate var asSequence: Place {
        guard let last = steps.last else { return self }
        return Place(steps: steps.dropLast() + [last & 0xFFFF_FFFF])
    }
}
