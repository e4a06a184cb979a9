// SPDX-License-Identifier: Apache-2.0

internal import Crypto
package import Foundation

/// The Ed25519 key that signs the end of a log.
package struct AuditKey: Sendable {
    package static let lengthInBytes = 32
    let key: Curve25519.Signing.PrivateKey

    /// - Returns: `nil` unless there are 32 bytes.
    package init?(seed: [UInt8]) {
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else { return nil }
        self.key = key
    }
}

/// `audit.head`: how long the log is and how it ends, signed, so that a cut tail shows.
///
/// A line is announced before it is written and confirmed afterwards. So after a crash, and then only, the head names two ends: with and without the
/// line.
package struct AuditHead: Codable, Hashable, Sendable {
    package struct End: Codable, Hashable, Sendable {
        package var lines: Int
        package var digest: String

        package init(lines: Int, digest: String) { (self.lines, self.digest) = (lines, digest) }
        package init(_ chain: AuditChain) { self.init(lines: chain.lines, digest: chain.last) }
    }

    package var end: End
    /// The end that is announced.
    package var next: End?
    /// Ed25519 over the text of both.
    package var signature: Data

    package init(_ end: End, next: End? = nil, key: AuditKey) throws {
        self.end = end
        self.next = next
        signature = try key.key.signature(for: Self.message(end, next))
    }

    package func isSigned(by key: AuditKey) -> Bool { key.key.publicKey.isValidSignature(signature, for: Self.message(end, next)) }

    /// The end that the head names and the log has.
    package func end(withDigest digest: String) -> End? { [end, next].compactMap { $0 }.first { $0.digest == digest } }

    /// - Parameter isCutShort: Whether bytes without a line feed follow the last line of the chain.
    /// - Throws: ``AuditError/head(_:)``.
    package func check(_ chain: AuditChain, isCutShort: Bool = false, key: AuditKey) throws(AuditError) {
        guard isSigned(by: key) else {
            throw .head("audit.head is not signed by the key of this state folder: it was changed, or it belongs to another folder")
        }
        let found = End(chain)
        if found == end && (!isCutShort || next != nil) || found == next && !isCutShort { return }
        guard chain.lines >= end.lines, !isCutShort else {
            throw .head("the log ends behind line \(chain.lines), and had \((next ?? end).lines): its tail was cut")
        }
        throw .head("the log does not end as audit.head says: lines were changed or added without dcmscrub")
    }

    private static func message(_ end: End, _ next: End?) -> Data {
        let announced = next.map { "\($0.lines) \($0.digest)" } ?? "-"
        return Data("dcmscrub-audit-head/1\n\(end.lines) \(end.digest)\n\(announced)\n".utf8)
    }
}
