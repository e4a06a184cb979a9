// SPDX-License-Identifier: Apache-2.0

internal import DICOMIO
internal import DICOMModel
internal import ProfileEngine

/// What a worker does for a report: it plans, and writes nothing.
final class HeaderPlanner: FileScrubbing {
    private let planner: FilePlanner
    private let recorder: PlanRecorder
    private var record: PlanRecord?

    init(planner: FilePlanner, recorder: PlanRecorder) {
        self.planner = planner
        self.recorder = recorder
    }

    func scrub(_ job: FileJob) -> FileOutcome {
        record = nil
        return planner.withInput(job.path, expected: job.identity) { plan($0, job) }
    }

    private func plan(_ input: InputFile, _ job: FileJob) -> FileOutcome {
        switch planner.plan(input) {
        case .ended(let outcome): return outcome
        case .planned(let planned):
            record = recorder.record(planned)
            if let refusal = planned.refusal { return refusal }
            let summary = planned.plan.summary
            var instance = PlannedInstance(
                patient: summary.patient, study: summary.studyInstanceUID, series: summary.seriesInstanceUID, instance: summary.sopInstanceUID)
            do throws(FileError) {
                let treated = try PixelTreatment.apply(planner.engine.profile, planned)
                if let refusal = treated.refusal(planner.engine.profile) { return refusal }
                guard job.wantsDigest else { return .planned(instance) }
                instance.digests = try digests(planned, treated, input)
            } catch {
                return FileOutcome(error)
            }
            return instance.digests == nil ? .quarantined(reason: .unreadable, detail: "the file went away while it was read") : .planned(instance)
        }
    }

    func takePlanRecord() -> PlanRecord? {
        defer { record = nil }
        return record
    }

    /// Those that a run gives the file; it is written nowhere.
    private func digests(_ planned: PlannedFile, _ treated: PixelAccount, _ input: InputFile) throws(FileError) -> PlannedInstance.Digests? {
        let (file, dataSet, plan) = (planned.file, planned.dataSet, planned.plan)
        _ = try PlanApplication.apply(plan, to: file, dataSet)
        let output = OutputFile()
        try file.write(
            FileMetaInformation(mediaStorageSOPClassUID: plan.summary.sopClassUID, mediaStorageSOPInstanceUID: plan.summary.sopInstanceUID),
            to: output)
        return ContentDigest.digest(of: input, file, dataSet, written: output, pixelsChange: treated.changesPixels).map {
            PlannedInstance.Digests(content: $0, output: output.sha256)
        }
    }
}
