// SPDX-License-Identifier: Apache-2.0

package import Filesystem

/// One file to scrub, or of a report to plan.
package struct FileJob: Sendable {
    package let id: Int64
    /// Where it can be read: elsewhere than the journal has it only if it lies in an archive.
    package let path: BytePath
    /// As discovery saw the file: another one in its place, or other content, is not scrubbed.
    package let identity: FileIdentity
    /// Where the new file is written, on the file system of its final place. Nothing is there yet.
    package let temporaryPath: String
    /// Of a report: the digest of the whole file is wanted, to tell copies from conflicts.
    package let wantsDigest: Bool
    /// Only by what the file is shared out is asked.
    package let isSurvey: Bool

    package init(
        id: Int64, path: BytePath, identity: FileIdentity, temporaryPath: String, wantsDigest: Bool = false, isSurvey: Bool = false
    ) {
        self.id = id
        self.path = path
        self.identity = identity
        self.temporaryPath = temporaryPath
        self.wantsDigest = wantsDigest
        self.isSurvey = isSurvey
    }
}

extension FileJob: WireFormed {
    package func write(to wire: inout WireWriter) {
        wire.append(fixed: id)
        wire.append(path.bytes)
        for number in [identity.device, identity.inode, identity.size, identity.modified] { wire.append(fixed: number) }
        wire.append(temporaryPath)
        wire.append(wantsDigest)
        wire.append(isSurvey)
    }

    package init(from wire: inout WireReader) throws(WireReader.Malformed) {
        id = try wire.fixed()
        path = BytePath(try wire.field())
        identity = FileIdentity(device: try wire.fixed(), inode: try wire.fixed(), size: try wire.fixed(), modified: try wire.fixed())
        temporaryPath = try wire.text()
        wantsDigest = try wire.flag()
        isSurvey = try wire.flag()
    }
}
