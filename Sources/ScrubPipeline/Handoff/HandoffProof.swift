// SPDX-License-Identifier: Apache-2.0

package import Filesystem
internal import Handoff
package import Records
internal import Release
internal import RunState

/// `handoff proof FILE`: how anybody sees that one file was part of what was approved, with coreutils and openssl.
package struct HandoffProof {
    /// The line of MANIFEST.jsonl, without its line feed; `nil` for a document of the release.
    package let manifestLine: String?
    package let sha256: String
    /// Where the lines run.
    package let folder: String
    /// What proves it, one line for each step.
    package let commands: [String]

    /// - Parameter path: A file of a release, or of the release in a package.
    package init(of path: BytePath) throws(PipelineError) {
        do {
            guard let path = canonicalPath(path), FileStatus(path)?.kind == .file else { throw PipelineError.usage("the file does not exist") }
            var folder = path.parent
            while FileStatus(folder.appending(ReleaseFolder.checksumsName)) == nil {
                guard folder.parent != folder else { throw PipelineError.usage("the file lies in no release: there is no SHA256SUMS above it") }
                folder = folder.parent
            }
            let place = Array(path.bytes.dropFirst(folder.bytes.count + 1))
            let release = ReleaseFolder(path: folder)
            guard let own = fileDigest(path)?.sha256, let listed = try Self.line(of: place, in: release.checksums) else {
                throw PipelineError.refused("SHA256SUMS does not list the file")
            }
            guard own == listed else { throw PipelineError.refused("the file does not have the checksum that SHA256SUMS lists") }
            let sums = try release.documentDigests()[ReleaseFolder.checksumsName]!
            manifestLine = try Self.manifestLine(of: place, in: release.manifest)
            sha256 = own
            let name = String(decoding: place, as: UTF8.self)
            // A line that is there once more comes out, and is checked; coreutils have no search.
            var commands = [
                "(cat SHA256SUMS; echo '\(own)  \(name)') | sort | uniq -d | sha256sum -c -", "echo '\(sums)  SHA256SUMS' | sha256sum -c -",
            ]
            let package = folder.parent
            if folder.lastComponent == Array("release".utf8), let bytes = try? readFile(package.appending(HandoffRequest.fileName), limit: 1 << 20),
                let request = try? HandoffRequest(bytes: bytes)
            {
                guard request.documents[ReleaseFolder.checksumsName] == sums else {
                    throw PipelineError.refused("HANDOFF.json approves another SHA256SUMS")
                }
                var roles: [String] = []
                try forEachName(in: package.appending("approvals")) { name, _ in
                    let text = String(decoding: name, as: UTF8.self)
                    if text.hasSuffix(".sig"), Approvers.isRole(String(text.dropLast(4))) { roles.append(String(text.dropLast(4))) }
                }
                commands.append("test -n \"$( (tr '{},' '\\n' < ../HANDOFF.json; echo '\"SHA256SUMS\":\"\(sums)\"') | sort | uniq -d)\"")
                commands += roles.sorted().map { "(cd .. && \(PackageText.signatureCommand($0)))" }
            }
            self.folder = folder.readable
            self.commands = commands
        } catch {
            throw PipelineError(handing: error)
        }
    }

    private static func line(of place: [UInt8], in checksums: BytePath) throws -> String? {
        let lines = LineReader(try FileDescriptor(openingFile: checksums, for: "read SHA256SUMS"), longest: 1 << 16)
        while let line = try lines.next() {
            if line.count == place.count + 66, line[66...].elementsEqual(place) { return String(decoding: line[..<64], as: UTF8.self) }
        }
        return nil
    }

    private static func manifestLine(of place: [UInt8], in manifest: BytePath) throws -> String? {
        let needle = Array("\"path\":\"".utf8) + place + Array("\"".utf8)
        let lines = LineReader(try FileDescriptor(openingFile: manifest, for: "read MANIFEST.jsonl"), longest: 1 << 20)
        while let line = try lines.next() {
            if position(of: needle, in: line) != nil { return String(decoding: line, as: UTF8.self) }
        }
        return nil
    }
}
