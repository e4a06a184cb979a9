// SPDX-License-Identifier: Apache-2.0

package import Filesystem
internal import Glibc
package import Records
internal import Reports
internal import RunState

/// Compares a release with its own documents, file by file, holding one folder's names at a time.
public struct ReleaseVerifier {
    /// Something that is not as the documents say. Places are relative to the release.
    public struct Problem: Hashable, Sendable, CustomStringConvertible {
        /// Relative to the release.
        public let place: String
        /// In words, without a value from a header.
        public let what: String
        public var description: String { "\(printable(place)): \(printable(what))" }

        package init(place: String, what: String) { (self.place, self.what) = (place, what) }
    }

    /// What came of a check.
    public struct Result: Sendable {
        /// Files that were compared.
        public package(set) var files = 0
        /// Of those files.
        public package(set) var bytes = 0
        /// All of them, also those that ``problems`` does not list.
        public package(set) var problemCount = 0
        /// The first thousand.
        public package(set) var problems: [Problem] = []
        /// Files by flag of the manifest.
        package var flags: [String: Int] = [:]
        /// Files with pixels.
        package var images = 0
        package var pixelText = PixelTextCounts()
        /// Nothing was found.
        public var isValid: Bool { problemCount == 0 }

        package init() {}
    }

    private let release: ReleaseFolder
    private let progress: (_ files: Int) -> Void
    private var result = Result()
    private var sums: ReleaseLines<(digest: String, path: BytePath)>
    private var manifest: ReleaseLines<ManifestEntry>
    private var manifestLines = 0
    private var checks: [any ReleasedFileChecking] = []
    private var document: ReleaseDocument? { try? fromJSON(ReleaseDocument.self, readFile(release.document)) }

    /// - Parameters:
    ///   - state: The state folder of the run, whose log says what it wrote.
    ///   - searching: Makes, for the release with this document, what searches its files; `nil` where they are not searched.
    ///   - content: Compares what is in the files with the manifest; `nil` where they are not opened.
    package static func verify(
        _ path: BytePath, state: BytePath? = nil, searching: ((ReleaseDocument) throws -> any ReleasedFileChecking)?,
        content: (any ReleasedFileChecking)? = nil,
        progress: @escaping (_ files: Int) -> Void
    ) throws(PipelineError) -> Result {
        do {
            var verifier = try ReleaseVerifier(path, progress)
            if let content { verifier.checks.append(content) }
            if let searching {
                guard let document = verifier.document else {
                    throw PipelineError.usage("the release has no RELEASE.json that can be read, so its project is unknown")
                }
                verifier.checks.append(try searching(document))
            }
            if let state {
                try verifier.checkLog(AuditLog(state: state))
            }
            try verifier.verify()
            return verifier.result
        } catch let error as PipelineError {
            throw error
        } catch {
            throw .stopped(by: error, at: "the release")
        }
    }

    private init(_ path: BytePath, _ progress: @escaping (Int) -> Void) throws {
        guard let path = canonicalPath(path), FileStatus(path)?.kind == .folder else {
            throw PipelineError.usage("the release folder does not exist")
        }
        release = ReleaseFolder(path: path)
        self.progress = progress
        sums = try ReleaseLines(release.checksums) { line in
            guard line.count > 66, line[64] == 0x20, line[65] == 0x20 || line[65] == 0x2A else { return nil }
            return (String(decoding: line[..<64], as: UTF8.self), BytePath(line[66...]))
        }
        manifest = try ReleaseLines(release.manifest) { try? fromJSON(ManifestEntry.self, $0) }
    }

    private mutating func verify() throws {
        if !sums.exists { note(ReleaseFolder.checksumsName, "is missing: the run did not finish, or this is no release") }
        if !manifest.exists { note(ReleaseFolder.manifestName, "is missing") }
        if FileStatus(release.report) == nil { note(ReleaseFolder.reportName, "is missing") }
        try walk(release.path, [])
        while let left = try nextSum() { note(left.path.readable, "is in SHA256SUMS and not in the folder") }
        while let left = try nextEntry() { note(left.path, "is in the manifest and not in the folder") }
        try checkDocument()
        for check in checks {
            let found = try check.finish()
            for problem in found.first { note(problem.place, problem.what) }
            result.problemCount += found.count - found.first.count
        }
    }

    /// The log of the run that wrote the release says what its documents were, and they say what all else is.
    private mutating func checkLog(_ log: AuditLog) throws {
        guard let digest = fileDigest(release.checksums)?.sha256 else { return }
        let history: ReleaseHistory
        do {
            history = try ReleaseHistory(log, checksums: digest)
        } catch PipelineError.refused(let text) {
            return note(ReleaseFolder.checksumsName, text)
        }
        if history.documents == nil, history.recordsDocuments {
            note(ReleaseFolder.checksumsName, "is not one that a run of this state folder wrote")
        }
    }

    /// In the order of the bytes of whole paths: a folder's name counts with its slash.
    private mutating func walk(_ folder: BytePath, _ prefix: [UInt8]) throws {
        var entries: [(key: [UInt8], status: FileStatus?)] = []
        try forEachName(in: folder) { name, status in entries.append((status?.kind == .folder ? name + [slash] : name, status)) }
        entries.sort { $0.key.lexicographicallyPrecedes($1.key) }
        if entries.isEmpty, !prefix.isEmpty, prefix != Array("images/".utf8) { note(text(prefix), "is an empty folder") }
        for (name, status) in entries {
            switch status?.kind {
            case .folder: try walk(folder.appending(name.dropLast()), prefix + name)
            case .file: try check(prefix + name)
            case .link: note(text(prefix + name), "is a link")
            default: note(text(prefix + name), "is not a file")
            }
        }
    }

    private mutating func check(_ place: [UInt8]) throws {
        let path = BytePath(place)
        if path == BytePath(ReleaseFolder.checksumsName) { return }
        while let sum = try sums.peek(), sum.path < path {
            note(sum.path.readable, "is in SHA256SUMS and not in the folder")
            _ = try nextSum()
        }
        guard try sums.peek()?.path == path, let sum = try nextSum() else {
            return note(text(place), "is in the folder and not in SHA256SUMS")
        }
        result.files += 1
        progress(result.files)
        guard let found = fileDigest(release.path.appending(place)) else { return note(text(place), "cannot be read") }
        result.bytes += found.bytes
        if found.sha256 != sum.digest { note(text(place), "does not have the checksum in SHA256SUMS") }
        if ["\(ReleaseFolder.imagesName)/", "\(MediaNames.folder)/"].contains(where: { place.starts(with: Array($0.utf8)) }) {
            try compare(path, found)
        } else if !Self.otherFiles.contains(path) {
            note(text(place), "is no part of a release")
        }
    }

    private static let otherFiles = Set((ReleaseFolder.documentNames + [MediaNames.directory]).map { BytePath($0) })

    private mutating func compare(_ path: BytePath, _ found: (sha256: String, bytes: Int)) throws {
        while let entry = try manifest.peek(), BytePath(entry.path) < path {
            note(entry.path, "is in the manifest and not in the folder")
            _ = try nextEntry()
        }
        guard try manifest.peek().map({ BytePath($0.path) }) == path, let entry = try nextEntry() else {
            return note(path.readable, "is in the folder and not in the manifest")
        }
        if entry.sha256 != found.sha256 || entry.bytes != found.bytes { note(path.readable, "is not what the manifest says") }
        for flag in entry.flags ?? [] { result.flags[flag, default: 0] += 1 }
        if entry.pixelSHA256 != nil { result.images += 1 }
        result.pixelText.add(entry)
        for check in checks { check.add(entry, path.readable, at: release.path.appending(path.bytes), bytes: found.bytes) }
        if !entry.isInItsPlace { note(path.readable, "has other UIDs in the manifest than in its path") }
    }

    private mutating func checkDocument() throws {
        guard let document else {
            return note(ReleaseFolder.documentName, "is missing or cannot be read")
        }
        if document.manifestSHA256 != fileDigest(release.manifest)?.sha256 {
            note(ReleaseFolder.manifestName, "does not have the digest in RELEASE.json")
        }
        var pixelText = document.pixelText ?? PixelTextCounts()
        pixelText.decisions = nil
        if pixelText != result.pixelText { note(ReleaseFolder.documentName, "says other things of the pixels than the manifest") }
        if document.counts.released != manifestLines { note(ReleaseFolder.documentName, "counts other files than the manifest has") }
    }

    private mutating func nextSum() throws -> (digest: String, path: BytePath)? {
        let next = try sums.next()
        for _ in 0..<sums.takeBadLines() { note(ReleaseFolder.checksumsName, "has a line out of order or in no known form") }
        return next
    }

    private mutating func nextEntry() throws -> ManifestEntry? {
        let next = try manifest.next()
        for _ in 0..<manifest.takeBadLines() { note(ReleaseFolder.manifestName, "has a line out of order or in no known form") }
        if next != nil { manifestLines += 1 }
        return next
    }

    private mutating func note(_ place: String, _ what: String) { result.note(place, what) }

    private func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self)
    }
}

extension ReleaseVerifier.Result {
    package mutating func note(_ place: String, _ what: String) {
        problemCount += 1
        if problems.count < 1000 { problems.append(.init(place: place, what: what)) }
    }
}
