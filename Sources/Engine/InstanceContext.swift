// SPDX-License-Identifier: Apache-2.0

internal import CharacterSets
internal import DICOMModel
internal import Profiles
internal import Pseudonyms
internal import Standard

/// The instance a plan is made for: what it is, whose it is, and its pseudonyms.
final class InstanceContext {
    let dataSet: DataSet
    let profile: ConfidentialityProfile
    let pseudonyms: PseudonymMemory
    let text: TextCleaner
    /// Reads values that the Data Set leaves in the file.
    let large: LargeValueReader
    let blocks: PrivateBlocks
    let characterSet: SpecificCharacterSet
    let shape: FileShape
    let patient: PatientPseudonyms
    let studyUID: String
    let seriesUID: String
    let instanceUID: String
    private(set) var known: IdentifierSet!
    /// Sets that items declare for themselves.
    private let itemSets: [Int: SpecificCharacterSet]

    var identity: ProjectIdentity { pseudonyms.identity }
    var sopClassUID: String { shape.sopClassUID }
    var pseudonym: String { patient.pseudonym }
    var dateShift: DateShift { patient.dateShift }

    init(
        _ dataSet: DataSet, fallback: InstanceFallback, _ profile: ConfidentialityProfile, _ pseudonyms: PseudonymMemory, _ text: TextCleaner,
        large: LargeValueReader
    ) {
        self.text = text
        self.dataSet = dataSet
        self.profile = profile
        self.pseudonyms = pseudonyms
        self.large = large
        blocks = PrivateBlocks(dataSet)
        let set = SpecificCharacterSet(in: dataSet)
        characterSet = set
        var itemSets: [Int: SpecificCharacterSet] = [:]
        for node in dataSet.nodes where node.tag == .specificCharacterSet && node.parent != 0 {
            itemSets[node.parent] = SpecificCharacterSet(in: dataSet, item: node.parent)
        }
        self.itemSets = itemSets

        studyUID = fallback.studyUID(in: dataSet)
        seriesUID = fallback.uid(.seriesInstanceUID, "series", in: dataSet)
        instanceUID = fallback.uid(.sopInstanceUID, "instance", in: dataSet)
        let decoded = { (index: Int) in set.decodeLeniently(dataSet.value(of: index), as: dataSet.nodes[index].vr) }
        patient = pseudonyms.patient(PatientKey(of: dataSet, fallback, profile, set), profile)
        let sopClass = dataSet.text(.sopClassUID) ?? ""
        shape = FileShape(
            sopClassUID: sopClass.isEmpty ? fallback.sopClassUID : sopClass, isCharacterSetKnown: set.isKnown,
            conditionsHold: profile.rules.map { rule in rule.conditions.allSatisfy { $0.holds(in: dataSet, decoded: decoded) } })
    }

    func prepare(_ known: IdentifierSet) { self.known = known }

    /// Items have sets of their own, so that the same bytes can mean different texts.
    var hasItemSets: Bool { !itemSets.isEmpty }

    /// The character sets that the Data Set and its items declare.
    var declaredSets: [SpecificCharacterSet] {
        guard hasItemSets else { return [characterSet] }
        var seen: Set<[String]> = [characterSet.terms]
        return [characterSet] + itemSets.sorted { $0.key < $1.key }.map(\.value).filter { seen.insert($0.terms).inserted }
    }

    /// A class UID as it is written: registered or a maker's, as it is; a site's own names the site.
    func classUID(_ uid: String) -> String { uid.isEmpty || UIDRegistry.isRegistered(uid) || UIDRegistry.isOfMaker(uid) ? uid : mapped(uid) }

    /// Only what is registered names no instance: software makes up UIDs under the root of the standard.
    func mapped(_ uid: String) -> String {
        profile.options.contains(.retainUIDs) && isUID(uid) || UIDRegistry.kind(of: uid) != nil ? uid : pseudonyms.uid(for: uid)
    }

    /// Under what the crosswalk has a UID: what is written, and of one that is kept, what would be.
    func crosswalkUID(_ new: String, of original: String) -> String { new == original ? pseudonyms.uid(for: original) : new }

    /// The pseudonym of the patient an item names by an ID of its own, else of the instance's patient.
    func pseudonym(in item: Int) -> String {
        guard item != 0, let own = dataSet.find(.patientID, in: item), !trimmed(decoded(own)).isEmpty,
            let key = PatientKey(in: dataSet, item: item, profile.patientKey, decoded: decoded)
        else { return pseudonym }
        return key == patient.key ? pseudonym : identity.pseudonym(for: key, prefix: profile.pseudonymPrefix)
    }

    /// The set of the nearest item around a node that declares one.
    func characterSet(at index: Int) -> SpecificCharacterSet {
        guard hasItemSets else { return characterSet }
        var item = index
        while item != 0 {
            item = dataSet.nodes[item].parent
            if let own = itemSets[item] { return own }
        }
        return characterSet
    }

    func decoded(_ index: Int) -> String {
        characterSet(at: index).decodeLeniently(dataSet.value(of: index), as: dataSet.nodes[index].vr)
    }

    /// Text in the character set of the element's item where it fits; else in UTF-8, and the file moves to ISO_IR 192.
    func encoded(_ text: String, _ vr: ValueRepresentation, at index: Int) -> (bytes: [UInt8], isUnicode: Bool) {
        if let bytes = characterSet(at: index).encode(text, as: vr) { return (bytes, false) }
        return (Array(text.utf8), true)
    }
}
