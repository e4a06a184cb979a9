// SPDX-License-Identifier: Apache-2.0

internal import Filesystem
internal import Records
internal import RunState

/// The files still to do, a page at a time.
final class PendingQueue {
    private let journal: Journal
    private let run: Int64
    private let temporary: BytePath
    /// Of files in archives: they cannot be looked at once more.
    private let wantsDigests: Bool
    private var page: ArraySlice<Journal.PendingFile> = []
    private var last: BytePath?

    init(_ journal: Journal, _ run: Int64, temporary: BytePath, wantsDigests: Bool) {
        self.journal = journal
        self.run = run
        self.temporary = temporary
        self.wantsDigests = wantsDigests
    }

    func next() throws -> FileJob? {
        if page.isEmpty { page = try journal.pendingFiles(of: run, after: last, limit: 256)[...] }
        guard let file = page.popFirst() else { return nil }
        last = file.path
        let target = temporary.appending(String(file.id)).readable
        return FileJob(
            id: file.id, path: file.source, identity: file.identity, temporaryPath: target, wantsDigest: wantsDigests && file.source != file.path)
    }
}

/// The files of which nobody knows yet by what they are shared out.
final class SurveyQueue {
    private let journal: Journal
    private let run: Int64
    private var page: ArraySlice<Journal.PendingFile> = []
    private var last: BytePath?

    init(_ journal: Journal, _ run: Int64) {
        self.journal = journal
        self.run = run
    }

    func next() throws -> FileJob? {
        if page.isEmpty { page = try journal.pendingFiles(of: run, after: last, limit: 256, inSurvey: true)[...] }
        guard let file = page.popFirst() else { return nil }
        last = file.path
        return FileJob(id: file.id, path: file.source, identity: file.identity, temporaryPath: "", isSurvey: true)
    }
}

/// The files that share a SOP Instance UID with another, of which a report has no digests.
final class UndecidedQueue {
    private let journal: Journal
    private var page: ArraySlice<Journal.PendingFile> = []
    private var last: Int64 = 0

    init(_ journal: Journal) { self.journal = journal }

    func next() throws -> FileJob? {
        if page.isEmpty { page = try journal.undecidedFiles(after: last, limit: 256)[...] }
        guard let file = page.popFirst() else { return nil }
        last = file.id
        return FileJob(id: file.id, path: file.path, identity: file.identity, temporaryPath: "", wantsDigest: true)
    }
}
