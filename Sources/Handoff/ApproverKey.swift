// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import Foundation
internal import Pseudonyms

/// The private half of an approver's Ed25519 key.
///
/// Without a passphrase the file is PKCS#8 PEM, which `openssl` reads too. With one it is a ``SealedSecret``.
package struct ApproverKey: Sendable {
    private let key: Curve25519.Signing.PrivateKey

    package init() { key = Curve25519.Signing.PrivateKey() }

    /// - Parameters:
    ///   - file: What ``file(passphrase:)`` made, or PKCS#8 PEM of an Ed25519 key.
    ///   - passphrase: Asked for only where the file is sealed.
    /// - Throws: ``HandoffError/key(_:)`` where the file holds no such key or the passphrase is wrong.
    package init(file: String, passphrase: () throws -> String) throws {
        if SealedSecret.isOne(file) {
            do {
                key = try Curve25519.Signing.PrivateKey(
                    rawRepresentation: try SealedSecret.open(file, format: Self.format, passphrase: passphrase))
            } catch SealedSecret.Problem.wrongPassphrase {
                throw HandoffError.key("the passphrase is not that of the key file, or the file was changed")
            } catch SealedSecret.Problem.otherVersion {
                throw HandoffError.key("the key file is of another version of dcmscrub")
            } catch SealedSecret.Problem.damaged {
                throw HandoffError.key("the key file is damaged")
            }
            return
        }
        let der = try PEM.decodeOrRefuse(file, label: "PRIVATE KEY")
        guard der.count == Self.header.count + 32, der.starts(with: Self.header),
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: der.dropFirst(Self.header.count))
        else { throw HandoffError.key("the key file does not hold an Ed25519 key; make one with 'dcmscrub key create --approver'") }
        self.key = key
    }

    package var publicKey: ApproverPublicKey { ApproverPublicKey(key.publicKey) }

    /// Pure Ed25519 (RFC 8032), 64 bytes, as `openssl pkeyutl -sign -rawin` makes it.
    package func signature(of message: [UInt8]) throws -> [UInt8] { Array(try key.signature(for: message)) }

    /// The text of a key file.
    package func file(passphrase: String?) throws -> String {
        let seed = Array(key.rawRepresentation)
        guard let passphrase else { return PEM.encode(Self.header + seed, label: "PRIVATE KEY") }
        return try SealedSecret.text(sealing: seed, format: Self.format, passphrase: passphrase)
    }

    private static let format = "dcmscrub-approver-key/1"
    private static let header: [UInt8] = [0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20]
}
