// SPDX-License-Identifier: Apache-2.0

internal import Filesystem

/// What lies in an inbox and is not taken yet: since when each file is as it is, and whose it is. Plain data; events and the time come from outside.
///
/// A unit is a study, by its Study Instance UID, not a folder: a node may put all studies into one folder, and a person who copies a patient's folder
/// puts several into one. What belongs to no study makes no study wait for ever, and is taken by itself, so that it is accounted for.
struct Arrivals {
    enum Owner: Hashable, Sendable {
        /// Nobody has looked into the file yet.
        case unread
        /// Its name says that somebody is still at work on it. It is never taken.
        case unfinished
        /// By the pseudonym of the Study Instance UID.
        case study(String)
        /// A unit of its own.
        case archive
        /// No study can be told: not DICOM, or damaged.
        case other
    }

    struct File {
        var identity: FileIdentity
        /// When its last change was noticed.
        var since: Double
        /// Somebody writes into it, as events say.
        var isOpen = false
        var owner: Owner
        /// When it is worth a look, of an unread one.
        var nextLook: Double
        fileprivate var isMet = true
    }

    /// Files that make one release.
    struct Batch {
        let owner: Owner
        var files: [(path: BytePath, identity: FileIdentity)]
    }

    let inbox: BytePath
    /// How long a study has to be left alone.
    let secondsQuiet: Double
    private(set) var files: [BytePath: File] = [:]

    /// A busy file is looked at again after so long.
    private static let secondsBetweenLooks = 5.0

    init(inbox: BytePath, secondsQuiet: Double) {
        self.inbox = inbox
        self.secondsQuiet = secondsQuiet
    }

    // MARK: - What happens

    /// A file was met as it is. What did not change stays as it is known.
    mutating func see(_ path: BytePath, _ identity: FileIdentity, at time: Double) {
        // Device and inode do not count: a share may give other ones each time.
        if let known = files[path]?.identity, known.size == identity.size, known.modified == identity.modified {
            files[path]?.isMet = true
            return
        }
        change(path, identity, at: time)
    }

    /// Somebody writes into a file; only ``close(_:_:at:)`` or ``forgetWriters()`` lets it be taken.
    mutating func write(_ path: BytePath, _ identity: FileIdentity, at time: Double) {
        change(path, identity, at: time)
        files[path]?.isOpen = true
    }

    mutating func close(_ path: BytePath, _ identity: FileIdentity, at time: Double) {
        change(path, identity, at: time)
        files[path]?.isOpen = false
    }

    mutating func remove(_ path: BytePath) { files[path] = nil }

    /// Of a folder that is gone.
    mutating func removeAll(below folder: BytePath) { files = files.filter { !$0.key.isInside(folder) } }

    /// Events were lost: only quietness tells from now on.
    mutating func forgetWriters() { for path in files.keys { files[path]?.isOpen = false } }

    private mutating func change(_ path: BytePath, _ identity: FileIdentity, at time: Double) {
        let isOpen = files[path]?.isOpen ?? false
        let owner: Owner = isUnfinishedName(path.lastComponent) ? .unfinished : .unread
        files[path] = File(identity: identity, since: time, isOpen: isOpen, owner: owner, nextLook: time)
    }

    /// Between the two all files are met that there are.
    mutating func beginScan() { for path in files.keys { files[path]?.isMet = false } }
    mutating func endScan() { files = files.filter { $0.value.isMet } }

    // MARK: - Whose it is

    /// What is worth a look now, in the order of the paths.
    func unread(at time: Double) -> [BytePath] {
        files.filter { $0.value.owner == .unread && !$0.value.isOpen && $0.value.nextLook <= time }.keys.sorted()
    }

    /// - Parameter owner: `nil` where somebody has the file open for writing.
    mutating func assign(_ path: BytePath, _ owner: Owner?, at time: Double) {
        if let owner {
            files[path]?.owner = owner
        } else {
            files[path]?.since = time
            files[path]?.nextLook = time + min(secondsQuiet, Self.secondsBetweenLooks)
        }
    }

    // MARK: - What is ready

    /// Studies, archives and other files that were left alone long enough, in the order of their first paths.
    ///
    /// A study also waits for files of which nobody knows yet whose they are, if they lie with it in one folder of the inbox. Those that lie in the
    /// inbox itself hold up nothing: there, some file of some study is always on its way.
    func ready(at time: Double) -> [Batch] {
        var held: Set<[UInt8]> = []
        var loud: Set<Owner> = []
        var groups: [Owner: Batch] = [:]
        var archives: [Batch] = []
        for (path, file) in files {
            guard isQuiet(file, at: time) else {
                loud.insert(file.owner)
                if ![.archive].contains(file.owner), !isOfStudy(file), let folder = folder(of: path) { held.insert(folder) }
                continue
            }
            switch file.owner {
            case .unread: if let folder = folder(of: path) { held.insert(folder) }
            case .unfinished: continue
            case .archive: archives.append(Batch(owner: .archive, files: [(path, file.identity)]))
            case .study, .other: groups[file.owner, default: Batch(owner: file.owner, files: [])].files.append((path, file.identity))
            }
        }
        let settled = groups.values.filter { batch in
            batch.owner == .other || !loud.contains(batch.owner) && !batch.files.contains { folder(of: $0.path).map(held.contains) ?? false }
        }
        return (archives + settled).map { batch in
            Batch(owner: batch.owner, files: batch.files.sorted { $0.path < $1.path })
        }.sorted { $0.files[0].path < $1.files[0].path }
    }

    /// When the next file will have been left alone long enough, or is worth a look.
    func nextMoment(after time: Double) -> Double? {
        files.values.compactMap { file -> Double? in
            if file.isOpen || file.owner == .unfinished { return nil }
            let moments = [file.since + secondsQuiet] + (file.owner == .unread ? [file.nextLook] : [])
            return moments.filter { $0 > time }.min()
        }.min()
    }

    private func isQuiet(_ file: File, at time: Double) -> Bool { !file.isOpen && time - file.since >= secondsQuiet }

    private func isOfStudy(_ file: File) -> Bool { if case .study = file.owner { true } else { false } }

    /// The folder of the inbox that a path lies in; `nil` for what lies in the inbox itself.
    private func folder(of path: BytePath) -> [UInt8]? {
        let relative = path.bytes.dropFirst(inbox.bytes.count + 1)
        return relative.firstIndex(of: slash).map { Array(relative[..<$0]) }
    }
}

/// Names that copying programs give to what is not whole yet: rsync, browsers, file managers, and this program.
func isUnfinishedName(_ name: [UInt8]) -> Bool {
    if name.first == UInt8(ascii: ".") { return true }
    let folded = name.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    return [".part", ".partial", ".filepart", ".crdownload", ".download", ".tmp", ".temp", "~"].contains {
        folded.suffix($0.utf8.count).elementsEqual($0.utf8)
    }
}
