// SPDX-License-Identifier: Apache-2.0

/// Collects finished files and records them in groups: flush all, then the crosswalk, then move and journal each.
struct RunRecorder {
    let journal: Journal
    let crosswalk: Crosswalk
    let run: RunRecord
    let release: BytePath
    private var batch: [FinishedFile] = []
    private var since = 0.0
    private var cannotWrite = false

    init(journal: Journal, crosswalk: Crosswalk, run: RunRecord, release: BytePath) {
        self.journal = journal
        self.crosswalk = crosswalk
        self.run = run
        self.release = release
    }

    /// 64 files, or a second; at once where the output cannot be written.
    var isDue: Bool { cannotWrite || batch.count >= 64 || (!batch.isEmpty && now() - since >= 1) }

    mutating func add(_ job: WorkerPool.Job, _ outcome: FileOutcome, _ plan: PlanRecord?) {
        if batch.isEmpty { since = now() }
        var outcome = outcome
        if case .failed = outcome { cannotWrite = true }
        if case .released(let file) = outcome, !isSafePlace(file.relativePath) {
            outcome = .quarantined(reason: .internalError, detail: "its place in the release is not a safe path")
        }
        batch.append(FinishedFile(id: job.file.id, path: job.path, outcome: outcome, temporaryPath: BytePath(job.file.temporaryPath), plan: plan))
    }

    mutating func commit() throws {
        defer { batch = [] }
        // Where the output cannot be written, the others are still recorded.
        let written = batch.filter { if case .failed = $0.outcome { false } else { true } }
        var entries: Set<CrosswalkEntry> = []
        var files: [BytePath] = []
        for file in written {
            guard case .released(let released) = file.outcome else { continue }
            entries.formUnion(released.crosswalk)
            files.append(file.temporaryPath)
        }
        try flush(files)
        try crosswalk.add(entries, project: run.settings.project)
        try journal.record(written, in: run.id, release: release)
        for file in batch {
            if case .failed(let number) = file.outcome { throw SystemError("write the output", number) }
        }
    }

    /// `images/` and four more components of letters, digits, `-`, `_` and `.`.
    private func isSafePlace(_ path: String) -> Bool {
        let components = path.split(separator: "/", omittingEmptySubsequences: false)
        guard components.count == 5, components[0] == ReleaseFolder.imagesName else { return false }
        return components.allSatisfy { component in
            !component.isEmpty && component.first != "." && component.utf8.count <= 255
                && component.utf8.allSatisfy { byte in
                    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF) || byte == 0x2D || byte == 0x2E || byte == 0x5F
                }
        }
    }
}
