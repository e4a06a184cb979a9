// SPDX-License-Identifier: Apache-2.0

/// The files still to do, a page at a time.
final class PendingQueue {
    private let journal: Journal
    private let run: Int64
    private let temporary: BytePath
    /// Of files in archives: they cannot be looked at once more.
    private let wantsDigests: Bool
    private var page: ArraySlice<Journal.PendingFile> = []
    private var last: BytePath?

    init(_ journal: Journal, _ run: Int64, temporary: BytePath, wantsDigests: Bool = false) {
        self.journal = journal
        self.run = run
        self.temporary = temporary
        self.wantsDigests = wantsDigests
    }

    func next() throws -> WorkerPool.Job? {
        if page.isEmpty { page = try journal.pendingFiles(of: run, after: last, limit: 256)[...] }
        guard let file = page.popFirst() else { return nil }
        last = file.path
        let target = temporary.appending(String(file.id)).readable
        return WorkerPool.Job(
            file: FileJob(
                id: file.id, path: file.source, identity: file.identity, temporaryPath: target, wantsDigest: wantsDigests && file.source != file.path),
            path: file.path, sizeInBytes: file.identity.size)
    }
}
