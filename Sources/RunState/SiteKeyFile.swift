// SPDX-License-Identifier: Apache-2.0

internal import Crypto
public import Filesystem
internal import Glibc
package import Pseudonyms
public import Records

/// The file with the 32 bytes of the site key, readable by its owner alone.
public enum SiteKeyFile {
    /// What a person must know about a new key.
    public static let advice = """
        Keep a copy of this key in a safe place. If it is lost, new releases no longer match old ones;
        if it leaks, pseudonyms can be tested against guesses.
        """

    static let sealedFormat = "dcmscrub-site-key/1"

    /// What is asked for the passphrase of a key file that is under one, once a process.
    public static func askPassphrase(with ask: @escaping @Sendable () throws -> String) { OpenedKeys.ask(with: ask) }

    /// Makes a key of random bytes. A file that is there already is left alone.
    /// - Parameter passphrase: The key is sealed under it; without one the file is its 32 bytes.
    /// - Returns: Its fingerprint.
    @discardableResult
    public static func create(_ path: BytePath, passphrase: String? = nil) throws(PipelineError) -> String {
        let secret = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
        let bytes: [UInt8]
        do {
            bytes = try passphrase.map { Array(try SealedSecret.text(sealing: secret, format: sealedFormat, passphrase: $0).utf8) } ?? secret
        } catch {
            throw .stopped(by: error, at: "the key cannot be sealed")
        }
        do {
            try writeNewFile(bytes, to: path, mode: 0o600)
        } catch {
            throw error.number == EEXIST
                ? .usage("the key file is there already and is not overwritten")
                : .stopped("the key file cannot be made: \(systemMessage(error.number)). \(PipelineError.repetition)")
        }
        return SiteKey(secret)!.fingerprint
    }

    /// Tells keys apart without giving anything away.
    public static func fingerprint(_ path: BytePath) throws(PipelineError) -> String { try read(path).key.fingerprint }

    /// Whether it is sealed, so that nobody can tell what is in it.
    package static func isUnderPassphrase(_ path: BytePath) throws(PipelineError) -> Bool {
        do { return OpenedKeys.isSealed(try readFile(path, limit: 4096)) } catch { throw .usage("the key file: \(error)") }
    }

    package static func read(_ path: BytePath) throws(PipelineError) -> (key: SiteKey, bytes: [UInt8]) {
        guard let status = FileStatus(path, followLinks: true) else { throw .usage("the key file does not exist") }
        guard status.kind == .file else { throw .usage("the key file is not a file") }
        guard status.permissions & 0o077 == 0 else {
            throw .usage("the key file can be read by other users; run chmod 600 on it, and consider whether it has leaked")
        }
        do {
            let bytes = try OpenedKeys.opened(try readFile(path, limit: 4096))
            guard bytes.count != SiteKey.lengthInBytes || Set(bytes).count > 1 else {
                throw PipelineError.usage("the key file holds one byte over and over, which anybody can guess; make a key with 'dcmscrub key create'")
            }
            guard let key = SiteKey(bytes) else {
                throw PipelineError.usage("the key file does not hold exactly \(SiteKey.lengthInBytes) bytes; make one with 'dcmscrub key create'")
            }
            return (key, bytes)
        } catch let error as PipelineError {
            throw error
        } catch let error as SystemError where ![EACCES, EPERM, EINVAL, ELOOP].contains(error.number) {
            throw .stopped("the key file: \(error). Nothing was changed; try again")
        } catch {
            throw .usage("the key file: \(error)")
        }
    }
}
