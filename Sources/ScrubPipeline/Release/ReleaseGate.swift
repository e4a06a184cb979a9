// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import DICOMIO
internal import DICOMModel
internal import Foundation
internal import ProfileEngine

/// Searches the headers of a release for what the crosswalk knows of its patients: the gate once more, long after the run.
final class ReleaseGate {
    private let crosswalk: Crosswalk
    private let key: SymmetricKey
    private let project: String
    private let engine: ConfidentialityEngine
    private let scratch: String
    private var last: (patient: String, accession: String, plan: ActionPlan)?

    /// - Parameters:
    ///   - key: The site key, if it is not the one in the state folder.
    /// - Throws: ``PipelineError/usage(_:)`` where the state folder is not that of the release.
    init(state path: BytePath, key keyPath: BytePath?, _ document: ReleaseDocument) throws {
        let state = StateFolder(at: path)
        guard FileStatus(state.crosswalk) != nil else { throw PipelineError.usage("--state: there is no crosswalk.sqlite; name the state folder of the run") }
        let site = try SiteKeyFile.read(keyPath ?? state.siteKey).key
        guard site.fingerprint == document.keyFingerprint else {
            throw PipelineError.usage("the key is not the one of this release; name the state folder of its run, or its key with --key")
        }
        crosswalk = try Crosswalk(path: state.crosswalk)
        key = site.derive(project: document.project, purpose: .crosswalk)
        project = document.project
        let name = ShippedProfile.names.contains(document.profile.name) ? document.profile.name : "basic"
        let profile = try ConfidentialityProfile.load(nameOrPath: name)
        engine = ConfidentialityEngine(profile: profile, identity: ProjectIdentity(siteKey: site, project: project))
        scratch = NSTemporaryDirectory()
    }

    /// - Returns: What is wrong with the file, or `nil`.
    func problem(in path: BytePath, patient: String) throws -> String? {
        guard let file = try? DICOMFile(path: path.bytes, scratchDirectory: scratch), let written = try? file.dataSet() else {
            return "cannot be read as DICOM"
        }
        guard let plan = try plan(patient: patient, accession: written.text(.accessionNumber) ?? "") else {
            return "is of a patient that the crosswalk does not know"
        }
        // A date that was moved can happen to be somebody's birth date.
        let dates = Set(written.nodes.filter { [.DA, .DT, .TM].contains($0.vr) && $0.tag != .patientBirthDate }.map(\.tag))
        return engine.firstSurvivor(in: written, plan: plan, besides: dates, large: file.largeValues).map { "holds an identifier of its patient in \($0)" }
    }

    /// The files of a patient come behind each other.
    private func plan(patient: String, accession: String) throws -> ActionPlan? {
        if let last, last.patient == patient, last.accession == accession { return last.plan }
        guard let original = try original(kind: "patient", patient) else { return nil }
        let parts = original.split(separator: "\u{1F}", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 4 else { return nil }
        var builder = DataSetBuilder()
        builder.add(.specificCharacterSet, .CS, "ISO_IR 192")
        if let number = try self.original(kind: "accession", accession) { builder.add(.accessionNumber, .SH, number) }
        builder.add(.patientName, .PN, parts[2])
        builder.add(.patientID, .LO, parts[1])
        builder.add(.issuerOfPatientID, .LO, parts[0])
        builder.add(.patientBirthDate, .DA, parts[3])
        let plan = engine.plan(builder.build(), fallback: InstanceFallback(sopClassUID: "", contentDigest: ""))
        last = (patient, accession, plan)
        return plan
    }

    private func original(kind: String, _ pseudonym: String) throws -> String? {
        guard !pseudonym.isEmpty, let sealed = try crosswalk.sealed(kind: kind, pseudonym: pseudonym, project: project),
            let box = try? AES.GCM.SealedBox(combined: sealed), let bytes = try? AES.GCM.open(box, using: key)
        else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}
