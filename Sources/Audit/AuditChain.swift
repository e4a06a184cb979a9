// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import DICOMModel
internal import Foundation

/// Follows the digests from line to line, holding one line at a time.
package struct AuditChain {
    package private(set) var lines = 0
    package private(set) var last = Self.start

    package static let start = String(repeating: "0", count: 64)

    package init() {}

    /// - Parameter line: A line without its line feed.
    /// - Returns: The event.
    /// - Throws: ``AuditError`` where the line is not the next one of the chain.
    package mutating func take(_ line: [UInt8]) throws(AuditError) -> AuditEvent {
        guard let event = try? AuditEvent(line: line) else { throw .line(lines + 1, "is not a line of an audit log") }
        guard (try? event.line) == line else { throw .line(lines + 1, "was changed: it is not as dcmscrub writes a line") }
        guard event.previous == last else { throw .line(lines + 1, "does not follow the line before it: one was changed, removed or moved") }
        lines += 1
        last = Self.digest(line)
        return event
    }

    package static func digest(_ line: [UInt8]) -> String { hexadecimal(SHA256.hash(data: line)) }
}

/// What is wrong with an audit log, by line.
package enum AuditError: Error, Hashable, Sendable, CustomStringConvertible {
    case line(Int, String)
    case head(String)

    package var description: String {
        switch self {
        case .line(let number, let text): "line \(number) \(text)"
        case .head(let text): text
        }
    }
}
