// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import Glibc

/// The life of a worker process: its role, then requests, one JSON line each, from standard input.
public func runWorker() -> Int32 {
    runWorker { try makeFileScrubber($0) }
}

/// - Parameter make: What takes the place of the scrubber in tests.
package func runWorker(making make: (WorkerConfiguration) throws -> any FileScrubbing) -> Int32 {
    refuseCoreDumps()
    limitMemory()
    signal(SIGXFSZ, SIG_IGN)
    let answers = FileDescriptor(owning: dup(STDOUT_FILENO))
    endWithParent()
    let requests = LineReader(FileDescriptor(owning: dup(STDIN_FILENO)))
    do {
        guard let first = try requests.next() else { return 0 }
        let worker: any Answering
        do {
            worker =
                switch try fromJSON(WorkerRole.self, first) {
                case .scrub(let configuration): Scrubbing(scrubber: try make(configuration), scratchDirectory: configuration.scratchDirectory)
                case .inspect: Inspecting()
                case .search(let state, let key, let document): Searching(gate: try ReleaseGate(state: state, key: key, document))
                }
        } catch {
            try answers.write(jsonLine(WorkerReply.refused(error as? PipelineError ?? .stopped("\(error)"))) + [0x0A])
            return 1
        }
        try answers.write(jsonLine(WorkerReply.ready) + [0x0A])
        while let line = try requests.next() {
            guard let reply = worker.answer(try fromJSON(WorkerRequest.self, line)) else { return 1 }
            try answers.write(jsonLine(reply) + [0x0A])
        }
        return 0
    } catch {
        return 1
    }
}

/// What a worker does in its role.
private protocol Answering {
    /// - Returns: `nil` for what is none of its business.
    func answer(_ request: WorkerRequest) -> WorkerReply?
}

private struct Scrubbing: Answering {
    let scrubber: any FileScrubbing
    let scratchDirectory: String

    func answer(_ request: WorkerRequest) -> WorkerReply? {
        switch request {
        case .scrub(let job): .outcome(id: job.id, scrubber.scrub(job), plan: scrubber.takePlanRecord())
        case .unpack(let request): .unpacked(Unpacker.unpack(request))
        case .listMedia(let path): .media(referencedFiles(ofMediaDirectory: path, scratchDirectory: scratchDirectory))
        default: nil
        }
    }
}

private final class Inspecting: Answering {
    /// Of the last request: a profile takes longer to load than a file to plan.
    private var setting: Inspection.Setting?

    func answer(_ request: WorkerRequest) -> WorkerReply? {
        do {
            switch request {
            case .inspect(let path, let request):
                let setting = if let setting, setting.request == request { setting } else { try Inspection.Setting(request) }
                self.setting = setting
                return .inspection(try Inspection(reading: path, setting))
            case .compare(let before, let after, let values): return .comparison(try Comparison(reading: before, after, values: values))
            default: return nil
            }
        } catch {
            return .failed(error as? PipelineError ?? .stopped("\(type(of: error))"))
        }
    }
}

private struct Searching: Answering {
    let gate: ReleaseGate

    func answer(_ request: WorkerRequest) -> WorkerReply? {
        guard case .search(let path, let patient) = request else { return nil }
        do {
            return .problem(try gate.problem(in: path, patient: patient))
        } catch {
            return .failed(error as? PipelineError ?? .stopped("the state folder: \(type(of: error))"))
        }
    }
}

/// Crash dumps would hold what the files hold.
public func refuseCoreDumps() {
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
}

/// The address space that a worker may use. A header takes about 1 KB for each element, so this is enough for some million;
/// what needs more costs its file, not the machine.
/// Less where the program itself may not have as much.
var workerMemoryInBytes: UInt {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0 else { return 4 << 30 }
    return min(UInt(limit.rlim_cur), 4 << 30)
}

private func limitMemory() {
    let most = rlim_t(workerMemoryInBytes)
    var limit = rlimit(rlim_cur: most, rlim_max: most)
    setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
}

/// A worker must not write on after its parent died: when the pipe's other end closes, the process ends at once.
private func endWithParent() {
    let watch = Thread {
        var end = pollfd(fd: STDIN_FILENO, events: 0, revents: 0)
        while true {
            let result = poll(&end, 1, -1)
            if result > 0, end.revents & Int16(POLLHUP | POLLERR | POLLNVAL) != 0 { _exit(0) }
        }
    }
    watch.start()
}
