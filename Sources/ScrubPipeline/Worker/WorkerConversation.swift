// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// A worker that answers one question at a time. One that dies or takes too long costs that question, and is replaced: the
/// parser may crash or hang, and whoever asks must not.
final class WorkerConversation {
    enum Answer {
        case reply(WorkerReply)
        case none(QuarantineReason)
    }

    private let launcher: WorkerLauncher
    private let role: WorkerRole
    private let lock: FileDescriptor?
    private var worker: WorkerProcess?

    init(_ launcher: WorkerLauncher, _ role: WorkerRole, holding lock: FileDescriptor? = nil) {
        self.launcher = launcher
        self.role = role
        self.lock = lock
    }

    deinit { worker?.kill() }

    /// - Parameters:
    ///   - size: Of the files that the question is about.
    ///   - tick: Called again and again meanwhile; what it throws ends the question.
    /// - Throws: ``PipelineError`` where the worker refuses its role, and ``SystemError`` where none can be started.
    func ask(_ request: WorkerRequest, aboutBytes size: Int64, whileWaiting tick: () throws -> Void = {}) throws -> Answer {
        // Once more: something else may have ended the process.
        for _ in 0..<2 {
            let worker = try self.worker ?? start()
            try worker.send(request)
            let deadline = now() + launcher.secondsAllowed(forBytes: size)
            if let reply = try answer(of: worker, until: deadline, tick) { return .reply(reply) }
            worker.kill()
            self.worker = nil
            if now() >= deadline { return .none(.timedOut) }
            if worker.ranOutOfMemory { return .none(.noMemory) }
        }
        return .none(.parserCrashed)
    }

    private func start() throws -> WorkerProcess {
        let new = try launcher.start(holding: lock)
        try new.send(role)
        worker = new
        return new
    }

    /// - Returns: `nil` where the worker died, answers nonsense or takes too long.
    private func answer(of worker: WorkerProcess, until deadline: Double, _ tick: () throws -> Void) throws -> WorkerReply? {
        while now() < deadline {
            var events = [pollfd(fd: worker.answers.number, events: Int16(POLLIN), revents: 0)]
            if let requests = worker.requests, worker.wantsToWrite {
                events.append(pollfd(fd: requests.number, events: Int16(POLLOUT), revents: 0))
            }
            _ = poll(&events, nfds_t(events.count), Int32(max(1, min(250, (deadline - now()) * 1000))))
            try tick()
            worker.pushOutgoing()
            let (lines, isClosed) = worker.receive()
            for line in lines {
                switch try? fromJSON(WorkerReply.self, line) {
                case .ready: continue
                case .refused(let error): throw error
                case let reply: return reply
                }
            }
            if isClosed { return nil }
        }
        return nil
    }
}
