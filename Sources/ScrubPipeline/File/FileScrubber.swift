// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import DICOMIO
internal import DICOMModel
internal import Foundation
internal import Glibc
internal import ProfileEngine

/// Makes what scrubs the files of one worker, or only plans them for a report.
func makeFileScrubber(_ configuration: WorkerConfiguration) throws -> any FileScrubbing {
    guard let bytes = Data(base64Encoded: configuration.siteKey), let key = SiteKey(bytes) else { throw FileScrubberError.unusableKey }
    let bundle = try JSONDecoder().decode(ProfileBundle.self, from: Data(configuration.profileSource.utf8))
    let engine = ConfidentialityEngine(
        profile: try ConfidentialityProfile.load(bundle), identity: ProjectIdentity(siteKey: key, project: configuration.project))
    let planner = FilePlanner(engine: engine, scratchDirectory: configuration.scratchDirectory)
    let recorder = configuration.recording.map { PlanRecorder(engine: engine, $0) }
    if let recorder, recorder.recording.isDryRun { return HeaderPlanner(planner: planner, recorder: recorder) }
    return FileScrubber(
        planner: planner, sealer: CrosswalkSealer(key: key.derive(project: configuration.project, purpose: .crosswalk)), recorder: recorder)
}

enum FileScrubberError: Error {
    case unusableKey
}

/// Scrubs one file after the other: read, plan, apply, write, read back.
final class FileScrubber: FileScrubbing {
    private let planner: FilePlanner
    private let sealer: CrosswalkSealer
    private let recorder: PlanRecorder?
    private var record: PlanRecord?
    private var engine: ConfidentialityEngine { planner.engine }

    init(planner: FilePlanner, sealer: CrosswalkSealer, recorder: PlanRecorder?) {
        self.planner = planner
        self.sealer = sealer
        self.recorder = recorder
    }

    func scrub(_ job: FileJob) -> FileOutcome {
        record = nil
        let outcome = planner.withInput(job.path, expected: job.identity) { scrub($0, job) }
        if case .released = outcome { return outcome }
        unlink(job.temporaryPath)
        return outcome
    }

    private func scrub(_ input: InputFile, _ job: FileJob) -> FileOutcome {
        switch planner.plan(input) {
        case .ended(let outcome): return outcome
        case .planned(let planned):
            record = recorder?.record(planned)
            if let refusal = planned.refusal { return refusal }
            do throws(FileError) {
                return try write(planned, input, job)
            } catch {
                unlink(job.temporaryPath)
                return FileOutcome(error)
            }
        }
    }

    func takePlanRecord() -> PlanRecord? {
        defer { record = nil }
        return record
    }

    private func write(_ planned: PlannedFile, _ input: InputFile, _ job: FileJob) throws(FileError) -> FileOutcome {
        let (file, dataSet, plan) = (planned.file, planned.dataSet, planned.plan)
        let application = try PlanApplication.apply(plan, to: file, dataSet)
        let pixels = try PixelTreatment.apply(engine.profile, planned)
        if let refusal = pixels.refusal(engine.profile) { return refusal }
        let output = try OutputFile(path: job.temporaryPath)
        output.unusedBits = UnusedBits(planned)
        do throws(FileError) {
            try file.write(
                FileMetaInformation(
                    mediaStorageSOPClassUID: plan.summary.sopClassUID, mediaStorageSOPInstanceUID: plan.summary.sopInstanceUID), to: output)
        } catch {
            if output.failure != 0 { throw .cannotWrite(errno: output.failure) }
            unlink(job.temporaryPath)
            if case .cannotRead = error { throw error }
            return .quarantined(reason: .cannotEncode, detail: error.description)
        }
        planner.onStep(.written)
        if let problem = try readBack(job, planned, application, pixels) {
            unlink(job.temporaryPath)
            return problem
        }
        return released(file, dataSet, plan, output, input, job, pixels)
    }

    /// What was written is read again: every element has to be there, and none of the known identifiers.
    private func readBack(_ job: FileJob, _ planned: PlannedFile, _ application: PlanApplication, _ treated: PixelAccount) throws(FileError)
        -> FileOutcome?
    {
        let path = Array(job.temporaryPath.utf8)
        guard planned.file.information.isDeflated else {
            let file = try WrittenFile(path: path)
            if planned.plan.identifierSearch.holdsKnownIdentifier(file.head) {
                return .quarantined(reason: .identifierSurvives, detail: "in File Meta Information")
            }
            return survivor(in: file.dataSet, file.largeValues, planned, application, treated)
        }
        let file = try DICOMFile(path: path, scratchDirectory: planner.scratchDirectory)
        return survivor(in: try file.dataSet(), file.largeValues, planned, application, treated)
    }

    private func survivor(
        in written: DataSet, _ large: LargeValueReader, _ planned: PlannedFile, _ application: PlanApplication, _ treated: PixelAccount
    ) -> FileOutcome? {
        guard written.nodes.count - 1 == application.writtenNodes - treated.removedNodes else {
            return .quarantined(reason: .cannotEncode, detail: "the written file does not hold the elements that it should")
        }
        return engine.firstSurvivor(in: written, of: planned.dataSet, plan: planned.plan, large: large).map {
            .quarantined(reason: .identifierSurvives, detail: "in \($0)")
        }
    }

    private func released(
        _ file: DICOMFile, _ dataSet: DataSet, _ plan: ActionPlan, _ output: OutputFile, _ input: InputFile, _ job: FileJob, _ treated: PixelAccount
    ) -> FileOutcome {
        let pixelSHA256 = dataSet.nodes.contains { $0.kind == .pixels } ? output.pixelSHA256 : nil
        guard let contentDigest = ContentDigest.digest(of: input, file, dataSet, written: output, pixelsChange: treated.changesPixels) else {
            unlink(job.temporaryPath)
            return .quarantined(reason: .unreadable, detail: "the file went away while it was read")
        }
        let summary = plan.summary
        let flags =
            (plan.burnedInRisk.map { ["burned-in-text-likely:\($0)"] } ?? []) + treated.flags
            + (output.unusedBits?.isSet == true ? ["unused-pixel-bits-set"] : [])
            + file.information.mends.map { "mended:\($0.rawValue)" }.sorted()
        return .released(
            ReleasedFile(
                relativePath: "images/\(summary.patient)/\(summary.studyInstanceUID)/\(summary.seriesInstanceUID)/\(summary.sopInstanceUID).dcm",
                bytes: output.bytesWritten, sha256: output.sha256, pixelSHA256: pixelSHA256, sopClass: summary.sopClassUID,
                transferSyntax: file.information.transferSyntaxUID, modality: summary.modality, patient: summary.patient,
                study: summary.studyInstanceUID, series: summary.seriesInstanceUID, instance: summary.sopInstanceUID,
                actions: Dictionary(uniqueKeysWithValues: plan.counts(in: dataSet).map { ($0.key.rawValue, $0.value) }),
                flags: flags.isEmpty ? nil : flags,
                trailingPixelBytes: treated.cutBytes.orNone, blankedPixelBytes: treated.blankedBytes.orNone,
                zeroedPixelBytes: treated.zeroedBytes.orNone, clearedPixelBytes: treated.clearedBytes.orNone, contentDigest: contentDigest,
                crosswalk: summary.crosswalk.compactMap(sealer.entry)))
    }
}

extension Int {
    fileprivate var orNone: Int? { self > 0 ? self : nil }
}

/// Seals originals so that only the holder of the site key reads the crosswalk.
final class CrosswalkSealer {
    private let key: SymmetricKey
    private var sent: Set<String> = []

    init(key: SymmetricKey) { self.key = key }

    /// - Returns: `nil` for what this worker has handed over before.
    func entry(_ pair: CrosswalkPair) -> CrosswalkEntry? {
        if pair.kind != .instance, sent.count < 100_000, !sent.insert(pair.pseudonym).inserted { return nil }
        guard let box = try? AES.GCM.seal(Array(pair.original.utf8), using: key), let combined = box.combined else { return nil }
        return CrosswalkEntry(kind: pair.kind.rawValue, pseudonym: pair.pseudonym, sealedOriginal: combined.base64EncodedString())
    }
}
