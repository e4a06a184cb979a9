// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import ScrubPipeline

/// Passphrases come from a file or the terminal, never from the environment or the command line, which others can read.
enum Passphrase {
    /// Has a site key under a passphrase opened with the first line of the file, or at the terminal.
    static func openSiteKeys(with file: PathArgument?) {
        SiteKeyFile.askPassphrase {
            try file.map { try text(of: $0, "--key-passphrase-file") } ?? asked("Passphrase of the site key: ", else: "--key-passphrase-file")
        }
    }

    private static let option = "--passphrase-file"

    static func existing(_ file: PathArgument?) throws -> String {
        if let file { return try text(of: file, option) }
        return try asked("Passphrase of the key: ", else: option)
    }

    static func new(_ file: PathArgument?) throws -> String {
        if let file { return try text(of: file, option) }
        let first = try asked("New passphrase: ", else: option)
        guard try asked("Once more: ", else: option) == first else { throw PipelineError.usage("the two passphrases differ") }
        return first
    }

    /// The first line of the file.
    private static func text(of file: PathArgument, _ option: String) throws -> String {
        let bytes = try HandoffFiles.small(file.path, option).prefix { $0 != 0x0A && $0 != 0x0D }
        guard let text = String(validating: bytes, as: UTF8.self), !text.isEmpty else {
            throw PipelineError.usage("\(option) has no passphrase in its first line")
        }
        return text
    }

    private static func asked(_ question: String, else option: String) throws -> String {
        let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
        guard terminal >= 0 else { throw PipelineError.usage("there is no terminal to ask for a passphrase; use \(option)") }
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
