// SPDX-License-Identifier: Apache-2.0

internal import Filesystem
internal import Glibc

/// What the kernel tells of changes below a folder (inotify). It tells nothing of what others do on a share, and what it tells may be lost, so a walk
/// through the folder has to come to the same.
final class FolderEvents {
    enum Event: Equatable {
        /// A file appeared or got another name.
        case appeared(BytePath)
        case written(BytePath)
        case closed(BytePath)
        case folderAppeared(BytePath)
        case gone(BytePath)
        case folderGone(BytePath)
        /// The queue was too short: anything may have happened.
        case lost
    }

    private let descriptor: FileDescriptor
    private var folders: [Int32: BytePath] = [:]
    private var numbers: [BytePath: Int32] = [:]
    /// Some folder could not be watched: there are more than the system allows.
    private(set) var isIncomplete = false

    private static let mask = UInt32(
        IN_CREATE | IN_MODIFY | IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR | IN_DONT_FOLLOW
    )

    init() throws(SystemError) {
        let number = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
        guard number >= 0 else { throw SystemError("watch a folder") }
        descriptor = FileDescriptor(owning: number)
    }

    /// Watches a folder, not those below it.
    func watch(_ folder: BytePath) {
        guard numbers[folder] == nil else { return }
        let number = folder.withCString { inotify_add_watch(descriptor.number, $0, Self.mask) }
        guard number >= 0 else {
            if errno == ENOSPC || errno == ENOMEM { isIncomplete = true }
            return
        }
        // A folder that got another name keeps its number.
        if let former = folders[number] { numbers[former] = nil }
        folders[number] = folder
        numbers[folder] = number
    }

    /// Stops watching a folder and all below it.
    func forget(_ folder: BytePath) {
        for (path, number) in numbers where path.isInside(folder) {
            inotify_rm_watch(descriptor.number, number)
            numbers[path] = nil
            folders[number] = nil
        }
    }

    /// Waits until something happens, a signal comes or the time is over.
    func wait(seconds: Double) {
        var event = pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0)
        _ = poll(&event, 1, Int32(max(0, min(seconds, 3600) * 1000).rounded(.up)))
    }

    /// What has happened since the last call, in its order.
    func next() -> [Event] {
        var events: [Event] = []
        while true {
            let block = (try? descriptor.read(upTo: 1 << 16)) ?? []
            if block.isEmpty { return events }
            block.withUnsafeBytes { parse($0, into: &events) }
        }
    }

    private func parse(_ block: UnsafeRawBufferPointer, into events: inout [Event]) {
        let head = MemoryLayout<inotify_event>.size
        var offset = 0
        while offset + head <= block.count {
            let number = block.loadUnaligned(fromByteOffset: offset, as: Int32.self)
            let mask = block.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self)
            let length = Int(block.loadUnaligned(fromByteOffset: offset + 12, as: UInt32.self))
            let name = block[(offset + head)..<min(block.count, offset + head + length)].prefix { $0 != 0 }
            offset += head + length
            guard let event = event(number, mask, Array(name)), event != events.last else { continue }
            events.append(event)
        }
    }

    private func event(_ number: Int32, _ mask: UInt32, _ name: [UInt8]) -> Event? {
        let has = { (flag: Int) in mask & UInt32(truncatingIfNeeded: flag) != 0 }
        if has(Int(IN_Q_OVERFLOW)) { return .lost }
        guard let folder = folders[number] else { return nil }
        if has(Int(IN_IGNORED)) {
            numbers[folder] = nil
            folders[number] = nil
            return nil
        }
        if has(Int(IN_DELETE_SELF)) || has(Int(IN_MOVE_SELF)) || has(Int(IN_UNMOUNT)) { return .folderGone(folder) }
        let path = folder.appending(name)
        let isFolder = has(Int(IN_ISDIR))
        if has(Int(IN_DELETE)) || has(Int(IN_MOVED_FROM)) { return isFolder ? .folderGone(path) : .gone(path) }
        if isFolder { return .folderAppeared(path) }
        if has(Int(IN_CLOSE_WRITE)) { return .closed(path) }
        return has(Int(IN_MODIFY)) ? .written(path) : .appeared(path)
    }
}
