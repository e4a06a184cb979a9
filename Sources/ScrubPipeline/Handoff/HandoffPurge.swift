// SPDX-License-Identifier: Apache-2.0

internal import Audit
package import Filesystem
internal import Glibc
internal import Handoff
package import Records
internal import Release
internal import RunState

/// `handoff purge`: deletes packages and releases whose time is over, and what was only for work, and shows that they are gone.
package struct HandoffPurge {
    package var state: BytePath
    package var isDryRun = false
    /// How old a working copy may become.
    package var hours = 72
    /// `YYYY-MM-DD`, if not that of the clock. The newest time in the log does not count here: a clock that once went wrong must not delete anything.
    package var today: String?

    package init(state: BytePath) { self.state = state }

    /// What was, or would be, deleted.
    package struct Item: Sendable {
        package enum Kind: String, Sendable {
            case package, release
            case workingCopy = "working copy"
        }

        package var kind: Kind
        package var path: String
        package var files = 0
        package var bytes = 0
        /// Why it was left alone; `nil` where it is gone or would go.
        package var kept: String?
    }

    package func run() throws(PipelineError) -> [Item] {
        do {
            let desk = try HandoffDesk(state: state)
            do {
                try desk.log.check()
            } catch let error as AuditError {
                throw PipelineError.refused("the audit log was changed: \(error)")
            }
            var items = try expired(desk, today ?? String(utcTime().prefix(10)))
            items += try workingCopies(desk)
            return items
        } catch {
            throw PipelineError(handing: error)
        }
    }

    // MARK: - What is over

    private func expired(_ desk: HandoffDesk, _ day: String) throws -> [Item] {
        let folders = try HandoffFolder.all(in: desk.state).compactMap { folder in try folder.request.map { (folder, $0) } }
        // A release that somebody may still use stays for all.
        let inUse = Set(folders.filter { !$0.1.isExpired(on: day) }.compactMap { $0.1.documents[ReleaseFolder.checksumsName] })
        var items: [Item] = []
        for (folder, request) in folders where request.isExpired(on: day) {
            guard var record = try folder.record else { continue }
            for index in record.packages.indices where record.packages[index].isPurged != true {
                let package = record.packages[index]
                let item = try remove(.package, package.path, desk, request) { isPackage(package, request) }
                if let item { items.append(item) }
                if !isDryRun, FileStatus(package.path) == nil { record.packages[index].isPurged = true }
            }
            let checksums = request.documents[ReleaseFolder.checksumsName] ?? ""
            if record.isReleasePurged != true, !inUse.contains(checksums) {
                let item = try remove(.release, record.release, desk, request) {
                    fileDigest(ReleaseFolder(path: record.release).checksums)?.sha256 == checksums
                }
                if let item { items.append(item) }
                if !isDryRun, FileStatus(record.release) == nil { record.isReleasePurged = true }
            }
            if !isDryRun { try folder.write(record) }
        }
        return items
    }

    private func isPackage(_ package: HandoffFolder.Record.Package, _ request: HandoffRequest) -> Bool {
        switch package.form {
        case .folder: fileDigest(package.path.appending(HandoffRequest.fileName))?.sha256 == request.digest
        case .tar: package.sha256 != nil && fileDigest(package.path)?.sha256 == package.sha256
        }
    }

    /// - Parameter isOurs: Whether what lies there is what was written.
    /// - Returns: `nil` where there is nothing.
    private func remove(_ kind: Item.Kind, _ path: BytePath, _ desk: HandoffDesk, _ request: HandoffRequest, isOurs: () -> Bool) throws -> Item? {
        guard FileStatus(path) != nil else { return nil }
        var item = Item(kind: kind, path: path.readable)
        guard isOurs() else {
            item.kept = "it is not what was written there, so it is left alone"
            return item
        }
        var desk = desk
        desk.request = request
        return try delete(path, item, desk)
    }

    // MARK: - What was for work

    /// Packages that were never finished, and the scratch folder of a run that was killed.
    private func workingCopies(_ desk: HandoffDesk) throws -> [Item] {
        var paths = try HandoffFolder.all(in: desk.state).flatMap { try $0.record?.packages.map { packagePart($0.path) } ?? [] }
        // A run that is going on holds the lock.
        let lock = try? desk.state.lock()
        defer { withExtendedLifetime(lock) {} }
        if lock != nil { paths.append(desk.state.scratch) }
        var items: [Item] = []
        for path in paths {
            guard let status = FileStatus(path), Int64(time(nil)) - status.changed / 1_000_000_000 >= Int64(hours) * 3600 else { continue }
            items.append(try delete(path, Item(kind: .workingCopy, path: path.readable), desk))
        }
        return items
    }

    private func delete(_ path: BytePath, _ item: Item, _ desk: HandoffDesk) throws -> Item {
        var item = item
        try count(path, &item)
        guard !isDryRun else { return item }
        let (files, bytes) = (item.files, item.bytes)
        try desk.logged(AuditAction.purged) {
            $0.counts = ["files": files, "bytes": bytes, item.kind.rawValue.replacing(" ", with: "_"): 1]
        } _: { _ in
            try removeTree(path)
            try flushFolder(path.parent)
            guard FileStatus(path) == nil else { throw PipelineError.stopped("something is still there after it was deleted") }
        }
        return item
    }

    private func count(_ path: BytePath, _ item: inout Item) throws {
        guard let status = FileStatus(path) else { return }
        guard status.kind == .folder else {
            item.files += 1
            item.bytes += Int(status.size)
            return
        }
        var names: [[UInt8]] = []
        try forEachName(in: path) { name, _ in names.append(name) }
        for name in names { try count(path.appending(name), &item) }
    }
}
