// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Foundation
internal import Reports
internal import ScrubPipeline

struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Says whether this machine is fit for a run, and how to mend what is not.",
        discussion: """
            Examples:
              dcmscrub doctor
              dcmscrub doctor /mnt/pacs-export --output /data/release

            Looks at DCMTK, the key, the state folder, the room for a release, what keeps worker processes in, the clock, the locale, \
            core dumps, the processor and Tesseract. Each line begins with ok, with MEND where something is wrong, or with note where it \
            is only worth to know. Ends with exit code 3 if there is something to mend. Nothing is changed.
            """)

    @Argument(help: ArgumentHelp("The export: its size is held against what is free.", valueName: "input"))
    var inputs: [PathArgument] = []

    @Option(name: .shortAndLong, help: ArgumentHelp("The folder for the release to be.", valueName: "folder"))
    var output: PathArgument?

    @OptionGroup var folder: StateFolderOption

    @OptionGroup var secret: KeyOption

    @Flag(help: "Prints the result as one line of JSON.")
    var json = false

    func run() throws {
        var request = DoctorRequest()
        request.inputs = inputs.map(\.path)
        request.output = output?.path
        request.state = folder.state?.path
        request.project = try projectName(folder.project)
        request.key = secret.key?.path
        request.environment = ProcessInfo.processInfo.environment
        let findings = Doctor(request).findings()
        if json {
            printLine(try printableJSON(Doctor.json(findings)))
        } else {
            for finding in findings { printLine(finding.line) }
        }
        guard Doctor.isHealthy(findings) else { throw ExitCode(3) }
    }
}
