// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Foundation
internal import ScrubPipeline

struct WatchCommand: ParsableCommand, WorkerStarting {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Watches a folder and makes a release of each study that arrives.",
        discussion: """
            Examples:
              dcmscrub watch /srv/inbox --output /srv/releases --project vendor-a
              dcmscrub watch /srv/inbox --output /srv/releases --once --settle 300

            A study is taken when none of its files changed for a while (--settle). Its release appears in the output folder under the \
            pseudonym of the study, all at once, when it is whole and checked. What comes later for the same study becomes a release \
            with a number behind its name. Inputs are only read, unless --move-done says where they go.

            It runs until SIGTERM or Ctrl-C, and loses nothing however it ends; SIGHUP has it look at the whole inbox. One line a \
            release goes to standard error, with pseudonyms and counts only.

            Exit codes: 0, or with --once also 2 (some files were quarantined) and 70 (something is left to do).
            """)

    @Argument(help: ArgumentHelp("The folder that studies arrive in.", valueName: "inbox"))
    var inbox: PathArgument

    @Option(name: .shortAndLong, help: ArgumentHelp("The folder that gets a folder for each release.", valueName: "folder"))
    var output: PathArgument

    @OptionGroup var rules: RuleOptions

    @OptionGroup var secrets: SecretOptions

    @Option(help: ArgumentHelp("How long a study has to be left alone before it is taken.", valueName: "seconds"))
    var settle = 60.0

    @Option(help: ArgumentHelp("How often the whole inbox is looked at; a network share tells of no changes.", valueName: "seconds"))
    var rescan = 300.0

    @Option(help: ArgumentHelp("Moves the files of a study there once it is done. Without it they stay, and are remembered.", valueName: "folder"))
    var moveDone: PathArgument?

    @Flag(help: "Does what lies there, once it has been left alone, and ends.")
    var once = false

    @OptionGroup var work: WorkOptions

    @OptionGroup var guarding: SandboxOption

    func run() throws {
        guard settle >= 0, rescan >= 1, settle <= 86_400, rescan <= 86_400 else {
            throw PipelineError.usage("--settle takes 0 to 86400 seconds, and --rescan 1 to 86400")
        }
        var request = WatchRequest(inbox: inbox.path, output: output.path)
        request.scrub.state = secrets.state?.path
        request.scrub.key = secrets.key?.path
        request.scrub.project = rules.project
        request.scrub.profile = rules.profile
        request.scrub.options = rules.added.names
        request.scrub.keepsWeekday = rules.keepWeekday
        request.scrub.environment = ProcessInfo.processInfo.environment
        request.scrub.jobs = try work.numberOfJobs()
        (request.secondsQuiet, request.secondsBetweenScans) = (settle, rescan)
        (request.doneFolder, request.once) = (moveDone?.path, once)
        Interruption.watch(hangupEnds: false)
        var observer = WatchObserver()
        observer.notice = { text, weight in
            if weight == .important || !work.quiet { printError(text) }
        }
        observer.isInterrupted = { Interruption.isRequested }
        observer.takesScanRequest = { Interruption.takeHangup() }
        let summary = try WatchRun(request, observer: observer).run()
        if once, summary.exitCode != 0 { throw ExitCode(summary.exitCode) }
    }
}
