// SPDX-License-Identifier: Apache-2.0

internal import Filesystem
internal import Foundation
internal import Handoff
internal import Records
internal import Release
internal import RunState

/// `handoff/` in the state folder: for each request a folder, named by the request's digest, with what came of it.
///
///     handoff/<digest>/HANDOFF.json            the request
///     handoff/<digest>/record.json             the release, the packages, what was purged
///     handoff/<digest>/approvals/<role>.json   one approval each
///
/// What was approved and released is true only where the audit log says it too.
struct HandoffFolder {
    let state: StateFolder
    let digest: String
    private var path: BytePath { state.handoffs.appending(digest) }

    /// What is known beside the request.
    struct Record: Codable {
        /// Where the release lay when it was prepared.
        var release: BytePath
        var packages: [Package] = []
        var isReleasePurged: Bool?

        struct Package: Codable {
            var form: PackageForm
            var path: BytePath
            var time: String
            /// Of a tar, once it is whole.
            var sha256: String?
            var isPurged: Bool?
        }
    }

    /// An approval as it is kept.
    struct StoredApproval: Codable {
        var role: String
        var name: String
        var publicKey: String
        var signature: Data
        /// The OS account that signed with a key file.
        var account: String?
        /// SHA-256 of `approvers.yaml` at that time.
        var approversSHA256: String
        var time: String

        var signatureDigest: String { digestText(Array(signature)) }

        func approval() throws(HandoffError) -> Approval {
            Approval(role: role, publicKey: try ApproverPublicKey(pem: publicKey), signature: Array(signature), account: account)
        }
    }

    /// All that a state folder has, in the order of their digests.
    static func all(in state: StateFolder) throws -> [HandoffFolder] {
        guard FileStatus(state.handoffs)?.kind == .folder else { return [] }
        var names: [String] = []
        try forEachName(in: state.handoffs) { name, status in
            let text = String(decoding: name, as: UTF8.self)
            if status?.kind == .folder, text.utf8.count == 64 { names.append(text) }
        }
        return names.sorted().map { HandoffFolder(state: state, digest: $0) }
    }

    /// `nil` where it is missing or was changed.
    var request: HandoffRequest? {
        get throws(SystemError) {
            let file = path.appending(HandoffRequest.fileName)
            guard let bytes = try ifThere({ () throws(SystemError) in try readFile(file) }), let request = try? HandoffRequest(bytes: bytes),
                request.digest == digest
            else { return nil }
            return request
        }
    }

    func begin(_ request: HandoffRequest, release: BytePath) throws {
        try makeFolders(path.appending("approvals"), mode: 0o700)
        for folder in [state.handoffs, path, path.appending("approvals")] { giveToOwner(of: state.path, folder) }
        try write(request.bytes, to: path.appending(HandoffRequest.fileName))
        // What is there and cannot be read now is not written over.
        if FileStatus(path.appending("record.json")) == nil { try write(Record(release: release)) }
    }

    /// `nil` where it is missing or was changed.
    var record: Record? { get throws(SystemError) { try fromJSONFile(Record.self, path.appending("record.json")) } }

    func write(_ record: Record) throws { try write(jsonLine(record) + [0x0A], to: path.appending("record.json")) }

    var approvals: [StoredApproval] {
        get throws {
            let folder = path.appending("approvals")
            guard FileStatus(folder)?.kind == .folder else { return [] }
            var names: [[UInt8]] = []
            try forEachName(in: folder) { name, _ in if name.first != UInt8(ascii: ".") { names.append(name) } }
            return try names.sorted { $0.lexicographicallyPrecedes($1) }.map { name in
                guard let stored = try fromJSONFile(StoredApproval.self, folder.appending(name)) else {
                    throw PipelineError.refused("an approval in the state folder is damaged; it has to be given again")
                }
                return stored
            }
        }
    }

    func add(_ approval: StoredApproval) throws {
        try write(jsonLine(approval) + [0x0A], to: path.appending("approvals").appending(approval.role + ".json"))
    }

    private func write(_ bytes: [UInt8], to path: BytePath) throws {
        let file = try AtomicFile(path, mode: 0o600)
        try file.write(bytes)
        try file.commit()
        giveToOwner(of: state.path, path)
    }
}
