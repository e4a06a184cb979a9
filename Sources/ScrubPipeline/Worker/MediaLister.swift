// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// Lets a worker read a DICOMDIR: the parser may crash, and the run must not.
struct MediaLister {
    let launcher: WorkerLauncher
    let configuration: WorkerConfiguration
    let lock: FileDescriptor?

    /// - Returns: `nil` where it cannot be read, or the worker died or took too long.
    func list(_ path: BytePath) throws -> [[BytePath]]? {
        let worker = try launcher.start(holding: lock)
        defer { worker.kill() }
        try worker.send(configuration)
        try worker.send(WorkerRequest.listMedia(path))
        let deadline = now() + launcher.secondsAllowed(forBytes: FileStatus(path)?.size ?? 0)
        while now() < deadline {
            var events = [pollfd(fd: worker.answers.number, events: Int16(POLLIN), revents: 0)]
            if let requests = worker.requests, worker.wantsToWrite {
                events.append(pollfd(fd: requests.number, events: Int16(POLLOUT), revents: 0))
            }
            _ = poll(&events, nfds_t(events.count), Int32(max(1, (deadline - now()) * 1000)))
            worker.pushOutgoing()
            let (lines, isClosed) = worker.receive()
            for line in lines {
                switch try? fromJSON(WorkerReply.self, line) {
                case .ready: continue
                case .refused(let reason): throw PipelineError.stopped("a worker process refused its configuration: \(reason)")
                case .media(let files): return files
                case .outcome, nil: return nil
                }
            }
            if isClosed { return nil }
        }
        return nil
    }
}
