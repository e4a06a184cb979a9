// SPDX-License-Identifier: Apache-2.0

internal import Audit
internal import Crypto
internal import DICOMModel
internal import Filesystem
internal import Handoff
internal import Records
internal import Release
internal import RunState

/// What every command of a handoff needs: the request, the release, the log, and the rule that each attempt is logged, refused ones too.
struct HandoffDesk {
    let state: StateFolder
    let log: AuditLog
    var request: HandoffRequest?

    init(state path: BytePath) throws {
        guard let path = canonicalPath(path), FileStatus(path)?.kind == .folder else {
            throw PipelineError.usage("the state folder does not exist; name that of the release's run with --state")
        }
        state = StateFolder(at: path)
        log = AuditLog(state)
    }

    /// Reads a request that somebody names, and opens the state folder of its project unless one is named.
    init(request path: BytePath, state: BytePath?, environment: [String: String]) throws {
        let bytes: [UInt8]
        do { bytes = try readFile(path, limit: 1 << 20) } catch { throw PipelineError.usage("the request: \(error)") }
        do {
            let request = try HandoffRequest(bytes: bytes)
            guard isProjectName(request.project) else { throw HandoffError.request("this is not a request of 'dcmscrub handoff prepare'") }
            self = try HandoffDesk(state: try state ?? StateFolder.standardPath(project: request.project, environment: environment))
            self.request = request
        } catch HandoffError.request(let text) where text.contains("changed") {
            throw PipelineError.refused(text)
        }
    }

    /// Does something, and logs how it ended.
    /// - Parameter body: May add to the event.
    func logged<Result>(_ action: String, _ fill: (inout AuditEvent) -> Void = { _ in }, _ body: (inout AuditEvent) throws -> Result)
        throws(PipelineError)
        -> Result
    {
        var event = AuditEvent(action)
        if let request {
            event.project = request.project
            event.keyFingerprint = request.keyFingerprint
            event.profile = request.profile.name
            event.recipient = request.recipient
            event.digests = ["request": request.digest, ReleaseFolder.checksumsName: request.documents[ReleaseFolder.checksumsName] ?? ""]
        }
        fill(&event)
        return try log.logged(event, reason: PipelineError.init(handing:), body)
    }

    /// The folder that a request is about, if its documents are those of the request.
    func release(at path: BytePath, of request: HandoffRequest) throws -> ReleaseFolder {
        guard let path = canonicalPath(path), FileStatus(path)?.kind == .folder else {
            throw PipelineError.usage("--release: the folder does not exist")
        }
        let release = ReleaseFolder(path: path)
        let found = try release.documentDigests()
        for (name, digest) in request.documents.sorted(by: { $0.key < $1.key }) where found[name] != digest {
            throw PipelineError.refused("this is not the release of the request, or it was changed: \(name) is another")
        }
        return release
    }

    func history(of request: HandoffRequest) throws -> ReleaseHistory {
        let history = try ReleaseHistory(log, checksums: request.documents[ReleaseFolder.checksumsName] ?? "", request: request.digest)
        guard let documents = history.documents else { throw PipelineError.refused(Self.unknownRelease) }
        guard documents == request.documents else {
            throw PipelineError.refused("the request names other documents than the run of this state folder wrote")
        }
        if request.isExpired(on: history.today) {
            throw PipelineError.refused("the request expired on \(request.expires ?? ""); prepare a new one")
        }
        return history
    }

    static let unknownRelease =
        "no run of this state folder wrote the release as it is; name the state folder of its run with --state, "
        + "or scrub again if it is of an earlier version"

    /// - Parameter path: Where it is, if not in the state folder.
    func approvers(_ path: BytePath?) throws -> Approvers {
        let bytes: [UInt8]
        do {
            bytes = try readFile(path ?? state.approvers, limit: 1 << 20)
        } catch {
            throw PipelineError.usage(
                "\(path == nil ? "approvers.yaml in the state folder" : "--approvers"): \(error). It says who may approve; see docs/handoff.md")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw PipelineError.usage("approvers.yaml is not UTF-8") }
        return try Approvers(yaml: text)
    }
}

extension PipelineError {
    init(handing error: any Error) {
        self =
            switch error {
            case HandoffError.refused(let text): .refused(text)
            case let error as HandoffError: .usage("\(error)")
            case let error as AuditError: .refused("the audit log was changed: \(error)")
            default: PipelineError(error, "the handoff", in: "the state folder", advice: "Nothing was handed off. \(PipelineError.again)")
            }
    }
}

func digestText(_ bytes: [UInt8]) -> String { hexadecimal(SHA256.hash(data: bytes)) }
