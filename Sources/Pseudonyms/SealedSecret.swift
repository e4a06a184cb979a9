// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import CryptoExtras
internal import Foundation

/// The text of a key file under a passphrase: PEM of a form of our own around the secret, sealed with AES-256-GCM under a key that scrypt derives
/// from the passphrase.
package struct SealedSecret: Codable {
    private var format: String
    private var salt: Data
    private var rounds: Int
    private var blockSize: Int
    private var sealed: Data

    package enum Problem: Error { case damaged, otherVersion, wrongPassphrase }

    private static let label = "DCMSCRUB SEALED KEY"
    /// 64 MiB and about a fifth of a second for one guess.
    private static let rounds = 1 << 16

    /// Whether a text says that it is one.
    package static func isOne(_ text: some StringProtocol) -> Bool { text.contains("-----BEGIN \(label)-----") }

    /// - Parameter format: What kind of secret it is, and the version of its form.
    package static func text(sealing secret: [UInt8], format: String, passphrase: String) throws -> String {
        let salt = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
        var parts = Self(format: format, salt: salt, rounds: Self.rounds, blockSize: 8, sealed: Data())
        parts.sealed = try AES.GCM.seal(secret, using: parts.key(passphrase)).combined!
        return PEM.encode(Array(try JSONEncoder().encode(parts)), label: label)
    }

    /// - Throws: ``Problem``.
    package static func open(_ text: String, format: String, passphrase: () throws -> String) throws -> [UInt8] {
        guard let bytes = PEM.decode(text, label: label), let parts = try? JSONDecoder().decode(Self.self, from: Data(bytes)) else {
            throw Problem.damaged
        }
        guard parts.format == format, parts.rounds.nonzeroBitCount == 1, parts.rounds <= 1 << 20, parts.blockSize == 8 else {
            throw Problem.otherVersion
        }
        let key = try parts.key(try passphrase())
        guard let box = try? AES.GCM.SealedBox(combined: parts.sealed), let secret = try? AES.GCM.open(box, using: key) else {
            throw Problem.wrongPassphrase
        }
        return Array(secret)
    }

    private func key(_ passphrase: String) throws -> SymmetricKey {
        try KDF.Scrypt.deriveKey(
            from: Array(passphrase.utf8), salt: salt, outputByteCount: 32, rounds: rounds, blockSize: blockSize, parallelism: 1)
    }
}

/// The textual form of RFC 7468.
package enum PEM {
    package static func encode(_ der: [UInt8], label: String) -> String {
        let text = Array(Data(der).base64EncodedString())
        let lines = stride(from: 0, to: text.count, by: 64).map { String(text[$0..<min($0 + 64, text.count)]) }
        return "-----BEGIN \(label)-----\n" + lines.map { $0 + "\n" }.joined() + "-----END \(label)-----\n"
    }

    package static func decode(_ text: String, label: String) -> [UInt8]? {
        let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
        guard let first = lines.firstIndex(of: "-----BEGIN \(label)-----"), let last = lines.firstIndex(of: "-----END \(label)-----"),
            first < last, let data = Data(base64Encoded: lines[(first + 1)..<last].joined())
        else { return nil }
        return Array(data)
    }
}
