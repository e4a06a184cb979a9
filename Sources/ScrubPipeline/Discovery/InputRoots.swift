// SPDX-License-Identifier: Apache-2.0

internal import Filesystem
internal import Records

/// The folders among the inputs as they were when this sitting of a run began. One that goes away, such as a disk that is unmounted, stops the run:
/// it must not cost the files on it.
struct InputRoots: Sendable {
    private struct Root {
        /// As the user named it: the first, the second.
        let number: Int
        let path: BytePath
        /// `nil` where it was not there.
        let identity: FileIdentity?
    }

    private let roots: [Root]

    init(_ inputs: [BytePath]) {
        roots = inputs.enumerated().compactMap { index, input in
            guard input != BytePath("-") else { return nil }
            let path = canonicalPath(input) ?? input
            let status = FileStatus(path)
            guard status?.kind == .file else { return Root(number: index + 1, path: path, identity: status?.identity) }
            // What a DICOMDIR names lies around it; another file stands for itself.
            return isMediaDirectory(path) ? Root(number: index + 1, path: path.parent, identity: FileStatus(path.parent)?.identity) : nil
        }
    }

    /// Looks at all of them, once they were gone through.
    func check() throws(PipelineError) {
        for root in roots where !isThere(root) { throw Self.gone(root) }
    }

    /// Looks at the folder of a file that could not be read.
    /// - Parameter path: Where it was read; that of a member of an archive is in none of them.
    func check(around path: BytePath, for reason: QuarantineReason) throws(PipelineError) {
        guard reason == .unreadable || reason == .changedWhileRead else { return }
        // An empty folder is what a disk leaves behind that is not mounted.
        for root in roots where path.isInside(root.path) && (!isThere(root) || isEmpty(root.path)) { throw Self.gone(root) }
    }

    private func isThere(_ root: Root) -> Bool {
        guard let now = FileStatus(root.path), now.kind == .folder, let before = root.identity else { return false }
        return now.identity.device == before.device && now.identity.inode == before.inode
    }

    private func isEmpty(_ folder: BytePath) -> Bool {
        var isEmpty = true
        do { try forEachName(in: folder) { _, _ in isEmpty = false } } catch { return true }
        return isEmpty
    }

    private static func gone(_ root: Root) -> PipelineError {
        .stopped("input \(root.number) is no longer there, or is another folder than before. \(PipelineError.continuation)")
    }
}
