// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Foundation
internal import Reports
internal import ScrubPipeline

struct ScrubCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scrub",
        abstract: "Makes a release: a copy of the input in which nobody can be identified.",
        discussion: """
            Examples:
              dcmscrub scrub /mnt/pacs-export --output /data/release
              dcmscrub scrub /media/cdrom/DICOMDIR --output /data/release
              dcmscrub scrub /mnt/export --output /data/for-vendor-a --project vendor-a
              find /archive -name '*.dcm' | dcmscrub scrub - --output /data/release

            The output folder must be new or empty. If a run is interrupted (power, full
            disk, Ctrl-C), give the same command again with --resume; the result is the
            same as if nothing had happened.
            """)

    @Argument(
        help: ArgumentHelp("What to read: files, folders, archives, a DICOMDIR, or - for a list of paths on standard input.", valueName: "input"))
    var inputs: [PathArgument]

    @Option(name: .shortAndLong, help: ArgumentHelp("The folder for what may leave. It must be new or empty.", valueName: "folder"))
    var output: PathArgument

    @Option(help: ArgumentHelp("The rules: the name of a shipped profile, or a YAML file.", valueName: "name|file"))
    var profile = "basic"

    @Option(
        name: .customLong("with"),
        help: ArgumentHelp("Adds a PS3.15 option to the profile, such as clean-descriptors. Can be repeated.", valueName: "option"))
    var options: [String] = []

    @Option(help: ArgumentHelp("Files of one project share pseudonyms; those of two projects cannot be joined.", valueName: "name"))
    var project = "default"

    @Option(help: ArgumentHelp("The site key. Without it, site.key in the state folder, made on first use.", valueName: "file"))
    var key: PathArgument?

    @Option(
        help: ArgumentHelp(
            "The folder for everything that can identify. It never leaves. (default: ~/.local/state/dcmscrub/<project>)", valueName: "folder"))
    var state: PathArgument?

    @Option(name: .shortAndLong, help: ArgumentHelp("How many files to work on at a time. (default: the number of cores)", valueName: "number"))
    var jobs: Int?

    @Flag(help: "Continues a run that did not end.")
    var resume = false

    @Option(help: ArgumentHelp("How files are named: uid, or dicomdir for 8.3 names and a DICOMDIR as on media.", valueName: "uid|dicomdir"))
    var layout = ReleaseLayout.uid.rawValue

    @Option(help: ArgumentHelp("Takes the K-th of N parts of the files, so that several machines can share the work.", valueName: "K/N"))
    var shard: String?

    @Flag(help: "Moves dates by whole weeks, so that weekdays stay.")
    var keepWeekday = false

    @Flag(help: "Prints the result as one line of JSON.")
    var json = false

    @Flag(name: .shortAndLong, help: "Shows no progress.")
    var quiet = false

    func run() throws {
        var request = ScrubRequest(inputs: inputs.map(\.path), output: output.path)
        request.state = state?.path
        request.key = key?.path
        request.project = project
        request.profile = profile
        request.options = options
        request.keepsWeekday = keepWeekday
        request.resume = resume
        guard let chosen = ReleaseLayout(rawValue: layout) else { throw PipelineError.usage("--layout takes uid or dicomdir") }
        request.layout = chosen
        request.environment = ProcessInfo.processInfo.environment
        request.jobs = jobs ?? ProcessInfo.processInfo.activeProcessorCount
        guard (1...512).contains(request.jobs) else { throw PipelineError.usage("--jobs takes a number from 1 to 512") }
        if let shard {
            guard let parsed = Shard(shard) else { throw PipelineError.usage("--shard takes K/N, such as 1/4, with K from 1 to N") }
            request.shard = parsed
        }
        Interruption.watch()
        let display = ProgressDisplay(isQuiet: quiet)
        var observer = RunObserver()
        observer.notice = { display.notice($0) }
        observer.progress = { display.show($0) }
        observer.isInterrupted = { Interruption.isRequested }
        defer { display.end() }
        let summary = try ScrubRun(request, observer: observer).run()
        display.end()
        printLine(try json ? printableJSON(summary.json) : Self.text(summary))
        warnOfSplitStudies(summary.studiesOfSeveralPatients)
        if summary.exitCode == 2 {
            printError("dcmscrub: \(summary.quarantined) files were held back; the list is \(summary.quarantineList)")
            throw ExitCode(2)
        }
    }

    private static func text(_ summary: RunSummary) -> String {
        """
        \(summary.inputs) inputs:
          released     \(summary.released)  (\(summary.patients) patients, \(summary.studies) studies, \(summary.series) series)
          quarantined  \(summary.quarantined)
          not DICOM    \(summary.notDICOM)
          duplicates   \(summary.duplicates)
        Release:       \(summary.release)
        Held back:     \(summary.quarantineList)
        """
    }
}

/// One patient written in two ways is two patients, which only a person can put right.
func warnOfSplitStudies(_ count: Int) {
    guard count > 0 else { return }
    let studies = count == 1 ? "1 study has" : "\(count) studies have"
    printError(
        "dcmscrub: \(studies) files under more than one patient pseudonym, and so different date shifts, since their Patient IDs differ. "
            + "If it is one patient, 'patient-key' of a profile can fold the spellings.")
}
