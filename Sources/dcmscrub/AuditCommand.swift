// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Audit
internal import Foundation
internal import Reports
internal import RunState
internal import ScrubPipeline

struct AuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Checks, shows and exports the log of who did what.",
        subcommands: [Verify.self, Show.self, Export.self, Review.self])

    /// Reads the whole log; ends with exit code 3 where it is not as it was written.
    static func read(_ folder: StateOption, key: PathArgument? = nil, _ body: (AuditEvent) throws -> Void = { _ in }) throws -> (
        lines: Int, isSigned: Bool
    ) {
        do {
            return try AuditLog(state: try folder.path()).check(key: key?.path, body)
        } catch let error as AuditError {
            printError("dcmscrub: the audit log is not as it was written: \(error)")
            throw ExitCode(3)
        } catch let error as PipelineError {
            throw error
        } catch let error as ExitCode {
            throw error
        } catch {
            throw PipelineError.stopped(by: error, at: "the audit log")
        }
    }

    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Finds any line that was changed, removed, moved or cut off.",
            discussion: """
                Each line holds the digest of the line before, and audit.head the signed end. Ends with exit code 3 if something is wrong. \
                With --key the signature has to be one by that site key; without, by the key in the state folder.
                """)

        @OptionGroup var folder: StateOption

        @Option(help: ArgumentHelp("The site key with which the folder was first used.", valueName: "file"))
        var key: PathArgument?

        func run() throws {
            let (lines, isSigned) = try AuditCommand.read(folder, key: key)
            print("\(lines) lines: each follows from the one before" + (isSigned ? ", and the end is signed" : ""))
            if !isSigned {
                printError("The end is not signed: no site key was there when the last line was written. A tail that was cut would not show.")
            }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Prints the events.")

        @OptionGroup var folder: StateOption

        @Option(help: ArgumentHelp("Only events from this day or time (UTC) on.", valueName: "yyyy-mm-dd[Thh:mm:ss]"))
        var since: String?

        @Option(help: ArgumentHelp("Only events of this OS account.", valueName: "name"))
        var user: String?

        @Option(help: ArgumentHelp("Only events of this kind, such as handoff-released.", valueName: "word"))
        var action: String?

        @Flag(help: "Prints the lines as they are in the log.")
        var json = false

        func run() throws {
            _ = try AuditCommand.read(folder) { event in
                guard since.map({ event.time >= $0 }) ?? true, user.map({ event.user == $0 }) ?? true, action.map({ event.action == $0 }) ?? true
                else {
                    return
                }
                printLine(json ? printableJSON(String(decoding: try event.line, as: UTF8.self)) : text(event))
            }
        }

        private func text(_ event: AuditEvent) -> String {
            var parts = [event.time, event.user, event.action, event.result?.rawValue ?? "success"]
            if let role = event.role { parts.append("as \(role)") }
            if let recipient = event.recipient { parts.append("to \(recipient)") }
            if let project = event.project { parts.append("project \(project)") }
            if let counts = event.counts { parts.append(counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")) }
            if let reason = event.reason { parts.append("(\(reason))") }
            return parts.map { printable($0) }.joined(separator: "  ")
        }
    }

    struct Export: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints the events as other systems take them, one a line.",
            discussion: "dicom: audit messages of DICOM PS3.15 section A.5, one XML document a line. cef: the Common Event Format of SIEM systems.")

        enum Format: String, CaseIterable, ExpressibleByArgument { case dicom, cef }

        @OptionGroup var folder: StateOption

        @Option(help: ArgumentHelp("The form.", valueName: "dicom|cef"))
        var format: Format

        @Option(help: ArgumentHelp("Only events from this day or time (UTC) on.", valueName: "yyyy-mm-dd[Thh:mm:ss]"))
        var since: String?

        func run() throws {
            _ = try AuditCommand.read(folder) { event in
                guard since.map({ event.time >= $0 }) ?? true else { return }
                try emit(format == .dicom ? AuditMessages.dicom(event) : AuditMessages.cef(event), to: nil, isPrivate: false)
            }
        }
    }

    struct Review: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Says what is unusual against the log's own history.",
            discussion: "Plain statistics, median and spread: many look-ups, off hours, a new account, a new recipient, refusals.")

        @OptionGroup var folder: StateOption

        func run() throws {
            var review = AuditReview()
            _ = try AuditCommand.read(folder) { review.add($0) }
            let notes = review.finish()
            for note in notes { printLine(note.description) }
            if notes.isEmpty { print("nothing unusual") }
        }
    }
}
