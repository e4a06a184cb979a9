// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import DICOMModel
internal import Filesystem
internal import Pseudonyms
internal import Records
internal import Synchronization

/// Site keys under a passphrase that this process has opened: it asks once. A worker, who can ask nobody, gets them from its parent.
package enum OpenedKeys {
    private struct State {
        /// By the digest of the file.
        var keys: [String: [UInt8]] = [:]
        var passphrase: String?
        var ask: (@Sendable () throws -> String)?
    }

    private static let state = Mutex(State())

    package static var all: [String: [UInt8]] { state.withLock { $0.keys } }

    /// What opened a key last; it seals the one that takes its place.
    static var passphrase: String? { state.withLock { $0.passphrase } }

    package static func add(_ keys: [String: [UInt8]]) { state.withLock { $0.keys.merge(keys) { $1 } } }

    static func ask(with ask: @escaping @Sendable () throws -> String) { state.withLock { $0.ask = ask } }

    static func isSealed(_ file: [UInt8]) -> Bool { String(validating: file, as: UTF8.self).map { SealedSecret.isOne($0) } ?? false }

    /// - Parameter file: The bytes of a key file.
    /// - Returns: The key in it; the bytes themselves where they are under no passphrase.
    static func opened(_ file: [UInt8]) throws -> [UInt8] {
        guard isSealed(file) else { return file }
        let text = String(decoding: file, as: UTF8.self)
        let digest = hexadecimal(SHA256.hash(data: file))
        if let known = all[digest] { return known }
        guard let ask = state.withLock({ $0.ask }) else {
            throw PipelineError.usage("the key file is under a passphrase; give it with --key-passphrase-file")
        }
        let passphrase = try ask()
        do {
            let key = try SealedSecret.open(text, format: SiteKeyFile.sealedFormat) { passphrase }
            state.withLock { ($0.keys[digest], $0.passphrase) = (key, passphrase) }
            return key
        } catch SealedSecret.Problem.wrongPassphrase {
            throw PipelineError.usage("the passphrase is not that of the key file, or the file was changed")
        } catch {
            throw PipelineError.usage("the key file is damaged, or of another version of dcmscrub")
        }
    }
}
