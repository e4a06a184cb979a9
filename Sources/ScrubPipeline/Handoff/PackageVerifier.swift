// SPDX-License-Identifier: Apache-2.0

package import Filesystem
internal import Handoff
package import Records
package import Release
internal import RunState
package import Workers

/// Checks a handoff package: what the release in it says, the documents that were approved, the signatures, and whether its time is over.
package enum PackageVerifier {
    package static func isPackage(_ path: BytePath) -> Bool { FileStatus(path.appending(HandoffRequest.fileName)) != nil }

    /// - Parameters: As ``ReleaseVerifier/verify(_:state:key:opensFiles:progress:)``, of a package or a release.
    package static func verify(
        _ path: BytePath, state: BytePath? = nil, key: BytePath? = nil, opensFiles: Bool, launcher: WorkerLauncher = WorkerLauncher(),
        progress: @escaping (_ files: Int) -> Void = { _ in }
    ) throws(PipelineError) -> ReleaseVerifier.Result {
        guard isPackage(path) else {
            return try ReleaseVerifier.verify(path, state: state, key: key, opensFiles: opensFiles, launcher: launcher, progress: progress)
        }
        let release = path.appending("release")
        var result = ReleaseVerifier.Result()
        if FileStatus(release)?.kind == .folder {
            result = try ReleaseVerifier.verify(release, state: state, key: key, opensFiles: opensFiles, launcher: launcher, progress: progress)
            result.problems = result.problems.map { .init(place: "release/" + $0.place, what: $0.what) }
        }
        do {
            for (place, what) in try problems(of: path, state: state) { result.note(place, what) }
        } catch {
            throw PipelineError(error, "the verification", in: "the package", advice: "Nothing was changed. \(PipelineError.again)")
        }
        return result
    }

    /// What is wrong with the package around the release.
    private static func problems(of path: BytePath, state: BytePath?) throws -> [(String, String)] {
        let name = HandoffRequest.fileName
        let request: HandoffRequest
        do {
            request = try HandoffRequest(bytes: text(path.appending(name)))
        } catch {
            return [(name, "\(error)")]
        }
        var found: [(String, String)] = []
        let day = String(utcTime().prefix(10))
        if request.isExpired(on: day) { found.append((name, "its time was over on \(request.expires ?? "")")) }
        for (document, digest) in request.documents.sorted(by: { $0.key < $1.key }) {
            let sha256 = fileDigest(path.appending("release").appending(document))?.sha256
            if sha256 != digest { found.append(("release/" + document, "is not the one that was approved")) }
        }
        let (approvers, wrong) = try signatures(of: path, request)
        found += wrong
        found += try strangers(in: path, roles: approvers.map(\.role))
        let (named, wrongTexts) = texts(of: path, request, approvers)
        found += wrongTexts
        if let state { found += try compare(request, named, with: state) }
        return found
    }

    /// - Returns: Who signed, names as the page has them, and what is wrong with the signatures.
    private static func signatures(of path: BytePath, _ request: HandoffRequest) throws -> ([Approvers.Approver], [(String, String)]) {
        let folder = path.appending("approvals")
        guard FileStatus(folder)?.kind == .folder else { return ([], [("approvals", "is missing: nobody approved")]) }
        var roles: [String] = [], wrong: [(String, String)] = []
        try forEachName(in: folder) { name, status in
            let text = String(decoding: name, as: UTF8.self)
            let role = String(text.dropLast(4))
            guard status?.kind == .file, text.hasSuffix(".sig") || text.hasSuffix(".pem"), Approvers.isRole(role) else {
                return wrong.append(("approvals/" + text, "does not belong there"))
            }
            if text.hasSuffix(".sig") {
                roles.append(role)
            } else if FileStatus(folder.appending(role + ".sig")) == nil {
                wrong.append(("approvals/" + text, "is a key without a signature"))
            }
        }
        var approvers: [Approvers.Approver] = []
        for role in roles.sorted() {
            let place = "approvals/\(role).sig"
            guard let signature = try? text(folder.appending(role + ".sig")), let pem = try? text(folder.appending(role + ".pem")),
                let key = try? ApproverPublicKey(pem: String(decoding: pem, as: UTF8.self)), Array(key.pem.utf8) == pem
            else {
                wrong.append((place, "cannot be checked: the public key beside it is missing or no Ed25519 key"))
                continue
            }
            if !key.isValid(signature, of: request.bytes) { wrong.append((place, "is no signature of HANDOFF.json by the key beside it")) }
            if approvers.contains(where: { $0.key == key.fingerprint }) { wrong.append((place, "is by the key of another role")) }
            approvers.append(.init(name: "", role: role, key: key.fingerprint))
        }
        if approvers.isEmpty { wrong.append(("approvals", "is empty: nobody approved")) }
        return (approvers, wrong)
    }

    private static func strangers(in path: BytePath, roles: [String]) throws -> [(String, String)] {
        var found: [(String, String)] = []
        let files = [HandoffRequest.fileName, HandoffPage.fileName, PackageText.fileName], folders = ["approvals", "release"]
        var missing = Set(files + folders)
        try forEachName(in: path) { name, status in
            let text = String(decoding: name, as: UTF8.self)
            missing.remove(text)
            guard files.contains(text) && status?.kind == .file || folders.contains(text) && status?.kind == .folder else {
                return found.append((text, "does not belong in a package"))
            }
        }
        return found + missing.sorted().filter { $0 != "approvals" }.map { ($0, "is missing") }
    }

    /// The texts for people say what the request says, and nothing else.
    private static func texts(
        of path: BytePath, _ request: HandoffRequest, _ approvers: [Approvers.Approver]
    ) -> ([Approvers.Approver], [(String, String)]) {
        var found: [(String, String)] = []
        if (try? text(path.appending(PackageText.fileName))) != Array(PackageText.readMe(request, approvers).utf8) {
            found.append((PackageText.fileName, "is not the text of this request"))
        }
        guard let page = (try? text(path.appending(HandoffPage.fileName))).map({ String(decoding: $0, as: UTF8.self) }),
            let named = HandoffPage.names(in: page, of: approvers), HandoffPage.html(request, named) == page
        else { return (approvers, found + [(HandoffPage.fileName, "is not the page of this request")]) }
        return (named, found)
    }

    /// What the state folder says of the request.
    private static func compare(_ request: HandoffRequest, _ approvers: [Approvers.Approver], with path: BytePath) throws -> [(String, String)] {
        let state = StateFolder(at: canonicalPath(path) ?? path)
        do {
            let history = try ReleaseHistory(
                AuditLog(state), checksums: request.documents[ReleaseFolder.checksumsName] ?? "", request: request.digest)
            if history.releasedForms.isEmpty { return [(HandoffRequest.fileName, "was not released from this state folder")] }
            let known = try HandoffFolder(state: state, digest: request.digest).approvals
            let names = Dictionary(try known.map { (try ApproverPublicKey(pem: $0.publicKey).fingerprint, $0.name) }) { first, _ in first }
            return approvers.compactMap { approver in
                guard let name = names[approver.key] else { return ("approvals/\(approver.role).pem", "is a key that approved nothing here") }
                return name == approver.name || approver.name.isEmpty ? nil : (HandoffPage.fileName, "names other people than approved")
            }
        } catch PipelineError.refused(let text) {
            return [(HandoffRequest.fileName, text)]
        }
    }

    private static func text(_ path: BytePath) throws -> [UInt8] {
        let descriptor = try FileDescriptor(openingFile: path, for: "read a file of the package")
        var bytes: [UInt8] = []
        while bytes.count < 1 << 20 {
            let block = try descriptor.read(upTo: 1 << 16)
            if block.isEmpty { break }
            bytes += block
        }
        return bytes
    }
}
