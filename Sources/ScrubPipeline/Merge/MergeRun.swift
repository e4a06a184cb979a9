// SPDX-License-Identifier: Apache-2.0

internal import Audit
internal import Crypto
internal import DICOMModel
internal import Filesystem
internal import Pseudonyms
internal import Records
internal import Release
internal import Review
internal import RunState

/// Joins the releases of shards to the one that a single machine would have made, and their state folders with them.
public struct MergeRun {
    private let request: MergeRequest
    private let observer: RunObserver
    /// Told to tests.
    package var onStep: (Step) -> Void = { _ in }

    /// Where a merge stands.
    package enum Step: String, CaseIterable, Sendable { case begun, taken, copied, reviewed, finished }

    /// Nothing is read yet.
    public init(_ request: MergeRequest, observer: RunObserver = RunObserver()) {
        self.request = request
        self.observer = observer
    }

    private static let continuation = "The shards are as they were: put it right, then give the same command again."

    /// Does it all, or throws with the shards as they were; the same request continues it.
    /// - Throws: ``PipelineError`` where a shard is missing, doubled, unfinished, changed or of another run, and where the output cannot be written.
    public func run() throws(PipelineError) -> RunSummary {
        do {
            return try perform()
        } catch let error as AuditError {
            throw .refused("the audit log of a shard, or that of the merge, was changed: \(error). 'dcmscrub audit verify' looks at each alone")
        } catch {
            throw PipelineError(error, "the merge", in: "the state folder", advice: Self.continuation)
        }
    }

    private func perform() throws -> RunSummary {
        let shards = try ShardRelease.all(request)
        let first = shards[0]
        guard let output = canonicalPath(request.output) else { throw PipelineError.usage("--output cannot be resolved") }
        let given = try request.state ?? StateFolder.standardPath(project: first.settings.project, environment: request.environment)
        guard let statePath = canonicalPath(given) else { throw PipelineError.usage("the state folder cannot be resolved") }
        guard output.text != nil, statePath.text != nil else { throw PipelineError.usage("the names of --output and the state folder must be UTF-8") }
        let folders = try RunFolders(output: output, state: statePath, shards: shards)
        guard try folders.outputIsEmpty || FileStatus(statePath.appending("journal.sqlite")) != nil else { throw Self.otherOutput }
        guard let source = first.run.profile else { throw PipelineError.usage("an earlier version of dcmscrub made the shards; run them again") }
        let profile = try LoadedProfile(source: source)
        guard profile.digest == first.settings.profileDigest, first.settings.toolVersion == ToolVersion.current else {
            throw PipelineError.usage("another version of dcmscrub made the shards; merge them with that one")
        }
        let state = try StateFolder(opening: statePath)
        let lock = try state.lock()
        defer { _ = lock }
        let key = try siteKey(state, shards)
        let outputLock = try folders.lockOutput()
        defer { _ = outputLock }
        let journal = try Journal(path: state.journal)
        let run = try begin(journal, output, shards, source, outputIsEmpty: folders.outputIsEmpty)
        let audit = AuditLog(state, siteKey: key)
        var begun = event("run-merging", run)
        begun.counts = ["shards": shards.count]
        begun.digests = ["shards": Self.digest(of: shards)]
        try audit.append(begun)
        do {
            let summary = try work(journal, run, shards, ReleaseFolder(path: output), state, profile)
            let folders = Dictionary(grouping: shards) { $0.state.path }.values.sorted { $0[0].shard.number < $1[0].shard.number }
            for inOne in folders {
                try audit.take(AuditLog(state: inOne[0].state.path), of: inOne.map { ($0.run.record.id, $0.shard) }, as: run.id)
            }
            var finished = event("run-finished", run)
            finished.counts = summary.counts
            finished.digests = try ReleaseFolder(path: output).documentDigests()
            try audit.append(finished)
            return summary
        } catch {
            var stopped = event("run-stopped", run)
            stopped.result = .failed
            try? audit.append(stopped)
            throw error
        }
    }

    private static let otherOutput = PipelineError.usage("--output holds something that is not of this merge; name a new folder")

    private func begin(
        _ journal: Journal, _ output: BytePath, _ shards: [ShardRelease], _ source: String, outputIsEmpty: Bool
    ) throws -> RunRecord {
        var settings = shards[0].settings
        settings.shard = nil
        let digest = Self.digest(of: shards)
        var number: Int64?
        if let former = try journal.latestRun(output: output), try journal.shards(of: former.id) == digest {
            if former.state != .discovering { return former }
            number = former.id
        } else if !outputIsEmpty {
            throw Self.otherOutput
        }
        return try journal.beginRun(output: output, settings, profile: source, shards: digest, number: number)
    }

    /// What is merged.
    private static func digest(of shards: [ShardRelease]) -> String {
        hexadecimal(SHA256.hash(data: Array(shards.map { "\($0.shard.number) \($0.checksums)\n" }.joined().utf8)))
    }

    private func work(
        _ journal: Journal, _ run: RunRecord, _ shards: [ShardRelease], _ release: ReleaseFolder, _ state: StateFolder, _ profile: LoadedProfile
    ) throws -> RunSummary {
        onStep(.begun)
        var progress = RunProgress(phase: .merging)
        observer.progress(progress)
        if run.state == .discovering {
            try journal.take(
                shards.map { .init(journal: $0.state.journal, run: $0.run.record.id, $0.shard, moved: $0.places(of: shards[0])) }, into: run.id)
        }
        onStep(.taken)
        try makeFolders(release.images)
        try release.takeBack(journal, run.id)
        try release.removeUnrecorded(journal, run.id)
        try makeFolders(release.images)
        try makeFolders(release.temporary)
        progress.total = try journal.counts(of: run.id)[.released]?.files ?? 0
        for shard in shards {
            try ImageCopy(shard, to: release, journal, run.id, jobs: request.jobs).run { files in
                progress.done += files
                observer.progress(progress)
                if observer.isInterrupted() { throw PipelineError.stopped("interrupted; what is done is kept. " + Self.continuation) }
            }
        }
        onStep(.copied)
        let crosswalk = try Crosswalk(path: state.crosswalk)
        for shard in shards {
            if FileStatus(shard.state.crosswalk) != nil {
                try crosswalk.take(Crosswalk(reading: shard.state.crosswalk), project: run.settings.project)
            }
            try takeImages(ReviewFolder(state: shard.state.path), into: ReviewFolder(state: state.path))
        }
        try takeDecisions(shards, into: ReviewLog(ReviewFolder(state: state.path)))
        onStep(.reviewed)
        progress.phase = .finishing
        observer.progress(progress)
        try makeFolders(state.scratch, mode: 0o700)
        let summary = try ScrubRun.finish(journal, run, release, state, profile)
        onStep(.finished)
        return summary
    }

    /// What waits for a person, and what was on the pages.
    private func takeImages(_ source: ReviewFolder, into target: ReviewFolder) throws {
        for (from, to) in [(source.held, target.held), (source.sheets, target.sheets)] where FileStatus(from)?.kind == .folder {
            try makeFolders(to, mode: 0o700)
            try forEachName(in: from) { name, status in
                guard status?.kind == .file, name.first != UInt8(ascii: ".") else { return }
                let file = try AtomicFile(to.appending(name), mode: 0o600)
                try file.write(readFile(from.appending(name), limit: 1 << 26))
                try file.commit()
            }
        }
    }

    /// What was decided on an image of a shard is as that shard has it, whatever was named to the others with `--decisions`: a person can decide
    /// anew only there.
    private func takeDecisions(_ shards: [ShardRelease], into log: ReviewLog) throws {
        do {
            let told = try shards.map { try ReviewLog(ReviewFolder(state: $0.state.path)).entries() }
            let keys = Set(told.joined().map(\.key))
            var holders: [String: Shard] = [:]
            for shard in shards {
                try shard.journal.forEachReview(of: shard.run.record.id) { if keys.contains($0.key) { holders[$0.key] = shard.shard } }
            }
            let ofImages = zip(shards, told).flatMap { shard, entries in entries.filter { holders[$0.key] == shard.shard } }
            let others = told.joined().filter { holders[$0.key] == nil }
            // Of an image that no shard met one may know more than another.
            try log.take(others.sorted { $0.time < $1.time } + ofImages)
        } catch let error as ReviewError {
            throw PipelineError.usage("\(error)")
        }
    }

    /// The key of the shards: named, or in the state folder, or in that of a shard, from where it is copied.
    private func siteKey(_ state: StateFolder, _ shards: [ShardRelease]) throws -> SiteKey {
        let fingerprint = shards[0].settings.keyFingerprint
        if request.key == nil, FileStatus(state.siteKey) == nil {
            guard let holder = shards.first(where: { FileStatus($0.state.siteKey) != nil }) else {
                throw PipelineError.usage("name the site key of the shards with --key")
            }
            _ = try SiteKeyFile.read(holder.state.siteKey)
            let file = try AtomicFile(state.siteKey, mode: 0o600)
            try file.write(readFile(holder.state.siteKey, limit: 4096))
            try file.commit()
        }
        let key = try SiteKeyFile.read(request.key ?? state.siteKey).key
        guard key.fingerprint == fingerprint else {
            throw PipelineError.usage("the key is not that of the shards; name theirs with --key")
        }
        return key
    }

    private func event(_ action: String, _ run: RunRecord) -> AuditEvent {
        var event = AuditEvent(action)
        event.run = run.id
        event.project = run.settings.project
        event.keyFingerprint = run.settings.keyFingerprint
        event.profile = run.settings.profileName
        event.profileDigest = run.settings.profileDigest
        return event
    }
}
