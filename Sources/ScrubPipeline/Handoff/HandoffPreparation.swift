// SPDX-License-Identifier: Apache-2.0

internal import Audit
package import Filesystem
package import Handoff
package import Records
internal import Release
internal import Reports
internal import RunState
internal import Standard
package import Workers

/// `handoff prepare`: verifies a release and writes what is asked for.
package struct HandoffPreparation {
    package var release: BytePath
    package var recipient: String
    package var purpose: String
    package var output: BytePath
    package var expires: String?
    package var state: BytePath?
    package var environment: [String: String] = [:]

    package init(release: BytePath, recipient: String, purpose: String, output: BytePath) {
        (self.release, self.recipient, self.purpose, self.output) = (release, recipient, purpose, output)
    }

    /// - Throws: ``PipelineError/refused(_:)`` where the release is not whole.
    package func run(launcher: WorkerLauncher = WorkerLauncher(), progress: @escaping (_ files: Int) -> Void = { _ in }) throws(PipelineError)
        -> HandoffRequest
    {
        do {
            try launcher.refuseUnlessKeptIn()
            try checkTexts()
            guard let path = canonicalPath(release), FileStatus(path)?.kind == .folder else {
                throw PipelineError.usage("the release folder does not exist")
            }
            let folder = ReleaseFolder(path: path)
            guard let target = canonicalPath(output), FileStatus(target.parent)?.kind == .folder else {
                throw PipelineError.usage("the folder of --output does not exist")
            }
            guard FileStatus(target) == nil else { throw PipelineError.usage("--output is there already; a request is not replaced") }
            guard !target.isInside(path) else { throw PipelineError.usage("--output lies inside the release; name a file elsewhere") }
            guard let document = try fromJSONFile(ReleaseDocument.self, folder.document), isProjectName(document.project) else {
                throw PipelineError.usage("the folder is no release: there is no RELEASE.json that can be read")
            }
            let desk = try HandoffDesk(
                state: try state ?? StateFolder.standardPath(project: document.project, shard: document.shard, environment: environment))
            return try desk.logged(AuditAction.prepared) {
                $0.project = document.project
                $0.keyFingerprint = document.keyFingerprint
                $0.profile = document.profile.name
                $0.recipient = recipient
            } _: { event in
                let request = try request(folder, document, desk, launcher, progress)
                event.digests = ["request": request.digest, ReleaseFolder.checksumsName: request.documents[ReleaseFolder.checksumsName]!]
                event.counts = ["files": request.counts.files, "patients": request.counts.patients]
                try HandoffFolder(state: desk.state, digest: request.digest).begin(request, release: path)
                let file = try AtomicFile(target)
                try file.write(request.bytes)
                try file.commit()
                return request
            }
        } catch {
            throw PipelineError(handing: error)
        }
    }

    private func checkTexts() throws {
        for (text, name) in [(recipient, "--recipient"), (purpose, "--purpose")] {
            guard !text.isEmpty, text.utf8.count <= 500, text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
                throw PipelineError.usage("\(name) takes one line of at most 500 bytes")
            }
        }
        if let expires {
            guard isDay(expires) else { throw PipelineError.usage("--expires takes a day as YYYY-MM-DD") }
            guard expires >= String(utcTime().prefix(10)) else { throw PipelineError.usage("--expires is over already") }
        }
    }

    private func request(
        _ folder: ReleaseFolder, _ document: ReleaseDocument, _ desk: HandoffDesk, _ launcher: WorkerLauncher, _ progress: @escaping (Int) -> Void
    ) throws -> HandoffRequest {
        let documents = try folder.documentDigests()
        guard !document.methodCodes.isEmpty else {
            throw PipelineError.refused("the profile of the release claims nothing (no code of CID 7050): such files must not leave the house")
        }
        let checksums = documents[ReleaseFolder.checksumsName]!
        let history = try ReleaseHistory(desk.log, checksums: checksums)
        guard history.documents == documents, let facts = try ReleaseFacts.read(from: desk.state, checksums: checksums) else {
            throw PipelineError.refused(HandoffDesk.unknownRelease)
        }
        let found = try ReleaseVerifier.verify(folder.path, state: nil, key: nil, opensFiles: true, launcher: launcher, progress: progress)
        guard found.isValid else {
            let first = found.problems.prefix(3).map(\.description).joined(separator: "; ")
            throw PipelineError.refused("the release is not whole, \(found.problemCount) problems: \(first)")
        }
        guard try folder.documentDigests() == documents else { throw PipelineError.refused("the release changed while it was read") }
        let codes = document.methodCodes
        return HandoffRequest(
            preparedAt: utcTime(), recipient: recipient, purpose: purpose, expires: expires, project: document.project,
            keyFingerprint: document.keyFingerprint, toolVersion: document.toolVersion, tableEdition: ConfidentialityTable.edition,
            profile: .init(name: document.profile.name.split(separator: "/").last.map(String.init) ?? "", sha256: document.profile.sha256),
            options: facts.options, methodCodes: codes, documents: documents,
            counts: .init(
                files: document.counts.released, bytes: found.bytes, patients: document.counts.patients, studies: document.counts.studies,
                series: document.counts.series),
            notDone: .init(
                images: found.images, imagesLookedAt: found.pixelText.lookedAt, facesRemoved: codes.contains("113102"), flags: found.flags,
                quarantined: facts.quarantined),
            risk: facts.risk.patients == 0
                ? nil
                : .init(
                    patients: facts.risk.patients, alone: facts.risk.alone, smallestClass: facts.risk.smallestClass,
                    averagePerTenThousand: Int((facts.risk.averageRisk * 10_000).rounded())),
            classes: facts.classes.map {
                .init(
                    name: $0.name, rule: $0.rule, attributesBefore: $0.attributesBefore, attributesAfter: $0.attributesAfter,
                    levelBefore: $0.levelBefore, levelAfter: $0.levelAfter)
            })
    }
}

/// Whether a text is a day of the calendar as `YYYY-MM-DD`.
func isDay(_ text: String) -> Bool {
    guard text.utf8.count == 10, let noon = seconds(of: text + "T12:00:00") else { return false }
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == [4, 2, 2], parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }) else { return false }
    return day(of: noon) == text
}
