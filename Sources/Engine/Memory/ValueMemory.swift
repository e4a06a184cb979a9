// SPDX-License-Identifier: Apache-2.0

internal import CharacterSets
internal import DICOMModel
internal import Profiles
internal import Pseudonyms
internal import Standard

/// The last values of each shape with what was decided on them: files of a series repeat most of their values.
///
/// A decision is used again only for the same value, of the same patient and study, in the same character set; and only where nothing else has a
/// part in it (``DecidedShape/dependence``). So it is never another than the one that would be made anew.
final class ValueMemory {
    /// What besides shape and value decides.
    private struct Setting {
        let known: IdentifierSet
        let patient: PatientKey
        let characterSet: SpecificCharacterSet
        let number: Int
    }

    private struct Entry {
        var setting = -1
        var value: [UInt8] = []
        /// Coding Scheme Designator, where it counts.
        var scheme: [UInt8] = []
        var decision = Decision.keep(.notListed)
        var pairs: [CrosswalkPair] = []
    }

    private struct FoundEntry {
        let known: IdentifierSet
        let characterSet: SpecificCharacterSet
        let value: [UInt8]
        let found: [IdentifierSet.Found]
    }

    private var settings: [Setting] = []
    private var settingsMet = 0
    /// That of the file in hand; -1 where nothing may be remembered.
    private var setting = -1
    /// Some for each shape, since items of one sequence have different values.
    private var entries: [Entry] = []
    private var oldest: [UInt8] = []
    private var certain: [Int: FoundEntry] = [:]

    private static let longestValue = 256
    private static let valuesOfShape = 4
    private static let mostSettings = 8

    func forget() {
        entries = []
        oldest = []
        certain = [:]
    }

    func begin(_ instance: InstanceContext) {
        guard !instance.hasItemSets else {
            setting = -1
            return
        }
        if let last = settings.last(where: {
            $0.known === instance.known && $0.patient == instance.patient.key && $0.characterSet == instance.characterSet
        }) {
            setting = last.number
            return
        }
        if settings.count >= Self.mostSettings { settings.removeFirst() }
        setting = settingsMet
        settingsMet += 1
        settings.append(
            Setting(known: instance.known, patient: instance.patient.key, characterSet: instance.characterSet, number: setting))
    }

    /// - Returns: `nil` where none of the last values was this one.
    func decision(_ decided: DecidedShape, _ instance: InstanceContext, _ index: Int) -> (Decision, [CrosswalkPair])? {
        let first = decided.number * Self.valuesOfShape
        guard decided.dependence < .file, setting >= 0, first < entries.count else { return nil }
        for place in first..<first + Self.valuesOfShape {
            guard entries[place].setting == setting, isValue(index, instance, entries[place].value),
                decided.dependence == .value || scheme(beside: index, instance).elementsEqual(entries[place].scheme)
            else { continue }
            return (entries[place].decision, entries[place].pairs)
        }
        return nil
    }

    func remember(_ decision: Decision, _ pairs: [CrosswalkPair], _ decided: DecidedShape, _ instance: InstanceContext, _ index: Int) {
        let node = instance.dataSet.nodes[index]
        guard decided.dependence < .file, setting >= 0, node.kind == .element, !node.flags.contains(.large), node.length <= Self.longestValue else {
            return
        }
        let scheme = decided.dependence == .valueAndScheme ? scheme(beside: index, instance) : []
        guard scheme.count <= Self.longestValue else { return }
        while oldest.count <= decided.number {
            oldest.append(0)
            for _ in 0..<Self.valuesOfShape { entries.append(Entry()) }
        }
        let place = decided.number * Self.valuesOfShape + Int(oldest[decided.number])
        oldest[decided.number] = (oldest[decided.number] + 1) % UInt8(Self.valuesOfShape)
        entries[place] = Entry(
            setting: setting, value: Array(instance.dataSet.value(of: index)), scheme: Array(scheme), decision: decision, pairs: pairs)
    }

    private func scheme(beside index: Int, _ instance: InstanceContext) -> ArraySlice<UInt8> {
        let item = instance.dataSet.nodes[index].parent
        return instance.dataSet.find(.codingSchemeDesignator, in: item).map { instance.dataSet.value(of: $0) } ?? []
    }

    // MARK: - What is certain in a text

    func found(_ decided: DecidedShape, _ instance: InstanceContext, _ index: Int, _ known: IdentifierSet) -> [IdentifierSet.Found]? {
        guard let entry = certain[decided.number], entry.known === known, entry.characterSet == instance.characterSet, !instance.hasItemSets,
            isValue(index, instance, entry.value)
        else { return nil }
        return entry.found
    }

    func remember(_ found: [IdentifierSet.Found], _ decided: DecidedShape, _ instance: InstanceContext, _ index: Int, _ known: IdentifierSet) {
        guard !instance.hasItemSets, instance.dataSet.nodes[index].length <= Self.longestValue else { return }
        certain[decided.number] = FoundEntry(
            known: known, characterSet: instance.characterSet, value: Array(instance.dataSet.value(of: index)), found: found)
    }

    private func isValue(_ index: Int, _ instance: InstanceContext, _ value: [UInt8]) -> Bool {
        let node = instance.dataSet.nodes[index]
        guard node.kind == .element, !node.flags.contains(.large), node.length == value.count else { return false }
        return instance.dataSet.bytes.withUnsafeBufferPointer { all in
            value.withUnsafeBufferPointer { own in own.elementsEqual(all[node.offset..<node.offset + node.length]) }
        }
    }
}
