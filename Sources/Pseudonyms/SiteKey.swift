// SPDX-License-Identifier: Apache-2.0

public import Crypto
internal import DICOMModel

/// The 32 random bytes from which everything pseudonymous is derived. Whoever holds them can test guesses.
public struct SiteKey: Sendable {
    public static let lengthInBytes = 32

    let key: SymmetricKey

    /// - Returns: `nil` unless there are exactly 32 bytes, and more than one value among them: a file of zeros is no secret.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.lengthInBytes, Set(bytes).count > 1 else { return nil }
        key = SymmetricKey(data: Array(bytes))
    }

    private init(key: SymmetricKey) { self.key = key }

    /// A key that nobody has, for what is only shown.
    public static func random() -> SiteKey { SiteKey(key: SymmetricKey(size: .bits256)) }

    /// Tells keys apart without giving anything away: 16 hexadecimal digits of a derived value.
    public var fingerprint: String {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: key, info: Array("dcmscrub/1/fingerprint".utf8), outputByteCount: 8)
            .withUnsafeBytes { hexadecimal($0) }
    }

    /// The seed of the Ed25519 key that signs the end of the audit log, whatever the project: a state folder has one log.
    package var auditSeed: [UInt8] {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: key, info: Array("dcmscrub/1/audit".utf8), outputByteCount: 32).withUnsafeBytes { Array($0) }
    }

    /// HKDF-SHA256 with an empty salt and `dcmscrub/1/<project>/<purpose>` as info.
    public func derive(project: String, purpose: KeyPurpose) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: key, info: Array("dcmscrub/1/\(project)/\(purpose.rawValue)".utf8), outputByteCount: 32)
    }
}

/// What a derived key is for. Keys of one purpose tell nothing about those of another.
public enum KeyPurpose: String, Sendable, CaseIterable {
    case uid, patient, date, text, crosswalk
}
