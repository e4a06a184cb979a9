// SPDX-License-Identifier: Apache-2.0

public import Filesystem
public import Records

/// The files of a release, one after another in the order of `MANIFEST.jsonl`. However many there are, one line is in memory.
///
/// It believes what it reads; ``ReleaseVerifier`` compares it with the files.
public struct ReleaseManifest {
    private let lines: LineReader
    private var line = 0

    /// - Parameter release: The folder that `--output` named.
    /// - Throws: ``PipelineError/stopped(_:)`` if it has no `MANIFEST.jsonl` that can be read.
    public init(ofRelease release: BytePath) throws(PipelineError) {
        do {
            lines = LineReader(
                try FileDescriptor(openingFile: release.appending(ReleaseFolder.manifestName), for: "read \(ReleaseFolder.manifestName)"),
                longest: 1 << 20)
        } catch {
            throw .stopped("\(error); name the folder of a release that was finished")
        }
    }

    /// The next file; `nil` after the last.
    /// - Throws: ``PipelineError/stopped(_:)`` if a line is not what a release has, with its number, or if reading fails.
    public mutating func next() throws(PipelineError) -> ManifestEntry? {
        line += 1
        do {
            guard let bytes = try lines.next() else { return nil }
            return try fromJSON(ManifestEntry.self, bytes)
        } catch let error as SystemError {
            throw .stopped(by: error)
        } catch {
            throw .stopped("\(ReleaseFolder.manifestName): line \(line) is not as a release has it; run ReleaseVerifier, or dcmscrub verify")
        }
    }
}
