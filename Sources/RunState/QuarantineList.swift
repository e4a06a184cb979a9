// SPDX-License-Identifier: Apache-2.0

package import Filesystem
internal import Records

/// A line of `quarantine.jsonl`, in the state folder only: it names the original file.
struct QuarantineEntry: Codable {
    let run: Int64
    let path: String
    /// Where the path is not UTF-8: its bytes.
    let pathBytes: BytePath?
    let reason: String
    let detail: String?

    enum CodingKeys: String, CodingKey {
        case run, path, reason, detail
        case pathBytes = "path_base64"
    }

    init(run: Int64, path: BytePath, reason: String, detail: String?) {
        self.run = run
        self.path = path.readable
        pathBytes = path.text == nil ? path : nil
        self.reason = reason
        self.detail = detail
    }
}

extension Journal {
    /// Writes the list of what a run quarantined, in the order of the paths.
    package func writeQuarantineList(of run: Int64, to path: BytePath) throws {
        let file = try AtomicFile(path, mode: 0o600)
        try forEachQuarantined(of: run) { path, reason, detail in
            try file.write(jsonLine(QuarantineEntry(run: run, path: path, reason: reason, detail: detail)) + [0x0A])
        }
        try file.commit()
    }

    /// Whether a list names a file that a resumed run would try again.
    package static func mayPass(_ list: BytePath) throws -> Bool {
        try readFile(list, limit: .max).split(separator: 0x0A).contains { line in
            QuarantineReason(rawValue: try fromJSON(QuarantineEntry.self, Array(line)).reason)?.mayPass ?? false
        }
    }
}
