// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Profiles
internal import Pseudonyms
internal import Standard

/// Clean Structured Content (PS3.15 section E.3.4): content items by concept and value type, from Table E.3.4-1.
///
/// What is in an item is still decided element by element: names, dates, UIDs and texts have rows of their own.
struct StructuredContent {
    private let instance: InstanceContext

    init?(_ instance: InstanceContext) {
        guard instance.profile.options.contains(.cleanStructuredContent) else { return nil }
        self.instance = instance
    }

    /// Sequences whose items are content items.
    static let sequences: Set<AttributeTag> = [
        .contentSequence, .acquisitionContextSequence, .specimenPreparationStepContentItemSequence,
        .protocolContextSequence,
    ]

    /// Values that Table E.3.4-1 replaces and that no row of Table E.1-1 reaches: codes and numbers.
    static let values: Set<AttributeTag> = [.conceptCodeSequence, .measuredValueSequence]

    /// - Returns: The decision that takes the whole item, or `nil` where its elements are to be looked at.
    func decision(item: Int) -> Decision? {
        let dataSet = instance.dataSet
        guard let type = dataSet.text(.valueType, in: item), let concept = dataSet.find(.conceptNameCodeSequence, in: item),
            let code = dataSet.children(of: concept).first, let value = dataSet.text(.codeValue, in: code),
            let scheme = dataSet.text(.codingSchemeDesignator, in: code),
            let row = StructuredContentTable.row(codingScheme: scheme, codeValue: value, valueType: type)
        else { return nil }
        let asked = instance.profile.orderedOptions.filter { row.options[$0] != nil }
        // Kept by an option, or cleaned by the rows of its value: the elements decide.
        guard asked.isEmpty, row.basic == .remove else { return nil }
        return .remove(.option(.cleanStructuredContent))
    }

    func valueDecision(_ tag: AttributeTag, item: Int) -> Decision? {
        guard Self.values.contains(tag) else { return nil }
        let dataSet = instance.dataSet
        guard let type = dataSet.text(.valueType, in: item), let concept = dataSet.find(.conceptNameCodeSequence, in: item),
            let code = dataSet.children(of: concept).first,
            let row = StructuredContentTable.row(
                codingScheme: dataSet.text(.codingSchemeDesignator, in: code) ?? "", codeValue: dataSet.text(.codeValue, in: code) ?? "",
                valueType: type),
            row.basic == .dummy, !instance.profile.options.contains(where: { row.options[$0] != nil })
        else { return nil }
        return Decision(.dummy, .items(DummyValues.items(for: tag)), .option(.cleanStructuredContent))
    }
}
