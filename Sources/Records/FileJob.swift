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

/// A file to scrub as a worker gets it: open, and without a name.
package struct ScrubTask: Sendable {
    package let id: Int64
    package let input: HandedFile
    package let identity: FileIdentity
    package let temporaryPath: String
    package let wantsDigest: Bool
    package let isSurvey: Bool

    /// Opens the file of a job.
    package init(_ job: FileJob) {
        (id, identity, temporaryPath) = (job.id, job.identity, job.temporaryPath)
        (wantsDigest, isSurvey) = (job.wantsDigest, job.isSurvey)
        input = HandedFile(opening: job.path)
    }
}

extension FileJob {
    /// All but the path, which a worker has no use for.
    package func write(to wire: inout WireWriter) {
        wire.append(fixed: id)
        for number in [identity.device, identity.inode, identity.size, identity.modified] { wire.append(fixed: number) }
        wire.append(temporaryPath)
        wire.append(wantsDigest)
        wire.append(isSurvey)
    }
}

extension ScrubTask {
    package init(from wire: inout WireReader, input: HandedFile) throws(WireReader.Malformed) {
        self.input = input
        id = try wire.fixed()
        identity = FileIdentity(device: try wire.fixed(), inode: try wire.fixed(), size: try wire.fixed(), modified: try wire.fixed())
        temporaryPath = try wire.text()
        wantsDigest = try wire.flag()
        isSurvey = try wire.flag()
    }
}
