// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// `HANDOFF.html`: the request on one page to print, for those who sign, for the recipient and for an auditor.
package enum HandoffPage {
    package static let fileName = "HANDOFF.html"

    package static func html(_ request: HandoffRequest, _ approvers: [Approvers.Approver]) -> String {
        var rows: [(String, String)] = [
            ("Recipient", request.recipient), ("Purpose", request.purpose), ("Use until", request.expires ?? "no end was set"),
            ("Prepared", request.preparedAt), ("Project", request.project), ("Key", request.keyFingerprint),
            ("Program", "dcmscrub \(request.toolVersion), Table E.1-1 of PS3.15 \(request.tableEdition)"),
            ("Profile", "\(request.profile.name) (SHA-256 \(request.profile.sha256))"),
            ("Options", request.options.isEmpty ? "none" : request.options.joined(separator: ", ")),
            ("Codes (CID 7050)", request.methodCodes.joined(separator: ", ")),
            (
                "Holds",
                "\(request.counts.files) files, \(request.counts.patients) patients, \(request.counts.studies) studies, \(request.counts.bytes) bytes"
            ),
        ]
        if let risk = request.risk {
            rows.append(
                ("Risk", "\(risk.alone) of \(risk.patients) patients are alone in what is kept; the smallest group has \(risk.smallestClass)"))
        }
        return """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>Handoff</title>
            <style>
            body{font:11pt/1.4 sans-serif;max-width:46em;margin:2em auto;padding:0 1em;color:#111}
            h1{font-size:18pt} h2{font-size:12pt;margin:1.2em 0 .3em} table{border-collapse:collapse;width:100%}
            th,td{text-align:left;vertical-align:top;border-bottom:1px solid #ccc;padding:.2em .6em .2em 0;overflow-wrap:anywhere}
            th{width:11em;font-weight:600}
            code{font:9pt monospace;overflow-wrap:anywhere} .sign td{height:3em}
            @media print{body{margin:0;max-width:none}}
            </style></head><body>
            <h1>Handoff of de-identified images</h1>
            <table>\(table(rows))</table>
            <h2>What was not done</h2>
            <table>\(table(notDone(request.notDone)))</table>
            <h2>What it holds, by class of information</h2>
            <table>\(table(request.classes.map(row)))</table>
            <h2>Documents of the release (SHA-256)</h2>
            <table>\(table(request.documents.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }))</table>
            <h2>Approved by</h2>
            <table class="sign">\(table(approvers.map { ("\($0.role)", "\($0.name) — \($0.key)") }))</table>
            <p>SHA-256 of HANDOFF.json, which the signatures cover: <code>\(request.digest)</code></p>
            </body></html>

            """
    }

    /// The approvers with the names that the page gives them; `nil` where it has no such line or no plain name.
    package static func names(in page: String, of approvers: [Approvers.Approver]) -> [Approvers.Approver]? {
        guard var rest = page.range(of: "<h2>Approved by</h2>").map({ page[$0.upperBound...] }) else { return nil }
        var result: [Approvers.Approver] = []
        for var approver in approvers {
            guard let start = rest.range(of: "<tr><th>\(approver.role)</th><td>"),
                let end = rest[start.upperBound...].range(of: " — \(approver.key)</td></tr>")
            else { return nil }
            approver.name = unescaped(String(rest[start.upperBound..<end.lowerBound]))
            guard approver.name.unicodeScalars.count <= 100 else { return nil }
            result.append(approver)
            rest = rest[end.upperBound...]
        }
        return result
    }

    private static func row(_ kind: HandoffRequest.InformationClass) -> (String, String) {
        (
            kind.name,
            "\(kind.attributesBefore) attributes at level \(kind.levelBefore) before, \(kind.attributesAfter) at level \(kind.levelAfter) after: "
                + kind.rule
        )
    }

    private static func notDone(_ notDone: HandoffRequest.NotDone) -> [(String, String)] {
        [
            ("Text in pixels", notDone.pixelsInWords),
            ("Faces", notDone.facesRemoved ? "were removed" : "were not removed"),
        ]
            + notDone.flags.sorted { $0.key < $1.key }.map { ("Flag \($0.key)", "\($0.value) files") }
            + notDone.quarantined.sorted { $0.key < $1.key }.map { ("Quarantined: \($0.key)", "\($0.value) files did not leave") }
    }

    private static func table(_ rows: [(String, String)]) -> String {
        rows.map { "<tr><th>\(escaped($0.0))</th><td>\(escaped($0.1))</td></tr>" }.joined()
    }

    private static func unescaped(_ text: String) -> String {
        text.replacing("&quot;", with: "\"").replacing("&gt;", with: ">").replacing("&lt;", with: "<").replacing("&amp;", with: "&")
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
    }
}
