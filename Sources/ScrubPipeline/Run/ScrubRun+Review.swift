// SPDX-License-Identifier: Apache-2.0

internal import Audit
internal import Crypto
internal import DICOMModel
internal import Filesystem
internal import Records
internal import Release
internal import Review
internal import RunState

/// What persons decided about pixels, as an input of a run.
extension ScrubRun {
    /// The decisions of the state folder. Those of another one that the request names are taken over first, so that a resumed run has them too.
    static func reviewDecisions(_ state: StateFolder, _ audit: AuditLog, adding other: BytePath?) throws -> ReviewDecisions {
        let log = ReviewLog(ReviewFolder(state: state.path))
        do {
            if let other {
                guard FileStatus(other, followLinks: true)?.kind == .file else { throw PipelineError.usage("--decisions: the file does not exist") }
                let entries = try ReviewLog(path: other, name: "--decisions").entries()
                if try log.take(entries) > 0 {
                    var event = AuditEvent(AuditAction.decisionsTaken)
                    event.counts = ["decisions": entries.count]
                    event.digests = fileDigest(other).map { ["decisions": $0.sha256] }
                    try audit.append(event)
                }
            }
            return try log.decisions()
        } catch let error as ReviewError {
            throw PipelineError.usage("\(error)")
        }
    }

    /// Files whose decision is another than they went by are done again.
    static func redoReviews(_ session: Session, _ state: StateFolder) throws {
        let folder = ReviewFolder(state: state.path)
        let decisions = session.configuration.review?.decisions ?? ReviewDecisions()
        try session.journal.redoReviews(
            of: session.run.id, decision: { decisions.digest(for: $0) }, isHeld: { FileStatus(folder.description(of: $0)) != nil })
    }

    /// What `RELEASE.json` says of the reviews of a run; `nil` where no person was asked.
    static func reviews(_ journal: Journal, _ run: Int64) throws -> ReleaseDocument.Review? {
        var found = ReleaseDocument.Review()
        var used: [String: String] = [:]
        var isEmpty = true
        try journal.forEachReview(of: run) { review in
            isEmpty = false
            if review.isWaiting { found.waiting += 1 }
            guard let decision = review.decision else { return }
            if review.isReleased { found.released += 1 }
            if review.isRefused { found.refused += 1 }
            if review.isReleased || review.isRefused { used[review.key] = decision }
        }
        guard !isEmpty else { return nil }
        if !used.isEmpty { found.decisions = ReviewDecisions.digest(of: used.map { (key: $0.key, digest: $0.value) }) }
        return found
    }
}
