// SPDX-License-Identifier: Apache-2.0

/// One signature under a request.
package struct Approval: Hashable, Sendable {
    package var role: String
    package var publicKey: ApproverPublicKey
    /// 64 bytes.
    package var signature: [UInt8]
    /// The OS account that signed with a key file; `nil` for a signature made elsewhere.
    package var account: String?

    package init(role: String, publicKey: ApproverPublicKey, signature: [UInt8], account: String? = nil) {
        self.account = account
        self.role = role
        self.publicKey = publicKey
        self.signature = signature
    }
}

extension Approvers {
    /// Who stands behind an approval, if he may give it.
    /// - Parameters:
    ///   - request: The bytes that were signed.
    ///   - operators: The OS accounts that ran the scrub.
    /// - Throws: ``HandoffError/refused(_:)`` with the rule that forbids it.
    package func approver(behind approval: Approval, of request: [UInt8], operators: Set<String>) throws(HandoffError) -> Approver {
        guard let approver = approvers.first(where: { $0.key == approval.publicKey.fingerprint }) else {
            throw .refused("the key of this approval is not in approvers.yaml")
        }
        guard approver.role == approval.role else {
            throw .refused("approvers.yaml lets this key approve as '\(approver.role)', not as '\(approval.role)'")
        }
        guard approval.publicKey.isValid(approval.signature, of: request) else {
            throw .refused("the signature of '\(approval.role)' is not one of this request by this key")
        }
        if !operatorMayApprove {
            let accounts = [approver.account, approver.name, approval.account].compactMap { $0?.lowercased() }
            guard Set(operators.map { $0.lowercased() }).isDisjoint(with: accounts) else {
                throw .refused("the account that ran the scrub may not approve its release; somebody else has to, or set operator-may-approve")
            }
        }
        return approver
    }

    /// Checks all approvals together.
    /// - Returns: Who approved, in the order of the roles.
    /// - Throws: ``HandoffError/refused(_:)``.
    package func check(_ approvals: [Approval], of request: [UInt8], operators: Set<String>) throws(HandoffError) -> [Approver] {
        let found = try distinct(approvals, of: request, operators: operators)
        guard found.count >= required else { throw .refused("\(required) approvals are needed, and there are \(found.count)") }
        if let role = roles.first(where: { role in !found.contains { $0.role == role } }) { throw .refused("the approval of '\(role)' is missing") }
        return found
    }

    /// Checks approvals of which more may come.
    package func distinct(_ approvals: [Approval], of request: [UInt8], operators: Set<String>) throws(HandoffError) -> [Approver] {
        var found: [Approver] = []
        for approval in approvals.sorted(by: { $0.role < $1.role }) {
            let approver = try approver(behind: approval, of: request, operators: operators)
            guard !found.contains(where: { $0.key == approver.key }) else { throw .refused("one key signed twice; approvals need different keys") }
            guard !found.contains(where: { $0.name.lowercased() == approver.name.lowercased() }) else {
                throw .refused("one person approved twice, with two keys; approvals need different people")
            }
            guard !found.contains(where: { $0.role == approver.role }) else {
                throw .refused("two approvals have one role; approvals need different roles")
            }
            found.append(approver)
        }
        return found
    }
}
