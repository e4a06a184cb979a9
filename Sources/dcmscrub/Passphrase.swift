// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import ScrubPipeline

/// Passphrases come from a file or the terminal, never from the environment or the command line, which others can read.
enum Passphrase {
    static func existing(_ file: PathArgument?) throws -> String {
        if let file { return try text(of: file) }
        return try asked("Passphrase of the key: ")
    }

    static func new(_ file: PathArgument?) throws -> String {
        if let file { return try text(of: file) }
        let first = try asked("New passphrase: ")
        guard try asked("Once more: ") == first else { throw PipelineError.usage("the two passphrases differ") }
        return first
    }

    /// The first line of the file.
    private static func text(of file: PathArgument) throws -> String {
        let bytes = try HandoffFiles.small(file.path, "--passphrase-file").prefix { $0 != 0x0A && $0 != 0x0D }
        guard let text = String(validating: bytes, as: UTF8.self), !text.isEmpty else {
            throw PipelineError.usage("--passphrase-file has no passphrase in its first line")
        }
        return text
    }

    private static func asked(_ question: String) throws -> String {
        let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
        guard terminal >= 0 else { throw PipelineError.usage("there is no terminal to ask for a passphrase; use --passphrase-file") }
        defer { close(terminal) }
        var former = termios()
        tcgetattr(terminal, &former)
        var silent = former
        silent.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(terminal, TCSAFLUSH, &silent)
        defer {
            tcsetattr(terminal, TCSAFLUSH, &former)
            _ = write(terminal, "\n", 1)
        }
        _ = write(terminal, question, question.utf8.count)
        var bytes: [UInt8] = [], byte: UInt8 = 0
        while read(terminal, &byte, 1) == 1, byte != 0x0A { bytes.append(byte) }
        guard let text = String(validating: bytes, as: UTF8.self), !text.isEmpty else { throw PipelineError.usage("the passphrase is empty") }
        return text
    }
}
