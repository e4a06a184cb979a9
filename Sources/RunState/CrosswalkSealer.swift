// SPDX-License-Identifier: Apache-2.0

package import Crypto
package import Engine
package import Foundation
package import Records

/// Seals originals so that only the holder of the site key reads the crosswalk.
///
/// The nonce comes from what is sealed, by a key of its own: equal originals give equal boxes whoever seals them, so that the smallest of
/// several says the same in whatever order they come. Different originals share a nonce as seldom as two HMACs do.
package final class CrosswalkSealer {
    private let key: SymmetricKey
    private let nonceKey: SymmetricKey
    private var sent: Set<Sent> = []

    /// A patient has some ten. What is forgotten is sealed and handed over once more, to the same box.
    static let mostRemembered = 10_000

    private struct Sent: Hashable {
        let kind: CrosswalkPair.Kind
        let pseudonym: String
        /// Of two behind one pseudonym the crosswalk keeps one, so both have to come to it.
        let original: [UInt8]
    }

    package init(key: SymmetricKey) {
        self.key = key
        nonceKey = HKDF<SHA256>.deriveKey(inputKeyMaterial: key, info: Array("dcmscrub/1/crosswalk-nonce".utf8), outputByteCount: 32)
    }

    /// - Parameter study: Under what the crosswalk has the study that an instance or series is of.
    /// - Returns: `nil` for what this worker has handed over lately.
    package func entry(_ pair: CrosswalkPair, study: String) -> CrosswalkEntry? {
        var original = Array(pair.original.utf8)
        if [.instance, .series, .kept].contains(pair.kind) { original += [Self.separator] + study.utf8 }
        if pair.kind != .instance {
            let handed = Sent(kind: pair.kind, pseudonym: pair.pseudonym, original: original)
            guard !sent.contains(handed) else { return nil }
            if sent.count >= Self.mostRemembered { sent = [] }
            sent.insert(handed)
        }
        // The length of a name says something of it.
        original += Array(repeating: 0, count: -original.count & 31)
        var message = Array(pair.kind.rawValue.utf8) + [0]
        message += pair.pseudonym.utf8
        message.append(0)
        message += original
        let code = HMAC<SHA256>.authenticationCode(for: message, using: nonceKey)
        guard let nonce = try? AES.GCM.Nonce(data: Array(code.prefix(12))), let box = try? AES.GCM.seal(original, using: key, nonce: nonce),
            let combined = box.combined
        else { return nil }
        return CrosswalkEntry(kind: pair.kind.rawValue, pseudonym: pair.pseudonym, sealedOriginal: Array(combined))
    }

    private static let separator: UInt8 = 0x1F

    /// What is in a box.
    /// - Returns: `nil` where another key sealed it, or it was changed.
    package static func opened(_ sealed: Data, _ key: SymmetricKey) -> String? {
        guard let box = try? AES.GCM.SealedBox(combined: sealed), var bytes = try? AES.GCM.open(box, using: key) else { return nil }
        while bytes.last == 0 { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Takes what is in the box of a UID apart: the original, and of an instance or series the new UID of its study.
    package static func parts(_ text: String) -> (original: String, study: String) {
        let parts = text.split(separator: "\u{1F}", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        return (parts[0], parts.count > 1 ? parts[1] : "")
    }
}
