// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import ScrubPipeline

struct KeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "Makes a site key, or tells which key a file holds.", subcommands: [Create.self, Fingerprint.self])

    struct Create: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a new site key of 32 random bytes, readable by you alone. Never replaces a file.")

        @Option(name: .shortAndLong, help: ArgumentHelp("The new key file.", valueName: "file"))
        var output: PathArgument

        func run() throws {
            let fingerprint = try SiteKeyFile.create(output.path)
            print("key \(fingerprint)")
            printError(SiteKeyFile.advice)
        }
    }

    struct Fingerprint: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints what tells a key from others. The key cannot be computed from it.")

        @Argument(help: ArgumentHelp("The key file.", valueName: "file"))
        var file: PathArgument

        func run() throws {
            print(try SiteKeyFile.fingerprint(file.path))
        }
    }
}
