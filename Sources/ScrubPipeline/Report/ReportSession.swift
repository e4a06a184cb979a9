// SPDX-License-Identifier: Apache-2.0

/// The work of a dry run: discovery, planning by workers, and a second look at files that share a SOP Instance UID.
final class ReportSession {
    let request: ReportRequest
    let run: RunRecord
    let folder: BytePath
    let journal: Journal
    let configuration: WorkerConfiguration
    let launcher: WorkerLauncher
    let observer: RunObserver
    private(set) var values = ValueTally()
    private var progress = RunProgress(phase: .discovering)

    init(
        request: ReportRequest, run: RunRecord, folder: BytePath, journal: Journal, configuration: WorkerConfiguration, launcher: WorkerLauncher,
        observer: RunObserver
    ) {
        self.request = request
        self.run = run
        self.folder = folder
        self.journal = journal
        self.configuration = configuration
        self.launcher = launcher
        self.observer = observer
    }

    func perform() throws {
        try discover()
        progress.phase = .planning
        guard try !journal.pendingFiles(of: run.id, after: nil, limit: 1).isEmpty else { return }
        let pool = try WorkerPool(launcher, configuration, width: request.jobs, holding: nil)
        defer { pool.stop() }
        let archives = ArchiveOpener(journal, run.id, scratch: folder.appending("archives"), WorkerConversation(launcher, .scrub(configuration)))
        repeat {
            let queue = PendingQueue(journal, run.id, temporary: folder, wantsDigests: true)
            try work(pool) { try queue.next() }
        } while try archives.openNext({ files, bytes in
            try advance {
                $0.total += files
                $0.totalBytes += bytes
            }
        })
        var page: ArraySlice<Journal.PendingFile> = []
        var last: Int64 = 0
        progress.phase = .comparing
        try journal.findUndecided(of: run.id)
        try work(pool) {
            if page.isEmpty { page = try self.journal.undecidedFiles(after: last, limit: 256)[...] }
            guard let file = page.popFirst() else { return nil }
            last = file.id
            return WorkerPool.Job(
                file: FileJob(id: file.id, path: file.path, identity: file.identity, temporaryPath: "", wantsDigest: true), path: file.path,
                sizeInBytes: file.identity.size)
        }
        try journal.decideConflicts(of: run.id)
    }

    private func advance(_ change: (inout RunProgress) -> Void = { _ in }) throws {
        change(&progress)
        observer.progress(progress)
        if observer.isInterrupted() { throw PipelineError.stopped("interrupted; nothing was written") }
    }

    private func discover() throws {
        var discovery = InputDiscovery()
        discovery.listMedia = MediaLister(launcher: launcher, configuration: configuration, lock: nil).list
        var batch: [Finding] = []
        try discovery.run(request.inputs) { finding in
            guard !finding.path.isInside(folder) else { return }
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
        let counts = try journal.counts(of: run.id)
        try advance {
            $0.total = counts.values.reduce(0) { $0 + $1.files }
            $0.totalBytes = counts.values.reduce(0) { $0 + $1.bytes }
            $0.done = $0.total - (counts[.pending]?.files ?? 0)
            $0.doneBytes = $0.totalBytes - (counts[.pending]?.bytes ?? 0)
            $0.quarantined = counts[.quarantined]?.files ?? 0
        }
    }

    private func work(_ pool: WorkerPool, _ next: () throws -> WorkerPool.Job?) throws {
        var batch: [FinishedFile] = []
        while true {
            try pool.feed(next)
            if pool.isIdle { break }
            try pool.wait(atMostSeconds: 0.25) { job, outcome, plan in
                if let plan { values.add(plan) }
                batch.append(FinishedFile(id: job.file.id, path: job.path, outcome: outcome, temporaryPath: BytePath(""), plan: plan))
                if progress.phase == .comparing { return }
                try advance {
                    $0.done += 1
                    $0.doneBytes += job.sizeInBytes
                    if case .quarantined = outcome { $0.quarantined += 1 }
                }
            }
            if batch.count >= 512 {
                try journal.recordPlanned(batch, in: run.id)
                batch.removeAll(keepingCapacity: true)
            }
            try advance()
        }
        try journal.recordPlanned(batch, in: run.id)
    }
}

/// Distinct values and examples by row, as the workers find them. Hashes under a random key that nothing keeps.
struct ValueTally {
    private(set) var counts: [Int64: DistinctCount] = [:]
    private(set) var examples: [Int64: [String]] = [:]

    mutating func add(_ record: PlanRecord) {
        if let values = record.values {
            var numbers = PackedNumbers(values)
            while let row = numbers.next(), let hash = numbers.next() { _ = counts[row, default: DistinctCount()].insert(UInt64(bitPattern: hash)) }
        }
        for example in record.examples ?? [] {
            // The smallest, so that the order of the files does not matter.
            let all = Set(examples[example.row, default: []] + [example.text])
            examples[example.row] = Array(all.sorted().prefix(PlanRecorder.examplesPerRow))
        }
    }
}
