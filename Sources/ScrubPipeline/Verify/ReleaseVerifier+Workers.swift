// SPDX-License-Identifier: Apache-2.0

internal import Filesystem
internal import Foundation
internal import Records
internal import Release
internal import Workers

extension ReleaseVerifier {
    /// Compares all files of a release with its documents.
    /// - Parameters:
    ///   - path: The folder of the release.
    ///   - state: The state folder of the run. With it every file is searched once more for the identifiers of its patient.
    ///   - key: The site key, if it is not the one in the state folder.
    ///   - opensFiles: Has workers compare what is in the files with the manifest too: UIDs, SOP Class, transfer syntax, pixels.
    ///   - progress: Told how many files are done.
    public static func verify(
        _ path: BytePath, state: BytePath? = nil, key: BytePath? = nil, opensFiles: Bool = false,
        progress: @escaping (_ files: Int) -> Void = { _ in }
    ) throws(PipelineError) -> Result {
        try verify(path, state: state, key: key, opensFiles: opensFiles, launcher: WorkerLauncher(), progress: progress)
    }

    package static func verify(
        _ path: BytePath, state: BytePath?, key: BytePath?, opensFiles: Bool = false, launcher: WorkerLauncher,
        progress: @escaping (_ files: Int) -> Void = { _ in }
    ) throws(PipelineError) -> Result {
        if opensFiles || state != nil { try launcher.refuseUnlessKeptIn() }
        let content: ContentChecker?
        do { content = opensFiles ? try ContentChecker(launcher) : nil } catch { throw PipelineError(error) }
        guard let state else { return try verify(path, searching: nil, content: content, progress: progress) }
        return try verify(
            path, state: state,
            searching: { document in
                let scratch = try PrivateFolder(in: BytePath(NSTemporaryDirectory()))
                _ = try ReleaseGate(state: state, key: key, document, scratch: scratch.path)
                let worker = WorkerConversation(
                    launcher, .search(state: state, key: key, document, scratch: scratch.path), keeping: scratch)
                return { try worker.search($0, patient: $1, bytes: $2) }
            }, content: content, progress: progress)
    }
}

extension WorkerConversation {
    /// Has a worker search a file: the parser may crash or hang.
    fileprivate func search(_ path: BytePath, patient: String, bytes: Int) throws -> String? {
        switch try ask(.search(patient: patient), about: [path], bytes: Int64(bytes)) {
        case .reply(.problem(let what)): return what
        case .reply(.failed(let error)): throw error
        case .reply: throw PipelineError.stopped("a worker process answered something else")
        case .none(let reason): return "cannot be searched: \(reason.rawValue)"
        }
    }
}
