// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// A running worker as its parent sees it. Both pipes are non-blocking.
final class WorkerProcess {
    let id: pid_t
    let answers: FileDescriptor
    private(set) var requests: FileDescriptor?
    private var outgoing: [UInt8] = []
    private var incoming: [UInt8] = []
    private var searched = 0
    private var isReaped = false
    /// Once it has ended: it held so much that it may have met its limit.
    private(set) var ranOutOfMemory = false

    init(id: pid_t, requests: FileDescriptor, answers: FileDescriptor) {
        self.id = id
        self.requests = requests
        self.answers = answers
        for descriptor in [requests.number, answers.number] {
            _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        }
    }

    deinit { kill() }

    var wantsToWrite: Bool { !outgoing.isEmpty && requests != nil }

    func send(_ message: some Encodable) throws {
        outgoing += try jsonLine(message) + [0x0A]
        pushOutgoing()
    }

    /// Writes what the pipe takes. A broken pipe shows itself when the answers end.
    func pushOutgoing() {
        guard let requests else { return }
        while !outgoing.isEmpty {
            let count = outgoing.withUnsafeBytes { write(requests.number, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            if count < 0, errno != EAGAIN { outgoing = [] }
            guard count > 0 else { return }
            outgoing.removeFirst(count)
        }
    }

    /// - Returns: The lines that have come, and whether the worker's end of the pipe is closed.
    func receive() -> (lines: [[UInt8]], isClosed: Bool) {
        var isClosed = false
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = block.withUnsafeMutableBytes { read(answers.number, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            if count <= 0 {
                isClosed = count == 0 || errno != EAGAIN
                break
            }
            incoming += block[..<count]
        }
        var lines: [[UInt8]] = []
        var start = 0
        while let end = incoming[max(start, searched)...].firstIndex(of: 0x0A) {
            lines.append(Array(incoming[start..<end]))
            start = end + 1
        }
        incoming.removeFirst(start)
        searched = incoming.count
        return (lines, isClosed)
    }

    /// Lets the worker end by itself. It has nothing to do when this is called.
    func finish() {
        requests = nil
        reap()
    }

    func kill() {
        guard !isReaped else { return }
        Glibc.kill(id, SIGKILL)
        reap()
    }

    private func reap() {
        guard !isReaped else { return }
        var status: Int32 = 0
        var usage = rusage()
        while wait4(id, &status, 0, &usage) < 0, errno == EINTR {}
        isReaped = true
        // Whoever asks for twice what it holds meets the limit with half of it.
        ranOutOfMemory = UInt(max(0, usage.ru_maxrss)) * 1024 > workerMemoryInBytes / 3
    }
}
