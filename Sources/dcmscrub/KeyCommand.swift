// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import ScrubPipeline

struct KeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "Makes or renews a site key, or tells which key a file holds.",
        subcommands: [Create.self, Fingerprint.self, Rotate.self])

    struct Create: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a new site key of 32 random bytes, readable by you alone. Never replaces a file.",
            discussion: """
                With --approver it makes the key of somebody who approves handoffs: the private half, sealed under a passphrase, and FILE.pub.pem. \
                What it prints goes into approvers.yaml.
                """)

        @Option(name: .shortAndLong, help: ArgumentHelp("The new key file.", valueName: "file"))
        var output: PathArgument

        @Flag(help: "Makes the key of an approver (Ed25519).")
        var approver = false

        @Flag(help: "Seals the site key under a passphrase, which every command that needs the key then asks for.")
        var passphrase = false

        @Option(help: ArgumentHelp("A file whose first line is the passphrase; else it is asked for.", valueName: "file"))
        var passphraseFile: PathArgument?

        @Flag(help: "Leaves the approver's key open: whoever has the file can sign.")
        var noPassphrase = false

        func validate() throws {
            guard approver || !noPassphrase else { throw ValidationError("--no-passphrase goes with --approver; a site key has none by itself") }
            guard approver || passphrase || passphraseFile == nil else {
                throw ValidationError("--passphrase-file goes with --passphrase or --approver")
            }
            guard passphraseFile == nil || !noPassphrase else { throw ValidationError("--passphrase-file and --no-passphrase exclude each other") }
        }

        func run() throws {
            if approver {
                let passphrase = noPassphrase ? nil : try Passphrase.new(passphraseFile)
                print(try HandoffFiles.createApproverKey(output.path, passphrase: passphrase))
                return
            }
            let fingerprint = try SiteKeyFile.create(output.path, passphrase: passphrase ? try Passphrase.new(passphraseFile) : nil)
            print("key \(fingerprint)")
            printError(SiteKeyFile.advice)
            if passphrase { printError("Without the passphrase the key is lost too.") }
        }
    }

    struct Fingerprint: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints what tells a key from others. The key cannot be computed from it.")

        @Argument(help: ArgumentHelp("The key file.", valueName: "file"))
        var file: PathArgument

        @OptionGroup var passphrase: KeyPassphrase

        func run() throws {
            print(try SiteKeyFile.fingerprint(file.path))
        }
    }

    struct Rotate: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a new site key for new releases. The old one stays beside it, for what it sealed.",
            discussion: "Releases under the new key have other pseudonyms: they cannot be joined with the old ones.")

        @OptionGroup var folder: StateOption

        func run() throws {
            let (old, new) = try KeyRotation.rotate(state: try folder.path())
            print("key \(new)")
            printError("The key before it, \(old), is kept as site.\(old).key.\n\(SiteKeyFile.advice)")
        }
    }
}
