// SPDX-License-Identifier: Apache-2.0

internal import Filesystem
internal import Records
internal import RunState
internal import Workers

/// One way through the inputs, in two modes: a run has them scrubbed into a release, a report has them planned.
final class Session {
    enum Mode {
        /// Into the release; its temporary folder is on the same file system.
        case run(temporary: BytePath)
        case report
    }

    let mode: Mode
    let run: RunRecord
    let journal: Journal
    let recorder: Recorder
    let launcher: WorkerLauncher
    /// What the workers are told.
    let configuration: WorkerConfiguration
    /// A folder that goes when the session ends.
    let scratch: BytePath
    let jobs: Int
    var lock: FileDescriptor?
    let observer: RunObserver
    /// How the inputs are found; a DICOMDIR is read by a worker.
    var discovery = InputDiscovery()
    var roots = InputRoots([])
    private(set) var values = ValueTally()
    private var progress = RunProgress(phase: .discovering)
    private var pool: WorkerPool?

    init(
        _ mode: Mode, _ run: RunRecord, _ journal: Journal, _ recorder: Recorder, _ launcher: WorkerLauncher, _ configuration: WorkerConfiguration,
        scratch: BytePath, jobs: Int, _ observer: RunObserver
    ) {
        self.mode = mode
        self.run = run
        self.journal = journal
        self.recorder = recorder
        self.launcher = launcher
        self.configuration = configuration
        self.scratch = scratch
        self.jobs = jobs
        self.observer = observer
    }

    deinit { pool?.stop() }

    func advance(_ change: (inout RunProgress) -> Void = { _ in }) throws {
        change(&progress)
        observer.progress(progress)
        guard observer.isInterrupted() else { return }
        switch mode {
        case .run: throw PipelineError.stopped("interrupted; what is done is kept. Run the same command with --resume.")
        case .report: throw PipelineError.stopped("interrupted; nothing was written")
        }
    }

    /// - Parameter shard: What of the inputs is done; `nil` for all.
    func discover(_ inputs: [BytePath], _ shard: Shard? = nil) throws {
        discovery.listMedia = MediaLister(launcher: launcher, scratch: workScratch, lock: lock).list
        // A list on standard input need not come a second time.
        if !inputs.contains(BytePath("-")) { try journal.forgetUnseen(in: run.id) }
        var batch: [DiscoveredInput] = []
        try discovery.run(inputs) { finding in
            batch.append(finding)
            if batch.count >= 1000 {
                try journal.add(batch, to: run.id)
                batch.removeAll(keepingCapacity: true)
            }
            try advance {
                $0.total += 1
                if case .file(_, let identity) = finding { $0.totalBytes += identity.size }
            }
        }
        try journal.add(batch, to: run.id)
        try roots.check()
        if let shard { try share(inputs, shard) } else { try journal.set(.scrubbing, of: run.id) }
    }

    /// Has everything done that is pending, and then what is in archives.
    func work() throws {
        let counts = try journal.counts(of: run.id)
        try advance {
            $0.phase = isReport ? .planning : .scrubbing
            $0.total = counts.values.reduce(0) { $0 + $1.files }
            $0.totalBytes = counts.values.reduce(0) { $0 + $1.bytes }
            $0.done = $0.total - (counts[.pending]?.files ?? 0)
            $0.doneBytes = $0.totalBytes - (counts[.pending]?.bytes ?? 0)
            $0.quarantined = counts[.quarantined]?.files ?? 0
        }
        if counts[.pending] != nil || counts[.archive] != nil { try journal.forgetOutcomes() }
        try workWithArchives { try work(through: PendingQueue(journal, run.id, temporary: temporary, wantsDigests: isReport).next, recorder) }
        try journal.refuseWaiting(of: run.id)
    }

    private func workWithArchives(inSurvey: Bool = false, _ body: () throws -> Void) throws {
        let unpacked = scratch.appending("archives")
        try makeFolders(unpacked, mode: 0o700)
        let archives = ArchiveOpener(
            journal, run.id, scratch: unpacked, WorkerConversation(launcher, .unpack(into: unpacked), holding: lock), inSurvey: inSurvey,
            roots: roots)
        repeat {
            try body()
        } while try archives.openNext({ files, bytes in
            try advance {
                $0.total += files
                $0.totalBytes += bytes
            }
        })
    }

    /// Has all inputs surveyed, what is in archives too, and keeps those of the shard.
    private func share(_ inputs: [BytePath], _ shard: Shard) throws {
        try advance { ($0.phase, $0.done) = (.sharing, 0) }
        let recorder = Recorder(commit: Recorder.survey(journal))
        try workWithArchives(inSurvey: true) { try work(through: SurveyQueue(journal, run.id).next, recorder) }
        let roots = inputs.filter { $0 != BytePath("-") }.compactMap { canonicalPath($0) }.map { FileStatus($0)?.kind == .folder ? $0 : $0.parent }
        try journal.nameUnsurveyed(of: run.id, below: roots)
        try journal.share(run.id, shard)
        // The members of archives that are this shard's.
        try journal.reopenArchives(of: run.id)
    }

    /// Of a report: looks once more at files that share a SOP Instance UID, and decides between them.
    func compare() throws {
        try advance { $0.phase = .comparing }
        try journal.findUndecided(of: run.id)
        try work(through: UndecidedQueue(journal).next, recorder)
        try journal.decideConflicts(of: run.id)
    }

    private var workScratch: BytePath { BytePath(configuration.scratchDirectory) }

    private var isReport: Bool { if case .report = mode { true } else { false } }

    private var temporary: BytePath {
        switch mode {
        case .run(let temporary): temporary
        case .report: scratch
        }
    }

    private func work(through next: () throws -> FileJob?, _ recorder: Recorder) throws {
        // Where nothing is to be done, no worker is started.
        guard var first = try next().map({ Optional($0) }) else { return }
        for folder in configuration.folders { try makeFolders(folder.path, mode: 0o700) }
        let pool = try self.pool ?? WorkerPool(launcher, role: WorkerRole.scrub(configuration).bytes, width: jobs, holding: lock)
        self.pool = pool
        do {
            while true {
                try pool.feed {
                    defer { first = nil }
                    return try (first ?? next()).map { WorkerPool.Job($0) }
                }
                if pool.isIdle { break }
                try pool.wait(atMostSeconds: 0.25) { try take($0, $1, recorder) }
                try recorder.tick()
                try advance()
            }
            try recorder.finish()
        } catch {
            pool.stop()
            try? recorder.finish()
            throw error
        }
    }

    private func take(_ job: WorkerPool.Job, _ record: FileRecord, _ recorder: Recorder) throws {
        if case .quarantined(let reason, _) = record.outcome { try roots.check(around: job.file.path, for: reason) }
        if isReport, let plan = record.plan { values.add(plan) }
        try recorder.add(FinishedFile(job: job.file, record: record))
        if progress.phase == .comparing { return }
        try advance {
            $0.done += 1
            $0.doneBytes += job.sizeInBytes
            if $0.phase != .sharing, case .quarantined = record.outcome { $0.quarantined += 1 }
        }
    }
}
