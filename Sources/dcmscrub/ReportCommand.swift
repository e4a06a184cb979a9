// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Foundation
internal import Glibc
internal import Reports
internal import ScrubPipeline

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Shows what an export holds and what a run would do with it. Changes nothing.",
        discussion: """
            Examples:
              dcmscrub report /mnt/pacs-export
              dcmscrub report /mnt/pacs-export --profile ai-labeling --format html --output report.html

            Only headers are read, and nothing but the --output file is written. Values of headers
            do not appear, unless --show-values asks for them.
            """)

    enum Format: String, CaseIterable, ExpressibleByArgument { case table, json, csv, html }

    @Argument(
        help: ArgumentHelp("What to read: files, folders, archives, a DICOMDIR, or - for a list of paths on standard input.", valueName: "input"))
    var inputs: [PathArgument]

    @Option(help: ArgumentHelp("The rules: the name of a shipped profile, or a YAML file.", valueName: "name|file"))
    var profile = "basic"

    @Option(
        name: .customLong("with"),
        help: ArgumentHelp("Adds a PS3.15 option to the profile, such as clean-descriptors. Can be repeated.", valueName: "option"))
    var options: [String] = []

    @Option(help: ArgumentHelp("The project of the run to come.", valueName: "name"))
    var project = "default"

    @Option(help: ArgumentHelp("The site key of the run to come. The report does not depend on it, but for rare dates.", valueName: "file"))
    var key: PathArgument?

    @Option(name: .shortAndLong, help: ArgumentHelp("How many files to work on at a time. (default: the number of cores)", valueName: "number"))
    var jobs: Int?

    @Flag(help: "Plans dates as they would be moved with the same flag of scrub.")
    var keepWeekday = false

    @Option(
        help: ArgumentHelp(
            "The form: a table for the terminal, JSON, comma-separated values of the tags, or a page.", valueName: "table|json|csv|html"))
    var format = Format.table

    @Option(name: .shortAndLong, help: ArgumentHelp("Writes the report to a file, which is replaced if it exists.", valueName: "file"))
    var output: PathArgument?

    @Option(help: ArgumentHelp("The language of the page.", valueName: "en|zh"))
    var lang = ReportLanguage.en.rawValue

    @Option(
        help: ArgumentHelp("Shows examples of values, masked; with 'full' whole, to a terminal or an --output file only.", valueName: "masked|full"))
    var showValues: String?

    @Flag(help: "Begins CSV with a byte order mark, by which some spreadsheets know UTF-8.")
    var bom = false

    @Flag(name: .shortAndLong, help: "Shows no progress.")
    var quiet = false

    func run() throws {
        let values = try shownValues(showValues, output: output)
        guard let language = ReportLanguage(rawValue: lang) else { throw PipelineError.usage("--lang takes en or zh") }
        guard !bom || format == .csv else { throw PipelineError.usage("--bom goes with --format csv") }
        var request = ReportRequest(inputs: inputs.map(\.path))
        request.key = key?.path
        request.project = project
        request.profile = profile
        request.options = options
        request.keepsWeekday = keepWeekday
        request.values = values
        request.output = output?.path
        request.jobs = jobs ?? ProcessInfo.processInfo.activeProcessorCount
        guard (1...512).contains(request.jobs) else { throw PipelineError.usage("--jobs takes a number from 1 to 512") }
        Interruption.watch()
        let display = ProgressDisplay(isQuiet: quiet)
        var observer = RunObserver()
        observer.notice = { display.notice($0) }
        observer.progress = { display.show($0) }
        observer.isInterrupted = { Interruption.isRequested }
        defer { display.end() }
        let document = try ReportRun(request, observer: observer).run()
        display.end()
        try emit(try text(document, language), to: output, isPrivate: values != .none)
        warnOfSplitStudies(document.verdict.studiesOfSeveralPatients)
        if document.verdict.quarantined > 0 { throw ExitCode(2) }
    }

    private func text(_ document: ReportDocument, _ language: ReportLanguage) throws -> String {
        switch format {
        case .table: ReportTable.text(for: document, isColored: output == nil && isatty(STDOUT_FILENO) == 1 && getenv("NO_COLOR") == nil)
        case .json: try document.json
        case .csv: document.csv(byteOrderMark: bom)
        case .html: try ReportPage.html(for: document, language: language)
        }
    }
}

/// What `--show-values` asks for, where that may be shown.
func shownValues(_ text: String?, output: PathArgument?) throws -> ShownValues {
    guard let text else { return .none }
    guard let values = ShownValues(rawValue: text), values != .none else { throw PipelineError.usage("--show-values takes masked or full") }
    guard values == .full else { return values }
    guard output != nil || isatty(STDOUT_FILENO) == 1 else {
        throw PipelineError.usage("--show-values=full goes to a terminal or to an --output file, which only you can read; it is not put into a pipe")
    }
    printError("Values of the originals are shown whole. Handle what follows like the originals.")
    return values
}

/// Prints a text, or puts it in the place of a file.
/// - Parameter isPrivate: Only the owner may read the file.
func emit(_ text: String, to output: PathArgument?, isPrivate: Bool) throws {
    guard let output else {
        let bytes = Array(text.utf8)
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw PipelineError.stopped("the report cannot be printed") }
            rest = rest.dropFirst(count)
        }
        return
    }
    try writeReport(text, to: output.path, isPrivate: isPrivate)
}
