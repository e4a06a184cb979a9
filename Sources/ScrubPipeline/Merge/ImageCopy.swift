// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import DICOMModel
internal import Dispatch
internal import Filesystem
internal import Glibc
internal import Records
internal import Release
internal import RunState
internal import Synchronization

/// Copies the images of a shard to their places by UID, and believes each only if it is what the shard's run wrote.
struct ImageCopy {
    private let shard: ShardRelease
    private let target: ReleaseFolder
    private let journal: Journal
    private let run: Int64
    private let jobs: Int

    init(_ shard: ShardRelease, to target: ReleaseFolder, _ journal: Journal, _ run: Int64, jobs: Int) {
        self.shard = shard
        self.target = target
        self.journal = journal
        self.run = run
        self.jobs = jobs
    }

    private struct Image: Sendable {
        let source: BytePath
        let place: String
        let sha256: String
    }

    private static let pageLength = 256

    /// - Parameter tick: Told how many files came to the release since.
    func run(_ tick: (Int) throws -> Void) throws {
        var names = MediaNames()
        var last = ""
        while true {
            let page = try shard.journal.releasedFiles(of: shard.run.record.id, after: last, limit: Self.pageLength)
            guard let end = page.last else { return }
            last = end.place
            var images: [Image] = []
            for file in page {
                // Named in the order of all files of the shard, those that give way here too.
                let name = shard.settings.layout == .dicomdir ? try names.next(file.place) : file.place
                guard try journal.releasedDigest(at: file.place, in: run) == file.sha256 else { continue }
                images.append(Image(source: shard.release.path.appending(name), place: file.place, sha256: file.sha256))
            }
            try copy(images)
            try tick(images.count)
        }
    }

    /// Copies some images, brings them to the disk, and only then gives them their names.
    private func copy(_ images: [Image]) throws {
        let width = max(1, min(jobs, images.count))
        let failure = Mutex<(any Error)?>(nil)
        let copied = Mutex<[Int]>([])
        let (release, label) = (target.path, shard.label)
        let parts = images.indices.map { target.temporary.appending("merge-\($0)") }
        DispatchQueue.concurrentPerform(iterations: width) { worker in
            do {
                for index in stride(from: worker, to: images.count, by: width) where failure.withLock({ $0 == nil }) {
                    guard try Self.copy(images[index], into: release, part: parts[index], label) else { continue }
                    copied.withLock { $0.append(index) }
                }
            } catch {
                failure.withLock { $0 = $0 ?? error }
            }
        }
        if let error = failure.withLock({ $0 }) { throw error }
        let new = copied.withLock { $0.sorted() }
        try flush(new.map { parts[$0] })
        for index in new {
            let place = release.appending(images[index].place)
            try makeFolders(place.parent)
            try moveFile(parts[index], to: place)
        }
    }

    /// - Returns: `false` where an earlier try has copied it.
    private static func copy(_ image: Image, into release: BytePath, part: BytePath, _ label: String) throws -> Bool {
        let place = release.appending(image.place)
        if FileStatus(place) != nil, fileDigest(place)?.sha256 == image.sha256 { return false }
        let source: FileDescriptor
        do throws(SystemError) {
            source = try FileDescriptor(openingFile: image.source, for: "read a shard")
        } catch  where SystemError.isOfDisk(error.number) {
            throw error
        } catch {
            throw PipelineError.refused("a file of the release of \(label) is missing or cannot be read; 'dcmscrub verify' says which")
        }
        try removeFile(part)
        let file = try FileDescriptor(opening: part, O_RDWR | O_CREAT | O_EXCL, for: "write the output")
        guard try digest(source, copyingTo: file) == image.sha256 else {
            try removeFile(part)
            throw PipelineError.refused("a file of the release of \(label) is not as its run wrote it; 'dcmscrub verify' says which")
        }
        return true
    }

    /// File systems that can share blocks between files do; all bytes are read once in any case.
    private static func digest(_ source: FileDescriptor, copyingTo file: FileDescriptor) throws -> String {
        let shareBlocks: UInt = 0x4004_9409  // FICLONE
        let isShared = ioctl(file.number, shareBlocks, source.number) == 0
        let reader = isShared ? file : source
        var hash = SHA256()
        while true {
            let block = try reader.read(upTo: 1 << 20)
            if block.isEmpty { return hexadecimal(hash.finalize()) }
            hash.update(data: block)
            if !isShared { try file.write(block) }
        }
    }
}
