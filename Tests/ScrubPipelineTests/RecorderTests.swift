// SPDX-License-Identifier: Apache-2.0

import Filesystem
import Glibc
import Records
import RunState
import Synchronization
import Testing

@testable import ScrubPipeline

@Suite struct RecorderTests {
    /// What was told to the commit, shared with its thread.
    private final class Recorded: Sendable {
        let batches = Mutex<[Int]>([])
        var files: Int { batches.withLock { $0.reduce(0, +) } }
    }

    private func file(_ number: Int, _ record: FileRecord) -> FinishedFile {
        let job = FileJob(
            id: Int64(number), path: BytePath("/in/\(number)"), identity: FileIdentity(device: 1, inode: 1, size: 1, modified: 1), temporaryPath: "")
        return FinishedFile(job: job, record: record)
    }

    /// Of 1 MiB, in each place where a record can hold much.
    private static let large: [FileRecord] = {
        let bytes = [UInt8](repeating: 7, count: 1 << 20)
        var instance = InstanceRecord(patient: "P-1", study: "1.2", series: "1.3", instance: "1.4")
        var outcomes: [FileRecord] = []
        instance.crosswalk = [CrosswalkEntry(kind: "known", pseudonym: "P-1", sealedOriginal: bytes)]
        outcomes.append(FileRecord(.released(instance)))
        var plan = PlanRecord(shape: 1)
        plan.newRows = [PlanRecord.NewRow(id: 1, definition: bytes)]
        outcomes.append(FileRecord(.quarantined(reason: .rule, detail: ""), plan: plan))
        plan = PlanRecord(shape: 1)
        plan.facts = bytes
        outcomes.append(FileRecord(.quarantined(reason: .rule, detail: ""), plan: plan))
        plan = PlanRecord(shape: 1)
        plan.values = Array(repeating: PlanRecord.NewValue(row: 1, hash: 1), count: bytes.count / 16)
        outcomes.append(FileRecord(.quarantined(reason: .rule, detail: ""), plan: plan))
        return outcomes
    }()

    @Test("What waits to be recorded is bounded by its bytes too, and none of it is lost", arguments: large.indices)
    func bytes(_ kind: Int) throws {
        let recorded = Recorded()
        let recorder = Recorder { batch in
            usleep(10_000)  // workers are faster than the disk
            recorded.batches.withLock { $0.append(batch.count) }
        }
        for number in 1...60 {
            try recorder.add(file(number, Self.large[kind]))
            // A batch of 4 MiB in the making, and 16 MiB and one more batch behind it.
            #expect(number - recorded.files <= 24)
        }
        try recorder.finish()
        #expect(recorded.files == 60)
    }

    @Test("What follows a batch that could not be recorded is not recorded, and the error is told") func failure() throws {
        let recorded = Recorded()
        let recorder = Recorder { batch in
            if recorded.files == 4 { throw SystemError("write a file", ENOSPC) }
            recorded.batches.withLock { $0.append(batch.count) }
        }
        let error = #expect(throws: SystemError.self) {
            for number in 1...60 { try recorder.add(file(number, Self.large[0])) }
            try recorder.finish()
        }
        #expect(error?.number == ENOSPC && recorded.files == 4)
        #expect(throws: SystemError.self) { try recorder.tick() }
        #expect(throws: SystemError.self) { try recorder.finish() }
    }

    private static let small = FileRecord(.quarantined(reason: .rule, detail: ""))

    @Test("Small files are handed over by the hundred, each batch counted anew") func count() throws {
        let recorded = Recorded()
        let recorder = Recorder { batch in recorded.batches.withLock { $0.append(batch.count) } }
        for number in 1...300 { try recorder.add(file(number, Self.small)) }
        try recorder.finish()
        #expect(recorded.batches.withLock { $0 } == [128, 128, 44])
    }

    @Test("Where the output cannot be written, what is there is recorded at once") func full() throws {
        let recorded = Recorded()
        let recorder = Recorder { batch in recorded.batches.withLock { $0.append(batch.count) } }
        try recorder.add(file(1, Self.small))
        #expect(recorded.files == 0)
        try recorder.add(file(2, FileRecord(.failed(errno: ENOSPC))))
        #expect(recorded.files == 2)
    }

    @Test("A batch that does not fill is handed over after a while") func tick() throws {
        let recorded = Recorded()
        let recorder = Recorder { batch in recorded.batches.withLock { $0.append(batch.count) } }
        try recorder.add(file(1, Self.small))
        for _ in 0..<600 where recorded.files == 0 {
            usleep(50_000)
            try recorder.tick()
        }
        #expect(recorded.files == 1)
    }
}
