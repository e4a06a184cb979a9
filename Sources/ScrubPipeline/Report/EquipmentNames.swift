// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel

/// What reports call the equipment of a file. A series repeats it in every file, so the names are remembered by the values.
struct EquipmentNames {
    struct Names {
        let maker: String
        let model: String
    }

    private struct Values: Hashable {
        let manufacturer: [UInt8]
        let model: [UInt8]
        let characterSet: [UInt8]
    }

    private var known: [Values: Names] = [:]

    private static let mostKnown = 100
    private static let longestKnown = 1024

    /// - Parameter isModelWhole: The model is shown as it is, not masked.
    mutating func names(in dataSet: DataSet, isModelWhole: Bool) -> Names {
        guard let values = values(in: dataSet) else { return Self.names(in: dataSet, isModelWhole) }
        if let names = known[values] { return names }
        let names = Self.names(in: dataSet, isModelWhole)
        if known.count >= Self.mostKnown { known = [:] }
        known[values] = names
        return names
    }

    private static func names(in dataSet: DataSet, _ isModelWhole: Bool) -> Names {
        let text = ValueText(dataSet)
        let model = dataSet.find(.manufacturerModelName).map { isModelWhole ? text.whole($0) : text.masked($0) }
        return Names(maker: Manufacturer.name(dataSet.text(.manufacturer) ?? ""), model: model ?? "")
    }

    /// - Returns: `nil` where the names are made of more than plain values of their usual VR, or of long ones.
    private func values(in dataSet: DataSet) -> Values? {
        func value(_ tag: AttributeTag, _ vr: ValueRepresentation) -> [UInt8]? {
            guard let index = dataSet.find(tag) else { return [] }
            let node = dataSet.nodes[index]
            guard node.kind == .element, node.vr == vr, node.length <= Self.longestKnown else { return nil }
            return Array(dataSet.value(of: index))
        }
        guard let manufacturer = value(.manufacturer, .LO), let model = value(.manufacturerModelName, .LO),
            let characterSet = value(.specificCharacterSet, .CS)
        else { return nil }
        return Values(manufacturer: manufacturer, model: model, characterSet: characterSet)
    }
}
