// SPDX-License-Identifier: Apache-2.0

internal import Filesystem
internal import Workers

/// Lets a worker read a DICOMDIR: the parser may crash, and the run must not.
struct MediaLister {
    let launcher: WorkerLauncher
    let scratch: BytePath
    let lock: FileDescriptor?

    /// - Returns: `nil` where it cannot be read, or the worker died or took too long.
    func list(_ path: BytePath) throws -> [[BytePath]]? {
        let conversation = WorkerConversation(launcher, .listMedia(scratch: scratch), holding: lock)
        guard case .reply(.media(let files)) = try conversation.ask(.listMedia, about: [path], bytes: FileStatus(path)?.size ?? 0) else {
            return nil
        }
        return files
    }
}
