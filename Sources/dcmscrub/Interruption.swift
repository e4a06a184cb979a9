// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import Synchronization

/// Notes Ctrl-C and a request to end, so that a run can end in order.
enum Interruption {
    private static let flag = Atomic<Bool>(false)
    private static let hangup = Atomic<Bool>(false)

    static var isRequested: Bool { flag.load(ordering: .relaxed) }

    /// Whether SIGHUP came since the last call.
    static func takeHangup() -> Bool { hangup.exchange(false, ordering: .relaxed) }

    /// - Parameter hangupEnds: `false` where SIGHUP asks for something else.
    static func watch(hangupEnds: Bool = true) {
        _ = isRequested
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { _ in Interruption.flag.store(true, ordering: .relaxed) }
        for number in [SIGINT, SIGTERM] { sigaction(number, &action, nil) }
        if !hangupEnds {
            _ = takeHangup()
            action.__sigaction_handler.sa_handler = { _ in Interruption.hangup.store(true, ordering: .relaxed) }
        }
        if !hangupEnds || !isIgnored(SIGHUP) { sigaction(SIGHUP, &action, nil) }
    }

    /// Whoever starts the program may want it to outlast the terminal (`nohup`).
    private static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        // Swift cannot compare the handler, a pointer to a function, with the number that SIG_IGN is.
        return sigaction(number, nil, &action) == 0 && unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
    }
}
