// SPDX-License-Identifier: Apache-2.0

internal import Audit
package import Filesystem
internal import Records
package import RunState

/// What the audit log of a state folder says of one release and of one request about it.
package struct ReleaseHistory {
    /// Digests of the release's documents as its run wrote them, by name; `nil` where no run of this log wrote it.
    package private(set) var documents: [String: String]?
    /// Whether any run of this log said what it wrote; earlier versions did not.
    package private(set) var recordsDocuments = false
    /// The OS accounts that ran the scrub.
    package private(set) var operators: Set<String> = []
    /// The newest time in the log, whatever the clock says now.
    package private(set) var newestTime = ""
    /// Approvals of the request: the digest of the approvers' file by the digest of the signature.
    package private(set) var approvals: [String: String] = [:]
    /// In which forms the request was released.
    package private(set) var releasedForms: Set<PackageForm> = []

    private init() {}

    /// - Throws: ``PipelineError/refused(_:)`` where the log is not as it was written.
    package init(_ log: AuditLog, checksums: String, request: String? = nil, key: BytePath? = nil) throws {
        var accounts: [Int64: Set<String>] = [:]
        var runs: Set<Int64> = []
        var history = Self()
        do {
            try log.check(key: key) { event in
                history.newestTime = max(history.newestTime, event.time)
                if let run = event.run, event.action.hasPrefix("run-") { accounts[run, default: []].insert(event.user) }
                if event.action == AuditAction.released, event.result == .failed, let request, event.digests?["request"] == request {
                    // It was announced, and could not get its name.
                    for form in PackageForm.allCases where event.counts?[form.rawValue] != nil { history.releasedForms.remove(form) }
                }
                guard event.result != .refused, event.result != .failed, let digests = event.digests else { return }
                if event.action == "run-finished" { history.recordsDocuments = true }
                if event.action == "run-finished", digests[ReleaseFolder.checksumsName] == checksums {
                    history.documents = digests
                    if let run = event.run { runs.insert(run) }
                }
                guard let request, digests["request"] == request else { return }
                switch event.action {
                case AuditAction.approved:
                    if let signature = digests["signature"], let approvers = digests["approvers"] { history.approvals[signature] = approvers }
                case AuditAction.released:
                    for form in PackageForm.allCases where event.counts?[form.rawValue] != nil { history.releasedForms.insert(form) }
                default: break
                }
            }
        } catch let error as AuditError {
            throw PipelineError.refused("the audit log was changed: \(error). 'dcmscrub audit verify' looks at it alone")
        }
        for run in runs { history.operators.formUnion(accounts[run] ?? []) }
        self = history
    }

    /// `YYYY-MM-DD`, of the clock or of the newest event: a clock that was set back makes nothing valid again.
    package var today: String { String(max(utcTime(), newestTime).prefix(10)) }
}

/// How a package is written.
package enum PackageForm: String, Codable, Sendable, CaseIterable {
    case folder, tar
}

/// Words of `audit.jsonl`.
package enum AuditAction {
    package static let prepared = "handoff-prepared", approved = "handoff-approved", released = "handoff-released", purged = "handoff-purged"
    package static let verified = "verified", reported = "reported", inspected = "inspected", relinked = "relinked"
    package static let found = "crosswalk-found", crosswalkExported = "crosswalk-exported", keyRotated = "key-rotated"
    package static let sheetMade = "review-sheet-made", decided = "review-decided", decisionsTaken = "review-decisions-taken"
}
