// SPDX-License-Identifier: Apache-2.0

internal import Audit
internal import Crypto
internal import Engine
internal import Filesystem
internal import Foundation
internal import Pseudonyms
internal import Records
internal import Release
internal import Review
internal import RunState
internal import Workers

/// One run: inputs in, a release out. What it does is recorded, so that it can be continued after any end.
public struct ScrubRun {
    private let request: ScrubRequest
    private let launcher: WorkerLauncher
    private let observer: RunObserver
    /// Of a run that is continued without its command: as the journal has it.
    private var stored: Journal.StoredRun?
    /// Told to tests.
    package var onRecorderStep: @Sendable (Recorder.Step) -> Void = { _ in }

    /// Nothing is read or written before ``run()``.
    public init(_ request: ScrubRequest, observer: RunObserver = RunObserver()) {
        self.init(request, launcher: WorkerLauncher(), observer: observer)
    }

    package init(_ request: ScrubRequest, launcher: WorkerLauncher, observer: RunObserver = RunObserver()) {
        self.request = request
        self.launcher = launcher
        self.observer = observer
    }

    /// Continues a run that is in the journal of a state folder.
    init(continuing stored: Journal.StoredRun, state: StateFolder, key: BytePath?, jobs: Int, launcher: WorkerLauncher, observer: RunObserver) {
        let settings = stored.record.settings
        var request = ScrubRequest(inputs: settings.inputs, output: stored.output)
        (request.state, request.key, request.jobs, request.resume) = (state.path, key, jobs, true)
        (request.project, request.shard, request.layout) = (settings.project, settings.shard, settings.layout ?? .uid)
        request.keepsWeekday = settings.keepWeekday
        self.init(request, launcher: launcher, observer: observer)
        self.stored = stored
    }

    /// Does it all, or throws with everything done so far recorded.
    public func run() throws(PipelineError) -> RunSummary {
        do {
            return try perform()
        } catch {
            throw PipelineError(error, "the run", in: "the state folder", advice: PipelineError.continuation)
        }
    }

    private func perform() throws -> RunSummary {
        try launcher.refuseUnlessKeptIn()
        guard isProjectName(request.project) else {
            throw PipelineError.usage("--project takes letters, digits, '-', '_' and '.' only")
        }
        let folders = try stored.map { try RunFolders(output: $0.output, state: request.state ?? $0.output) } ?? RunFolders(request)
        let profile = try loadedProfile()
        _ = try outputIsEmpty(folders)
        let state = try StateFolder(opening: folders.state)
        let lock = try state.lock()
        try refuseNewKey(state)
        let (key, keyBytes) = try Self.siteKey(request.key, state, notice: observer.notice)
        let outputLock = try folders.lockOutput()
        defer { _ = outputLock }
        // Once more: another run may have written there while this one waited.
        let outputIsEmpty = try outputIsEmpty(folders)
        let audit = AuditLog(state, siteKey: key)
        let settings = RunSettings(
            toolVersion: ToolVersion.current, project: request.project, keyFingerprint: key.fingerprint, profileName: profile.name,
            profileDigest: profile.digest, keepWeekday: request.keepsWeekday, shard: request.shard,
            layout: request.layout == .uid ? nil : request.layout,
            inputs: stored == nil ? request.inputs.map { $0 == BytePath("-") ? $0 : canonicalPath($0) ?? $0 } : request.inputs)
        let journal = try Journal(path: state.journal)
        let run = try beginOrResume(journal, folders, settings, profile, outputIsEmpty: outputIsEmpty)
        let decisions = try Self.reviewDecisions(state, audit, adding: request.decisions)

        try removeTree(state.scratch)
        let scratch = state.scratch.appending("work")
        try makeFolders(scratch, mode: 0o700)
        let release = ReleaseFolder(path: folders.output)
        let configuration = WorkerConfiguration(
            siteKey: Data(keyBytes).base64EncodedString(), project: request.project, profileSource: profile.source,
            scratchDirectory: scratch.readable, temporaryFolder: release.temporary,
            recording: RecordingSettings(isDryRun: false, hashKey: reportKey(key), examples: .none),
            review: ReviewSetting(decisions: decisions, heldFolder: ReviewFolder(state: state.path).held))
        let recorder = Recorder(
            commit: Recorder.release(into: release.path, journal, try Crosswalk(path: state.crosswalk), run, onStep: onRecorderStep))
        let session = Session(
            .run(temporary: release.temporary), run, journal, recorder, profile.patient(launcher), configuration, scratch: state.scratch,
            jobs: request.jobs, observer)
        session.lock = lock
        session.discovery.forbidden = [folders.output, folders.state]
        if let list = request.list {
            session.discovery.list = try FileDescriptor(openingFile: list, for: "read the list of inputs")
            session.discovery.followsMedia = false
        }
        session.roots = InputRoots(request.inputs + [request.listFolder].compactMap { $0 })
        var began = event(outputIsEmpty ? "run-started" : "run-resumed", run)
        began.sandbox = WorkerSandbox.ofThisMachine().description
        try audit.append(began)
        do {
            let summary = try work(session, release, state, profile)
            var finished = event("run-finished", run, summary.counts)
            finished.digests = try journal.documents(of: run.id)
            try audit.append(finished)
            return summary
        } catch {
            // What was stopped in order outlasts the machine; what was in doubt and not read yet stays so.
            if (try? journal.isKept(run.id)) == true, (try? flushFileSystem(of: release.path)) == true { try? journal.settle(run.id) }
            var stopped = event("run-stopped", run)
            stopped.result = .failed
            try? audit.append(stopped)
            throw error
        }
    }

    private func outputIsEmpty(_ folders: RunFolders) throws(PipelineError) -> Bool {
        if try folders.outputIsEmpty { return true }
        guard request.resume else {
            throw .usage("--output holds something already; name a new folder, or add --resume to continue the run that wrote it")
        }
        guard FileStatus(folders.state.appending("journal.sqlite")) != nil else {
            throw .usage("there is nothing to resume: --output holds something, and the state folder knows no run")
        }
        return false
    }

    private func work(_ session: Session, _ release: ReleaseFolder, _ state: StateFolder, _ profile: LoadedProfile) throws -> RunSummary {
        // Where the release is gone, all is missing.
        try makeFolders(release.path)
        let redo = { try Self.redoReviews(session, state) }
        try release.checkFormerWork(session.journal, session.run.id, redo: redo) { try session.advance { $0.phase = .checking } }
        if try mustDiscover(session) {
            try session.discover(request.inputs, request.shard)
        } else if let finished = try Self.finished(session.journal, session.run, release, state) {
            return finished
        }
        try makeFolders(release.images)
        try makeFolders(release.temporary)
        try session.journal.unsettle(session.run.id)
        // From here on the documents of a run that had finished may tell of other outcomes than the journal.
        try session.journal.set(.scrubbing, of: session.run.id)
        try session.work()
        try session.journal.indexOutcomes()
        try session.advance { $0.phase = .finishing }
        return try Self.finish(session.journal, session.run, release, state, profile)
    }

    /// Inputs that could not be looked at are looked for again, where the command is given again that says where they are.
    private func mustDiscover(_ session: Session) throws -> Bool {
        if session.run.state == .discovering { return true }
        // A part of an export goes by how it was shared out.
        guard stored == nil, request.shard == nil, try session.journal.hasUnseen(in: session.run.id) else { return false }
        try session.journal.set(.discovering, of: session.run.id)
        return true
    }

    /// Hashes in the journal tell nothing without the key, and stay the same over a resumed run.
    private func reportKey(_ key: SiteKey) -> [UInt8] {
        let code = HMAC<SHA256>.authenticationCode(
            for: Array("report".utf8), using: key.derive(project: request.project, purpose: .text))
        return Array(code.prefix(KeyedHash.keyLengthInBytes))
    }

    /// Of a shard no key is made: each machine would have another.
    private func refuseNewKey(_ state: StateFolder) throws(PipelineError) {
        guard request.shard != nil, request.key == nil, FileStatus(state.siteKey) == nil else { return }
        throw .usage(
            "--shard: all shards need one and the same key; make it once with 'dcmscrub key create --output FILE', and name it on every "
                + "machine with --key")
    }

    /// The key that is named, else that of the state folder, which is made where there is none.
    static func siteKey(_ path: BytePath?, _ state: StateFolder, notice: (String) -> Void) throws -> (SiteKey, [UInt8]) {
        if let path { return try SiteKeyFile.read(path) }
        if FileStatus(state.siteKey) == nil {
            let fingerprint = try SiteKeyFile.create(state.siteKey)
            notice("A new site key was made: site.key in \(state.path.readable)\n\(SiteKeyFile.advice)")
            var event = AuditEvent("key-created")
            event.keyFingerprint = fingerprint
            try AuditLog(state).append(event)
        }
        return try SiteKeyFile.read(state.siteKey)
    }

    private func beginOrResume(
        _ journal: Journal, _ folders: RunFolders, _ settings: RunSettings, _ profile: LoadedProfile, outputIsEmpty: Bool
    ) throws -> RunRecord {
        guard request.resume, let former = try journal.latestRun(output: folders.output) else {
            guard outputIsEmpty else {
                throw PipelineError.usage(
                    "there is nothing to resume: the state folder knows no run that wrote this --output; name its state folder, or another --output")
            }
            return try journal.beginRun(output: folders.output, settings, profile: profile.source)
        }
        if let difference = former.settings.difference(to: settings) {
            throw PipelineError.usage("--resume: \(difference) is not that of the run to continue; use the same command, or a new --output")
        }
        return former
    }

    private func loadedProfile() throws -> LoadedProfile {
        guard let stored else { return try LoadedProfile(request.profile, adding: request.options, keepsWeekday: request.keepsWeekday) }
        guard let source = stored.profile else {
            throw PipelineError.usage("an earlier version of dcmscrub began the run; give its command again with --resume")
        }
        return try LoadedProfile(source: source)
    }

    private func event(_ action: String, _ run: RunRecord, _ counts: [String: Int]? = nil) -> AuditEvent {
        var event = AuditEvent(action)
        event.run = run.id
        event.project = run.settings.project
        event.keyFingerprint = run.settings.keyFingerprint
        event.profile = run.settings.profileName
        event.profileDigest = run.settings.profileDigest
        event.counts = counts
        return event
    }
}

extension RunSettings {
    /// What keeps a run with these settings from being continued with others.
    func difference(to other: RunSettings) -> String? {
        if project != other.project { return "the project" }
        if keyFingerprint != other.keyFingerprint { return "the key" }
        // The profile's digest says it too.
        if keepWeekday != other.keepWeekday { return "--keep-weekday" }
        if profileDigest != other.profileDigest || profileName != other.profileName { return "the profile" }
        if shard != other.shard { return "--shard" }
        if layout != other.layout { return "--layout" }
        if inputs != other.inputs { return "the list of inputs" }
        if toolVersion != other.toolVersion { return "the version of dcmscrub" }
        return nil
    }
}
