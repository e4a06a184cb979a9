// SPDX-License-Identifier: Apache-2.0

internal import Filesystem
internal import Foundation
internal import Glibc
package import Records

/// What a worker does in its role.
package protocol Answering {
    /// - Returns: `nil` where files are none of its business.
    func scrub(_ job: FileJob) -> FileRecord?
    /// - Returns: `nil` for what is none of its business.
    func answer(_ question: [UInt8]) -> [UInt8]?
}

/// The life of a worker process: its role, then requests, one a frame, from standard input.
/// - Parameter make: Takes the role. What it throws is told to the parent.
package func serveParent(_ make: ([UInt8]) throws -> any Answering) -> Int32 {
    refuseCoreDumps()
    limitMemory()
    signal(SIGXFSZ, SIG_IGN)
    let answers = FileDescriptor(owning: dup(STDOUT_FILENO))
    endWithParent()
    var requests = RequestReader(FileDescriptor(owning: dup(STDIN_FILENO)))
    do {
        guard let role = try requests.next() else { return 0 }
        let worker: any Answering
        do {
            worker = try make(role)
        } catch {
            try answers.send(.refused(error as? PipelineError ?? .stopped("\(error)")))
            return 1
        }
        try answers.send(.ready)
        while let request = try requests.next() {
            switch try WorkerRequest(wireForm: request) {
            case .scrub(let job):
                guard let record = worker.scrub(job) else { return 1 }
                try answers.send(record, of: job)
            case .question(let question):
                guard let answer = worker.answer(question), answer.count < Frame.longestAnswer - 16 else { return 1 }
                try answers.send(.answer(answer))
            }
        }
        return 0
    } catch {
        return 1
    }
}

private struct RequestReader {
    private let descriptor: FileDescriptor
    private var buffer = FrameBuffer(longest: Frame.longestRecord)

    init(_ descriptor: FileDescriptor) { self.descriptor = descriptor }

    /// - Returns: `nil` at the end.
    mutating func next() throws -> [UInt8]? {
        while true {
            if let content = try buffer.next() { return content }
            if buffer.read(from: descriptor) <= 0 { return nil }
        }
    }
}

extension FileDescriptor {
    fileprivate func send(_ reply: WorkerReply) throws { try send(reply.wireForm) }

    /// A record that is longer than any that is believed becomes that of a file over the limit.
    fileprivate func send(_ record: FileRecord, of job: FileJob) throws {
        var content = WorkerReply.record(id: job.id, record).wireForm
        if content.count > Frame.longestRecord {
            unlink(job.temporaryPath)
            let outcome = FileOutcome.quarantined(reason: .overLimit, detail: "there is more to record of it than of any file")
            content = WorkerReply.record(id: job.id, FileRecord(outcome)).wireForm
        }
        try send(content)
    }

    private func send(_ content: [UInt8]) throws {
        var frame: [UInt8] = []
        Frame.append(content, to: &frame)
        try write(frame)
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
