// SPDX-License-Identifier: Apache-2.0

/// The files still to do, a page at a time.
final class PendingQueue {
    private let journal: Journal
    private let run: Int64
    private let temporary: BytePath
    private var page: ArraySlice<Journal.PendingFile> = []
    private var last: BytePath?

    init(_ journal: Journal, _ run: Int64, temporary: BytePath) {
        self.journal = journal
        self.run = run
        self.temporary = temporary
    }

    func next() throws -> WorkerPool.Job? {
        if page.isEmpty { page = try journal.pendingFiles(of: run, after: last, limit: 256)[...] }
        guard let file = page.popFirst() else { return nil }
        last = file.path
        let target = temporary.appending(String(file.id)).readable
        return WorkerPool.Job(file: FileJob(id: file.id, path: file.path, identity: file.identity, temporaryPath: target), sizeInBytes: file.identity.size)
    }
}
