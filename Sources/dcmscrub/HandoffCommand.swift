// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Foundation
internal import Glibc
internal import Handoff
internal import Release
internal import Reports
internal import ScrubPipeline

struct HandoffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "handoff",
        abstract: "Hands a release over, with proof of what it is and who said yes.",
        discussion: """
            In this order:
              dcmscrub handoff prepare RELEASE --recipient 'Vendor A' \\
                  --purpose 'lung nodule labels' --expires 2027-06-30 --output request.json
              dcmscrub handoff approve request.json --release RELEASE \\
                  --as ada.key --role data-protection
              dcmscrub handoff approve request.json --release RELEASE \\
                  --as ben.key --role radiology
              dcmscrub handoff release request.json --release RELEASE --to PACKAGE

            Who may approve as what stands in approvers.yaml of the state folder; docs/handoff.md shows one. Keys are made with \
            'dcmscrub key create --approver'. Exit code 3 says that a rule refused it.
            """,
        subcommands: [Prepare.self, Approve.self, Release.self, List.self, Purge.self, Proof.self])

    struct Prepare: ParsableCommand, WorkerStarting {
        static let configuration = CommandConfiguration(abstract: "Verifies a release and writes a request to hand it over.")

        @Argument(help: ArgumentHelp("The release.", valueName: "folder"))
        var output: PathArgument

        @Option(help: ArgumentHelp("Who is to get it.", valueName: "name"))
        var recipient: String

        @Option(help: ArgumentHelp("What for.", valueName: "text"))
        var purpose: String

        @Option(help: ArgumentHelp("The last day (UTC) on which it may be released and used.", valueName: "yyyy-mm-dd"))
        var expires: String?

        @Option(help: ArgumentHelp("The state folder of the release's run. (default: that of its project)", valueName: "folder"))
        var state: PathArgument?

        @Option(name: .customLong("output"), help: ArgumentHelp("The request, a new file.", valueName: "file"))
        var request: PathArgument

        @OptionGroup var guarding: SandboxOption

        func run() throws {
            var preparation = HandoffPreparation(release: output.path, recipient: recipient, purpose: purpose, output: request.path)
            preparation.expires = expires
            preparation.state = state?.path
            preparation.environment = ProcessInfo.processInfo.environment
            let request = try preparation.run()
            printLine("\(request.counts.files) files of \(request.counts.patients) patients: all as the release says")
            printLine("request \(request.digest)")
        }
    }

    struct Approve: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows a request, and signs it.",
            discussion: """
                Signs with a key of 'dcmscrub key create --approver', or takes a signature that was made elsewhere:
                  openssl pkeyutl -sign -rawin -inkey own.pem -in request.json -out own.sig
                  dcmscrub handoff approve request.json --release RELEASE \\
                      --role radiology --signature own.sig --public-key own.pub.pem
                """)

        @OptionGroup var given: RequestOptions

        @Option(name: .customLong("as"), help: ArgumentHelp("The approver's private key.", valueName: "file"))
        var keyFile: PathArgument?

        @Option(help: ArgumentHelp("Instead of a key: 64 bytes that 'openssl pkeyutl -sign -rawin' wrote.", valueName: "file"))
        var signature: PathArgument?

        @Option(help: ArgumentHelp("The public key of --signature.", valueName: "file"))
        var publicKey: PathArgument?

        @Option(help: ArgumentHelp("As what the approver approves.", valueName: "role"))
        var role: String

        @Option(help: ArgumentHelp("A file with the passphrase of the key; else it is asked for.", valueName: "file"))
        var passphraseFile: PathArgument?

        @Flag(help: "Does not ask whether to sign.")
        var yes = false

        func validate() throws {
            guard (keyFile != nil) != (signature != nil), (signature != nil) == (publicKey != nil) else {
                throw ValidationError("approve takes --as FILE, or --signature FILE with --public-key FILE")
            }
        }

        func run() throws {
            var approval = HandoffApproval(request: given.request.path, release: given.release.path, role: role)
            approval.state = given.state?.path
            approval.approvers = given.approvers?.path
            approval.environment = ProcessInfo.processInfo.environment
            let (given, required) = try approval.run { request in
                printLine(RequestText.text(request))
                guard yes || asked() else { return nil }
                return try signer()
            }
            printLine("approved as \(role): \(given) of \(required) approvals")
        }

        private func asked() -> Bool {
            guard isatty(STDIN_FILENO) == 1 else {
                printError("dcmscrub: nobody can be asked here; --yes says yes")
                return false
            }
            writeError("Sign this request as \(role)? Type yes: ")
            return readLine()?.trimmingCharacters(in: .whitespaces) == "yes"
        }

        private func signer() throws -> HandoffApproval.Signer {
            do {
                if let keyFile {
                    let text = String(decoding: try HandoffFiles.secret(keyFile.path, "--as"), as: UTF8.self)
                    return .key(try ApproverKey(file: text) { try Passphrase.existing(passphraseFile) })
                }
                let key = try ApproverPublicKey(pem: String(decoding: try HandoffFiles.small(publicKey!.path, "--public-key"), as: UTF8.self))
                return .made(signature: try HandoffFiles.small(signature!.path, "--signature"), publicKey: key)
            } catch let error as HandoffError {
                throw PipelineError.usage("\(error)")
            }
        }
    }

    struct Release: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Checks approvals and every byte, and writes the package for the recipient.",
            discussion: "A request is released once as a folder and once as a tar, which hold the same.")

        @OptionGroup var given: RequestOptions

        @Option(help: ArgumentHelp("The package, a new or empty folder.", valueName: "folder"))
        var to: PathArgument?

        @Option(help: ArgumentHelp("The package as one new file.", valueName: "file"))
        var tar: PathArgument?

        func validate() throws {
            guard (to != nil) != (tar != nil) else { throw ValidationError("release takes --to FOLDER or --tar FILE") }
        }

        func run() throws {
            var handoff = HandoffRelease(
                request: given.request.path, release: given.release.path, form: to == nil ? .tar : .folder, target: (to ?? tar)!.path)
            handoff.state = given.state?.path
            handoff.approvers = given.approvers?.path
            handoff.environment = ProcessInfo.processInfo.environment
            let summary = try handoff.run()
            printLine("\(summary.files) files, \(summary.bytes) bytes released, approved by:")
            for approver in summary.approvedBy { printLine("  \(approver.role): \(approver.name), \(approver.key)") }
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists every handoff: to whom, why, who approved, when it ends.")

        @OptionGroup var folder: StateOption

        @Flag(help: "Prints one JSON object a line.")
        var json = false

        func run() throws {
            let entries = try HandoffList.entries(state: try folder.path())
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            for entry in entries {
                if json {
                    printLine(printableJSON(String(decoding: try encoder.encode(entry), as: UTF8.self)))
                    continue
                }
                printLine("\(entry.preparedAt.prefix(10))  \(entry.state.rawValue)  \(entry.recipient)")
                printLine("    purpose   \(entry.purpose)")
                printLine("    until     \(entry.expires ?? "no end was set")")
                printLine("    approved  \(entry.approvedBy.isEmpty ? "by nobody" : entry.approvedBy.joined(separator: ", "))")
                printLine("    request   \(entry.request)")
                for package in entry.packages { printLine("    package   \(package)") }
            }
            if entries.isEmpty, !json { print("no handoffs") }
        }
    }

    struct Purge: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Deletes packages and releases whose time is over, and old working copies.",
            discussion: """
                Working copies are packages that were never finished and what a killed run left in the scratch folder. \
                What does not hold what was written there is left alone, and the command ends with exit code 3.
                """)

        @OptionGroup var folder: StateOption

        @Flag(help: "Deletes nothing, and says what would go.")
        var dryRun = false

        @Option(help: ArgumentHelp("How old a working copy may become.", valueName: "number"))
        var hours = 72

        func run() throws {
            guard (0...87_600).contains(hours) else { throw PipelineError.usage("--hours takes a number from 0 to 87600") }
            var purge = HandoffPurge(state: try folder.path())
            purge.isDryRun = dryRun
            purge.hours = hours
            let items = try purge.run()
            for item in items {
                let what = "\(item.kind.rawValue) \(item.path)"
                if let kept = item.kept {
                    printLine("kept: \(what): \(kept)")
                } else {
                    printLine("\(dryRun ? "would go" : "gone"): \(what) (\(item.files) files, \(item.bytes) bytes)")
                }
            }
            if items.isEmpty { print("nothing to delete") }
            if items.contains(where: { $0.kept != nil }) { throw ExitCode(3) }
        }
    }

    struct Proof: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints how to prove, with sha256sum and openssl, that one file was part of what was approved.")

        @Argument(help: ArgumentHelp("A file of a release or of a package.", valueName: "file"))
        var file: PathArgument

        func run() throws {
            let proof = try HandoffProof(of: file.path)
            if let line = proof.manifestLine { printLine("manifest  \(line)") }
            printLine("sha256    \(proof.sha256)")
            printLine("In \(proof.folder):")
            for command in proof.commands { printLine("    \(command)") }
        }
    }
}

/// A request, and what it is judged by.
struct RequestOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("The request.", valueName: "file"))
    var request: PathArgument

    @Option(help: ArgumentHelp("The release that it is about.", valueName: "folder"))
    var release: PathArgument

    @Option(help: ArgumentHelp("The state folder. (default: that of the request's project)", valueName: "folder"))
    var state: PathArgument?

    @Option(help: ArgumentHelp("Who may approve. (default: approvers.yaml in the state folder)", valueName: "file"))
    var approvers: PathArgument?
}
