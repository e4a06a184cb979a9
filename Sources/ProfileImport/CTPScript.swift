// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Profiles

/// A DICOM Anonymizer script of CTP as its XML has it.
struct CTPScript {
    struct Entry {
        /// `p`, `e`, `k` or `r`.
        let kind: String
        let target: String
        let name: String
        let isEnabled: Bool
        var script: String
        let line: Int
    }

    private(set) var entries: [Entry] = []

    init(_ text: String, file: String) throws {
        let events: [XMLReader.Event]
        do throws(XMLReader.Failure) {
            events = try XMLReader.events(of: text)
        } catch {
            throw ProfileError(
                profile: file, line: error.line, column: error.column, "this is not XML; check the tags and quotation marks around here")
        }
        guard case .start(name: "script", _, _)? = events.first else {
            throw ProfileError(
                profile: file, line: 1, column: 1, "the XML is not a CTP DICOM Anonymizer script, whose root is <script>; give that file")
        }
        var depth = 0
        for event in events {
            switch event {
            case .start(let name, let attributes, let line):
                depth += 1
                if depth > 1 { entries.append(try Self.entry(name, attributes, line, isNested: depth > 2, file)) }
            case .text(let text):
                if depth == 2 { entries[entries.count - 1].script += text }
            case .end: depth -= 1
            }
        }
    }

    private static func entry(_ name: String, _ attributes: [String: String], _ line: Int, isNested: Bool, _ file: String) throws -> Entry {
        guard !isNested, ["p", "e", "k", "r"].contains(name), let target = attributes["t"], !target.isEmpty else {
            throw ProfileError(
                profile: file, line: line, column: 1, "<\(name)> is none of <e>, <k>, <r> and <p> with a 't'; check the script in CTP")
        }
        return Entry(
            kind: name, target: trimmed(target), name: attributes["n"] ?? "", isEnabled: name == "p" || attributes["en"] == "T", script: "",
            line: line)
    }
}
