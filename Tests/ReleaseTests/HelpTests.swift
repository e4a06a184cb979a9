// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// What the program says of its commands; the manual pages are made of the same.
@Suite struct HelpTests {
    struct Command: Decodable {
        struct Option: Decodable {
            let abstract: String?
            let valueName: String?
            let allValues: [String]?
        }

        let commandName: String
        let abstract: String?
        let discussion: String?
        let arguments: [Option]?
        let subcommands: [Command]?

        /// This command and all below it, with the words by which they are called.
        func all(after words: [String] = []) -> [(words: [String], command: Command)] {
            let own = words + [commandName]
            return [(own, self)] + (subcommands ?? []).flatMap { $0.all(after: own) }
        }
    }

    private struct Dump: Decodable { let command: Command }

    private static let commands = Result {
        let text = try Program(["--experimental-dump-help"]).output
        return try JSONDecoder().decode(Dump.self, from: Data(text.utf8)).command.all()
    }

    /// A paragraph that has line feeds in it is broken there, and at 80 columns once more.
    @Test("A paragraph of a help text is one line, and a line that stands as it is fits into 80 columns") func paragraphs() throws {
        for (words, command) in try Self.commands.get() {
            for paragraph in (command.discussion ?? "").split(separator: "\n\n") {
                let lines = paragraph.split(separator: "\n")
                #expect(lines.count { !$0.hasPrefix("  ") } <= 1, "\(words.joined(separator: " ")): \(paragraph)")
                #expect(lines.allSatisfy { !$0.hasPrefix("  ") || $0.count <= 80 }, "\(words.joined(separator: " ")): \(paragraph)")
            }
            for text in [command.abstract] + (command.arguments ?? []).map(\.abstract) {
                #expect(text?.contains("\n") != true, "\(words.joined(separator: " ")): \(text ?? "")")
            }
        }
    }

    @Test("The help of every command fits into 80 columns, and is the same however it is asked for") func width() throws {
        for (words, command) in try Self.commands.get() where command.commandName != "help" {
            let help = try Program(words.dropFirst() + ["--help"], environment: ["COLUMNS": "80"])
            let lines = help.output.split(separator: "\n")
            #expect(help.exitCode == 0 && lines.contains { $0.hasPrefix("USAGE: \(words.joined(separator: " "))") }, "\(words)")
            #expect(lines.allSatisfy { $0.count <= 80 }, "\(lines.first { $0.count > 80 } ?? "")")
        }
        #expect(try Program(["help", "handoff", "approve"]).output == Program(["handoff", "approve", "--help"]).output)
    }

    @Test("An option that takes certain words names them") func words() throws {
        for (words, command) in try Self.commands.get() {
            for option in command.arguments ?? [] {
                guard let values = option.allValues, !values.isEmpty else { continue }
                #expect(option.valueName == values.joined(separator: "|"), "\(words.joined(separator: " "))")
            }
        }
    }
}
