// SPDX-License-Identifier: Apache-2.0

internal import Filesystem
internal import Foundation
internal import Glibc
internal import Synchronization

/// How worker processes are started, and how long they may take.
package struct WorkerLauncher: Sendable {
    package var executable: String
    package var arguments: [String]
    /// What a file may take, however small.
    package var baseSeconds: Double
    /// The slowest reading that is waited for.
    package var bytesPerSecond: Double
    /// Jobs that wait at a worker behind the one it works on; fewer, where they are large.
    package var readAhead: Int
    /// Where the kernel cannot keep workers in.
    package var sandbox = SandboxMode.ofThisProcess

    package init(
        executable: String = WorkerLauncher.ourselves, arguments: [String] = ["worker"], baseSeconds: Double = 120,
        bytesPerSecond: Double = 2_000_000, readAhead: Int = 16
    ) {
        self.executable = executable
        self.arguments = arguments
        self.baseSeconds = baseSeconds
        self.bytesPerSecond = bytesPerSecond
        self.readAhead = readAhead
    }

    /// The program that runs, even where its file was replaced meanwhile.
    package static let ourselves = "/proc/self/exe"
    private static let mayStartOurselves = Mutex(false)

    /// Says that this program serves as a worker when it is started as one.
    package static func allowOurselves() { mayStartOurselves.withLock { $0 = true } }

    func secondsAllowed(forBytes bytes: Int64) -> Double { baseSeconds + Double(bytes) / bytesPerSecond }

    /// Starts a process.
    /// - Parameters:
    ///   - lock: A descriptor the process keeps open, so that a lock lasts until it has ended.
    ///   - longestFrame: In bytes, of what it may send.
    func start(holding lock: FileDescriptor?, longestFrame: Int) throws(SystemError) -> WorkerProcess {
        guard executable != Self.ourselves || Self.mayStartOurselves.withLock({ $0 }) else {
            throw SystemError("start a worker before runWorkerIfAsked() was called at the start of main", EOPNOTSUPP)
        }
        // Between `pipe` and `FD_CLOEXEC` no other process may be started: it would keep the pipe open.
        spawning.lock()
        defer { spawning.unlock() }
        // A worker that dies while it is written to must not take the parent along.
        signal(SIGPIPE, SIG_IGN)
        return try spawn(holding: lock, longestFrame)
    }

    private func spawn(holding lock: FileDescriptor?, _ longestFrame: Int) throws(SystemError) -> WorkerProcess {
        let requests = try RequestSocket()
        let answers = try ClosedPipe()
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, requests.worker.number, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, answers.writing.number, STDOUT_FILENO)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        if let lock {
            let kept = fcntl(lock.number, F_DUPFD_CLOEXEC, 4)
            guard kept >= 0 else { throw SystemError("start a worker") }
            defer { close(kept) }
            posix_spawn_file_actions_adddup2(&actions, kept, 3)
            return try spawn(&actions, requests, answers, longestFrame)
        }
        return try spawn(&actions, requests, answers, longestFrame)
    }

    private func spawn(
        _ actions: inout posix_spawn_file_actions_t, _ requests: RequestSocket, _ answers: ClosedPipe, _ longestFrame: Int
    ) throws(SystemError) -> WorkerProcess {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        var pipeSignal = sigset_t()
        sigemptyset(&pipeSignal)
        sigaddset(&pipeSignal, SIGPIPE)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &pipeSignal)
        posix_spawnattr_setpgroup(&attributes, 0)
        // A group of its own: Ctrl-C reaches the parent, which lets the workers end in order.
        let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP
        posix_spawnattr_setflags(&attributes, Int16(flags))

        let argumentStrings = ([executable] + arguments).map { strdup($0) } + [nil]
        let environmentStrings = workerEnvironment().map { strdup($0) } + [nil]
        defer { (argumentStrings + environmentStrings).forEach { free($0) } }
        var process: pid_t = 0
        let result = posix_spawn(&process, executable, &actions, &attributes, argumentStrings, environmentStrings)
        guard result == 0 else { throw SystemError("start a worker", result) }
        return WorkerProcess(id: process, requests: requests.parent, answers: answers.reading, longestFrame: longestFrame)
    }
}

private let spawning = NSLock()

/// Both ends of a local socket, neither inherited. Open files go through it beside the requests; the worker's end cannot be written to.
private struct RequestSocket {
    let parent: FileDescriptor
    let worker: FileDescriptor

    init() throws(SystemError) {
        var ends: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw SystemError("start a worker")
        }
        parent = FileDescriptor(owning: ends[0])
        worker = FileDescriptor(owning: ends[1])
        shutdown(parent.number, Int32(SHUT_RD))
    }
}

/// Both ends of a pipe, neither inherited.
private struct ClosedPipe {
    let reading: FileDescriptor
    let writing: FileDescriptor

    init() throws(SystemError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw SystemError("start a worker") }
        reading = FileDescriptor(owning: ends[0])
        writing = FileDescriptor(owning: ends[1])
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    }
}

/// Ours, without the toolkit's dictionary file, and with Swift's crash report off: it prints memory.
private func workerEnvironment() -> [String] {
    var result = ["SWIFT_BACKTRACE=enable=no"]
    var next = environ
    while let entry = next.pointee {
        let text = String(cString: entry)
        if !text.hasPrefix("SWIFT_BACKTRACE="), !text.hasPrefix("DCMDICTPATH=") { result.append(text) }
        next += 1
    }
    return result
}
