// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Reports
internal import ScrubPipeline

struct ReviewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "review",
        abstract: "Lets a person see the images that wait, and carries out what the person decides.",
        discussion: """
            In this order:
              dcmscrub review make         writes a page of all that waits, for a browser
              dcmscrub review apply FILE   takes what was saved there, releases and refuses
              dcmscrub review status       how many wait, and what became of the others

            The page shows what the originals show. It stays in the state folder, loads nothing and sends nothing.
            """,
        subcommands: [Make.self, Apply.self, Status.self])

    struct Make: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Writes what waits for a person as a page for a browser.")

        @OptionGroup var given: ReviewOptions

        @Option(name: .shortAndLong, help: ArgumentHelp("The page. (default: review/review.html in the state folder)", valueName: "file"))
        var output: PathArgument?

        @Flag(help: "Prints the result as one line of JSON.")
        var json = false

        func run() throws {
            let made = try given.desk().makeSheets(output: output?.path)
            for text in made.unshown { printError("dcmscrub: \(text)") }
            if json { return printLine(try printableJSON(made.json)) }
            guard made.images > 0 else { return printLine("Nothing waits for a person.") }
            printLine("\(made.images) \(made.images == 1 ? "image waits" : "images wait"). Open in a browser, decide, and save the decisions:")
            for page in made.pages { printLine("  \(page)") }
            printLine("Then: dcmscrub review apply FILE")
        }
    }

    struct Apply: ParsableCommand, WorkerStarting {
        static let configuration = CommandConfiguration(
            abstract: "Stores the decisions of a file, then releases and refuses what was decided.",
            discussion: """
                The file has to be of a page of this state folder, and what it decides on must be as the page showed it; else nothing is \
                stored (exit code 3). Exit code 2 says that files are still in quarantine: refused ones, waiting ones and all others.
                """)

        @Argument(help: ArgumentHelp("The file that was saved on the page.", valueName: "decisions"))
        var decisions: PathArgument

        @OptionGroup var given: ReviewOptions

        @OptionGroup var secret: KeyOption

        @OptionGroup var work: WorkOptions

        @OptionGroup var guarding: SandboxOption

        @Flag(help: "Prints the result as one line of JSON.")
        var json = false

        func run() throws {
            let desk = try given.desk()
            let jobs = try work.numberOfJobs()
            let applied = try work.observed { try desk.apply(decisions.path, key: secret.key?.path, jobs: jobs, observer: $0) }
            printLine(try json ? printableJSON(applied.json) : Self.text(applied))
            guard applied.exitCode == 0 else { throw ExitCode(applied.exitCode) }
        }

        private static func text(_ applied: AppliedDecisions) -> String {
            let known = applied.release + applied.refuse + applied.hold - applied.new
            var lines = ["decided: \(applied.release) to release, \(applied.refuse) to refuse, \(applied.hold) still open"]
            if known > 0 { lines.append("\(known) of them were known already") }
            for run in applied.runs {
                lines.append(
                    "\(run.release): \(run.released) released, \(run.quarantined) quarantined, \(run.waitsForReview) of these wait for a person")
            }
            return lines.joined(separator: "\n")
        }
    }

    struct Status: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Says how many files wait, and what became of the others, by modality.")

        @OptionGroup var given: ReviewOptions

        @Flag(help: "Prints the result as one line of JSON.")
        var json = false

        func run() throws {
            let status = try given.desk().status()
            if json { return printLine(try printableJSON(status.json)) }
            printLine(Self.line("modality", "waiting", "released", "refused"))
            for row in status.modalities {
                printLine(Self.line(row.modality.isEmpty ? "unknown" : row.modality, "\(row.waiting)", "\(row.released)", "\(row.refused)"))
            }
            printLine(Self.line("all", "\(status.waiting)", "\(status.released)", "\(status.refused)"))
            if status.pending > 0 {
                printLine("\(status.pending) were decided on and not yet carried out; 'dcmscrub review apply' with the same file does it")
            }
        }

        private static func line(_ name: String, _ numbers: String...) -> String {
            func padding(_ text: String, _ width: Int) -> String { String(repeating: " ", count: max(0, width - text.count)) }
            return name + padding(name, 10) + numbers.map { padding($0, 10) + $0 }.joined()
        }
    }
}

/// The state folder, by itself or by its project.
struct ReviewOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("The state folder. (default: ~/.local/state/dcmscrub/<project>)", valueName: "state"))
    var folder: PathArgument?

    @OptionGroup var named: StateOption

    func desk() throws -> ReviewDesk {
        if folder != nil, named.folder.state != nil { throw PipelineError.usage("name the state folder once: as an argument, or with --state") }
        return try ReviewDesk(state: try folder?.path ?? named.path())
    }
}
