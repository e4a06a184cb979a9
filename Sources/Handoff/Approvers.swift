// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import DICOMModel
internal import Foundation
internal import Yams

/// Who may approve as what: the site's `approvers.yaml`.
///
///     required: 2
///     roles: [data-protection, radiology]      # these must be among those who approve; may be left out
///     operator-may-approve: false
///     approvers:
///       - name: Ada Byron
///         role: data-protection
///         key: "SHA256:..."
///         account: abyron                       # the approver's account on this machine; may be left out
package struct Approvers: Hashable, Sendable {
    package struct Approver: Hashable, Sendable {
        package var name: String
        package var role: String
        package var key: String
        package var account: String?

        package init(name: String, role: String, key: String, account: String? = nil) {
            (self.name, self.role, self.key, self.account) = (name, role, key, account)
        }
    }

    package var required = 2
    package var roles: [String] = []
    package var operatorMayApprove = false
    package var approvers: [Approver] = []
    /// SHA-256 of the file.
    package var digest = ""

    package static let fileName = "approvers.yaml"

    /// - Throws: ``HandoffError/approvers(line:column:_:)`` with the place of the first mistake.
    package init(yaml text: String) throws(HandoffError) {
        digest = hexadecimal(SHA256.hash(data: Array(text.utf8)))
        let root = try Self.root(text)
        let fields = try Self.fields(root, known: ["required", "roles", "operator-may-approve", "approvers"])
        if let node = fields["required"] {
            guard let number = node.int, (1...9).contains(number) else { throw Self.error(node, "'required' is a whole number from 1 to 9") }
            required = number
        }
        if let node = fields["operator-may-approve"] {
            guard let scalar = node.scalar, scalar.style == .plain, let value = node.bool else {
                throw Self.error(node, "'operator-may-approve' is true or false")
            }
            operatorMayApprove = value
        }
        guard let list = fields["approvers"] else { throw Self.error(root, "there is no 'approvers'; list who may approve") }
        guard let nodes = list.sequence else { throw Self.error(list, "'approvers' is a list: lines that begin with '-'") }
        for node in nodes { approvers.append(try approver(node)) }
        if let node = fields["roles"] {
            guard let entries = node.sequence else { throw Self.error(node, "'roles' is a list, such as [data-protection, radiology]") }
            for entry in entries {
                let role = try Self.word(entry, "roles")
                guard approvers.contains(where: { $0.role == role }) else { throw Self.error(entry, "nobody in 'approvers' has the role '\(role)'") }
                guard !roles.contains(role) else { throw Self.error(entry, "the role '\(role)' stands here twice; keep one") }
                roles.append(role)
            }
        }
        guard Set(approvers.map(\.role)).count >= required, Set(approvers.map { $0.name.lowercased() }).count >= required,
            roles.count <= required
        else {
            throw Self.error(list, "'required' is \(required), and approvals come from different people in different roles; list that many")
        }
    }

    private func approver(_ node: Node) throws(HandoffError) -> Approver {
        let fields = try Self.fields(node, known: ["name", "role", "key", "account"])
        func text(_ key: String) throws(HandoffError) -> String {
            guard let field = fields[key] else { throw Self.error(node, "an approver has a name, a role and a key; '\(key)' is missing") }
            guard let text = field.scalar?.string.trimmingCharacters(in: .whitespaces), !text.isEmpty else {
                throw Self.error(field, "'\(key)' is a single value")
            }
            return text
        }
        let result = Approver(
            name: try text("name"), role: try text("role"), key: try text("key"),
            account: try fields["account"].map { _ in () } == nil ? nil : text("account"))
        guard result.name.unicodeScalars.count <= 100 else { throw Self.error(fields["name"], "a name has at most 100 characters") }
        guard Self.isRole(result.role) else {
            throw Self.error(fields["role"], "a role has at most 40 small letters, digits and '-', such as data-protection")
        }
        guard Self.isFingerprint(result.key) else {
            throw Self.error(fields["key"], "a key is the fingerprint that 'dcmscrub key create --approver' printed: SHA256: and 43 characters")
        }
        guard !approvers.contains(where: { $0.key == result.key }) else {
            throw Self.error(fields["key"], "this key stands here twice; one key approves once")
        }
        return result
    }

    package static func isRole(_ text: String) -> Bool {
        (1...40).contains(text.utf8.count) && text.utf8.first != UInt8(ascii: "-")
            && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") }
    }

    private static func isFingerprint(_ text: String) -> Bool {
        text.hasPrefix("SHA256:") && text.utf8.count == 50
            && text.utf8.dropFirst(7).allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0 & 0xDF) || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "/")
            }
    }

    // MARK: - YAML

    private static func root(_ text: String) throws(HandoffError) -> Node {
        do {
            guard let node = try compose(yaml: text) else {
                throw HandoffError.approvers(line: 1, column: 1, "the file is empty; it needs at least 'approvers'")
            }
            return node
        } catch let error as HandoffError {
            throw error
        } catch let error as YamlError {
            switch error {
            case .duplicatedKeysInMapping(let keys, let context):
                throw .approvers(line: context.mark.line, column: 1, "'\(keys.first ?? "")' stands here twice; keep one")
            case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
                throw .approvers(line: mark.line, column: 1, "this is not YAML; check the indentation, quotes and colons around here")
            default: throw .approvers(line: 1, column: 1, "this is not YAML; check the indentation, quotes and colons")
            }
        } catch {
            throw .approvers(line: 1, column: 1, "this is not YAML; check the indentation, quotes and colons")
        }
    }

    private static func fields(_ node: Node, known: [String]) throws(HandoffError) -> [String: Node] {
        guard let mapping = node.mapping else { throw error(node, "here a mapping is wanted: lines of 'key: value'") }
        var result: [String: Node] = [:]
        for (key, value) in mapping {
            guard let text = key.string, known.contains(text) else {
                throw error(key, "'\(key.string ?? "")' is not known here. Known are \(known.joined(separator: ", ")).")
            }
            guard result.updateValue(value, forKey: text) == nil else { throw error(key, "'\(text)' stands here twice; keep one") }
        }
        return result
    }

    private static func word(_ node: Node, _ key: String) throws(HandoffError) -> String {
        guard let text = node.scalar?.string, !text.isEmpty else { throw error(node, "'\(key)' is a list of single values") }
        return text
    }

    private static func error(_ node: Node?, _ text: String) -> HandoffError {
        .approvers(line: node?.mark?.line ?? 1, column: node?.mark?.column ?? 1, text)
    }
}
