// SPDX-License-Identifier: Apache-2.0

/// A run with all that it works with: discovery, workers, recording, documents.
final class RunSession {
    let request: ScrubRequest
    let run: RunRecord
    let release: ReleaseFolder
    let folders: RunFolders
    let state: StateFolder
    let journal: Journal
    let crosswalk: Crosswalk
    let profile: LoadedProfile
    let configuration: WorkerConfiguration
    let launcher: WorkerLauncher
    let lock: FileDescriptor
    let observer: RunObserver
    private var progress = RunProgress(phase: .discovering)

    init(
        request: ScrubRequest, run: RunRecord, folders: RunFolders, state: StateFolder, journal: Journal, crosswalk: Crosswalk,
        profile: LoadedProfile, configuration: WorkerConfiguration, launcher: WorkerLauncher, lock: FileDescriptor,
        observer: RunObserver
    ) {
        self.request = request
        self.run = run
        self.folders = folders
        release = ReleaseFolder(path: folders.output)
        self.state = state
        self.journal = journal
        self.crosswalk = crosswalk
        self.profile = profile
        self.configuration = configuration
        self.launcher = launcher
        self.lock = lock
        self.observer = observer
    }

    func perform() throws -> RunSummary {
        if FileStatus(release.path) != nil { try checkFormerWork() } else { try journal.reopenArchives(of: run.id) }
        if run.state == .discovering { try discover() }
        try makeFolders(release.images)
        try makeFolders(release.temporary)
        try scrub()
        return try finish()
    }

    private func advance(_ change: (inout RunProgress) -> Void) throws {
        change(&progress)
        observer.progress(progress)
        if observer.isInterrupted() { throw PipelineError.stopped("interrupted; what is done is kept. Run the same command with --resume.") }
    }

    /// Whatever a killed run left that is not recorded is removed; what is recorded and not there is done again.
    private func checkFormerWork() throws {
        try release.refuseStrangers()
        try removeTree(release.temporary)
        try release.undoMedia(journal, run.id)
        var lost: [Int64] = []
        try journal.forEachReleasedRow(of: run.id) { row in
            let source = FileStatus(row.source)
            // Its place on the disk may have other numbers by now.
            let isChanged = source.map { $0.size != row.identity.size || $0.identity.modified != row.identity.modified } ?? false
            if isChanged || fileDigest(release.path.appending(row.place))?.sha256 != row.sha256 { lost.append(row.id) }
            try advance { $0.phase = .checking }
        }
        let changed = try journal.changedArchives(of: run.id)
        try journal.redo(lost + changed.released, in: run.id)
        try journal.reopen(changed.archives, of: run.id)
        try journal.reopenArchives(of: run.id)
        try journal.refreshPending(of: run.id)
        try release.removeUnrecorded(journal, run.id)
    }

    private func discover() throws {
        var discovery = InputDiscovery()
        discovery.forbidden = [folders.output, folders.state]
        discovery.shard = request.shard
        discovery.listMedia = MediaLister(launcher: launcher, configuration: configuration, lock: lock).list
        var batch: [Finding] = []
        try discovery.run(request.inputs) { finding in
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
        try journal.set(.scrubbing, of: run.id)
    }

    private func scrub() throws {
        try startProgress()
        let archives = ArchiveOpener(
            journal, run.id, scratch: state.scratch.appending("archives"), WorkerConversation(launcher, .scrub(configuration), holding: lock))
        var pool: WorkerPool?
        defer { pool?.stop() }
        var recorder = RunRecorder(journal: journal, crosswalk: crosswalk, run: run, release: release.path)
        repeat {
            let queue = PendingQueue(journal, run.id, temporary: release.temporary)
            guard let first = try queue.next() else { continue }
            let workers = try pool ?? WorkerPool(launcher, configuration, width: request.jobs, holding: lock)
            pool = workers
            do {
                try work(workers, &recorder, startingWith: first, queue)
            } catch {
                workers.stop()
                try? recorder.commit()
                throw error
            }
        } while try archives.openNext({ files, bytes in
            try advance {
                $0.total += files
                $0.totalBytes += bytes
            }
        })
        try journal.refuseWaiting(of: run.id)
    }

    private func work(_ pool: WorkerPool, _ recorder: inout RunRecorder, startingWith first: WorkerPool.Job, _ queue: PendingQueue) throws {
        var start: WorkerPool.Job? = first
        while true {
            try pool.feed {
                defer { start = nil }
                return try start ?? queue.next()
            }
            if pool.isIdle { return try recorder.commit() }
            try pool.wait(atMostSeconds: 0.25) { job, outcome, plan in
                recorder.add(job, outcome, plan)
                try advance {
                    $0.done += 1
                    $0.doneBytes += job.sizeInBytes
                    if case .quarantined = outcome { $0.quarantined += 1 }
                }
            }
            if recorder.isDue { try recorder.commit() }
            try advance { _ in }
        }
    }

    private func startProgress() throws {
        let counts = try journal.counts(of: run.id)
        try advance {
            $0.phase = .scrubbing
            $0.total = counts.values.reduce(0) { $0 + $1.files }
            $0.totalBytes = counts.values.reduce(0) { $0 + $1.bytes }
            $0.done = $0.total - (counts[.pending]?.files ?? 0)
            $0.doneBytes = $0.totalBytes - (counts[.pending]?.bytes ?? 0)
            $0.quarantined = counts[.quarantined]?.files ?? 0
        }
    }

    private func finish() throws -> RunSummary {
        try advance { $0.phase = .finishing }
        try removeTree(release.temporary)
        let counts = try journal.counts(of: run.id)
        let subjects = try journal.subjects(of: run.id)
        var summary = RunSummary()
        summary.inputs = counts.values.reduce(0) { $0 + $1.files }
        summary.released = counts[.released]?.files ?? 0
        summary.quarantined = counts[.quarantined]?.files ?? 0
        summary.notDICOM = counts[.notDICOM]?.files ?? 0
        summary.duplicates = counts[.duplicate]?.files ?? 0
        (summary.patients, summary.studies, summary.series) = subjects
        summary.studiesOfSeveralPatients = try journal.studiesOfSeveralPatients(of: run.id)
        summary.release = release.path.readable
        summary.quarantineList = state.quarantineList.readable
        guard counts[.pending] == nil, counts[.archive] == nil else {
            throw PipelineError.stopped("some files were not done. " + ScrubRun.continuation)
        }
        try journal.writeQuarantineList(of: run.id, to: state.quarantineList)
        try flushFileSystem(of: release.path)
        if run.settings.layout == .dicomdir { try release.makeMedia(journal, run.id, scratchDirectory: state.scratch.readable) }
        try removeTree(state.scratch)
        try release.writeDocuments(journal, run, profile, summary)
        try journal.set(.finished, of: run.id)
        return summary
    }
}
