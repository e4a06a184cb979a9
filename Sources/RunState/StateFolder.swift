// SPDX-License-Identifier: Apache-2.0

public import Filesystem
internal import Glibc
public import Records

/// The folder of everything that can identify: key, crosswalk, journal, audit log, quarantine list. Mode 0700.
public struct StateFolder: Sendable {
    /// It holds everything that can identify, and is closed to others (mode 0700).
    public let path: BytePath

    package var journal: BytePath { path.appending("journal.sqlite") }
    package var crosswalk: BytePath { path.appending("crosswalk.sqlite") }
    package var auditLog: BytePath { path.appending("audit.jsonl") }
    /// The signed end of the log, and the key that signs it.
    package var auditHead: BytePath { path.appending("audit.head") }
    package var auditKey: BytePath { path.appending("audit.key") }
    /// What was prepared, approved and handed off.
    package var handoffs: BytePath { path.appending("handoff") }
    /// What is known of finished releases, by the digest of their SHA256SUMS.
    package var releases: BytePath { path.appending("releases") }
    package var approvers: BytePath { path.appending("approvers.yaml") }
    package var quarantineList: BytePath { path.appending("quarantine.jsonl") }
    package var siteKey: BytePath { path.appending("site.key") }
    package var scratch: BytePath { path.appending("scratch") }

    /// `$XDG_STATE_HOME/dcmscrub/<project>`, else `~/.local/state/dcmscrub/<project>`; of a shard `<project>.shard-K-of-N` beside it, since
    /// machines may have one home folder.
    public static func standardPath(project: String, shard: Shard? = nil, environment: [String: String]) throws(PipelineError) -> BytePath {
        let name = project + (shard.map { ".shard-\($0.number)-of-\($0.count)" } ?? "")
        if let base = environment["XDG_STATE_HOME"], base.hasPrefix("/") {
            return BytePath(base).appending("dcmscrub").appending(name)
        }
        guard let home = environment["HOME"], home.hasPrefix("/") else {
            throw .usage("HOME is not set; name the state folder with --state")
        }
        return BytePath(home).appending(".local/state/dcmscrub").appending(name)
    }

    /// A folder that is only read.
    package init(at path: BytePath) { self.path = path }

    /// Makes the folder, or takes one that is ours or empty, and closes it to others.
    package init(opening path: BytePath) throws {
        self.path = path
        try make()
        try close()
    }

    private func make() throws {
        do throws(SystemError) {
            try makeFolders(path, mode: 0o700)
        } catch {
            throw PipelineError.stopped(by: error, at: "the state folder")
        }
    }

    private func close() throws {
        guard let status = FileStatus(path, followLinks: true) else { throw PipelineError.stopped("the state folder cannot be looked at") }
        guard status.owner == geteuid() else { throw PipelineError.usage("the state folder belongs to another user") }
        guard status.permissions & 0o077 != 0 else { return }
        var isEmpty = true
        try forEachName(in: path) { _, _ in isEmpty = false }
        guard isEmpty || FileStatus(journal) != nil || FileStatus(siteKey) != nil else {
            throw PipelineError.usage(
                "the state folder is open to other users and holds other things; name an empty folder, or run chmod 700 on it")
        }
        guard path.withCString({ chmod($0, 0o700) }) == 0 else { throw PipelineError.stopped("the state folder cannot be closed to others") }
    }

    /// Takes the folder for one run. Workers hold the lock too, so it outlasts a killed parent until they have ended.
    package func lock() throws -> FileDescriptor {
        let descriptor = try FileDescriptor(opening: path.appending("lock"), O_RDWR | O_CREAT, mode: 0o600, for: "lock the state folder")
        // Workers of a killed run end within moments.
        for _ in 0..<40 {
            if flock(descriptor.number, LOCK_EX | LOCK_NB) == 0 { return descriptor }
            guard errno == EWOULDBLOCK || errno == EINTR else { throw SystemError("lock the state folder") }
            _ = poll(nil, 0, 50)
        }
        throw PipelineError.stopped("state locked: another run uses this state folder; wait for it to end, then use --resume")
    }
}

/// Project names are folder names and part of every derived key.
public func isProjectName(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.count <= 64 && name != "." && name != ".."
        && name.unicodeScalars.allSatisfy {
            $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || "-_.".unicodeScalars.contains($0))
        }
}
