// SPDX-License-Identifier: Apache-2.0

internal import Audit
internal import DICOMModel
internal import Filesystem
internal import Records
internal import Release
internal import RunState

/// The finished release of one shard, with the state folder that its run left.
struct ShardRelease {
    let shard: Shard
    let release: ReleaseFolder
    let checksums: String
    let state: StateFolder
    let journal: Journal
    let run: Journal.StoredRun
    /// The digest of what was shared out.
    let survey: String
    /// No run changes the shard meanwhile.
    let lock: FileDescriptor

    var settings: RunSettings { run.record.settings }
    var label: String { "shard \(shard.number)/\(shard.count)" }
}

extension ShardRelease {
    /// All shards of one run, in the order of their numbers.
    /// - Throws: ``PipelineError/usage(_:)`` where one is missing, there twice, of another run, or not finished.
    static func all(_ request: MergeRequest) throws -> [ShardRelease] {
        var found: [Int: ShardRelease] = [:]
        var first: ShardRelease?
        var locks: [BytePath: FileDescriptor] = [:]
        for (index, path) in request.releases.enumerated() {
            let next = try ShardRelease(path, "release \(index + 1)", request, besides: found.values.map(\.shard), &locks)
            if let first, let difference = first.difference(to: next) {
                throw PipelineError.usage(
                    "\(difference) of \(next.label) is not that of \(first.label); name the releases of one run that was split into shards")
            }
            found[next.shard.number] = next
            first = first ?? next
        }
        guard let first else { throw PipelineError.usage("name the releases of all shards") }
        let missing = (1...first.shard.count).filter { found[$0] == nil }
        guard missing.isEmpty else {
            let numbers = missing.prefix(20).map(String.init).joined(separator: ", ") + (missing.count > 20 ? ", ..." : "")
            throw PipelineError.usage("of \(first.shard.count) shards these are missing: \(numbers); name the releases of all shards")
        }
        let all = found.values.sorted { $0.shard.number < $1.shard.number }
        for next in all where next.survey != all[0].survey {
            throw PipelineError.refused(
                "\(next.label) met other inputs than \(all[0].label), or could not read some: files could be missing or be there twice. Run that of "
                    + "the two again, in a new --output, that did not have the whole export")
        }
        return all
    }

    /// - Parameters:
    ///   - name: What it is called in texts.
    ///   - others: The shards that are there already.
    ///   - locks: Of state folders. Shards that ran one after the other may have one.
    private init(
        _ given: BytePath, _ name: String, _ request: MergeRequest, besides others: [Shard], _ locks: inout [BytePath: FileDescriptor]
    ) throws {
        guard let path = canonicalPath(given), FileStatus(path)?.kind == .folder else { throw PipelineError.usage("\(name) does not exist") }
        release = ReleaseFolder(path: path)
        guard let document = try fromJSONFile(ReleaseDocument.self, release.document), isProjectName(document.project),
            let checksums = try digestIfThere(release.checksums)?.sha256
        else {
            throw PipelineError.usage("\(name) is no finished release; give the command of its shard again with --resume")
        }
        guard let shard = document.shard else {
            throw PipelineError.usage(
                "\(name) is not that of a shard: it was made without --shard, or it is joined already; name the releases of the shards")
        }
        (self.shard, self.checksums) = (shard, checksums)
        let label = "shard \(shard.number)/\(shard.count)"
        guard !others.contains(shard) else { throw PipelineError.usage("\(label) is named twice; name each shard's release once") }
        let standard = try? StateFolder.standardPath(project: document.project, shard: shard, environment: request.environment)
        let states = (request.shardStates.isEmpty ? [standard].compactMap { $0 } : request.shardStates).compactMap { canonicalPath($0) }
        let known = try states.map { StateFolder(at: $0) }.compactMap { state in
            try ReleaseFacts.read(from: state, checksums: checksums).map { (state, $0) }
        }
        guard let (state, facts) = known.first else {
            throw PipelineError.usage(
                "there is no state folder that knows the release of \(label); name that of its run with --shard-state, once for each shard")
        }
        self.state = state
        lock = try locks[state.path] ?? state.lock()
        locks[state.path] = lock
        journal = try Journal(path: state.journal)
        guard let run = try journal.runs().first(where: { $0.record.id == facts.run }), run.record.settings.shard == shard,
            let survey = try journal.survey(of: facts.run)
        else {
            throw PipelineError.usage("the state folder of \(label) no longer knows its run; run the shard again, in a new --output")
        }
        (self.run, self.survey) = (run, survey)
        // A run of another release on the same state folder may have dropped it.
        try journal.indexOutcomes()
        guard try journal.isDone(run.record) else {
            throw PipelineError.usage("the run of \(label) did not end; give its command again with --resume")
        }
        try checkDocuments(label)
    }

    /// The release has to be the one that its run wrote; its images are checked when they are copied.
    private func checkDocuments(_ label: String) throws {
        let history = try ReleaseHistory(AuditLog(state: state.path), checksums: checksums)
        guard try history.documents == release.documentDigests() else {
            throw PipelineError.refused("the documents of \(label) are not those that its run wrote; 'dcmscrub verify' says what was changed")
        }
    }

    private func difference(to other: ShardRelease) -> String? {
        if shard.count != other.shard.count { return "the number of shards" }
        var (mine, others) = (settings, other.settings)
        // Another machine may have the same elsewhere.
        (mine.shard, mine.inputs, others.shard, others.inputs) = (nil, [], nil, [])
        return mine.difference(to: others)
    }

    // MARK: - Places

    /// Where the machine of another shard has what is at a path here; `nil` where both have it in the same places.
    func places(of other: ShardRelease) -> (@Sendable (BytePath) -> BytePath)? {
        let (from, to) = (settings.inputs, other.settings.inputs)
        guard Set(from) != Set(to), from.count == to.count else { return nil }
        var moves = Self.pairs(from, to)
        // What a DICOMDIR names lies beside it.
        moves += moves.filter { $0.lastComponent == $1.lastComponent && $0.lastComponent != [UInt8(ascii: "-")] }.map { ($0.parent, $1.parent) }
        let sorted = moves.enumerated().sorted { ($1.element.0.bytes.count, $0.offset) < ($0.element.0.bytes.count, $1.offset) }.map(\.element)
        return { path in
            guard let (old, new) = sorted.first(where: { path.isInside($0.0) }) else { return path }
            return BytePath(new.bytes + path.bytes.dropFirst(old.bytes.count))
        }
    }

    /// Inputs of one name belong together, in whatever order they were named; where names do not tell, the order does.
    private static func pairs(_ from: [BytePath], _ to: [BytePath]) -> [(BytePath, BytePath)] {
        let others = Dictionary(to.map { ($0.lastComponent, $0) }) { first, _ in first }
        let known = from.compactMap { path in others[path.lastComponent].map { (path, $0) } }
        let isClear = known.count == from.count && others.count == to.count && Set(from.map(\.lastComponent)).count == from.count
        return isClear ? known : Array(zip(from, to))
    }
}
