// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Profiles
internal import Pseudonyms
internal import Standard

/// The instance that a gate searches. What only a find asks for is made with the first find, and most files have none.
final class SearchedInstance {
    let dataSet: DataSet
    private var made: InstanceContext?
    private let makeInstance: () -> InstanceContext
    /// Whether items declare character sets of their own.
    private lazy var hasItemSets = dataSet.nodes.contains { $0.tag == .specificCharacterSet && $0.parent != 0 }
    private lazy var characterSet = dataSet.find(.specificCharacterSet)

    convenience init(_ instance: InstanceContext) {
        self.init(instance.dataSet) { instance }
        made = instance
    }

    init(_ dataSet: DataSet, _ makeInstance: @escaping () -> InstanceContext) {
        self.dataSet = dataSet
        self.makeInstance = makeInstance
    }

    var instance: InstanceContext {
        if let made { return made }
        let instance = makeInstance()
        made = instance
        return instance
    }

    /// What the nearest item around a node declares as its character sets, as it stands there.
    func declaredSet(at node: Int) -> ArraySlice<UInt8> {
        guard hasItemSets else { return characterSet.map(dataSet.value) ?? [] }
        var item = node
        while item != 0 {
            item = dataSet.nodes[item].parent
            if dataSet.nodes[item].kind == .item, let own = dataSet.find(.specificCharacterSet, in: item) { return dataSet.value(of: own) }
        }
        return []
    }
}
