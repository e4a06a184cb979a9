// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Engine
internal import Profiles
internal import Pseudonyms
internal import Reports
internal import ScrubPipeline

struct ProfileCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "profile", abstract: "Lists, shows, checks and imports the rules by which files are scrubbed.",
        subcommands: [List.self, Show.self, Check.self, ProfileImportCommand.self])

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists the profiles that come with the program.")

        func run() throws {
            for name in ShippedProfile.names {
                let profile = try ConfidentialityProfile.load(nameOrPath: name)
                printLine("\(name)\n    \(profile.summary)")
            }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows what a profile does with every attribute, and what decides it.",
            discussion: """
                Actions are those of PS3.15: D dummy, Z empty, X remove, K keep, C clean, U map the UID; X/Z and the like depend on the kind \
                of image.
                """
        )

        @Argument(help: ArgumentHelp("The name of a shipped profile, or a YAML file.", valueName: "name|file"))
        var profile: String

        @OptionGroup var added: AddedOptions

        @Flag(help: "Prints comma-separated values, as for an ethics board.")
        var csv = false

        func run() throws {
            let profile = try load(profile, added.names)
            let rows = profile.overview()
            if csv {
                printLine("tag,keyword,name,action,decided_by")
                for row in rows { printLine([row.tag, row.keyword, row.name, row.action, row.reason].map(csvField).joined(separator: ",")) }
                return
            }
            printLine("\(profile.name)  \(profile.digest.prefix(16))")
            printLine(profile.summary)
            if !profile.methodCodes.isEmpty { printLine("Codes claimed: \(profile.methodCodes.joined(separator: ", "))") }
            for line in profile.pixelTextSummary { printLine(line) }
            printLine("Patient key: \((["id"] + profile.patientKey.words).joined(separator: ", "))")
            printLine("")
            for row in rows {
                printLine("\(row.tag)  \(padded(row.action, 8))  \(padded(row.keyword, 52))  \(row.reason)")
            }
        }

        private func padded(_ text: String, _ width: Int) -> String { text + String(repeating: " ", count: max(0, width - text.count)) }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Checks a profile of your own and says what is wrong with it, line by line.")

        @Argument(help: ArgumentHelp("The YAML file.", valueName: "file"))
        var profile: String

        func run() throws {
            let profile = try load(profile, [])
            for warning in profile.warnings() { printError("\(warning)") }
            printLine("\(profile.name): \(profile.rules.count) rules, no errors")
        }
    }
}

private func load(_ profile: String, _ options: [String]) throws -> ConfidentialityProfile {
    do {
        return try ConfidentialityProfile.load(nameOrPath: profile, adding: options)
    } catch let error as ProfileError {
        throw PipelineError.usage("\(error)")
    }
}
