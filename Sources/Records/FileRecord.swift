// SPDX-License-Identifier: Apache-2.0

/// What a file became, and what the report says of it. A worker hands it over in the form in which it is stored.
package struct FileRecord: Sendable {
    package var outcome: FileOutcome
    /// `nil` where the file could not be planned, or nothing is recorded of plans.
    package var plan: PlanRecord?
    /// `nil` where no person is asked.
    package var review: ReviewMark?

    package init(_ outcome: FileOutcome, plan: PlanRecord? = nil, review: ReviewMark? = nil) {
        self.outcome = outcome
        self.plan = plan
        self.review = review
    }

    /// About what it holds.
    package var sizeInBytes: Int {
        var size = 512
        if case .released(let instance) = outcome {
            size += instance.manifest.count + instance.crosswalk.reduce(0) { $0 + $1.sealedOriginal.count + 128 }
        }
        return size + (plan?.sizeInBytes ?? 0)
    }
}

/// How a file ended.
package enum FileOutcome: Sendable {
    /// The new file lies at the job's temporary path, whole but not flushed. Of a report: it would be released, and nothing was written.
    case released(InstanceRecord)
    /// - detail: Says more for a person, without any value from the file.
    case quarantined(reason: QuarantineReason, detail: String)
    case notDICOM(kind: NotDICOMKind)
    /// The file holds others and can be opened.
    case archive
    /// The output cannot be written, whatever the file: the run stops.
    case failed(errno: Int32)
    /// Of a survey: by what the file is shared out.
    case surveyed(ShareUnit, isArchive: Bool)
}

package enum NotDICOMKind: String, Sendable {
    case notDICOM = "not-dicom"
    case mediaDirectory = "media-directory"
    /// It was opened; what is in it are inputs.
    case archive
}

/// Why a file is quarantined; these words are in `quarantine.jsonl`.
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
    /// A frame cannot be decoded, or not without a decoder's warning: nobody has seen what is in it.
    case pixelsUnreadable = "pixels-unreadable"
    /// What was found in the pixels cannot be blanked so that all else stays.
    case pixelsNotBlanked = "pixels-not-blanked"
    /// A person has to look at the pixels first.
    case waitsForReview = "waits-for-review"
    case refusedByReviewer = "refused-by-reviewer"
    case rule
    case archive
    case changedWhileRead = "changed-while-read"
    case parserCrashed = "parser-crashed"
    case timedOut = "timed-out"
    case uidConflict = "uid-conflict"
    case internalError = "internal-error"

    /// Whether it may be no fault of the file, but of a disk, a network, a limit or a process that was killed: a resumed run tries the file again.
    package var mayPass: Bool {
        switch self {
        case .unreadable, .noMemory, .noScratch, .overLimit, .changedWhileRead, .parserCrashed, .timedOut, .internalError: true
        case .truncated, .malformed, .unsupported, .pixelsNotFollowed, .cannotEncode, .identifierSurvives, .burnedInText, .pixelsUnreadable,
            .pixelsNotBlanked, .waitsForReview, .refusedByReviewer, .rule, .archive, .uidConflict:
            false
        }
    }
}

extension FileRecord: WireFormed {
    package func write(to wire: inout WireWriter) {
        outcome.write(to: &wire)
        wire.append(plan) { $1.write(to: &$0) }
        wire.append(review) { $1.write(to: &$0) }
    }

    package init(from wire: inout WireReader) throws(WireReader.Malformed) {
        outcome = try FileOutcome(from: &wire)
        plan = try wire.optional { wire throws(WireReader.Malformed) in try PlanRecord(from: &wire) }
        review = try wire.optional { wire throws(WireReader.Malformed) in try ReviewMark(from: &wire) }
    }
}

extension FileOutcome: WireFormed {
    package func write(to wire: inout WireWriter) {
        switch self {
        case .released(let instance):
            wire.append(0)
            instance.write(to: &wire)
        case .quarantined(let reason, let detail):
            wire.append(1)
            wire.append(reason.rawValue)
            wire.append(detail)
        case .notDICOM(let kind):
            wire.append(2)
            wire.append(kind.rawValue)
        case .archive: wire.append(3)
        case .failed(let number):
            wire.append(4)
            wire.append(fixed: Int64(number))
        case .surveyed(let unit, let isArchive):
            wire.append(5)
            wire.append(unit.bytes)
            wire.append(isArchive)
        }
    }

    package init(from wire: inout WireReader) throws(WireReader.Malformed) {
        switch try wire.number() {
        case 0: self = .released(try InstanceRecord(from: &wire))
        case 1:
            guard let reason = QuarantineReason(rawValue: try wire.text()) else { throw WireReader.Malformed() }
            self = .quarantined(reason: reason, detail: try wire.text())
        case 2:
            guard let kind = NotDICOMKind(rawValue: try wire.text()) else { throw WireReader.Malformed() }
            self = .notDICOM(kind: kind)
        case 3: self = .archive
        case 4: self = .failed(errno: Int32(truncatingIfNeeded: try wire.fixed()))
        case 5:
            guard let unit = ShareUnit(bytes: try wire.field()) else { throw WireReader.Malformed() }
            self = .surveyed(unit, isArchive: try wire.flag())
        default: throw WireReader.Malformed()
        }
    }
}
