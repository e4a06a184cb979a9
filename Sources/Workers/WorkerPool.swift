// SPDX-License-Identifier: Apache-2.0

package import Filesystem
internal import Glibc
package import Records

/// Hands jobs to worker processes from one thread, with `poll`. A worker that dies or overruns is replaced.
package final class WorkerPool {
    package struct Job {
        package let file: FileJob
        package var sizeInBytes: Int64 { file.identity.size }
        /// Times that a worker died holding it.
        var crashes = 0

        package init(_ file: FileJob) { self.file = file }
    }

    private final class Worker {
        let process: WorkerProcess
        var isReady = false
        /// The first is being worked on.
        var jobs: [Job] = []
        var deadline: Double
        var bytesAhead: Int64 = 0

        init(_ process: WorkerProcess, deadline: Double) {
            self.process = process
            self.deadline = deadline
        }

        /// Behind the job in hand some more wait, small ones in greater numbers, so that the worker does not wait for its parent.
        func takesMore(_ readAhead: Int) -> Bool { jobs.count <= 4 || jobs.count <= readAhead && bytesAhead < 8 << 20 }
    }

    private let launcher: WorkerLauncher
    private let role: [UInt8]
    private let lock: FileDescriptor?
    private var workers: [Worker] = []
    private var returned: [Job] = []
    private var pauses = OwnPauses(at: now())
    /// Workers in a row that ended before they were ready. Something else may have ended one or two.
    private var failedStarts = 0
    private static let mostFailedStarts = 3

    package init(_ launcher: WorkerLauncher, role: [UInt8], width: Int, holding lock: FileDescriptor?) throws {
        self.launcher = launcher
        self.role = role
        self.lock = lock
        allowManyFiles()
        for _ in 0..<max(1, width) {
            do {
                workers.append(try start())
            } catch let error as SystemError where !workers.isEmpty && [EMFILE, ENFILE, EAGAIN, ENOMEM].contains(error.number) {
                // Fewer do the same work, and leave room for the files that they are handed.
                if workers.count > 1 { workers.removeLast().process.kill() }
                break
            }
        }
    }

    package var isIdle: Bool { returned.isEmpty && workers.allSatisfy(\.jobs.isEmpty) }

    /// Hands out what `next` gives, until every worker has enough to do.
    package func feed(_ next: () throws -> Job?) throws {
        for depth in 0...launcher.readAhead {
            for worker in workers where worker.jobs.count == depth && worker.takesMore(launcher.readAhead) {
                guard let job = try returned.popLast() ?? next() else { return }
                let file = HandedFile(opening: job.file.path)
                // There is room again when a worker has taken those that are on their way.
                if file.failure == EMFILE || file.failure == ENFILE, !workers.allSatisfy(\.jobs.isEmpty) { return returned.append(job) }
                // One that is not ready yet has the time of its start.
                if worker.jobs.isEmpty, worker.isReady { worker.deadline = deadline(for: job) }
                worker.jobs.append(job)
                worker.bytesAhead += job.sizeInBytes
                worker.process.send(WorkerRequest.frame(job.file, file), with: [file])
            }
        }
    }

    /// Waits for answers, at most as long as said.
    package func wait(atMostSeconds limit: Double, _ receive: (Job, FileRecord) throws -> Void) throws {
        // Replies are taken several at a time: to wake for each would cost more than to record it.
        if workers.allSatisfy({ $0.jobs.count > launcher.readAhead / 2 }) { usleep(2000) }
        let busy = workers.filter { !$0.jobs.isEmpty || !$0.isReady }
        let soonest = busy.map { $0.deadline - now() }.min() ?? limit
        let milliseconds = Int32(max(0, min(limit, soonest + 0.001)) * 1000)
        var events = workers.map { pollfd(fd: $0.process.answers.number, events: Int16(POLLIN), revents: 0) }
        let writing = workers.filter(\.process.wantsToWrite)
        events += writing.map { pollfd(fd: $0.process.requests!.number, events: Int16(POLLOUT), revents: 0) }
        _ = poll(&events, nfds_t(events.count), milliseconds)
        let pause = pauses.look(at: now())
        for worker in workers { worker.deadline += pause }
        for worker in writing { worker.process.pushOutgoing() }
        for index in workers.indices where events[index].revents != 0 || isOverdue(workers[index]) {
            try attend(index, receive)
        }
    }

    /// Ends all workers; those that still work are killed.
    package func stop() {
        for worker in workers {
            if worker.jobs.isEmpty, worker.isReady { worker.process.finish() } else { worker.process.kill() }
        }
        workers = []
    }

    private func attend(_ index: Int, _ receive: (Job, FileRecord) throws -> Void) throws {
        let worker = workers[index]
        var (replies, isClosed) = worker.process.receive()
        for reply in replies {
            switch reply {
            case .ready(let sandbox):
                try launcher.sandbox.check(sandbox)
                worker.isReady = true
                failedStarts = 0
                if let first = worker.jobs.first { worker.deadline = deadline(for: first) }
            case .refused(let reason):
                throw PipelineError.stopped("a worker process refused its configuration: \(reason)\n\(PipelineError.repetition)")
            case .record(let id, let record) where worker.jobs.first?.file.id == id:
                let job = worker.jobs.removeFirst()
                worker.bytesAhead -= job.sizeInBytes
                if let next = worker.jobs.first { worker.deadline = deadline(for: next) }
                try receive(job, record)
                continue
            case .record, .answer:
                // Nobody asked for that.
                isClosed = true
            }
            if isClosed { break }
        }
        if isClosed {
            try replace(index) { job in
                var job = job
                job.crashes += 1
                if worker.process.ranOutOfMemory { return try receive(job, FileRecord(.quarantined(reason: .noMemory, detail: ""))) }
                // Once more, alone at the head: something else may have ended the process.
                guard job.crashes < 2 else { return try receive(job, FileRecord(.quarantined(reason: .parserCrashed, detail: ""))) }
                returned.append(job)
            }
        } else if isOverdue(worker) {
            try replace(index) { try receive($0, FileRecord(.quarantined(reason: .timedOut, detail: ""))) }
        }
    }

    private func replace(_ index: Int, _ receive: (Job) throws -> Void) throws {
        let worker = workers[index]
        worker.process.kill()
        if !worker.isReady {
            failedStarts += 1
            guard failedStarts < Self.mostFailedStarts else {
                throw PipelineError.stopped(
                    "worker processes end before they are ready; 'dcmscrub doctor' looks for the cause. \(PipelineError.repetition)")
            }
        }
        // One that was not ready has looked into no file.
        let held = worker.isReady ? worker.jobs.first : nil
        returned += worker.jobs.dropFirst(held == nil ? 0 : 1).reversed()
        for job in worker.jobs { try? removeFile(BytePath(job.file.temporaryPath)) }
        workers[index] = try start()
        if let held { try receive(held) }
    }

    private func start() throws -> Worker {
        let process = try launcher.start(holding: lock, longestFrame: Frame.longestRecord)
        process.send(role)
        return Worker(process, deadline: now() + launcher.baseSeconds + 60)
    }

    private func isOverdue(_ worker: Worker) -> Bool {
        (!worker.jobs.isEmpty || !worker.isReady) && now() > worker.deadline
    }

    private func deadline(for job: Job) -> Double { now() + launcher.secondsAllowed(forBytes: job.sizeInBytes) }
}

/// As many as the administrator allows: the kernel counts the files that are on their way to the workers, too.
private func allowManyFiles() {
    let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    var limit = rlimit()
    guard getrlimit(resource, &limit) == 0, limit.rlim_cur < limit.rlim_max else { return }
    limit.rlim_cur = limit.rlim_max
    setrlimit(resource, &limit)
}

/// Seconds of a clock that only goes forward.
package func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
