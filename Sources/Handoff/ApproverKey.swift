// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import CryptoExtras
internal import Foundation

/// The private half of an approver's Ed25519 key.
///
/// Without a passphrase the file is PKCS#8 PEM, which `openssl` reads too. With one it is PEM of a form of our own: the key sealed with AES-256-GCM
/// under a key that scrypt derives from the passphrase.
package struct ApproverKey: Sendable {
    private let key: Curve25519.Signing.PrivateKey

    package init() { key = Curve25519.Signing.PrivateKey() }

    /// - Parameters:
    ///   - file: What ``file(passphrase:)`` made, or PKCS#8 PEM of an Ed25519 key.
    ///   - passphrase: Asked for only where the file is sealed.
    /// - Throws: ``HandoffError/key(_:)`` where the file holds no such key or the passphrase is wrong.
    package init(file: String, passphrase: () throws -> String) throws {
        if file.contains("-----BEGIN \(Self.sealedLabel)-----") {
            let parts = try JSONDecoder().decodeOrRefuse(Sealed.self, try PEM.decode(file, label: Self.sealedLabel))
            guard parts.format == Self.format, parts.rounds.nonzeroBitCount == 1, parts.rounds <= 1 << 20, parts.blockSize == 8 else {
                throw HandoffError.key("the key file is of another version of dcmscrub")
            }
            let sealing = try parts.sealingKey(try passphrase())
            guard let box = try? AES.GCM.SealedBox(combined: parts.sealed), let seed = try? AES.GCM.open(box, using: sealing) else {
                throw HandoffError.key("the passphrase is not that of the key file, or the file was changed")
            }
            key = try Curve25519.Signing.PrivateKey(rawRepresentation: seed)
            return
        }
        let der = try PEM.decode(file, label: "PRIVATE KEY")
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
        let salt = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
        var parts = Sealed(format: Self.format, salt: salt, rounds: Self.rounds, blockSize: 8, sealed: Data())
        parts.sealed = try AES.GCM.seal(seed, using: parts.sealingKey(passphrase)).combined!
        return PEM.encode(Array(try JSONEncoder().encode(parts)), label: Self.sealedLabel)
    }

    private struct Sealed: Codable {
        var format: String
        var salt: Data
        var rounds: Int
        var blockSize: Int
        var sealed: Data

        func sealingKey(_ passphrase: String) throws -> SymmetricKey {
            try KDF.Scrypt.deriveKey(
                from: Array(passphrase.utf8), salt: salt, outputByteCount: 32, rounds: rounds, blockSize: blockSize, parallelism: 1)
        }
    }

    private static let format = "dcmscrub-approver-key/1"
    private static let sealedLabel = "DCMSCRUB SEALED KEY"
    /// 64 MiB and about a fifth of a second for one guess.
    private static let rounds = 1 << 16
    private static let header: [UInt8] = [0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20]
}

extension JSONDecoder {
    fileprivate func decodeOrRefuse<Value: Decodable>(_ type: Value.Type, _ bytes: [UInt8]) throws(HandoffError) -> Value {
        do { return try decode(type, from: Data(bytes)) } catch { throw .key("the key file is damaged") }
    }
}
