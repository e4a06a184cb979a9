// SPDX-License-Identifier: Apache-2.0

internal import Audit
package import Filesystem
package import Records
internal import Release
internal import Review
internal import RunState
package import Workers

/// What `review apply` did.
package struct AppliedDecisions: Codable, Sendable {
    package var release = 0
    package var refuse = 0
    package var hold = 0
    /// Of all of them: those that were not stored already.
    package var new = 0
    /// The runs that went by them.
    package var runs: [RunSummary] = []

    package init() {}

    /// 2 where a run ended with files in quarantine.
    package var exitCode: Int32 { runs.contains { $0.exitCode == 2 } ? 2 : 0 }

    package var json: String {
        get throws { String(decoding: try jsonLine(self), as: UTF8.self) }
    }
}

extension ReviewDesk {
    /// Stores the decisions of a file, all or none, and has every run of the state folder go by them.
    /// - Parameters:
    ///   - key: The site key, where it is not in the state folder.
    ///   - jobs: Files to work on at a time.
    package func apply(
        _ file: BytePath, key: BytePath?, jobs: Int, launcher: WorkerLauncher = WorkerLauncher(), observer: RunObserver = RunObserver()
    )
        throws(PipelineError) -> AppliedDecisions
    {
        try launcher.refuseUnlessKeptIn()
        var applied = AppliedDecisions()
        try logged(AuditAction.decided) { event in
            let bytes: [UInt8]
            do { bytes = try readFile(file, limit: 1 << 28) } catch { throw PipelineError.usage("the file of decisions: \(error)") }
            // No run changes what is held meanwhile.
            let lock = try state.lock()
            defer { _ = lock }
            event.digests = ["decisions": digestText(bytes)]
            let decided = try DecisionFile(bytes)
            let entries = try decided.checked(against: folder, user: userName(), time: utcTime())
            event.digests?["sheet"] = decided.sheet
            applied.release = entries.count { $0.verdict == .release }
            applied.refuse = entries.count { $0.verdict == .refuse }
            applied.hold = entries.count { $0.verdict == .hold }
            event.counts = ["release": applied.release, "refuse": applied.refuse, "hold": applied.hold]
            applied.new = try ReviewLog(folder).add(entries)
        }
        var failure: PipelineError?
        for run in try runsToContinue() {
            do {
                applied.runs.append(try continued(run, key: key, jobs: jobs, launcher, observer))
            } catch {
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
        return applied
    }

    /// The runs of which a file went by another decision than holds now, and those that had finished, were continued and ended before they were done.
    private func runsToContinue() throws(PipelineError) -> [Journal.StoredRun] {
        do {
            let decisions = try decisions()
            return try journal.runs().filter { run in
                var isOld = try journal.documents(of: run.record.id) != nil && !journal.isDone(run.record)
                try journal.forEachReview(of: run.record.id) { isOld = isOld || $0.decision != decisions.digest(for: $0.key) }
                return isOld
            }
        } catch {
            throw PipelineError(reviewing: error)
        }
    }

    private func continued(_ run: Journal.StoredRun, key: BytePath?, jobs: Int, _ launcher: WorkerLauncher, _ observer: RunObserver)
        throws(PipelineError) -> RunSummary
    {
        let kept = "The decisions are stored. "
        guard run.record.state != .discovering else {
            throw .stopped(kept + "A run had not found all of its inputs when it ended; give its command again with --resume")
        }
        guard FileStatus(run.output)?.kind == .folder else {
            throw .stopped(
                kept + "The release of a run is no longer where it was written; put it back and apply again, or scrub into a new --output: "
                    + "a run with this state folder goes by them")
        }
        let fingerprint = run.record.settings.keyFingerprint
        var key = key
        if key == nil {
            guard FileStatus(state.siteKey) != nil else {
                throw .usage(kept + "The site key is not in the state folder; apply again with --key")
            }
            // A release goes on under the key that it began with.
            let former = state.formerKey(fingerprint)
            if FileStatus(former) != nil { key = former }
        }
        return try ScrubRun(continuing: run, state: state, key: key, jobs: jobs, launcher: launcher, observer: observer).run()
    }
}
