// SPDX-License-Identifier: Apache-2.0

internal import Filesystem
internal import Records

/// Writes a report beside its final name and renames it.
/// - Parameters:
///   - text: The whole of it.
///   - path: Its final name.
///   - isPrivate: With mode 0600.
/// - Throws: ``PipelineError``; a file that was there is then as it was.
public func writeReport(_ text: String, to path: BytePath, isPrivate: Bool) throws(PipelineError) {
    do {
        let file = try AtomicFile(path, mode: isPrivate ? 0o600 : 0o666)
        try file.write(text.utf8)
        try file.commit()
    } catch {
        throw .stopped(by: error, at: "--output")
    }
}
