// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import DICOMIO
internal import DICOMModel
internal import Foundation
internal import Glibc
internal import ProfileEngine

/// Makes what scrubs the files of one worker.
func makeFileScrubber(_ configuration: WorkerConfiguration) throws -> any FileScrubbing {
    guard let bytes = Data(base64Encoded: configuration.siteKey), let key = SiteKey(bytes) else { throw FileScrubberError.unusableKey }
    let bundle = try JSONDecoder().decode(ProfileBundle.self, from: Data(configuration.profileSource.utf8))
    return FileScrubber(
        engine: ConfidentialityEngine(
            profile: try ConfidentialityProfile.load(bundle), identity: ProjectIdentity(siteKey: key, project: configuration.project)),
        sealer: CrosswalkSealer(key: key.derive(project: configuration.project, purpose: .crosswalk)),
        scratchDirectory: configuration.scratchDirectory)
}

enum FileScrubberError: Error {
    case unusableKey
}

/// Scrubs one file after the other: read, plan, apply, write, read back.
final class FileScrubber: FileScrubbing {
    private let engine: ConfidentialityEngine
    private let sealer: CrosswalkSealer
    private let scratchDirectory: String

    init(engine: ConfidentialityEngine, sealer: CrosswalkSealer, scratchDirectory: String) {
        self.engine = engine
        self.sealer = sealer
        self.scratchDirectory = scratchDirectory
    }

    func scrub(_ job: FileJob) -> FileOutcome {
        do throws(FileError) {
            let file = try DICOMFile(path: job.path.bytes, scratchDirectory: scratchDirectory)
            return try scrub(file, job)
        } catch {
            unlink(job.temporaryPath)
            return outcome(of: error)
        }
    }

    private func scrub(_ file: DICOMFile, _ job: FileJob) throws(FileError) -> FileOutcome {
        let dataSet = try file.dataSet()
        if file.information.mediaStorageSOPClassUID == "1.2.840.10008.1.3.10" || dataSet.find(AttributeTag(0x0004, 0x1220)) != nil {
            return .notDICOM(kind: .mediaDirectory)
        }
        guard isUID(file.information.transferSyntaxUID) else {
            return .quarantined(reason: .malformed, detail: "(0002,0010) holds something that is no UID")
        }
        guard let fallback = fallback(for: file, dataSet, job) else { return .quarantined(reason: .unreadable, detail: "") }
        let plan = engine.plan(dataSet, fallback: fallback, large: file.largeValues)
        let syntax = Array(file.information.transferSyntaxUID.utf8)
        if UIDRegistry.kind(of: file.information.transferSyntaxUID) == nil, plan.identifierSearch(in: dataSet).holdsKnownIdentifier(syntax) {
            return .quarantined(reason: .identifierSurvives, detail: "in (0002,0010)")
        }
        if let refusal = plan.refusal { return outcome(of: refusal) }

        let application = try PlanApplication.apply(plan, to: file, dataSet)
        let blankedBytes = try PixelSegmentBlanking.apply(engine.profile.pixelSegments, plan, to: file, dataSet)
        let output = try OutputFile(path: job.temporaryPath)
        do throws(FileError) {
            try file.write(
                FileMetaInformation(
                    mediaStorageSOPClassUID: plan.summary.sopClassUID, mediaStorageSOPInstanceUID: plan.summary.sopInstanceUID), to: output)
        } catch {
            if output.failure != 0 { throw .cannotWrite(errno: output.failure) }
            unlink(job.temporaryPath)
            return .quarantined(reason: .cannotEncode, detail: error.description)
        }
        if let problem = try readBack(job, plan, application) {
            unlink(job.temporaryPath)
            return problem
        }
        return released(file, dataSet, plan, application, output, job, blankedBytes)
    }

    /// What was written is read again: every element has to be there, and none of the known identifiers.
    private func readBack(_ job: FileJob, _ plan: ActionPlan, _ application: PlanApplication) throws(FileError) -> FileOutcome? {
        let file = try DICOMFile(path: Array(job.temporaryPath.utf8), scratchDirectory: scratchDirectory)
        let written = try file.dataSet()
        guard written.nodes.count - 1 == application.writtenNodes else {
            return .quarantined(reason: .cannotEncode, detail: "the written file does not hold the elements that it should")
        }
        let survivor = engine.firstSurvivor(in: written, plan: plan, besides: application.computed, large: file.largeValues)
        if let tag = survivor {
            return .quarantined(reason: .identifierSurvives, detail: "in \(tag)")
        }
        return nil
    }

    private func released(
        _ file: DICOMFile, _ dataSet: DataSet, _ plan: ActionPlan, _ application: PlanApplication, _ output: OutputFile, _ job: FileJob,
        _ blankedBytes: Int
    ) -> FileOutcome {
        let pixels = dataSet.nodes.filter { $0.kind == .pixels }
        let pixelSHA256 = output.pixelSHA256
        var hashed: (Range<Int>, String)?
        // With blanks in them the new pixels do not stand for the old ones.
        if pixels.count == 1, !file.information.isDeflated, blankedBytes == 0 { hashed = (pixels[0].offset..<pixels[0].offset + output.pixelBytes, pixelSHA256) }
        guard let contentDigest = ContentDigest.digest(of: job.path.bytes, pixels: hashed) else {
            unlink(job.temporaryPath)
            return .quarantined(reason: .unreadable, detail: "the file went away while it was read")
        }
        let summary = plan.summary
        let flags = (plan.burnedInRisk.map { ["burned-in-text-likely:\($0)"] } ?? []) + (blankedBytes > 0 ? ["pixel-segments-blanked"] : [])
        return .released(
            ReleasedFile(
                relativePath: "images/\(summary.patient)/\(summary.studyInstanceUID)/\(summary.seriesInstanceUID)/\(summary.sopInstanceUID).dcm",
                bytes: output.bytesWritten, sha256: output.sha256, pixelSHA256: pixels.isEmpty ? nil : pixelSHA256, sopClass: summary.sopClassUID,
                transferSyntax: file.information.transferSyntaxUID, modality: summary.modality, patient: summary.patient,
                study: summary.studyInstanceUID, series: summary.seriesInstanceUID, instance: summary.sopInstanceUID,
                actions: Dictionary(uniqueKeysWithValues: plan.counts(in: dataSet).map { ($0.key.rawValue, $0.value) }),
                flags: flags.isEmpty ? nil : flags,
                trailingPixelBytes: application.cutBytes > 0 ? application.cutBytes : nil,
                blankedPixelBytes: blankedBytes > 0 ? blankedBytes : nil, contentDigest: contentDigest,
                crosswalk: summary.crosswalk.compactMap(sealer.entry)))
    }

    /// The digest is only needed where the Data Set lacks a UID.
    private func fallback(for file: DICOMFile, _ dataSet: DataSet, _ job: FileJob) -> InstanceFallback? {
        let isComplete = [AttributeTag.sopInstanceUID, .seriesInstanceUID, .studyInstanceUID].allSatisfy { !(dataSet.firstText($0) ?? "").isEmpty }
        guard let digest = isComplete ? "" : ContentDigest.digest(of: job.path.bytes, pixels: nil) else { return nil }
        return InstanceFallback(sopClassUID: file.information.mediaStorageSOPClassUID, contentDigest: digest)
    }

    private func outcome(of refusal: Refusal) -> FileOutcome {
        switch refusal {
        case .identifierSurvives(let tag): .quarantined(reason: .identifierSurvives, detail: "in \(tag)")
        case .notARegisteredUID(let tag): .quarantined(reason: .malformed, detail: "\(tag) holds something that is no UID")
        case .burnedInText(let why): .quarantined(reason: .burnedInText, detail: why)
        case .quarantined(let profile, let line), .skipped(let profile, let line):
            .quarantined(reason: .rule, detail: "profile \(profile), line \(line)")
        }
    }

    private func outcome(of error: FileError) -> FileOutcome {
        switch error {
        case .notDICOM: .notDICOM(kind: .notDICOM)
        case .cannotRead: .quarantined(reason: .unreadable, detail: error.description)
        case .truncated: .quarantined(reason: .truncated, detail: error.description)
        case .malformed: .quarantined(reason: .malformed, detail: error.description)
        case .noMemory: .quarantined(reason: .noMemory, detail: error.description)
        case .cannotWrite(let number): number == 0 ? .quarantined(reason: .cannotEncode, detail: error.description) : .failed(errno: number)
        case .toolkit: .quarantined(reason: .internalError, detail: error.description)
        }
    }
}

/// Seals originals so that only the holder of the site key reads the crosswalk.
final class CrosswalkSealer {
    private let key: SymmetricKey
    private var sent: Set<String> = []

    init(key: SymmetricKey) { self.key = key }

    /// - Returns: `nil` for what this worker has handed over before.
    func entry(_ pair: CrosswalkPair) -> CrosswalkEntry? {
        if pair.kind != .instance, sent.count < 100_000, !sent.insert(pair.pseudonym).inserted { return nil }
        guard let box = try? AES.GCM.seal(Array(pair.original.utf8), using: key), let combined = box.combined else { return nil }
        return CrosswalkEntry(kind: pair.kind.rawValue, pseudonym: pair.pseudonym, sealedOriginal: combined.base64EncodedString())
    }
}
