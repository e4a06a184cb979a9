// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Foundation
internal import Profiles

#if canImport(FoundationXML)
    internal import FoundationXML
#endif

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

    let entries: [Entry]

    init(_ text: String, file: String) throws {
        let parser = XMLParser(data: Data(text.utf8))
        parser.shouldResolveExternalEntities = false
        let reader = Reader()
        parser.delegate = reader
        let isRead = parser.parse()
        // The parser mends what is cut off, and would drop the lines that are missing.
        guard isRead, parser.parserError == nil, !reader.hasFailed, reader.isClosed else {
            throw ProfileError(
                profile: file, line: max(1, parser.lineNumber), column: max(1, parser.columnNumber),
                "this is not XML; check the tags and quotation marks around here")
        }
        if let (line, message) = reader.wrong { throw ProfileError(profile: file, line: line, column: 1, message) }
        guard reader.isScript else {
            throw ProfileError(
                profile: file, line: 1, column: 1, "the XML is not a CTP DICOM Anonymizer script, whose root is <script>; give that file")
        }
        entries = reader.entries
    }

    private final class Reader: NSObject, XMLParserDelegate {
        var entries: [Entry] = []
        var isScript = false
        var wrong: (Int, String)?
        var hasFailed = false
        /// The root has ended where the text has its end tag.
        var isClosed: Bool { depth == 0 && isScriptEnded }
        private var isScriptEnded = false
        private var depth = 0
        private var isInside = false

        func parser(_ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?, attributes: [String: String]) {
            depth += 1
            if depth == 1 { isScript = name == "script" }
            guard depth > 1 else { return }
            guard depth == 2, ["p", "e", "k", "r"].contains(name), let target = attributes["t"], !target.isEmpty else {
                if wrong == nil { wrong = (parser.lineNumber, "<\(name)> is none of <e>, <k>, <r> and <p> with a 't'; check the script in CTP") }
                return
            }
            isInside = true
            entries.append(
                Entry(
                    kind: name, target: trimmed(target), name: attributes["n"] ?? "", isEnabled: name == "p" || attributes["en"] == "T", script: "",
                    line: parser.lineNumber))
        }

        func parser(_ parser: XMLParser, foundCharacters string: String) {
            if isInside { entries[entries.count - 1].script += string }
        }

        func parser(_ parser: XMLParser, foundCDATA block: Data) {
            if isInside { entries[entries.count - 1].script += String(decoding: block, as: UTF8.self) }
        }

        func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
            depth -= 1
            isInside = false
            if depth == 0 { isScriptEnded = true }
        }

        func parser(_ parser: XMLParser, parseErrorOccurred error: any Error) { hasFailed = true }
    }
}
