// SPDX-License-Identifier: Apache-2.0

package import Filesystem
internal import Glibc
package import Records

/// A worker that answers one question at a time. One that dies or takes too long costs that question, and is replaced: the
/// parser may crash or hang, and whoever asks must not.
package final class WorkerConversation {
    package enum Answer<Content> {
        case reply(Content)
        case none(QuarantineReason)
    }

    private let launcher: WorkerLauncher
    private let role: [UInt8]
    private let lock: FileDescriptor?
    /// Lasts as long as the conversation, such as a folder that the worker works in.
    private let kept: AnyObject?
    private var worker: WorkerProcess?

    /// - Parameters:
    ///   - role: The first frame that a worker is sent.
    ///   - kept: Let go when the worker has ended.
    package init(_ launcher: WorkerLauncher, role: [UInt8], holding lock: FileDescriptor? = nil, keeping kept: AnyObject? = nil) {
        self.kept = kept
        self.launcher = launcher
        self.role = role
        self.lock = lock
    }

    deinit { worker?.kill() }

    /// - Parameters:
    ///   - paths: The files that the question is about; the worker gets them open.
    ///   - size: Of the files that the question is about.
    ///   - tick: Called again and again meanwhile; what it throws ends the question.
    ///   - understand: Throws for an answer that is none; the worker is not listened to any more.
    /// - Throws: ``PipelineError`` where the worker refuses its role, and ``SystemError`` where none can be started.
    package func ask<Content>(
        _ question: [UInt8], about paths: [BytePath], bytes size: Int64, whileWaiting tick: () throws -> Void = {},
        _ understand: ([UInt8]) throws -> Content
    ) throws -> Answer<Content> {
        // Once more: something else may have ended the process.
        for _ in 0..<2 {
            let worker = try self.worker ?? start()
            let files = paths.map { HandedFile(opening: $0) }
            worker.send(WorkerRequest.frame(question, files), with: files)
            var deadline = now() + launcher.secondsAllowed(forBytes: size)
            if let reply = try answer(of: worker, until: &deadline, tick), let content = try? understand(reply) { return .reply(content) }
            worker.kill()
            self.worker = nil
            if now() >= deadline { return .none(.timedOut) }
            if worker.ranOutOfMemory { return .none(.noMemory) }
        }
        return .none(.parserCrashed)
    }

    private func start() throws -> WorkerProcess {
        let new = try launcher.start(holding: lock, longestFrame: Frame.longestAnswer)
        new.send(role)
        worker = new
        return new
    }

    /// - Returns: `nil` where the worker died, answers nonsense or takes too long.
    private func answer(of worker: WorkerProcess, until deadline: inout Double, _ tick: () throws -> Void) throws -> [UInt8]? {
        var pauses = OwnPauses(at: now())
        while now() < deadline {
            var events = [pollfd(fd: worker.answers.number, events: Int16(POLLIN), revents: 0)]
            if let requests = worker.requests, worker.wantsToWrite {
                events.append(pollfd(fd: requests.number, events: Int16(POLLOUT), revents: 0))
            }
            _ = poll(&events, nfds_t(events.count), Int32(max(1, min(250, (deadline - now()) * 1000))))
            deadline += pauses.look(at: now())
            try tick()
            worker.pushOutgoing()
            let (replies, isClosed) = worker.receive()
            for reply in replies {
                switch reply {
                case .ready(let sandbox): try launcher.sandbox.check(sandbox)
                case .refused(let error): throw error
                case .answer(let bytes): return bytes
                case .record: return nil
                }
            }
            if isClosed { return nil }
        }
        return nil
    }
}
