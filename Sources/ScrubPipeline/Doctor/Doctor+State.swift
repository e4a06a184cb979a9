// SPDX-License-Identifier: Apache-2.0

internal import Audit
internal import Filesystem
internal import Foundation
internal import Glibc
internal import Records
internal import RunState

extension Doctor {
    // MARK: - The key

    func key() -> [DoctorFinding] {
        let topic = "key"
        guard let path = request.key ?? state.map({ StateFolder(at: $0).siteKey }) else { return [] }
        guard let status = FileStatus(path, followLinks: true) else {
            guard request.key == nil else { return [.mend(topic, "the file is not there", "make it with 'dcmscrub key create', or name another")] }
            return [.note(topic, "none yet; the first scrub makes one in the state folder")]
        }
        guard status.kind == .file else { return [.mend(topic, "what is there is no file", "name another")] }
        if status.permissions & 0o077 != 0 {
            return [.mend(topic, "other users can read it", "chmod 600 on it, and consider whether it has leaked")]
        }
        guard status.owner == geteuid() else { return [.mend(topic, "it belongs to another user", "chown it to the user who runs dcmscrub")] }
        let backup = DoctorFinding.note(topic, "a copy in a safe place, on another machine, is the only way back if this one is lost")
        do throws(PipelineError) {
            if try SiteKeyFile.isUnderPassphrase(path) { return [.ok(topic, "there, closed to others, under a passphrase"), backup] }
            _ = try SiteKeyFile.read(path)
            return [.ok(topic, "there, closed to others, random"), backup]
        } catch {
            return [.mend(topic, error.description, "name another key, or make one with 'dcmscrub key create'")]
        }
    }

    // MARK: - The state folder

    func stateFolder() -> [DoctorFinding] {
        let topic = "state folder"
        guard let state else { return [.mend(topic, "HOME is not set, so there is none", "name one with --state")] }
        guard let status = FileStatus(state, followLinks: true) else {
            guard let parent = Self.existing(state), parent.withCString({ access($0, W_OK | X_OK) }) == 0 else {
                return [.mend(topic, "it is not there and cannot be made", "make it with mode 0700, or name another with --state")]
            }
            return [.note(topic, "none yet; the first scrub makes it")] + place(parent, topic)
        }
        guard status.kind == .folder else { return [.mend(topic, "what is there is no folder", "name another with --state")] }
        guard status.owner == geteuid() else {
            return [.mend(topic, "it belongs to another user", "run as that user, chown it, or name another with --state")]
        }
        guard status.permissions & 0o077 == 0 else { return [.mend(topic, "other users can look into it", "chmod 700 on it")] }
        do {
            try tryOut(state)
        } catch {
            return [.mend(topic, "\(error)", "name a folder on a local disk that can be written with --state")]
        }
        return [.ok(topic, "closed to others; locks, flushes, renames, and takes databases")] + place(state, topic)
    }

    private func place(_ folder: BytePath, _ topic: String) -> [DoctorFinding] {
        switch surroundings.kind(folder) {
        case .disk: []
        case .memory: [.mend(topic, "it lies in memory and is gone with the power, and with it the key", "name a folder on a disk with --state")]
        case .container: [.note(topic, "it lies in a container and is gone with it", "mount a volume for it")]
        case .network:
            [.note(topic, "it lies on another machine; locks hold as well as that file system keeps them", "a local disk is faster and surer")]
        }
    }

    /// Does there what a run does.
    private func tryOut(_ state: BytePath) throws {
        let folder = try PrivateFolder(in: state)
        let one = folder.path.appending("one")
        let first = try FileDescriptor(opening: one, O_RDWR | O_CREAT | O_EXCL, mode: 0o600, for: "make a file")
        let second = try FileDescriptor(opening: one, O_RDWR, for: "open a file")
        guard flock(first.number, LOCK_EX | LOCK_NB) == 0, flock(second.number, LOCK_EX | LOCK_NB) != 0 else {
            throw SystemError("lock a file", ENOLCK)
        }
        try first.write([1])
        try first.flush()
        try moveFile(one, to: folder.path.appending("two"))
        try flushFolder(folder.path)
        let journal = try Journal(path: folder.path.appending("journal.sqlite"))
        _ = try journal.latestRun(output: folder.path)
    }

    // MARK: - Room

    func space() -> [DoctorFinding] {
        let topic = "room"
        var bytes: Int64 = 0, files: Int64 = 0
        for (index, input) in request.inputs.enumerated() {
            guard let path = canonicalPath(input), let status = FileStatus(path) else {
                return [.mend(topic, "input \(index + 1) is not there", "name another")]
            }
            do { try Self.add(path, status, &bytes, &files) } catch {
                return [.mend(topic, "input \(index + 1): \(error)", "run as a user who may read it")]
            }
        }
        guard let output = request.output else {
            return request.inputs.isEmpty ? [] : [.note(topic, Self.amount(bytes, files), "name the folder for the release with --output")]
        }
        if let problem = nesting(output) { return [.mend(topic, problem, "name other folders")] }
        guard let folder = Self.existing(output), let room = surroundings.room(folder) else {
            return [.mend(topic, "the folder of --output cannot be looked at", "name another")]
        }
        // Each file has a folder or two besides, and lines in the documents.
        var found = Self.judge(topic, "--output", Room(bytes: bytes + files << 11, files: files * 3 / 2), room)
        if let state, let folder = Self.existing(state), let room = surroundings.room(folder) {
            found += Self.judge(topic, "the state folder", Room(bytes: files << 13, files: 100), room)
        }
        return found
    }

    private typealias Room = DoctorSystem.Room

    private static func judge(_ topic: String, _ place: String, _ needed: Room, _ room: Room) -> [DoctorFinding] {
        let free = amount(room.bytes, room.files)
        if needed.bytes > room.bytes {
            return [.mend(topic, "\(place) has \(free) free, and about \(amount(needed.bytes, nil)) are needed", "free some, or name another disk")]
        }
        if let files = room.files, let wanted = needed.files, wanted > files {
            return [.mend(topic, "\(place) takes \(files) more files, and about \(wanted) are needed", "name a file system with more inodes")]
        }
        return [.ok(topic, "\(place) has \(free) free; about \(amount(needed.bytes, nil)) are needed")]
    }

    private static func amount(_ bytes: Int64, _ files: Int64?) -> String {
        let size = bytes < 10 << 20 ? "\(bytes >> 10) KiB" : bytes < 10 << 30 ? "\(bytes >> 20) MiB" : "\(bytes >> 30) GiB"
        return size + (files.map { " and \($0) files" } ?? "")
    }

    private func nesting(_ output: BytePath) -> String? {
        guard !request.inputs.isEmpty else { return nil }
        var scrub = ScrubRequest(inputs: request.inputs, output: output)
        (scrub.state, scrub.key, scrub.project, scrub.environment) = (request.state, request.key, request.project, request.environment)
        do throws(PipelineError) {
            _ = try RunFolders(scrub)
            return nil
        } catch {
            return error.description
        }
    }

    private static func add(_ path: BytePath, _ status: FileStatus, _ bytes: inout Int64, _ files: inout Int64) throws {
        switch status.kind {
        case .file:
            bytes += status.size
            files += 1
        case .folder:
            var folders: [BytePath] = []
            try forEachName(in: path) { name, status in
                guard let status else { return }
                if status.kind == .folder { folders.append(path.appending(name)) } else { try add(path, status, &bytes, &files) }
            }
            for folder in folders { if let status = FileStatus(folder) { try add(folder, status, &bytes, &files) } }
        default: break
        }
    }

    /// The folder itself, or the nearest above it that is there.
    static func existing(_ path: BytePath) -> BytePath? {
        guard var current = canonicalPath(path) else { return nil }
        while FileStatus(current) == nil {
            guard current.parent != current else { return nil }
            current = current.parent
        }
        return current
    }
}
