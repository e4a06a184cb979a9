// SPDX-License-Identifier: Apache-2.0

/// What one worker does with one file. One instance lives as long as a worker process; it is not shared between threads.
package protocol FileScrubbing: AnyObject {
    func scrub(_ job: FileJob) -> FileOutcome
    /// What the report says of the file that was last scrubbed; `nil` where it could not be planned.
    func takePlanRecord() -> PlanRecord?
}

extension FileScrubbing {
    package func takePlanRecord() -> PlanRecord? { nil }
}

/// One file to scrub.
package struct FileJob: Codable, Sendable {
    package let id: Int64
    package let path: BytePath
    /// As discovery saw the file: another one in its place, or other content, is not scrubbed.
    package let identity: FileIdentity
    /// Where the new file is written, on the file system of its final place. Nothing is there yet.
    package let temporaryPath: String
    /// Of a report: the digest of the whole file is wanted, to tell copies from conflicts.
    package let wantsDigest: Bool

    package init(id: Int64, path: BytePath, identity: FileIdentity, temporaryPath: String, wantsDigest: Bool = false) {
        self.id = id
        self.path = path
        self.identity = identity
        self.temporaryPath = temporaryPath
        self.wantsDigest = wantsDigest
    }
}

/// How a file ended.
package enum FileOutcome: Codable, Sendable {
    /// The new file lies at the job's temporary path, whole but not flushed.
    case released(ReleasedFile)
    /// Of a report: the file would be released.
    case planned(PlannedInstance)
    /// - detail: Says more for a person, without any value from the file.
    case quarantined(reason: QuarantineReason, detail: String)
    case notDICOM(kind: NotDICOMKind)
    /// The file holds others and can be opened.
    case archive
    /// The output cannot be written, whatever the file: the run stops.
    case failed(errno: Int32)
}

package enum NotDICOMKind: String, Codable, Sendable {
    case notDICOM = "not-dicom"
    case mediaDirectory = "media-directory"
    /// It was opened; what is in it are inputs.
    case archive
}

/// Why a file was held back; these words are in `quarantine.jsonl`.
package enum QuarantineReason: String, Codable, Sendable, CaseIterable {
    case unreadable
    case truncated
    case malformed
    /// The transfer syntax is neither registered nor a maker's.
    case unsupported
    case noMemory = "no-memory"
    case noScratch = "no-scratch"
    case overLimit = "over-limit"
    case pixelsNotFollowed = "pixel-data-not-followed"
    case cannotEncode = "cannot-encode"
    case identifierSurvives = "identifier-survives"
    case burnedInText = "burned-in-text"
    case rule
    case archive
    case changedWhileRead = "changed-while-read"
    case parserCrashed = "parser-crashed"
    case timedOut = "timed-out"
    case uidConflict = "uid-conflict"
    case internalError = "internal-error"
}

/// A file that may leave. Everything but the digest of the input and the crosswalk goes into the manifest.
package struct ReleasedFile: Codable, Sendable {
    /// `images/<patient>/<study uid>/<series uid>/<instance uid>.dcm`
    package var relativePath: String
    package var bytes: Int
    package var sha256: String
    package var pixelSHA256: String?
    package var sopClass: String
    package var transferSyntax: String
    package var modality: String
    package var patient: String
    package var study: String
    package var series: String
    package var instance: String
    /// How many elements each action met.
    package var actions: [String: Int]
    package var flags: [String]?
    /// Bytes beyond the last pixel that were cut off.
    package var trailingPixelBytes: Int?
    /// Bytes of comments and application data inside compressed frames that were blanked.
    package var blankedPixelBytes: Int?
    /// Bytes of compressed values that belong to nothing, written as zeros.
    package var zeroedPixelBytes: Int?
    /// Bytes of pixel cells in which bits of an overlay were cleared.
    package var clearedPixelBytes: Int?
    /// SHA-256 of the input file: tells duplicates from conflicts.
    package var contentDigest: String
    package var crosswalk: [CrosswalkEntry]

    package init(
        relativePath: String, bytes: Int, sha256: String, pixelSHA256: String?, sopClass: String, transferSyntax: String,
        modality: String, patient: String, study: String, series: String, instance: String, actions: [String: Int],
        flags: [String]? = nil, trailingPixelBytes: Int? = nil, blankedPixelBytes: Int? = nil,
        zeroedPixelBytes: Int? = nil, clearedPixelBytes: Int? = nil, contentDigest: String, crosswalk: [CrosswalkEntry]
    ) {
        self.relativePath = relativePath
        self.bytes = bytes
        self.sha256 = sha256
        self.pixelSHA256 = pixelSHA256
        self.sopClass = sopClass
        self.transferSyntax = transferSyntax
        self.modality = modality
        self.patient = patient
        self.study = study
        self.series = series
        self.instance = instance
        self.actions = actions
        self.flags = flags
        self.trailingPixelBytes = trailingPixelBytes
        self.blankedPixelBytes = blankedPixelBytes
        self.zeroedPixelBytes = zeroedPixelBytes
        self.clearedPixelBytes = clearedPixelBytes
        self.contentDigest = contentDigest
        self.crosswalk = crosswalk
    }
}

/// A pseudonym and the sealed original behind it.
package struct CrosswalkEntry: Codable, Sendable, Hashable {
    /// `patient`, `study`, `series`, `instance`, `accession`, ...
    package let kind: String
    package let pseudonym: String
    /// AES-GCM box in base 64.
    package let sealedOriginal: String

    package init(kind: String, pseudonym: String, sealedOriginal: String) {
        self.kind = kind
        self.pseudonym = pseudonym
        self.sealedOriginal = sealedOriginal
    }
}

/// What a worker is told at its start, on its standard input: it holds the key.
package struct WorkerConfiguration: Codable, Sendable {
    /// Base 64.
    package let siteKey: String
    package let project: String
    /// Enough to load the profile again without any file.
    package let profileSource: String
    /// In the state folder.
    package let scratchDirectory: String
    /// What is recorded of the plans; `nil` where nothing is.
    package let recording: PlanRecording?

    package init(
        siteKey: String, project: String, profileSource: String, scratchDirectory: String, recording: PlanRecording? = nil
    ) {
        self.siteKey = siteKey
        self.project = project
        self.profileSource = profileSource
        self.scratchDirectory = scratchDirectory
        self.recording = recording
    }
}
