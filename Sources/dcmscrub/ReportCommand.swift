// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Audit
internal import Foundation
internal import Glibc
internal import Release
internal import Reports
internal import ScrubPipeline

struct ReportCommand: ParsableCommand, WorkerStarting {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Shows what an export holds and what a run would do with it. Changes nothing.",
        discussion: """
            Examples:
              dcmscrub report /mnt/pacs-export
              dcmscrub report /mnt/pacs-export --profile ai-labeling
              dcmscrub report /mnt/pacs-export --format html --output report.html

            Only headers are read, and nothing but the --output file is written. Values of headers do not appear, unless --show-values \
            asks for them.
            """)

    enum Format: String, CaseIterable, ExpressibleByArgument { case table, json, csv, html }

    @Argument(
        help: ArgumentHelp("What to read: files, folders, archives, a DICOMDIR, or - for a list of paths on standard input.", valueName: "input"))
    var inputs: [PathArgument]

    @OptionGroup var rules: RuleOptions

    @Option(help: ArgumentHelp("The site key of the run to come. The report does not depend on it, but for rare dates.", valueName: "file"))
    var key: PathArgument?

    @OptionGroup var work: WorkOptions

    @OptionGroup var guarding: SandboxOption

    @Option(
        help: ArgumentHelp(
            "The form: a table for the terminal, JSON, comma-separated values of the tags, or a page.", valueName: "table|json|csv|html"))
    var format = Format.table

    @Option(name: .shortAndLong, help: ArgumentHelp("Writes the report to a file, which is replaced if it exists.", valueName: "file"))
    var output: PathArgument?

    @Option(
        help: ArgumentHelp(
            "The state folder whose audit log notes this. (default: ~/.local/state/dcmscrub/<project>, if it is there)", valueName: "folder")
    )
    var state: PathArgument?

    @Option(help: ArgumentHelp("The language of the page.", valueName: "en|zh"))
    var lang = ReportLanguage.en.rawValue

    @Option(
        help: ArgumentHelp("Shows examples of values, masked; with 'full' whole, to a terminal or an --output file only.", valueName: "masked|full"))
    var showValues: String?

    @Flag(help: "Begins CSV with a byte order mark, by which some spreadsheets know UTF-8.")
    var bom = false

    func run() throws {
        let values = try shownValues(showValues, output: output)
        guard let language = ReportLanguage(rawValue: lang) else { throw PipelineError.usage("--lang takes en or zh") }
        guard !bom || format == .csv else { throw PipelineError.usage("--bom goes with --format csv") }
        var request = ReportRequest(inputs: inputs.map(\.path))
        request.key = key?.path
        request.project = rules.project
        request.profile = rules.profile
        request.options = rules.added.names
        request.keepsWeekday = rules.keepWeekday
        request.values = values
        request.output = output?.path
        request.jobs = try work.numberOfJobs()
        let document = try AuditTrail.reading(AuditAction.reported, from: try readPHI(state, rules, showsValues: values != .none)) { event in
            let document = try work.observed { try ReportRun(request, observer: $0).run() }
            event.counts = ["files": document.verdict.files, "patients": document.verdict.patients]
            return document
        }
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

/// Where it is noted that originals were read.
func readPHI(_ state: PathArgument?, _ rules: RuleOptions, showsValues: Bool) throws -> AuditTrail.Place {
    let project = try projectName(rules.project)
    return AuditTrail.Place(
        state: state?.path ?? (try? StateFolder.standardPath(project: project, environment: ProcessInfo.processInfo.environment)),
        project: project, profile: rules.profile, isNamed: state != nil, showsValues: showsValues)
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
            // Whoever reads has seen enough: `head` and `less` end so.
            if count < 0, errno == EPIPE { throw ExitCode(70) }
            guard count > 0 else { throw PipelineError.stopped("standard output cannot be written to; see whether the disk behind it is full") }
            rest = rest.dropFirst(count)
        }
        return
    }
    try writeReport(text, to: output.path, isPrivate: isPrivate)
}
