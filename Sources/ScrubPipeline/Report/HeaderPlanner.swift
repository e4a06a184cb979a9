// SPDX-License-Identifier: Apache-2.0

internal import Crypto
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
            guard job.wantsDigest else { return .planned(instance) }
            do throws(FileError) {
                instance.contentDigest = try digest(planned, input)
            } catch {
                return FileOutcome(error)
            }
            return instance.contentDigest == nil ? .quarantined(reason: .unreadable, detail: "the file went away while it was read") : .planned(instance)
        }
    }

    func takePlanRecord() -> PlanRecord? {
        defer { record = nil }
        return record
    }

    /// The digest that a run gives the file, see ``ContentDigest``.
    private func digest(_ planned: PlannedFile, _ input: InputFile) throws(FileError) -> String? {
        let (file, dataSet, plan) = (planned.file, planned.dataSet, planned.plan)
        let blanked = try PixelSegmentBlanking.apply(planner.engine.profile.pixelSegments, plan, to: file, dataSet)
        let pixels = dataSet.nodes.indices.filter { dataSet.nodes[$0].kind == .pixels }
        guard pixels.count == 1, !file.information.isDeflated, blanked == 0, plan.decisions[pixels[0]].change == .none else {
            return ContentDigest.digest(of: input, pixels: nil)
        }
        let node = dataSet.nodes[pixels[0]]
        let length = PixelExtent.lengthToKeep(of: node, in: dataSet) ?? node.length
        var hash = SHA256()
        var offset = 0
        while offset < length {
            let count = min(1 << 16, length - offset)
            hash.update(data: try file.read(node: pixels[0], offset: offset, count: count))
            offset += count
        }
        return ContentDigest.digest(of: input, pixels: (node.offset..<node.offset + length, hexadecimal(hash.finalize())))
    }
}
