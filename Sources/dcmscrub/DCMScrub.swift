// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Glibc
internal import Reports
internal import ScrubPipeline

@main
struct DCMScrub: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dcmscrub",
        abstract: "Turns a folder of DICOM files into a copy that identifies nobody.",
        discussion: """
            Start with:
              dcmscrub report EXPORT                   what would be released, and what not
              dcmscrub scrub EXPORT --output RELEASE   makes the release
              dcmscrub verify RELEASE                  checks that it is whole

            The originals are only read. What may leave is written to the RELEASE folder. Everything that can identify (the key, the list \
            of who is who, the log) is written to the state folder and stays with you: ~/.local/state/dcmscrub/<project>, or below \
            $XDG_STATE_HOME, or where --state says. A file that is not fully understood is quarantined and listed, never copied.

            Exit codes:
              0   all files released
              2   finished, but some files were quarantined
              3   verification failed, a rule refused a handoff, or doctor found a fault
              64  wrong usage or a wrong profile
              70  the run could not go on; --resume continues it
            """,
        version: ToolVersion.current,
        subcommands: commands)

    /// All subcommands, in the order of `--help`.
    private static let commands: [any ParsableCommand.Type] = [
        ScrubCommand.self,
        MergeCommand.self,
        ReportCommand.self,
        WatchCommand.self,
        InspectCommand.self,
        VerifyCommand.self,
        TextCommand.self,
        ProfileCommand.self,
        KeyCommand.self,
        ReviewCommand.self,
        HandoffCommand.self,
        AuditCommand.self,
        CrosswalkCommand.self,
        RelinkCommand.self,
        DoctorCommand.self,
        WorkerCommand.self,
    ]

    static func main() {
        refuseCoreDumps()
        openStandardFiles()
        refuseNameServices()
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        silenceCrashReports()
        // A worker is started for each job, and the tree of commands takes longer to build than to read one file.
        runWorkerIfAsked()
        MappedFiles.watch()
        do {
            var command = try parseAsRoot(withShownValues(commandLineArguments()))
            if let starting = command as? any WorkerStarting { try starting.guarding.apply() }
            try command.run()
            end(0)
        } catch let error as PipelineError {
            fail(error)
        } catch let error as ExitCode {
            end(error.rawValue)
        } catch {
            let (message, code) = (withFilledUsage(fullMessage(for: error)), exitCode(for: error))
            if code.isSuccess {
                print(message)
            } else if !message.isEmpty {
                writeError(message + "\n")
            }
            Glibc.exit(code.rawValue)
        }
    }

    /// A crash report prints memory, which holds headers. Without these handlers, which the runtime has set before `main`, it writes none.
    /// Workers are told so by their environment.
    private static func silenceCrashReports() {
        guard getenv("SWIFT_BACKTRACE") == nil else { return }
        for number in [SIGQUIT, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP] {
            var action = sigaction()
            // What is ignored stays so.
            if sigaction(number, nil, &action) == 0, action.sa_flags & SA_SIGINFO != 0 { signal(number, SIG_DFL) }
        }
    }

    /// Ends with a code, unless what was printed got lost on the way.
    private static func end(_ code: Int32) -> Never {
        if hasLostOutput() { fail(.stopped("standard output cannot be written; what was printed is not whole. Make room, or name another file")) }
        Glibc.exit(code)
    }

    private static func fail(_ error: PipelineError) -> Never {
        printError("dcmscrub: \(error)")
        Glibc.exit(error.exitCode)
    }
}

/// `--show-values` alone means `--show-values=masked`. The parser's own way to leave out a value loses one that is given.
func withShownValues(_ arguments: [String]) -> [String] {
    let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
    return arguments.enumerated().map { $0 < end && $1 == "--show-values" ? "--show-values=masked" : $1 }
}

/// Prints a line, or some, whatever names and values from outside are in them.
func printLine(_ text: String) { print(printableLines(text)) }

func printError(_ text: String) { writeError(printableLines(text) + "\n") }

/// Writes to standard error as it is, without a line feed.
func writeError(_ text: String) {
    let bytes = Array(text.utf8)
    _ = write(STDERR_FILENO, bytes, bytes.count)
}
