// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import DICOMModel
package import Filesystem
internal import Foundation
internal import Glibc
internal import Records

/// `audit.jsonl`: who did what and when, each line with the digest of the line before. It holds no original value.
package struct AuditLog {
    package struct Event: Codable {
        var time = ""
        var user = ""
        var host = ""
        package var action: String
        package var toolVersion: String
        package var run: Int64?
        package var project: String?
        package var keyFingerprint: String?
        package var profile: String?
        package var profileDigest: String?
        package var counts: [String: Int]?
        /// SHA-256 of the line before without its line feed; 64 zeros in the first.
        var previous = ""

        enum CodingKeys: String, CodingKey {
            case time, user, host, action, run, project, profile, counts, previous
            case toolVersion = "tool_version"
            case keyFingerprint = "key_fingerprint"
            case profileDigest = "profile_digest"
        }

        package init(_ action: String) {
            self.action = action
            toolVersion = ToolVersion.current
        }
    }

    package let path: BytePath

    package init(path: BytePath) { self.path = path }

    package func append(_ event: Event) throws {
        let descriptor = try FileDescriptor(opening: path, O_RDWR | O_CREAT, mode: 0o600, for: "write the audit log")
        let end = lseek(descriptor.number, 0, SEEK_END)
        let (last, length) = try lastLine(descriptor, end: end)
        var event = event
        event.time = utcTime()
        event.user = userName()
        event.host = hostName()
        event.previous = last.map { hexadecimal(SHA256.hash(data: $0)) } ?? String(repeating: "0", count: 64)
        // What follows the last line feed was cut short by a crash.
        if length < end { ftruncate(descriptor.number, length) }
        lseek(descriptor.number, length, SEEK_SET)
        try descriptor.write(jsonLine(event) + [0x0A])
        try descriptor.flush()
    }

    /// The last whole line, and where it ends in the file.
    private func lastLine(_ descriptor: FileDescriptor, end: off_t) throws(SystemError) -> ([UInt8]?, off_t) {
        let start = max(0, end - (1 << 16))
        lseek(descriptor.number, start, SEEK_SET)
        var tail: [UInt8] = []
        while true {
            let block = try descriptor.read(upTo: 1 << 16)
            if block.isEmpty { break }
            tail += block
        }
        guard let feed = tail.lastIndex(of: 0x0A) else { return (nil, 0) }
        let begin = tail[..<feed].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        return (Array(tail[begin..<feed]), start + off_t(feed) + 1)
    }
}

private func utcTime() -> String {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    var parts = tm()
    gmtime_r(&time.tv_sec, &parts)
    var text = [CChar](repeating: 0, count: 32)
    strftime(&text, text.count, "%Y-%m-%dT%H:%M:%S", &parts)
    let milliseconds = String(time.tv_nsec / 1_000_000)
    let seconds = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return seconds + "." + String(repeating: "0", count: 3 - milliseconds.count) + milliseconds + "Z"
}

/// The name that `/etc/passwd` has for a user, else the number. Name services are not asked: they can be on a network.
func userName(_ user: uid_t = geteuid(), in table: BytePath = BytePath("/etc/passwd")) -> String {
    let lines = (try? readFile(table))?.split(separator: 0x0A) ?? []
    for line in lines {
        let fields = line.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        if fields.count >= 3, !fields[0].isEmpty, String(decoding: fields[2], as: UTF8.self) == "\(user)" {
            return String(decoding: fields[0], as: UTF8.self)
        }
    }
    return "uid \(user)"
}

/// As the kernel has it.
private func hostName() -> String {
    var facts = utsname()
    guard uname(&facts) == 0 else { return "" }
    return withUnsafeBytes(of: &facts.nodename) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
}
