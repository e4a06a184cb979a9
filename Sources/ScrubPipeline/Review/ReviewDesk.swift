// SPDX-License-Identifier: Apache-2.0

internal import Audit
package import Filesystem
package import Records
internal import Release
internal import Review
internal import RunState

/// What every command of a review needs: the state folder, what waits in it, and what was decided.
package struct ReviewDesk {
    let state: StateFolder
    let folder: ReviewFolder
    let journal: Journal
    let log: AuditLog

    /// - Parameter path: The state folder of the runs.
    package init(state path: BytePath) throws(PipelineError) {
        do {
            guard let path = canonicalPath(path), FileStatus(path)?.kind == .folder else {
                throw PipelineError.usage("the state folder does not exist; name that of the run, or its project with --project")
            }
            guard FileStatus(path.appending("journal.sqlite")) != nil else {
                throw PipelineError.usage("the state folder knows no run; name that of the run, or its project with --project")
            }
            state = try StateFolder(opening: path)
            folder = ReviewFolder(state: path)
            journal = try Journal(path: state.journal)
            log = AuditLog(state)
        } catch {
            throw PipelineError(reviewing: error)
        }
    }

    func decisions() throws -> ReviewDecisions { try ReviewLog(folder).decisions() }

    /// Does something, and logs how it ended.
    /// - Parameter body: May add to the event.
    func logged<Result>(_ action: String, _ body: (inout AuditEvent) throws -> Result) throws(PipelineError) -> Result {
        try log.logged(AuditEvent(action), reason: PipelineError.init(reviewing:), body)
    }
}

extension PipelineError {
    init(reviewing error: any Error) {
        self =
            switch error {
            case ReviewError.refused(let text): .refused(text)
            case let error as ReviewError: .usage("\(error)")
            default: PipelineError(error, "the review", in: "the state folder", advice: "Nothing was decided or released. \(PipelineError.again)")
            }
    }
}

// MARK: - Status

/// How many files wait for a person, and what became of those that somebody saw, over all runs of a state folder.
package struct ReviewStatus: Codable, Sendable {
    package struct Row: Codable, Hashable, Sendable {
        package var modality: String
        package var waiting = 0
        package var released = 0
        package var refused = 0
    }

    package var waiting = 0
    package var released = 0
    package var refused = 0
    /// Of all of them: files that were decided on, and whose run has not gone by that yet.
    package var pending = 0
    package var modalities: [Row] = []

    package var json: String {
        get throws { String(decoding: try jsonLine(self), as: UTF8.self) }
    }
}

extension ReviewDesk {
    package func status() throws(PipelineError) -> ReviewStatus {
        do {
            let decisions = try decisions()
            var status = ReviewStatus()
            var rows: [String: ReviewStatus.Row] = [:]
            var modalities: [String: String] = [:]
            for run in try journal.runs() {
                try journal.forEachReview(of: run.record.id) { review in
                    let modality: String
                    if let known = modalities[review.key] {
                        modality = known
                    } else {
                        modality = (try? folder.image(review.key))?.image.modality ?? ""
                        modalities[review.key] = modality
                    }
                    var row = rows[modality] ?? ReviewStatus.Row(modality: modality)
                    if review.isWaiting { row.waiting += 1 }
                    if review.isReleased { row.released += 1 }
                    if review.isRefused { row.refused += 1 }
                    rows[modality] = row
                    if review.decision != decisions.digest(for: review.key) { status.pending += 1 }
                }
            }
            status.modalities = rows.values.filter { $0.waiting + $0.released + $0.refused > 0 }.sorted { $0.modality < $1.modality }
            for row in status.modalities {
                status.waiting += row.waiting
                status.released += row.released
                status.refused += row.refused
            }
            return status
        } catch {
            throw PipelineError(reviewing: error)
        }
    }
}
