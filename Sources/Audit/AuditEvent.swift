// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import Foundation

/// A line of `audit.jsonl`: who did what, when, with which result. It holds no value from a header.
package struct AuditEvent: Codable, Hashable, Sendable {
    package enum Result: String, Codable, Sendable { case success, refused, failed }

    /// UTC, to the millisecond.
    package var time = ""
    /// The OS account.
    package var user = ""
    package var host = ""
    package var action: String
    package var result: Result?
    package var role: String?
    package var reason: String?
    package var recipient: String?
    package var toolVersion: String
    package var run: Int64?
    package var project: String?
    package var keyFingerprint: String?
    package var profile: String?
    package var profileDigest: String?
    /// What kept the workers in, such as `landlock-7,seccomp,no-new-privs`.
    package var sandbox: String?
    package var counts: [String: Int]?
    /// SHA-256 of what the action was about, by name.
    package var digests: [String: String]?
    /// `true` where no key was there to sign the end of the log with.
    package var isUnsigned: Bool?
    /// `K/N`, of an event that was taken over from the log of a shard, with time, account and host as they are there.
    package var shard: String?
    /// SHA-256 of its line in that log.
    package var origin: String?
    /// SHA-256 of the line before without its line feed; 64 zeros in the first.
    package var previous = ""

    enum CodingKeys: String, CodingKey {
        case time, user, host, action, result, role, reason, recipient, run, project, profile, sandbox, counts, digests, shard, origin, previous
        case toolVersion = "tool_version"
        case isUnsigned = "unsigned"
        case keyFingerprint = "key_fingerprint"
        case profileDigest = "profile_digest"
    }

    package init(_ action: String, toolVersion: String) {
        self.action = action
        self.toolVersion = toolVersion
    }

    /// One line, without its line feed.
    package var line: [UInt8] {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return Array(try encoder.encode(self))
        }
    }

    /// Whether a signed end was written with the line. Versions that signed none said no result either.
    package var hasSignedEnd: Bool { result != nil && isUnsigned == nil }

    package init(line: [UInt8]) throws { self = try JSONDecoder().decode(Self.self, from: Data(line)) }
}
