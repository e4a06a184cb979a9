// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Audit
internal import Engine
internal import Foundation
internal import Glibc
internal import Release
internal import Reports
internal import ScrubPipeline

struct InspectCommand: ParsableCommand, WorkerStarting {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Shows what a run would do with every element of one file, and why. Writes nothing.",
        discussion: """
            Examples:
              dcmscrub inspect EXPORT/CT/IM0001 --tag PatientName --tag StudyDate
              dcmscrub inspect EXPORT/CT/IM0001 RELEASE/images/P-.../2.25.1.dcm

            With two files, an input is compared with its output: same, changed, removed, added. Old values are masked. \
            Pseudonyms are those of a release only where the key of that release is named with --key.
            """)

    @Argument(help: ArgumentHelp("The DICOM file; and its output, to compare the two.", valueName: "file"))
    var files: [PathArgument]

    @OptionGroup var rules: RuleOptions

    @OptionGroup var guarding: SandboxOption

    @Option(help: ArgumentHelp("The site key whose pseudonyms are shown.", valueName: "file"))
    var key: PathArgument?

    @Option(
        help: ArgumentHelp(
            "Shows only this attribute: a keyword, (gggg,eeee), or a path such as (0008,1110)[*]/(0008,1155). Can be repeated.",
            valueName: "attribute"))
    var tag: [String] = []

    @Option(
        help: ArgumentHelp("Old values are shown masked; with 'full' whole, to a terminal or an --output file only.", valueName: "masked|full"))
    var showValues: String?

    @Option(
        help: ArgumentHelp(
            "The state folder whose audit log notes that values were shown. (default: ~/.local/state/dcmscrub/<project>)", valueName: "folder"))
    var state: PathArgument?

    @Option(name: .shortAndLong, help: ArgumentHelp("Writes to a file, which is replaced if it exists.", valueName: "file"))
    var output: PathArgument?

    @Flag(help: "Prints one JSON object a line.")
    var json = false

    @Flag(help: "Takes any number of files, each on its own, for --json: every object says of which file it is.")
    var each = false

    func validate() throws {
        guard !each || json && output == nil else { throw ValidationError("--each goes with --json, to standard output") }
        guard each || (1...2).contains(files.count) else { throw ValidationError("inspect takes one file, or an input and its output") }
    }

    func run() throws {
        let values = try shownValues(showValues, output: output)
        // Without values it shows nothing that a report does not.
        guard values != .none || state != nil else { return try inspect(values) }
        try AuditTrail.reading(AuditAction.inspected, from: try readPHI(state, rules, showsValues: values != .none)) { event in
            event.counts = ["files": files.count]
            try inspect(values)
        }
    }

    private func inspect(_ values: ShownValues) throws {
        guard each || files.count == 1 else { return try compare(values) }
        let request = request(values)
        guard !each else { return try inspectEach(request) }
        try inspectOne(request, isPrivate: values != .none)
    }

    private func request(_ values: ShownValues) -> Inspection.Request {
        var request = Inspection.Request()
        request.profile = rules.profile
        request.options = rules.added.names
        request.project = rules.project
        request.key = key?.path
        request.keepsWeekday = rules.keepWeekday
        request.values = values == .none ? .masked : values
        return request
    }

    private func inspectOne(_ request: Inspection.Request, isPrivate: Bool) throws {
        let inspection = try Inspection(files[0].path, request)
        let rows = (inspection.rows + inspection.added).filter { isWanted($0.tag, $0.keyword, $0.path) }
        if json {
            let pixels = tag.isEmpty ? try lines([inspection.pixels].compactMap { $0 }.map { ["pixels": $0] }) : ""
            try emit(try lines(rows) + pixels, to: output, isPrivate: isPrivate)
        } else if !inspection.rows.isEmpty {
            let table = CellTable(
                header: ["TAG", "KEYWORD", "VR", "BEFORE", "ACTION", "AFTER", "WHY"],
                limits: [24, 34, 2, request.values == .full ? 40 : 18, 10, 40, 160])
            let text = table.text(
                rows.map { row in
                    let more = row.explanation?.sentence ?? ""
                    return [
                        indented(row.tag, row.depth), row.keyword, row.vr, row.before, row.action, row.after,
                        row.reason + (more.isEmpty ? "" : ": \(more)"),
                    ]
                })
            try emit(text + (tag.isEmpty ? pixelLines(inspection) : ""), to: output, isPrivate: isPrivate)
            if key == nil { printError("Pseudonyms and moved dates are shown under a random key; name the release's key with --key to see its own.") }
        }
        if let refusal = inspection.refusal {
            printError(refusal)
            throw ExitCode(2)
        }
    }

    /// What is seen in the pixels, line by line.
    private func pixelLines(_ inspection: Inspection) -> String {
        guard let pixels = inspection.pixels else { return "" }
        let why = pixels.reason.map { ", text is likely: \($0)" } ?? ""
        let state = pixels.needsReview ? ", a person has to look" : pixels.isReviewed ? ", a person looked" : ""
        let seen = pixels.frames == 0 ? "not seen" : "\(pixels.frames) frames seen"
        let places = pixels.places.map { place in
            "  \(place.box.map(String.init).joined(separator: ", "))  \(place.evidence)\(place.isBlanked ? "" : ", stays")\n"
        }
        return "\nPIXELS: \(seen)\(why)\(state); \(pixels.blankedArea) pixels of a frame are blanked\n" + places.joined()
    }

    /// A row, the pixels or the refusal of one of several files.
    private struct Line: Encodable {
        let file: String
        let row: Inspection.Row?
        let refusal: String?
        var pixels: InspectedPixels?
    }

    private func inspectEach(_ request: Inspection.Request) throws {
        var isRefused = false
        try Inspection.each(of: files.map(\.path), request) { path, inspection in
            let rows = (inspection.rows + inspection.added).filter { isWanted($0.tag, $0.keyword, $0.path) }
            var found = rows.map { Line(file: path.readable, row: $0, refusal: nil) }
            if tag.isEmpty, let pixels = inspection.pixels { found.append(Line(file: path.readable, row: nil, refusal: nil, pixels: pixels)) }
            if let refusal = inspection.refusal {
                found.append(Line(file: path.readable, row: nil, refusal: refusal))
                isRefused = true
            }
            try emit(try lines(found), to: nil, isPrivate: false)
        }
        if isRefused { throw ExitCode(2) }
    }

    private func compare(_ values: ShownValues) throws {
        let rows = try Comparison(files[0].path, files[1].path, values: values == .none ? .masked : values).rows.filter {
            isWanted($0.tag, $0.keyword, $0.path)
        }
        if json { return try emit(try lines(rows), to: output, isPrivate: values != .none) }
        let table = CellTable(header: ["TAG", "KEYWORD", "VR", "", "BEFORE", "AFTER"], limits: [24, 34, 2, 8, 40, 40])
        try emit(
            table.text(rows.map { [indented($0.tag, $0.depth), $0.keyword, $0.vr, $0.difference.rawValue, $0.before, $0.after] }), to: output,
            isPrivate: values != .none)
        let count = { (difference: Comparison.Difference) in rows.count { $0.difference == difference } }
        printError("\(count(.same)) same, \(count(.changed)) changed, \(count(.removed)) removed, \(count(.added)) added")
    }

    private func isWanted(_ own: String, _ keyword: String, _ path: String) -> Bool {
        guard !tag.isEmpty else { return true }
        return tag.contains { asked in
            let asked = asked.lowercased()
            return [own.lowercased(), keyword.lowercased(), path.lowercased(), collapsed(path).lowercased()].contains(asked)
        }
    }

    /// Items by number become `[*]`.
    private func collapsed(_ path: String) -> String {
        path.split(separator: "[", omittingEmptySubsequences: false).enumerated().map { index, part in
            index == 0 ? String(part) : "[*" + part.drop { $0 != "]" }
        }.joined()
    }

    private func indented(_ text: String, _ depth: Int) -> String { String(repeating: "  ", count: depth) + text }

    private func lines(_ rows: [some Encodable]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try rows.map { printableJSON(String(decoding: try encoder.encode($0), as: UTF8.self)) + "\n" }.joined()
    }
}

/// Cells in columns as wide as their widest cell, up to a limit.
struct CellTable {
    let header: [String]
    let limits: [Int]

    func text(_ rows: [[String]]) -> String {
        let cells = [header] + rows.map { $0.map(printable) }
        let widths = header.indices.map { column in min(limits[column], cells.map { width($0[column]) }.max() ?? 0) }
        return cells.map { row in
            zip(row, widths).map { fitted($0, $1) }.joined(separator: "  ").trimmingTrailingBlanks + "\n"
        }.joined()
    }

    /// East Asian characters take two columns.
    private func width(_ text: String) -> Int { text.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x1100 && $1.value != 0x2026 ? 2 : 1) } }

    private func fitted(_ text: String, _ limit: Int) -> String {
        var result = text
        while width(result) > limit { result.removeLast() }
        return result + String(repeating: " ", count: limit - width(result))
    }
}

extension String {
    fileprivate var trimmingTrailingBlanks: String {
        guard let last = lastIndex(where: { $0 != " " }) else { return "" }
        return String(self[...last])
    }
}
