// SPDX-License-Identifier: Apache-2.0

internal import DICOMIO
internal import DICOMModel
internal import Engine
internal import Filesystem
internal import Glibc
internal import PixelStreams
internal import PixelText
internal import Profiles
internal import Records
internal import Review

/// Opens a file, reads its header, plans, and refuses what can be refused before anything is written.
///
/// A run, the report and `inspect` all ask here, so they cannot disagree.
final class FilePlanner {
    let engine: ConfidentialityEngine
    let scratchDirectory: String
    /// What persons decided, and where they are asked; `nil` where nobody is.
    let review: ReviewSetting?
    private lazy var reader = TextReader()
    /// What reads lines for this profile; `nil` where nothing does.
    var readerVersion: String? { readsLines ? reader?.version : nil }
    /// Where work on a file stands, told to tests, which change the file in between.
    enum Step: CaseIterable { case opened, planned, written }
    var onStep: (Step) -> Void = { _ in }

    init(engine: ConfidentialityEngine, scratchDirectory: String, review: ReviewSetting? = nil) {
        self.engine = engine
        self.scratchDirectory = scratchDirectory
        self.review = review
    }

    /// Has all at hand that is read from the disk beside the files: later it cannot be read any more.
    func prepare() {
        if readsLines { _ = reader }
    }

    private var readsLines: Bool { engine.profile.pixelText.blank == .unlisted }

    enum Result {
        case planned(PlannedFile)
        /// There is no plan: the file is not DICOM, or not readable to its end.
        case ended(FileOutcome)
    }

    /// Opens an input, has work done on it, and believes the outcome only if the file was the same all the time.
    func withInput(_ file: HandedFile, expected: FileIdentity?, _ body: (InputFile) -> FileOutcome) -> FileOutcome {
        do throws(InputFile.Refusal) {
            let input = try InputFile(file, expected: expected)
            onStep(.opened)
            let outcome = body(input)
            return input.isUnchanged ? outcome : FileOutcome(.changed)
        } catch {
            return FileOutcome(error)
        }
    }

    func plan(_ input: InputFile) -> Result {
        do throws(FileError) {
            let file = try DICOMFile(descriptor: input.descriptor.number, scratchDirectory: scratchDirectory)
            let result = try plan(file, input)
            if file.readFailure != 0 { throw .cannotRead(errno: file.readFailure) }
            onStep(.planned)
            return result
        } catch FileError.notDICOM {
            do throws(SystemError) {
                return .ended(FileOutcome(try ArchiveKind(input.descriptor)))
            } catch {
                return .ended(FileOutcome(InputFile.Refusal.unreadable(errno: error.number)))
            }
        } catch {
            return .ended(FileOutcome(error))
        }
    }

    private func plan(_ file: DICOMFile, _ input: InputFile) throws(FileError) -> Result {
        let dataSet = try file.dataSet()
        if isMediaDirectory(file, dataSet) {
            return .ended(.notDICOM(kind: .mediaDirectory))
        }
        let syntax = file.information.transferSyntaxUID
        guard isUID(syntax) else { return .ended(.quarantined(reason: .malformed, detail: "(0002,0010) holds something that is no UID")) }
        guard let fallback = fallback(for: file, dataSet, input) else { return .ended(.quarantined(reason: .unreadable, detail: "")) }
        var (plan, search) = engine.planAndSearch(
            dataSet, repeated: try file.repeatedElements(), fallback: fallback, large: file.largeValues)
        var refusal = plan.refusal.map { FileOutcome($0) }
        if !UIDRegistry.isRegistered(syntax), !UIDRegistry.isOfMaker(syntax) {
            refusal = .quarantined(reason: .unsupported, detail: "(0002,0010) names a transfer syntax that is neither registered nor a maker's")
        }
        var look: PlannedLook?
        if refusal == nil, let wanted = plan.look {
            do throws(UnreadablePixels) {
                let done = try PlannedLook(wanted, file, dataSet, engine.profile.pixelText, search, input, review, reader: reader)
                plan.conclude(done.seen.conclusion)
                refusal = done.refusal
                look = done
            } catch {
                refusal = .quarantined(reason: .pixelsUnreadable, detail: error.description)
            }
        }
        return .planned(PlannedFile(file: file, plan: plan, search: search, look: look, fallback: fallback, refusal: refusal))
    }

    func isMediaDirectory(_ file: DICOMFile, _ dataSet: DataSet) -> Bool {
        file.information.mediaStorageSOPClassUID == "1.2.840.10008.1.3.10" || dataSet.find(.directoryRecordSequence) != nil
    }

    /// The digest is only needed where the Data Set lacks a UID.
    func fallback(for file: DICOMFile, _ dataSet: DataSet, _ input: InputFile) -> InstanceFallback? {
        let isComplete = [AttributeTag.sopInstanceUID, .seriesInstanceUID, .studyInstanceUID].allSatisfy { !(dataSet.firstText($0) ?? "").isEmpty }
        guard let digest = isComplete ? "" : ContentDigest.digest(of: input, file.information, pixels: nil) else { return nil }
        return InstanceFallback(sopClassUID: file.information.mediaStorageSOPClassUID, contentDigest: digest)
    }
}

/// An open file with its plan. Nothing is changed yet.
final class PlannedFile {
    let file: DICOMFile
    private(set) var plan: ActionPlan
    let search: InstanceSearch
    /// What was seen in the pixels, where the profile has them looked at.
    let look: PlannedLook?
    var seen: SeenPixels? { look?.seen }
    let fallback: InstanceFallback
    /// Why the file is quarantined whatever its elements say; `nil` where it goes on to be written.
    let refusal: FileOutcome?

    init(file: DICOMFile, plan: ActionPlan, search: InstanceSearch, look: PlannedLook?, fallback: InstanceFallback, refusal: FileOutcome?) {
        self.file = file
        self.plan = plan
        self.search = search
        self.look = look
        self.fallback = fallback
        self.refusal = refusal
    }

    var dataSet: DataSet { plan.dataSet }

    /// Forgets the values once they are written, so that what is read back takes their room. Its nodes and decisions stay.
    func letGoOfValues() {
        plan.letGoOfValues()
        file.letGoOfValues()
    }
}

extension FileOutcome {
    /// Of a file that is not DICOM.
    package init(_ archive: ArchiveKind?) {
        self =
            switch archive {
            case nil: .notDICOM(kind: .notDICOM)
            case .zip, .tar, .gzip: .archive
            case .other(let name): .quarantined(reason: .archive, detail: "\(name); unpack it and name its folder")
            }
    }

    init(_ refusal: Refusal) {
        self =
            switch refusal {
            case .identifierSurvives(let tag): .quarantined(reason: .identifierSurvives, detail: "in \(tag)")
            case .notARegisteredUID(let tag): .quarantined(reason: .malformed, detail: "\(tag) holds something that is no UID")
            case .tooMuchToSearch(let what): .quarantined(reason: .malformed, detail: "it holds \(what)")
            case .pixelsElsewhere: .quarantined(reason: .pixelsUnreadable, detail: refusal.description)
            case .burnedInText(let why): .quarantined(reason: .burnedInText, detail: why)
            case .quarantined(let profile, let line), .skipped(let profile, let line):
                .quarantined(reason: .rule, detail: "profile \(profile), line \(line)")
            }
    }

    init(_ refusal: InputFile.Refusal) {
        self =
            switch refusal {
            case .changed:
                .quarantined(
                    reason: .changedWhileRead,
                    detail: "it is no longer the file that was found, or it is being written; let it come to rest, then run again")
            case .unreadable(ENOENT), .unreadable(ENOTDIR): .quarantined(reason: .unreadable, detail: "the file went away after it was found")
            // It is not the file that is short of them.
            case .unreadable(let number) where [EMFILE, ENFILE, ENOMEM].contains(number): .failed(errno: number)
            case .unreadable(let number): .quarantined(reason: .unreadable, detail: FileError.cannotRead(errno: number).description)
            }
    }

    init(_ error: FileError) {
        self =
            switch error {
            case .notDICOM: .notDICOM(kind: .notDICOM)
            case .cannotRead: .quarantined(reason: .unreadable, detail: error.description)
            case .truncated: .quarantined(reason: .truncated, detail: error.description)
            case .malformed, .pixelSizeUnknown, .pixelsNotEncapsulated: .quarantined(reason: .malformed, detail: error.description)
            case .pixelsNotFollowed: .quarantined(reason: .pixelsNotFollowed, detail: error.description)
            case .noScratch: .quarantined(reason: .noScratch, detail: error.description)
            case .tooDeep, .inflatesTooFar: .quarantined(reason: .overLimit, detail: error.description)
            // The file system, or a limit on file sizes, has no room for one file this long. It has for others.
            case .cannotWrite(EFBIG): .quarantined(reason: .overLimit, detail: "the new file is longer than a file may be in the output folder")
            case .noMemory: .quarantined(reason: .noMemory, detail: error.description)
            case .cannotWrite(let number): number == 0 ? .quarantined(reason: .cannotEncode, detail: error.description) : .failed(errno: number)
            case .toolkit: .quarantined(reason: .internalError, detail: error.description)
            }
    }
}
