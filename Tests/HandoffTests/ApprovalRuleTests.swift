// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Handoff

@Suite struct ApprovalRuleTests {
    static let ada = ApproverKey(), ben = ApproverKey(), cyd = ApproverKey()

    static func yaml(operatorMayApprove: Bool = false, second: String = "Ben Other", role: String = "radiology") -> String {
        """
        required: 2
        operator-may-approve: \(operatorMayApprove)
        approvers:
          - {name: Ada Byron, role: data-protection, key: "\(ada.publicKey.fingerprint)"}
          - name: \(second)
            role: \(role)
            key: "\(ben.publicKey.fingerprint)"
            account: bother
          - {name: Cyd Third, role: board, key: "\(cyd.publicKey.fingerprint)"}
        """
    }

    static let message = Array("request".utf8)

    static func approval(_ key: ApproverKey, _ role: String, of bytes: [UInt8] = message) throws -> Approval {
        Approval(role: role, publicKey: key.publicKey, signature: try key.signature(of: bytes))
    }

    @Test("Two approvals of different people, keys and roles are enough") func enough() throws {
        let approvers = try Approvers(yaml: Self.yaml())
        let found = try approvers.check(
            [Self.approval(Self.ben, "radiology"), Self.approval(Self.ada, "data-protection")], of: Self.message, operators: ["root"])
        #expect(found.map(\.name) == ["Ada Byron", "Ben Other"])
    }

    struct Attack: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let yaml: String
        let approvals: [Approval]
        var operators: Set<String> = ["root"]
        let expected: String
    }

    @Test(
        "Every other set of approvals is refused, with the rule",
        arguments: [
            Attack(
                testDescription: "one", yaml: yaml(), approvals: [try! approval(ada, "data-protection")],
                expected: "2 approvals are needed, and there are 1"),
            Attack(
                testDescription: "one key twice", yaml: yaml(),
                approvals: [try! approval(ada, "data-protection"), try! approval(ada, "data-protection")],
                expected: "one key signed twice; approvals need different keys"),
            Attack(
                testDescription: "one person with two keys", yaml: yaml(second: "ada byron"),
                approvals: [try! approval(ada, "data-protection"), try! approval(ben, "radiology")],
                expected: "one person approved twice, with two keys; approvals need different people"),
            Attack(
                testDescription: "two of one role", yaml: yaml(role: "data-protection"),
                approvals: [try! approval(ada, "data-protection"), try! approval(ben, "data-protection")],
                expected: "two approvals have one role; approvals need different roles"),
            Attack(
                testDescription: "another request's signature", yaml: yaml(),
                approvals: [try! approval(ada, "data-protection", of: [1]), try! approval(ben, "radiology")],
                expected: "the signature of 'data-protection' is not one of this request by this key"),
            Attack(
                testDescription: "a role of somebody else", yaml: yaml(),
                approvals: [try! approval(ada, "radiology"), try! approval(ben, "radiology")],
                expected: "approvers.yaml lets this key approve as 'data-protection', not as 'radiology'"),
            Attack(
                testDescription: "a key that nobody listed", yaml: yaml(),
                approvals: [try! approval(ada, "data-protection"), try! approval(ApproverKey(), "radiology")],
                expected: "the key of this approval is not in approvers.yaml"),
            Attack(
                testDescription: "the operator", yaml: yaml(), approvals: [try! approval(ada, "data-protection"), try! approval(ben, "radiology")],
                operators: ["bother"],
                expected: "the account that ran the scrub may not approve its release; somebody else has to, or set operator-may-approve"),
        ])
    func refuses(_ attack: Attack) throws {
        let approvers = try Approvers(yaml: attack.yaml)
        #expect(throws: HandoffError.refused(attack.expected)) {
            try approvers.check(attack.approvals, of: Self.message, operators: attack.operators)
        }
    }

    @Test(
        "A mistake in approvers.yaml is named with its line and column",
        arguments: [
            ("", "approvers.yaml:1:1: the file is empty; it needs at least 'approvers'"),
            ("required: two\napprovers: []", "approvers.yaml:1:11: 'required' is a whole number from 1 to 9"),
            (
                "required: 2\nrequird: 3",
                "approvers.yaml:2:1: 'requird' is not known here. Known are required, roles, operator-may-approve, approvers."
            ),
            ("operator-may-approve: \"true\"\napprovers: []", "approvers.yaml:1:23: 'operator-may-approve' is true or false"),
            (
                "approvers:\n  - {name: A, role: Big Role, key: x}",
                "approvers.yaml:2:21: a role has at most 40 small letters, digits and '-', such as data-protection"
            ),
            (
                "approvers:\n  - {name: A, role: a, key: x}",
                "approvers.yaml:2:29: a key is the fingerprint that 'dcmscrub key create --approver' printed: SHA256: and 43 characters"
            ),
        ])
    func namesMistakes(_ yaml: String, _ expected: String) {
        let error = #expect(throws: HandoffError.self) { try Approvers(yaml: yaml) }
        #expect(error?.description == expected)
    }
}
