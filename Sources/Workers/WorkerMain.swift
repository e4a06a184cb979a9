// SPDX-License-Identifier: Apache-2.0

internal import CSandbox
package import Filesystem
internal import Foundation
internal import Glibc
package import Records

/// What a worker does in its role.
package protocol Answering {
    /// Where it writes. Whatever else it needs from the disk is read before the first request, or comes with one.
    var folders: [WorkFolder] { get }
    /// - Returns: `nil` where files are none of its business.
    func scrub(_ task: ScrubTask) -> FileRecord?
    /// - Returns: `nil` for what is none of its business.
    func answer(_ question: [UInt8], _ files: [HandedFile]) -> [UInt8]?
}

/// The life of a worker process: its role, then requests, one a frame, from standard input. Between the two the process is locked in.
/// - Parameter make: Takes the role, and makes all ready that needs the disk. What it throws is told to the parent.
package func serveParent(_ make: ([UInt8]) throws -> any Answering) -> Int32 {
    refuseCoreDumps()
    limitMemory()
    limitFiles()
    signal(SIGXFSZ, SIG_IGN)
    let answers = FileDescriptor(owning: dup(STDOUT_FILENO))
    var requests = RequestReader(FileDescriptor(owning: dup(STDIN_FILENO)))
    do {
        guard let role = try requests.next() else { return 0 }
        let worker: any Answering
        let sandbox: WorkerSandbox
        do {
            worker = try make(role)
            sandbox = try enterSandbox(worker.folders)
        } catch {
            try answers.send(.refused(error as? PipelineError ?? .stopped("\(error)")))
            return 1
        }
        endWithParent()
        try answers.send(.ready(sandbox))
        while let request = try requests.next() {
            switch try WorkerRequest(frame: request, { requests.nextFile() }) {
            case .scrub(let task):
                guard let record = worker.scrub(task) else { return 1 }
                try answers.send(record, of: task)
            case .question(let question, let files):
                guard let answer = worker.answer(question, files), answer.count < Frame.longestAnswer - 16 else { return 1 }
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
    /// Those that came and belong to no request yet.
    private var files: [FileDescriptor] = []

    init(_ descriptor: FileDescriptor) { self.descriptor = descriptor }

    /// - Returns: `nil` at the end.
    mutating func next() throws -> [UInt8]? {
        while true {
            if let content = try buffer.next() { return content }
            var received = [Int32](repeating: -1, count: Int(CSANDBOX_MOST_FILES)), count = 0
            let socket = descriptor.number
            let result = buffer.read { csandbox_receive(socket, $0.baseAddress, $0.count, &received, &count) }
            files += received[..<count].map { FileDescriptor(owning: $0) }
            if result <= 0 { return nil }
        }
    }

    mutating func nextFile() -> FileDescriptor? { files.isEmpty ? nil : files.removeFirst() }
}

extension FileDescriptor {
    fileprivate func send(_ reply: WorkerReply) throws { try send(reply.wireForm) }

    /// A record that is longer than any that is believed becomes that of a file over the limit.
    fileprivate func send(_ record: FileRecord, of task: ScrubTask) throws {
        var content = WorkerReply.record(id: task.id, record).wireForm
        if content.count > Frame.longestRecord {
            unlink(task.temporaryPath)
            let outcome = FileOutcome.quarantined(reason: .overLimit, detail: "there is more to record of it than of any file")
            content = WorkerReply.record(id: task.id, FileRecord(outcome)).wireForm
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
    // A limit of 0 keeps no dump from a program that takes it through a pipe, as systemd-coredump does; 1, which is as little, does.
    for most in [1, 0] as [rlim_t] {
        var limit = rlimit(rlim_cur: most, rlim_max: most)
        if setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit) == 0 { return }
    }
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

/// A worker has some files of a request open at once, and a few of its own.
private func limitFiles() {
    let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    var limit = rlimit()
    guard getrlimit(resource, &limit) == 0 else { return }
    limit.rlim_max = min(limit.rlim_max, 1024)
    limit.rlim_cur = limit.rlim_max
    setrlimit(resource, &limit)
}

/// A worker must not write on after its parent died: when the socket's other end closes, the process ends at once.
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
