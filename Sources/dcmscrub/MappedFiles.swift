// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import ScrubPipeline

/// SQLite maps the index of its log into memory. Where the disk is full, its quota is spent or it fails, touching such a page is SIGBUS instead of an
/// error of a call. The databases are whole after it, as after any end.
enum MappedFiles {
    nonisolated(unsafe) private static var message: [UInt8] = []
    nonisolated(unsafe) private static var exitCode: Int32 = 0

    /// Ends the process with an error that says what to do.
    static func watch() {
        let error = PipelineError.stopped(
            "a file of the state folder is mapped into memory, and its disk is full or failed. \(PipelineError.repetition)")
        (message, exitCode) = (Array("dcmscrub: \(error)\n".utf8), error.exitCode)
        var action = sigaction()
        // What memory and locks are held here is not known: only what was made before is used.
        action.__sigaction_handler.sa_handler = { _ in
            MappedFiles.message.withUnsafeBufferPointer { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
            _exit(MappedFiles.exitCode)
        }
        sigaction(SIGBUS, &action, nil)
    }
}
