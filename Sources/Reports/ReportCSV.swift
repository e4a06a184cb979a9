// SPDX-License-Identifier: Apache-2.0

extension ReportDocument {
    /// The tag rows as comma-separated values (RFC 4180), which spreadsheets take for text and nothing else.
    /// - Parameter byteOrderMark: Begins with U+FEFF, by which some spreadsheets know UTF-8.
    public func csv(byteOrderMark: Bool = false) -> String {
        let showsExamples = tags.contains { $0.examples != nil }
        var header = [
            "path", "keyword", "vr", "files", "occurrences", "distinct_values", "is_approximate", "action", "reason", "options_that_change_it",
        ]
        if showsExamples { header.append("examples") }
        var lines = [header.joined(separator: ",")]
        for row in tags {
            var fields = [
                row.path, row.keyword, row.vr, String(row.files), String(row.occurrences), row.distinctValues.map { String($0) } ?? "",
                String(row.isApproximate), row.action, row.reason, row.optionsThatChangeIt.joined(separator: " "),
            ]
            if showsExamples { fields.append((row.examples ?? []).joined(separator: " | ")) }
            lines.append(fields.map(csvField).joined(separator: ","))
        }
        return (byteOrderMark ? "\u{FEFF}" : "") + lines.joined(separator: "\r\n") + "\r\n"
    }
}

/// A field of comma-separated values (RFC 4180). One that a spreadsheet would take for a formula gets an apostrophe in front.
package func csvField(_ text: String) -> String {
    var result = printable(text)
    let isFormula = result.unicodeScalars.first.map { "=+-@\t\r\n＝＋－＠".unicodeScalars.contains($0) } ?? false
    if isFormula { result = "'" + result }
    guard result.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else { return result }
    return "\"" + result.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
}
