// SPDX-License-Identifier: Apache-2.0

package import Audit
package import Filesystem
internal import Glibc
package import Pseudonyms
package import Records

/// `audit.jsonl`: who did what and when, each line with the digest of the line before, and beside it its signed end. It holds no original value.
package struct AuditLog {
    let state: StateFolder
    /// Signs where the folder has no `audit.key` yet.
    var siteKey: SiteKey?

    /// The log of a state folder that is there.
    package init(state path: BytePath) { self.init(StateFolder(at: path)) }

    package init(_ state: StateFolder, siteKey: SiteKey? = nil) { (self.state, self.siteKey) = (state, siteKey) }

    /// Does something, and logs how it ended.
    /// - Parameters:
    ///   - event: As it stands before; the body may add to it.
    ///   - reason: Says in words what an error of the body is.
    package func logged<Result>(
        _ event: AuditEvent, reason: (any Error) -> PipelineError, _ body: (inout AuditEvent) throws -> Result
    ) throws(PipelineError) -> Result {
        var event = event
        do {
            let result = try body(&event)
            event.result = .success
            try append(event)
            return result
        } catch {
            let reason = reason(error)
            event.result = if case .refused = reason { .refused } else { .failed }
            event.reason = reason.description
            try append(event)
            throw reason
        }
    }

    /// Adds an event with the time, the account and the host of now. It is on the disk when this returns.
    package func append(_ event: AuditEvent) throws(PipelineError) {
        do {
            try add(event)
        } catch let error as PipelineError {
            throw error
        } catch {
            throw .stopped(by: error, at: "the audit log")
        }
    }

    /// Takes over the events of a log of shards that are not here yet.
    /// - Parameters:
    ///   - shards: Those that have the log, one mostly, with the numbers of their runs in it. What is of none of the runs is the first's.
    ///   - run: Its number here; other runs of that log have none.
    /// - Throws: ``AuditError`` where the other log is not as it was written.
    package func take(_ other: AuditLog, of shards: [(run: Int64, shard: Shard)], as run: Int64) throws {
        let labels = shards.map { "\($0.shard.number)/\($0.shard.count)" }
        var known: Set<String> = []
        try check { if let shard = $0.shard, labels.contains(shard), let origin = $0.origin { known.insert(origin) } }
        try other.check { event in
            var copy = event
            let index = shards.firstIndex { $0.run == event.run }
            copy.origin = AuditChain.digest(try event.line)
            copy.shard = labels[index ?? 0]
            copy.run = index == nil ? nil : run
            copy.isUnsigned = nil
            if known.insert(copy.origin ?? "").inserted { try append(copy) }
        }
    }

    private func add(_ event: AuditEvent) throws {
        let isNew = FileStatus(state.auditLog) == nil
        let descriptor = try FileDescriptor(opening: state.auditLog, O_RDWR | O_CREAT | O_NOFOLLOW, mode: 0o600, for: "write the audit log")
        if isNew { giveToOwner(of: state.path, state.auditLog) }
        // Other commands write to the log of a run. Where the file system knows no locks, nothing can be done.
        while flock(descriptor.number, LOCK_EX) != 0, errno == EINTR {}
        let size = lseek(descriptor.number, 0, SEEK_END)
        let (last, length) = try lastLine(descriptor, end: size)
        // What follows the last line feed was cut short by a crash.
        if length < size, ftruncate(descriptor.number, length) != 0 { throw SystemError("write the audit log") }
        lseek(descriptor.number, length, SEEK_SET)
        let digest = last.map(AuditChain.digest) ?? AuditChain.start
        guard let key = try signingKey() else {
            var event = event
            event.isUnsigned = true
            try descriptor.write(try line(&event, behind: digest) + [0x0A])
            try descriptor.flush()
            if isNew { try flushFolder(state.path) }
            return
        }
        var end = AuditHead.End(lines: 0, digest: digest)
        var events = [event]
        // One that cannot be read now is none that was changed.
        let text = try readFileIfThere(state.auditHead) ?? []
        if let head = try? fromJSON(AuditHead.self, text), head.isSigned(by: key.key), let known = head.end(withDigest: digest) {
            end = known
        } else {
            end.lines = try countLines()
            // A log without a signed end is new, or of a time when there was no key, or of a version that signed none.
            let hadEnd = last.flatMap { try? AuditEvent(line: $0) }?.hasSignedEnd ?? false
            if hadEnd || key.isKept || FileStatus(state.auditHead) != nil { events.insert(.broken(end), at: 0) }
        }
        for var event in events {
            let line = try line(&event, behind: end.digest)
            let next = AuditHead.End(lines: end.lines + 1, digest: AuditChain.digest(line))
            try write(AuditHead(end, next: next, key: key.key))
            try descriptor.write(line + [0x0A])
            try descriptor.flush()
            try write(AuditHead(next, key: key.key))
            end = next
        }
        // Last: where it is, a signed end has to be.
        try keep(key)
    }

    private func line(_ event: inout AuditEvent, behind previous: String) throws -> [UInt8] {
        event.result = event.result ?? .success
        // What a shard's log says happened there and then.
        if event.origin == nil {
            event.time = utcTime()
            event.user = userName()
            event.host = hostName()
        }
        event.previous = previous
        return try event.line
    }

    private func write(_ head: AuditHead) throws {
        let file = try AtomicFile(state.auditHead, mode: 0o600)
        try file.write(jsonLine(head) + [0x0A])
        try file.commit()
        giveToOwner(of: state.path, state.auditHead)
    }

    // MARK: - Key

    struct SigningKey {
        let key: AuditKey
        let seed: [UInt8]
        let isKept: Bool
    }

    /// The key of `audit.key`, else the one that the site key gives; `nil` where neither is there.
    private func signingKey() throws -> SigningKey? {
        if let seed = try readFileIfThere(state.auditKey, limit: AuditKey.lengthInBytes + 1) {
            guard let key = AuditKey(seed: seed) else {
                throw PipelineError.stopped(
                    "audit.key in the state folder is damaged; put it back from a copy, or remove it and audit.head, which the log will show")
            }
            return SigningKey(key: key, seed: seed, isKept: true)
        }
        let site = try siteKey ?? (FileStatus(state.siteKey) == nil ? nil : SiteKeyFile.read(state.siteKey).key)
        guard let seed = site?.auditSeed, let key = AuditKey(seed: seed) else { return nil }
        return SigningKey(key: key, seed: seed, isKept: false)
    }

    /// Commands that have no site key at hand write to the log too.
    private func keep(_ key: SigningKey) throws {
        guard !key.isKept else { return }
        let file = try AtomicFile(state.auditKey, mode: 0o600)
        try file.write(key.seed)
        try file.commit()
        giveToOwner(of: state.path, state.auditKey)
    }

    // MARK: - Lines

    /// The last whole line, and where it ends in the file.
    private func lastLine(_ descriptor: FileDescriptor, end: off_t) throws(SystemError) -> ([UInt8]?, off_t) {
        let start = max(0, end - (1 << 16))
        lseek(descriptor.number, start, SEEK_SET)
        var tail: [UInt8] = []
        while true {
            let block = try descriptor.read(upTo: 1 << 16)
            if block.isEmpty { break }
            tail += block
        }
        guard let feed = tail.lastIndex(of: 0x0A) else { return (nil, 0) }
        let begin = tail[..<feed].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        return (Array(tail[begin..<feed]), start + off_t(feed) + 1)
    }

    private func countLines() throws -> Int {
        let reader = LineReader(try FileDescriptor(openingFile: state.auditLog, for: "read the audit log"), longest: 0)
        var count = 0
        while try reader.next() != nil { count += 1 }
        return count
    }
}

extension AuditEvent {
    package init(_ action: String) { self.init(action, toolVersion: ToolVersion.current) }

    /// Says, for good, that what is before it is not as it was written.
    fileprivate static func broken(_ found: AuditHead.End) -> AuditEvent {
        var event = AuditEvent(AuditLog.brokenAction)
        event.result = .failed
        event.counts = ["lines": found.lines]
        event.digests = ["end": found.digest]
        return event
    }
}
