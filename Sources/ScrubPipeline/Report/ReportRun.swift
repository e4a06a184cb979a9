// SPDX-License-Identifier: Apache-2.0

internal import Engine
internal import Filesystem
internal import Foundation
internal import Glibc
internal import Pseudonyms
internal import Records
public import Reports
internal import RunState
internal import Workers

/// A dry run: inputs in, a report out. Only headers are read, by the workers of a run, and only a private temporary folder is written.
public struct ReportRun {
    private let request: ReportRequest
    private let launcher: WorkerLauncher
    private let observer: RunObserver

    /// Nothing is read before ``run()``.
    public init(_ request: ReportRequest, observer: RunObserver = RunObserver()) {
        self.init(request, launcher: WorkerLauncher(), observer: observer)
    }

    package init(_ request: ReportRequest, launcher: WorkerLauncher, observer: RunObserver = RunObserver()) {
        self.request = request
        self.launcher = launcher
        self.observer = observer
    }

    /// Plans every file as a run would, and writes no release.
    public func run() throws(PipelineError) -> ReportDocument {
        do {
            return try perform()
        } catch {
            throw PipelineError(error, "the report", in: "the temporary folder", advice: Self.advice)
        }
    }

    private static let advice = "Nothing was written; put it right, then run the same command again."

    private func perform() throws -> ReportDocument {
        try launcher.refuseUnlessKeptIn()
        guard isProjectName(request.project) else { throw PipelineError.usage("--project takes letters, digits, '-', '_' and '.' only") }
        try refuseOutputInside()
        let profile = try LoadedProfile(request.profile, adding: request.options, keepsWeekday: request.keepsWeekday)
        // Without a key any will do, but the same every time: the report shows no pseudonym, and should not change by chance.
        let key = try request.key.map { try SiteKeyFile.read($0).bytes } ?? (0..<SiteKey.lengthInBytes).map { UInt8($0) }
        let folder = try PrivateFolder(in: request.temporaryFolder ?? BytePath(FileManager.default.temporaryDirectory.path))
        defer { folder.remove() }
        let journal = try Journal(path: folder.path.appending("journal.sqlite"), isKept: false)
        let settings = RunSettings(
            toolVersion: ToolVersion.current, project: request.project, keyFingerprint: "", profileName: profile.name,
            profileDigest: profile.digest, keepWeekday: request.keepsWeekday, inputs: [])
        let work = folder.path.appending("work")
        try makeFolders(work, mode: 0o700)
        let configuration = WorkerConfiguration(
            siteKey: Data(key).base64EncodedString(), project: request.project, profileSource: profile.source,
            scratchDirectory: work.readable, recording: RecordingSettings(isDryRun: true, hashKey: randomKey(), examples: request.values))
        let run = try journal.beginRun(output: folder.path, settings)
        let session = Session(
            .report, run, journal, Recorder(commit: Recorder.report(journal, run)), profile.patient(launcher), configuration, scratch: folder.path,
            jobs: request.jobs,
            observer)
        session.discovery.unseen = folder.path
        try session.discover(request.inputs)
        try session.work()
        try session.compare()
        try journal.indexOutcomes()
        return try ReportBuilder(
            kind: .dryRun, journal: journal, run: session.run, profile: profile, values: session.values, shown: request.values
        ).document()
    }

    private func refuseOutputInside() throws(PipelineError) {
        guard let output = request.output else { return }
        guard let path = canonicalPath(output) else { throw .usage("--output cannot be resolved") }
        guard FileStatus(path.parent)?.kind == .folder else { throw .usage("the folder of --output does not exist") }
        if let status = FileStatus(path), status.kind != .file { throw .usage("--output is there already and is no file; name another") }
        for (index, input) in request.inputs.enumerated() where input != BytePath("-") {
            guard let root = canonicalPath(input) else { throw .usage("input \(index + 1) cannot be resolved") }
            if path.isInside(root) { throw .usage("--output lies inside input \(index + 1); name a file elsewhere") }
        }
    }

    private func randomKey() -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<KeyedHash.keyLengthInBytes).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }
}

/// A folder of mode 0700 that is gone when nobody holds it any more.
final class PrivateFolder {
    let path: BytePath

    init(in parent: BytePath) throws {
        var template = parent.appending("dcmscrub-XXXXXX").bytes.map { CChar(bitPattern: $0) } + [0]
        guard mkdtemp(&template) != nil, let path = canonicalPath(BytePath(template.dropLast().map { UInt8(bitPattern: $0) })) else {
            throw SystemError("make a temporary folder")
        }
        self.path = path
    }

    deinit { remove() }

    func remove() { try? removeTree(path) }
}
