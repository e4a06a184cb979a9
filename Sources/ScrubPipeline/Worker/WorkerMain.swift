// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import Glibc

/// The life of a worker process: configuration, then jobs, one JSON line each, from standard input.
public func runWorker() -> Int32 {
    runWorker { try makeFileScrubber($0) }
}

/// - Parameter make: What takes the place of the scrubber in tests.
package func runWorker(making make: (WorkerConfiguration) throws -> any FileScrubbing) -> Int32 {
    refuseCoreDumps()
    let answers = FileDescriptor(owning: dup(STDOUT_FILENO))
    endWithParent()
    let requests = LineReader(FileDescriptor(owning: dup(STDIN_FILENO)))
    do {
        guard let first = try requests.next() else { return 0 }
        let configuration = try fromJSON(WorkerConfiguration.self, first)
        let scrubber: any FileScrubbing
        do {
            scrubber = try make(configuration)
        } catch {
            try answers.write(jsonLine(WorkerReply.refused("\(error)")) + [0x0A])
            return 1
        }
        try answers.write(jsonLine(WorkerReply.ready) + [0x0A])
        while let line = try requests.next() {
            let reply: WorkerReply =
                switch try fromJSON(WorkerRequest.self, line) {
                case .scrub(let job): .outcome(id: job.id, scrubber.scrub(job), plan: scrubber.takePlanRecord())
                case .listMedia(let path): .media(referencedFiles(ofMediaDirectory: path, scratchDirectory: configuration.scratchDirectory))
                }
            try answers.write(jsonLine(reply) + [0x0A])
        }
        return 0
    } catch {
        return 1
    }
}

/// Crash dumps would hold what the files hold.
public func refuseCoreDumps() {
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
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
