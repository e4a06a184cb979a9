// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Foundation
internal import FreeTextPHI
internal import Glibc
internal import ScrubPipeline

struct TextCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "text",
        abstract: "Finds and replaces identifiers in free text: standard input to standard output.",
        discussion: """
            Examples:
              echo 'CT ABDOMEN for dr smith' | dcmscrub text
              dcmscrub text --jsonl < lines.jsonl > cleaned.jsonl

            With --jsonl a line is {"id":..., "text":...}, maybe with "lang", "field" (a DICOM keyword) and "known" (an object of \
            DICOM keyword to value). Offsets in the answer count Unicode scalars.
            """)

    enum Replacement: String, ExpressibleByArgument, CaseIterable {
        case label, remove, mask

        var policy: ReplacementPolicy {
            switch self {
            case .label: .labels
            case .remove: .removal
            case .mask: .masks
            }
        }
    }

    @Flag(help: "Reads and writes one JSON object a line.")
    var jsonl = false

    @Option(help: ArgumentHelp("A JSON object of DICOM keyword to value: what is known of the patient and study.", valueName: "file"))
    var known: PathArgument?

    @Option(help: ArgumentHelp("What takes the place of an identifier.", valueName: "label|remove|mask"))
    var replace = Replacement.label

    @Flag(help: "Says for every identifier which rule found it.")
    var explain = false

    func run() throws {
        var header: [String: String] = [:]
        if let known {
            guard let data = FileManager.default.contents(atPath: known.path.readable),
                let object = try? JSONDecoder().decode([String: String].self, from: data)
            else { throw PipelineError.usage("--known takes a file with one JSON object of DICOM keyword to text") }
            header = object
        }
        var filter = TextFilter(detector: PHIDetector(), policy: replace.policy)
        let isTerminal = isatty(STDOUT_FILENO) == 1
        var number = 0
        while var line = readLine(strippingNewline: true) {
            number += 1
            if jsonl {
                guard !line.isEmpty else { continue }
                let input = try Self.decoded(line, number)
                // A long line is held once.
                line = ""
                try answer(input, header, &filter)
            } else {
                let result = filter.clean(TextLine(id: "\(number)", text: line, known: header))
                print(isTerminal ? Self.coloured(result.text) : result.text)
                if explain { for span in result.spans { printError("\(number):\(Self.explanation(span))") } }
            }
        }
    }

    private struct Input: Decodable {
        let id: String
        let text: String
        var lang: String?
        var field: String?
        var known: [String: String]?
    }

    private static func decoded(_ line: String, _ number: Int) throws -> Input {
        guard let input = try? JSONDecoder().decode(Input.self, from: Data(line.utf8)) else {
            throw PipelineError.usage("line \(number) is not a JSON object with \"id\" and \"text\"")
        }
        return input
    }

    private func answer(_ input: Input, _ header: [String: String], _ filter: inout TextFilter) throws {
        let result = filter.clean(
            TextLine(id: input.id, text: input.text, lang: input.lang ?? "", field: input.field ?? "", known: input.known ?? header))
        try Self.write(result, id: input.id, evidence: explain)
    }

    /// One line, keys in order. Written piece by piece: a long text has tens of thousands of spans.
    private static func write(_ result: CleanResult, id: String, evidence: Bool) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        func put(_ s: String) { print(s, terminator: "") }
        func quoted(_ s: String) throws -> String { String(decoding: try encoder.encode(s), as: UTF8.self) }
        put("{\"id\":" + (try quoted(id)) + ",\"spans\":[")
        for (k, span) in result.spans.enumerated() {
            put((k == 0 ? "{" : ",{") + "\"detector\":\"\(span.detector)\",\"end\":\(span.range.upperBound),")
            if evidence {
                let reasons = span.evidence.map {
                    "{\"end\":\($0.range.upperBound),\"rule\":\"\($0.rule)\",\"start\":\($0.range.lowerBound),\"weight\":\(rounded($0.weight))}"
                }
                put("\"evidence\":[" + reasons.joined(separator: ",") + "],")
            }
            put("\"score\":\(rounded(span.score)),\"start\":\(span.range.lowerBound),\"type\":\"\(span.type.rawValue)\"}")
        }
        put("],\"text\":")
        let text = try encoder.encode(result.text)
        if text.count < 1 << 16 { put(String(decoding: text, as: UTF8.self)) } else { try writeUnbuffered(text) }
        print("}")
    }

    /// A long text is not copied into the buffer of standard output.
    private static func writeUnbuffered(_ data: Data) throws {
        fflush(nil)
        do { try FileHandle.standardOutput.write(contentsOf: data) } catch {
            throw PipelineError.usage("the result could not be written to standard output; the reader closed it or the disk is full")
        }
    }

    private static func rounded(_ v: Double) -> Double { (v * 1000).rounded() / 1000 }

    /// Labels stand out on a terminal.
    private static func coloured(_ text: String) -> String {
        var result = text
        for type in PHIType.allCases { result = result.replacing("[\(type.rawValue)]", with: "\u{1B}[7m[\(type.rawValue)]\u{1B}[0m") }
        return result
    }

    private static func explanation(_ span: PHISpan) -> String {
        """
        \(span.range.lowerBound)-\(span.range.upperBound) \(span.type.rawValue) \(span.detector) \
        \(span.evidence.map(\.rule).joined(separator: ", "))
        """
    }
}
