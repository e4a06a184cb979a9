// SPDX-License-Identifier: Apache-2.0

internal import Audit
internal import Filesystem
internal import Glibc
internal import Records
internal import Release
internal import RunState
internal import Workers

/// Brings what was taken from an inbox to its end: a run beside the final name, a check, the name, the record. Each step can be repeated.
struct WatchedUnits {
    private let watch: WatchRun
    let place: WatchPlace

    init(_ watch: WatchRun, _ place: WatchPlace) { (self.watch, self.place) = (watch, place) }

    func carryOut(_ unit: InboxLedger.Unit) throws {
        var unit = unit
        if unit.state == .taken {
            guard let named = try scrub(unit) else { return try finish(unit) }
            unit = named
            try watch.onStep(.named)
        }
        if unit.state == .named { unit = try publish(unit) }
        try finish(unit)
    }

    /// Where a release is made. The name begins with a dot, so that nobody takes it for one.
    private func part(of unit: InboxLedger.Unit) -> BytePath { place.output.appending(".dcmscrub-\(unit.id).part") }

    // MARK: - Run

    /// - Returns: The unit with its name, or `nil` where nothing of it may leave.
    private func scrub(_ unit: InboxLedger.Unit) throws -> InboxLedger.Unit? {
        try checkInbox()
        let part = part(of: unit)
        var summary = try run(unit, into: part)
        // Nobody resumes the run of a unit: a disk that failed for a moment must not cost a file.
        if summary.quarantined > 0, try Journal.mayPass(place.state.quarantineList) { summary = try run(unit, into: part) }
        try watch.onStep(.scrubbed)
        watch.summary.released += summary.released
        watch.summary.quarantined += summary.quarantined
        let list = place.quarantine.appending("\(unit.id).jsonl")
        if summary.quarantined > 0 {
            let file = try AtomicFile(list, mode: 0o600)
            try file.write(try readFile(place.state.quarantineList, limit: .max))
            try file.commit()
        }
        // Images that wait for a person get into the release that is there.
        guard summary.released > 0 || summary.waitsForReview > 0 else {
            try removeTree(part)
            try Journal(path: place.state.journal).forget(part)
            tell(unit.base, "no release", summary, list)
            return nil
        }
        let result = try ReleaseVerifier.verify(part, state: nil, key: nil, opensFiles: true, launcher: watch.launcher)
        guard result.isValid else {
            try startAnew(part)
            throw PipelineError.stopped("its release was not as it had been written (\(result.problemCount) problems)")
        }
        let named = try place.ledger.name(unit) { FileStatus(place.output.appending($0)) == nil }
        tell(named.name ?? "", "a release", summary, list)
        return named
    }

    /// An empty folder is what a disk leaves behind that is not mounted: the files of a unit must not be taken for lost.
    private func checkInbox() throws {
        var isEmpty = true
        do { try forEachName(in: watch.request.inbox) { _, _ in isEmpty = false } } catch is SystemError {}
        if isEmpty { throw PipelineError.stopped("the inbox is empty or cannot be looked at") }
    }

    private func run(_ unit: InboxLedger.Unit, into part: BytePath) throws -> RunSummary {
        let list = place.folder.appending("\(unit.id).list")
        let file = try AtomicFile(list, mode: 0o600)
        try place.ledger.forEachFile(of: unit) { path, _, _ in try file.write(path.bytes + [0]) }
        try file.commit()
        defer { try? removeFile(list) }
        if FileStatus(part) == nil { try Journal(path: place.state.journal).forget(part) }
        do {
            return try run(list, part)
        } catch PipelineError.usage where FileStatus(part) != nil {
            // It was begun by another version, or under another profile.
            try startAnew(part)
            return try run(list, part)
        }
    }

    private func run(_ list: BytePath, _ part: BytePath) throws -> RunSummary {
        var request = place.scrub
        (request.list, request.listFolder, request.output) = (list, watch.request.inbox, part)
        var observer = RunObserver()
        observer.notice = { watch.observer.notice($0, .important) }
        observer.isInterrupted = {
            watch.noteEvents(place.ledger)
            return watch.observer.isInterrupted()
        }
        return try ScrubRun(request, launcher: watch.launcher, observer: observer).run()
    }

    private func startAnew(_ part: BytePath) throws {
        try removeTree(part)
        try Journal(path: place.state.journal).forget(part)
    }

    // MARK: - Name

    private func publish(_ unit: InboxLedger.Unit) throws -> InboxLedger.Unit {
        var unit = unit
        let part = part(of: unit)
        // Where the part is gone it has got its name, and may have been taken away since.
        if FileStatus(part) != nil {
            if let name = unit.name, FileStatus(place.output.appending(name)) != nil {
                unit = try place.ledger.name(unit) { FileStatus(place.output.appending($0)) == nil }
            }
            try moveFile(part, to: place.output.appending(unit.name ?? ""))
            try flushFolder(place.output)
        }
        try watch.onStep(.renamed)
        let final = place.output.appending(unit.name ?? "")
        try Journal(path: place.state.journal).publish(part, as: final)
        var event = place.event("watch-released")
        if let digest = try digestIfThere(final.appending(ReleaseFolder.checksumsName))?.sha256 {
            event.digests = [ReleaseFolder.checksumsName: digest]
            if var facts = try ReleaseFacts.read(from: place.state, checksums: digest) {
                facts.release = final
                try facts.write(to: place.state, checksums: digest)
            }
        }
        try place.audit.append(event)
        try place.ledger.set(.published, of: unit)
        watch.summary.releases += 1
        try watch.onStep(.recorded)
        return unit
    }

    // MARK: - Inputs

    private func finish(_ unit: InboxLedger.Unit) throws {
        if unit.state != .published { try place.ledger.set(.published, of: unit) }
        if let folder = place.doneFolder { try moveInputs(of: unit, to: folder) }
        try watch.onStep(.moved)
        try place.ledger.set(.done, of: unit)
    }

    /// A file that is no longer as it was taken stays: it is a new arrival.
    private func moveInputs(of unit: InboxLedger.Unit, to folder: BytePath) throws {
        var moved: [BytePath] = []
        try place.ledger.forEachFile(of: unit) { path, size, modified in
            guard let status = FileStatus(path) else { return moved.append(path) }
            guard status.kind == .file, status.identity.size == size, status.identity.modified == modified else { return }
            let target = folder.appending(path.bytes.dropFirst(watch.request.inbox.bytes.count + 1))
            try makeFolders(target.parent, mode: 0o700)
            try moveFile(path, to: free(target))
            moved.append(path)
        }
        try place.ledger.forget(moved)
    }

    private func free(_ target: BytePath) -> BytePath {
        var candidate = target
        var number = 2
        while FileStatus(candidate) != nil {
            candidate = BytePath(target.bytes + Array("~\(number)".utf8))
            number += 1
        }
        return candidate
    }

    // MARK: - Log

    private func tell(_ name: String, _ what: String, _ summary: RunSummary, _ list: BytePath) {
        var text = "\(name): \(what), \(summary.released) released, \(summary.quarantined) quarantined"
        if summary.duplicates > 0 { text += ", \(summary.duplicates) duplicates" }
        if summary.notDICOM > 0 { text += ", \(summary.notDICOM) not DICOM" }
        if summary.quarantined > 0 { text += "; see watch/quarantine/\(String(decoding: list.lastComponent, as: UTF8.self)) in the state folder" }
        if summary.waitsForReview > 0 { text += "; \(summary.waitsForReview) wait for a person: dcmscrub review make" }
        watch.observer.notice(text, summary.quarantined > 0 ? .important : .usual)
    }
}
