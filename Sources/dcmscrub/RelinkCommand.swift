// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Foundation
internal import Reports
internal import ScrubPipeline

struct RelinkCommand: ParsableCommand, WorkerStarting {
    static let configuration = CommandConfiguration(
        commandName: "relink",
        abstract: "Puts what a recipient made of a release back on the original patients.",
        discussion: """
            Takes segmentations, structured reports, structure sets, presentation states and other DICOM objects made of released \
            images, and labels as CSV or JSON. Patient, study, references and copied dates become those of the originals. A file that \
            belongs to no patient of the release, or to two, is quarantined: listed, and not written.

            What is written identifies patients again. It stays in the house.
            """)

    @Argument(help: ArgumentHelp("What came back.", valueName: "returned"))
    var returned: PathArgument

    @Option(name: .shortAndLong, help: ArgumentHelp("The folder for the relinked files. It must be new or empty.", valueName: "folder"))
    var output: PathArgument

    @OptionGroup var access: CrosswalkOptions

    @OptionGroup var guarding: SandboxOption

    @Option(help: ArgumentHelp("Works without a crosswalk, from the key and this folder of originals.", valueName: "folder"))
    var originals: PathArgument?

    @Flag(help: "Prints the result as one line of JSON.")
    var json = false

    func run() throws {
        var request = RelinkRequest(returned: returned.path, output: output.path, reason: access.reason)
        request.state = access.state?.path
        request.key = access.secret.key?.path
        request.originals = originals?.path
        request.project = access.project
        request.environment = ProcessInfo.processInfo.environment
        let summary = try RelinkRun(request).run()
        printLine(try json ? printableJSON(summary.json()) : Self.text(summary))
        if summary.exitCode != 0 {
            printError("dcmscrub: \(summary.quarantined) of \(summary.files.count) returned files were quarantined")
            throw ExitCode(summary.exitCode)
        }
    }

    private static func text(_ summary: RelinkSummary) -> String {
        let counts = summary.counts
        var lines = [
            "\(summary.files.count) returned files:", "  relinked     \(summary.relinked)", "  quarantined  \(summary.quarantined)",
            "References restored: \(counts["references"] ?? 0); dates moved back: \(counts["dates"] ?? 0); values in text: \(counts["texts"] ?? 0)",
        ]
        for file in summary.files where file.reason != nil { lines.append("quarantined: \(file.path): \(file.detail ?? "")") }
        return lines.joined(separator: "\n")
    }
}

/// What every look at who is who needs.
struct CrosswalkOptions: ParsableArguments {
    @OptionGroup var passphrase: KeyPassphrase

    @Option(help: ArgumentHelp("Why somebody has to know who is who. It goes into the audit log.", valueName: "text"))
    var reason: String

    @Option(help: ArgumentHelp("The state folder of the run. (default: ~/.local/state/dcmscrub/<project>)", valueName: "folder"))
    var state: PathArgument?

    @OptionGroup var secret: KeyOption

    @Option(help: ArgumentHelp("The project, for the standard state folder and for --originals.", valueName: "name"))
    var project = "default"
}
