// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Foundation
internal import Reports
internal import ScrubPipeline

struct CrosswalkCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "crosswalk", abstract: "Says who is behind a pseudonym. Needs the key and a reason, and is audited.",
        subcommands: [Find.self, Export.self])

    struct Find: ParsableCommand, WorkerStarting {
        static let configuration = CommandConfiguration(abstract: "Looks up a pseudonym, a UID of the release, or a file of it.")

        @Argument(help: ArgumentHelp("A pseudonym, a UID, or a path.", valueName: "value"))
        var value: String

        @OptionGroup var access: CrosswalkOptions

        @OptionGroup var guarding: SandboxOption

        @Flag(help: "Prints one object of JSON a line.")
        var json = false

        func run() throws {
            let found = try access.search().find(value)
            for one in found { printLine(try json ? printableJSON(one.json()) : Self.text(one)) }
        }

        private static func text(_ found: CrosswalkSearch.Found) -> String {
            let facts = found.facts.sorted { $0.key < $1.key }.map { "  \($0.key): \($0.value)" }
            return (["\(found.kind) \(found.pseudonym): \(found.original)"] + facts).joined(separator: "\n")
        }
    }

    struct Export: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Writes the whole crosswalk as CSV, readable by you alone.")

        @OptionGroup var access: CrosswalkOptions

        @Option(name: .shortAndLong, help: ArgumentHelp("The new file.", valueName: "file"))
        var output: PathArgument

        func run() throws {
            let count = try access.search().export(to: output.path)
            printLine("\(count) rows")
        }
    }
}

extension CrosswalkOptions {
    fileprivate func search() throws -> CrosswalkSearch {
        try CrosswalkSearch(
            state: state?.path, key: secret.key?.path, project: project, environment: ProcessInfo.processInfo.environment, reason: reason)
    }
}
