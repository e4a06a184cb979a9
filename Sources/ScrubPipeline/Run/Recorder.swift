// SPDX-License-Identifier: Apache-2.0

internal import Dispatch
internal import Filesystem
internal import Records
internal import RunState
internal import Synchronization
internal import Workers

/// Records finished files in batches, one behind the other, beside the feeding of workers. Until ``finish()`` it alone writes the journal.
package final class Recorder {
    /// Where the recording of a batch stands, told to tests, which end the process there.
    package enum Step: String, Sendable { case flushed, sealed, journaled }

    /// What is done with a batch, on the recorder's own queue.
    typealias Commit = @Sendable ([FinishedFile]) throws -> Void

    private struct State {
        /// Handed over and not recorded.
        var waiting = Amount()
        var failure: (any Error)?
    }

    private let commit: Commit
    private let queue = DispatchQueue(label: "recorder")
    private let state = SharedState()
    private var batch: [FinishedFile] = []
    private var amount = Amount()
    private var since = 0.0

    /// A batch is handed over when it has so many files or bytes, or after a second.
    private static let batchAmount = Amount(files: 128, bytes: 4 << 20)
    /// So many wait to be recorded before the workers are fed again.
    private static let mostWaiting = Amount(files: 1024, bytes: 16 << 20)

    /// Files, and about what is held of them.
    private struct Amount {
        var files = 0
        var bytes = 0

        static func += (left: inout Amount, right: Amount) {
            left.files += right.files
            left.bytes += right.bytes
        }

        static func -= (left: inout Amount, right: Amount) {
            left.files -= right.files
            left.bytes -= right.bytes
        }

        func reaches(_ limit: Amount) -> Bool { files >= limit.files || bytes >= limit.bytes }
    }

    private final class SharedState: Sendable {
        let mutex = Mutex(State())
    }

    init(commit: @escaping Commit) { self.commit = commit }

    /// - Throws: What an earlier batch failed with.
    func add(_ file: FinishedFile) throws {
        if batch.isEmpty { since = now() }
        batch.append(file)
        amount += Amount(files: 1, bytes: file.record.sizeInBytes)
        // Where the output cannot be written, the run stops at once.
        if case .failed = file.record.outcome { return try finish() }
        if amount.reaches(Self.batchAmount) { try handOver() }
    }

    /// Called again and again.
    func tick() throws {
        if !batch.isEmpty, now() - since >= 1 { try handOver() }
        if let failure = state.mutex.withLock({ $0.failure }) { throw failure }
    }

    /// Waits until all is recorded.
    func finish() throws {
        if !batch.isEmpty { try handOver() }
        try wait()
    }

    private func handOver() throws {
        let (files, amount) = (batch, amount)
        (batch, self.amount) = ([], Amount())
        if state.mutex.withLock({ $0.waiting.reaches(Self.mostWaiting) }) { try wait() }
        state.mutex.withLock { $0.waiting += amount }
        queue.async { [commit, state] in
            // What follows a failed batch is not recorded, as if the run had been killed.
            if state.mutex.withLock({ $0.failure == nil }) {
                do {
                    try commit(files)
                } catch {
                    state.mutex.withLock { $0.failure = error }
                }
            }
            state.mutex.withLock { $0.waiting -= amount }
        }
    }

    private func wait() throws {
        queue.sync {}
        if let failure = state.mutex.withLock({ $0.failure }) { throw failure }
    }
}

extension Recorder {
    /// Flushes all files of a batch, then enters the crosswalk, then moves and journals each file.
    static func release(
        into release: BytePath, _ journal: Journal, _ crosswalk: Crosswalk, _ run: RunRecord, onStep: @escaping @Sendable (Step) -> Void = { _ in }
    ) -> Commit {
        { batch in
            var written: [FinishedFile] = []
            var entries: Set<CrosswalkEntry> = []
            var paths: [BytePath] = []
            var failure: Int32?
            for var file in batch {
                switch file.record.outcome {
                // Where the output cannot be written, the others are still recorded.
                case .failed(let number):
                    failure = failure ?? number
                    continue
                case .released(let instance) where !instance.hasSafePlace:
                    file.record.outcome = .quarantined(reason: .internalError, detail: "its place in the release is not a safe path")
                case .released(let instance) where instance.contentDigest == nil || instance.sha256 == nil || instance.manifest.isEmpty:
                    file.record.outcome = .quarantined(reason: .internalError, detail: "the worker did not say what it wrote")
                case .released(let instance):
                    entries.formUnion(instance.crosswalk)
                    paths.append(BytePath(file.job.temporaryPath))
                default: break
                }
                written.append(file)
            }
            try flush(paths)
            onStep(.flushed)
            try crosswalk.add(entries, project: run.settings.project, key: run.settings.keyFingerprint)
            onStep(.sealed)
            try journal.record(written, in: run.id, release: release)
            onStep(.journaled)
            if let failure { throw SystemError("write the output", failure) }
        }
    }

    /// Journals by what files are shared out.
    static func survey(_ journal: Journal) -> Commit { { batch in try journal.note(surveyed: batch) } }

    /// Journals what a run would do.
    static func report(_ journal: Journal, _ run: RunRecord) -> Commit {
        { batch in
            try journal.record(batch, in: run.id, release: nil)
        }
    }
}
