// SPDX-License-Identifier: Apache-2.0

internal import Audit
internal import Filesystem
internal import Foundation
internal import Glibc
internal import Records
internal import Release
internal import RunState
internal import Workers

/// Watches a folder and makes a release of each study that was left alone for a while.
///
/// Whatever happens to the process, the next one goes on: what was taken stands in a ledger, and what was begun in the journal of its run.
public final class WatchRun {
    let request: WatchRequest
    let launcher: WorkerLauncher
    let observer: WatchObserver
    private let clock: WatchClock
    /// Between the steps of a unit, told to tests, which end the watch there.
    package var onStep: (Step) throws -> Void = { _ in }

    package enum Step: String, Sendable, CaseIterable { case taken, scrubbed, named, renamed, recorded, moved }

    private var arrivals: Arrivals
    private let events: FolderEvents
    private var wantsScan = true
    private var lastScan = -Double.infinity
    var summary = WatchSummary()
    /// When a unit that could not be done is tried again.
    private var retries: [Int64: (time: Double, delay: Double, reason: String)] = [:]
    private var told: Set<String> = []

    /// - Throws: ``PipelineError`` if the inbox or the folder of the releases cannot be used.
    public convenience init(_ request: WatchRequest, observer: WatchObserver = WatchObserver()) throws(PipelineError) {
        try self.init(request, launcher: WorkerLauncher(), observer: observer)
    }

    package init(_ request: WatchRequest, launcher: WorkerLauncher, observer: WatchObserver = WatchObserver(), clock: WatchClock? = nil)
        throws(PipelineError)
    {
        var request = request
        guard let inbox = canonicalPath(request.inbox), FileStatus(inbox)?.kind == .folder else { throw .usage("the inbox is no folder that exists") }
        request.inbox = inbox
        self.request = request
        self.launcher = launcher
        self.observer = observer
        self.clock = clock ?? WatchClock(time: now, pause: { seconds, wait in wait(seconds) })
        arrivals = Arrivals(inbox: inbox, secondsQuiet: request.secondsQuiet)
        do throws(SystemError) {
            events = try FolderEvents()
        } catch {
            throw .stopped("\(error); fs.inotify.max_user_instances says how many programs may watch")
        }
    }

    /// Watches until it is interrupted, or with ``WatchRequest/once`` until what lies there is done.
    public func run() throws(PipelineError) -> WatchSummary {
        do {
            try launcher.refuseUnlessKeptIn()
            let place = try WatchPlace(request, notice: { self.observer.notice($0, .important) })
            try place.audit.append(place.event("watch-started"))
            try work(WatchedUnits(self, place))
            summary.unfinished = try place.ledger.unfinished().count
            var ended = place.event("watch-ended")
            ended.counts = ["releases": summary.releases, "released": summary.released, "quarantined": summary.quarantined]
            try place.audit.append(ended)
            return summary
        } catch {
            throw PipelineError(error, "the watch", in: "the state folder", advice: "Nothing is lost: put it right, then run the same command again.")
        }
    }

    private func work(_ units: WatchedUnits) throws {
        // Of a single look: when all that the first scan found has been left alone long enough, or was not.
        var end: Double?
        while true {
            try goOn(units)
            if observer.isInterrupted() { return }
            if observer.takesScanRequest() { wantsScan = true }
            let time = clock.time()
            if wantsScan || time - lastScan >= request.secondsBetweenScans { try scan(units.place.ledger) }
            if request.once, end == nil { end = clock.time() + request.secondsQuiet }
            noteEvents(units.place.ledger)
            try identify(units.place)
            let isLast = end.map { clock.time() >= $0 } ?? false
            let ready = arrivals.ready(at: clock.time())
            if let batch = ready.first {
                try take(batch, units)
                continue
            }
            if isLast { return try goOn(units) }
            pause(until: [end ?? .infinity, lastScan + request.secondsBetweenScans])
        }
    }

    private func pause(until moments: [Double]) {
        let time = clock.time()
        let next = (moments + [arrivals.nextMoment(after: time)].compactMap { $0 } + retries.values.map(\.time)).filter { $0 > time }.min()
        // A signal that came just before would not end a longer wait.
        clock.pause(min(1, (next ?? .infinity) - time), events.wait)
    }

    // MARK: - What lies in the inbox

    private func scan(_ ledger: InboxLedger) throws {
        wantsScan = false
        lastScan = clock.time()
        events.watch(request.inbox)
        arrivals.beginScan()
        do {
            try walk(request.inbox, ledger)
            arrivals.endScan()
        } catch let error as SystemError {
            tell("the inbox cannot be looked at: \(systemMessage(error.number)). It is tried again.")
        }
        if events.isIncomplete {
            tell("not every folder of the inbox can be watched; raise fs.inotify.max_user_watches. Until then it is looked at every while.")
        }
    }

    /// Watches a folder and those below it, and notes the files in them. A folder is watched before it is read, so that nothing is missed.
    private func walk(_ top: BytePath, _ ledger: InboxLedger) throws {
        var folders = [top]
        while let folder = folders.popLast() {
            events.watch(folder)
            do {
                try forEachName(in: folder) { name, status in
                    let path = folder.appending(name)
                    switch status?.kind {
                    case .folder: if !isUnfinishedName(name) { folders.append(path) }
                    case .file: try see(path, status!.identity, ledger)
                    default: break
                    }
                }
            } catch let error as SystemError where error.number == ENOENT && folder != request.inbox {
                // It went away meanwhile.
            }
        }
    }

    private func see(_ path: BytePath, _ identity: FileIdentity, _ ledger: InboxLedger) throws {
        if arrivals.files[path] == nil, try ledger.knows(path, identity) { return }
        arrivals.see(path, identity, at: clock.time())
    }

    /// Notes what has happened. Called during a run too, so that the kernel's queue does not run full.
    func noteEvents(_ ledger: InboxLedger) {
        for event in events.next() {
            do {
                try note(event, ledger)
            } catch {
                wantsScan = true
            }
        }
    }

    private func note(_ event: FolderEvents.Event, _ ledger: InboxLedger) throws {
        let time = clock.time()
        let identity = { (path: BytePath) in FileStatus(path).flatMap { $0.kind == .file ? $0.identity : nil } }
        switch event {
        case .appeared(let path):
            if let identity = identity(path) { try see(path, identity, ledger) }
        case .written(let path):
            if let identity = identity(path) { arrivals.write(path, identity, at: time) }
        case .closed(let path):
            guard let identity = identity(path) else { return arrivals.remove(path) }
            // Opened for writing, and left as it was.
            if try ledger.knows(path, identity) { return arrivals.remove(path) }
            arrivals.close(path, identity, at: time)
        case .gone(let path): arrivals.remove(path)
        case .folderAppeared(let path):
            if !isUnfinishedName(path.lastComponent) { try walk(path, ledger) }
        case .folderGone(let path):
            events.forget(path)
            arrivals.removeAll(below: path)
            if path == request.inbox { tell("the inbox is gone; it is looked for every while") }
        case .lost:
            arrivals.forgetWriters()
            wantsScan = true
        }
    }

    private func identify(_ place: WatchPlace) throws {
        let unread = arrivals.unread(at: clock.time())
        guard !unread.isEmpty else { return }
        let reader = ArrivalReader(launcher, place.role)
        for path in unread {
            if observer.isInterrupted() { return }
            let owner: Arrivals.Owner? =
                switch try reader.owner(of: path, bytes: arrivals.files[path]?.identity.size ?? 0) {
                case .study(let study): .study(study)
                case .archive: .archive
                case .other, .unreadable: .other
                case .busy: nil
                }
            arrivals.assign(path, owner, at: clock.time())
            noteEvents(place.ledger)
        }
    }

    // MARK: - What is done with it

    /// Writes down what becomes a release, unless something of it changed without an event or is being written.
    private func take(_ batch: Arrivals.Batch, _ units: WatchedUnits) throws {
        var isWhole = true
        for file in batch.files {
            guard let status = FileStatus(file.path) else {
                isWhole = false
                arrivals.remove(file.path)
                continue
            }
            let former = arrivals.files[file.path]?.since
            arrivals.see(file.path, status.identity, at: clock.time())
            if isBusy(file.path) { arrivals.assign(file.path, nil, at: clock.time()) }
            if arrivals.files[file.path]?.since != former { isWhole = false }
        }
        guard isWhole else { return }
        let unit = try units.place.ledger.take(batch.files, base: batch.owner.releaseName)
        for file in batch.files { arrivals.remove(file.path) }
        try onStep(.taken)
        try attempt(unit, units)
    }

    /// What cannot be read at all is not busy: its run quarantines it.
    private func isBusy(_ path: BytePath) -> Bool {
        do throws(InputFile.Refusal) {
            _ = try InputFile(path)
            return false
        } catch {
            return error == .changed
        }
    }

    /// Takes up what an earlier watch began, and what could not be done and is due again.
    private func goOn(_ units: WatchedUnits) throws {
        let time = clock.time()
        for unit in try units.place.ledger.unfinished() where retries[unit.id].map({ $0.time <= time }) ?? true {
            if observer.isInterrupted() { return }
            try attempt(unit, units)
        }
    }

    /// A full disk, or another command that holds the state folder, costs time and nothing else.
    private func attempt(_ unit: InboxLedger.Unit, _ units: WatchedUnits) throws {
        do {
            try units.carryOut(unit)
            retries[unit.id] = nil
        } catch  where !observer.isInterrupted() && !(error is WatchEnd) {
            let reason = PipelineError(error, "the run", in: "the state folder", advice: "")
            if case .usage = reason { throw reason }
            let delay = min(300, (retries[unit.id]?.delay ?? 2.5) * 2)
            let text = reason.description.split(separator: "\n").first.map(String.init) ?? ""
            if retries[unit.id]?.reason != text {
                observer.notice("\(unit.base): waits, since \(text). It is tried again every while; nothing is lost.", .important)
            }
            retries[unit.id] = (clock.time() + delay, delay, text)
        } catch  where !(error is WatchEnd) {
            // In order: the next watch goes on where the run stopped.
        }
    }

    /// Says something once.
    private func tell(_ text: String) { if told.insert(text).inserted { observer.notice(text, .important) } }
}

/// What a test throws to end a watch as a kill would.
package struct WatchEnd: Error {
    package init() {}
}

extension Arrivals.Owner {
    /// What a release is called but for its number. It is a pseudonym under every profile, those that keep UIDs included.
    fileprivate var releaseName: String {
        switch self {
        case .study(let study): study
        case .archive: "archive"
        case .unread, .unfinished, .other: "other"
        }
    }
}
