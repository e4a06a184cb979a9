// SPDX-License-Identifier: Apache-2.0

internal import Audit
public import Filesystem
internal import Glibc
package import Pseudonyms
public import Records

/// The site keys of a state folder: `site.key`, and those that took its place before, each beside it under its fingerprint.
package struct KeyRing {
    /// The current one first.
    package private(set) var keys: [SiteKey] = []

    /// - Parameter other: A key that is named besides; it comes first.
    /// - Throws: ``PipelineError/usage(_:)`` for a key file that cannot be used, and where there is none.
    package init(_ state: StateFolder, besides other: BytePath?) throws {
        if let other { keys.append(try SiteKeyFile.read(other).key) }
        if FileStatus(state.siteKey) != nil { keys.append(try SiteKeyFile.read(state.siteKey).key) }
        for path in try state.formerKeys() { keys.append(try SiteKeyFile.read(path).key) }
        // It says what is missing.
        if keys.isEmpty { _ = try SiteKeyFile.read(state.siteKey) }
    }

    package func key(_ fingerprint: String) -> SiteKey? { keys.first { $0.fingerprint == fingerprint } }
}

extension StateFolder {
    /// Where a key lies that another took the place of.
    package func formerKey(_ fingerprint: String) -> BytePath { path.appending("site.\(fingerprint).key") }

    package func formerKeys() throws -> [BytePath] {
        guard FileStatus(path)?.kind == .folder else { return [] }
        var names: [[UInt8]] = []
        try forEachName(in: path) { name, status in
            let text = String(decoding: name, as: UTF8.self)
            if status?.kind == .file, text.hasPrefix("site."), text.hasSuffix(".key"), text.utf8.count == 25 { names.append(name) }
        }
        return names.sorted { $0.lexicographicallyPrecedes($1) }.map { path.appending($0) }
    }
}

/// Puts a new site key in the place of the old one, which stays beside it: what it sealed is read on, and new releases use the new one.
public enum KeyRotation {
    /// - Returns: The fingerprints of the old and the new key.
    public static func rotate(state path: BytePath) throws(PipelineError) -> (old: String, new: String) {
        do {
            guard let path = canonicalPath(path), FileStatus(path)?.kind == .folder else {
                throw PipelineError.usage("the state folder does not exist")
            }
            guard FileStatus(StateFolder(at: path).siteKey) != nil else {
                throw PipelineError.usage(
                    "the state folder has no site.key; where a key is named with --key, make another with 'dcmscrub key create' and name that")
            }
            let state = try StateFolder(opening: path)
            let lock = try state.lock()
            defer { _ = lock }
            let old = try SiteKeyFile.read(state.siteKey).key.fingerprint
            let new = try rotate(state, old)
            var event = AuditEvent("key-rotated")
            event.keyFingerprint = new
            try AuditLog(state).append(event)
            return (old, new)
        } catch {
            throw PipelineError(error, "the key", in: "the state folder", advice: "The old key is still in its place. \(PipelineError.again)")
        }
    }

    private static func rotate(_ state: StateFolder, _ old: String) throws -> String {
        if FileStatus(state.crosswalk) != nil { try Crosswalk(path: state.crosswalk).settle(key: old) }
        let next = state.path.appending("site.key.next")
        try removeFile(next)
        let content = try readFile(state.siteKey, limit: 4096)
        // A key under a passphrase is followed by one under the same.
        let new = try SiteKeyFile.create(next, passphrase: OpenedKeys.isSealed(content) ? OpenedKeys.passphrase : nil)
        let kept = state.formerKey(old)
        if FileStatus(kept) == nil {
            let file = try AtomicFile(kept, mode: 0o600)
            try file.write(content)
            try file.commit()
        }
        // Until here the old key is the key; from here it is the new one, and the old one is under its own name.
        try moveFile(next, to: state.siteKey)
        try flushFolder(state.path)
        return new
    }
}
