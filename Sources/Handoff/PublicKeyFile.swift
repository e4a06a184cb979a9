// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import Foundation
internal import Pseudonyms

/// The public half of an approver's Ed25519 key, as PEM and as a fingerprint.
package struct ApproverPublicKey: Hashable, Sendable {
    /// 32 bytes.
    package let rawBytes: [UInt8]

    init(_ key: Curve25519.Signing.PublicKey) { rawBytes = Array(key.rawRepresentation) }

    /// - Parameter pem: `SubjectPublicKeyInfo` of an Ed25519 key (RFC 8410), as `openssl pkey -pubout` writes it.
    /// - Throws: ``HandoffError/key(_:)`` for anything else.
    package init(pem: String) throws(HandoffError) {
        let der = try PEM.decodeOrRefuse(pem, label: "PUBLIC KEY")
        guard der.count == Self.header.count + 32, der.starts(with: Self.header) else {
            throw .key("this is not the public key of an Ed25519 pair; make one with 'dcmscrub key create --approver'")
        }
        rawBytes = Array(der.dropFirst(Self.header.count))
    }

    package var pem: String { PEM.encode(Self.header + rawBytes, label: "PUBLIC KEY") }

    /// `SHA256:` and the base 64 of the SHA-256 of the DER form, without padding.
    package var fingerprint: String {
        let digest = Data(SHA256.hash(data: Self.header + rawBytes)).base64EncodedString()
        return "SHA256:" + digest.prefix { $0 != "=" }
    }

    package func isValid(_ signature: some Collection<UInt8>, of message: some Collection<UInt8>) -> Bool {
        guard signature.count == 64, let key = try? Curve25519.Signing.PublicKey(rawRepresentation: rawBytes) else { return false }
        return key.isValidSignature(Array(signature), for: Array(message))
    }

    private static let header: [UInt8] = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00]
}

extension PEM {
    static func decodeOrRefuse(_ text: String, label: String) throws(HandoffError) -> [UInt8] {
        guard let bytes = decode(text, label: label) else { throw .key("this is not a PEM file with '-----BEGIN \(label)-----'") }
        return bytes
    }
}
