// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import DICOMIO
internal import DICOMModel
internal import Engine
package import Filesystem
internal import Foundation
internal import PixelStreams
internal import Profiles
internal import Pseudonyms
internal import Records
internal import RunState

/// Searches a released file for what the crosswalk knows of its patient: the gate once more, long after the run.
///
/// Searched are the preamble, File Meta Information, every value, and of Pixel Data what is no image.
package final class ReleaseGate {
    private let crosswalk: Crosswalk
    private let key: SymmetricKey
    private let project: String
    private let profileName: String
    private let engine: ConfidentialityEngine
    private let scratch: BytePath
    private var last: (patient: String, study: String, search: ReleasedSearch)?

    /// - Parameters:
    ///   - key: The site key, if it is not the one in the state folder.
    ///   - scratch: A folder for what is inflated.
    /// - Throws: ``PipelineError/usage(_:)`` where the state folder is not that of the release.
    package init(state path: BytePath, key keyPath: BytePath?, _ document: ReleaseDocument, scratch: BytePath) throws {
        let state = StateFolder(at: path)
        guard FileStatus(state.crosswalk) != nil else {
            throw PipelineError.usage("--state: there is no crosswalk.sqlite; name the state folder of the run")
        }
        guard let site = try KeyRing(state, besides: keyPath).key(document.keyFingerprint) else {
            throw PipelineError.usage("the key is not the one of this release; name the state folder of its run, or its key with --key")
        }
        crosswalk = try Crosswalk(reading: state.crosswalk)
        key = site.derive(project: document.project, purpose: .crosswalk)
        project = document.project
        profileName = document.profile.name
        let name = ShippedProfile.names.contains(profileName) ? profileName : "basic"
        let profile = try ConfidentialityProfile.load(nameOrPath: name)
        engine = ConfidentialityEngine(profile: profile, identity: ProjectIdentity(siteKey: site, project: project))
        self.scratch = scratch
        // SQLite opens what lies beside the file with the first question.
        _ = try crosswalk.holds(pseudonym: "", project: project)
    }

    /// - Returns: What is wrong with the file, or `nil`.
    package func problem(in given: HandedFile, patient: String) throws -> String? {
        do { return try found(in: given, patient: patient) } catch is ChangedEntry {
            return "is of a patient whose entries in the crosswalk were changed, so it cannot be searched for what they held"
        }
    }

    private func found(in given: HandedFile, patient: String) throws -> String? {
        guard let descriptor = given.descriptor,
            let file = try? DICOMFile(descriptor: descriptor.number, scratchDirectory: scratch.readable), let released = try? file.dataSet()
        else { return "cannot be read as DICOM" }
        guard let search = try search(patient: patient, study: released.firstText(.studyInstanceUID) ?? "") else {
            return "is of a patient that the crosswalk does not know"
        }
        guard file.information.isReadAsItIs else {
            return "holds bytes that belong to no element, or to one sent twice"
        }
        let instance = try released.firstText(.sopInstanceUID).flatMap { try original(kind: "instance", $0) }.map {
            CrosswalkSealer.parts($0).original
        }
        let bytes = search.bytes(ownUIDs: instance.map { [$0] } ?? [])
        if let head = FileHead(descriptor), bytes.holdsKnownIdentifier(head.bytes) {
            return "holds an identifier of its patient in the preamble or in File Meta Information"
        }
        let pseudonyms = Pseudonyms(crosswalk, project)
        if let tag = search.firstSurvivor(in: released, ownUIDs: instance.map { [$0] } ?? [], large: file.largeValues, isPseudonym: pseudonyms.holds)
        {
            return "holds an identifier of its patient in \(tag)"
        }
        if (try? PixelTreatment.isStray(in: file, released, bytes.holdsKnownIdentifier)) ?? true {
            return "holds something beside the image in its pixel data"
        }
        if let tag = try attributeWithOriginalUID(released) { return "holds an original UID in \(tag)" }
        return nil
    }

    /// UIDs of other files and patients: what maps to a pseudonym that the crosswalk wrote is an original.
    private func attributeWithOriginalUID(_ released: DataSet) throws -> AttributeTag? {
        for (index, node) in released.nodes.enumerated() where node.kind == .element && node.length >= Self.shortestUID {
            for run in released.value(of: index).split(whereSeparator: { !(0x30...0x39).contains($0) && $0 != UInt8(ascii: ".") }) {
                guard run.count >= Self.shortestUID, run.count(where: { $0 == UInt8(ascii: ".") }) >= 4 else { continue }
                let uid = String(decoding: run, as: UTF8.self)
                if UIDRegistry.kind(of: uid) == nil, try crosswalk.holds(pseudonym: engine.identity.uid(for: uid), project: project) {
                    return node.tag
                }
            }
        }
        return nil
    }

    private static let shortestUID = 12

    /// The files of a study come behind each other.
    private func search(patient: String, study: String) throws -> ReleasedSearch? {
        if let last, last.patient == patient, last.study == study { return last.search }
        guard try original(kind: "patient", patient) != nil else { return nil }
        let originals = try [patient, study].flatMap { try crosswalk.sealed(kind: "known", prefix: $0 + "/", project: project) }
        let search = ReleasedSearch(try originals.map(opened), profile: profileName, engine: engine)
        last = (patient, study, search)
        return search
    }

    private func original(kind: String, _ pseudonym: String) throws -> String? {
        pseudonym.isEmpty ? nil : try crosswalk.sealed(kind: kind, pseudonym: pseudonym, project: project).flatMap(opened)
    }

    private func opened(_ sealed: Data) throws -> String {
        guard let text = CrosswalkSealer.opened(sealed, key) else { throw ChangedEntry() }
        return text
    }

    private struct ChangedEntry: Error {}
}

/// Values that the crosswalk wrote in place of others. A file repeats them.
private final class Pseudonyms {
    private let crosswalk: Crosswalk
    private let project: String
    private var known: [String: Bool] = [:]

    init(_ crosswalk: Crosswalk, _ project: String) {
        self.crosswalk = crosswalk
        self.project = project
    }

    func holds(_ value: String) -> Bool {
        if let known = known[value] { return known }
        let result = (try? crosswalk.holds(pseudonym: value, project: project)) ?? false
        known[value] = result
        return result
    }
}

/// The preamble and File Meta Information of a released file.
package struct FileHead {
    package let bytes: [UInt8]

    package init?(_ descriptor: FileDescriptor) {
        guard let start = try? descriptor.bytes(at: 0, count: 1 << 18), start.count > 144 else { return nil }
        // (0002,0000) is the first element, UL, explicit little endian.
        let length = (0..<4).reduce(0) { $0 | Int(start[140 + $1]) << (8 * $1) }
        bytes = Array(start.prefix(144 + length))
    }
}
