// SPDX-License-Identifier: Apache-2.0

internal import Filesystem
internal import Records
internal import Release
internal import Reports
internal import RunState

/// The end of a run: counts and documents, from the journal.
extension ScrubRun {
    static func finish(
        _ journal: Journal, _ run: RunRecord, _ release: ReleaseFolder, _ state: StateFolder, _ profile: LoadedProfile
    ) throws -> RunSummary {
        try removeTree(release.temporary)
        let (summary, isDone) = try summary(journal, run, release, state)
        guard isDone else { throw PipelineError.stopped("some files were not done. " + PipelineError.continuation) }
        try journal.writeQuarantineList(of: run.id, to: state.quarantineList)
        let isFlushed = try flushFileSystem(of: release.path)
        if run.settings.layout == .dicomdir { try release.makeMedia(journal, run.id, scratchDirectory: state.scratch.readable) }
        try removeTree(state.scratch)
        let report = try ReportBuilder(kind: .release, journal: journal, run: run, profile: profile).document()
        let checksums = try release.writeDocuments(
            journal, run, ReleaseDocument.Profile(name: profile.name, sha256: profile.digest), methodCodes: profile.methodCodes, summary,
            try reviews(journal, run.id), report)
        try ReleaseFacts(run: run.id, release: release.path, options: profile.options, report).write(to: state, checksums: checksums)
        do {
            try journal.note(documents: try release.documentDigests(), of: run.id)
        } catch let error as PipelineError {
            // Just written: it is the disk that does not give them back.
            throw PipelineError.stopped("\(error). " + PipelineError.continuation)
        }
        if isFlushed { try journal.settle(run.id) }
        try journal.set(.finished, of: run.id)
        return summary
    }

    /// What a run said that is finished and has nothing left to do, so that its documents need not be written again: they are what it wrote.
    static func finished(_ journal: Journal, _ run: RunRecord, _ release: ReleaseFolder, _ state: StateFolder) throws -> RunSummary? {
        // The names of media were taken back to look at the files.
        guard run.state == .finished, run.settings.layout != .dicomdir, let documents = try journal.documents(of: run.id) else { return nil }
        let (summary, isDone) = try summary(journal, run, release, state)
        guard isDone, (try? release.documentDigests()) == documents,
            try ReleaseFacts.read(from: state, checksums: documents[ReleaseFolder.checksumsName] ?? "") != nil
        else { return nil }
        // Another run on the state folder has written its own since.
        try journal.writeQuarantineList(of: run.id, to: state.quarantineList)
        try removeTree(state.scratch)
        return summary
    }

    private static func summary(
        _ journal: Journal, _ run: RunRecord, _ release: ReleaseFolder, _ state: StateFolder
    ) throws -> (RunSummary, isDone: Bool) {
        let counts = try journal.counts(of: run.id)
        var summary = RunSummary()
        summary.inputs = counts.values.reduce(0) { $0 + $1.files }
        summary.released = counts[.released]?.files ?? 0
        summary.quarantined = counts[.quarantined]?.files ?? 0
        summary.notDICOM = counts[.notDICOM]?.files ?? 0
        summary.duplicates = counts[.duplicate]?.files ?? 0
        (summary.patients, summary.studies, summary.series) = try journal.subjects(of: run.id)
        summary.studiesOfSeveralPatients = try journal.studiesOfSeveralPatients(of: run.id)
        summary.waitsForReview = try reviews(journal, run.id)?.waiting ?? 0
        summary.release = release.path.readable
        summary.quarantineList = state.quarantineList.readable
        return (summary, FileState.unfinished.allSatisfy { counts[$0] == nil })
    }
}
