// SPDX-License-Identifier: Apache-2.0

internal import Filesystem
internal import Records
internal import Release
internal import Reports
internal import RunState

/// The end of a run: counts and documents, from the journal.
extension ScrubRun {
    static func finish(_ session: Session, _ release: ReleaseFolder, _ state: StateFolder, _ profile: LoadedProfile) throws -> RunSummary {
        let (journal, run) = (session.journal, session.run)
        try session.advance { $0.phase = .finishing }
        try removeTree(release.temporary)
        let counts = try journal.counts(of: run.id)
        let subjects = try journal.subjects(of: run.id)
        var summary = RunSummary()
        summary.inputs = counts.values.reduce(0) { $0 + $1.files }
        summary.released = counts[.released]?.files ?? 0
        summary.quarantined = counts[.quarantined]?.files ?? 0
        summary.notDICOM = counts[.notDICOM]?.files ?? 0
        summary.duplicates = counts[.duplicate]?.files ?? 0
        (summary.patients, summary.studies, summary.series) = subjects
        summary.studiesOfSeveralPatients = try journal.studiesOfSeveralPatients(of: run.id)
        let reviews = try reviews(journal, run.id)
        summary.waitsForReview = reviews?.waiting ?? 0
        summary.release = release.path.readable
        summary.quarantineList = state.quarantineList.readable
        guard counts[.pending] == nil, counts[.archive] == nil else {
            throw PipelineError.stopped("some files were not done. " + PipelineError.continuation)
        }
        try journal.writeQuarantineList(of: run.id, to: state.quarantineList)
        try flushFileSystem(of: release.path)
        if run.settings.layout == .dicomdir { try release.makeMedia(journal, run.id, scratchDirectory: state.scratch.readable) }
        try removeTree(state.scratch)
        let report = try ReportBuilder(kind: .release, journal: journal, run: run, profile: profile).document()
        let checksums = try release.writeDocuments(
            journal, run, ReleaseDocument.Profile(name: profile.name, sha256: profile.digest), methodCodes: profile.methodCodes, summary, reviews,
            report)
        try ReleaseFacts(run: run.id, release: release.path, options: profile.options, report).write(to: state, checksums: checksums)
        try journal.set(.finished, of: run.id)
        return summary
    }
}
