// SPDX-License-Identifier: Apache-2.0

internal import Filesystem
internal import Records
internal import RunState
internal import Workers

/// Opens the archives among the inputs into folders of ours, so that what is in them is worked on like the files of a folder.
final class ArchiveOpener {
    private let journal: Journal
    private let run: Int64
    private let scratch: BytePath
    private let worker: WorkerConversation
    private let roots: InputRoots
    private let limits = ArchiveLimits()
    /// What is opened is only surveyed.
    private let inSurvey: Bool
    /// Folders with members that are not done.
    private var open: [Int64] = []

    /// What is opened before it is worked on, so that thousands of small archives are done together.
    private static let batchBytes: Int64 = 1 << 30, batchArchives = 256

    init(_ journal: Journal, _ run: Int64, scratch: BytePath, _ worker: WorkerConversation, inSurvey: Bool, roots: InputRoots) {
        self.journal = journal
        self.run = run
        self.scratch = scratch
        self.worker = worker
        self.inSurvey = inSurvey
        self.roots = roots
    }

    /// Opens the next archives that were found.
    /// - Parameter tick: Called again and again, with the files and bytes that came to the inputs since.
    /// - Returns: Whether there were any.
    func openNext(_ tick: (_ files: Int, _ bytes: Int64) throws -> Void) throws -> Bool {
        try removeFinished()
        let found = try journal.archives(of: run, limit: Self.batchArchives)
        var bytes: Int64 = 0
        for archive in found where bytes < Self.batchBytes {
            let (files, size) = try open(archive) { try tick(0, 0) }
            bytes += size
            try tick(files, size)
        }
        return !found.isEmpty
    }

    private func open(_ archive: Journal.FoundArchive, _ tick: () throws -> Void) throws -> (files: Int, bytes: Int64) {
        guard archive.depth <= limits.depth else {
            try journal.refuse(archive, .archive, "it lies in archives more than \(limits.depth) deep; unpack it and name its folder")
            return (0, 0)
        }
        let folder = scratch.appending(String(archive.id))
        let allowed = limits.bytesAllowed(forArchiveOf: archive.outermostSize) - archive.openedBytes
        try makeFolders(scratch, mode: 0o700)
        let request = UnpackRequest(
            identity: archive.identity, name: BytePath(archive.path.lastComponent), folder: folder.readable,
            bytesAllowed: max(0, allowed), limits: limits)
        let refusal: (QuarantineReason, String)
        // It may open to many times its size.
        switch try worker.ask(.unpack(request), about: [archive.source], bytes: archive.identity.size * 8, whileWaiting: tick) {
        case .reply(.unpacked(.opened)):
            open.append(archive.id)
            return try journal.add(membersOf: archive, listedIn: request.list, folder: folder)
        case .reply(.unpacked(.refused(let reason, let detail))): refusal = (reason, detail)
        case .reply: refusal = (.internalError, "")
        case .none(let reason): refusal = (reason, "")
        }
        try removeTree(folder)
        try roots.check(around: archive.source, for: refusal.0)
        try journal.refuse(archive, refusal.0, refusal.1)
        return (0, 0)
    }

    private func removeFinished() throws {
        for archive in open where try !journal.hasWork(inArchive: archive, inSurvey: inSurvey) {
            try removeTree(scratch.appending(String(archive)))
            open.removeAll { $0 == archive }
        }
    }
}
