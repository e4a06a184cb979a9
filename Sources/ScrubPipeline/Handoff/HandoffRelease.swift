// SPDX-License-Identifier: Apache-2.0

internal import Audit
package import Filesystem
internal import Glibc
package import Handoff
package import Records
package import Release
internal import RunState

/// `handoff release`: writes the package of a request that has its approvals.
///
/// Every byte is hashed as it is copied, from files that are opened once: what was approved is what leaves, whatever becomes of the names meanwhile.
package struct HandoffRelease {
    package var request: BytePath
    package var release: BytePath
    package var form: PackageForm
    package var target: BytePath
    package var state: BytePath?
    package var approvers: BytePath?
    package var environment: [String: String] = [:]
    /// Told to tests before each file is opened, and before the package gets its name.
    package var onStep: (_ path: String?) -> Void = { _ in }

    package init(request: BytePath, release: BytePath, form: PackageForm, target: BytePath) {
        (self.request, self.release, self.form, self.target) = (request, release, form, target)
    }

    package struct Summary: Sendable {
        package var files = 0
        package var bytes = 0
        package var approvedBy: [Approvers.Approver] = []
    }

    package func run(progress: @escaping (_ files: Int) -> Void = { _ in }) throws(PipelineError) -> Summary {
        do {
            let desk = try HandoffDesk(request: request, state: state, environment: environment)
            let request = desk.request!
            var wasLogged = false
            do {
                let result = try perform(desk, request, progress, &wasLogged)
                return result
            } catch  where !wasLogged {
                return try desk.logged(AuditAction.released) { _ in
                } _: { _ in
                    throw error
                }
            }
        } catch {
            throw PipelineError(handing: error)
        }
    }

    private func perform(_ desk: HandoffDesk, _ request: HandoffRequest, _ progress: @escaping (Int) -> Void, _ wasLogged: inout Bool) throws
        -> Summary
    {
        let release = try desk.release(at: release, of: request)
        let target = try freeTarget(beside: release.path, desk.state.path)
        let history = try desk.history(of: request)
        let folder = HandoffFolder(state: desk.state, digest: request.digest)
        guard try !history.releasedForms.contains(form) || wasCutShort(folder.record, target) else {
            throw PipelineError.refused(
                "the request was released as a \(form.rawValue) already; approvals are for one handoff, so prepare a new request"
            )
        }
        guard var record = try folder.record else { throw PipelineError.refused("nobody approved the request yet") }
        guard record.packages.allSatisfy({ $0.isPurged != true }) else {
            throw PipelineError.refused("what was released for this request was purged")
        }
        let approvals = try approvals(folder, history, try desk.approvers(approvers))
        let approvers = try desk.approvers(self.approvers).check(approvals, of: request.bytes, operators: history.operators)

        // A package in the making is known before it is there, so that `purge` finds what a crash leaves.
        record.packages.removeAll { $0.path == target }
        record.packages.append(.init(form: form, path: target, time: utcTime()))
        try folder.write(record)
        let sink: any PackageSink =
            switch form {
            case .folder: try FolderSink(target)
            case .tar: try TarSink(target, time: seconds(of: request.preparedAt) ?? 0)
            }
        do {
            var writer = PackageWriter(sink: sink, reader: try ReleaseReader(release.path), request: request, onStep: onStep, progress: progress)
            try writer.write(approvals, approvers, checksumsIn: desk.state.path)
            try ReleaseNames.refuseOthers(in: release.path, than: writer.listed)
            let digest = try sink.flush()
            record.packages[record.packages.count - 1].sha256 = digest
            try folder.write(record)
            onStep(nil)
            // Nothing leaves that the log does not know.
            try desk.logged(AuditAction.released) {
                $0.counts = ["files": writer.summary.files, "bytes": writer.summary.bytes, "approvals": approvers.count, form.rawValue: 1]
                if let digest { $0.digests?["tar"] = digest }
            } _: { _ in
            }
            do {
                try sink.commit()
            } catch {
                wasLogged = true
                return try desk.logged(AuditAction.released) {
                    $0.counts = [form.rawValue: 1]
                } _: { _ in
                    throw error
                }
            }
            writer.summary.approvedBy = approvers
            return writer.summary
        } catch {
            sink.discard()
            throw error
        }
    }

    /// Whether the log knows of a package here that never got its name, as after a power cut in that moment. Then nobody has it, and it is made anew.
    private func wasCutShort(_ record: HandoffFolder.Record?, _ target: BytePath) -> Bool {
        let isKnown = record?.packages.contains { $0.form == form && $0.path == target && $0.isPurged != true } ?? false
        return isKnown && FileStatus(packagePart(target)) != nil
    }

    private func freeTarget(beside release: BytePath, _ state: BytePath) throws -> BytePath {
        guard let target = canonicalPath(target) else { throw PipelineError.usage("the target cannot be resolved") }
        guard FileStatus(target.parent)?.kind == .folder else { throw PipelineError.usage("the folder of the target does not exist") }
        for (folder, name) in [(release, "the release"), (state, "the state folder")] where target.isInside(folder) || folder.isInside(target) {
            throw PipelineError.usage("the target and \(name) lie inside one another; name a place elsewhere")
        }
        guard let status = FileStatus(target) else { return target }
        var isEmpty = form == .folder && status.kind == .folder
        if isEmpty { try forEachName(in: target) { _, _ in isEmpty = false } }
        guard isEmpty else { throw PipelineError.refused("the target is there already; a package is not replaced") }
        return target
    }

    private func approvals(_ folder: HandoffFolder, _ history: ReleaseHistory, _ approvers: Approvers) throws -> [Approval] {
        try folder.approvals.map { stored in
            guard let logged = history.approvals[stored.signatureDigest], logged == stored.approversSHA256 else {
                throw PipelineError.refused("the audit log knows nothing of the approval of '\(stored.role)' as it is kept; it has to be given again")
            }
            guard logged == approvers.digest else {
                throw PipelineError.refused("approvers.yaml was changed after '\(stored.role)' approved; the approvals have to be given again")
            }
            return try stored.approval()
        }
    }
}
