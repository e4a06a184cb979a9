// SPDX-License-Identifier: Apache-2.0

internal import CharacterSets
package import DICOMIO
internal import DICOMModel
internal import Pseudonyms

/// One DICOM file that came back, against what is known of the releases.
package struct ReturnedObject {
    /// What has to be known of all returned files before one of them is written.
    package struct Survey: Codable, Sendable, Hashable {
        /// Its own UIDs, as they came.
        package var instance = ""
        package var series = ""
        package var study = ""
        /// UIDs of objects and series that it refers to and that are none of the releases'.
        package var foreign: [String] = []
        package var problem: RelinkProblem?

        package init() {}
    }

    let file: DICOMFile
    let dataSet: DataSet
    let origins: Origins
    /// Sets that items declare for themselves, and that of the whole.
    let sets: [Int: SpecificCharacterSet]
    package private(set) var survey = Survey()
    private(set) var evidence = Evidence()
    /// The new UIDs of all studies that it names.
    private(set) var studies: Set<ReleasedStudy> = []

    /// More is not read into memory.
    static let longestValue = 1 << 26

    /// - Throws: ``FileError``, and what the source throws.
    package init(_ file: DICOMFile, _ origins: Origins) throws {
        self.file = file
        self.origins = origins
        dataSet = try file.dataSet()
        var sets = [0: SpecificCharacterSet(in: dataSet)]
        for node in dataSet.nodes where node.tag == .specificCharacterSet && node.parent != 0 {
            sets[node.parent] = SpecificCharacterSet(in: dataSet, item: node.parent)
        }
        self.sets = sets
        survey.instance = dataSet.firstText(.sopInstanceUID) ?? ""
        survey.series = dataSet.firstText(.seriesInstanceUID) ?? ""
        survey.study = dataSet.firstText(.studyInstanceUID) ?? ""
        do {
            guard file.information.repeatedElements == 0, file.information.trailingBytes == 0 else { throw RelinkProblem.unreadable }
            try look()
            survey.problem = try problem()
        } catch let problem as RelinkProblem {
            survey.problem = problem
        }
    }

    // MARK: - Looking

    private mutating func look() throws {
        for (index, node) in dataSet.nodes.enumerated() where node.kind == .element && node.length > 0 {
            if let uids = try uids(at: index) {
                for uid in uids { try look(at: uid, node) }
            } else if try isSearched(index) {
                let found = try origins.relinked(text(at: index), isName: node.vr == .PN)
                for patients in found.patients { evidence.add(Set(patients)) }
                if found.hasUnknownPatient { throw RelinkProblem.patientNotOurs }
            }
        }
    }

    private mutating func look(at uid: String, _ node: DataSet.Node) throws {
        guard !uid.isEmpty, UIDRegistry.kind(of: uid) == nil else { return }
        guard let known = try origins.uid(uid) else {
            if Self.isReference(node), survey.foreign.count < 10_000 { survey.foreign.append(uid) }
            return
        }
        evidence.projects.insert(known.project)
        guard !known.study.isEmpty else { return }
        studies.insert(ReleasedStudy(uid: known.study, project: known.project))
        let facts = try origins.studies(known.study, project: known.project)
        evidence.add(Set(facts.map { ReleasedPatient(project: known.project, pseudonym: $0[.patient]) }))
    }

    private func problem() throws -> RelinkProblem? {
        if try origins.uid(survey.instance)?.level == .instance { return .ownObject }
        if evidence.isMixed { return .twoPatients }
        guard let study = try study else { return evidence.isEmpty ? .notOurs : .studyNotOurs }
        let patientID = try dataSet.find(.patientID).map { trimmed(try text(at: $0)) } ?? ""
        if !patientID.isEmpty, try origins.patients(patientID).isEmpty {
            // A profile may have kept it.
            let kept = try origins.studies(study.uid, project: study.project).contains { $0[.patientID] == patientID }
            guard kept else { return .patientNotOurs }
        }
        return try patient(of: study) == nil ? .twoPatients : nil
    }

    /// Whose it is. Pseudonyms of one person who is told apart in several ways are one patient.
    func patient(of study: ReleasedStudy) throws -> ReleasedPatient? {
        guard let candidates = evidence.candidates, let first = candidates.min() else { return nil }
        if candidates.count == 1 { return first }
        let facts = try origins.studies(study.uid, project: study.project)
        let persons = Set(
            candidates.map { patient in
                let own = OriginalFacts.merged(facts.filter { $0[.patient] == patient.pseudonym })
                return [own[.patientID], own[.issuer], own[.name], own[.birthDate]]
            })
        return persons.count == 1 ? first : nil
    }

    /// The study it is of, where that is one of the releases'.
    var study: ReleasedStudy? {
        get throws {
            guard let known = try origins.uid(dataSet.firstText(.studyInstanceUID) ?? ""), known.level == .study else { return nil }
            return ReleasedStudy(uid: known.study, project: known.project)
        }
    }

    /// Whether what was written is what it should be of.
    package func isRestored(study new: String, instance: String) -> Bool {
        guard let expected = try? origins.uid(dataSet.firstText(.studyInstanceUID) ?? "")?.original else { return false }
        return new == expected && instance == survey.instance
    }

    // MARK: - Values

    /// The VR of the element, or what the dictionary says of one whose writer did not know.
    func vr(_ node: DataSet.Node) -> ValueRepresentation {
        node.vr == .UN && !node.flags.contains(.unparsed) ? DataDictionary.vr(of: node.tag) ?? .UN : node.vr
    }

    /// - Returns: `nil` for an element that does not hold UIDs.
    func uids(at index: Int) throws -> [String]? {
        let node = dataSet.nodes[index]
        let vr = vr(node)
        guard vr == .UI || vr == .UN && node.length <= 1 << 12 else { return nil }
        let values = try bytes(at: index).split(separator: 0x5C, omittingEmptySubsequences: false).map { trimmedASCII($0) }
        // A private element of unknown VR that holds UIDs and nothing else.
        return vr == .UI || values.allSatisfy(isUID) ? values : nil
    }

    func bytes(at index: Int) throws -> ArraySlice<UInt8> {
        let node = dataSet.nodes[index]
        guard node.flags.contains(.large) else { return dataSet.value(of: index) }
        guard node.length <= Self.longestValue else { throw RelinkProblem.tooLarge }
        return try file.read(node: index, offset: 0, count: node.length)[...]
    }

    func text(at index: Int) throws -> String {
        characterSet(at: index).decodeLeniently(try bytes(at: index), as: vr(dataSet.nodes[index]))
    }

    /// The set of the nearest item around a node that declares one.
    func characterSet(at index: Int) -> SpecificCharacterSet {
        var item = index
        while item != 0 {
            item = dataSet.nodes[item].parent
            if let own = sets[item] { return own }
        }
        return sets[0]!
    }

    /// Text that people write or copy a pseudonym into. Codes and numbers are none. What Implicit VR does not say of a private element is text if it
    /// can be nothing else.
    func isSearched(_ index: Int) throws -> Bool {
        let node = dataSet.nodes[index]
        let vr = vr(node)
        if vr.usesSpecificCharacterSet || vr == .UR { return true }
        guard vr == .UN, !node.flags.contains(.unparsed), node.length <= 1 << 16 else { return false }
        let bytes = try bytes(at: index)
        let isPlain = bytes.dropLast(bytes.last == 0 ? 1 : 0).allSatisfy { $0 >= 0x20 || [0x09, 0x0A, 0x0D, 0x1B].contains($0) }
        return isPlain && characterSet(at: index).decode(bytes, as: .LO) != nil
    }

    /// Names an object, or the series or study of one, other than the file itself.
    private static func isReference(_ node: DataSet.Node) -> Bool {
        switch node.tag {
        case .referencedSOPInstanceUID, AttributeTag(0x0020, 0x0242), AttributeTag(0x0008, 0x0058): true
        case .studyInstanceUID, .seriesInstanceUID: node.parent != 0
        default: false
        }
    }
}

/// A study of a release.
struct ReleasedStudy: Hashable {
    let uid: String
    let project: String
}

/// Whose a file can be, by all that it names.
struct Evidence {
    private(set) var candidates: Set<ReleasedPatient>?
    var projects: Set<String> = []

    /// - Parameter possible: The patients one thing that it names can be of; a study may be of several who are one person written in several ways.
    mutating func add(_ possible: Set<ReleasedPatient>) {
        guard !possible.isEmpty else { return }
        projects.formUnion(possible.map(\.project))
        candidates = candidates?.intersection(possible) ?? possible
    }

    var isEmpty: Bool { candidates == nil && projects.isEmpty }
    var isMixed: Bool { candidates?.isEmpty == true || projects.count > 1 }
}
