// SPDX-License-Identifier: Apache-2.0

internal import Audit
package import Filesystem
internal import Handoff
package import Records
internal import Release
internal import RunState

/// `handoff list`: every handoff of a state folder.
package struct HandoffList {
    package struct Entry: Sendable, Codable {
        package enum State: String, Sendable, Codable { case prepared, approved, released, expired, purged }

        package var request: String
        package var preparedAt: String
        package var recipient: String
        package var purpose: String
        package var project: String
        package var expires: String?
        /// `role: name`, in the order of the roles.
        package var approvedBy: [String]
        package var state: State
        package var packages: [String]

        enum CodingKeys: String, CodingKey {
            case request, recipient, purpose, project, expires, state, packages
            case preparedAt = "prepared_at"
            case approvedBy = "approved_by"
        }
    }

    /// In the order in which they were prepared.
    package static func entries(state path: BytePath) throws(PipelineError) -> [Entry] {
        do {
            let desk = try HandoffDesk(state: path)
            var newest = utcTime(), released: Set<String> = [], approved: Set<String> = []
            do {
                try desk.log.check { event in
                    newest = max(newest, event.time)
                    guard event.result == .success, let digests = event.digests, let request = digests["request"] else { return }
                    if event.action == AuditAction.released { released.insert(request) }
                    if event.action == AuditAction.approved, let signature = digests["signature"] { approved.insert(signature) }
                }
            } catch let error as AuditError {
                throw PipelineError.refused("the audit log was changed: \(error)")
            }
            let day = String(newest.prefix(10))
            return try HandoffFolder.all(in: desk.state).compactMap { folder in
                guard let request = try folder.request, let record = try folder.record else { return nil }
                let approvals = try folder.approvals.filter { approved.contains($0.signatureDigest) }
                let packages = record.packages.filter { $0.isPurged != true && FileStatus($0.path) != nil }
                let state: Entry.State =
                    if released.contains(folder.digest), record.packages.allSatisfy({ $0.isPurged == true }) {
                        .purged
                    } else if request.isExpired(on: day) {
                        .expired
                    } else if released.contains(folder.digest) {
                        .released
                    } else {
                        approvals.isEmpty ? .prepared : .approved
                    }
                return Entry(
                    request: folder.digest, preparedAt: request.preparedAt, recipient: request.recipient, purpose: request.purpose,
                    project: request.project, expires: request.expires, approvedBy: approvals.map { "\($0.role): \($0.name)" }, state: state,
                    packages: packages.map(\.path.readable))
            }.sorted { ($0.preparedAt, $0.request) < ($1.preparedAt, $1.request) }
        } catch {
            throw PipelineError(handing: error)
        }
    }
}
