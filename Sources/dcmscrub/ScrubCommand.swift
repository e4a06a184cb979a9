// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Foundation
internal import Reports
internal import ScrubPipeline

struct ScrubCommand: ParsableCommand, WorkerStarting {
    static let configuration = CommandConfiguration(
        commandName: "scrub",
        abstract: "Makes a release: a copy of the input in which nobody can be identified.",
        discussion: """
            Examples:
              dcmscrub scrub /mnt/pacs-export --output /data/release
              dcmscrub scrub /media/cdrom/DICOMDIR --output /data/release
              dcmscrub scrub /mnt/export --output /data/for-vendor-a --project vendor-a
              find /archive -name '*.dcm' | dcmscrub scrub - --output /data/release

            The output folder must be new or empty. If a run is interrupted (power, full disk, Ctrl-C), give the same command again with \
            --resume; the result is the same as if nothing had happened.
            """)

    @Argument(
        help: ArgumentHelp("What to read: files, folders, archives, a DICOMDIR, or - for a list of paths on standard input.", valueName: "input"))
    var inputs: [PathArgument]

    @Option(name: .shortAndLong, help: ArgumentHelp("The folder for what may leave. It must be new or empty.", valueName: "folder"))
    var output: PathArgument

    @OptionGroup var rules: RuleOptions

    @OptionGroup var secrets: SecretOptions

    @OptionGroup var work: WorkOptions

    @OptionGroup var guarding: SandboxOption

    @Flag(help: "Continues a run that did not end.")
    var resume = false

    @Option(help: ArgumentHelp("How files are named: uid, or dicomdir for 8.3 names and a DICOMDIR as on media.", valueName: "uid|dicomdir"))
    var layout = ReleaseLayout.uid.rawValue

    @Option(
        help: ArgumentHelp(
            "Takes the K-th of N parts of the patients, so that several machines share the work; 'merge' joins the parts. Needs --key.",
            valueName: "K/N"))
    var shard: String?

    @Option(
        help: ArgumentHelp(
            "Goes by what was decided on a page of another state folder: its review/decisions.jsonl. It is taken over into this one.",
            valueName: "file"))
    var decisions: PathArgument?

    @Flag(help: "Prints the result as one line of JSON.")
    var json = false

    func run() throws {
        var request = ScrubRequest(inputs: inputs.map(\.path), output: output.path)
        request.state = secrets.state?.path
        request.key = secrets.key?.path
        request.project = rules.project
        request.profile = rules.profile
        request.options = rules.added.names
        request.keepsWeekday = rules.keepWeekday
        request.resume = resume
        request.decisions = decisions?.path
        guard let chosen = ReleaseLayout(rawValue: layout) else { throw PipelineError.usage("--layout takes uid or dicomdir") }
        request.layout = chosen
        request.environment = ProcessInfo.processInfo.environment
        request.jobs = try work.numberOfJobs()
        if let shard {
            guard let parsed = Shard(shard) else {
                throw PipelineError.usage("--shard takes K/N, such as 1/4, with K from 1 to N, and N up to 10000")
            }
            request.shard = parsed
        }
        let summary = try work.observed { try ScrubRun(request, observer: $0).run() }
        try tell(summary, json: json, project: secrets.state == nil && shard == nil ? rules.project : nil)
    }
}

/// Says how a run ended.
/// - Parameter project: Whose standard state folder the run had; `nil` where its path has to be named.
func tell(_ summary: RunSummary, json: Bool, project: String?) throws {
    let text =
        """
        \(summary.inputs) inputs:
          released     \(summary.released)  (\(summary.patients) patients, \(summary.studies) studies, \(summary.series) series)
          quarantined  \(summary.quarantined)
          not DICOM    \(summary.notDICOM)
          duplicates   \(summary.duplicates)
        Release:       \(summary.release)
        Quarantined:   \(summary.quarantineList)
        """
    printLine(try json ? printableJSON(summary.json) : text)
    warnOfSplitStudies(summary.studiesOfSeveralPatients)
    if summary.exitCode == 2 {
        printError("dcmscrub: \(summary.quarantined) files were quarantined; the list is \(summary.quarantineList)")
        if summary.waitsForReview > 0 {
            let stateText = project.map { "--project \($0)" } ?? "--state \(BytePath(summary.quarantineList).parent.readable)"
            printError("dcmscrub: \(summary.waitsForReview) of them wait for a person to see their pixels: dcmscrub review make \(stateText)")
        }
        throw ExitCode(2)
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
