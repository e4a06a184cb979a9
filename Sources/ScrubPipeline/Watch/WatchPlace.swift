// SPDX-License-Identifier: Apache-2.0

internal import Audit
internal import Filesystem
internal import Glibc
internal import Pseudonyms
internal import Records
internal import RunState
internal import Workers

/// The folders of a watch, closed to a second one, and what holds as long as it lasts.
struct WatchPlace {
    let output: BytePath
    let state: StateFolder
    let ledger: InboxLedger
    let audit: AuditLog
    /// What the workers that look into arrivals are told.
    let role: WorkerRole
    /// The request of every run, but for its inputs and its output.
    let scrub: ScrubRequest
    let doneFolder: BytePath?
    private let keyFingerprint: String
    private let profile: LoadedProfile
    private let lock: FileDescriptor

    /// In the state folder: the lists of quarantined files, one for each release, and the inputs of runs.
    var folder: BytePath { state.path.appending("watch") }
    var quarantine: BytePath { folder.appending("quarantine") }

    init(_ request: WatchRequest, notice: (String) -> Void) throws {
        guard isProjectName(request.scrub.project) else { throw PipelineError.usage("--project takes letters, digits, '-', '_' and '.' only") }
        var scrub = request.scrub
        scrub.inputs = [request.inbox]
        let folders = try RunFolders(scrub)
        profile = try LoadedProfile(scrub.profile, adding: scrub.options, keepsWeekday: scrub.keepsWeekday)
        (output, state) = (folders.output, try StateFolder(opening: folders.state))
        lock = try FileDescriptor(opening: state.path.appending("watch.lock"), O_RDWR | O_CREAT, mode: 0o600, for: "lock the state folder")
        guard flock(lock.number, LOCK_EX | LOCK_NB) == 0 else {
            throw PipelineError.stopped("another watch uses this state folder; give each one a --project or a --state of its own")
        }
        let (key, bytes) = try ScrubRun.siteKey(scrub.key, state, notice: notice)
        keyFingerprint = key.fingerprint
        audit = AuditLog(state, siteKey: key)
        try makeFolders(output)
        let folder = state.path.appending("watch")
        try makeFolders(folder.appending("quarantine"), mode: 0o700)
        let scratch = folder.appending("scratch")
        try makeFolders(scratch, mode: 0o700)
        ledger = try InboxLedger(path: state.path.appending("watch.sqlite"))
        role = .arrivals(siteKey: bytes, project: scrub.project, scratchDirectory: scratch.readable)
        scrub.state = state.path
        scrub.inputs = [BytePath("-")]
        scrub.resume = true
        self.scrub = scrub
        doneFolder = try request.doneFolder.map { try Self.doneFolder($0, request.inbox, folders.output, folders.state) }
    }

    /// Files go there by their names alone, so it has to be on the file system of the inbox.
    private static func doneFolder(_ folder: BytePath, _ inbox: BytePath, _ output: BytePath, _ state: BytePath) throws -> BytePath {
        try makeFolders(folder, mode: 0o700)
        guard let path = canonicalPath(folder), let status = FileStatus(path) else { throw PipelineError.usage("--move-done cannot be resolved") }
        for (other, name) in [(inbox, "the inbox"), (output, "--output"), (state, "the state folder")] {
            guard !path.isInside(other), !other.isInside(path) else {
                throw PipelineError.usage("--move-done and \(name) lie inside one another; name a folder elsewhere")
            }
        }
        guard status.identity.device == FileStatus(inbox)?.identity.device else {
            throw PipelineError.usage("--move-done is on another file system than the inbox; name a folder beside it")
        }
        return path
    }

    func event(_ action: String) -> AuditEvent {
        var event = AuditEvent(action)
        event.project = scrub.project
        event.keyFingerprint = keyFingerprint
        event.profile = profile.name
        event.profileDigest = profile.digest
        return event
    }
}
