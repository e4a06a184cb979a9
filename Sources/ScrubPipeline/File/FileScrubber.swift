// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import DICOMIO
internal import DICOMModel
internal import Engine
internal import Filesystem
internal import Foundation
internal import Glibc
internal import PixelStreams
internal import PixelText
internal import Profiles
internal import Pseudonyms
internal import Records
internal import Release
internal import RunState

/// Makes what scrubs the files of one worker, or only plans them for a report.
func makeFileScrubber(_ configuration: WorkerConfiguration) throws -> any FileScrubbing {
    guard let bytes = Data(base64Encoded: configuration.siteKey), let key = SiteKey(bytes) else { throw FileScrubberError.unusableKey }
    let bundle = try JSONDecoder().decode(ProfileBundle.self, from: Data(configuration.profileSource.utf8))
    let engine = ConfidentialityEngine(
        profile: try ConfidentialityProfile.load(bundle), identity: ProjectIdentity(siteKey: key, project: configuration.project))
    let planner = FilePlanner(engine: engine, scratchDirectory: configuration.scratchDirectory, review: configuration.review)
    planner.prepare()
    return FileScrubber(
        planner: planner,
        sealer: CrosswalkSealer(key: key.derive(project: configuration.project, purpose: .crosswalk)),
        recorder: configuration.recording.map { PlanRecorder(engine: engine, $0) })
}

enum FileScrubberError: Error {
    case unusableKey
}

/// Scrubs one file after the other: read, plan, apply, write, read back. For a report it plans, and writes nothing.
final class FileScrubber: FileScrubbing {
    private let planner: FilePlanner
    private let sealer: CrosswalkSealer
    private let recorder: PlanRecorder?
    private let isDryRun: Bool
    private var engine: ConfidentialityEngine { planner.engine }

    init(planner: FilePlanner, sealer: CrosswalkSealer, recorder: PlanRecorder?) {
        self.planner = planner
        self.sealer = sealer
        self.recorder = recorder
        isDryRun = recorder?.recording.isDryRun ?? false
    }

    func scrub(_ task: ScrubTask) -> FileRecord {
        if task.isSurvey { return FileRecord(planner.survey(task)) }
        var plan: PlanRecord?
        var mark: ReviewMark?
        let outcome = planner.withInput(task.input, expected: task.identity) { input in
            switch planner.plan(input) {
            case .ended(let outcome): return outcome
            case .planned(let planned):
                plan = recorder?.record(planned)
                mark = planned.look?.mark
                if let problem = hold(planned) { return problem }
                if let refusal = planned.refusal { return refusal }
                do throws(FileError) {
                    let outcome = try write(planned, input, task)
                    if planned.file.readFailure != 0 { throw .cannotRead(errno: planned.file.readFailure) }
                    return outcome
                } catch {
                    return FileOutcome(error)
                }
            }
        }
        if case .released = outcome {} else if !isDryRun { unlink(task.temporaryPath) }
        return FileRecord(outcome, plan: plan, review: mark)
    }

    private func write(_ planned: PlannedFile, _ input: InputFile, _ task: ScrubTask) throws(FileError) -> FileOutcome {
        let summary = planned.plan.summary
        let isWritten = !isDryRun || task.wantsDigest
        if isWritten, let problem = blank(planned) { return problem }
        let pixels = try PixelTreatment.apply(engine.profile, planned.plan, planned.search.bytes, to: planned.file, planned.dataSet)
        if let refusal = pixels.refusal(engine.profile) { return refusal }
        guard isWritten else {
            return .released(
                InstanceRecord(
                    patient: summary.patient, study: summary.studyInstanceUID, series: summary.seriesInstanceUID, instance: summary.sopInstanceUID))
        }
        let output: OutputFile
        let writtenNodes: Int
        do {
            let application = try PlanApplication(planned.plan, planned.dataSet, like: planned.file.information, without: pixels.removedNodes)
            writtenNodes = application.writtenNodes
            output = isDryRun ? OutputFile() : try OutputFile(path: task.temporaryPath)
            output.unusedBits = UnusedBits(planned.plan, planned.file, planned.dataSet)
            if let problem = try write(application.encoded, of: planned, to: output) { return problem }
        }
        planned.letGoOfValues()
        planner.onStep(.written)
        do throws(FileError) {
            if !isDryRun, let problem = try readBack(task, planned, writtenNodes) { return problem }
            if !isDryRun, let problem = try prove(task, planned) { return problem }
        } catch FileError.cannotRead(let number) where number != 0 {
            // The release's disk does not give back what was written to it: no fault of the file.
            return .failed(errno: number)
        }
        return released(planned, output, input, pixels)
    }

    private func write(_ encoded: EncodedDataSet, of planned: PlannedFile, to output: OutputFile) throws(FileError) -> FileOutcome? {
        let summary = planned.plan.summary
        do throws(FileError) {
            try planned.file.write(
                FileMetaInformation(mediaStorageSOPClassUID: summary.sopClassUID, mediaStorageSOPInstanceUID: summary.sopInstanceUID),
                encoded, to: output)
            return nil
        } catch {
            if output.failure != 0 { throw .cannotWrite(errno: output.failure) }
            if case .cannotRead = error { throw error }
            return .quarantined(reason: .cannotEncode, detail: error.description)
        }
    }

    /// Puts what a person has to see into the state folder.
    private func hold(_ planned: PlannedFile) -> FileOutcome? {
        guard let look = planned.look, look.isOpen, !isDryRun, let folder = planner.review?.heldFolder else { return nil }
        do {
            try look.hold(in: folder, planned.file, planned.dataSet, planned.plan.summary, engine.profile)
            return nil
        } catch {
            return .quarantined(reason: .noScratch, detail: "what a person has to see cannot be put into the state folder")
        }
    }

    private func blank(_ planned: PlannedFile) -> FileOutcome? {
        guard let seen = planned.seen else { return nil }
        do throws(UnblankedPixels) {
            try PixelBlanking.apply(seen, to: planned.file, planned.dataSet, scratchDirectory: planner.scratchDirectory)
            return nil
        } catch {
            return .quarantined(reason: .pixelsNotBlanked, detail: error.description)
        }
    }

    /// The frames that were written are decoded and looked at again.
    private func prove(_ task: ScrubTask, _ planned: PlannedFile) throws(FileError) -> FileOutcome? {
        guard let seen = planned.seen, seen.isBlanked else { return nil }
        let written = try DICOMFile(path: Array(task.temporaryPath.utf8), scratchDirectory: planner.scratchDirectory)
        do {
            try PixelProof.check(seen, written: (written, try written.dataSet()), source: (planned.file, planned.dataSet))
            return nil
        } catch {
            return .quarantined(reason: .pixelsNotBlanked, detail: "\(error)")
        }
    }

    /// What was written is read again: every element has to be there, and none of the known identifiers.
    private func readBack(_ task: ScrubTask, _ planned: PlannedFile, _ writtenNodes: Int) throws(FileError) -> FileOutcome? {
        let path = Array(task.temporaryPath.utf8)
        let telling = FileOutcome.quarantined(reason: .identifierSurvives, detail: "in File Meta Information")
        guard planned.file.information.isDeflated else {
            let file = try WrittenFile(path: path)
            if planned.search.bytes.holdsKnownIdentifier(Array(file.head)) { return telling }
            let problem = survivor(in: file.dataSet, file.largeValues, planned, writtenNodes)
            if file.readFailure != 0 { throw .cannotRead(errno: file.readFailure) }
            return problem
        }
        let file = try DICOMFile(path: path, scratchDirectory: planner.scratchDirectory)
        guard file.information.isReadAsItIs else {
            return .quarantined(reason: .cannotEncode, detail: "the written file does not read as it should")
        }
        if let head = HandedFile(opening: BytePath(task.temporaryPath)).descriptor.flatMap(FileHead.init),
            planned.search.bytes.holdsKnownIdentifier(head.bytes)
        {
            return telling
        }
        return survivor(in: try file.dataSet(), file.largeValues, planned, writtenNodes)
    }

    private func survivor(
        in written: DataSet, _ large: LargeValueReader, _ planned: PlannedFile, _ writtenNodes: Int
    ) -> FileOutcome? {
        guard written.nodes.count - 1 == writtenNodes else {
            return .quarantined(reason: .cannotEncode, detail: "the written file does not hold the elements that it should")
        }
        return engine.firstSurvivor(in: written, of: planned.dataSet, plan: planned.plan, search: planned.search, large: large).map {
            .quarantined(reason: .identifierSurvives, detail: "in \($0)")
        }
    }

    private func released(_ planned: PlannedFile, _ output: OutputFile, _ input: InputFile, _ treated: PixelAccount) -> FileOutcome {
        let (file, dataSet, plan, summary) = (planned.file, planned.dataSet, planned.plan, planned.plan.summary)
        guard
            let contentDigest = ContentDigest.digest(
                of: input, file, dataSet, written: output, pixelsChange: treated.changesPixels || planned.seen?.isBlanked == true)
        else {
            return .quarantined(reason: .unreadable, detail: "the file went away while it was read")
        }
        let flags =
            (plan.burnedInRisk.map { ["burned-in-text-likely:\($0)"] } ?? []) + treated.flags
            + (output.unusedBits?.isSet == true ? ["unused-pixel-bits-set"] : [])
            + file.information.mends.map { "mended:\($0.rawValue)" }.sorted()
        var entry = ManifestEntry(
            patient: summary.patient, study: summary.studyInstanceUID, series: summary.seriesInstanceUID, instance: summary.sopInstanceUID)
        entry.bytes = output.bytesWritten
        entry.sha256 = output.sha256
        entry.pixelSHA256 =
            dataSet.nodes.indices.contains { dataSet.nodes[$0].kind == .pixels && plan.decisions[$0].change != .remove } ? output.pixelSHA256 : nil
        entry.sopClass = summary.sopClassUID
        entry.transferSyntax = file.information.transferSyntaxUID
        entry.modality = summary.modality
        for (action, count) in plan.counts { entry.actions[action.rawValue] = count }
        entry.flags = flags.isEmpty ? nil : flags
        entry.trailingPixelBytes = treated.cutBytes.orNone
        entry.blankedPixelBytes = treated.blankedBytes.orNone
        entry.zeroedPixelBytes = treated.zeroedBytes.orNone
        entry.clearedPixelBytes = treated.clearedBytes.orNone
        entry.pixelText = plan.pixels.map { PixelTextEntry($0, weights: TextSight.digest, reader: planner.readerVersion) }
        return .released(
            InstanceRecord(
                entry, contentDigest: contentDigest,
                crosswalk: isDryRun ? [] : summary.crosswalk.compactMap { sealer.entry($0, study: summary.studyInstanceUID) }))
    }
}

extension Int {
    fileprivate var orNone: Int? { self > 0 ? self : nil }
}
