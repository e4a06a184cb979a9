// SPDX-License-Identifier: Apache-2.0

/// A request in words, whole: what somebody reads before he signs.
package enum RequestText {
    package static func text(_ request: HandoffRequest) -> String {
        let counts = request.counts, notDone = request.notDone
        var lines = [
            "Request \(request.digest)",
            "  prepared    \(request.preparedAt)",
            "  recipient   \(request.recipient)",
            "  purpose     \(request.purpose)",
            "  until       \(request.expires ?? "no end was set")",
            "  holds       \(counts.files) files (\(counts.bytes) bytes)",
            "  of          \(counts.patients) patients, \(counts.studies) studies, \(counts.series) series",
            "  project     \(request.project), key \(request.keyFingerprint)",
            "  profile     \(request.profile.name), SHA-256 \(request.profile.sha256)",
            "  options     \(request.options.isEmpty ? "none" : request.options.joined(separator: ", "))",
            "  CID 7050    \(request.methodCodes.joined(separator: ", "))",
            "  program     dcmscrub \(request.toolVersion), Table E.1-1 of PS3.15 \(request.tableEdition)",
            "What was not done",
            "  text in pixels \(notDone.pixelsInWords)",
            "  faces \(notDone.facesRemoved ? "were removed" : "were NOT removed")",
        ]
        lines += notDone.flags.sorted { $0.key < $1.key }.map { "  flag \($0.key): \($0.value) files" }
        if notDone.flags.isEmpty { lines.append("  no file is flagged") }
        lines += notDone.quarantined.sorted { $0.key < $1.key }.map { "  quarantined as \($0.key): \($0.value) files, which did not leave" }
        if let risk = request.risk {
            lines += [
                "Risk",
                "  \(risk.alone) of \(risk.patients) patients are alone in what is kept of them; the smallest group has \(risk.smallestClass)",
                "  mean risk \(Double(risk.averagePerTenThousand) / 10_000)",
            ]
        }
        lines.append("Classes of information (attributes and level of GB/T 39725, before and after)")
        lines += request.classes.map {
            "  \($0.name): \($0.attributesBefore) at level \($0.levelBefore), then \($0.attributesAfter) at level \($0.levelAfter) (\($0.rule))"
        }
        lines.append("Documents of the release (SHA-256)")
        lines += request.documents.sorted { $0.key < $1.key }.map { "  \($0.value)  \($0.key)" }
        return lines.joined(separator: "\n")
    }
}
