// SPDX-License-Identifier: Apache-2.0

internal import CharacterSets
internal import DICOMModel
internal import Profiles
internal import Pseudonyms
internal import Standard

extension InstanceContext {
    /// Whether a value of an element is a term of its attribute, so that it names nobody.
    /// - Parameter value: One value, without padding.
    func isTerm(_ value: String, at index: Int) -> Bool {
        let node = dataSet.nodes[index]
        let vr = DataDictionary.entry(for: node.tag)?.vr ?? node.vr
        return DefinedTerms.holds(value, of: node.tag, vr: vr, codingScheme: codingScheme(at: index)) == true
    }

    private func codingScheme(at index: Int) -> String {
        let node = dataSet.nodes[index]
        guard node.tag.isOfCodingScheme else { return "" }
        return dataSet.text(.codingSchemeDesignator, in: node.parent) ?? ""
    }
}
