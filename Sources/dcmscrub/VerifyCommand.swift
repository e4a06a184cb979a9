// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import ScrubPipeline

struct VerifyCommand: ParsableCommand, WorkerStarting {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Checks that a release or a handoff package is whole and unchanged.",
        discussion: """
            Compares every file with SHA256SUMS and the manifest, opens it and compares its UIDs, SOP Class, transfer syntax and pixels \
            with the manifest, and looks for anything that does not belong there. Of a handoff package it checks besides what was \
            approved, the signatures, and whether its time is over. Ends with exit code 0 if all is well and 3 if not. The receiver of \
            a release can run it too.

            With --state every file is searched once more for what only the crosswalk in the state folder knows of its patient: names, \
            IDs, dates, accession numbers, original UIDs.
            """)

    @Argument(help: ArgumentHelp("The release or package.", valueName: "folder"))
    var output: PathArgument

    @Option(help: ArgumentHelp("The state folder of the run; searches every file once more.", valueName: "folder"))
    var state: PathArgument?

    @OptionGroup var secret: KeyOption

    @OptionGroup var passphrase: KeyPassphrase

    @OptionGroup var guarding: SandboxOption

    @Flag(name: .shortAndLong, help: "Prints nothing but problems.")
    var quiet = false

    func run() throws {
        let result = try AuditTrail.verified(output.path, state: state?.path) {
            try PackageVerifier.verify(output.path, state: state?.path, key: secret.key?.path, opensFiles: true)
        }
        for problem in result.problems { printLine(problem.description) }
        if result.problemCount > result.problems.count { print("... and \(result.problemCount - result.problems.count) more") }
        guard result.isValid else {
            printError("dcmscrub: verification failed: \(result.problemCount) problems")
            throw ExitCode(3)
        }
        guard !quiet else { return }
        print("\(result.files) files, \(result.bytes) bytes: all as the release says")
        if state != nil {
            print(
                "Searched besides in each image file: preamble, File Meta Information, every value, and what of Pixel Data is no image. What the "
                    + "crosswalk knows of the patient is in none of them."
            )
        }
    }
}
