// SPDX-License-Identifier: Apache-2.0

import Filesystem
import Glibc
import Records
import Workers

/// What a worker that was taken over would try.
enum Escape: String, CaseIterable {
    case read, write, move, list, socket, spawn, fork, trace, signal, mode, memory

    /// - Parameters:
    ///   - path: A file or folder that the worker was not given.
    ///   - open: A file that it was given to read.
    /// - Returns: Why it failed, as `errno`; 0 where it did not.
    func attempt(_ path: String, open descriptor: Int32) -> Int32 {
        errno = 0
        return switch self {
        case .read: failure(Glibc.open(path, O_RDONLY))
        case .write: failure(Glibc.open(path + ".new", O_WRONLY | O_CREAT, 0o600))
        case .move: failure(rename(path, path + ".moved"))
        case .list: failure(Glibc.open(path, O_RDONLY | O_DIRECTORY))
        case .socket: failure(Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
        case .spawn: spawned()
        case .fork: failure(call("fork"))
        case .trace: failure(call("ptrace", 16, Int(getppid())))
        case .signal: failure(kill(getppid(), 0))
        case .mode: failure(fchmod(descriptor, 0o666))
        case .memory: failure(Glibc.open("/proc/\(getppid())/mem", O_RDWR))
        }
    }

    /// Of a kernel that has Landlock and seccomp.
    static func isRefusal(_ number: Int32) -> Bool { number == EACCES || number == EPERM }

    private func failure(_ result: Int32) -> Int32 { result < 0 ? errno : 0 }

    private func spawned() -> Int32 {
        var process: pid_t = 0
        return posix_spawn(&process, "/bin/true", nil, nil, [nil], [nil])
    }

    /// Calls that Swift does not declare.
    private func call(_ name: String, _ first: Int = 0, _ second: Int = 0) -> Int32 {
        guard let address = dlsym(nil, name) else { return 0 }
        let function = unsafeBitCast(address, to: (@convention(c) (Int, Int, Int, Int) -> Int32).self)
        let result = function(first, second, 0, 0)
        // A child that should not be.
        if name == "fork", result == 0 { _exit(0) }
        return result < 0 ? -1 : 0
    }
}

/// A worker of any role that tries everything before each answer, and gives up its life where something works.
struct Escaping: Answering {
    let worker: any Answering
    /// Has a file `x`, and is none of the worker's.
    let folder: String
    var folders: [WorkFolder] { worker.folders }

    func scrub(_ task: ScrubTask) -> FileRecord? {
        tryEverything(task.input.descriptor?.number ?? -1)
        return worker.scrub(task)
    }

    func answer(_ question: [UInt8], _ files: [HandedFile]) -> [UInt8]? {
        tryEverything(files.first?.descriptor?.number ?? -1)
        return worker.answer(question, files)
    }

    private func tryEverything(_ descriptor: Int32) {
        for escape in Escape.allCases {
            guard Escape.isRefusal(escape.attempt(escape == .list ? folder : folder + "/x", open: descriptor)) else { abort() }
        }
    }
}
