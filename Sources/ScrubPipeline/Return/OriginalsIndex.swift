// SPDX-License-Identifier: Apache-2.0

internal import CharacterSets
internal import DICOMIO
internal import DICOMModel
internal import Engine
internal import Filesystem
internal import Pseudonyms
internal import Records
internal import RunState
internal import Standard

/// An original as it goes from a worker into a crosswalk.
struct SealedOriginal: Codable, Sendable {
    let kind: String
    let pseudonym: String
    let sealed: [UInt8]

    var entry: CrosswalkEntry { CrosswalkEntry(kind: kind, pseudonym: pseudonym, sealedOriginal: sealed) }
}

/// Makes of an original what a release of it would have left in the crosswalk, under whatever profile.
final class OriginalsIndex {
    private let identity: ProjectIdentity
    private let sealer: CrosswalkSealer

    init(_ key: SiteKey, project: String) {
        identity = ProjectIdentity(siteKey: key, project: project)
        sealer = CrosswalkSealer(key: key.derive(project: project, purpose: .crosswalk))
    }

    func entries(of dataSet: DataSet) -> [SealedOriginal] {
        let study = dataSet.firstText(.studyInstanceUID) ?? ""
        guard !study.isEmpty else { return [] }
        let newStudy = identity.uid(for: study)
        return pairs(dataSet, study, newStudy).compactMap { pair in
            sealer.entry(pair, study: newStudy).map { SealedOriginal(kind: $0.kind, pseudonym: $0.pseudonym, sealed: $0.sealedOriginal) }
        }
    }

    private func pairs(_ dataSet: DataSet, _ study: String, _ newStudy: String) -> [CrosswalkPair] {
        let set = SpecificCharacterSet(in: dataSet)
        let decoded = { (index: Int) in trimmed(set.decodeLeniently(dataSet.value(of: index), as: dataSet.nodes[index].vr)) }
        var pairs = factPairs(dataSet, study, newStudy, decoded)
        for (tag, kind) in [(AttributeTag.studyInstanceUID, CrosswalkPair.Kind.study), (.seriesInstanceUID, .series), (.sopInstanceUID, .instance)] {
            guard let uid = dataSet.firstText(tag), !uid.isEmpty, UIDRegistry.kind(of: uid) == nil else { continue }
            let new = identity.uid(for: uid)
            pairs.append(CrosswalkPair(kind: kind, pseudonym: new, original: uid))
            pairs.append(CrosswalkPair(kind: .kept, pseudonym: new, original: "\(kind.rawValue)\u{1F}\(uid)"))
        }
        for (index, node) in dataSet.nodes.enumerated() where node.kind == .element && node.length > 0 && !node.flags.contains(.large) {
            switch node.vr {
            case .UI:
                for uid in dataSet.text(at: index) where !uid.isEmpty && UIDRegistry.kind(of: uid) == nil {
                    pairs.append(CrosswalkPair(kind: .uid, pseudonym: identity.uid(for: uid), original: uid))
                }
            case .DA, .DT:
                guard node.tag.isPrivate || DateOwner.owner(of: node.tag) == .patient else { continue }
                for text in dataSet.text(at: index) {
                    guard let day = CalendarDay(text.prefix(8)) else { continue }
                    pairs.append(.known(day: day.text, study: newStudy, mark: identity.hash("day\0" + day.text, length: 16)))
                }
            // What a profile may have replaced by a keyed hash.
            case .SH, .LO:
                let text = decoded(index)
                guard !text.isEmpty, node.length <= 64, !node.tag.isPrivate else { continue }
                pairs.append(CrosswalkPair(kind: .accession, pseudonym: identity.hash(text, length: 16), original: text))
            default: continue
            }
        }
        return pairs
    }

    /// For each of the ways in which a profile may tell patients apart, and both ways of moving dates.
    private func factPairs(_ dataSet: DataSet, _ study: String, _ newStudy: String, _ decoded: (Int) -> String) -> [CrosswalkPair] {
        var facts = OriginalFacts()
        for (field, tag) in FactsMemory.fields { facts[field] = dataSet.find(tag).map(decoded) ?? "" }
        var keys: Set<PatientKey> = []
        for bits in 0..<8 {
            let policy = PatientKey.Policy(usesIssuer: bits & 1 != 0, foldsCase: bits & 2 != 0, foldsZeros: bits & 4 != 0)
            keys.insert(PatientKey(in: dataSet, policy, decoded: decoded) ?? PatientKey(studyInstanceUID: study))
        }
        var pairs: [CrosswalkPair] = []
        for key in keys.sorted(by: { $0.text < $1.text }) {
            let pseudonym = identity.pseudonym(for: key)
            pairs.append(CrosswalkPair(kind: .patient, pseudonym: pseudonym, original: key.text))
            for keepsWeekday in [false, true] {
                facts[.patient] = pseudonym
                facts[.shift] = String(-identity.dateShift(for: key, keepWeekday: keepsWeekday))
                facts[.studyUID] = ""
                let ofPatient = facts.ofPatient.text
                facts[.studyUID] = study
                pairs.append(
                    CrosswalkPair(kind: .patientFacts, pseudonym: "\(pseudonym)/\(identity.hash(ofPatient, length: 16))", original: ofPatient))
                pairs.append(
                    CrosswalkPair(kind: .studyFacts, pseudonym: "\(newStudy)/\(identity.hash(facts.text, length: 16))", original: facts.text))
            }
        }
        return pairs
    }
}

extension DataSet {
    fileprivate func text(at index: Int) -> [String] {
        value(of: index).split(separator: UInt8(ascii: "\\")).map { trimmedASCII($0) }
    }
}
