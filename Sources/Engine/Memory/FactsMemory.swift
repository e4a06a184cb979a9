// SPDX-License-Identifier: Apache-2.0

internal import CharacterSets
package import DICOMModel
internal import Profiles
package import Pseudonyms

/// What the last file said of its patient and study, for the crosswalk. Files of a study repeat it, so that it is made once.
package final class FactsMemory {
    private var said: [UInt8] = []
    private var next: [UInt8] = []
    private var owner: (patient: String, study: String) = ("", "")
    private var pairs: [CrosswalkPair] = []

    /// Where the facts stand.
    package static let fields: [OriginalFacts.Field: AttributeTag] = [
        .issuer: .issuerOfPatientID, .patientID: .patientID, .name: .patientName, .birthDate: .patientBirthDate, .sex: .patientSex,
        .studyDate: .studyDate, .studyTime: AttributeTag(0x0008, 0x0030), .studyID: .studyID, .accession: .accessionNumber,
        .description: AttributeTag(0x0008, 0x1030),
    ]
    private static let tags = Dictionary(uniqueKeysWithValues: fields.map { ($1, $0) })
    private static let last = tags.keys.max()!

    /// - Parameter study: The new UID of the study.
    func pairs(_ instance: InstanceContext, study: String) -> [CrosswalkPair] {
        let dataSet = instance.dataSet
        var nodes: [Int] = []
        next.removeAll(keepingCapacity: true)
        var index = 1
        while index < dataSet.nodes.count, dataSet.nodes[index].tag <= Self.last {
            let tag = dataSet.nodes[index].tag
            if tag == .specificCharacterSet || Self.isFact(tag) {
                if tag != .specificCharacterSet { nodes.append(index) }
                for shift in [16, 8, 0] { next.append(UInt8(truncatingIfNeeded: tag.number >> UInt32(shift))) }
                next += dataSet.value(of: index)
                next.append(0xFF)
            }
            index = dataSet.nodes[index].end
        }
        if next == said, owner == (instance.pseudonym, study) { return pairs }
        swap(&next, &said)
        owner = (instance.pseudonym, study)
        pairs = made(instance, nodes)
        return pairs
    }

    private static func isFact(_ tag: AttributeTag) -> Bool {
        switch tag.group {
        case 0x0008, 0x0010, 0x0020: tags[tag] != nil
        default: false
        }
    }

    private func made(_ instance: InstanceContext, _ nodes: [Int]) -> [CrosswalkPair] {
        var facts = OriginalFacts()
        facts[.patient] = instance.pseudonym
        if instance.profile.movesDates {
            facts[.shift] = String(instance.dateShift.shiftInDays)
        } else if instance.profile.temporalModification == "UNMODIFIED" {
            facts[.shift] = "0"
        }
        for index in nodes {
            if let field = Self.tags[instance.dataSet.nodes[index].tag] { facts[field] = trimmed(instance.decoded(index)) }
        }
        let ofPatient = facts.ofPatient.text
        facts[.studyUID] = instance.studyUID
        // The mark tells what several files say apart, and says nothing without the key.
        let mark = { (text: String) in instance.identity.hash("facts\0" + text, length: 16) }
        return [
            CrosswalkPair(kind: .patientFacts, pseudonym: "\(owner.patient)/\(mark(ofPatient))", original: ofPatient),
            CrosswalkPair(kind: .studyFacts, pseudonym: "\(owner.study)/\(mark(facts.text))", original: facts.text),
        ]
    }
}
