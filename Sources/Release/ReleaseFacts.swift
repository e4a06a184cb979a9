// SPDX-License-Identifier: Apache-2.0

package import Filesystem
internal import Records
package import Reports
package import RunState

/// What a run knows of its release that the release does not say: kept in the state folder for a handoff,
/// under the digest of the release's SHA256SUMS.
package struct ReleaseFacts: Codable {
    package var run: Int64
    /// Where the run wrote it.
    package var release: BytePath
    package var options: [String]
    /// Inputs that did not leave, by reason.
    package var quarantined: [String: Int]
    package var risk: ReportDocument.Risk
    package var classes: [ReportDocument.InformationClass]

    package init(run: Int64, release: BytePath, options: [String], _ report: ReportDocument) {
        (self.run, self.release, self.options) = (run, release, options)
        quarantined = Dictionary(report.verdict.quarantineReasons.map { ($0.name, $0.count) }) { $0 + $1 }
        (risk, classes) = (report.risk, report.classes)
    }

    package func write(to state: StateFolder, checksums digest: String) throws {
        try makeFolders(state.releases, mode: 0o700)
        let file = try AtomicFile(Self.path(in: state, digest), mode: 0o600)
        try file.write(jsonLine(self) + [0x0A])
        try file.commit()
    }

    package static func read(from state: StateFolder, checksums digest: String) throws -> ReleaseFacts? {
        try fromJSONFile(Self.self, path(in: state, digest))
    }

    private static func path(in state: StateFolder, _ digest: String) -> BytePath { state.releases.appending(digest + ".json") }
}

extension ReleaseFolder {
    package static let documentNames = [manifestName, documentName, reportName, checksumsName]

    /// SHA-256 of the documents, by name.
    package func documentDigests() throws -> [String: String] {
        var result: [String: String] = [:]
        for name in Self.documentNames {
            guard let found = try digestIfThere(path.appending(name)) else {
                throw PipelineError.refused("\(name) of the release is missing or cannot be read")
            }
            result[name] = found.sha256
        }
        return result
    }
}
