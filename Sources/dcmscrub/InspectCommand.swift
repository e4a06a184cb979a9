// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Foundation
internal import Glibc
internal import ScrubPipeline

struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Shows what a run would do with every element of one file, and why. Writes nothing.",
        discussion: """
            Example:
              dcmscrub inspect /mnt/pacs-export/CT/IM0001 --tag PatientName --tag StudyDate

            Old values are masked. Pseudonyms are those of a release only where the key of that release is named with --key.
            """)

    @Argument(help: ArgumentHelp("The DICOM file.", valueName: "file"))
    var file: PathArgument

    @Option(help: ArgumentHelp("The rules: the name of a shipped profile, or a YAML file.", valueName: "name|file"))
    var profile = "basic"

    @Option(name: .customLong("with"), help: ArgumentHelp("Adds a PS3.15 option to the profile. Can be repeated.", valueName: "option"))
    var options: [String] = []

    @Option(help: ArgumentHelp("The project whose pseudonyms are shown.", valueName: "name"))
    var project = "default"

    @Option(help: ArgumentHelp("The site key whose pseudonyms are shown.", valueName: "file"))
    var key: PathArgument?

    @Option(help: ArgumentHelp("Shows only this attribute: a keyword or (gggg,eeee). Can be repeated.", valueName: "attribute"))
    var tag: [String] = []

    @Flag(help: "Prints one JSON object a line.")
    var json = false

    func run() throws {
        guard isProjectName(project) else { throw PipelineError.usage("--project takes letters, digits, '-', '_' and '.'") }
        let inspection = try Inspection(file.path, profile: profile, options: options, project: project, key: key?.path)
        let rows = (inspection.rows + inspection.added).filter { row in
            tag.isEmpty || tag.contains { $0.lowercased() == row.keyword.lowercased() || $0.lowercased() == row.tag.lowercased() }
        }
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            for row in rows { print(String(decoding: try encoder.encode(row), as: UTF8.self)) }
        } else {
            print(Self.table(rows))
            if key == nil { printError("Pseudonyms are shown under a key of zeros; name the release's key with --key to see its own.") }
        }
        if let refusal = inspection.refusal { printError("This file would be held back: \(refusal).") }
    }

    private static func table(_ rows: [Inspection.Row]) -> String {
        let header = ["TAG", "KEYWORD", "VR", "BEFORE", "ACTION", "AFTER", "WHY"]
        let cells = [header] + rows.map { row in
            [String(repeating: "  ", count: row.depth) + row.tag, row.keyword, row.vr, row.before, row.action, row.after, row.reason]
        }
        let limits = [24, 34, 2, 18, 10, 40, 80]
        let widths = header.indices.map { column in min(limits[column], cells.map { width($0[column]) }.max() ?? 0) }
        return cells.map { row in
            zip(row, widths).map { fitted($0, $1) }.joined(separator: "  ").trimmingTrailingBlanks
        }.joined(separator: "\n")
    }

    /// East Asian characters take two columns.
    private static func width(_ text: String) -> Int { text.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x1100 ? 2 : 1) } }

    private static func fitted(_ text: String, _ limit: Int) -> String {
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
