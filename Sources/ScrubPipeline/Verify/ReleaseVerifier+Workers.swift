// SPDX-License-Identifier: Apache-2.0

internal import Filesystem
internal import Records
internal import Release
internal import Workers

extension ReleaseVerifier {
    /// - Parameters:
    ///   - state: The state folder of the run. With it every file is searched once more for the identifiers of its patient.
    ///   - key: The site key, if it is not the one in the state folder.
    public static func verify(
        _ path: BytePath, state: BytePath? = nil, key: BytePath? = nil, progress: @escaping (_ files: Int) -> Void = { _ in }
    ) throws(PipelineError) -> Result {
        try verify(path, state: state, key: key, launcher: WorkerLauncher(), progress: progress)
    }

    package static func verify(
        _ path: BytePath, state: BytePath?, key: BytePath?, launcher: WorkerLauncher, progress: @escaping (_ files: Int) -> Void = { _ in }
    ) throws(PipelineError) -> Result {
        guard let state else { return try verify(path, searching: nil, progress: progress) }
        return try verify(
            path,
            searching: { document in
                _ = try ReleaseGate(state: state, key: key, document)
                let worker = WorkerConversation(launcher, .search(state: state, key: key, document))
                return { try worker.search($0, patient: $1, bytes: $2) }
            }, progress: progress)
    }
}

extension WorkerConversation {
    /// Has a worker search a file: the parser may crash or hang.
    fileprivate func search(_ path: BytePath, patient: String, bytes: Int) throws -> String? {
        switch try ask(.search(path, patient: patient), aboutBytes: Int64(bytes)) {
        case .reply(.problem(let what)): return what
        case .reply(.failed(let error)): throw error
        case .reply: throw PipelineError.stopped("a worker process answered something else")
        case .none(let reason): return "cannot be searched: \(reason.rawValue)"
        }
    }
}
