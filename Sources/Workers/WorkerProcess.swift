// SPDX-License-Identifier: Apache-2.0

internal import CSandbox
internal import Filesystem
internal import Glibc
internal import Records

/// A running worker as its parent sees it. Socket and pipe are non-blocking.
final class WorkerProcess {
    /// Frames that are not sent yet, and open files that go with the first byte of the first of them.
    private struct Message {
        var bytes: [UInt8]
        var start = 0
        var files: [FileDescriptor]
    }

    let id: pid_t
    let answers: FileDescriptor
    private(set) var requests: FileDescriptor?
    private var outgoing: [Message] = []
    private var incoming: FrameBuffer
    private var isReaped = false
    /// Once it has ended: it held so much that it may have met its limit.
    private(set) var ranOutOfMemory = false

    init(id: pid_t, requests: FileDescriptor, answers: FileDescriptor, longestFrame: Int) {
        self.id = id
        self.requests = requests
        self.answers = answers
        incoming = FrameBuffer(longest: longestFrame)
        for descriptor in [requests.number, answers.number] {
            _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        }
    }

    deinit { kill() }

    var wantsToWrite: Bool { !outgoing.isEmpty && requests != nil }

    /// Sends a frame, and with it the files that are open, now or as soon as the socket takes it.
    func send(_ content: [UInt8], with files: [HandedFile] = []) {
        var bytes: [UInt8] = []
        Frame.append(content, to: &bytes)
        outgoing.append(Message(bytes: bytes, files: files.compactMap(\.descriptor)))
        pushOutgoing()
    }

    /// Sends what the socket takes. A broken one shows itself when the answers end.
    func pushOutgoing() {
        guard let requests else { return }
        var sent = 0
        defer { outgoing.removeFirst(min(sent, outgoing.count)) }
        while sent < outgoing.count {
            let message = outgoing[sent]
            let files = message.files.map(\.number)
            let count = message.bytes[message.start...].withUnsafeBytes {
                csandbox_send(requests.number, $0.baseAddress, $0.count, files, files.count)
            }
            if count < 0, errno == EINTR { continue }
            // So many open files are on their way already that the kernel takes no more until some have come.
            if count < 0, errno != EAGAIN, errno != ETOOMANYREFS { outgoing = [] }
            guard count > 0 else { return }
            outgoing[sent].files = []
            outgoing[sent].start += count
            if outgoing[sent].start == message.bytes.count { sent += 1 }
        }
    }

    /// - Returns: The replies that have come, and whether no more will: the worker's end of the pipe is closed, or it writes what is no reply.
    func receive() -> (replies: [WorkerReply], isClosed: Bool) {
        var replies: [WorkerReply] = []
        while true {
            let count = incoming.read(from: answers)
            guard count > 0 else { return (replies, count == 0 || errno != EAGAIN) }
            do throws(WireReader.Malformed) {
                while let content = try incoming.next() { replies.append(try WorkerReply(wireForm: content)) }
            } catch {
                return (replies, true)
            }
        }
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
