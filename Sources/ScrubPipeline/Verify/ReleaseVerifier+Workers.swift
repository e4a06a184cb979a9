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
        do {
            let content = try opensFiles ? compared(launcher) : nil
            guard let state else { return try verify(path, searching: nil, content: content, progress: progress) }
            return try verify(
                path, state: state, searching: { try searched(launcher, state: state, key: key, $0) }, content: content, progress: progress)
        } catch {
            throw PipelineError(error)
        }
    }

    private static func compared(_ launcher: WorkerLauncher) throws -> any ReleasedFileChecking {
        try ReleasedFileChecker({ .check($0.map(ReleasedContent.Claim.init)) }, verb: "read") {
            try .inScratch(launcher) { .compare(scratch: $0) }
        }
    }

    private static func searched(
        _ launcher: WorkerLauncher, state: BytePath, key: BytePath?, _ document: ReleaseDocument
    ) throws -> any ReleasedFileChecking {
        // What is wrong with the state folder or the key is known before any file is read.
        let scratch = try PrivateFolder(in: BytePath(NSTemporaryDirectory()))
        _ = try ReleaseGate(state: state, key: key, document, scratch: scratch.path)
        return try ReleasedFileChecker({ .search(patients: $0.map(\.patient)) }, verb: "searched") {
            try .inScratch(launcher) { .search(state: state, key: key, document, scratch: $0) }
        }
    }
}
