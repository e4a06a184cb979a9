// SPDX-License-Identifier: Apache-2.0

internal import Audit
internal import Crypto
internal import Engine
internal import Filesystem
internal import Foundation
internal import Glibc
internal import Pseudonyms
internal import Records
internal import Relink
internal import RunState
package import Workers

/// What `relink` is asked.
public struct RelinkRequest: Sendable {
    /// The folder that came back. It is read, never changed.
    public var returned: BytePath
    /// A new folder; what is in it identifies patients.
    public var output: BytePath
    /// The state folder of the run that made the release; `nil` for the standard one of ``project``.
    public var state: BytePath?
    /// The site key, if it is not the one in the state folder.
    public var key: BytePath?
    /// Takes the place of a crosswalk.
    public var originals: BytePath?
    /// Of the originals, and of the standard state folder.
    public var project = "default"
    /// Why, for the audit log; it may not be empty.
    public var reason: String
    /// Where the standard state folder is: `XDG_STATE_HOME` and `HOME`.
    public var environment: [String: String] = [:]

    /// A request in the project `default`.
    public init(returned: BytePath, output: BytePath, reason: String) {
        self.returned = returned
        self.output = output
        self.reason = reason
    }
}

/// What became of the returned files.
public struct RelinkSummary: Sendable {
    /// What became of one returned file.
    public struct File: Sendable, Encodable {
        /// Relative to the returned folder.
        public let path: String
        /// `relinked` or `quarantined`.
        public let outcome: String
        /// Why it is quarantined.
        public internal(set) var reason: String?
        /// More about ``reason``, without a value.
        public internal(set) var detail: String?
        /// UIDs that are the originals again.
        public internal(set) var references: Int?
        /// Dates that moved forward again.
        public internal(set) var dates: Int?
        /// Texts in which a pseudonym became the original.
        public internal(set) var texts: Int?
        /// UIDs that the crosswalk does not know, such as those that the sender made.
        public internal(set) var unknownUIDs: Int?
        /// Its character set could not hold the original, so it is in UTF-8 now.
        public internal(set) var movedToUnicode: Bool?

        enum CodingKeys: String, CodingKey {
            case path, outcome, reason, detail, references, dates, texts
            case unknownUIDs = "unknown_uids"
            case movedToUnicode = "moved_to_unicode"
        }
    }

    /// In the order of their paths.
    public internal(set) var files: [File] = []
    /// Files that are on their patients again.
    public var relinked: Int { files.count - quarantined }
    /// Files that are not in the output; each says why.
    public var quarantined: Int { files.count { $0.reason != nil } }
    /// 2 where files were quarantined.
    public var exitCode: Int32 { quarantined > 0 ? 2 : 0 }

    private struct Result: Encodable {
        let counts: [String: Int]
        let files: [File]
    }

    /// One line, for programs.
    public func json() throws -> String { String(decoding: try jsonLine(Result(counts: counts, files: files)), as: UTF8.self) }

    func total(_ count: (File) -> Int?) -> Int { files.reduce(0) { $0 + (count($1) ?? 0) } }

    /// By the names that ``json()`` has.
    public var counts: [String: Int] {
        [
            "relinked": relinked, "quarantined": quarantined, "references": total(\.references), "dates": total(\.dates), "texts": total(\.texts),
            "unknown_uids": total(\.unknownUIDs),
        ]
    }
}

/// Puts what came back on the patients that it is of: reads all of it, then writes what belongs to one patient and is whole.
public struct RelinkRun {
    private let request: RelinkRequest
    private let launcher: WorkerLauncher
    private let progress: (_ done: Int, _ of: Int) -> Void

    /// Nothing is read or written before ``run()``.
    public init(_ request: RelinkRequest, progress: @escaping (_ done: Int, _ of: Int) -> Void = { _, _ in }) {
        self.init(request, launcher: WorkerLauncher(), progress: progress)
    }

    package init(_ request: RelinkRequest, launcher: WorkerLauncher, progress: @escaping (_ done: Int, _ of: Int) -> Void = { _, _ in }) {
        self.request = request
        self.launcher = launcher
        self.progress = progress
    }

    /// Reads all that came back, then writes what is whole; the audit log has an event of it, refused or not.
    public func run() throws(PipelineError) -> RelinkSummary {
        do {
            try launcher.refuseUnlessKeptIn()
            let access = try CrosswalkAccess(
                state: request.state, key: request.key, project: request.project, environment: request.environment, reason: request.reason,
                needsCrosswalk: request.originals == nil)
            return try access.audited("relinked") { event in
                let summary = try perform(access)
                event.counts = summary.counts
                return summary
            }
        } catch {
            throw PipelineError(error, "the way back", in: "the state folder", advice: "Name a new --output and run the same command again.")
        }
    }

    private func perform(_ access: CrosswalkAccess) throws -> RelinkSummary {
        guard let returned = canonicalPath(request.returned), let status = FileStatus(returned), status.kind == .folder || status.kind == .file else {
            throw PipelineError.usage("the returned folder does not exist")
        }
        let output = try self.output(returned, access)
        let files = try ReturnedFiles(returned, isFolder: status.kind == .folder)
        var isDone = false
        let isNew = FileStatus(output) == nil
        try makeFolders(output, mode: 0o700)
        guard output.withCString({ chmod($0, 0o700) }) == 0 else { throw SystemError("close the output to others") }
        let scratch = output.appending(".scratch")
        try removeTree(scratch)
        try makeFolders(scratch, mode: 0o700)
        defer {
            try? removeTree(scratch)
            if !isDone, isNew { _ = output.withCString { rmdir($0) } }
        }
        let setting = try setting(access, scratch)
        if let originals = request.originals { try index(originals, setting, access, scratch) }
        // A wrong key is told before a file is looked at.
        _ = try CrosswalkOrigins(Crosswalk(reading: setting.crosswalk), access.keys)
        var work = ReturnedWork(files, WorkerConversation(launcher, .relink(setting)), progress)
        try work.survey()
        guard work.namesSomething else {
            throw PipelineError.usage(
                "nothing in the returned files is a pseudonym of this key and project; name the state folder of their release, or its key with --key")
        }
        let summary = try work.write(to: output, scratch)
        isDone = true
        return summary
    }

    private func output(_ returned: BytePath, _ access: CrosswalkAccess) throws -> BytePath {
        guard let output = canonicalPath(request.output), output.text != nil else { throw PipelineError.usage("--output cannot be resolved") }
        var others = [(returned, "the returned folder"), (access.state.path, "the state folder")]
        if let originals = request.originals {
            guard let path = canonicalPath(originals), FileStatus(path)?.kind == .folder else {
                throw PipelineError.usage("--originals is not a folder")
            }
            others.append((path, "--originals"))
        }
        for (other, name) in others where output.isInside(other) || other.isInside(output) {
            throw PipelineError.usage("--output and \(name) lie inside one another; name a folder elsewhere")
        }
        if let status = FileStatus(output) {
            guard status.kind == .folder else { throw PipelineError.usage("--output is not a folder") }
            try forEachName(in: output) { _, _ in throw PipelineError.usage("--output holds something already; name a new folder") }
        }
        return output
    }

    private func setting(_ access: CrosswalkAccess, _ scratch: BytePath) throws -> RelinkSetting {
        RelinkSetting(
            crosswalk: request.originals == nil ? access.state.crosswalk : scratch.appending("crosswalk.sqlite"),
            keys: access.keyBytes.map { Data($0).base64EncodedString() }, project: request.project, scratch: scratch.readable,
            description:
                "Patient, study, references and copied dates of the originals put back in place of pseudonyms (key \(access.keys[0].fingerprint))"
        )
    }

    /// Makes the crosswalk that a release of the originals would have left.
    private func index(_ originals: BytePath, _ setting: RelinkSetting, _ access: CrosswalkAccess, _ scratch: BytePath) throws {
        let crosswalk = try Crosswalk(path: setting.crosswalk)
        let conversation = WorkerConversation(launcher, .relink(setting))
        let folder = canonicalPath(originals) ?? originals
        let files = try ReturnedFiles(folder, isFolder: true)
        var entries: Set<CrosswalkEntry> = []
        let flush = {
            try crosswalk.add(entries, project: request.project, key: access.keys[0].fingerprint)
            entries = []
        }
        for place in files.places {
            let path = folder.appending(place.path.bytes)
            guard !place.isLink,
                case .reply(.indexed(let sealed)) = try conversation.ask(.index, about: [path], bytes: FileStatus(path)?.size ?? 0)
            else { continue }
            entries.formUnion(sealed.map(\.entry))
            if entries.count > 20_000 { try flush() }
        }
        try flush()
        guard try crosswalk.count() > 0 else { throw PipelineError.usage("--originals holds no DICOM file") }
    }
}

/// The files of a folder, in the order of their paths. Links are not followed.
struct ReturnedFiles {
    struct Place {
        /// Relative.
        let path: BytePath
        let isLink: Bool
    }

    let root: BytePath
    private(set) var places: [Place] = []

    init(_ path: BytePath, isFolder: Bool) throws {
        root = isFolder ? path : path.parent
        if isFolder {
            try walk(path, nil)
            places.sort { $0.path < $1.path }
        } else {
            places = [Place(path: BytePath(path.lastComponent), isLink: false)]
        }
    }

    private mutating func walk(_ folder: BytePath, _ prefix: BytePath?) throws {
        var folders: [BytePath] = []
        try forEachName(in: folder) { name, status in
            let path = prefix?.appending(name) ?? BytePath(name)
            switch status?.kind {
            case .folder: folders.append(path)
            case .file: places.append(Place(path: path, isLink: false))
            default: places.append(Place(path: path, isLink: true))
            }
        }
        for path in folders { try walk(root.appending(path.bytes), path) }
    }
}
