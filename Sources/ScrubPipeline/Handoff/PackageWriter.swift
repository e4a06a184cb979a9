// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import DICOMModel
internal import Filesystem
internal import Glibc
internal import Handoff
internal import Records
internal import Release

/// Writes the files of a package in their order, and checks what it copies.
struct PackageWriter {
    let sink: any PackageSink
    let reader: ReleaseReader
    let request: HandoffRequest
    let onStep: (String?) -> Void
    let progress: (Int) -> Void
    var summary = HandoffRelease.Summary()
    /// Files of the release, SHA256SUMS among them.
    private(set) var listed = 1

    init(
        sink: any PackageSink, reader: ReleaseReader, request: HandoffRequest, onStep: @escaping (String?) -> Void, progress: @escaping (Int) -> Void
    ) {
        (self.sink, self.reader, self.request, self.onStep, self.progress) = (sink, reader, request, onStep, progress)
    }

    /// - Parameter folder: Takes an unnamed copy of SHA256SUMS for the time that this takes.
    mutating func write(_ approvals: [Approval], _ approvers: [Approvers.Approver], checksumsIn folder: BytePath) throws {
        try sink.add(PackageText.fileName, Array(PackageText.readMe(request, approvers).utf8))
        try sink.add(HandoffRequest.fileName, request.bytes)
        try sink.add(HandoffPage.fileName, Array(HandoffPage.html(request, approvers).utf8))
        for approval in approvals.sorted(by: { $0.role < $1.role }) {
            try sink.add("approvals/\(approval.role).pem", Array(approval.publicKey.pem.utf8))
            try sink.add("approvals/\(approval.role).sig", approval.signature)
        }
        let checksums = try FileDescriptor(unnamedIn: folder, for: "write to the state folder")
        try copyChecksums(to: checksums)
        lseek(checksums.number, 0, SEEK_SET)
        var found: [String: String] = [ReleaseFolder.checksumsName: request.documents[ReleaseFolder.checksumsName] ?? ""]
        let lines = LineReader(checksums, longest: 1 << 16)
        while let line = try lines.next() {
            guard line.count > 66, line[64] == 0x20, line[65] == 0x20 || line[65] == 0x2A else {
                throw PipelineError.refused("SHA256SUMS has a line in no known form")
            }
            let path = Array(line[66...]), digest = String(decoding: line[..<64], as: UTF8.self)
            let text = String(decoding: path, as: UTF8.self)
            if request.documents[text] != nil { found[text] = digest }
            try copy(path, text, digest)
            listed += 1
        }
        for (name, digest) in request.documents where found[name] != digest { throw PipelineError.refused("\(name) is not the one of the request") }
    }

    /// The list is hashed while it is read, and read once: the copies are checked with what was hashed.
    private mutating func copyChecksums(to descriptor: FileDescriptor) throws {
        onStep(ReleaseFolder.checksumsName)
        let (file, size) = try reader.file(Array(ReleaseFolder.checksumsName.utf8))
        let digest = try copy(file, "release/" + ReleaseFolder.checksumsName, size) { block in try descriptor.write(block) }
        guard digest == request.documents[ReleaseFolder.checksumsName] else {
            throw PipelineError.refused("SHA256SUMS is not the one of the request")
        }
    }

    private mutating func copy(_ path: [UInt8], _ text: String, _ expected: String) throws {
        onStep(text)
        let (file, size) = try reader.file(path)
        guard try copy(file, "release/" + text, size, also: { _ in }) == expected else {
            throw PipelineError.refused("a file of the release does not have its checksum any more; run 'dcmscrub verify'")
        }
    }

    /// - Returns: The SHA-256 of what was copied.
    private mutating func copy(_ file: FileDescriptor, _ place: String, _ size: Int, also: ([UInt8]) throws -> Void) throws -> String {
        var hash = SHA256(), left = size
        try sink.begin(place, size: size)
        while true {
            let block = try file.read(upTo: min(1 << 18, left + 1))
            if block.isEmpty { break }
            left -= block.count
            guard left >= 0 else { throw PipelineError.refused("a file of the release grows while it is read") }
            hash.update(data: block)
            try also(block)
            try sink.write(block)
        }
        guard left == 0 else { throw PipelineError.refused("a file of the release shrinks while it is read") }
        try sink.end()
        summary.files += 1
        summary.bytes += size
        progress(summary.files)
        return hexadecimal(hash.finalize())
    }
}

/// What else lies in a release.
enum ReleaseNames {
    /// - Parameter count: How many files SHA256SUMS lists and is; all of them were opened, so if there are no more, there are no others.
    static func refuseOthers(in folder: BytePath, than count: Int) throws {
        var found = 0
        try walk(folder) { found += 1 }
        guard found == count else { throw PipelineError.refused("the release holds something that SHA256SUMS does not list; run 'dcmscrub verify'") }
    }

    private static func walk(_ folder: BytePath, _ body: () -> Void) throws {
        var folders: [[UInt8]] = []
        try forEachName(in: folder) { name, status in if status?.kind == .folder { folders.append(name) } else { body() } }
        for name in folders { try walk(folder.appending(name), body) }
    }
}
