// SPDX-License-Identifier: Apache-2.0

internal import Audit
package import Filesystem
internal import Foundation
package import Handoff
package import Records
internal import Release
internal import RunState

/// `handoff approve`: one person says yes to one request.
package struct HandoffApproval {
    /// With what the request is signed.
    package enum Signer {
        case key(ApproverKey)
        /// Made elsewhere, with `openssl pkeyutl -sign -rawin`.
        case made(signature: [UInt8], publicKey: ApproverPublicKey)
    }

    package var request: BytePath
    package var release: BytePath
    package var role: String
    package var state: BytePath?
    /// Who may approve, if not `approvers.yaml` in the state folder.
    package var approvers: BytePath?
    package var environment: [String: String] = [:]

    package init(request: BytePath, release: BytePath, role: String) { (self.request, self.release, self.role) = (request, release, role) }

    /// - Parameter signer: Shows the request to the person, asks, and says with what to sign; `nil` where the person says no.
    /// - Returns: How many approvals there are now, and how many are needed.
    package func run(signer: (HandoffRequest) throws -> Signer?) throws(PipelineError) -> (given: Int, required: Int) {
        do {
            let desk = try HandoffDesk(request: request, state: state, environment: environment)
            let request = desk.request!
            return try desk.logged(AuditAction.approved) {
                $0.role = role
            } _: { event in
                let release = try desk.release(at: release, of: request)
                let history = try desk.history(of: request)
                let approvers = try desk.approvers(self.approvers)
                guard Approvers.isRole(role), approvers.approvers.contains(where: { $0.role == role }) else {
                    throw PipelineError.refused("nobody in approvers.yaml has this role; it lists who may approve as what")
                }
                guard history.releasedForms.isEmpty else { throw PipelineError.refused("the request was released already") }
                let found = try ReleaseVerifier.verify(release.path)
                guard found.isValid else {
                    throw PipelineError.refused("the release is not whole, \(found.problemCount) problems; run 'dcmscrub verify'")
                }
                guard let signer = try signer(request) else { throw PipelineError.refused("the person who was asked did not say yes") }
                let approval = try approval(of: request, with: signer)
                event.digests?["signature"] = digestText(approval.signature)
                event.digests?["approvers"] = approvers.digest
                let folder = HandoffFolder(state: desk.state, digest: request.digest)
                if try folder.request == nil { try folder.begin(request, release: release.path) }
                let (kept, approver) = try check(approval, beside: folder, request, approvers, history)
                try folder.add(
                    .init(
                        role: role, name: approver.name, publicKey: approval.publicKey.pem, signature: Data(approval.signature),
                        account: approval.account,
                        approversSHA256: approvers.digest, time: utcTime()))
                return (kept + 1, approvers.required)
            }
        } catch {
            throw PipelineError(handing: error)
        }
    }

    private func approval(of request: HandoffRequest, with signer: Signer) throws -> Approval {
        switch signer {
        case .key(let key):
            Approval(role: role, publicKey: key.publicKey, signature: try key.signature(of: request.bytes), account: userName())
        // Whoever hands it in is a messenger; the key says who signed.
        case .made(let signature, let publicKey): Approval(role: role, publicKey: publicKey, signature: signature)
        }
    }

    /// - Returns: How many others there are, and who gives this one.
    private func check(
        _ approval: Approval, beside folder: HandoffFolder, _ request: HandoffRequest, _ approvers: Approvers, _ history: ReleaseHistory
    ) throws -> (others: Int, Approvers.Approver) {
        // Of a crash before it was logged, or of other approvers: it does not count any more.
        let others = try folder.approvals.filter {
            history.approvals[$0.signatureDigest] == $0.approversSHA256 && $0.approversSHA256 == approvers.digest
        }
        let all = try others.map { try $0.approval() } + [approval]
        _ = try approvers.distinct(all, of: request.bytes, operators: history.operators)
        return (others.count, try approvers.approver(behind: approval, of: request.bytes, operators: history.operators))
    }
}
